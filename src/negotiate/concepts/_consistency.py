"""Consistency of beliefs (Kreps & Wilson 1982), proved by a sequence of trembles.

Twice over. In the limit, by the lowest orders alone: of the histories of an information set those
with the fewest and least unlikely trembles remain, in the ratio of their weights. That is exact
in fractions. And along the sequence: the strategies are built at smaller and smaller epsilons,
Bayes' rule is applied to them, and the distance to what is claimed must vanish.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.results.solution import Consistency

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Trembles
    from negotiate.types import FloatArray, IntArray, NumberArray

EPSILONS: Final = (1e-2, 1e-4, 1e-6, 1e-9, 1e-12, 1e-15)
CLOSE: Final = 1e-3
"""Distance below which the last of these has to come, and within which it need not shrink."""


def consistency(
    tree: Tree, behaviour: NumberArray, beliefs: NumberArray, trembles: Trembles, tol: float
) -> Consistency:
    """Return whether the trembles lead to this assessment.

    Parameters
    ----------
    tree : Tree
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,)
    trembles : Trembles
    tol : float
        Largest difference in the limit; 0 for exact numbers.

    Notes
    -----
    Where nature itself rules a whole information set out, no tremble of the players says
    anything, and beliefs may be anything.
    """
    if not _full_support(tree, trembles):
        return Consistency(trembles, math.inf, (), holds=False)
    played, believed = limit(tree, trembles)
    mine = np.flatnonzero(tree.owner >= 0)
    said = np.zeros(tree.n_infosets, dtype=bool)
    np.logical_or.at(said, tree.infoset[mine], believed[mine] > 0)
    mine = mine[said[tree.infoset[mine]]]
    error = max(_distance(played, behaviour), _distance(believed[mine], beliefs[mine]))
    steps = tuple((e, _away(tree, (behaviour, beliefs), trembles, e, mine)) for e in EPSILONS)
    distances = [distance for _, distance in steps]
    shrinking = all(b <= max(a, CLOSE) for a, b in pairwise(distances))
    vanishing = distances[-1] <= CLOSE and shrinking
    return Consistency(trembles, error, steps, holds=error <= tol and vanishing)


def limit(tree: Tree, trembles: Trembles) -> tuple[NumberArray, NumberArray]:
    """Return the behaviour (S,) and the beliefs (N,) that the trembles leave as they vanish.

    Beliefs are left 0 at leaves, and where nature alone rules an information set out.
    """
    order, weight = trembles.order, trembles.weight
    lead = np.where(order == 0, weight, weight * 0)
    starts = tree.slot_start[:-1]
    total = np.add.reduceat(lead, starts) if len(starts) else lead
    share = weight / total[tree.slot_infoset]
    played = np.where(order == 0, share, share * 0)
    depth = np.zeros(tree.n_nodes, dtype=np.int64)
    mass = np.ones(tree.n_nodes, dtype=share.dtype) * (share.sum() * 0 + 1)
    for first, end in pairwise(tree.level_start[1:].tolist()):
        parent, slot = tree.parent[first:end], tree.slot[first:end]
        depth[first:end] = depth[parent] + order[slot]
        mass[first:end] = mass[parent] * share[slot]
    believed = mass * 0
    for h in range(tree.n_infosets):
        nodes = tree.nodes_of(h)
        possible = nodes[mass[nodes] > 0]
        if len(possible):
            likely = possible[depth[possible] == depth[possible].min()]
            believed[likely] = mass[likely] / mass[likely].sum()
    return played, believed


def _full_support(tree: Tree, trembles: Trembles) -> bool:
    """Return whether every action of a player has some probability, and one of each stays."""
    order, weight = trembles.order, trembles.weight
    if order.shape != (tree.n_slots,) or weight.shape != (tree.n_slots,) or not tree.n_slots:
        return False
    mine = tree.decision[tree.slot_infoset]
    stays = np.logical_or.reduceat((order == 0) & (weight > 0), tree.slot_start[:-1])
    return bool(
        np.all(order >= 0)
        and np.all(weight[mine] > 0)
        and np.all(weight >= 0)
        and np.all(order[~mine] == 0)
        and stays.all()
    )


def _away(
    tree: Tree,
    claim: tuple[NumberArray, NumberArray],
    trembles: Trembles,
    epsilon: float,
    mine: IntArray,
) -> float:
    """Return how far the assessment is from the trembles at epsilon, and Bayes' rule on them.

    Of the nodes `mine`. In logarithms, so that products of rare trembles do not vanish early.
    """
    behaviour, beliefs = claim
    weight = trembles.weight.astype(float)
    with np.errstate(divide="ignore"):
        log = np.log(weight) + trembles.order * math.log(epsilon)
    log -= _log_sums(log, tree.slot_infoset, tree.n_infosets)[tree.slot_infoset]
    along = np.zeros(tree.n_nodes)
    for first, end in pairwise(tree.level_start[1:].tolist()):
        along[first:end] = along[tree.parent[first:end]] + log[tree.slot[first:end]]
    infoset = tree.infoset[mine]
    bayes = np.exp(along[mine] - _log_sums(along[mine], infoset, tree.n_infosets)[infoset])
    return max(
        _distance(np.exp(log), behaviour.astype(float)),
        _distance(bayes, beliefs[mine].astype(float)),
    )


def _log_sums(logs: FloatArray, group: Any, n: int) -> FloatArray:
    """Return the logarithm of the sum of exponentials by group (n,); 0 for what is impossible."""
    top = np.full(n, -np.inf)
    np.maximum.at(top, group, logs)
    top[np.isneginf(top)] = 0.0
    total = np.zeros(n)
    np.add.at(total, group, np.exp(logs - top[group]))
    total[total <= 0] = 1.0
    sums: FloatArray = top + np.log(total)
    return sums


def _distance(one: NumberArray, other: NumberArray) -> float:
    return float(np.max(np.abs(one - other))) if len(one) else 0.0
