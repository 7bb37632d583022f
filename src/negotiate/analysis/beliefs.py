"""Beliefs and trembles in the words of the game file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.analysis.words import number
from negotiate.forms.assessment.naming import guesses

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.results.report import Number
    from negotiate.results.solution import Certificate, Equilibrium


def told_beliefs(tree: Tree, equilibrium: Equilibrium) -> dict[int, dict[str, Number]]:
    """Return, by information set, the odds of the histories that its player cannot tell apart.

    A history is written as what the player does not know of it. Information sets of one node
    are left out, as are all of them where the concept has no beliefs.
    """
    if equilibrium.beliefs is None:
        return {}
    odds = equilibrium.beliefs.tolist()
    told: dict[int, dict[str, Number]] = {}
    for h in np.flatnonzero(tree.decision & (tree.infoset_size > 1)).tolist():
        here = told.setdefault(h, {})
        for text, node in guesses(tree, h).items():
            here[text] = odds[node]
    return told


def told_trembles(tree: Tree, equilibrium: Equilibrium) -> dict[int, dict[str, tuple[Number, int]]]:
    """Return, by information set, the weight and order of each option's tremble."""
    consistency = equilibrium.certificate.consistency
    if consistency is None:
        return {}
    trembles = consistency.trembles
    weight, order = trembles.weight.tolist(), trembles.order.tolist()
    return {
        h: {tree.labels.action_of(s): (weight[s], order[s]) for s in _slots(tree, h)}
        for h in np.flatnonzero(tree.decision).tolist()
    }


def told_consistency(certificate: Certificate) -> str:
    """Return why beliefs are consistent, or that they are not, as a sentence."""
    proof = certificate.consistency
    if proof is None:
        return ""
    if not proof.holds:
        return f"the trembles leave other beliefs: they differ by {number(proof.error)}"
    epsilon, distance = proof.steps[-1] if proof.steps else (0.0, 0.0)
    return (
        "the beliefs are the limit of Bayes' rule as the trembles vanish"
        f" (at epsilon = {epsilon:.0e}, {distance:.1e} away)"
    )


def _slots(tree: Tree, infoset: int) -> Any:
    slots = tree.slots_of(infoset)
    return range(slots.start, slots.stop)
