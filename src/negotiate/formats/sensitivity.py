"""Sensitivity as one JSON object: what ``negotiate sensitivity --json`` prints.

The keys are those of `docs/reference/json-sensitivity.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.formats.answers import plain

if TYPE_CHECKING:
    from negotiate.results.sensitivity import Sensitivity

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""

KIND: Final = "sensitivity"


def to_dict(answer: Sensitivity) -> dict[str, Any]:
    """Return the answer as plain data that any strict JSON writer takes."""
    return {"format": FORMAT, "kind": KIND, **plain(answer)}
