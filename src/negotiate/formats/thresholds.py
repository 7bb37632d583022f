"""Thresholds as one JSON object: what ``negotiate thresholds --json`` prints.

The keys are those of `docs/reference/json.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from negotiate.errors import UsageError
from negotiate.formats._records import Readers, number, record
from negotiate.formats.answers import plain
from negotiate.results.report import GameInfo
from negotiate.results.thresholds import (
    Condition,
    Nearest,
    Point,
    Shift,
    Stretch,
    Threshold,
    Thresholds,
    Tie,
    Turn,
    WhatItTakes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.results.report import Number

_T = TypeVar("_T")

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""

KINDS: Final[dict[str, type[Thresholds | WhatItTakes]]] = {
    "thresholds": Thresholds,
    "what it takes": WhatItTakes,
}


def to_dict(answer: Thresholds | WhatItTakes) -> dict[str, Any]:
    """Return the answer as plain data that any strict JSON writer takes."""
    kind = next(name for name, made in KINDS.items() if isinstance(answer, made))
    return {"format": FORMAT, "kind": kind, **plain(answer)}


def from_dict(data: Mapping[str, Any]) -> Thresholds | WhatItTakes:
    """Return the answer that `to_dict` wrote; keys that are not known are passed over.

    Raises
    ------
    UsageError
        If `data` is no such answer, or one of another format.
    """
    kind = KINDS.get(str(data.get("kind"))) if isinstance(data, dict) else None
    if kind is None:
        raise UsageError(f'these are no thresholds: the "kind" is not {" or ".join(KINDS)}')
    if data.get("format") != FORMAT:
        raise UsageError(f"this answer is of format {data.get('format')}; read here is {FORMAT}")
    try:
        return record(kind, data, _READ)
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"this answer is damaged: {error}") from error


def _one(kind: type[_T]) -> Callable[[Any], _T]:
    return lambda item: record(kind, item, _READ)


def _maybe(kind: type[_T]) -> Callable[[Any], _T | None]:
    return lambda item: None if item is None else record(kind, item, _READ)


def _each(kind: type[_T]) -> Callable[[Any], tuple[_T, ...]]:
    return lambda items: tuple(record(kind, item, _READ) for item in items)


def _numbers(value: Mapping[str, Any]) -> dict[str, Number]:
    return {name: number(item) for name, item in value.items()}


def _path(value: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {move: tuple(options) for move, options in value.items()}


_SPAN: Final = {"now": number, "low": number, "high": number}
_BETWEEN: Final = {"low": _one(Point), "high": _one(Point)}
_READ: Final[Readers] = {
    GameInfo: {"parameters": _numbers, "scenarios": tuple},
    Point: {"value": number, "polynomial": tuple, "low": number, "high": number},
    Turn: dict.fromkeys(("before", "at", "after"), tuple),
    Shift: dict.fromkeys(("before", "after"), tuple),
    Threshold: {
        "at": _one(Point),
        "shifts": _each(Shift),
        "turns": _each(Turn),
        "condition": _maybe(Condition),
    },
    Stretch: {**_BETWEEN, "path": _path},
    Tie: {**_BETWEEN, "options": tuple},
    Thresholds: {
        **_SPAN,
        "game": _one(GameInfo),
        "thresholds": _each(Threshold),
        "stretches": _each(Stretch),
        "ties": _each(Tie),
        "notes": tuple,
    },
    Nearest: {**_SPAN, "below": _maybe(Threshold), "above": _maybe(Threshold)},
    WhatItTakes: {
        "game": _one(GameInfo),
        "path": _path,
        "rows": _each(Nearest),
        "notes": tuple,
    },
}
