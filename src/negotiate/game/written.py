"""The tree of a game that is written as a tree or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import Problem
from negotiate.game.build import build_tree
from negotiate.game.conditions import fail, too_large
from negotiate.game.grow import MAX_NODES, Grown, Odds, grow
from negotiate.game.histories import histories_of
from negotiate.game.preorder import preorder
from negotiate.game.recall import forgetful
from negotiate.game.tree import Labels
from negotiate.spec.model import Move, Option
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.game.tree import Tree
    from negotiate.spec.model import Node, Player, Table


def grow_table(
    table: Table, players: Sequence[Player], file: str = "", max_nodes: int = MAX_NODES
) -> Grown:
    """Return the tree of a table: one simultaneous move a player, in the order of players.

    Raises
    ------
    GameFileError
        If the tree would have more than `max_nodes` nodes.
    """
    moves = [
        Move(player.key, player.key, tuple(map(Option, options)), seen_by=frozenset())
        for player, options in zip(players, table.options, strict=True)
    ]
    grown = grow(moves, players, file, max_nodes)
    return Grown(grown.tree, grown.histories, payoffs=table.payoffs)


def grow_tree(
    root: Node, players: Sequence[Player], file: str = "", max_nodes: int = MAX_NODES
) -> Grown:
    """Return the tree of a game written as one; nodes with the same move are indistinguishable.

    A player may forget what it did or knew: that is a warning, and methods refuse what they must.

    Raises
    ------
    GameFileError
        If the tree has more than `max_nodes` nodes.
    """
    nodes, parent, rank = _flatten(root, file, max_nodes)
    seat = {player.key: i for i, player in enumerate(players)}
    owner = np.full(len(nodes), LEAF, dtype=np.int64)
    infoset = np.full(len(nodes), -1, dtype=np.int64)
    sets: list[Node] = []
    known: dict[str, int] = {}
    for i, node in enumerate(nodes):
        if not node.children:
            continue
        owner[i] = CHANCE if node.owner is None else seat[node.owner]
        h = len(sets) if node.owner is None else known.setdefault(node.move, len(sets))
        if h == len(sets):
            sets.append(node)
        _check_same(node, sets[h], file)
        infoset[i] = h
    labels = _labels(sets, players)
    built = build_tree(
        parent=np.array(parent),
        rank=np.array(rank),
        owner=owner,
        infoset=infoset,
        infoset_owner=np.array(
            [CHANCE if node.owner is None else seat[node.owner] for node in sets], dtype=np.int64
        ),
        n_actions=np.array([len(node.children) for node in sets], dtype=np.int64),
        labels=labels,
    )
    tree = built.tree
    _check_passed_once(tree, sets, file)
    flaw = forgetful(tree)
    warnings: tuple[Problem, ...] = ()
    if flaw is not None:  # whether that matters is for each method to say
        place, hint = sets[flaw.infoset].place, "most methods need perfect recall"
        warnings = (Problem(place, flaw.sentence(tree), hint=hint, severity="warning"),)
    odds = tuple(
        Odds(value, tree.slot_start[h : h + 1] + k, node.place)
        for h, node in enumerate(sets)
        for k, value in enumerate(node.odds)
    )
    leaves = [nodes[i] for i in built.source[tree.leaf].tolist()]
    payoffs, places = [leaf.payoffs for leaf in leaves], [leaf.place for leaf in leaves]
    return Grown(tree, histories_of(tree, _option_names(sets)), odds, payoffs, places, warnings)


def _flatten(root: Node, file: str, max_nodes: int) -> tuple[list[Node], list[int], list[int]]:
    """Return the nodes, breadth first, with their parents and ranks."""
    nodes, parent, rank = [root], [-1], [0]
    for i, node in enumerate(nodes):  # grows on the way
        size = len(nodes) + len(node.children)
        if size > max_nodes:
            raise too_large(file, node.place, size, max_nodes, "or more")
        for k, (_, child) in enumerate(node.children):
            nodes.append(child)
            parent.append(i)
            rank.append(k)
    return nodes, parent, rank


def _check_same(node: Node, first: Node, file: str) -> None:
    """Refuse an information set whose nodes could be told apart."""
    if node is first:
        return
    if node.owner != first.owner:
        rule = f"'{node.move}' is one information set, so one player moves there"
        raise fail(file, node.place, rule, f"{node.owner}, but {first.owner} elsewhere")
    here, there = ([option for option, _ in n.children] for n in (node, first))
    if here != there:
        rule = f"'{node.move}' is one information set, so its options are the same everywhere"
        raise fail(file, node.place, rule, f"{', '.join(here)}, but {', '.join(there)} elsewhere")


def _check_passed_once(tree: Tree, sets: Sequence[Node], file: str) -> None:
    """Refuse a play on which chance makes one move twice, which would come out in two ways.

    A player that comes to one decision twice is absent-minded, and forgets.
    """
    start, size = preorder(tree, (tree.owner == LEAF).astype(np.int64))
    chance = np.flatnonzero(tree.owner == CHANCE)
    move = tree.labels.move[tree.infoset[chance]]
    order = np.lexsort((start[chance], move))
    nodes, move = chance[order], move[order]
    nested = (move[1:] == move[:-1]) & (start[nodes[1:]] < (start + size)[nodes[:-1]])
    for i in np.flatnonzero(nested)[:1].tolist():
        first = sets[int(tree.infoset[nodes[i + 1]])]
        raise fail(file, first.place, "no play passes a move of chance twice", first.move)


def _labels(sets: Sequence[Node], players: Sequence[Player]) -> Labels:
    moves = {node.move: None for node in sets}
    actions = {option: None for node in sets for option, _ in node.children}
    move_code = {name: m for m, name in enumerate(moves)}
    action_code = {name: a for a, name in enumerate(actions)}
    taken = [action_code[option] for node in sets for option, _ in node.children]
    return Labels(
        players=tuple(player.key for player in players),
        player_names=tuple(player.name for player in players),
        moves=tuple(moves),
        actions=tuple(actions),
        move=np.array([move_code[node.move] for node in sets], dtype=np.int64),
        action=np.array(taken, dtype=np.int64),
    )


def _option_names(sets: Sequence[Node]) -> tuple[tuple[str, ...], ...]:
    """Return the options of each move, in the order in which the moves are first met."""
    options: dict[str, dict[str, None]] = {}
    for node in sets:
        options.setdefault(node.move, {}).update(dict.fromkeys(o for o, _ in node.children))
    return tuple(map(tuple, options.values()))
