"""Best replies in the unit square: against their definition, and where everything is a tie."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import Game, load
from negotiate.analysis.replies import replies
from negotiate.errors import UsageError

ENTRIES = st.integers(-3, 3)
TABLES = st.lists(ENTRIES, min_size=8, max_size=8)


def best(table: list[list[Fraction]], other: Fraction) -> set[int]:
    """Return the rows that are best against the first column with these odds, exactly."""
    worth = [row[0] * other + row[1] * (1 - other) for row in table]
    return {i for i in (0, 1) if worth[i] == max(worth)}


def on(line: tuple[tuple[float, float], ...], point: tuple[float, float]) -> bool:
    """Tell whether a point lies on a line with edges along the axes."""
    if not line:
        return True
    x, y = point
    return any(
        min(a, c) - 1e-9 <= x <= max(a, c) + 1e-9 and min(b, d) - 1e-9 <= y <= max(b, d) + 1e-9
        for (a, b), (c, d) in pairwise(line)
    )


@given(TABLES)
def test_lines_hold_the_best_replies_and_nothing_else(cells: list[int]) -> None:
    a, b = np.array(cells).reshape(2, 2, 2)
    found = replies(Game.from_payoffs([a.tolist(), b.tolist()]))
    mine = [[Fraction(int(x)) for x in row] for row in a]
    theirs = [[Fraction(int(x)) for x in row] for row in b.T]
    for step in range(13):
        share = Fraction(step, 12)
        for own, table, line, turned in (
            (0, mine, found.lines[0], False),
            (1, theirs, found.lines[1], True),
        ):
            replying = best(table, share)
            for odds, fits in ((1.0, {0}), (0.0, {1}), (0.5, {0, 1})):
                point = (float(share), odds) if turned else (odds, float(share))
                assert on(line, point) == (fits <= replying), (own, share, odds)


@given(TABLES)
def test_equilibria_lie_on_both_lines(cells: list[int]) -> None:
    a, b = np.array(cells).reshape(2, 2, 2)
    found = replies(Game.from_payoffs([a.tolist(), b.tolist()]))
    assert found.equilibria
    assert all(on(line, point) for point in found.equilibria for line in found.lines)


def test_matching_pennies_meet_in_the_middle() -> None:
    found = replies(load("textbook/matching-pennies").game())
    # Von Neumann (1928): both mix equally.
    assert found.equilibria == ((0.5, 0.5),)
    assert found.lines[0] == ((0.0, 0.0), (0.0, 0.5), (1.0, 0.5), (1.0, 1.0))


def test_a_tree_of_two_by_two_has_a_square() -> None:
    found = replies(load("textbook/entry-deterrence").game())
    assert found.moves == ("entry", "reply")


@pytest.mark.parametrize("shape", [(2, 3), (2, 1), (1, 2), (1, 1), (2, 2, 2)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    tables = [np.arange(np.prod(shape)).reshape(shape).tolist() for _ in shape]
    with pytest.raises(UsageError, match="two strategies each"):
        replies(Game.from_payoffs(tables))
