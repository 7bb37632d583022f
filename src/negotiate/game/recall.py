"""Perfect recall: whether every player remembers what it did and what it knew (Kuhn 1953).

A player has perfect recall when all nodes of each of its information sets are reached by the
same sequence of its own information sets and actions. It is enough that they share the last of
these, because that one's information set has the same property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.once import once_for_each
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray


@dataclass(frozen=True, slots=True)
class Forgetting:
    """An information set at which a player has forgotten something.

    Attributes
    ----------
    player : int
    infoset : int
    one, other : int
        The player's own last slots on the way to two of its nodes; -1: it had not moved yet.
    """

    player: int
    infoset: int
    one: int
    other: int

    def sentence(self, tree: Tree) -> str:
        """Return what is forgotten where, in words."""
        labels = tree.labels
        who, where = labels.players[self.player], labels.move_of(self.infoset)
        a, b = (self._last(slot, tree) for slot in (self.one, self.other))
        return f"{who} forgets at '{where}' what it did or knew: it came there after {a} or {b}"

    def _last(self, slot: int, tree: Tree) -> str:
        if slot < 0:
            return "no move of its own"
        infoset = int(tree.slot_infoset[slot])
        return f"'{tree.labels.move_of(infoset)}: {tree.labels.action_of(slot)}'"


def last_slots(tree: Tree) -> IntArray:
    """Return the slot by which each player last moved before each node (P, N); -1: never."""
    last = np.full((tree.n_players, tree.n_nodes), -1, dtype=np.int64)
    mover = np.where(tree.parent >= 0, tree.owner[tree.parent], -1)
    for start, stop in zip(tree.level_start[1:-1], tree.level_start[2:], strict=True):
        level = slice(int(start), int(stop))
        last[:, level] = last[:, tree.parent[level]]
        moved = np.flatnonzero(mover[level] >= 0) + int(start)
        last[mover[moved], moved] = tree.slot[moved]
    return last


def last_own_slots(tree: Tree) -> IntArray:
    """Return the slot by which the owner of each node last moved before it (N,); -1: never.

    Of chance nodes and leaves: -1.
    """
    last = last_slots(tree)
    own: IntArray = np.full(tree.n_nodes, -1, dtype=np.int64)
    decides = np.flatnonzero(tree.owner >= 0)
    own[decides] = last[tree.owner[decides], decides]
    return own


@once_for_each
def forgetful(tree: Tree) -> Forgetting | None:
    """Return the first information set at which a player has forgotten something, or None.

    One pass over the tree, for all players.
    """
    own = last_own_slots(tree)
    decides = np.flatnonzero(tree.owner >= 0)
    model = tree.first_node[tree.infoset[decides]]
    differs = np.flatnonzero(own[decides] != own[model])
    if not len(differs):
        return None
    node, first = int(decides[differs[0]]), int(model[differs[0]])
    return Forgetting(
        int(tree.owner[node]), int(tree.infoset[node]), int(own[first]), int(own[node])
    )
