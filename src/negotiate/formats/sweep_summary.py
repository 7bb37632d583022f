"""The summary of a sweep as one JSON object: what ``negotiate sweep --json`` prints.

The keys are those of `docs/reference/json-sweep.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.formats.answers import plain

if TYPE_CHECKING:
    from negotiate.results.sweep import Sweep

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def to_dict(answer: Sweep) -> dict[str, Any]:
    """Return the summary as plain data that any strict JSON writer takes."""
    return {"format": FORMAT, "kind": "sweep", **plain(answer)}
