"""Preorder of a tree: what follows a node is an interval."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.tree import Tree
    from negotiate.types import IntArray


def preorder(tree: Tree, weight: IntArray) -> tuple[IntArray, IntArray]:
    """Return how much comes before each node in preorder, and how much its subtree holds.

    Parameters
    ----------
    tree : Tree
    weight : IntArray (N,)
        What is counted: ones for nodes, ones at leaves for leaves.

    Returns
    -------
    start, size : IntArray (N,)
        The subtree of node n is ``start[n] : start[n] + size[n]``.
    """
    size = np.array(weight, dtype=np.int64)
    for above, first, level in upwards(tree):
        size[above] += np.add.reduceat(size[level], first)
    start = np.zeros(tree.n_nodes, dtype=np.int64)
    levels = tree.level_start.tolist()
    for middle, bottom in pairwise(levels[1:]):
        parent = tree.parent[middle:bottom]
        before = np.cumsum(size[middle:bottom]) - size[middle:bottom]
        eldest = before[tree.first_child[parent] - middle]
        start[middle:bottom] = start[parent] + weight[parent] + before - eldest
    return start, size


def upwards(tree: Tree) -> Iterator[tuple[IntArray, IntArray, slice]]:
    """Yield, from the deepest level up, parents, where their children start, and the children.

    The positions are those within the level of the children, as `reduceat` wants them.
    """
    levels = tree.level_start.tolist()
    for top, middle, bottom in zip(levels[-3::-1], levels[-2::-1], levels[:0:-1], strict=False):
        above = top + np.flatnonzero(tree.n_children[top:middle])
        yield above, tree.first_child[above] - middle, slice(middle, bottom)
