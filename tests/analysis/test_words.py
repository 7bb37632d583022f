"""Numbers and words in sentences: as many digits as tell two values apart, no more."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.analysis.grouping import grouped
from negotiate.analysis.words import (
    came_out,
    listed,
    mixture,
    number,
    numbers,
    signed,
    situation,
)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((31.02, 44.25), ("31.0", "44.2")),
        ((1.0, 1.004), ("1.000", "1.004")),
        ((2.0, 3.0), ("2", "3")),
        ((Fraction(7, 3),), ("2.33",)),
        ((-0.5, 12.0), ("-0.5", "12.0")),
        ((-1e-15, 1.5), ("0.00", "1.50")),
        ((math.inf, 1.5), ("infinity", "1.50")),
        ((1e12, 2e12), ("1000000000000", "2000000000000")),
        ((0.00012, 0.00034), ("0.000120", "0.000340")),
    ],
)
def test_numbers(values: tuple[float, ...], wanted: tuple[str, ...]) -> None:
    assert numbers(*values) == wanted


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_different_numbers_look_different(left: float, right: float) -> None:
    texts = numbers(left, right)
    assert (texts[0] != texts[1]) or abs(left - right) < 1e-9 or left == right


def test_single_numbers() -> None:
    assert (number(0.0), signed(2.5), signed(-2.5), signed(3)) == ("0", "+2.50", "-2.50", "+3")


def test_spreads() -> None:
    assert mixture({"a": 1.0, "b": 0.0}) == "a"
    assert mixture({"a": Fraction(1, 3), "b": Fraction(2, 3)}) == "a 0.3333, b 0.6667"
    assert mixture({}) == "none"
    assert came_out("us_aid", {"hold_on": 1.0}) == "us aid hold on"
    assert came_out("front", {"loss": 0.25, "none": 0.75}) == "front not reached 75% or loss 25%"


def test_lists_and_histories() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert situation({}) == "at the start"
    assert situation({"us_aid": "cut", "front": "loss"}) == "after us aid cut and front loss"


def test_histories_that_choose_alike_stand_together() -> None:
    histories = [{"x": x, "y": y} for x in "12" for y in "abc"]
    choices = ["go" if h["y"] == "a" else "stay" for h in histories]
    # Only y matters, and b and c alike.
    assert grouped(histories, choices) == [
        ({"y": "a"}, [0, 3]),
        ({"y": "b or c"}, [1, 4, 2, 5]),
    ]
    assert grouped(histories, ["go"] * 6) == [({}, list(range(6)))]
    # What cannot be told apart by what is known is told apart by the choice.
    assert grouped([{}, {}], ["go", "stay"]) == [({}, [0]), ({}, [1])]


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), unique=True, min_size=1), st.data())
def test_groups_are_pure_and_cover_all(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    choices = data.draw(st.lists(st.sampled_from("xy"), min_size=len(rows), max_size=len(rows)))
    histories = [dict(zip("pqr", row, strict=True)) for row in rows]
    groups = grouped(histories, choices)
    assert sorted(k for _, part in groups for k in part) == list(range(len(rows)))
    for common, part in groups:
        assert len({choices[k] for k in part}) == 1
        for k in part:
            assert all(histories[k][move] in o.split(" or ") for move, o in common.items())
