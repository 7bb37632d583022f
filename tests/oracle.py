"""An exact, slow solver: definitions of the literature, spelled out over nested tuples.

It shares no code with `negotiate.solvers`, `negotiate.concepts` or `negotiate.forms`, and trades
all speed for being plainly right: equilibria are found by trying every profile.

A game is a node. A node is one of

    Leaf(payoffs)                      one Fraction for each player
    Chance(odds, children)
    Move(player, name, children)       nodes of one name form one information set
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from negotiate.game.build import build_tree
from negotiate.game.game import Game
from negotiate.game.tree import Labels
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiate.types import NumberArray

Payoffs: TypeAlias = tuple[Fraction, ...]
Behaviour: TypeAlias = dict[str, tuple[Fraction, ...]]
Pure: TypeAlias = frozenset[tuple[str, int]]


class Leaf(NamedTuple):
    payoffs: Payoffs


class Chance(NamedTuple):
    odds: Payoffs
    children: tuple[Node, ...]


class Move(NamedTuple):
    player: int
    name: str
    children: tuple[Node, ...]


Node: TypeAlias = Leaf | Chance | Move


def nodes(root: Node) -> Iterator[Node]:
    yield root
    if not isinstance(root, Leaf):
        for child in root.children:
            yield from nodes(child)


def infosets(root: Node) -> dict[str, tuple[int, int]]:
    """Return owner and number of actions of each information set."""
    moves = (n for n in nodes(root) if isinstance(n, Move))
    return {n.name: (n.player, len(n.children)) for n in moves}


def n_players(root: Node) -> int:
    return next(len(n.payoffs) for n in nodes(root) if isinstance(n, Leaf))


def value(node: Node, behaviour: Behaviour) -> Payoffs:
    """Return expected payoffs."""
    if isinstance(node, Leaf):
        return node.payoffs
    odds = node.odds if isinstance(node, Chance) else behaviour[node.name]
    below = [value(child, behaviour) for child in node.children]
    return tuple(
        sum((p * v[i] for p, v in zip(odds, below, strict=True)), Fraction(0))
        for i in range(len(below[0]))
    )


def pure(n_actions: int, action: int) -> Payoffs:
    return tuple(Fraction(int(k == action)) for k in range(n_actions))


def pure_profiles(root: Node, player: int | None = None) -> Iterator[Behaviour]:
    """Yield each pure profile, or each pure strategy of one player."""
    sets = infosets(root)
    mine = {h: n for h, (owner, n) in sets.items() if player in (None, owner)}
    for actions in product(*(range(n) for n in mine.values())):
        yield {h: pure(n, a) for (h, n), a in zip(mine.items(), actions, strict=True)}


def n_profiles(root: Node) -> int:
    total = 1
    for _, n in infosets(root).values():
        total *= n
    return total


def best_reply_value(root: Node, behaviour: Behaviour, player: int) -> Fraction:
    replies = pure_profiles(root, player)
    return max(value(root, {**behaviour, **reply})[player] for reply in replies)


def subgames(root: Node) -> list[Node]:
    """Return each proper subgame: no information set reaches both inside and outside."""
    count = _name_counts(root)
    return [root] + [
        node
        for node in nodes(root)
        if node is not root
        and not isinstance(node, Leaf)
        and all(count[name] == n for name, n in _name_counts(node).items())
    ]


def _name_counts(root: Node) -> dict[str, int]:
    count: dict[str, int] = {}
    for node in nodes(root):
        if isinstance(node, Move):
            count[node.name] = count.get(node.name, 0) + 1
    return count


def regret(games: Iterable[Node], behaviour: Behaviour) -> Payoffs:
    """Return the most that each player can gain by another strategy in any of some games."""
    gains = []
    for game in games:
        now = value(game, behaviour)
        gains.append([best_reply_value(game, behaviour, i) - v for i, v in enumerate(now)])
    return tuple(max(column) for column in zip(*gains, strict=True))


def is_nash(root: Node, behaviour: Behaviour) -> bool:
    return not any(regret([root], behaviour))


def is_spe(root: Node, behaviour: Behaviour) -> bool:
    return not any(regret(subgames(root), behaviour))


def pure_nash(root: Node) -> set[Pure]:
    return {key(b) for b in pure_profiles(root) if is_nash(root, b)}


def pure_spe(root: Node) -> set[Pure]:
    return {key(b) for b in pure_profiles(root) if is_spe(root, b)}


def key(behaviour: Behaviour) -> Pure:
    """Return a pure profile as a set of (information set, action)."""
    return frozenset((h, p.index(1)) for h, p in behaviour.items())


def backward(node: Node) -> list[tuple[dict[str, int], Payoffs]]:
    """Return every pure subgame-perfect profile of a perfect-information game, with its value.

    Profiles of the children are combined in every way; then each best child is entered.
    """
    if isinstance(node, Leaf):
        return [({}, node.payoffs)]
    found = []
    for ways in product(*(backward(child) for child in node.children)):
        below = {h: a for actions, _ in ways for h, a in actions.items()}
        values = [v for _, v in ways]
        if isinstance(node, Chance):
            pairs = list(zip(node.odds, values, strict=True))
            mean = (sum((p * v[i] for p, v in pairs), Fraction(0)) for i in range(len(values[0])))
            found.append((below, tuple(mean)))
            continue
        best = max(v[node.player] for v in values)
        for action, v in enumerate(values):
            if v[node.player] == best:
                found.append(({**below, node.name: action}, v))
    return found


def as_game(root: Node, *, exact: bool = True) -> Game:
    """Return the same game as flat arrays; its moves are named as the information sets are."""
    sets = infosets(root)
    names, owners = list(sets), [owner for owner, _ in sets.values()]
    actions = [n for _, n in sets.values()]
    rows: list[tuple[int, int, int, int]] = []  # parent, rank, owner, information set
    odds: list[Payoffs] = []
    payoffs: dict[int, Payoffs] = {}

    def add(node: Node, parent: int, rank: int) -> None:
        me = len(rows)
        if isinstance(node, Leaf):
            rows.append((parent, rank, LEAF, -1))
            payoffs[me] = node.payoffs
            return
        if isinstance(node, Move):
            rows.append((parent, rank, node.player, names.index(node.name)))
        else:
            rows.append((parent, rank, CHANCE, len(names)))
            names.append(f"chance {len(names)}")
            owners.append(CHANCE)
            actions.append(len(node.children))
            odds.append(node.odds)
        for k, child in enumerate(node.children):
            add(child, me, k)

    add(root, -1, 0)
    parent, rank, owner, infoset = (np.array(c, dtype=np.int64) for c in zip(*rows, strict=True))
    slots = sum(actions)
    players = tuple(f"P{i}" for i in range(n_players(root)))
    labels = Labels(
        players,
        players,
        tuple(names),
        tuple(f"a{k}" for k in range(max(actions, default=0))),
        np.arange(len(names)),
        np.array([k for n in actions for k in range(n)], dtype=np.int64),
    )
    shape = np.array(owners, dtype=np.int64), np.array(actions, dtype=np.int64)
    built = build_tree(parent, rank, owner, infoset, *shape, labels)
    tree = built.tree
    u = np.array([payoffs[int(built.source[z])] for z in tree.leaf], dtype=object)
    chance = np.array([Fraction(0)] * slots, dtype=object)
    by_chance = np.flatnonzero(~tree.decision[tree.slot_infoset])
    chance[by_chance] = [p for row in odds for p in row]
    dtype = object if exact else np.float64
    return Game(tree, u.astype(dtype), chance.astype(dtype))


def behaviour_of(game: Game, slots: NumberArray) -> Behaviour:
    """Return a flat profile as odds by name of the information set; floats become fractions."""
    tree = game.tree
    return {
        tree.labels.move_of(h): tuple(Fraction(p) for p in slots[tree.slots_of(h)])
        for h in range(tree.n_infosets)
        if tree.decision[h]
    }


def slots_of(game: Game, behaviour: Behaviour) -> NumberArray:
    """Return a profile as one array over slots, chance's odds included."""
    tree = game.tree
    slots = game.chance.copy()
    for h in np.flatnonzero(tree.decision).tolist():
        slots[tree.slots_of(h)] = behaviour[tree.labels.move_of(h)]
    return slots
