"""Exact solutions of linear systems from floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.forms.sequence import Entries
from negotiate.solvers import rational
from negotiate.solvers.linear import solve_exactly

F = Fraction


def entries(table: list[list[Fraction]]) -> Entries:
    dense = np.array(table, dtype=object)
    row, column = np.nonzero(dense)
    return Entries(row, column, dense[row, column], dense.shape)


numbers = st.builds(F, st.integers(-9, 9), st.integers(1, 7))


@given(st.integers(1, 5), st.integers(0, 2), st.data())
def test_it_agrees_with_elimination_in_fractions(n: int, more: int, data: st.DataObject) -> None:
    """Also with more equations than unknowns, where the solution may not exist."""
    row = st.lists(numbers, min_size=n, max_size=n)
    table = data.draw(st.lists(row, min_size=n + more, max_size=n + more))
    right = data.draw(st.lists(numbers, min_size=n + more, max_size=n + more))
    matrix = entries(table)
    elimination = rational.eliminate(matrix)
    if elimination.free is not None:
        along = np.array(table, dtype=float) @ elimination.free
        assert np.abs(along).max() < 1e-8 * np.abs(elimination.free).max()
        assert solve_exactly(table, right) is None
        return
    found = rational.solve(matrix, np.array(right, dtype=object), elimination)
    assert (None if found is None else found.tolist()) == solve_exactly(table, right)


def test_long_fractions() -> None:
    """The Hilbert matrix, ill-conditioned; its inverse has whole numbers (Choi 1983)."""
    n = 6
    table = [[F(1, i + j + 1) for j in range(n)] for i in range(n)]
    matrix = entries(table)
    one = np.array([F(int(k == 0)) for k in range(n)], dtype=object)
    found = rational.solve(matrix, one, rational.eliminate(matrix))
    assert found is not None
    assert found.tolist() == [36, -630, 3360, -7560, 7560, -2772]


def test_a_thousand_bits() -> None:
    """A random system of whole numbers; the equations themselves are the oracle."""
    rng = np.random.default_rng(5)
    dense = np.array(rng.integers(-99, 100, (120, 120)).tolist(), dtype=object)
    row, column = np.nonzero(dense)
    matrix = Entries(row, column, dense[row, column], dense.shape)
    right = np.array(rng.integers(-99, 100, 120).tolist(), dtype=object)
    found = rational.solve(matrix, right, rational.eliminate(matrix))
    assert found is not None
    assert (dense @ found == right).all()
    assert max(x.denominator for x in found).bit_length() > 1000
