"""Growing a tree from moves, against an independent slow reading of the same moves."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from tests.game import slow
from tests.game.strategies import move_lists

if TYPE_CHECKING:
    from negotiate.game.tree import Tree

from negotiate.errors import GameFileError, Place
from negotiate.game.grow import grow
from negotiate.game.model import Model
from negotiate.game.recall import forgetful
from negotiate.spec.expression import Bool, Expr, Is, Num, Unary
from negotiate.spec.model import Move, Moves, Option, Player, Spec
from negotiate.types import CHANCE

A, B = Player("A", "Anna"), Player("B", "Bert")


def move(name: str, owner: str | None, *options: str | Option, **rest: object) -> Move:
    made = tuple(o if isinstance(o, Option) else Option(o) for o in options)
    return replace(Move(name, owner, made), **rest)  # type: ignore[arg-type]


def shape(spec: Spec) -> Tree:
    assert isinstance(spec.body, Moves)
    return grow(spec.body.moves, spec.players).tree


def histories_at(tree: Tree, infoset: int) -> frozenset[frozenset[tuple[str, str]]]:
    nodes = tree.nodes_of(infoset).tolist()
    return frozenset(frozenset(tree.history_of(node).items()) for node in nodes)


@given(move_lists())
def test_leaves_are_those_of_the_slow_grower(spec: Spec) -> None:
    tree = shape(spec)
    found = [tree.history_of(int(leaf)) for leaf in tree.leaf]
    expected = slow.grow(spec).leaves
    key = lambda history: sorted(history.items())  # noqa: E731
    assert sorted(found, key=key) == sorted(expected, key=key)


@given(move_lists())
def test_information_sets_are_those_of_the_slow_grower(spec: Spec) -> None:
    tree = shape(spec)
    found = {(tree.labels.move_of(h), histories_at(tree, h)) for h in range(tree.n_infosets)}
    expected = {
        (name, frozenset(histories)) for (name, _), histories in slow.grow(spec).infosets.items()
    }
    assert found == expected
    assert len(found) == tree.n_infosets


@given(move_lists())
def test_states_tell_the_history_of_every_leaf(spec: Spec) -> None:
    game = Model(spec).parametric()
    for row, leaf in zip(game.states.tolist(), game.tree.leaf.tolist(), strict=True):
        told = {
            name: options[code]
            for name, options, code in zip(game.move_names, game.option_names, row, strict=True)
            if code >= 0
        }
        assert told == game.tree.history_of(leaf)


@given(move_lists())
def test_every_player_has_perfect_recall(spec: Spec) -> None:
    assert forgetful(shape(spec)) is None


@given(move_lists())
def test_chance_nodes_stand_alone(spec: Spec) -> None:
    tree = shape(spec)
    assert (tree.infoset_size[tree.infoset_owner == CHANCE] == 1).all()


def test_a_player_does_not_see_what_is_hidden_from_it() -> None:
    hidden = move("a", "A", "x", "y", seen_by=frozenset())
    tree = grow([hidden, move("b", "B", "l", "r")], (A, B)).tree
    assert tree.infoset_size.tolist() == [1, 2]


def test_no_moves_leave_one_leaf() -> None:
    tree = grow([], (A,)).tree
    assert (tree.n_nodes, tree.n_leaves, tree.n_infosets, tree.n_slots) == (1, 1, 0, 0)


def test_options_may_not_tell_of_a_move_that_is_not_seen() -> None:
    moves = [
        move("a", "A", "x", "y", seen_by=frozenset()),
        move("b", "B", "l", Option("r", Is("a", "y")), place=Place(7, 3)),
    ]
    with pytest.raises(GameFileError) as error:
        grow(moves, (A, B), "f.yaml")
    assert str(error.value) == (
        "f.yaml:7:3: error: option 'r' of 'b' would tell B how 'a' came out, which it does not "
        "see: a: y (add it to `seen_by`)"
    )


def test_a_decision_without_options_names_its_history() -> None:
    never: Expr = Num(Fraction(0))
    moves = [
        move("a", "A", "x", "y"),
        move("b", "B", Option("l", Is("a", "x")), Option("r", never), place=Place(4, 5)),
    ]
    with pytest.raises(GameFileError, match=r"4:5.*no option of 'b' is left after a: y"):
        grow(moves, (A, B))


def test_what_is_never_reached_is_a_warning() -> None:
    never = Bool("and", (Is("a", "x"), Unary("not", Is("a", "x"))))
    moves = [
        move("a", "A", "x", Option("y", Num(Fraction(0)))),
        move("b", "B", "l", when=never),
    ]
    grown = grow(moves, (A, B))
    rules = [problem.rule for problem in grown.warnings]
    assert rules == ["option 'y' of 'a' is never available", "move 'b' is never reached"]
    assert {problem.severity for problem in grown.warnings} == {"warning"}


def test_a_huge_game_is_refused_before_it_is_built() -> None:
    moves = [move(f"m{i}", "A", "x", "y") for i in range(30)]
    start = time.process_time()
    with pytest.raises(GameFileError, match=r"127 nodes by move 'm5', more than the 100 allowed"):
        grow(moves, (A,), max_nodes=100)
    with pytest.raises(GameFileError, match="1,048,575 nodes by move 'm18'"):
        grow(moves, (A,))
    assert time.process_time() - start < 1


def test_one_move_with_very_many_options_is_refused_unbuilt() -> None:
    many = move("a", "A", *map(str, range(5000)))
    with pytest.raises(GameFileError, match="25,005,001 nodes by move 'b'"):
        grow([many, replace(many, name="b")], (A,))


def test_exactly_as_many_nodes_as_allowed() -> None:
    moves = [move(f"m{i}", "A", "x", "y") for i in range(4)]
    assert grow(moves, (A,), max_nodes=31).tree.n_nodes == 31


def test_a_deep_game_costs_no_recursion() -> None:
    moves = [
        move(f"m{i}", "AB"[i % 2], "on", "stop", when=Is(f"m{i - 1}", "on") if i else None)
        for i in range(1500)
    ]
    grown = grow(moves, (A, B))
    assert grown.tree.n_nodes == 3001
    assert np.array_equal(np.diff(grown.tree.level_start), [1] + [2] * 1500)
    column = grown.histories.column(1)
    assert (column == -1).sum() == 1
    assert grown.histories.classes((1 << 1500) - 1).size == 1501
