"""Thresholds and maps at the edges: ties where one stands, odds that end, ranges that are none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiate.analysis.region import region_map
from negotiate.analysis.thresholds import BISECTION, INDUCTION, thresholds, what_it_takes
from negotiate.api import load, loads
from negotiate.errors import UsageError
from negotiate.render.page.endings import reach
from negotiate.render.terminal_thresholds import thresholds_page, what_it_takes_page

F = Fraction

TIED = """
title: All square
players: [A, B]
parameters:
  x: {value: 1, range: [0, 2]}
  y: {value: 1, range: [0, 2]}
moves:
  - A: go
    options: [stay, leave]
  - B: answer
    when: go == leave
    options: [kind, harsh]
payoffs:
  A: 1 if go == stay else x
  B: 0 if go == stay else (y if answer == kind else 1)
scenarios:
  here: {}
  apart: {set: {x: 3, y: 3/2}}
"""
"""A leaves where x exceeds 1, and B is kind where y does."""

LOTS = """
title: A lottery
players: [A]
parameters: {p: {value: 1/2, range: [-1, 5/8]}}
moves:
  - A: go
    options: [stay, leave]
  - chance: luck
    odds: {good: 2 * p, bad: 1 - 2 * p}
payoffs:
  A: 1 if go == stay else (4 if luck == good else 0)
"""
"""A leaves where 8 p exceeds 1; p is half of odds, from 0 to 1/2."""


def test_at_a_threshold_the_path_now_is_that_of_both_sides() -> None:
    answer = what_it_takes(loads(TIED))
    assert answer.path == {"go": ("stay", "leave"), "answer": ("none", "kind")}
    nearest = answer.rows[0]
    assert (nearest.parameter, nearest.share_below, nearest.share_above) == ("x", 0, 0)


def test_ties_that_persist_are_owned_to() -> None:
    """Along y alone A stays indifferent, and B's answer, which changes at 1, is not looked at."""
    answer = what_it_takes(loads(TIED))
    assert answer.notes[-1].startswith("Options tie on the path along x, y: ")
    assert what_it_takes(loads(TIED), settings={"x": F(1, 2), "y": F(1, 2)}).notes == ()


def test_a_tie_everywhere_is_two_answers_everywhere() -> None:
    found = region_map(loads(TIED.replace("else x", "else 1")), "x", "y", resolution=3)
    assert sorted(r.share for r in found.regions) == pytest.approx([0.5, 0.5], abs=2e-3)
    assert all(r.answers == 2 for r in found.regions)


def test_beside_odds_that_end_there_is_no_answer() -> None:
    answer = thresholds(loads(LOTS), "p")
    assert answer.method == INDUCTION
    ends = [(t.at.value, t.no_answer) for t in answer.thresholds]
    assert ends == [(F(0), "below"), (F(1, 8), ""), (F(1, 2), "above")]
    assert "0.5: where it is now\n    there is no answer on the upper side" in thresholds_page(
        answer
    )


def test_nobody_is_said_to_change_his_mind_where_odds_end() -> None:
    """Q is the odds of a defender who is hard: 0 to 1."""
    answer = thresholds(load("deterrence/costly-signal"), "q", within=(F(-1), F(2)))
    assert answer.method == BISECTION
    first, *_, last = answer.thresholds
    assert [first.at.decimal, last.at.decimal] == pytest.approx([0, 1], abs=1e-8)
    assert (first.no_answer, last.no_answer) == ("below", "above")
    assert first.turns == last.turns == ()
    assert first.shifts == last.shifts == ()


def test_an_end_of_odds_is_told_as_such() -> None:
    """Who leaves at any odds meets nothing on the way but their end."""
    answer = what_it_takes(loads(LOTS.replace("A: 1 if", "A: -1 if")))
    assert "no answer on the upper side" in " ".join(what_it_takes_page(answer).split())
    assert "no answer beyond it" in reach(answer)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (F(1), F(1), "is empty: 1 to 1"),
        (F(1), F(0), "is empty: 1 to 0"),
        (F(0), F(10) ** 600, "is too wide: its larger end is at most 1e[+]100"),
        (F(0), 1 / F(10) ** 600, "is too narrow: its larger end is at least 1e-100"),
        (F(1), 1 + F(1, 10**17), "is too narrow: 1 to 1"),
    ],
)
def test_ranges_that_are_none(low: Fraction, high: Fraction, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        thresholds(loads(TIED), "x", within=(low, high))
    with pytest.raises(UsageError, match=said):
        region_map(loads(TIED), "x", "y", x_range=(low, high))


def test_a_map_needs_more_width_than_an_exact_threshold() -> None:
    """Its boundaries are told to a billionth of a side, in floats."""
    within = F(1) - F(1, 10**8), F(1) + F(1, 10**8)
    (found,) = thresholds(loads(TIED), "x", within=within).on_path
    assert found.at.value == 1
    with pytest.raises(UsageError, match="it is at least 1e-06 of its larger end"):
        region_map(loads(TIED), "x", "y", y_range=within)


def test_where_one_stands_outside_of_the_map() -> None:
    found = region_map(loads(TIED), "x", "y", "apart", resolution=3)
    assert found.here is None
    assert found.notes[-2:] == (
        "The scenario itself sets x and y; here it varies.",
        "Now x is 3, outside of this map.",
    )
