"""Perfect Bayesian equilibrium: Bayes' rule wherever one information set leads to another.

The words "wherever possible" have no agreed meaning in general games. Here: whatever can be
reached only through an information set, or only through one of its actions, is believed as
Bayes' rule has it from there, even if play did not lead there, and even if the action was never
to be taken, for nobody can give away what it does not know.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.concepts._assessment import by_some_beliefs
from negotiate.concepts.protocol import TOLERANCE
from negotiate.concepts.weak_perfect_bayesian import certify_assessment as certify_weak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Certificate, Trembles
    from negotiate.types import IntArray, NumberArray

ABOUT = (
    "Nobody gains by another plan from any information set on, given beliefs that follow Bayes'"
    " rule from every information set and action to what only it leads to, on the path and off it."
)
SOURCE = (
    "Fudenberg & Tirole 1991, sections 8.2 and 8.3; for general games as the simple perfect"
    " Bayesian equilibrium of González-Díaz & Meléndez-Jiménez 2014, and no action signals what"
    " its player does not know"
)

CONDITION: Final = (
    "no player gains by another plan from any information set on, given beliefs that follow"
    " Bayes' rule wherever one information set leads to another"
)

REACHED: Final = 1e-9
"""Smallest odds from which Bayes' rule is asked for, in floats."""


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof that some beliefs make `behaviour` a perfect Bayesian equilibrium.

    The beliefs tried are as in `weak_perfect_bayesian.certify`.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.
    """
    return by_some_beliefs(game, behaviour, tol, certify_assessment)


def certify_assessment(
    game: Game,
    behaviour: NumberArray,
    beliefs: NumberArray,
    trembles: Trembles | None = None,
    tol: float = TOLERANCE,
) -> Certificate:
    """Return the proof, or disproof, that behaviour and beliefs are an equilibrium of this kind.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,)
    trembles : Trembles, optional
        Not asked for.
    tol : float
        As in `certify`.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    proof = certify_weak(game, behaviour, beliefs, trembles, tol)
    holds = proof.holds and follows_bayes(game.tree, behaviour, beliefs, proof.tol)
    return replace(proof, condition=CONDITION, holds=holds)


def follows_bayes(tree: Tree, behaviour: NumberArray, beliefs: NumberArray, tol: float) -> bool:
    """Return whether beliefs are updated from each gate to all that can only be reached by it."""
    least = REACHED if behaviour.dtype != object else 0
    several = [h for h in np.flatnonzero(tree.decision).tolist() if tree.infoset_size[h] > 1]
    for nodes, odds in _gates(tree, beliefs):
        weight, behind = _spread(tree, behaviour, nodes, odds)
        for h in several:
            here = tree.nodes_of(h)
            total = weight[here].sum()
            if not behind[here].all() or total <= least:
                continue
            if np.any(np.abs(weight[here] / total - beliefs[here]) > tol):
                return False
    return True


def _gates(tree: Tree, beliefs: NumberArray) -> Iterator[tuple[IntArray, NumberArray]]:
    """Yield nodes, with their odds, from which Bayes' rule starts.

    Those of an information set, those behind one of its actions, and each node that stands alone.
    """
    for h in range(tree.n_infosets):
        nodes = tree.nodes_of(h)
        if not tree.decision[h] and len(nodes) > 1:
            continue  # nature's moves are one by one, and beliefs about them are those before them
        odds = beliefs[nodes] if tree.decision[h] else beliefs[nodes] * 0 + 1
        yield nodes, odds
        for k in range(int(tree.slot_start[h + 1] - tree.slot_start[h])):
            yield tree.first_child[nodes] + k, odds


def _spread(
    tree: Tree, behaviour: NumberArray, nodes: IntArray, odds: NumberArray
) -> tuple[NumberArray, NumberArray]:
    """Return the odds of what follows (N,), and whether each node follows (N,)."""
    weight = np.zeros(tree.n_nodes, dtype=np.result_type(behaviour, odds))
    behind = np.zeros(tree.n_nodes, dtype=bool)
    weight[nodes], behind[nodes] = odds, True
    for first, end in pairwise(tree.level_start[1:].tolist()):
        parent, slot = tree.parent[first:end], tree.slot[first:end]
        carried = weight[parent] * behaviour[slot]
        weight[first:end] = np.where(behind[parent], carried, weight[first:end])
        behind[first:end] |= behind[parent]
    return weight, behind
