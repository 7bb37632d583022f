"""Put a tree that was grown in any order into breadth-first order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.tree import Tree
from negotiate.record import dataclass
from negotiate.types import LEAF

if TYPE_CHECKING:
    from negotiate.game.tree import Labels
    from negotiate.types import IntArray


@dataclass(frozen=True, eq=False)
class Built:
    """A tree in breadth-first order, and where its nodes came from.

    Attributes
    ----------
    tree : Tree
    source : IntArray (N,)
        The index that each node had before.
    """

    tree: Tree
    source: IntArray


def build_tree(  # noqa: PLR0917 -- these arrays are what a tree is
    parent: IntArray,
    rank: IntArray,
    owner: IntArray,
    infoset: IntArray,
    infoset_owner: IntArray,
    n_actions: IntArray,
    labels: Labels,
) -> Built:
    """Return the tree in breadth-first order.

    Parameters
    ----------
    parent : IntArray (N,)
        Parent of each node; -1 at the root, of which there is one.
    rank : IntArray (N,)
        Which child of its parent a node is, counted from 0.
    owner, infoset : IntArray (N,)
        As in `Tree`.
    infoset_owner, n_actions : IntArray (H,)
        Owner and number of actions of each information set; the slots of the information sets
        follow each other in this order.
    labels : Labels

    Returns
    -------
    Built
    """
    order = breadth_first(parent, rank)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    count = np.bincount(parent[parent >= 0], minlength=len(parent))[order]
    first = np.where(count > 0, 1 + np.cumsum(count) - count, -1)
    new_owner = owner[order]
    arrays = {
        "owner": new_owner,
        "infoset": infoset[order],
        "first_child": first,
        "n_children": count,
        "leaf": np.flatnonzero(new_owner == LEAF),
        "slot_start": np.concatenate([[0], np.cumsum(n_actions)]),
        "infoset_owner": infoset_owner,
    }
    frozen = {name: np.array(values, dtype=np.int64) for name, values in arrays.items()}
    for values in frozen.values():
        values.setflags(write=False)
    return Built(Tree(**frozen, labels=labels), order)


def breadth_first(parent: IntArray, rank: IntArray) -> IntArray:
    """Return the nodes in breadth-first order, siblings by rank (N,).

    Depths by pointer jumping are not needed: each pass sorts one level by the place of its
    parents, and the passes together touch each node a bounded number of times.
    """
    n_nodes = len(parent)
    by_parent = np.lexsort((rank, parent))
    start = np.searchsorted(parent[by_parent], np.arange(n_nodes))
    stop = np.searchsorted(parent[by_parent], np.arange(n_nodes), side="right")
    level = by_parent[:1]
    levels = []
    while len(level):
        levels.append(level)
        sizes = stop[level] - start[level]
        offset = np.repeat(start[level] - np.cumsum(sizes) + sizes, sizes)
        level = by_parent[offset + np.arange(int(sizes.sum()))]
    return np.concatenate(levels)
