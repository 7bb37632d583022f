"""Thresholds as one JSON object: what ``negotiate thresholds --json`` prints.

The keys are those of `docs/reference/json.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.formats.answers import plain
from negotiate.results.thresholds import Thresholds

if TYPE_CHECKING:
    from negotiate.results.thresholds import WhatItTakes

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def to_dict(answer: Thresholds | WhatItTakes) -> dict[str, Any]:
    """Return the answer as plain data that any strict JSON writer takes."""
    kind = "thresholds" if isinstance(answer, Thresholds) else "what it takes"
    return {"format": FORMAT, "kind": kind, **plain(answer)}
