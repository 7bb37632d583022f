"""What can be asked: concepts, the methods that serve them, and which take a given game."""

from __future__ import annotations

from negotiate.record import dataclass


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
