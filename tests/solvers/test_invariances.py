"""What must not change an answer, or must change it in step."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect, perfect
from tests.oracle import Behaviour, Chance, Leaf, Move, Node, as_game, behaviour_of, n_players

from negotiate.errors import NoAnswerError
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction, subgames

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = Options(all=True, cap=300)
Answers = set[frozenset[tuple[str, tuple[Fraction, ...]]]]


def perfect_answers(root: Node) -> Answers:
    game = as_game(root)
    found = backward_induction.solve(game, ALL).candidates
    return _set([behaviour_of(game, c.behaviour) for c in found])


def hidden_answers(root: Node) -> Answers:
    game = as_game(root)
    try:
        found = subgames.solve(game, ALL).candidates
    except NoAnswerError:
        return set()
    return _set([behaviour_of(game, c.behaviour) for c in found])


def _set(behaviours: list[Behaviour]) -> Answers:
    return {frozenset(b.items()) for b in behaviours}


KINDS = pytest.mark.parametrize(
    ("games", "answers"), [(perfect(6), perfect_answers), (imperfect(), hidden_answers)]
)


def rewrite(root: Node, change: Callable[[Node], Node]) -> Node:
    """Return the game with every node changed, children first."""
    if isinstance(root, Leaf):
        return change(root)
    return change(root._replace(children=tuple(rewrite(c, change) for c in root.children)))


@KINDS
@given(data=st.data())
def test_units_of_payoff(
    games: st.SearchStrategy[Node], answers: Callable[[Node], Answers], data: st.DataObject
) -> None:
    root = data.draw(games)
    scales = [data.draw(st.fractions("1/7", 9)) for _ in range(n_players(root))]
    offsets = [data.draw(st.fractions(-9, 9)) for _ in scales]

    def change(node: Node) -> Node:
        if not isinstance(node, Leaf):
            return node
        moved = zip(node.payoffs, scales, offsets, strict=True)
        return Leaf(tuple(a * u + b for u, a, b in moved))

    assert answers(rewrite(root, change)) == answers(root)


@KINDS
@given(data=st.data())
def test_names_of_players(
    games: st.SearchStrategy[Node], answers: Callable[[Node], Answers], data: st.DataObject
) -> None:
    root = data.draw(games)
    seat = data.draw(st.permutations(range(n_players(root))))

    def change(node: Node) -> Node:
        if isinstance(node, Leaf):
            return Leaf(tuple(node.payoffs[seat.index(i)] for i in range(len(seat))))
        return node._replace(player=seat[node.player]) if isinstance(node, Move) else node

    assert answers(rewrite(root, change)) == answers(root)


@KINDS
@given(data=st.data())
def test_order_of_options(
    games: st.SearchStrategy[Node], answers: Callable[[Node], Answers], data: st.DataObject
) -> None:
    """The set of answers is the same; which is listed first is not."""
    root = data.draw(games)

    def change(node: Node) -> Node:
        if isinstance(node, Move):
            return node._replace(children=node.children[::-1])
        if isinstance(node, Chance):
            return Chance(node.odds[::-1], node.children[::-1])
        return node

    turned = {
        frozenset((h, odds[::-1]) for h, odds in answer)
        for answer in answers(rewrite(root, change))
    }
    assert turned == answers(root)


@KINDS
@given(data=st.data())
def test_a_dominated_option(
    games: st.SearchStrategy[Node], answers: Callable[[Node], Answers], data: st.DataObject
) -> None:
    """An option that pays its owner less than anything else is not used where play arrives.

    Where it does not arrive, subgame perfection allows an empty threat if moves are hidden.
    """
    root = data.draw(games)

    def change(node: Node) -> Node:
        if not isinstance(node, Move):
            return node
        ruin = [Fraction(-99 * (player == node.player)) for player in range(n_players(root))]
        return node._replace(children=(*node.children, Leaf(tuple(ruin))))

    wider = answers(rewrite(root, change))
    for answer in wider:
        plans = dict(answer)
        assert all(plans[name][-1] == 0 for name in arrived(rewrite(root, change), plans))
    if answers is perfect_answers:
        assert {frozenset((h, odds[:-1]) for h, odds in a) for a in wider} == answers(root)


def arrived(node: Node, plans: dict[str, tuple[Fraction, ...]]) -> set[str]:
    """Return the information sets that are reached with positive probability."""
    if isinstance(node, Leaf):
        return set()
    odds = node.odds if isinstance(node, Chance) else plans[node.name]
    played = [child for child, p in zip(node.children, odds, strict=True) if p > 0]
    here = {node.name} if isinstance(node, Move) else set()
    return here.union(*(arrived(child, plans) for child in played))
