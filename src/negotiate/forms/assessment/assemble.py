"""From a piece of solutions to one assessment in numbers, with the trembles that explain it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.assessment.cells import belief_pairs
from negotiate.forms.assessment.orders import departures, weights
from negotiate.results.solution import Trembles

if TYPE_CHECKING:
    from negotiate.forms.assessment.cells import Piece, Question
    from negotiate.forms.assessment.region import Point
    from negotiate.types import NumberArray


def assessment(
    question: Question, piece: Piece, free: Point | None = None
) -> tuple[NumberArray, NumberArray, Trembles]:
    """Return behaviour (S,), beliefs (N,) and trembles, in fractions.

    Beliefs that change nothing are what the same trembles leave.

    Parameters
    ----------
    question : Question
    piece : Piece
    free : Point, optional
        Another point of the piece than its representative.
    """
    tree = question.tree
    values = piece.values(free)
    behaviour = question.chance.copy()
    for slot, odds in piece.behaviour.items():
        behaviour[slot] = odds.at(values)
    played = behaviour > 0
    away = departures(tree, played)
    along = np.full(tree.n_nodes, Fraction(1), dtype=object)
    for node in range(1, tree.n_nodes):
        slot = tree.slot[node]
        along[node] = along[tree.parent[node]] * (behaviour[slot] if played[slot] else 1)
    rows, ratios = [], []
    for first, other, row in belief_pairs(piece.basis, away):
        rows.append(row)
        one, two = (piece.beliefs[n].at(values) for n in (first, other))
        ratios.append(two * along[first] / (one * along[other]))
    weight = np.where(played, behaviour, behaviour * 0 + 1)
    order = np.where(played, 0, 1)
    for slot, tremble in piece.basis.order.items():
        order[slot] = tremble
    for slot, factor in weights(rows, ratios).items():
        weight[slot] = factor
    return behaviour, _beliefs(question, order, weight), Trembles(order.astype(np.int64), weight)


def _beliefs(question: Question, order: NumberArray, weight: NumberArray) -> NumberArray:
    """Return the odds of the likeliest histories of each information set (N,)."""
    tree = question.tree
    depth = np.zeros(tree.n_nodes, dtype=np.int64)
    mass = np.full(tree.n_nodes, Fraction(1), dtype=object)
    for first, end in pairwise(tree.level_start[1:].tolist()):
        parent, slot = tree.parent[first:end], tree.slot[first:end]
        depth[first:end] = depth[parent] + order[slot]
        mass[first:end] = mass[parent] * weight[slot]
    beliefs = np.full(tree.n_nodes, Fraction(0), dtype=object)
    for h in range(tree.n_infosets):
        nodes = tree.nodes_of(h)
        likely = nodes[depth[nodes] == depth[nodes].min()]
        beliefs[likely] = mass[likely] / mass[likely].sum()
    return beliefs
