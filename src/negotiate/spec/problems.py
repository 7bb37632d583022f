"""Collects what is wrong with a file, so that the reader hears all of it at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from negotiate.errors import Problem, nearest, nearest_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from negotiate.errors import Place

MAX_VALUE = 60
"""Characters of an offending text that are shown."""

MAX_PROBLEMS = 250
"""Problems after which reading stops: each may cost a search for the nearest word."""

MAX_CHOICES = 300
"""Words among which the nearest is sought."""

MAX_LISTED = 12
"""Words of a list that are shown."""


class TooManyProblems(Exception):  # noqa: N818 (a way out; the problems themselves are the error)
    """Reading stops here."""


class Problems:
    """The problems found so far; each is kept once, however often it is met."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def error(self, place: Place, rule: str, value: str = "", hint: str = "") -> None:
        """Note a rule that is broken.

        Raises
        ------
        TooManyProblems
            If this is one too many.
        """
        self._found[Problem(place, rule, cut(value), hint)] = None
        if len(self._found) >= MAX_PROBLEMS:
            raise TooManyProblems

    def warn(self, place: Place, rule: str, value: str = "", hint: str = "") -> None:
        """Note what is odd but playable."""
        self._found[Problem(place, rule, cut(value), hint, severity="warning")] = None

    @property
    def all(self) -> tuple[Problem, ...]:
        """Every problem, in the order in which it was met."""
        return tuple(self._found)

    @property
    def fatal(self) -> bool:
        """Whether any of them is an error."""
        return any(problem.severity == "error" for problem in self._found)


def cut(text: str) -> str:
    """Return `text` at a length that fits a line of a terminal."""
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"


def listed(words: Collection[str]) -> str:
    """Return words as a list, its end left out if it is long."""
    shown = ", ".join(islice(words, MAX_LISTED))
    return f"{shown}, ... ({len(words)} in all)" if len(words) > MAX_LISTED else shown


def near(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the known word nearest to `word`, or an empty string.

    The search is bounded: a file of a thousand unknown names among a thousand known ones must
    not take a million comparisons.
    """
    return nearest(word, islice(known, MAX_CHOICES)) if len(word) <= MAX_VALUE else ""


def meant(word: str, known: Iterable[str]) -> str:
    """Return the word that `near` asks for, or an empty string."""
    return nearest_word(word, islice(known, MAX_CHOICES)) if len(word) <= MAX_VALUE else ""


def suggest(word: str, known: Collection[str], lead: str = "there are") -> str:
    """Return a hint: the known word nearest to `word`, or, if none is near, which there are."""
    return near(word, known) or (f"{lead} {listed(known)}" if known else "there are none")
