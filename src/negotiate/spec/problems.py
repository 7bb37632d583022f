"""Collects what is wrong with a file, so that the reader hears all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.errors import Problem

if TYPE_CHECKING:
    from negotiate.errors import Place

MAX_VALUE = 60
"""Characters of an offending text that are shown."""


class Problems:
    """The problems found so far; each is kept once, however often it is met."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def error(self, place: Place, rule: str, value: str = "", hint: str = "") -> None:
        """Note a rule that is broken."""
        self._found[Problem(place, rule, cut(value), hint)] = None

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
