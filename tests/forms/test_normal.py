"""The reduced normal form: its size, its payoffs, and the way back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, enumerable, imperfect, odds, perfect
from tests.oracle import (
    Leaf,
    Move,
    Node,
    as_game,
    behaviour_of,
    best_reply_value,
    slots_of,
    subgames,
    value,
)

from negotiate.errors import NoAnswerError
from negotiate.forms import normal
from negotiate.forms.evaluation import expected, reach
from negotiate.forms.normal import normal_form
from negotiate.forms.replies import best_values
from negotiate.forms.subgames import subgame_roots
from negotiate.game.build import build_tree
from negotiate.game.tree import Labels

if TYPE_CHECKING:
    from negotiate.types import NumberArray

GAMES = st.one_of(enumerable(perfect()), enumerable(imperfect()))


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


def worth(root: Node) -> NumberArray:
    game = as_game(root)
    values = np.full((game.tree.n_nodes, game.tree.n_players), Fraction(0), dtype=object)
    values[game.tree.leaf] = game.u
    return values


@given(GAMES)
def test_each_cell_pays_what_its_strategies_lead_to(root: Node) -> None:
    game = as_game(root)
    form = normal_form(game.tree)
    table = form.table(game.tree, game.chance, worth(root))
    assert table.shape == (*form.shape, game.tree.n_players)
    for cell in np.ndindex(*form.shape):
        mixed = [
            np.array([Fraction(int(k == c)) for k in range(n)], dtype=object)
            for n, c in zip(form.shape, cell, strict=True)
        ]
        behaviour = game.chance.copy()
        form.write(game.tree, mixed, behaviour)
        assert tuple(table[cell]) == value(root, behaviour_of(game, behaviour))


@given(st.data())
def test_mixed_strategies_and_their_behaviour_pay_the_same(data: st.DataObject) -> None:
    """Kuhn 1953, theorem 4."""
    root = data.draw(enumerable(imperfect(), 100))
    game = as_game(root)
    form = normal_form(game.tree)
    mixed = [np.array(data.draw(odds(n)), dtype=object) for n in form.shape]
    payoff = form.table(game.tree, game.chance, worth(root))
    for own in mixed:
        payoff = np.tensordot(own, payoff, axes=1)
    behaviour = game.chance.copy()
    form.write(game.tree, mixed, behaviour)
    assert tuple(payoff) == value(root, behaviour_of(game, behaviour))


def test_strategies_leave_out_what_the_own_choice_rules_out() -> None:
    """After out, in's second decision counts for nothing: three reduced strategies, not four."""
    root = Move(0, "in", (leaf(0), Move(0, "then", (leaf(1), leaf(2)))))
    form = normal_form(as_game(root).tree)
    assert form.strategies == (((0,), (1, 2), (1, 3)),)
    assert form.reduced


def test_a_part_ends_where_what_follows_is_solved() -> None:
    inner = Move(1, "b", (leaf(1, 1), leaf(2, 2)))
    tree = as_game(Move(0, "a", (leaf(0, 0), inner))).tree
    solved = np.zeros(tree.n_nodes, dtype=np.bool_)
    solved[subgame_roots(tree)] = True
    form = normal_form(tree, 0, solved)
    assert form.players == (0,)
    assert form.shape == (2,)
    assert sorted(form.ends.tolist()) == [1, 2]
    assert not form.reduced


def test_long_games_need_no_recursion() -> None:
    """A player who may stop or go on 1,100 times has 1,101 strategies."""
    depth = 1100
    n = 2 * depth + 1
    parent = np.concatenate([[-1], np.repeat(2 * np.arange(depth), 2)])
    rank = np.concatenate([[0], np.tile([1, 0], depth)])
    owner = np.full(n, -2)
    owner[0 : 2 * depth : 2] = 0
    infoset = np.full(n, -1)
    infoset[0 : 2 * depth : 2] = np.arange(depth)
    # Node 2k is the k-th decision, 2k + 1 its stop, 2k + 2 its going on.
    names = np.zeros(depth, dtype=int), np.tile([0, 1], depth)
    labels = Labels(("A",), ("A",), ("m",), ("go", "stop"), *names)
    tree = build_tree(
        parent, rank, owner, infoset, np.zeros(depth, dtype=int), np.full(depth, 2), labels
    ).tree
    form = normal_form(tree)
    assert form.shape == (depth + 1,)


def test_sizes_are_refused_before_they_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normal, "MAX_CELLS", 3)
    square = Move(0, "a", tuple(Move(1, "b", (leaf(0, 0), leaf(1, 1))) for _ in range(2)))
    with pytest.raises(NoAnswerError, match="normal form of the game has more than 3 cells"):
        normal_form(as_game(square).tree)
    below = as_game(Move(0, "start", (leaf(0, 0), square))).tree
    root = int(subgame_roots(below)[1])
    with pytest.raises(NoAnswerError, match=r"subgame that begins at a \(after start = a1\)"):
        normal_form(below, root)


@given(st.data())
def test_reach_and_expectation(data: st.DataObject) -> None:
    root = data.draw(GAMES)
    behaviour = data.draw(behaviours(root))
    game = as_game(root)
    slots = slots_of(game, behaviour)
    assert tuple(expected(game, slots)) == value(root, behaviour)
    arrives = reach(game.tree, slots)
    assert sum(arrives[game.tree.leaf]) == 1
    assert tuple(arrives[game.tree.leaf] @ game.u) == value(root, behaviour)


@given(st.data())
def test_best_replies_in_every_subgame(data: st.DataObject) -> None:
    root = data.draw(enumerable(imperfect()))
    behaviour = data.draw(behaviours(root))
    game = as_game(root)
    roots = subgame_roots(game.tree)
    games = subgames(root)
    assert len(roots) == len(games)
    for player in range(game.tree.n_players):
        ours = best_values(game, slots_of(game, behaviour), player, roots)
        assert sorted(ours) == sorted(best_reply_value(g, behaviour, player) for g in games)
