"""One Nash equilibrium by the logit branch: judged by the oracle, published cases, hard tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect, perfect
from tests.oracle import Leaf, Node, as_game, behaviour_of, nodes, regret
from tests.random_tables import random_table, table

from negotiate.analysis.answer import solve
from negotiate.concepts import nash
from negotiate.game.game import Game
from negotiate.results.solution import Coverage
from negotiate.solvers.nash import logit
from negotiate.solvers.protocol import Options


@given(st.one_of(perfect(), imperfect()))
def test_the_oracle_finds_no_regret(root: Node) -> None:
    game = as_game(root)
    answer = logit.solve(game, Options())
    (candidate,) = answer.candidates
    assert answer.coverage is Coverage.SOME
    leaves = [node.payoffs for node in nodes(root) if isinstance(node, Leaf)]
    spread = [max(column) - min(column) for column in zip(*leaves, strict=True)]
    for gain, width in zip(
        regret([root], behaviour_of(game, candidate.behaviour)), spread, strict=True
    ):
        assert gain <= width * Fraction(1, 10**8)


@pytest.mark.parametrize("shape", [(5, 5, 5), (3, 3, 3, 3), (2,) * 6, (12, 12)])
@pytest.mark.parametrize("seed", range(3))
def test_random_tables(shape: tuple[int, ...], seed: int) -> None:
    game = random_table(shape, seed)
    (candidate,) = logit.solve(game, Options()).candidates
    assert nash.certify(game, candidate.behaviour, tol=1e-12).holds


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "integers"), [((5, 5, 5), 0), ((5, 5, 5, 5), 0), ((4, 4, 4), 3), ((6, 6), 2)]
)
def test_every_random_table_is_solved(shape: tuple[int, ...], integers: int) -> None:
    """With small integers most of these are degenerate."""
    for seed in range(60):
        game = random_table(shape, seed, integers)
        (candidate,) = logit.solve(game, Options()).candidates
        assert nash.certify(game, candidate.behaviour).holds, seed


def test_anti_coordination_of_five() -> None:
    """The symmetric equilibrium: Pr(safe) = 2^(-1/4), since by symmetry the branch keeps to it."""
    n = 5
    cells = np.zeros((2,) * n + (n,))
    for i in range(n):
        risky = np.moveaxis(cells[..., i], i, 0)
        risky[0] = 1
        risky[(1, *(0,) * (n - 1))] = 2
    game = as_game(table(cells), exact=False)
    (candidate,) = logit.solve(game, Options()).candidates
    assert candidate.behaviour[::2] == pytest.approx(np.full(n, 2**-0.25), abs=1e-9)


def test_pure_answers_of_exact_games_are_exact() -> None:
    dilemma = np.array([[[3, 3], [0, 5]], [[5, 0], [1, 1]]])
    solution = solve(as_game(table(dilemma)), "nash", "logit")
    (found,) = solution.equilibria
    assert found.behaviour.tolist() == [0, 1, 0, 1]
    assert found.behaviour.dtype == object
    assert found.certificate.tol == 0
    assert solution.notes == (logit.PRINCIPAL,)


def test_units_do_not_matter() -> None:
    game = random_table((4, 4, 4), 5)
    other = replace(game, u=game.u * [1e-6, 3, 1e8] + [5, -2, 1e9])
    first, second = (logit.solve(g, Options()).candidates[0].behaviour for g in (game, other))
    assert second == pytest.approx(first, abs=1e-6)


def test_all_follows_further_branches() -> None:
    """Battle of the sexes: both pure equilibria, of which each branch reaches one."""
    battle = np.array([[[2, 1], [0, 0]], [[0, 0], [1, 2]]])
    game = as_game(table(battle))
    found = logit.solve(game, Options(all=True)).candidates
    plays = {tuple(map(float, candidate.behaviour)) for candidate in found}
    assert {(1, 0, 1, 0), (0, 1, 0, 1)} <= plays
    assert all(nash.certify(game, candidate.behaviour).holds for candidate in found)
    assert len(logit.solve(game, Options(all=True, cap=1)).candidates) == 1


def test_no_decision_is_answered() -> None:
    game = Game.from_tree(["A"], {"chance": {"l": [0], "r": [1]}, "odds": {"l": 0.5, "r": 0.5}})
    (candidate,) = logit.solve(game, Options()).candidates
    assert candidate.behaviour.tolist() == [0.5, 0.5]
