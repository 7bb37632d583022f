"""What counts as an answer: one predicate a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from negotiate.concepts.protocol import ConceptModule

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
