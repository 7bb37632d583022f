"""The pages of thresholds: what is said of each kind of change."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.threshold_games import DETERRENCE, SQUARE

from negotiate.api import load, loads, thresholds, what_it_takes
from negotiate.render.terminal_thresholds import exactly, thresholds_page, what_it_takes_page
from negotiate.results.thresholds import Point

F = Fraction

TIE = """
title: A tie at one value, and one that stays
players: [One, Two]
parameters: {x: {value: 1, range: [0, 2], unit: euros}}
moves:
  - One: touch
    options: [left, right]
  - Two: same
    options: [up, down]
payoffs:
  One: 0 if touch == left else -(x - 1) ** 2
  Two: 0
"""


def page_of(text: str, over: str, *, off_path: bool = False, width: int = 80) -> str:
    answer = thresholds(loads(text), over, closed_form=True)
    return thresholds_page(answer, off_path=off_path, width=width)


def flat(page: str) -> str:
    """Return a page on one line."""
    return " ".join(page.split())


def point(value: Fraction | float, polynomial: tuple[int, ...] = (), error: float = 0) -> Point:
    return Point(value, float(value), polynomial, value, value, error)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (point(F(2)), "2"),
        (point(F(5, 2)), "2.5"),
        (point(F(12005, 848)), "14.16, exactly 12005/848"),
        (point(F(2500)), "2,500"),
        (point(2**0.5, (-2, 0, 1)), "1.414, exactly a root of x^2 - 2"),
        (point(0.618, (1, -3, 0, 1)), "0.618, exactly a root of x^3 - 3x + 1"),
        (point(0.5, (-1, 1, -2)), "0.5, exactly a root of -2x^2 + x - 1"),
        (point(1 / 3, (), 1e-10), "0.3333333333, give or take 1e-10"),
    ],
)
def test_values_say_how_well_they_are_known(at: Point, shown: str) -> None:
    assert exactly(at) == shown


def test_a_threshold_says_what_changes_and_because_of_whom() -> None:
    page = page_of(SQUARE, "x")
    assert "The path of play changes at 1 value\n" in page
    assert "1.414, exactly a root of x^2 - 2: 0.4142 above now, 20.7% of the range" in page
    assert "first: out → in" in page
    assert "second: not reached → right" in page
    assert "because Two chooses left below this value and chooses right above it, after" in flat(
        page
    )
    assert "Two chooses right exactly where\n      x**2 - 2 >= 0" in page
    assert r"LaTeX: \mathrm{x}^{2} - 2 \ge 0" in page
    assert "0 to 1.414 (now): first out" in page
    assert "Found by backward induction" in page


def test_off_path_is_counted_and_listed_on_demand() -> None:
    quiet = SQUARE.replace("1 if first == out", "9 if first == out")
    page = page_of(quiet, "x")
    assert "No value in this range changes the path of play" in page
    assert "At 1 more value only decisions off the path change: --off-path" in page
    listed = page_of(quiet, "x", off_path=True)
    assert "20.7% of the range; off the path" in flat(listed)
    assert "--off-path" not in listed


def test_a_tie_at_one_value_and_one_that_stays() -> None:
    page = page_of(TIE, "x", off_path=True)
    assert "x (euros): 1 now, searched from 0 to 2" in page
    assert "1: where it is now; off the path" in page
    assert "because One has a tie here alone: left or right" in page
    assert "Ties that persist" in page
    assert "Two at same: up or down" in page
    assert "off the path" in page.split("Ties that persist")[1]


def test_a_tie_that_moves_the_path_at_one_value() -> None:
    page = page_of(TIE.replace("options: [left, right]", "options: [right, left]"), "x")
    assert "at this value alone: a tie, and both sides agree" in page


def test_what_is_not_exact_says_so() -> None:
    text = SQUARE.replace("x ** 2 if", "exp(x) if")
    page = page_of(text, "x")
    assert "give or take" in page
    assert "closed in on by halving" in page
    assert "exp() has no exact value" in page


def test_several_equilibria_are_counted() -> None:
    page = thresholds_page(thresholds(load("conditional-aid"), "k_ua", "neither_believed"))
    assert "(3 equilibria)" in flat(page)


def test_combinations_that_change_are_told_as_such() -> None:
    answer = thresholds(load("deterrence/unilateral-deterrence"), "p", "bluff")
    assert "no longer in the same" in thresholds_page(answer)


def test_where_there_is_no_game() -> None:
    text = DETERRENCE.replace(
        "odds: {hard: p, soft: 1 - p}", "odds: {hard: p + 0.5, soft: 0.5 - p}"
    )
    assert "no answer: the numbers are of no game" in page_of(text, "p")


def test_what_it_takes_is_one_table() -> None:
    page = what_it_takes_page(what_it_takes(load("conditional-aid"), "ukraine_first"))
    lines = page.splitlines()
    head = next(k for k, line in enumerate(lines) if line.startswith("  parameter"))
    assert lines[head].split() == ["parameter", "now", "down", "to", "up", "to", "then"]
    assert [line.split()[0] for line in lines[head + 1 : head + 3]] == ["k_ru", "ru_talks_worth"]
    assert "0.3333 (8%)  ua_talks refuse (+3)" in page
    assert "No value in its range changes the path: ua_war_cut" in page
    assert "The path now: ua_talks accept" in page


def test_what_it_takes_where_nothing_does() -> None:
    text = SQUARE.replace("1 if first == out", "9 if first == out").replace(
        "value: 1", "value: 0.5"
    )
    page = what_it_takes_page(what_it_takes(loads(text)))
    assert "parameter  now" not in page
    assert "No value in its range changes the path: x." in page


def test_combinations_in_the_table() -> None:
    answer = what_it_takes(load("taiwan-signal"))
    assert "other combinations" in what_it_takes_page(answer)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_the_width(width: int) -> None:
    page = page_of(SQUARE, "x", width=width)
    assert max(map(len, page.splitlines())) <= width
