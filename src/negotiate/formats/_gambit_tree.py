"""Between the content of an `.efg` file and our own games; without recursion, however deep."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiate.errors import GameFileError, NegotiateError, Place, Problem
from negotiate.formats._gambit_games import (
    NATURE,
    NULL,
    TERMINAL,
    ExtensiveFile,
    GambitNode,
    InformationSet,
    Outcome,
)
from negotiate.formats._gambit_names import Names, option_names, player_keys, shown
from negotiate.formats._gambit_text import too_long
from negotiate.spec.expression import Num
from negotiate.spec.model import Node, Origin, Player, Spec
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray

SPREAD = 1e-9
"""How far odds in floating point may be from 1 and still be meant to sum to 1."""


def to_spec(document: ExtensiveFile, file: str) -> Spec:
    """Return the game of a document; labels that cannot be names are kept in its origin.

    Raises
    ------
    GameFileError
        If nobody decides anything, or payoffs along a path are too long to add up.
    """
    keys = player_keys(document.players)
    names = zip(keys, document.players, strict=True)
    body = _body(document, keys, file)
    return Spec(
        title=shown(document.title),
        players=tuple(Player(key, shown(label) or key) for key, label in names),
        body=body,
        about=document.comment.strip(),
        file=file,
        warnings=_idle(document, keys, file),
        origin=Origin(document, body),
    )


def _idle(document: ExtensiveFile, keys: Sequence[str], file: str) -> tuple[Problem, ...]:
    """Return a warning for each player who never moves; refuse a game in which nobody does."""
    movers = {player for player, _ in document.information} - {NATURE}
    if not movers:
        rule = "in a game somebody decides; here only chance moves, or nobody"
        raise GameFileError(file, [Problem(document.nodes[0].place, rule)])
    return tuple(
        Problem(Place(), "this player never moves", key, severity="warning")
        for player, key in enumerate(keys, start=1)
        if player not in movers
    )


def kept_document(spec: Spec) -> ExtensiveFile | None:
    """Return the document that a game was read from, if the game is still the same."""
    origin = spec.origin
    if origin is None or origin.body is not spec.body:
        return None
    return origin.document if isinstance(origin.document, ExtensiveFile) else None


def _body(document: ExtensiveFile, keys: Sequence[str], file: str) -> Node:
    """Return the root, built from the last node back, so that children come before parents."""
    owners = {NATURE: None, **dict(enumerate(keys, start=1))}
    moves = _move_names(document, keys)
    options = {key: option_names(s.actions) for key, s in document.information.items()}
    odds = {key: tuple(map(Num, s.odds)) for key, s in document.information.items()}
    payoffs = _leaf_payoffs(document, file)
    done: list[Node] = []
    for node, move in zip(reversed(document.nodes), reversed(moves), strict=True):
        if node.player == TERMINAL:
            done.append(Node(payoffs=payoffs.pop(), place=node.place))
            continue
        key = node.player, node.information
        children = tuple((option, done.pop()) for option in options[key])
        owner = owners[node.player]
        done.append(Node(owner, move, children, odds[key], place=node.place))
    return done[0]


def _move_names(document: ExtensiveFile, keys: Sequence[str]) -> list[str]:
    """Name the decision at each node: by its information set, and chance's by the time as well.

    An event that chance meets twice on a path comes out twice, so it is two moves.
    """
    labels = _set_labels(document, keys)
    names, given = Names(["none"]), {}
    met: Counter[tuple[int, int]] = Counter()
    path: list[list[Any]] = []  # information set, and how many of its children are still to come
    found = []
    for node in document.nodes:
        while path and not path[-1][1]:
            met[path.pop()[0]] -= 1
        if path:
            path[-1][1] -= 1
        if node.player == TERMINAL:
            found.append("")
            continue
        key = node.player, node.information
        met[key] += 1
        path.append([key, len(document.information[key].actions)])
        which = key, met[key] if node.player == NATURE else 1
        if which not in given:
            given[which] = names.give(labels[key])
        found.append(given[which])
    return found


def _set_labels(document: ExtensiveFile, keys: Sequence[str]) -> dict[tuple[int, int], str]:
    """Return for each information set its label, or its player, or its player and number."""
    key = {NATURE: "chance", **dict(enumerate(keys, start=1))}
    sets = Counter(player for player, _ in document.information)
    return {
        (player, number): shown(described.label)
        or (key[player] if sets[player] == 1 else f"{key[player]}_{number}")
        for (player, number), described in document.information.items()
    }


def _leaf_payoffs(document: ExtensiveFile, file: str) -> list[tuple[Num, ...]]:
    """Return the payoffs of each terminal node in order: sums over the path to it."""
    zero = (Fraction(0),) * len(document.players)
    waiting, found = [zero], []
    # By identity, not value: a path without inner outcomes shares the one tuple of zeros.
    sums: dict[tuple[int, int], tuple[tuple[Fraction, ...], tuple[Num, ...]]] = {}
    for node in document.nodes:
        above = waiting.pop()
        if node.player == TERMINAL:
            key = id(above), node.outcome
            if key not in sums:
                total = _plus(above, node, document, file, nothing=zero)
                sums[key] = above, tuple(map(Num, total))
            found.append(sums[key][1])
        else:
            below = _plus(above, node, document, file, nothing=zero)
            waiting += [below] * len(document.information_of(node).actions)
    return found


def _plus(
    above: tuple[Fraction, ...],
    node: GambitNode,
    document: ExtensiveFile,
    file: str,
    nothing: tuple[Fraction, ...],
) -> tuple[Fraction, ...]:
    if node.outcome == NULL:
        return above
    payoffs = document.outcomes[node.outcome].payoffs
    if above is nothing:
        return payoffs
    total = tuple(a + b for a, b in zip(above, payoffs, strict=True))
    if any(map(too_long, total)):
        rule = "the payoffs on the way to a node are too large or too long to add up exactly"
        raise GameFileError(file, [Problem(node.place, rule)])
    return total


def from_game(game: Game, title: str, comment: str = "") -> ExtensiveFile:
    """Return the content of an `.efg` file for any game.

    Players are called by their full names where these differ; information sets, which Gambit
    wants distinct, by their decision and from the second on a number.

    Raises
    ------
    NegotiateError
        If a payoff is not a finite number, or odds do not sum to 1.
    """
    tree = game.tree
    information: dict[tuple[int, int], InformationSet] = {}
    identity: dict[int, tuple[int, int]] = {}
    names = [Names() for _ in range(tree.n_players + 1)]
    met = [0] * (tree.n_players + 1)
    outcomes: dict[int, Outcome] = {}
    nodes = []
    owners, rows, sets = tree.owner.tolist(), tree.leaf_row.tolist(), tree.infoset.tolist()
    for n in _prefix_order(tree):
        if owners[n] == LEAF:
            outcomes[len(outcomes) + 1] = Outcome("", exact(game.u[rows[n]]))
            nodes.append(GambitNode("", TERMINAL, 0, len(outcomes)))
            continue
        h, player = sets[n], NATURE if owners[n] == CHANCE else owners[n] + 1
        if h not in identity:
            met[player] += 1
            number = met[player]
            identity[h] = player, number
            label = names[player].give(tree.labels.move_of(h))
            slots = tree.slots_of(h)
            actions = tuple(map(tree.labels.action_of, range(slots.start, slots.stop)))
            odds = _odds(game.chance[slots]) if player == NATURE else ()
            information[player, number] = InformationSet(label, actions, odds)
        nodes.append(GambitNode("", *identity[h], NULL))
    players = distinct(tree.labels.player_names, tree.labels.players)
    return ExtensiveFile(title, comment, players, tuple(nodes), information, outcomes)


def _prefix_order(tree: Tree) -> Iterable[int]:
    first, count = tree.first_child.tolist(), tree.n_children.tolist()
    waiting = [0]
    while waiting:
        n = waiting.pop()
        yield n
        waiting.extend(range(first[n] + count[n] - 1, first[n] - 1, -1))


def distinct(names: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
    """Return the names if they tell the players apart, else the keys."""
    return tuple(names) if all(names) and len(set(names)) == len(names) else tuple(keys)


def exact(numbers: NumberArray) -> tuple[Fraction, ...]:
    """Return numbers as fractions; a float as the shortest decimal that stands for it.

    Raises
    ------
    NegotiateError
        If one of them is not a finite number.
    """
    found = []
    for x in numbers.tolist():
        if isinstance(x, float) and not math.isfinite(x):
            raise NegotiateError(f"a payoff is {x}, which cannot be written as a number")
        found.append(Fraction(repr(x)) if isinstance(x, float) else Fraction(x))
    return tuple(found)


def _odds(numbers: NumberArray) -> tuple[Fraction, ...]:
    """Return odds that sum to exactly 1: the likeliest takes up what floats have lost."""
    odds = list(exact(numbers))
    lost = 1 - sum(odds, start=Fraction(0))
    if abs(lost) > SPREAD:
        raise NegotiateError(f"odds sum to {float(1 - lost)}, not to 1")
    likeliest = odds.index(max(odds))
    odds[likeliest] += lost
    return tuple(odds)
