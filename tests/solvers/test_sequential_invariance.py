"""All sequential equilibria, and what must not change their list, or must change it in step."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.nested import imperfect
from tests.oracle import Chance, Leaf, Move, Node, as_game, n_players
from tests.solvers.test_invariances import rewrite

from negotiate.analysis.answer import solve
from negotiate.forms.assessment.question import count, question_of
from negotiate.results import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.sequential import enumeration

if TYPE_CHECKING:
    from negotiate.results import Solution

SUPPORTS = 150
"""More take too long for a test that is run again and again."""

Listed = list[tuple[Fraction, ...]]


def every(root: Node) -> Solution:
    """Return the list of a game where it claims to be whole."""
    game = as_game(root)
    assume(enumeration.refusal(game) is None)
    _, allowed = question_of(game)
    assume(count(allowed, game.tree.infoset_owner) <= SUPPORTS)
    found = solve(game, "sequential", "enumeration", Options(all=True))
    assume(found.coverage is Coverage.ALL)
    return found


def payoffs(found: Solution) -> Listed:
    """Return what the isolated ones pay; a continuum may be shown by another point of it."""
    return sorted(tuple(e.payoff) for e in found.equilibria if not e.conditions)


def continua(found: Solution) -> int:
    return sum(bool(e.conditions) for e in found.equilibria)


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(imperfect(), st.data())
def test_units_of_payoff(root: Node, data: st.DataObject) -> None:
    scales = [data.draw(st.fractions("1/7", 9)) for _ in range(n_players(root))]
    offsets = [data.draw(st.fractions(-9, 9)) for _ in scales]

    def moved(pays: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        return tuple(a * u + b for u, a, b in zip(pays, scales, offsets, strict=True))

    def change(node: Node) -> Node:
        return Leaf(moved(node.payoffs)) if isinstance(node, Leaf) else node

    before, after = every(root), every(rewrite(root, change))
    assert sorted(map(moved, payoffs(before))) == payoffs(after)
    assert continua(before) == continua(after)
    assert [e.conditions for e in before.equilibria] == [e.conditions for e in after.equilibria]


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(imperfect(), st.data())
def test_names_of_players_and_order_of_options(root: Node, data: st.DataObject) -> None:
    seat = data.draw(st.permutations(range(n_players(root))))

    def seated(pays: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        return tuple(pays[seat.index(i)] for i in range(len(seat)))

    def change(node: Node) -> Node:
        if isinstance(node, Leaf):
            return Leaf(seated(node.payoffs))
        if isinstance(node, Chance):
            return Chance(node.odds[::-1], node.children[::-1])
        assert isinstance(node, Move)
        return node._replace(player=seat[node.player], children=node.children[::-1])

    before, after = every(root), every(rewrite(root, change))
    assert sorted(map(seated, payoffs(before))) == payoffs(after)
    assert continua(before) == continua(after)
