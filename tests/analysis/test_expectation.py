"""Sums over lists of ends and over tables of leaves: the same numbers to the last bit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from negotiate.analysis.expectation import OverEnds, OverLeaves, expectation
from negotiate.analysis.walk import Ends, Reached
from negotiate.game.roots import Measured

LEAVES = 60


def both(draws: int) -> tuple[OverEnds, OverLeaves]:
    """Return the same ends, a third of them impossible, as a list and as a table."""
    source = np.random.default_rng(draws)
    leaf = source.permutation(LEAVES)
    odds = source.random((LEAVES, draws))
    odds[source.random(odds.shape) < 1 / 3] = 0
    draw, place = np.nonzero(odds.T)
    valid = np.arange(draws) != 1
    ends = Ends(leaf[place], draw, odds[place, draw])
    listed, table = expectation(ends, valid), expectation(Reached(leaf, odds), valid)
    assert isinstance(listed, OverEnds)
    assert isinstance(table, OverLeaves)
    return listed, table


def same(one: np.ndarray, other: np.ndarray) -> None:
    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("draws", [1, 2, 7])
def test_lists_and_tables_of_ends_say_the_same(draws: int) -> None:
    listed, table = both(draws)
    source = np.random.default_rng(0)
    classes = source.integers(0, 5, LEAVES)
    for rows in (classes, None):
        for width in (1, draws):
            size = 1 if rows is None else 5
            numbers = Measured(source.normal(size=(size, width)), rows)
            same(listed.mean(numbers), table.mean(numbers))
            kinds = Measured(source.integers(0, 3, (size, width)).astype(float), rows)
            first, second = (e.categories(kinds, ("x", "y", "z")) for e in (listed, table))
            for name in ("x", "y", "z"):
                same(first[name], second[name])
    codes = source.integers(-1, 3, LEAVES)
    names = ("a", "b", "c", "none")
    first, second = (e.outcomes(codes, names) for e in (listed, table))
    assert tuple(first) == tuple(second) == names
    for name in names:
        same(first[name], second[name])


@pytest.mark.parametrize("draws", [1, 2])
def test_sums_are_exact_to_what_one_addition_after_the_other_rounds(draws: int) -> None:
    _, table = both(draws)
    numbers = np.random.default_rng(0).normal(size=LEAVES)
    total = 0.0
    for place, row in enumerate(table.reached.leaf.tolist()):
        total += float(table.reached.odds[place, 0]) * float(numbers[row])
    assert table.mean(Measured(numbers[:, None], np.arange(LEAVES)))[0] == total


def test_what_cannot_happen_does_not_count_however_large() -> None:
    odds = np.array([[0.5, 1.0], [0.5, 0.0]])
    table = expectation(Reached(np.arange(2), odds), np.ones(2, dtype=bool))
    mean = table.mean(Measured(np.array([[3.0], [math.inf]]), np.arange(2)))
    assert mean.tolist() == [math.inf, 3.0]


@pytest.mark.parametrize("draws", [1, 2])
def test_a_sum_begins_with_nothing_which_has_no_sign(draws: int) -> None:
    table = expectation(Reached(np.arange(1), np.ones((1, draws))), np.ones(draws, dtype=bool))
    zero = table.mean(Measured(np.array([[-0.0]]), None))
    assert [math.copysign(1, x) for x in zero.tolist()] == [1] * draws


def test_odds_that_are_none_make_no_noise() -> None:
    ends = Ends(np.zeros(2, dtype=int), np.arange(2), np.array([1.0, math.inf]))
    mean = expectation(ends, np.array([True, False])).mean(Measured(np.zeros((1, 1)), None))
    assert mean[0] == 0
    assert np.isnan(mean[1])


def test_nothing_is_known_of_draws_that_are_not_valid() -> None:
    for sums in both(3):
        mean = sums.mean(Measured(np.ones((1, 1)), None))
        assert np.isnan(mean).tolist() == [False, True, False]
