"""A game from nested Python data, for library users and tests: no file needed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from negotiate.errors import UsageError
from negotiate.game.model import Model
from negotiate.game.parametric import rational
from negotiate.spec.expression import Num
from negotiate.spec.model import Node, Player, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.game import Game

CHANCE_KEY = "chance"


def game_from_tree(
    players: Sequence[str] | Mapping[str, str], tree: Any, *, exact: bool = False, title: str = ""
) -> Game:
    """Return the game of a nested tree.

    Parameters
    ----------
    players : sequence of str, or mapping of key to full name
    tree : nested mappings and sequences
        A leaf is a sequence of payoffs in the order of players. A decision is
        ``{player: {option: subtree, ...}}``, with ``"information": name`` beside it where nodes
        of the same name cannot be told apart. Chance is
        ``{"chance": {option: subtree, ...}, "odds": {option: number, ...}}``.
    exact : bool
        In fractions instead of floats; a float stands for the decimal that it is written as.
    title : str

    Raises
    ------
    UsageError
        If the data is not a tree.
    GameFileError
        If it is not a game: odds that do not sum to 1.
    """
    named = players if hasattr(players, "items") else {key: key for key in players}
    seats = tuple(Player(key, name) for key, name in named.items())
    spec = Spec(title, seats, _node(tree, tuple(named)))
    return Model(spec).game(exact=exact)


def _node(tree: Any, players: tuple[str, ...]) -> Node:
    """Return the tree as nodes, from its leaves upwards, so that depth is no limit."""
    parts, parent, taken = [tree], [-1], [""]
    for i, part in enumerate(parts):  # grows on the way
        if hasattr(part, "items"):
            for option, child in part[_mover(part, players)].items():
                parts.append(child)
                parent.append(i)
                taken.append(option)
    moved: Counter[str] = Counter()
    names = [_name(part, players, moved) for part in parts]
    children: list[list[tuple[str, Node]]] = [[] for _ in parts]
    built = Node()
    for i in range(len(parts) - 1, -1, -1):
        built = _one(parts[i], names[i], tuple(reversed(children[i])), players)
        if i:
            children[parent[i]].append((taken[i], built))
    return built


def _mover(part: Mapping[str, Any], players: tuple[str, ...]) -> str:
    found = [key for key in part if key in (*players, CHANCE_KEY)]
    if len(found) != 1:
        raise UsageError(f"a node names the one who moves, {', '.join(players)}: {list(part)}")
    return found[0]


def _name(part: Any, players: tuple[str, ...], moved: Counter[str]) -> str:
    """Name a decision after its player, by number from the second on, unless it has a name."""
    if not hasattr(part, "items"):
        return ""
    if "information" in part:
        return str(part["information"])
    mover = _mover(part, players)
    moved[mover] += 1
    return mover if moved[mover] == 1 else f"{mover}_{moved[mover]}"


def _one(
    part: Any, name: str, children: tuple[tuple[str, Node], ...], players: tuple[str, ...]
) -> Node:
    if not hasattr(part, "items"):
        if len(part) != len(players):
            raise UsageError(f"a leaf has one payoff for each of {', '.join(players)}: {part}")
        return Node(payoffs=tuple(Num(rational(x)) for x in part))
    mover = _mover(part, players)
    odds = part.get("odds", {})
    values = tuple(Num(rational(odds[option])) for option, _ in children) if odds else ()
    return Node(None if mover == CHANCE_KEY else mover, name, children, values)
