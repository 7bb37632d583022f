"""From optimal points to vertices, exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle import as_game
from tests.sequence_games import kuhn_poker

from negotiate.errors import NoAnswerError
from negotiate.forms.sequence import Entries
from negotiate.solvers import program, two_sided
from negotiate.solvers.extreme_plans import Side, extreme_plan

F = Fraction


def lottery(table: list[list[int]], n: int) -> program.Program:
    """Return the program whose conditions are ``table @ odds <= 0``."""
    dense = np.array([[F(x) for x in row] for row in table], dtype=object).reshape(-1, n)
    row, column = np.nonzero(dense)
    rows = Entries(row, column, dense[row, column], (len(table), n))
    return program.Program(np.array([F(0)] * n, dtype=object), rows, n)


def test_a_point_inside_moves_to_a_vertex() -> None:
    found = program.vertex(lottery([], 4), np.full(4, 0.25))
    assert found is not None
    assert sorted(found) == [0, 0, 0, 1]


@given(st.integers(1, 5), st.data())
def test_vertices_keep_all_conditions_and_are_pinned_down(n: int, data: st.DataObject) -> None:
    """Rows of x_1 + ... that 1/n each fulfils; a vertex has at most rows + 1 positive odds."""
    row = st.lists(st.integers(-3, 3), min_size=n, max_size=n).filter(lambda r: sum(r) <= 0)
    table = data.draw(st.lists(row, max_size=3))
    found = program.vertex(lottery(table, n), np.full(n, 1 / n))
    assert found is not None
    assert sum(found) == 1
    assert min(found) >= 0
    products = [sum(a * x for a, x in zip(r, found, strict=True)) for r in table]
    assert all(p <= 0 for p in products)
    assert np.count_nonzero(found) <= 1 + products.count(0)


def test_what_cannot_be_fulfilled_is_not_solved() -> None:
    with pytest.raises(NoAnswerError, match="not solved"):
        program.optimum(lottery([[1, 1]], 2))


def test_a_plan_inside_a_face_moves_to_a_corner_of_it() -> None:
    """Against one who loses nothing whatever is done, every plan is as good as another."""
    game = as_game(kuhn_poker())
    duel = two_sided.duel(game)
    first, second = duel.seats
    nothing = Entries(*(np.zeros(0, dtype=np.int64),) * 2, np.zeros(0), (second.n, first.n))
    equal = np.array([1.0, *[0.5] * 12])
    equal[first.parent[first.at] > 0] = 0.25
    equal[0] = 1
    found = extreme_plan(Side(first, second, nothing, np.ones(second.n)), equal)
    assert found is not None
    assert set(np.round(found, 9).tolist()) == {0.0, 1.0}
    assert np.allclose(first.constraints.times(found), [1, *[0] * len(first.infosets)])
