"""Linear complementarity: published problems, the conditions themselves, and endless paths."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.solvers import lemke

if TYPE_CHECKING:
    from negotiate.types import NumberArray

F = Fraction


def exact(rows: list[list[int]]) -> NumberArray:
    return np.array([[F(x) for x in row] for row in rows], dtype=object)


def test_a_quadratic_program() -> None:
    """Minimize (z1 - 1)^2 + (z2 - 2)^2 over z1 + z2 <= 2, z >= 0: (1/2, 3/2), multiplier 1."""
    M = exact([[2, 0, 1], [0, 2, 1], [-1, -1, 0]])
    q = np.array([F(-2), F(-4), F(2)], dtype=object)
    z = lemke.lemke(M, q, np.array([F(1)] * 3, dtype=object), 50)
    assert z is not None
    assert z.tolist() == [F(1, 2), F(3, 2), 1]
    floats = lemke.lemke(M.astype(float), q.astype(float), np.ones(3), 50)
    assert floats is not None
    assert np.allclose(floats, [0.5, 1.5, 1])


def test_nothing_to_do() -> None:
    z = lemke.lemke(np.eye(2), np.array([1.0, 0.0]), np.ones(2), 50)
    assert z is not None
    assert z.tolist() == [0, 0]


def test_a_ray_ends_the_path() -> None:
    """W = -1 - z has no solution."""
    assert lemke.lemke(np.array([[-1.0]]), np.array([-1.0]), np.ones(1), 50) is None


def test_too_many_pivots_end_it_too() -> None:
    assert lemke.lemke(np.eye(3), -np.ones(3), np.ones(3), 1) is None


@given(st.integers(1, 6), st.data())
def test_positive_definite_problems_have_one_solution(n: int, data: st.DataObject) -> None:
    """M = I + R'R: the path ends in the only solution (Cottle, Pang & Stone 2009, th. 3.1.6)."""
    row = st.lists(st.integers(-2, 2), min_size=n, max_size=n)
    R = exact(data.draw(st.lists(row, min_size=n, max_size=n)))
    q = np.array([F(x) for x in data.draw(row)], dtype=object)
    M = R.T @ R + exact(np.eye(n, dtype=int).tolist())
    d = np.array([F(1)] * n, dtype=object)
    z = lemke.lemke(M, q, d, 500)
    assert z is not None
    w = M @ z + q
    assert min(*z, *w) >= 0
    assert not any(z * w)
    rounded = lemke.lemke(M.astype(float), q.astype(float), d.astype(float), 500)
    assert rounded is not None
    assert np.allclose(rounded, z.astype(float), atol=1e-8)


def test_tables_that_are_computed_afresh_lead_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    R = rng.integers(-9, 10, (20, 20)).astype(float)
    M, q, d = R @ R.T / 100 + np.eye(20), rng.integers(-9, 9, 20).astype(float), np.ones(20)
    before = lemke.lemke(M, q, d, 500)
    monkeypatch.setattr(lemke, "RENEWAL", 1)
    after = lemke.lemke(M, q, d, 500)
    assert before is not None
    assert after is not None
    assert np.allclose(before, after, atol=1e-9)
    assert before.any()


@pytest.mark.parametrize("n", [5, 8])
def test_degenerate_problems_do_not_cycle(n: int) -> None:
    """Everything tied, at every pivot; only the lexicographic rule decides."""
    M = exact((np.ones((n, n), dtype=int) + np.eye(n, dtype=int)).tolist())
    q = np.array([F(-1)] * n, dtype=object)
    for kind in (object, float):
        z = lemke.lemke(M.astype(kind), q.astype(kind), np.ones(n).astype(kind), 50)
        assert z is not None
        assert np.allclose(z.astype(float), 1 / (n + 1))
