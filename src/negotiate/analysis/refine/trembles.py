"""Trembling-hand perfection of the agents: whether every choice is best along the trembles too.

A sequential equilibrium is best in the limit of the trembles; a perfect one also against each of
them on the way (Selten 1975). Along trembles that are powers of epsilon all payoffs are
polynomials in it, and the sign of the lowest term decides.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.forms.assessment.polynomial import Poly, constant, total
from negotiate.forms.assessment.question import fractions

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Trembles
    from negotiate.types import NumberArray

MAX_NODES: Final = 120
EPSILON: Final = 0
"""The only variable."""


def best_along(game: Game, behaviour: NumberArray, trembles: Trembles) -> bool:
    """Return whether every played action is best at each information set for all small epsilon.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    trembles : Trembles
        Orders and weights of unplayed actions; played ones give way in proportion.
    """
    tree = game.tree
    odds = _odds(game, fractions(behaviour), trembles)
    reach, value = _reach(game, odds), _value(game, odds)
    for h in np.flatnonzero(tree.decision).tolist():
        player = int(tree.infoset_owner[h])
        slots = range(*tree.slot_start[h : h + 2].tolist())
        worth = [
            total(
                reach[n] * value[int(tree.first_child[n]) + k][player]
                for n in tree.nodes_of(h).tolist()
            )
            for k in range(len(slots))
        ]
        played = [k for k, s in enumerate(slots) if behaviour[s] > 0]
        for k in range(len(slots)):
            lead = _lowest(worth[played[0]] - worth[k])
            if lead < 0 or (lead and k in played):
                return False
    return True


def _odds(game: Game, behaviour: NumberArray, trembles: Trembles) -> list[Poly]:
    """Return the odds of each action as polynomials in epsilon (S)."""
    tree = game.tree
    weight = fractions(trembles.weight)
    rare = {
        s: Poly({((EPSILON, int(trembles.order[s])),): weight[s]})
        for s in range(tree.n_slots)
        if trembles.order[s] > 0
    }
    found = []
    for s in range(tree.n_slots):
        h = int(tree.slot_infoset[s])
        others = total(rare[t] for t in range(*tree.slot_start[h : h + 2].tolist()) if t in rare)
        found.append(rare.get(s, (constant(1) - others).scaled(behaviour[s])))
    return found


def _reach(game: Game, odds: list[Poly]) -> list[Poly]:
    tree = game.tree
    reach = [constant(1)]
    for node in range(1, tree.n_nodes):
        reach.append(reach[tree.parent[node]] * odds[tree.slot[node]])
    return reach


def _value(game: Game, odds: list[Poly]) -> list[list[Poly]]:
    tree, u = game.tree, fractions(game.u)
    value: list[list[Poly]] = [[] for _ in range(tree.n_nodes)]
    for node in range(tree.n_nodes - 1, -1, -1):
        row = int(tree.leaf_row[node])
        if row >= 0:
            value[node] = [constant(x) for x in u[row]]
            continue
        first = int(tree.first_child[node])
        children = range(first, first + int(tree.n_children[node]))
        value[node] = [
            total(odds[tree.slot[c]] * value[c][p] for c in children) for p in range(tree.n_players)
        ]
    return value


def _lowest(poly: Poly) -> Fraction:
    """Return the coefficient of the lowest power; 0 of the polynomial 0."""
    return poly.terms[min(poly.terms)] if poly.terms else Fraction(0)
