"""From a game to what is asked of it: in fractions, without actions that are never best."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.forms.assessment.cells import Question
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.game.game import Game
    from negotiate.types import NumberArray

Allowed = list[tuple[int, ...]]
"""Slots of each information set that may be played (H)."""

DIGITS = 10**9
NEAR = 1e-12


def question_of(game: Game, slack: float = 0.0) -> tuple[Question, Allowed]:
    """Return the question, and the actions that survive elimination.

    Parameters
    ----------
    game : Game
        Floats are taken for the decimals, or simple fractions, that they are nearest to.
    slack : float
        Relative to payoff ranges.
    """
    tree = game.tree
    u, chance = fractions(game.u), fractions(game.chance)
    scale = u.max(axis=0) - u.min(axis=0)
    allowed = undominated(game, u, chance)
    several = tree.decision & (tree.infoset_size > 1)
    matter = tuple(h for h in np.flatnonzero(several).tolist() if len(allowed[h]) > 1)
    return Question(tree, u, chance, matter, scale * Fraction(slack)), allowed


def impossible(game: Game) -> str | None:
    """Return why nothing can be said of beliefs after a move that nature never makes, or None."""
    tree = game.tree
    never = np.flatnonzero(~tree.decision[tree.slot_infoset] & (game.chance <= 0))
    if not len(never):
        return None
    slot = int(never[0])
    move = tree.labels.move_of(int(tree.slot_infoset[slot]))
    return (
        f"chance never takes '{move}: {tree.labels.action_of(slot)}', so that no trembles of the"
        " players say what to believe after it"
    )


def fractions(numbers: NumberArray) -> NumberArray:
    """Return numbers as fractions: exact ones as they are, floats as the decimals they print as."""
    flat = [_fraction(x) for x in numbers.ravel().tolist()]
    found = np.empty(len(flat), dtype=object)
    found[:] = flat
    return found.reshape(numbers.shape)


def _fraction(x: Any) -> Fraction:
    exact = Fraction(x)
    if isinstance(x, Fraction | int):
        return exact
    simple = exact.limit_denominator(DIGITS)
    return simple if abs(float(simple) - x) <= NEAR * max(1.0, abs(x)) else exact


def undominated(game: Game, u: NumberArray, chance: NumberArray) -> Allowed:
    """Return what is left when actions go that are worse at every history, whatever follows.

    Iterated, as the end of a game limits what its middle may be worth. No equilibrium with
    beliefs is lost.
    """
    tree = game.tree
    allowed = [
        tuple(range(a, b)) for a, b in zip(tree.slot_start, tree.slot_start[1:], strict=False)
    ]
    while True:
        low, high = bounds(tree, u, chance, allowed)
        kept = [
            h_slots if tree.infoset_owner[h] == CHANCE else _best(tree, h, h_slots, low, high)
            for h, h_slots in enumerate(allowed)
        ]
        if kept == allowed:
            return allowed
        allowed = kept


def _best(
    tree: Any, h: int, slots: tuple[int, ...], low: NumberArray, high: NumberArray
) -> tuple[int, ...]:
    """Return the actions that no other one beats at every node, whatever follows."""
    player = int(tree.infoset_owner[h])
    first = tree.first_child[tree.nodes_of(h)]
    child = {s: first + s - tree.slot_start[h] for s in slots}
    return tuple(
        s
        for s in slots
        if not any(np.all(low[child[t], player] > high[child[s], player]) for t in slots if t != s)
    )


def bounds(
    tree: Any, u: NumberArray, chance: NumberArray, allowed: Sequence[tuple[int, ...]]
) -> tuple[NumberArray, NumberArray]:
    """Return the least and the most that each node can be worth to each player (N, P), twice."""
    low = np.empty((tree.n_nodes, u.shape[1]), dtype=object)
    high = np.empty_like(low)
    for node in range(tree.n_nodes - 1, -1, -1):
        if tree.owner[node] == LEAF:
            low[node] = high[node] = u[tree.leaf_row[node]]
            continue
        h, first = tree.infoset[node], tree.first_child[node]
        if tree.owner[node] == CHANCE:
            odds = chance[tree.slots_of(h)]
            children = tree.children_of(node)
            low[node], high[node] = odds @ low[children], odds @ high[children]
        else:
            children = [first + s - tree.slot_start[h] for s in allowed[h]]
            low[node], high[node] = low[children].min(axis=0), high[children].max(axis=0)
    return low, high


def count(allowed: Allowed, owner: NumberArray) -> int:
    """Return the number of supports that the allowed actions make."""
    return prod(
        2 ** len(slots) - 1 for slots, o in zip(allowed, owner.tolist(), strict=True) if o != CHANCE
    )


def supports(question: Question, allowed: Allowed) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield the supports in which no played action is worse at every history, pure ones first."""
    tree = question.tree
    owner = tree.infoset_owner
    free = [h for h in range(tree.n_infosets) if owner[h] != CHANCE and len(allowed[h]) > 1]
    yield from _fill(question, list(allowed), free)


def _fill(
    question: Question, allowed: Allowed, free: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], ...]]:
    if not free:
        yield tuple(allowed)
        return
    h, *rest = free
    before = allowed[h]
    masks = sorted(product((1, 0), repeat=len(before)), key=sum)
    for mask in masks[1:]:
        allowed[h] = tuple(s for s, kept in zip(before, mask, strict=True) if kept)
        if _possible(question, allowed):
            yield from _fill(question, allowed, rest)
    allowed[h] = before


def _possible(question: Question, allowed: Allowed) -> bool:
    """Return whether no information set plays what is worse at every history.

    What an undecided one may still drop does not count; an action outside its support counts as
    a deviation.
    """
    tree = question.tree
    low, high = bounds(tree, question.u, question.chance, allowed)
    for h in np.flatnonzero(tree.decision).tolist():
        every = tuple(range(tree.slot_start[h], tree.slot_start[h + 1]))
        best = _best(tree, h, every, low, high)
        if not set(allowed[h]) & set(best):
            return False
    return True
