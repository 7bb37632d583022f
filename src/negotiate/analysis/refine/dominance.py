"""Strategies that another one never does worse than, and sometimes better: weak dominance."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.forms.assessment.question import fractions
from negotiate.forms.linear_program import minimise
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.game.game import Game
    from negotiate.types import NumberArray

MAX_PROFILES: Final = 600
"""Plans of the others that are gone through."""

MAX_OWN: Final = 60
"""Actions of the player's own."""


@dataclass(frozen=True, slots=True)
class Dominated:
    """A better plan: a decision at which it differs, and what it gains at most.

    Attributes
    ----------
    infoset, slot : int
        Where it differs, and the action that it takes more often.
    gain : Fraction
        Against that play of the others where it gains most.
    """

    infoset: int
    slot: int
    gain: Fraction


def too_large(game: Game, own: Sequence[int]) -> bool:
    """Return whether the others have too many plans against these information sets."""
    tree = game.tree
    widths = np.diff(tree.slot_start)
    others = [int(widths[h]) for h in np.flatnonzero(tree.decision) if h not in set(own)]
    return prod(others) > MAX_PROFILES or sum(int(widths[h]) for h in own) > MAX_OWN


def dominated(game: Game, behaviour: NumberArray, own: Sequence[int]) -> Dominated | None:
    """Return a plan that weakly dominates the one that is played, or None if there is none.

    Parameters
    ----------
    game : Game
        With perfect recall.
    behaviour : NumberArray (S,)
    own : sequence of int
        Information sets of one player that choose together: all of them for its strategies, a
        single one for an agent.

    Notes
    -----
    A linear program over realization plans: to gain most in sum against all plans of the
    others, losing against none. It is exact, and considers mixtures.
    """
    tree = game.tree
    u, chance = fractions(game.u), fractions(game.chance)
    odds = fractions(behaviour)
    player = int(tree.infoset_owner[own[0]])
    slots = [s for h in own for s in range(*tree.slot_start[h : h + 2].tolist())]
    place = {s: k + 1 for k, s in enumerate(slots)}  # 0 is the empty sequence
    paths = [_path(game, node, place) for node in tree.leaf.tolist()]
    plan = _realization(game, odds, own, place)

    def odds_of(slot: int, chosen: frozenset[int]) -> Fraction:
        by_chance = tree.infoset_owner[tree.slot_infoset[slot]] < 0
        return chance[slot] if by_chance else Fraction(slot in chosen)

    gains: list[list[Fraction]] = []
    for chosen in _plans_of_others(game, set(own)):
        row = [Fraction(0)] * (len(slots) + 1)
        for z, (last, others) in enumerate(paths):
            weight = prod((odds_of(s, chosen) for s in others), start=Fraction(1))
            if weight:
                row[last] += weight * u[z, player]
        if row not in gains:
            gains.append(row)
    now = [_dot(row, plan) for row in gains]
    upper = [([-x for x in row], -kept) for row, kept in zip(gains, now, strict=True)]
    cost = [-sum((row[k] for row in gains), Fraction(0)) for k in range(len(slots) + 1)]
    better = minimise(cost, upper, _plan_conditions(game, own, place))
    if better is None:
        return None
    lead = [_dot(row, better) - kept for row, kept in zip(gains, now, strict=True)]
    if max(lead, default=Fraction(0)) <= 0:
        return None
    changed = next(s for s in slots if better[place[s]] > plan[place[s]])
    return Dominated(int(tree.slot_infoset[changed]), changed, max(lead))


def _path(game: Game, node: int, place: dict[int, int]) -> tuple[int, list[int]]:
    """Return the last own action on the way to a node, 0 if there is none, and all others'."""
    edges = [s for _, s in game.tree.path_to(node)]
    own = [place[s] for s in edges if s in place]
    return (own[-1] if own else 0), [s for s in edges if s not in place]


def _realization(
    game: Game, odds: NumberArray, own: Sequence[int], place: dict[int, int]
) -> list[Fraction]:
    """Return the odds with which own choices alone allow each sequence of them."""
    tree = game.tree
    plan = [Fraction(1)] * (len(place) + 1)
    for h in own:
        before = [s for _, s in tree.path_to(int(tree.first_node[h])) if s in place]
        reached = prod((odds[s] for s in before), start=Fraction(1))
        for s in range(*tree.slot_start[h : h + 2].tolist()):
            plan[place[s]] = reached * odds[s]
    return plan


def _plans_of_others(game: Game, own: set[int]) -> Iterator[frozenset[int]]:
    """Yield the pure choices of all other information sets, the player's own later ones too."""
    tree = game.tree
    sets = [
        range(*tree.slot_start[h : h + 2].tolist())
        for h in np.flatnonzero(tree.decision).tolist()
        if h not in own
    ]
    for chosen in product(*sets):
        yield frozenset(chosen)


def _plan_conditions(
    game: Game, own: Sequence[int], place: dict[int, int]
) -> list[tuple[list[int], int]]:
    """Return what makes weights of sequences a plan (von Stengel 1996, section 3)."""
    tree = game.tree
    n = len(place) + 1
    conditions = [([1] + [0] * (n - 1), 1)]
    for h in own:
        row = [0] * n
        last, _ = _path(game, int(tree.first_node[h]), place)
        row[last] = -1
        for s in range(*tree.slot_start[h : h + 2].tolist()):
            row[place[s]] = 1
        conditions.append((row, 0))
    return conditions


def _dot(row: Sequence[Fraction], plan: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, plan, strict=True)), Fraction(0))
