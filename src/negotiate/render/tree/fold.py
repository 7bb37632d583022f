"""Which nodes of a tree are shown, and how many are folded into each of those at the edge.

The rule, here and in the page. A tree of up to `LIMIT` nodes is shown whole. In a larger one, what
happens stays open: every node that the play, or the play that it is compared with, reaches with
positive probability shows its options, each of them at least as a marker with the number of nodes
inside. Where that is still too much, or no play is drawn, branches also end at the greatest number
of decisions at which no more than `LIMIT` nodes are shown. The reader may ask for a depth instead,
or for everything; and the page opens and closes single nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.errors import UsageError
from negotiate.record import dataclass
from negotiate.render.tree.text import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.results.diagram import Diagram

LIMIT: Final = 300
"""Nodes of a tree that is shown whole unasked."""

MOST: Final = 5000
"""Nodes of the largest picture."""


@dataclass(frozen=True, slots=True)
class Folding:
    """How much of a tree to show.

    Attributes
    ----------
    depth : int, optional
        Decisions on a branch before it is folded; by the rule above if left out.
    all : bool
        Fold nothing.
    opened, closed : frozenset of int
        Nodes that show their options whatever the rule says, and nodes that hide them.
    """

    depth: int | None = None
    all: bool = False
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Folded:
    """What is shown of a tree.

    Attributes
    ----------
    nodes : list of int
        Those that are shown, in the tree's order.
    children : mapping of node to its children
        Of the nodes that show their options.
    hidden : mapping of node to int
        Number of nodes inside each node that hides them.
    """

    nodes: list[int]
    children: dict[int, range]
    hidden: dict[int, int]


def fold(diagram: Diagram, folding: Folding) -> Folded:
    """Return what is shown of a tree.

    Raises
    ------
    UsageError
        If that is more than a picture can hold.
    """
    parent = diagram.parent.tolist()
    first, count = _children(parent)
    depth, kept = folding.depth, [True] * len(parent)
    if depth is None and not folding.all and len(parent) > LIMIT:
        if diagram.reach is not None:
            kept = _kept(diagram)
        depth = _deepest(first, count, kept)
    nodes, children, level = [0], {}, {0: 0}
    for node in nodes:  # the list grows while it is read: breadth first
        shut = node in folding.closed or (depth is not None and level[node] >= depth)
        if not count[node] or (node not in folding.opened and (shut or not kept[node])):
            continue
        children[node] = range(first[node], first[node] + count[node])
        nodes.extend(children[node])
        level.update(dict.fromkeys(children[node], level[node] + 1))
        if len(nodes) > MOST:
            raise UsageError(
                f"a picture of more than {MOST:,} nodes cannot be read, and this tree has"
                f" {len(parent):,}; let it fold, or fold it at a smaller depth"
            )
    inside = _sizes(parent)
    hidden = {node: inside[node] for node in nodes if count[node] and node not in children}
    return Folded(nodes, children, hidden)


def _children(parent: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the first child of each node and the number of its children (N)."""
    first, count = [0] * len(parent), [0] * len(parent)
    for node in range(len(parent) - 1, 0, -1):
        first[parent[node]] = node
        count[parent[node]] += 1
    return first, count


def _sizes(parent: Sequence[int]) -> list[int]:
    """Return the number of nodes below each node (N)."""
    size = [0] * len(parent)
    for node in range(len(parent) - 1, 0, -1):
        size[parent[node]] += size[node] + 1
    return size


def _kept(diagram: Diagram) -> list[bool]:
    """Return whether each node happens, here or in what this is compared with (N)."""
    assert diagram.reach is not None
    happens = diagram.reach > NEVER
    if diagram.baseline is not None:
        happens = happens | (diagram.baseline > NEVER)
    kept: list[bool] = happens.tolist()
    return kept


def _deepest(first: Sequence[int], count: Sequence[int], kept: Sequence[bool]) -> int:
    """Return the greatest depth at which no more than `LIMIT` nodes are shown, but at least 1."""
    level, shown, depth = [0], 1, 0
    while level:
        level = [
            child
            for node in level
            if kept[node]
            for child in range(first[node], first[node] + count[node])
        ]
        shown += len(level)
        if shown > LIMIT:
            return max(depth, 1)
        depth += 1
    return depth
