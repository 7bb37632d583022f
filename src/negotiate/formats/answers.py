"""The answer as one JSON object: what ``--json`` prints, and how it is read back.

The keys are those of `docs/reference/json.md`. Numbers are JSON numbers; an exact fraction is a
string such as ``"7/3"``, and what JSON has no number for is ``"inf"``, ``"-inf"`` or ``"nan"``.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeVar

from negotiate.errors import UsageError
from negotiate.formats._records import UNWRITTEN, Readers, number, record
from negotiate.results.decisions import Decisions
from negotiate.results.mediation import Recommendation, Told
from negotiate.results.report import (
    Change,
    Comparison,
    Credibility,
    Decision,
    GameInfo,
    Part,
    Play,
    Proof,
    Refinement,
    Robustness,
    ScenarioReport,
    Verdict,
    Welfare,
)
from negotiate.results.solution import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.results.report import Number

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""

KIND: Final = "comparison"

_T = TypeVar("_T")

# The words of the file format where they differ from the names in the code.
_KEY: Final[dict[tuple[type, str], str]] = {
    (ScenarioReport, "plays"): "equilibria",
    (Play, "decisions"): "strategy",
    (Play, "proof"): "certificate",
    (Change, "from_scenario"): "from",
    (Change, "to_scenario"): "to",
}


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """Return the answer as plain data that any strict JSON writer takes.

    Examples
    --------
    >>> from negotiate.formats.answers import from_dict, to_dict
    >>> from negotiate.results import Comparison, GameInfo
    >>> info = GameInfo("Chicken", "", "chicken.yaml", "", {"A": "Ann"}, {}, 3, 2, 1, True)
    >>> answer = Comparison(info, "spe", ())
    >>> to_dict(answer)["game"]["title"]
    'Chicken'
    >>> from_dict(to_dict(answer)) == answer
    True
    """
    return {"format": FORMAT, "kind": KIND, **plain(comparison)}


def from_dict(data: Mapping[str, Any]) -> Comparison:
    """Return the answer that `to_dict` wrote.

    Keys that this version does not know are passed over, so that an answer of a newer version
    of the same format can be read.

    Raises
    ------
    UsageError
        If `data` is no answer, or one of another format.
    """
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise UsageError('this is no answer: its "kind" is not "comparison"')
    if data.get("format") != FORMAT:
        raise UsageError(f"this answer is of format {data.get('format')}; read here is {FORMAT}")
    try:
        return _record(Comparison, data)
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"this answer is damaged: {error}") from error


def dumps(data: Mapping[str, Any]) -> str:
    """Return strict JSON, indented, in ASCII so that every terminal and locale can carry it."""
    return json.dumps(data, indent=2, allow_nan=False)


def plain(value: Any) -> Any:
    """Return frozen results as dictionaries, lists, strings and finite numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return {
            _KEY.get((kind, field.name), field.name): plain(getattr(value, field.name))
            for field in fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "keys"):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | Decisions):
        return [plain(item) for item in value]
    return _scalar(value.item() if hasattr(value, "item") else value)


def _scalar(value: Any) -> Any:
    """Write a number that JSON has no word for as a string."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _odds(value: Mapping[str, Any]) -> dict[str, Number]:
    return {name: number(item) for name, item in value.items()}


def _table(value: Mapping[str, Any]) -> dict[str, dict[str, Number]]:
    return {name: _odds(item) for name, item in value.items()}


def _quantities(value: Mapping[str, Any]) -> dict[str, Number | Mapping[str, Number]]:
    return {n: _odds(q) if isinstance(q, dict) else number(q) for n, q in value.items()}


def _trembles(value: Mapping[str, Any]) -> dict[str, tuple[Number, int]]:
    return {name: (number(weight), order) for name, (weight, order) in value.items()}


def _stats(value: Mapping[str, Any]) -> dict[str, Any]:
    return {n: UNWRITTEN.get(v, v) if isinstance(v, str) else v for n, v in value.items()}


def _each(kind: type[_T]) -> Callable[[Any], tuple[_T, ...]]:
    return lambda items: tuple(_record(kind, item) for item in items)


def _one(kind: type[_T]) -> Callable[[Any], _T]:
    return lambda item: _record(kind, item)


# Fields that are neither text, count nor truth value, and how each is read.
_READ: Final[Readers] = {
    GameInfo: {"parameters": _odds, "scenarios": tuple},
    Decision: {
        "plays": _odds,
        "reach": number,
        "value": _odds,
        "margin": number,
        "beliefs": _odds,
        "trembles": _trembles,
    },
    Proof: {"max_regret": number},
    Verdict: {"gain": number},
    Refinement: {},
    Told: {},
    Recommendation: {"odds": number, "told": _each(Told)},
    Play: {
        "payoffs": _odds,
        "path": _table,
        "quantities": _quantities,
        "criteria": _odds,
        "decisions": _each(Decision),
        "proof": _one(Proof),
        "terms": _table,
        "conditions": tuple,
        "verdict": lambda item: None if item is None else _record(Verdict, item),
        "refinements": _each(Refinement),
        "recommendations": _each(Recommendation),
    },
    ScenarioReport: {"coverage": Coverage, "plays": _each(Play), "stats": _stats, "notes": tuple},
    Change: {"gain": number},
    Credibility: {"value": number, "threshold": number, "margin": number},
    Welfare: {"change": _odds},
    Part: {"share": number},
    Robustness: {
        "share": number,
        "low": number,
        "high": number,
        "undecided": number,
        "parts": _each(Part),
    },
    Comparison: {
        "game": _one(GameInfo),
        "scenarios": _each(ScenarioReport),
        "changes": _each(Change),
        "credibility": _each(Credibility),
        "welfare": _each(Welfare),
        "robustness": _each(Robustness),
    },
}


def _record(kind: type[_T], data: Mapping[str, Any]) -> _T:
    return record(kind, data, _READ, _KEY)
