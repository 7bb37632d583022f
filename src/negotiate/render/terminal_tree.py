"""A tree of decisions as indented lines, deep parts folded to a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.render.styled import Text
from negotiate.render.words import plain
from negotiate.results.numbers import count, number, odds
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.render.sheet import Page
    from negotiate.types import IntArray

WHOLE: Final = 80
"""Lines of a tree that is shown without being asked for."""


def write_tree(page: Page, game: Game, depth: int | None = None) -> None:
    """Write the tree down to a depth; without one, as deep as fits `WHOLE` lines.

    Parameters
    ----------
    depth : int, optional
        Decisions on a branch before it is folded.
    """
    tree = game.tree
    levels = len(tree.level_start) - 1
    shown = _fitting(tree) if depth is None else depth
    folded = f", folded below {count(shown, 'decision')}" if shown < levels - 1 else ""
    page.heading(f"Tree{folded}")
    page.say(f"payoffs stand in the order {', '.join(page.players)}", indent=2)
    for line in _lines(page, game, shown):
        page.line(line)


def _fitting(tree: Tree) -> int:
    """Return the greatest depth whose nodes are few enough to be shown, but at least 1."""
    starts = tree.level_start.tolist()
    return max([d for d, end in enumerate(starts[1:]) if end <= WHOLE] + [1])


def _lines(page: Page, game: Game, depth: int) -> Iterator[Text]:
    """Yield a line a node, in the order of reading, without recursion: trees can be deep."""
    tree = game.tree
    below = _sizes(tree)
    stack = [(0, 0, "", "")]
    while stack:
        node, level, lead, mark = stack.pop()
        line = Text("  " + lead + mark)
        if node:
            line.append(plain(tree.labels.action_of(int(tree.slot[node]))), style="bold")
            line.append(_chances(game, node)).append(" → " if tree.n_children[node] else ": ")
        children = tree.children_of(node) if tree.n_children[node] else range(0)
        line.append(_node(page, game, node))
        if level >= depth and tree.n_children[node]:
            yield line.append(f" … {count(int(below[node]), 'node')} below")
            continue
        yield line
        if isinstance(children, slice):
            indent = lead + {"": "", "├─ ": "│  ", "└─ ": "   "}[mark]
            last = children.stop - 1
            stack += [
                (child, level + 1, indent, "└─ " if child == last else "├─ ")
                for child in range(last, children.start - 1, -1)
            ]


def _sizes(tree: Tree) -> IntArray:
    """Return the number of nodes below each node (N,)."""
    below = np.zeros(tree.n_nodes, dtype=np.int64)
    starts = tree.level_start
    for start, end in zip(starts[-2:0:-1], starts[:1:-1], strict=True):
        level = slice(int(start), int(end))
        np.add.at(below, tree.parent[level], below[level] + 1)
    return below


def _chances(game: Game, node: int) -> str:
    slot = int(game.tree.slot[node])
    if game.tree.infoset_owner[game.tree.slot_infoset[slot]] != CHANCE:
        return ""
    return f" {odds(game.chance[slot])}"


def _node(page: Page, game: Game, node: int) -> Text:
    """Return who decides what, or the payoffs."""
    tree = game.tree
    if not tree.n_children[node]:
        return Text("  ".join(number(pay) for pay in game.u[tree.leaf_row[node]].tolist()))
    infoset = int(tree.infoset[node])
    owner = int(tree.infoset_owner[infoset])
    key = None if owner == CHANCE else tree.labels.players[owner]
    who = Text("chance", style="dim") if key is None else page.player(key)
    move = tree.labels.move_of(infoset)
    line = who if move in (key, who.plain) else who.append(f" · {plain(move)}")
    if key is not None and tree.infoset_size[infoset] > 1:
        line.append(f"  (knows no more than at {_twins(tree, infoset)})", style="dim")
    return line


def _twins(tree: Tree, infoset: int) -> str:
    return f"{count(int(tree.infoset_size[infoset]) - 1, 'other node')}, set {infoset}"
