"""Which outcomes may follow a node, and by which odds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from negotiate.game.tree import Tree


class Branch(NamedTuple):
    """An outcome that may follow: its payoff row, and the slots of chance that lead there."""

    leaf: int
    slots: tuple[int, ...]


def branches(
    tree: Tree, node: int, entered: Callable[[int], Sequence[int]], slots: tuple[int, ...] = ()
) -> list[Branch]:
    """Return the outcomes that may follow a node.

    Parameters
    ----------
    entered : callable
        From a node to the children that play goes on to.
    slots : tuple of int
        Slots of chance that lead to the node.
    """
    found, waiting = [], [(node, slots)]
    while waiting:
        here, way = waiting.pop()
        row = int(tree.leaf_row[here])
        if row >= 0:
            found.append(Branch(row, way))
        for child in entered(here):
            chance = tree.owner[here] == CHANCE
            waiting.append((child, (*way, int(tree.slot[child])) if chance else way))
    return found
