"""Zero-sum trees: published values, exact vertices, the definition, and another method."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import enumerable, imperfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, is_nash
from tests.sequence_games import kuhn_poker, typed_game

from negotiate.concepts import nash
from negotiate.forms.evaluation import expected
from negotiate.solvers import two_sided
from negotiate.solvers.nash import sequence_lp, vertex
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

F = Fraction


def solved(game: Game) -> NumberArray:
    """Return the certified equilibrium that the method proposes, exact if the game is."""
    assert sequence_lp.refusal(game) is None
    (candidate,) = sequence_lp.solve(game, Options()).candidates
    assert candidate.behaviour.dtype == game.u.dtype
    assert nash.certify(game, candidate.behaviour).holds
    assert np.allclose(candidate.payoff, expected(game, candidate.behaviour).astype(float))
    return candidate.behaviour


def test_kuhn_poker_costs_the_first_player_an_eighteenth() -> None:
    """Kuhn 1950: the value is -1/18."""
    game = as_game(kuhn_poker())
    behaviour = solved(game)
    assert expected(game, behaviour).tolist() == [F(-1, 18), F(1, 18)]
    assert is_nash(kuhn_poker(), behaviour_of(game, behaviour))


def simultaneous(table: list[list[int]]) -> Node:
    rows = [tuple(Leaf((F(v), F(-v))) for v in row) for row in table]
    return Move(0, "row", tuple(Move(1, "column", row) for row in rows))


@pytest.mark.parametrize(
    ("table", "value", "row"),
    [
        ([[1, -1], [-1, 1]], F(0), [F(1, 2), F(1, 2)]),  # matching pennies
        ([[2, -1], [-1, 1]], F(1, 5), [F(2, 5), F(3, 5)]),  # (ad - bc) / (a + d - b - c)
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], F(0), [F(1, 3)] * 3),  # rock, paper, scissors
        ([[3, 1], [2, 0]], F(1), [F(1), F(0)]),  # a saddle point
    ],
)
def test_tables_of_von_neumann(table: list[list[int]], value: Fraction, row: list[F]) -> None:
    game = as_game(simultaneous(table))
    behaviour = solved(game)
    assert expected(game, behaviour)[0] == value
    assert behaviour[: len(row)].tolist() == row


def opposed(root: Node, a: Any = 1, b: Any = 0) -> Node:
    """Return the game in which player 1 gets b minus a times what player 0 gets."""
    if isinstance(root, Leaf):
        return Leaf((root.payoffs[0], b - a * root.payoffs[0], *root.payoffs[2:]))
    return root._replace(children=tuple(opposed(child, a, b) for child in root.children))


def two_players(root: Node) -> bool:
    deciders = {n.player for n in _moves(root)}
    return deciders <= {0, 1} and _width(root) >= 2


def _moves(root: Node) -> list[Move]:
    below = [] if isinstance(root, Leaf) else [m for child in root.children for m in _moves(child)]
    return [root, *below] if isinstance(root, Move) else below


def _width(root: Node) -> int:
    while not isinstance(root, Leaf):
        root = root.children[0]
    return len(root.payoffs)


@given(imperfect().filter(two_players), st.sampled_from([(1, 0), (F(1, 3), 7)]))
def test_random_trees_are_solved_exactly(root: Node, units: tuple[Any, Any]) -> None:
    root = opposed(root, *units)
    game = as_game(root)
    exact = solved(game)
    value = expected(game, exact)[0]
    floats = replace(game, u=game.u.astype(float), chance=game.chance.astype(float))
    assert np.isclose(expected(floats, solved(floats))[0], float(value), atol=1e-9)


@given(enumerable(imperfect().filter(two_players)))
def test_vertex_enumeration_finds_the_same_value(root: Node) -> None:
    """Every equilibrium of a zero-sum game pays the same (von Neumann 1928)."""
    game = as_game(opposed(root))
    value = expected(game, solved(game))[0]
    for candidate in vertex.solve(game, Options()).candidates:
        assert expected(game, candidate.behaviour)[0] == value


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("types", "depth"), [(2, 4), (4, 4), (4, 6)])
def test_private_types_are_solved_exactly(types: int, depth: int, seed: int) -> None:
    """Among them optimal faces without a vertex of the program's own, which must be found."""
    solved(typed_game(types, depth, seed, zero_sum=True))


def test_scale_and_offset_change_nothing() -> None:
    game = typed_game(3, 4, zero_sum=True)
    value = float(expected(game, solved(game))[0])
    floats = typed_game(3, 4, zero_sum=True, exact=False)
    for scale, offset in [(1e-9, 0.0), (1e9, 0.0), (1.0, 1e6)]:
        moved = replace(floats, u=floats.u * scale + offset)
        got = expected(moved, solved(moved))[0]
        assert np.isclose((got - offset) / scale, value, atol=1e-6)


def test_what_it_does_not_take() -> None:
    common = Move(0, "row", (Move(1, "c", (Leaf((F(1), F(1))), Leaf((F(0), F(0))))),) * 2)
    assert "not strictly opposed" in str(sequence_lp.refusal(as_game(common)))
    one_sided = Move(0, "row", (Move(1, "c", (Leaf((F(1), F(1))), Leaf((F(0), F(1))))),) * 2)
    assert "not strictly opposed" in str(sequence_lp.refusal(as_game(one_sided)))
    three = Move(0, "a", (Move(1, "b", (Move(2, "c", (Leaf((F(0),) * 3),)),)),))
    assert "3 players decide" in str(sequence_lp.refusal(as_game(three)))
    endless = as_game(simultaneous([[1, 2]]), exact=False)
    endless.u[0, 0] = np.inf
    assert "finite" in str(sequence_lp.refusal(endless))
    leaves = (Leaf((F(4),)), Leaf((F(1),)))
    driver = Move(0, "exit", (Leaf((F(0),)), Move(0, "exit", leaves)))
    assert "forgets at" in str(sequence_lp.refusal(as_game(driver)))


def test_nobody_and_one_player_who_decide() -> None:
    assert solved(as_game(Leaf((F(1), F(2))))).tolist() == []
    alone = Move(1, "a", (Leaf((F(1), F(2))), Leaf((F(1), F(3)))))
    assert solved(as_game(alone)).tolist() == [0, 1]


def test_floats_that_pin_nothing_down_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_sided, "extreme_plan", lambda *_: None)
    game = as_game(kuhn_poker())
    answer = sequence_lp.solve(game, Options())
    assert two_sided.UNPINNED in answer.notes
    assert answer.candidates[0].behaviour.dtype == np.float64
    assert nash.certify(game, answer.candidates[0].behaviour).holds
