"""Where play ends, draw by draw: only what happens is visited, not the whole tree."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.game.tree import Tree
    from negotiate.results.batch import BatchAnswer
    from negotiate.types import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Ends:
    """The ends that have positive probability, those of all draws in one list of T entries.

    Attributes
    ----------
    leaf : IntArray (T,)
        Payoff row.
    draw : IntArray (T,)
    odds : FloatArray (T,)
        The order of the entries of one draw does not depend on the draws beside it, so that
        sums over them are the same to the last bit in whatever company they are computed.
    """

    leaf: IntArray
    draw: IntArray
    odds: FloatArray


class Lots(NamedTuple):
    """How likely the actions are that are not taken for sure.

    Attributes
    ----------
    slot : IntArray (S,)
        The row of each slot in `odds`.
    odds : FloatArray (R, B)
    """

    slot: IntArray
    odds: FloatArray


@dataclass(frozen=True, eq=False)
class Reached:
    """How likely every end is in each draw; not numbers where a draw is not valid.

    Attributes
    ----------
    leaf : IntArray (Z,)
        Payoff rows in the order of their nodes.
    odds : FloatArray (Z, B)
    """

    leaf: IntArray
    odds: FloatArray


def everywhere(tree: Tree, lots: Lots) -> Reached:
    """Return how likely every end is where odds say all that is done."""
    odds = np.ones((tree.n_nodes, lots.odds.shape[1]))
    for first, end in pairwise(tree.level_start[1:]):
        slots = lots.slot[tree.slot[first:end]]
        np.multiply(odds[tree.parent[first:end]], lots.odds[slots], out=odds[first:end])
    leaf = np.argsort(tree.leaf)
    return Reached(leaf, odds[tree.leaf[leaf]])


def ends(tree: Tree, lots: Lots, answer: BatchAnswer) -> Ends:
    """Return where play ends if it goes as answered.

    Parameters
    ----------
    tree : Tree
    lots : Lots
        Odds of the slots; what is not positive is not taken.
    answer : BatchAnswer
        Which action is taken for sure; -1 where `lots` says the odds, as at chance.
    """
    n = lots.odds.shape[1]
    node, draw, odds = np.zeros(n, dtype=np.int64), np.arange(n), np.ones(n)
    found: list[tuple[IntArray, IntArray, FloatArray]] = []
    while len(node):
        infoset = tree.infoset[node]
        over = infoset < 0
        if over.any():
            found.append((tree.leaf_row[node[over]], draw[over], odds[over]))
            on = ~over
            node, draw, odds, infoset = node[on], draw[on], odds[on], infoset[on]
        action = answer.choices[answer.decision[infoset], draw].astype(np.int64)
        sure = action >= 0
        node = tree.first_child[node] + action
        if not sure.all():
            lot = ~sure
            branch = _branches(tree, lots, infoset[lot], draw[lot], odds[lot])
            first = node[lot] + 1
            node = np.concatenate([node[sure], first[branch.parent] + branch.rank])
            draw = np.concatenate([draw[sure], draw[lot][branch.parent]])
            odds = np.concatenate([odds[sure], branch.odds])
    return joined(found)


def joined(parts: Sequence[tuple[IntArray, IntArray, FloatArray]]) -> Ends:
    """Return ends that were found in parts: leaf, draw and odds of each."""
    nowhere, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Ends(
        np.concatenate([nowhere, *(leaf for leaf, _, _ in parts)]),
        np.concatenate([nowhere, *(draw for _, draw, _ in parts)]),
        np.concatenate([nothing, *(odds for _, _, odds in parts)]),
    )


@dataclass(frozen=True, eq=False)
class _Branches:
    """Branches with positive odds: of which entry, which of its children, how likely."""

    parent: IntArray
    rank: IntArray
    odds: FloatArray


def _branches(
    tree: Tree, lots: Lots, infoset: IntArray, draw: IntArray, odds: FloatArray
) -> _Branches:
    first = tree.slot_start[infoset]
    count = tree.slot_start[infoset + 1] - first
    parent = np.repeat(np.arange(len(infoset)), count)
    rank = np.arange(len(parent)) - (np.cumsum(count) - count)[parent]
    own = lots.odds[lots.slot[first[parent] + rank], draw[parent]]
    taken = own > 0
    parent = parent[taken]
    return _Branches(parent, rank[taken], odds[parent] * own[taken])
