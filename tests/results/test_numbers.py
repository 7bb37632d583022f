"""Numbers: short, told apart, and never certain when they are not."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.results.numbers import certain, impossible, number, odds, same, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        (-2.50, "-2.5"),
        (0.00012346, "0.0001235"),
        (0.000012, "1.2e-05"),
        (999.96, "1,000"),
        (118250.0, "118,250"),
        (1204.26, "1,204.3"),
        (3e20, "3e+20"),
        (inf, "infinite"),
        (-inf, "-infinite"),
        (nan, "unknown"),
        (Fraction(7, 3), "7/3"),
        (Fraction(12345678, 87654321), "~0.1408"),
        (Fraction(10) ** 400, "~infinite"),
        (Fraction(1, 10**5000), "~0"),
    ],
)
def test_number(value: float | Fraction, text: str) -> None:
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_shown_number_is_near_the_true_one(value: float) -> None:
    assert float(number(value).replace(",", "")) == pytest.approx(value, rel=5.1e-4)


@given(st.floats(0, 1))
def test_odds_are_near_and_certain_only_if_they_are(value: float) -> None:
    text = odds(value)
    assert float(text.strip("<>%")) / 100 == pytest.approx(value, rel=5.1e-3, abs=1.001e-4)
    assert text.startswith("<") == (not impossible(value) and 100 * value < 0.01)
    assert text.startswith(">") == (not certain(value) and 100 * value > 99.99)
    assert (text == "100%") == certain(value)
    assert (text == "0%") == impossible(value)


@given(st.floats(1.001e-4, 0.9998))
def test_odds_have_three_digits_where_they_have_any(value: float) -> None:
    assert float(odds(value).removesuffix("%")) / 100 == pytest.approx(value, rel=5.1e-3)
    assert "e" not in odds(value)


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 3), "1/3"), (Fraction(1), "100%"), (Fraction(0), "0%")]
)
def test_exact_odds(value: Fraction, text: str) -> None:
    assert odds(value) == text


def test_a_sign_is_shown_and_zero_has_none() -> None:
    assert (signed(0.5), signed(-0.5), signed(0)) == ("+0.5", "-0.5", "0")


def test_rounding_is_no_difference_but_a_little_is() -> None:
    assert same(0.1 + 0.2, 0.3)
    assert not same(1.0, 1.000001)
    assert not same(0.0, 1e-9)
