"""Assessments judged as the definitions say, node by node and plan by plan, on random games."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, enumerable, imperfect, odds
from tests.oracle import (
    Behaviour,
    Leaf,
    Move,
    Node,
    as_game,
    infosets,
    n_players,
    pure,
    pure_profiles,
    slots_of,
    value,
)

from negotiate.concepts import perfect_bayesian, sequential, weak_perfect_bayesian
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray

GAMES = enumerable(imperfect(min_stages=3), 60)


def placed(tree: Tree, node: Node, at: int = 0) -> dict[int, Node]:
    """Return the nested node that stands at each node of the flat tree."""
    found = {at: node}
    if not isinstance(node, Leaf):
        for k, child in enumerate(node.children):
            found |= placed(tree, child, int(tree.first_child[at]) + k)
    return found


def members(tree: Tree, root: Node) -> dict[str, list[tuple[int, Node]]]:
    """Return the nodes of each information set, by its name."""
    found: dict[str, list[tuple[int, Node]]] = {name: [] for name in infosets(root)}
    for at, node in placed(tree, root).items():
        if isinstance(node, Move):
            found[node.name].append((at, node))
    return found


@st.composite
def assessments(draw: DrawFn) -> tuple[Node, Behaviour, Game, NumberArray]:
    """Draw a game, behaviour, and beliefs that need not go with it."""
    root = draw(GAMES)
    game = as_game(root)
    beliefs = np.array([Fraction(0)] * game.tree.n_nodes, dtype=object)
    for inside in members(game.tree, root).values():
        beliefs[[at for at, _ in inside]] = draw(odds(len(inside)))
    return root, draw(behaviours(root)), game, beliefs


def believed(
    inside: list[tuple[int, Node]], beliefs: NumberArray, behaviour: Behaviour, player: int
) -> Fraction:
    """Return what an information set is worth to its owner, by its beliefs."""
    worth = (beliefs[at] * value(node, behaviour)[player] for at, node in inside)
    return sum(worth, Fraction(0))


@given(assessments())
def test_plans_are_judged_by_trying_each(
    drawn: tuple[Node, Behaviour, Game, NumberArray],
) -> None:
    """Mas-Colell, Whinston & Green 1995, definition 9.C.2: sequential rationality, plan by plan."""
    root, behaviour, game, beliefs = drawn
    proof = weak_perfect_bayesian.certify_assessment(game, slots_of(game, behaviour), beliefs)
    regret = [Fraction(0)] * n_players(root)
    after: dict[tuple[str, int], Fraction] = {}
    for name, inside in members(game.tree, root).items():
        player, n_actions = infosets(root)[name]
        now = believed(inside, beliefs, behaviour, player)
        for plan in pure_profiles(root, player):
            gain = believed(inside, beliefs, {**behaviour, **plan}, player) - now
            begins = name, plan[name].index(1)
            after[begins] = max(after.get(begins, gain), gain)
        regret[player] = max(regret[player], *(after[name, a] for a in range(n_actions)))
    assert proof.regret.tolist() == regret
    if proof.worst is not None:
        h, slot = proof.worst.infoset, proof.worst.slot
        begins = game.tree.labels.move_of(h), slot - int(game.tree.slot_start[h])
        assert proof.worst.gain == pytest.approx(float(after[begins]))
        assert proof.worst.gain == pytest.approx(float(regret[proof.worst.player]))


def test_a_plan_looks_to_the_very_end() -> None:
    """Of three choices of one's own in a row, only the last pays, and only after the others."""
    root: Node = Leaf((Fraction(1),))
    for name in ("third", "second", "first"):
        root = Move(0, name, (root, Leaf((Fraction(0),))))
    game = as_game(root)
    stop = pure(2, 1)
    slots = slots_of(game, {"first": stop, "second": stop, "third": stop})
    proof = weak_perfect_bayesian.certify(game, slots)
    assert proof.regret.tolist() == [1]
    assert proof.worst is not None
    assert game.tree.labels.move_of(proof.worst.infoset) == "first"


@given(assessments())
def test_choices_are_judged_by_trying_each(
    drawn: tuple[Node, Behaviour, Game, NumberArray],
) -> None:
    """Kreps & Wilson 1982 with one change at a time, as in Hendon, Jacobsen & Sloth 1996."""
    root, behaviour, game, beliefs = drawn
    proof = sequential.certify_assessment(game, slots_of(game, behaviour), beliefs)
    regret = [Fraction(0)] * n_players(root)
    for name, inside in members(game.tree, root).items():
        player, n_actions = infosets(root)[name]
        now = believed(inside, beliefs, behaviour, player)
        for action in range(n_actions):
            other = {**behaviour, name: pure(n_actions, action)}
            gain = believed(inside, beliefs, other, player) - now
            regret[player] = max(regret[player], gain)
    assert proof.regret.tolist() == regret


@given(assessments(), st.data())
def test_what_are_no_beliefs_never_holds(
    drawn: tuple[Node, Behaviour, Game, NumberArray], data: st.DataObject
) -> None:
    root, behaviour, game, beliefs = drawn
    sets = [inside for inside in members(game.tree, root).values() if len(inside) > 1]
    if not sets:
        return
    first, second, *others = (at for at, _ in data.draw(st.sampled_from(sets)))
    slots = slots_of(game, behaviour)
    for spoilt in ([Fraction(2), Fraction(-1)], [Fraction(1), Fraction(1, 10)]):
        shaken = beliefs.copy()
        shaken[others] = Fraction(0)
        shaken[[first, second]] = spoilt
        for concept in (sequential, weak_perfect_bayesian):
            proof = concept.certify_assessment(game, slots, shaken)
            assert not proof.holds
            assert proof.max_regret == np.inf


@given(assessments())
def test_what_is_no_profile_never_holds(
    drawn: tuple[Node, Behaviour, Game, NumberArray],
) -> None:
    """Whatever the beliefs, and though it would be a best reply to itself."""
    _, _, game, beliefs = drawn
    if not game.tree.decision.any():
        return
    idle = replace(game, u=game.u * 0)
    slots = np.array([Fraction(2)] * game.tree.n_slots)
    for concept in (sequential, perfect_bayesian, weak_perfect_bayesian):
        proof = concept.certify_assessment(idle, slots, beliefs)
        assert not proof.holds
        assert proof.max_regret == np.inf


@given(assessments())
def test_bayes_rule_is_asked_for_where_play_leads(
    drawn: tuple[Node, Behaviour, Game, NumberArray],
) -> None:
    """Mas-Colell, Whinston & Green 1995, definition 9.C.3 (ii), where all else is best."""
    root, behaviour, game, beliefs = drawn
    idle = replace(game, u=game.u * 0)
    slots = slots_of(game, behaviour)
    odds = [Fraction(1)]
    for at in range(1, game.tree.n_nodes):
        odds.append(odds[game.tree.parent[at]] * slots[game.tree.slot[at]])
    reached = [[at for at, _ in inside] for inside in members(game.tree, root).values()]
    reached = [inside for inside in reached if any(odds[at] for at in inside)]
    for inside in reached:
        total = sum(odds[at] for at in inside)
        beliefs[inside] = [odds[at] / total for at in inside]
    assert weak_perfect_bayesian.certify_assessment(idle, slots, beliefs).holds
    for inside in reached:
        for one, other in combinations(inside, 2):
            shaken = beliefs.copy()
            shaken[[one, other]] += [Fraction(-1, 1000), Fraction(1, 1000)]
            assert not weak_perfect_bayesian.certify_assessment(idle, slots, shaken).holds


@pytest.mark.parametrize("concept", [sequential, perfect_bayesian, weak_perfect_bayesian])
def test_forgetting_is_refused(concept: Any) -> None:
    """One choice at a time proves nothing to somebody who does not know what it did."""
    again = {"A": {"l": [0], "r": [1]}, "information": "same"}
    tree = {"A": {"l": again, "r": again}, "information": "first"}
    game = Game.from_tree(["A"], tree, exact=True)
    slots, beliefs = np.array([Fraction(1, 2)] * 4), np.array([Fraction(1, 2)] * 7)
    beliefs[0] = Fraction(1)
    with pytest.raises(NoAnswerError, match="forgets"):
        concept.certify_assessment(game, slots, beliefs)
