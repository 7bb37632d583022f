"""Where a proper subgame begins: nothing that happens inside is confused with anything outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray


def subgame_roots(tree: Tree) -> IntArray:
    """Return the nodes at which proper subgames begin, the root first, in increasing order (R,).

    A subgame begins at a node with children, alone in its information set, if every information
    set that has a node below has no node elsewhere (Selten 1965). Chance knows no secrets: its
    information sets only share odds, and bind nothing.

    Notes
    -----
    In depth-first order a subtree is one interval, so it is enough to compare the interval
    with the earliest and the latest place of every information set inside.
    """
    place, size = _depth_first(tree)
    low, high = place.copy(), place.copy()
    nodes = np.flatnonzero(tree.owner >= 0)
    infoset = tree.infoset[nodes]
    earliest = np.full(tree.n_infosets, tree.n_nodes, dtype=np.int64)
    latest = np.full(tree.n_infosets, -1, dtype=np.int64)
    np.minimum.at(earliest, infoset, place[nodes])
    np.maximum.at(latest, infoset, place[nodes])
    low[nodes], high[nodes] = earliest[infoset], latest[infoset]
    for inner, below, starts in _passes(tree):
        low[inner] = np.minimum(low[inner], np.minimum.reduceat(low[below], starts))
        high[inner] = np.maximum(high[inner], np.maximum.reduceat(high[below], starts))
    closed = (low >= place) & (high < place + size) & (tree.n_children > 0)
    closed[0] = True
    return np.flatnonzero(closed)


def _depth_first(tree: Tree) -> tuple[IntArray, IntArray]:
    """Return the place of each node in depth-first order, and the size of its subtree (N,)."""
    size = np.ones(tree.n_nodes, dtype=np.int64)
    for inner, below, starts in _passes(tree):
        size[inner] += np.add.reduceat(size[below], starts)
    place = np.zeros(tree.n_nodes, dtype=np.int64)
    for inner, below, starts in reversed(_passes(tree)):
        before = np.cumsum(size[below]) - size[below]
        sizes = tree.n_children[inner]
        place[below] = np.repeat(place[inner] + 1 - before[starts], sizes) + before
    return place, size


def _passes(tree: Tree) -> list[tuple[IntArray, slice, IntArray]]:
    """Return, from the last depth to the first, inner nodes, their children, where each starts."""
    level = tree.level_start.tolist()
    passes = []
    for first, below, end in zip(level[-3::-1], level[-2::-1], level[::-1], strict=False):
        inner = first + np.flatnonzero(tree.n_children[first:below])
        passes.append((inner, slice(below, end), tree.first_child[inner] - below))
    return passes
