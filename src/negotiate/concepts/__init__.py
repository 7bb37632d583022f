"""What counts as an answer: one predicate a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from negotiate.concepts.protocol import ConceptModule
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer

_NOT_A_CONCEPT = "protocol"


@cache
def concepts() -> tuple[str, ...]:
    """Return the names of the concepts, one a file of this folder, in alphabetical order."""
    names = (m.name for m in iter_modules(__path__) if not m.ispkg)
    return tuple(sorted(n for n in names if n[0] != "_" and n != _NOT_A_CONCEPT))


def concept(name: str) -> ConceptModule:
    """Return the module that says what counts as an answer.

    Raises
    ------
    UsageError
        If there is no concept of that name.
    """
    if name not in concepts():
        known = nearest(name, concepts()) or f"there are {', '.join(concepts())}"
        raise UsageError(f"no concept is called '{name}'; {known}")
    return cast("ConceptModule", import_module(f"{__name__}.{name}"))


def brute_force(game: Game, name: str, cap: int = 1000) -> Answer:
    """Return the pure profiles that a concept accepts, by trying all of them.

    Parameters
    ----------
    game : Game
    name : str
        A concept, with or without a method of its own.
    cap : int
        Longest list.

    Raises
    ------
    UsageError
        If there is no concept of that name.
    NoAnswerError
        If the game has too many pure profiles.
    """
    from negotiate.concepts import _brute  # noqa: PLC0415 (numpy, which names do not need)

    return _brute.brute_force(game, concept(name), cap)
