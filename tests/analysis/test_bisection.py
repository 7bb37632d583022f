"""Closing in on a change: fractions between, and what counts as exact."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.analysis.bisection import COARSER, LOOKS, Bisection
from negotiate.analysis.piecewise import Range
from negotiate.analysis.samples import simplest
from negotiate.api import load, loads

F = Fraction
fractions = st.fractions(-5, 5, max_denominator=50)


@given(fractions, fractions)
def test_the_simplest_fraction_between(one: Fraction, other: Fraction) -> None:
    if one == other:
        return
    low, high = min(one, other), max(one, other)
    found = simplest(low, high)
    assert low < found < high
    for bottom in range(1, found.denominator):  # no smaller denominator has a fraction between
        first = (low * bottom).__floor__() + 1
        assert F(first, bottom) >= high


def pennies(payoff: str) -> str:
    return f"""
title: Matching pennies with a prize
players: {{One: [h, t], Two: [h, t]}}
parameters: {{x: {{value: 1, range: [0, 2]}}}}
payoffs:
  h: {{h: [{payoff}, -1], t: [-1, 1]}}
  t: {{h: [-1, 1], t: [1, -1]}}
"""


def scan(text: str, looks: int = LOOKS) -> Bisection:
    return Bisection(loads(text).parametric(""), "x", Range(F(0), F(2)), "nash", "auto", looks)


def test_a_mixed_equilibrium_that_stays_is_no_change() -> None:
    assert scan(pennies("1 + x")).thresholds == ()


def test_where_mixing_ends_is_a_tie_at_a_fraction() -> None:
    """One never plays h once (h, h) pays it less than -1, as 2 - 2 x does from x = 3/2 on."""
    (threshold,) = scan(pennies("2 - 2 * x")).thresholds
    assert threshold.at.value == F(3, 2)
    assert threshold.at.exact


def test_in_floats_the_error_is_stated() -> None:
    (threshold,) = scan(pennies("2 - exp(x)")).thresholds  # exp(x) = 3
    assert not threshold.at.exact
    assert threshold.at.decimal == pytest.approx(1.0986122886681098, abs=1e-6)
    assert abs(threshold.at.decimal - 1.0986122886681098) <= threshold.at.error
    assert threshold.at.error <= 2 / LOOKS / 2**COARSER
    assert threshold.at.low < threshold.at.high


@pytest.mark.parametrize("value", [F(1, 1000), F(1999, 1000)])
def test_changes_near_the_ends_are_seen(value: Fraction) -> None:
    (threshold,) = scan(pennies(f"2 * {value} - 1 - 2 * x")).thresholds
    assert threshold.at.value == value


def test_more_looks_find_the_same() -> None:
    parametric, whole = load("conditional-aid").parametric("both_believed"), Range(F(0), F(1))
    for looks in (5, 17):
        found = Bisection(parametric, "k_ua", whole, "nash", "auto", looks).thresholds
        assert [threshold.at.value for threshold in found] == [F(1, 3)]


def test_values_without_an_answer_are_a_change_too() -> None:
    """Beyond one the odds of chance are none."""
    text = """
title: Odds
players: [One, Two]
parameters: {x: {value: 0.5, range: [0, 2]}}
moves:
  - One: first
    options: [a, b]
    seen_by: [One]
  - Two: second
    options: [a, b]
  - chance: luck
    odds: {good: x, bad: 1 - x}
payoffs: {One: 1 if first == a else 0, Two: 1 if second == a else 0}
"""
    found = scan(text)
    assert [t.at.decimal for t in found.thresholds] == pytest.approx([1], abs=1e-8)
    assert [bool(s.path) for s in found.stretches] == [True, False]
    assert found.stretches[1].equilibria == 0
