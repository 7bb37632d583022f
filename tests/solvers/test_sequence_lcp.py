"""Two-player trees of any interests: certificates, the definition, and another program."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gambit import ask, needs_gambit
from tests.nested import imperfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, is_nash
from tests.sequence_games import kuhn_poker, typed_game

from negotiate.concepts import nash
from negotiate.errors import NoAnswerError
from negotiate.formats.efg import write_efg
from negotiate.forms.evaluation import expected
from negotiate.solvers.nash import sequence_lcp, sequence_lp
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

F = Fraction


def solved(game: Game) -> NumberArray:
    """Return the certified equilibrium that the method proposes, exact if the game is."""
    assert sequence_lcp.refusal(game) is None
    (candidate,) = sequence_lcp.solve(game, Options()).candidates
    assert candidate.behaviour.dtype == game.u.dtype
    assert nash.certify(game, candidate.behaviour).holds
    return candidate.behaviour


def table(A: list[list[int]], B: list[list[int]]) -> Node:
    rows = [
        tuple(Leaf((F(a), F(b))) for a, b in zip(*row, strict=True))
        for row in zip(A, B, strict=True)
    ]
    return Move(0, "row", tuple(Move(1, "column", row) for row in rows))


@pytest.mark.parametrize(
    ("A", "B", "truth"),
    [
        # prisoner's dilemma (Tucker 1950)
        ([[3, 0], [5, 1]], [[3, 5], [0, 1]], [0, 1, 0, 1]),
        # a regular game that an algorithm once called degenerate (published test case)
        (
            [[48, -9, -48], [-15, -45, 50], [27, 2, 20]],
            [[-8, 35, 20], [26, -25, -38], [46, 29, 26]],
            [F(17, 60), 0, F(43, 60), F(11, 32), F(21, 32), 0],
        ),
        # an inspection game: -p - 6(1 - p) = -10(1 - p), and 0 = -10q + (1 - q)
        ([[0, 0], [-10, 1]], [[-1, 0], [-6, -10]], [F(4, 5), F(1, 5), F(1, 11), F(10, 11)]),
    ],
)
def test_tables_with_one_equilibrium(
    A: list[list[int]], B: list[list[int]], truth: list[Fraction]
) -> None:
    game = as_game(table(A, B))
    assert solved(game).tolist() == truth


def two_deciders(root: Node) -> bool:
    return sequence_lcp.refusal(as_game(root)) is None


@given(imperfect().filter(two_deciders))
def test_random_trees_with_ties_are_solved_exactly_and_in_floats(root: Node) -> None:
    game = as_game(root)
    assert is_nash(root, behaviour_of(game, solved(game)))
    solved(replace(game, u=game.u.astype(float), chance=game.chance.astype(float)))


@given(imperfect().filter(two_deciders))
def test_whole_numbers_lead_to_an_equilibrium_without_floats(root: Node) -> None:
    """The exact path alone, started over with every tie resolved by the perturbation."""
    game = as_game(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence_lcp, "_stable", lambda *_: False)
        assert is_nash(root, behaviour_of(game, solved(game)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("types", "depth"), [(2, 4), (4, 4), (8, 3)])
def test_private_types(types: int, depth: int, seed: int) -> None:
    solved(typed_game(types, depth, seed))
    solved(typed_game(types, depth, seed, exact=False))


def test_zero_sum_games_get_the_value_that_linear_programming_finds() -> None:
    for game in (as_game(kuhn_poker()), typed_game(3, 4, zero_sum=True)):
        (best,) = sequence_lp.solve(game, Options()).candidates
        value = expected(game, best.behaviour).tolist()
        assert expected(game, solved(game)).tolist() == value


@given(st.integers(0, 10**6))
def test_units_change_nothing(seed: int) -> None:
    game = typed_game(2, 3, seed, exact=False)
    for scale, offset in [(1e-6, 0.0), (1e6, -3e6)]:
        solved(replace(game, u=game.u * scale + offset))


def test_rounding_that_leads_astray_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence_lcp, "_stable", lambda *_: False)
    monkeypatch.setattr(sequence_lcp, "MAX_EXACT", 0)
    with pytest.raises(NoAnswerError, match="astray"):
        sequence_lcp.solve(typed_game(2, 2), Options())


def test_three_deciders_and_too_many_sequences_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    three = Move(0, "a", (Move(1, "b", (Move(2, "c", (Leaf((F(0),) * 3),)),)),))
    assert "3 players decide" in str(sequence_lcp.refusal(as_game(three)))
    monkeypatch.setattr(sequence_lcp, "MAX_SEQUENCES", 3)
    assert "sequences" in str(sequence_lcp.refusal(as_game(kuhn_poker())))


def test_a_path_without_end_is_given_up() -> None:
    game = typed_game(2, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence_lcp, "PIVOTS", 0)
        with pytest.raises(NoAnswerError):
            sequence_lcp.solve(game, Options())


LCP = """
def answer(efg):
    import io
    game = pygambit.read_efg(io.StringIO(efg))
    found = pygambit.nash.lcp_solve(game, rational=True, use_strategic=False)
    profile = getattr(found, "equilibrium", None) or found.equilibria[0]
    if hasattr(profile, "payoffs"):  # since 17
        return [float(profile.max_regret()), *(float(own) for _, own in profile.payoffs)]
    return [float(profile.max_regret()), *(float(profile.payoff(p)) for p in game.players)]
"""


@needs_gambit
def test_what_pygambit_finds_pays_the_same_where_the_equilibrium_is_unique() -> None:
    """Games that are zero-sum have one value; others are compared by their regret only."""
    games = [typed_game(2, 3, seed, zero_sum=True) for seed in range(5)]
    theirs = ask(LCP, [write_efg(game) for game in games])
    for game, (regret, *payoffs) in zip(games, theirs, strict=True):
        assert regret < 1e-9
        assert np.allclose(payoffs, expected(game, solved(game)).astype(float))
