"""The shape of a game, without any numbers.

Nodes stand in breadth-first order in flat, read-only arrays: the children of a node are one
slice, parents come before children, and each depth is one slice. A pass over the depths from
last to first is backward induction; a pass from first to last spreads probability.

Chance nodes have information sets too (owner `CHANCE`), so that every edge of the tree uses
exactly one action slot and a behaviour profile is one array over slots, chance included.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negotiate.record import dataclass
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from negotiate.types import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Labels:
    """Names for people; no solver reads them.

    Attributes
    ----------
    players : tuple of str
        Keys, in the order of every payoff row.
    player_names : tuple of str
        Full names, in the same order.
    moves, actions : tuple of str
        Distinct names of decisions and of options.
    move : IntArray (H,)
        Index into `moves` of each information set.
    action : IntArray (S,)
        Index into `actions` of each slot.
    """

    players: tuple[str, ...]
    player_names: tuple[str, ...]
    moves: tuple[str, ...]
    actions: tuple[str, ...]
    move: IntArray
    action: IntArray

    def move_of(self, infoset: int) -> str:
        """Return the name of the decision taken at an information set."""
        return self.moves[int(self.move[infoset])]

    def action_of(self, slot: int) -> str:
        """Return the name of the option that a slot stands for."""
        return self.actions[int(self.action[slot])]


@dataclass(frozen=True, eq=False)
class Tree:
    """Who moves where, knowing what, with which options.

    Attributes
    ----------
    owner : IntArray (N,)
        Player index, `CHANCE` or `LEAF`.
    infoset : IntArray (N,)
        Information set of each node; -1 at a leaf.
    first_child, n_children : IntArray (N,)
        The children of node n are ``first_child[n] : first_child[n] + n_children[n]``.
    leaf : IntArray (Z,)
        Node of each payoff row.
    slot_start : IntArray (H+1,)
        The slots of information set h are ``slot_start[h] : slot_start[h+1]``; the k-th child
        of each of its nodes is reached by its k-th slot.
    infoset_owner : IntArray (H,)
        Player index or `CHANCE`.
    labels : Labels
    """

    owner: IntArray
    infoset: IntArray
    first_child: IntArray
    n_children: IntArray
    leaf: IntArray
    slot_start: IntArray
    infoset_owner: IntArray
    labels: Labels

    @property
    def n_nodes(self) -> int:
        """N."""
        return len(self.owner)

    @property
    def n_leaves(self) -> int:
        """Z."""
        return len(self.leaf)

    @property
    def n_players(self) -> int:
        """P."""
        return len(self.labels.players)

    @property
    def n_infosets(self) -> int:
        """H, chance included."""
        return len(self.infoset_owner)

    @property
    def n_slots(self) -> int:
        """S, chance included."""
        return int(self.slot_start[-1])

    @cached_property
    def parent(self) -> IntArray:
        """Parent of each node (N,); -1 at the root."""
        parent = np.full(self.n_nodes, -1, dtype=np.int64)
        inner = self.n_children > 0
        parent[1:] = np.repeat(np.flatnonzero(inner), self.n_children[inner])
        return _frozen(parent)

    @cached_property
    def slot(self) -> IntArray:
        """Slot by which each node is entered (N,); -1 at the root."""
        slot = np.full(self.n_nodes, -1, dtype=np.int64)
        if self.n_nodes > 1:
            parent = self.parent[1:]
            rank = np.arange(1, self.n_nodes) - self.first_child[parent]
            slot[1:] = self.slot_start[self.infoset[parent]] + rank
        return _frozen(slot)

    @cached_property
    def slot_infoset(self) -> IntArray:
        """Information set of each slot (S,)."""
        return _frozen(np.repeat(np.arange(self.n_infosets), np.diff(self.slot_start)))

    @cached_property
    def leaf_row(self) -> IntArray:
        """Payoff row of each node (N,); -1 where the game goes on."""
        row = np.full(self.n_nodes, -1, dtype=np.int64)
        row[self.leaf] = np.arange(self.n_leaves)
        return _frozen(row)

    @cached_property
    def level_start(self) -> IntArray:
        """First node of each depth, closed by N (D+1,)."""
        starts = [0, 1]
        while starts[-1] < self.n_nodes:
            inner = np.flatnonzero(self.n_children[starts[-2] : starts[-1]])
            last = starts[-2] + inner[-1]
            starts.append(int(self.first_child[last] + self.n_children[last]))
        return _frozen(np.asarray(starts, dtype=np.int64))

    @cached_property
    def infoset_size(self) -> IntArray:
        """Number of nodes of each information set (H,)."""
        inner = self.infoset[self.infoset >= 0]
        return _frozen(np.bincount(inner, minlength=self.n_infosets))

    @cached_property
    def first_node(self) -> IntArray:
        """First node of each information set (H,)."""
        first = np.full(self.n_infosets, -1, dtype=np.int64)
        inner = np.flatnonzero(self.infoset >= 0)[::-1]
        first[self.infoset[inner]] = inner
        return _frozen(first)

    @cached_property
    def decision(self) -> BoolArray:
        """Whether each information set belongs to a player, not to chance (H,)."""
        decision: BoolArray = self.infoset_owner != CHANCE
        return _frozen_mask(decision)

    @property
    def perfect_information(self) -> bool:
        """Whether every decision is taken with full knowledge of the history."""
        return bool(np.all(self.infoset_size[self.decision] == 1))

    def slots_of(self, infoset: int) -> slice:
        """Return the slots of an information set."""
        return slice(int(self.slot_start[infoset]), int(self.slot_start[infoset + 1]))

    def children_of(self, node: int) -> slice:
        """Return the children of a node."""
        start = int(self.first_child[node])
        return slice(start, start + int(self.n_children[node]))

    def nodes_of(self, infoset: int) -> IntArray:
        """Return the nodes of an information set, in order."""
        return np.flatnonzero(self.infoset == infoset)

    def path_to(self, node: int) -> list[tuple[int, int]]:
        """Return the edges from the root to a node as (information set, slot)."""
        path: list[tuple[int, int]] = []
        while node > 0:
            slot = int(self.slot[node])
            node = int(self.parent[node])
            path.append((int(self.infoset[node]), slot))
        return path[::-1]

    def history_of(self, node: int) -> dict[str, str]:
        """Return what was chosen on the way to a node, by name of the decision."""
        return {
            self.labels.move_of(infoset): self.labels.action_of(slot)
            for infoset, slot in self.path_to(node)
        }


def _frozen(array: IntArray) -> IntArray:
    array.setflags(write=False)
    return array


def _frozen_mask(array: BoolArray) -> BoolArray:
    array.setflags(write=False)
    return array
