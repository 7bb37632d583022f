"""What can be asked: concepts, the methods that serve them, which take a given game; and games."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.results.report import GameInfo


@dataclass(frozen=True, slots=True)
class MethodEntry:
    """One way to find equilibria of a concept.

    Attributes
    ----------
    name, about, source : str
    refusal : str or None
        Why it does not take the game; empty if it does, None if there is no game in question.
    """

    name: str
    about: str
    source: str
    refusal: str | None = None

    @property
    def takes_it(self) -> bool:
        """Whether there is a game, and this method takes it."""
        return self.refusal == ""


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One solution concept.

    Attributes
    ----------
    name, about, source : str
    methods : tuple of MethodEntry
        In the order in which they are tried. Empty where answers are only judged, not found.
    """

    name: str
    about: str
    source: str
    methods: tuple[MethodEntry, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every concept: what ``negotiate concepts`` prints.

    Attributes
    ----------
    game : GameInfo or None
        The game in question, if there is one.
    concepts : tuple of ConceptEntry
        In alphabetical order.
    version : str
    """

    game: GameInfo | None
    concepts: tuple[ConceptEntry, ...]
    version: str = ""


@dataclass(frozen=True, slots=True)
class ShippedGame:
    """A game that every command takes by its name."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Library:
    """The games that ship with the package: what ``negotiate games`` prints."""

    games: tuple[ShippedGame, ...]
    version: str = ""
