"""What the readers of the parts of a file share."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from negotiate.errors import nearest
from negotiate.record import dataclass
from negotiate.spec.document import Mapping
from negotiate.spec.expression import NONE
from negotiate.spec.fields import choice, word, words
from negotiate.spec.names import WORD, Resolver, Scope, View
from negotiate.spec.problems import Problems, listed, meant, suggest

if TYPE_CHECKING:
    from collections.abc import Collection

    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.expression import Expr
    from negotiate.spec.formula import Line
    from negotiate.spec.model import Parameter, Player

CHANCE = "chance"
"""Stands in the file where a player's key would, for a move of nature."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One file on the desk: its names, its players, and what is wrong with it."""

    problems: Problems = field(default_factory=Problems)
    scope: Scope = field(default_factory=Scope)
    players: dict[str, Player] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    owners: dict[str, str | None] = field(default_factory=dict)
    """Who makes each move; None for chance."""

    def number(self, line: Line | None, view: View) -> Expr | None:
        """Return the expression of a number, None if there is none."""
        if line is None:
            return None
        return Resolver(self.scope, view, self.problems).number(line.tree, line.source)

    def condition(self, line: Line | None, view: View) -> Expr | None:
        """Return the expression of a condition, None if there is none."""
        if line is None:
            return None
        return Resolver(self.scope, view, self.problems).condition(line.tree, line.source)

    def player_list(self, node: Node | None, what: str) -> list[str]:
        """Return the keys of the players that a word or a list of words names."""
        found = words(node, what, self.problems) if node is not None else {}
        return [
            key
            for key, item in found.items()
            if choice(key, item.place, "player", self.players, self.problems)
        ]

    def mover(self, node: Node, known: Collection[str], what: str) -> tuple[str, str, Place] | None:
        """Return who an entry such as ``{US: aid, will: hold}`` is about, the move and its place.

        The key that is not among `known` is the player's.
        """
        if not isinstance(node, Mapping):
            self.problems.error(node.place, f"{what} begins with `PLAYER: move`")
            return None
        others = [key for key in node.items if key not in known]
        key = next((k for k in others if k in self.players or k == CHANCE), None)
        for other in others:
            if other != key and (key or len(others) > 1):
                hint = suggest(other, known, "keys: PLAYER,")
                self.problems.error(node.places[other], f"{what} has no such key", other, hint)
        if key is None and len(others) == 1:
            other = others[0]
            hint = nearest(other, known) or suggest(other, self.players, "players:")
            self.problems.error(node.places[other], "there is no such player", other, hint)
            # Read on as it was meant: one mistake is told once.
            right = "" if nearest(other, known) else meant(other, self.players)
            return self._moved(node, other, right) if right else None
        if key is None:
            hint = f"players: {listed(self.players)}"
            self.problems.error(node.place, f"{what} begins with `PLAYER: move`", hint=hint)
        if key is None:
            return None
        return self._moved(node, key, key)

    def _moved(self, node: Mapping, written: str, key: str) -> tuple[str, str, Place] | None:
        """Return what `mover` does, of an entry under whose key stands who moves what."""
        name = word(node.items[written], "the name of a move", self.problems)
        return (key, name, node.items[written].place) if name else None

    def option_word(self, name: str, place: Place) -> bool:
        """Whether a word may name an option; noted if not."""
        if name == NONE:
            rule = "`none` is the value of a move that is not reached, and cannot be an option"
            self.problems.error(place, rule)
            return False
        if not WORD.fullmatch(name):
            rule = "the name of an option is a word of letters, digits, _ and -"
            self.problems.error(place, rule, name)
            return False
        return True
