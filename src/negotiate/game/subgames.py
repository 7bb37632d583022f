"""Roots of proper subgames (Selten 1965).

A node is the root of a proper subgame when it stands alone in its information set and what
follows it contains every node of each information set that it touches. In preorder what follows
a node is an interval, so that one pass from the leaves settles it for all nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.once import once_for_each
from negotiate.game.preorder import preorder, upwards

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, IntArray


def subgame_roots(tree: Tree) -> IntArray:
    """Return the roots of all proper subgames, the whole game's among them, in order.

    Parameters
    ----------
    tree : Tree

    Returns
    -------
    IntArray
        Nodes; leaves are left out, as nothing is decided there.
    """
    return np.flatnonzero(is_subgame_root(tree))


@once_for_each
def is_subgame_root(tree: Tree) -> BoolArray:
    """Return whether each node is the root of a proper subgame (N,); read-only."""
    begins = tree.infoset >= 0 if tree.perfect_information else _closed(tree)
    begins.setflags(write=False)
    return begins


def _closed(tree: Tree) -> BoolArray:
    """Return which nodes stand alone, and have all of each information set below them (N,)."""
    start, size = preorder(tree, np.ones(tree.n_nodes, dtype=np.int64))
    low, high = start.copy(), start.copy()
    inner = tree.infoset >= 0
    ends = np.full((2, tree.n_infosets), tree.n_nodes, dtype=np.int64)
    ends[1] = -1
    np.minimum.at(ends[0], tree.infoset[inner], start[inner])
    np.maximum.at(ends[1], tree.infoset[inner], start[inner])
    low[inner], high[inner] = ends[:, tree.infoset[inner]]
    for above, first, level in upwards(tree):
        low[above] = np.minimum(low[above], np.minimum.reduceat(low[level], first))
        high[above] = np.maximum(high[above], np.maximum.reduceat(high[level], first))
    alone = np.zeros(tree.n_nodes, dtype=bool)
    alone[inner] = tree.infoset_size[tree.infoset[inner]] == 1
    closed: BoolArray = alone & (low >= start) & (high < start + size)
    return closed
