"""Beliefs that trembles leave: Bayes' rule on trembles so small that they are the limit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect
from tests.oracle import as_game
from tests.private_games import HORSE

from negotiate import loads
from negotiate.concepts import perfect_bayesian, weak_perfect_bayesian
from negotiate.concepts._consistency import consistency, limit
from negotiate.concepts.perfect_bayesian import follows_bayes
from negotiate.forms.assessment.support import supporting
from negotiate.game.game import Game
from negotiate.results import Trembles

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray

F = Fraction
TINY = F(1, 10**40)


@st.composite
def trembling(draw: DrawFn) -> tuple[Game, Trembles]:
    """Draw a game in which some move is hidden, and trembles whose weights need not sum to 1."""
    game = as_game(draw(imperfect(min_stages=3)))
    tree = game.tree
    order = np.zeros(tree.n_slots, dtype=np.int64)
    weight = game.chance.copy()
    for h in np.flatnonzero(tree.decision).tolist():
        slots = tree.slots_of(h)
        width = slots.stop - slots.start
        drawn = draw(st.lists(st.integers(0, 3), min_size=width, max_size=width))
        order[slots] = np.array(drawn) - min(drawn)
        weight[slots] = [
            F(w) for w in draw(st.lists(st.integers(1, 3), min_size=width, max_size=width))
        ]
    return game, Trembles(order, weight)


def odds_of_nodes(tree: Tree, behaviour: NumberArray) -> list[Fraction]:
    """Return the odds of each node, one multiplication at a time."""
    odds = [F(1)]
    for node in range(1, tree.n_nodes):
        odds.append(odds[tree.parent[node]] * behaviour[tree.slot[node]])
    return odds


def bayes(tree: Tree, trembles: Trembles, epsilon: Fraction) -> tuple[NumberArray, NumberArray]:
    """Return behaviour at epsilon, and the beliefs that follow; 0 where nature rules a set out."""
    behaviour = np.array(
        [w * epsilon ** int(k) for w, k in zip(trembles.weight, trembles.order, strict=True)]
    )
    for h in range(tree.n_infosets):
        behaviour[tree.slots_of(h)] /= behaviour[tree.slots_of(h)].sum()
    odds = odds_of_nodes(tree, behaviour)
    beliefs = np.array([F(0)] * tree.n_nodes, dtype=object)
    for h in range(tree.n_infosets):
        inside = tree.nodes_of(h)
        total = sum(odds[at] for at in inside)
        for at in inside:
            beliefs[at] = odds[at] / total if total else F(0)
    return behaviour, beliefs


def settled(game: Game, trembles: Trembles) -> tuple[NumberArray, NumberArray]:
    """Return the limit, with some belief where nature leaves none."""
    played, beliefs = limit(game.tree, trembles)
    for h in np.flatnonzero(game.tree.decision).tolist():
        inside = game.tree.nodes_of(h)
        if not beliefs[inside].sum():
            beliefs[inside[0]] = F(1)
    return played, beliefs


@given(trembling())
def test_the_limit_is_that_of_bayes_rule(drawn: tuple[Game, Trembles]) -> None:
    """Kreps & Wilson 1982: beliefs by Bayes' rule on full support, as the trembles vanish."""
    game, trembles = drawn
    played, beliefs = limit(game.tree, trembles)
    near_played, near_beliefs = bayes(game.tree, trembles, TINY)
    assert max(np.abs(played - near_played), default=0) < F(1, 10**30)
    assert max(np.abs(beliefs - near_beliefs)) < F(1, 10**30)


@given(trembling())
def test_the_limit_is_consistent_and_nothing_beside_it(drawn: tuple[Game, Trembles]) -> None:
    """Not by a ten-thousandth, in a belief or in an action, though far along that looks close."""
    game, trembles = drawn
    if not game.tree.n_slots:
        return
    played, beliefs = settled(game, trembles)
    assert consistency(game.tree, played, beliefs, trembles, 0).holds
    off = F(1, 10**4)
    _, said = limit(game.tree, trembles)
    for h in np.flatnonzero(game.tree.decision).tolist():
        inside, slots = game.tree.nodes_of(h), game.tree.slots_of(h)
        if len(inside) > 1 and said[inside].any():
            other = beliefs.copy()
            other[inside[:2]] += [off, -off]
            assert not consistency(game.tree, played, other, trembles, 0).holds
        if slots.stop - slots.start > 1:
            otherwise = played.copy()
            otherwise[slots][:2] += [off, -off]
            assert not consistency(game.tree, otherwise, beliefs, trembles, 0).holds


@given(trembling())
def test_consistent_beliefs_follow_bayes_rule_everywhere(drawn: tuple[Game, Trembles]) -> None:
    """Every sequential equilibrium is a perfect Bayesian one (Fudenberg & Tirole 1991, 8.3)."""
    game, trembles = drawn
    played, beliefs = settled(game, trembles)
    assert follows_bayes(game.tree, played, beliefs, 0)


def horse() -> tuple[Game, NumberArray, NumberArray, Trembles]:
    """Return Selten's horse, an equilibrium of it, and what supports that."""
    game = loads(HORSE).game(exact=True)
    labels = game.tree.labels
    third = [labels.move_of(int(h)) == "P3" for h in game.tree.slot_infoset]
    right = [labels.action_of(s) == "R" for s in range(game.tree.n_slots)]
    behaviour = np.array([F(r != t) for r, t in zip(right, third, strict=True)])
    found = supporting(game, behaviour, 0)
    assert found is not None
    return game, behaviour, found.beliefs, found.trembles


@pytest.mark.parametrize(("factor", "holds"), [(1, True), (100, True), (10**13, False)])
def test_rates_that_do_not_show_in_numbers_are_not_shown(factor: int, holds: bool) -> None:  # noqa: FBT001 -- a parameter
    """Right in the limit; but trembles that large are no tremble at an epsilon that floats hold."""
    game, behaviour, beliefs, trembles = horse()
    larger = np.where(trembles.order > 0, trembles.weight * factor, trembles.weight)
    proof = consistency(game.tree, behaviour, beliefs, replace(trembles, weight=larger), 0)
    assert proof.error == 0
    assert proof.holds == holds


def test_a_unit_of_weight_or_a_power_of_the_tremble_changes_nothing() -> None:
    """Products of thirty trembles and more are below what floats hold."""
    game, behaviour, beliefs, trembles = horse()
    for same in (
        replace(trembles, weight=trembles.weight * 7),
        replace(trembles, order=trembles.order * 30),
    ):
        assert consistency(game.tree, behaviour, beliefs, same, 0).holds


def test_nature_does_not_tremble() -> None:
    """What it never does explains nothing, not even as the least unlikely of mistakes."""
    asked = {"B": {"x": [0, 0], "y": [0, 0]}, "information": "b"}
    tree = {
        "chance": {"always": {"A": {"out": [0, 0], "in": asked}}, "never": asked},
        "odds": {"always": 1, "never": 0},
    }
    game = Game.from_tree(["A", "B"], tree, exact=True)
    names = [game.tree.labels.action_of(s) for s in range(game.tree.n_slots)]
    played = np.array([F(name in ("always", "out", "x")) for name in names])
    order = np.array([{"in": 2, "never": 1}.get(name, int(name == "y")) for name in names])
    weight = np.array([F(1)] * len(names))
    weight[names.index("never")] = F(0)
    proper = np.where(np.array(names) == "never", 0, order)
    for trembles, first in ((Trembles(proper, weight), True), (Trembles(order, weight + 1), False)):
        beliefs = np.array([F(1)] * game.tree.n_nodes)
        (asked_set,) = (h for h in range(game.tree.n_infosets) if game.tree.infoset_size[h] > 1)
        inside = game.tree.nodes_of(asked_set)
        is_first = game.tree.owner[game.tree.parent[inside]] == 0
        beliefs[inside] = [F(bool(one == first)) for one in is_first]
        assert consistency(game.tree, played, beliefs, trembles, 0).holds == first


def hidden(depth: int = 0) -> dict[str, object]:
    """Return a decision that tells nobody anything, of a player who does not know the way here."""
    return {"C": {"x": [0, 0, depth], "y": [0, 0, depth]}, "information": "c"}


@pytest.mark.parametrize("told", [{"B": {"l": hidden(), "r": hidden(1)}}, "nature"])
def test_bayes_rule_goes_on_where_play_does_not_lead(told: object) -> None:
    """A stays out; then B, or nature, goes one way or the other, and C must believe the odds.

    Weak perfection lets C believe anything there; Fudenberg & Tirole's part (B) does not.
    """
    if told == "nature":
        told = {"chance": {"l": hidden(), "r": hidden(1)}, "odds": {"l": "1/4", "r": "3/4"}}
    game = Game.from_tree(["A", "B", "C"], {"A": {"out": [0, 0, 0], "in": told}}, exact=True)
    tree = game.tree
    names = [tree.labels.action_of(s) for s in range(tree.n_slots)]
    odds = {"out": F(1), "in": F(0), "l": F(1, 4), "r": F(3, 4), "x": F(1), "y": F(0)}
    played = np.array([odds[name] for name in names])
    (asked,) = (h for h in range(tree.n_infosets) if tree.infoset_size[h] > 1)
    for left, holds in ((F(1, 4), True), (F(1, 2), False), (F(1), False)):
        beliefs = np.array([F(1)] * tree.n_nodes)
        beliefs[tree.nodes_of(asked)] = [left, 1 - left]
        assert weak_perfect_bayesian.certify_assessment(game, played, beliefs).holds
        assert perfect_bayesian.certify_assessment(game, played, beliefs).holds == holds


def crowd(*, away: bool) -> Game:
    """Return a game in which A's way in is hidden from B, and B's, or nature's, from C."""

    def then(told: str) -> dict[str, object]:
        asked = {"C": {"x": [0, 0, 0], "y": [0, 0, 0]}, "information": f"c{told}"}
        lot = {"chance": {"l": asked, "r": asked}, "odds": {"l": "1/4", "r": "3/4"}}
        moves = {"stop": [0, 0, 0], "go": lot} if away else {"l": asked, "r": asked}
        return {"B": moves, "information": "b"}

    ways = {"out": [0, 0, 0], "in": then("1" * away), "too": then("2" * away)}
    return Game.from_tree(["A", "B", "C"], {"A": ways}, exact=True)


@pytest.mark.parametrize(("away", "right"), [(False, [1, 3, 2, 6]), (True, [3, 9])])
def test_bayes_rule_starts_wherever_only_one_set_or_node_leads(
    away: bool,  # noqa: FBT001 -- a parameter
    right: list[int],
) -> None:
    """From what B believes; and from a throw of nature that B neither expects nor would reach."""
    game = crowd(away=away)
    tree = game.tree
    odds = {"out": F(1), "stop": F(1), "x": F(1), "l": F(1, 4), "r": F(3, 4)}
    names = [tree.labels.action_of(s) for s in range(tree.n_slots)]
    played = np.array([odds.get(name, F(0)) for name in names])
    beliefs = np.array([F(1)] * tree.n_nodes)
    for h in np.flatnonzero(tree.infoset_size > 1).tolist():
        inside = tree.nodes_of(h)
        fair = [1, 2] if tree.infoset_owner[h] == 1 else right
        beliefs[inside] = [F(k, sum(fair)) for k in fair]
    if away:
        (b,) = np.flatnonzero(tree.infoset_owner == 1)
        beliefs[tree.nodes_of(int(b))] = [F(0), F(1)]
    assert perfect_bayesian.certify_assessment(game, played, beliefs).holds
    first = int(np.flatnonzero(tree.infoset_owner == 2)[0])
    for one, other in combinations(tree.nodes_of(first).tolist(), 2):
        shaken = beliefs.copy()
        shaken[[one, other]] += [F(-1, 100), F(1, 100)]
        assert weak_perfect_bayesian.certify_assessment(game, played, shaken).holds
        assert not perfect_bayesian.certify_assessment(game, played, shaken).holds
