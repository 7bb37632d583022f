"""One equilibrium of any game by imitation games: random, published, tied and hidden in trees."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from tests.nested import imperfect
from tests.oracle import Node, as_game, behaviour_of, is_nash

from negotiate.analysis.answer import solve
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game
from negotiate.results.solution import Coverage
from negotiate.solvers.nash import imitation
from negotiate.solvers.protocol import Options
from negotiate.solvers.supports import refined


@pytest.mark.parametrize(
    "shape", [(2, 2, 2), (3, 3, 3), (5, 5, 5), (4, 4, 4, 4), (2,) * 6, (7, 7), (1, 3, 2)]
)
def test_random_games_are_solved(shape: tuple[int, ...]) -> None:
    for seed in range(4):
        payoffs = np.random.default_rng(seed).normal(size=(len(shape), *shape))
        solution = solve(Game.from_payoffs(list(payoffs)), "nash", "imitation")
        assert solution.equilibria[0].certificate.max_regret < 1e-8
        assert solution.coverage is Coverage.SOME


@pytest.mark.parametrize("seed", range(10))
def test_ties_are_no_obstacle(seed: int) -> None:
    payoffs = np.random.default_rng(seed).integers(0, 2, (3, 3, 3, 3)).astype(float)
    assert solve(Game.from_payoffs(list(payoffs)), "nash", "imitation").equilibria


def test_nothing_at_stake() -> None:
    solution = solve(Game.from_payoffs(list(np.zeros((3, 2, 2, 2)))), "nash", "imitation")
    assert solution.stats["steps"] == 1


@given(imperfect())
def test_trees_with_hidden_moves(root: Node) -> None:
    """Where the answer is rational it is one by the definition; elsewhere by its certificate."""
    game = as_game(root)
    if imitation.refusal(game):
        return
    (found,) = solve(game, "nash", "imitation").equilibria
    assert found.certificate.max_regret < 1e-8
    if found.behaviour.dtype == object:
        assert is_nash(root, behaviour_of(game, found.behaviour))


def test_exact_games_have_exact_answers_where_these_are_rational() -> None:
    pennies = np.array([[Fraction(1), Fraction(-1)], [Fraction(-1), Fraction(1)]])
    (found,) = solve(Game.from_payoffs([pennies, -pennies]), "nash", "imitation").equilibria
    assert found.behaviour.tolist() == [Fraction(1, 2)] * 4
    assert found.certificate.tol == 0


def test_the_beginnings_follow_the_seed() -> None:
    payoffs = np.random.default_rng(5).normal(size=(3, 8, 8, 8))
    game = Game.from_payoffs(list(payoffs))
    one, again = (imitation.solve(game, Options(seed=7)).candidates[0] for _ in range(2))
    assert np.array_equal(one.behaviour, again.behaviour)


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imitation, "refined", lambda *_: None)
    monkeypatch.setattr(imitation, "STEPS", 3)
    game = Game.from_payoffs(list(np.random.default_rng(0).random((3, 2, 2, 2))))
    with pytest.raises(NoAnswerError, match="12 beginnings of 3 steps"):
        imitation.solve(game, Options())
    monkeypatch.setattr(imitation, "MAX_PIVOTS", 0)
    with pytest.raises(NoAnswerError, match="12 beginnings"):
        imitation.solve(game, Options())


def test_tables_that_are_too_large_are_refused() -> None:
    game = Game.from_payoffs(list(np.zeros((3, 70, 70, 70))))
    assert imitation.refusal(game) == "its table has more than 200,000 cells"


def test_a_rough_profile_is_refined_on_its_likely_support() -> None:
    """Matching pennies from nearby; and a pure equilibrium from a profile that leans to it."""
    pennies = np.array([[[1.0, 0], [0, 1]], [[0, 1], [1, 0]]])
    found = refined(pennies, [np.array([0.45, 0.55]), np.array([0.6, 0.4])])
    assert found is not None
    assert np.allclose(found, 0.5)
    dilemma = np.array([[[3.0, 0], [5, 1]], [[3, 5], [0, 1]]])
    found = refined(dilemma, [np.array([0.15, 0.85]), np.array([0.1, 0.9])])
    assert found is not None
    assert np.allclose(found, [[0, 1], [0, 1]])
