"""Complementary pivoting: always one equilibrium, however many ties there are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.analysis.answer import solve
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game
from negotiate.results.solution import Coverage
from negotiate.solvers.bimatrix import extreme_equilibria, is_equilibrium, scaled
from negotiate.solvers.complementary import equilibrium
from negotiate.solvers.nash import lemke_howson
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.types import NumberArray


def as_fractions(M: NumberArray) -> NumberArray:
    return np.array([[Fraction(x) for x in row] for row in M.tolist()], dtype=object)


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6), st.sampled_from([1, 2, 50]))
def test_every_path_ends_at_an_extreme_equilibrium(seed: int, m: int, n: int, top: int) -> None:
    """From every label, in integers and in floats, with and without ties."""
    A, B = np.random.default_rng(seed).integers(0, top + 1, (2, m, n))
    exact = scaled(as_fractions(A)), scaled(as_fractions(B))
    known = (
        {(tuple(x), tuple(y)) for x, y in extreme_equilibria(*exact).pairs} if m + n < 9 else None
    )
    for label in range(m + n):
        end = equilibrium(*exact, label, 10_000)
        assert end is not None
        x, y, pivots = end
        assert pivots >= 2
        assert is_equilibrium(*exact, x, y)
        assert not known or (tuple(x), tuple(y)) in known
        rounded = equilibrium(exact[0].astype(float), exact[1].astype(float), label, 10_000)
        assert rounded is not None
        assert np.allclose(rounded[0], x.astype(float), atol=1e-9)
        assert np.allclose(rounded[1], y.astype(float), atol=1e-9)


@pytest.mark.parametrize("n", [2, 10, 40, 100])
def test_large_tables_take_moments(n: int) -> None:
    A, B = np.random.default_rng(0).random((2, n, n))
    solution = solve(Game.from_payoffs([A, B]), "nash", "lemke_howson")
    assert solution.equilibria[0].certificate.max_regret < 1e-12
    assert solution.coverage is Coverage.SOME


def test_large_units() -> None:
    A, B = np.random.default_rng(9).random((2, 10, 10))
    solution = solve(Game.from_payoffs([A * 1e9 + 1e9, B * 1e-9]), "nash", "lemke_howson")
    assert solution.equilibria[0].certificate.holds


def test_exact_answers_have_no_regret_at_all() -> None:
    A, B = map(as_fractions, np.random.default_rng(1).integers(-99, 99, (2, 12, 12)))
    solution = solve(Game.from_payoffs([A, B]), "nash", "lemke_howson")
    (found,) = solution.equilibria
    assert found.certificate.tol == 0
    assert sum(found.behaviour) == 2


def test_shapley_example_leaves_equilibria_that_no_path_reaches() -> None:
    """Shapley 1974, figure 3: three equilibria, of which paths from anywhere reach only one."""
    A = np.array([[0.0, 3, 0], [2, 2, 0], [3, 0, 1]])
    game = Game.from_payoffs([A, A.T])
    assert len(extreme_equilibria(A, A.T).pairs) == 3
    found = solve(game, "nash", "lemke_howson", Options(all=True))
    assert [e.behaviour.tolist() for e in found.equilibria] == [[0, 0, 1, 0, 0, 1]]
    assert found.stats["paths"] == 6


def test_paths_that_are_too_long_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemke_howson, "MAX_PIVOTS", 1)
    with pytest.raises(NoAnswerError, match="none of 4 paths"):
        lemke_howson.solve(Game.from_payoffs([np.eye(2), np.eye(2)]), Options())
