"""Grow the tree of a game that is written as moves, one move at a time for all histories.

The frontier is every history so far, as columns of option codes; a condition is evaluated once
on the whole frontier. What each player has seen is a running number per history, refined as
moves pass, so that an information set is one look-up and perfect recall holds by construction.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import Problem
from negotiate.game.build import build_tree
from negotiate.game.conditions import fail, holds, too_large, words
from negotiate.game.histories import histories_of, number
from negotiate.game.tree import Labels
from negotiate.record import dataclass
from negotiate.spec.expression import names_in
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.errors import Place
    from negotiate.game.histories import Histories
    from negotiate.game.tree import Tree
    from negotiate.spec.expression import Expr, Is
    from negotiate.spec.model import Move, Player
    from negotiate.types import BoolArray, IntArray

MAX_NODES = 10**6


@dataclass(frozen=True, eq=False)
class Odds:
    """The odds of an option of chance.

    Attributes
    ----------
    value : Expr
    slots : IntArray
        Where they hold: one slot for each history that leads to the move.
    place : Place
    """

    value: Expr
    slots: IntArray
    place: Place


@dataclass(frozen=True, eq=False)
class Grown:
    """The structure of a game: all that does not depend on numbers.

    Attributes
    ----------
    tree : Tree
    histories : Histories
    odds : tuple of Odds
    payoffs : sequence of tuples of Expr
        One row a leaf, where each leaf has its own; empty where payoffs are sums over moves.
    places : sequence of Place
        Where each row of `payoffs` is written; may be empty.
    warnings : tuple of Problem
        Odd but playable: moves and options that no history reaches.
    """

    tree: Tree
    histories: Histories
    odds: tuple[Odds, ...] = ()
    payoffs: Sequence[tuple[Expr, ...]] = ()
    places: Sequence[Place] = ()
    warnings: tuple[Problem, ...] = ()


def grow(
    moves: Sequence[Move], players: Sequence[Player], file: str = "", max_nodes: int = MAX_NODES
) -> Grown:
    """Return the tree of a list of moves.

    Raises
    ------
    GameFileError
        If the tree would have more than `max_nodes` nodes, a reached decision has no option, or
        the options at a decision would tell the player of a move that it does not see.
    """
    frontier = _Frontier(tuple(moves), tuple(players), file, max_nodes)
    for m in range(len(moves)):
        frontier.take(m)
    return frontier.finish()


@dataclass(eq=False)
class _Frontier:
    """The histories so far (F of them) and the tree above them."""

    moves: tuple[Move, ...]
    players: tuple[Player, ...]
    file: str
    max_nodes: int
    n_nodes: int = 1
    n_infosets: int = 0
    warnings: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seat = {player.key: i for i, player in enumerate(self.players)}
        self.index = {move.name: m for m, move in enumerate(self.moves)}
        self.codes = [{o.name: k for k, o in enumerate(move.options)} for move in self.moves]
        actions = {o.name: None for move in self.moves for o in move.options}
        self.action = {name: a for a, name in enumerate(actions)}
        self.column: dict[int, IntArray] = {}  # codes of the moves that are still needed (F,)
        self.learnt: dict[int, list[tuple[int, str]]] = {}  # (move, player) seen from a move on
        for j, move in enumerate(self.moves):
            for key, at in move.seen_from.items():
                self.learnt.setdefault(self.index[at], []).append((j, key))
        self.last_use = self._last_uses()
        self.node = np.zeros(1, dtype=np.int64)  # (F,)
        self.view = np.zeros((len(self.players), 1), dtype=np.int64)  # (P, F)
        self.born: list[tuple[IntArray, IntArray, IntArray]] = []  # parent, rank, code of nodes
        self.decided: list[tuple[IntArray, int, IntArray]] = []  # (nodes, owner, information set)
        self.slots: list[tuple[int, IntArray, IntArray]] = []  # (move, n_actions, actions)

    def came_out(self, fact: Is) -> BoolArray:
        """Return where a move came out as an option (F,)."""
        m = self.index[fact.move]
        truth: BoolArray = self.column[m] == self.codes[m].get(fact.option, -1)
        return truth

    def _last_uses(self) -> dict[int, int]:
        """Return the last move that needs each move: a condition, or where somebody learns it."""
        uses = {
            self.index[name]: m
            for m, move in enumerate(self.moves)
            for when in (move.when, *(option.when for option in move.options))
            if when is not None
            for name in names_in(when)
        }
        for m, learnt in self.learnt.items():
            uses |= {j: max(uses.get(j, m), m) for j, _ in learnt}
        return uses

    def take(self, m: int) -> None:
        """Let every history that reaches move `m` branch into its options."""
        move, n = self.moves[m], len(self.node)
        self._learn(m)
        reached = holds(move.when, self.came_out, n)
        able = self._available(move, reached)
        self._note_unreachable(move, reached, able)
        count = able.sum(axis=1)
        stuck = np.flatnonzero(reached & (count == 0))
        if len(stuck):
            rule = f"no option of '{move.name}' is left after {self.describe(stuck[0])}"
            raise fail(self.file, move.place, rule, hint="forbid the way there, or leave an option")
        rows = np.flatnonzero(reached)
        infoset = self._information(m, rows, able)
        self._branch(m, rows, able, count)
        self.decided.append((self.node_before[rows], self._owner(move), infoset))

    def _learn(self, m: int) -> None:
        """Let players see the earlier moves that are hidden from them until move `m`."""
        for j, key in self.learnt.get(m, ()):
            if self._sees(key, j, m) and not self._sees(key, j, m - 1):
                self._see(self.seat[key], j, self.column[j])

    def _see(self, player: int, j: int, came_out: IntArray) -> None:
        """Refine what a player has seen by how move `j` came out (F,)."""
        radix = len(self.moves[j].options) + 1
        top = int(self.view[player].max()) + 1
        now = self.view[player] * radix + came_out + 1
        self.view[player], _ = number(now, top * radix)

    def _owner(self, move: Move) -> int:
        return CHANCE if move.owner is None else self.seat[move.owner]

    def _note_unreachable(self, move: Move, reached: BoolArray, able: BoolArray) -> None:
        if not reached.any():
            rule = f"move '{move.name}' is never reached"
            self.warnings.append(Problem(move.place, rule, severity="warning"))
            return
        for option, can in zip(move.options, np.atleast_1d(able.any(axis=0)), strict=True):
            if not can:
                rule = f"option '{option.name}' of '{move.name}' is never available"
                self.warnings.append(Problem(move.place, rule, severity="warning"))

    def _available(self, move: Move, reached: BoolArray) -> BoolArray:
        """Return which options each history has (F, options), if there is room for them all."""
        able = []
        size = self.n_nodes
        for option in move.options:
            here = reached & holds(option.when, self.came_out, len(reached))
            size += int(np.count_nonzero(here))
            if size <= self.max_nodes:  # beyond it, only the count goes on
                able.append(here)
        if size > self.max_nodes:
            raise too_large(self.file, move.place, size, self.max_nodes, f"by move '{move.name}'")
        return np.stack(able, axis=1)

    def _information(self, m: int, rows: IntArray, able: BoolArray) -> IntArray:
        """Return the information set of each reached history, and note their slots."""
        move = self.moves[m]
        if move.owner is None:
            which, first = np.arange(len(rows)), rows
        else:
            which, first = _in_order(self.view[self.seat[move.owner], rows], rows)
            self._check_same_options(m, rows, able, first[which])
        offered = able[first]
        names = np.array([self.action[o.name] for o in move.options], dtype=np.int64)
        self.slots.append((m, offered.sum(axis=1), names[np.nonzero(offered)[1]]))
        self.n_infosets += len(first)
        return which + (self.n_infosets - len(first))

    def _check_same_options(self, m: int, rows: IntArray, able: BoolArray, model: IntArray) -> None:
        """Refuse options that would tell a player of a move that it does not see."""
        differ = np.argwhere(able[rows] != able[model])
        if not len(differ):
            return
        move = self.moves[m]
        at, k = differ[0].tolist()
        option = move.options[k]
        mentioned = names_in(option.when) if option.when is not None else frozenset()
        a, b = self.history(rows[at]), self.history(model[at])
        told = [
            name
            for j, name in enumerate(self.index)
            if a.get(name) != b.get(name) and not self._sees(move.owner, j, m)
        ]
        unseen = [name for name in told if name in mentioned] or told
        rule = (
            f"option '{option.name}' of '{move.name}' would tell {move.owner} how "
            f"{' and '.join(repr(name) for name in unseen)} came out, which it does not see"
        )
        raise fail(self.file, move.place, rule, self.describe(rows[at]), "add it to `seen_by`")

    def _sees(self, player: str | None, j: int, now: int) -> bool:
        """Whether a player knows how move `j` came out when it is move `now`'s turn."""
        move = self.moves[j]
        if move.owner == player:
            return True
        late = move.seen_from.get(player or "")
        if late is not None and self.index[late] > now:
            return False
        return move.seen_by is None or player in move.seen_by

    def _branch(self, m: int, rows: IntArray, able: BoolArray, count: IntArray) -> None:
        """Replace each reached history by one for each of its options."""
        width = np.maximum(count, 1)
        origin = np.repeat(np.arange(len(width)), width)
        taken = np.full(len(origin), -1, dtype=np.int64)
        fresh = np.repeat(count > 0, width)
        taken[fresh] = np.nonzero(able)[1]
        parents = np.repeat(self.node[rows], count[rows])
        start = np.cumsum(count[rows]) - count[rows]
        rank = np.arange(len(parents)) - np.repeat(start, count[rows])
        self.born.append((parents, rank, taken[fresh]))
        self.node_before = self.node
        self.node = self.node[origin]
        self.node[fresh] = self.n_nodes + np.arange(len(parents))
        self.n_nodes += len(parents)
        self.column[m] = taken
        for j in list(self.column):
            if self.last_use.get(j, -1) <= m:
                del self.column[j]
            elif j < m:
                self.column[j] = self.column[j][origin]
        self.view = self.view[:, origin]
        for i, player in enumerate(self.players):
            if self._sees(player.key, m, m):
                self._see(i, m, taken)

    def history(self, row: int) -> dict[str, str]:
        """Return what came out on the way to a history of the frontier."""
        parent = np.concatenate([[-1], *(parent for parent, _, _ in self.born)])
        code = np.concatenate([[-1], *(code for _, _, code in self.born)])
        move = np.full(self.n_nodes, -1)
        for m, (nodes, _, _) in enumerate(self.decided):
            move[nodes] = m
        path = []
        node = int(self.node[row])
        while node > 0:
            above = self.moves[move[parent[node]]]
            path.append((above.name, above.options[code[node]].name))
            node = int(parent[node])
        return dict(reversed(path))

    def describe(self, row: int) -> str:
        """Return a history of the frontier in words."""
        return words(self.history(row))

    def finish(self) -> Grown:
        """Return the tree; what is left of the frontier are its leaves."""
        none = np.zeros(0, dtype=np.int64)
        owner = np.full(self.n_nodes, LEAF, dtype=np.int64)
        infoset = np.full(self.n_nodes, -1, dtype=np.int64)
        for nodes, who, sets in self.decided:
            owner[nodes] = who
            infoset[nodes] = sets
        owners = [np.full(len(n), self._owner(self.moves[m])) for m, n, _ in self.slots]
        labels = Labels(
            players=tuple(player.key for player in self.players),
            player_names=tuple(player.name for player in self.players),
            moves=tuple(move.name for move in self.moves),
            actions=tuple(self.action),
            move=np.concatenate([none, *(np.full(len(n), m) for m, n, _ in self.slots)]),
            action=np.concatenate([none, *(actions for _, _, actions in self.slots)]),
        )
        built = build_tree(
            parent=np.concatenate([[-1], *(parent for parent, _, _ in self.born)]),
            rank=np.concatenate([[0], *(rank for _, rank, _ in self.born)]),
            owner=owner,
            infoset=infoset,
            infoset_owner=np.concatenate([none, *owners]),
            n_actions=np.concatenate([none, *(n for _, n, _ in self.slots)]),
            labels=labels,
        )
        options = tuple(tuple(o.name for o in move.options) for move in self.moves)
        histories = histories_of(built.tree, options)
        return Grown(built.tree, histories, self._odds(built.tree), warnings=tuple(self.warnings))

    def _odds(self, tree: Tree) -> tuple[Odds, ...]:
        by_chance = tree.infoset_owner[tree.slot_infoset] == CHANCE
        move = tree.labels.move[tree.slot_infoset]
        return tuple(
            Odds(move_.odds[o.name], slots, move_.place)
            for m, move_ in enumerate(self.moves)
            if move_.owner is None
            for o in move_.options
            if len(
                slots := np.flatnonzero(
                    by_chance & (move == m) & (tree.labels.action == self.action[o.name])
                )
            )
        )


def _in_order(view: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Return the number of each view by first appearance, and the first row of each number."""
    if not len(view):
        return view, rows
    numbers, first = number(view, int(view.max()) + 1)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[numbers], rows[first[order]]
