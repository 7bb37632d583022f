"""Frozen records as plain data, and read back by the types of their fields.

What is written of a value is told by the value; what may be read is told by the annotation of the
field that it is for, so that a record is both written and read as soon as it has its fields.
"""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from itertools import repeat
from typing import Any, Final, Literal, TypeAlias

from negotiate.errors import NoAnswerError, Place, nearest, nearest_word, printable
from negotiate.results.decisions import Decisions
from negotiate.results.mediation import Recommendation
from negotiate.results.report import Change, GameInfo, Number, Play, ScenarioReport
from negotiate.results.solution import Coverage

UNWRITTEN: Final = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
"""What JSON has no number for; the one nan object of `math` stands for all: answers compare."""

KEYS: Final[Mapping[tuple[type, str], str]] = {
    (ScenarioReport, "plays"): "equilibria",
    (Play, "decisions"): "strategy",
    (Play, "proof"): "certificate",
    (Change, "from_scenario"): "from",
    (Change, "to_scenario"): "to",
}
"""The words of the file format where they differ from the names in the code."""

DIGITS: Final = 4300
"""Of the longest whole number that Python writes and reads, unless it is told otherwise."""

BEYOND: Final = 10**DIGITS

FRACTION: Final = re.compile(rf"-?\d{{1,{DIGITS}}}(/\d{{1,{DIGITS}}})?", re.ASCII)
"""No exponent, which could stand for gigabytes of digits."""

SHOWN: Final = 40
"""Characters of a value that does not fit which its refusal repeats."""

Read: TypeAlias = Callable[[Any], Any]

_IMPORTED_TO_CHECK: Final[dict[str, Any]] = {
    "Mapping": Mapping,
    "Sequence": Sequence,
    "Number": Number,
    "Odds": Mapping[str, Number],
    "History": Mapping[str, str],
    "Options": tuple[str, ...],
    "Coverage": Coverage,
    "GameInfo": GameInfo,
    "Place": Place,
    "Recommendation": Recommendation,
}
"""Names in annotations that `results` imports for type checkers alone, or has as a text."""

_SCALARS: Final = (bool, int, float, Fraction, str)
_CALLED: Final[dict[frozenset[type], str]] = {
    frozenset({bool}): "true or false",
    frozenset({int}): "a whole number",
    frozenset({float}): "a number",
    frozenset({float, Fraction}): 'a number, nor a fraction such as "7/3"',
    frozenset({str}): "a text",
}


class UnfitError(ValueError):
    """A value that cannot stand where it does; its text is the way there, and the rule."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule, self.way = rule, ""

    def under(self, step: str) -> UnfitError:
        """Return the same, one step further out."""
        joint = "" if not self.way or self.way.startswith("[") else "."
        self.way = f"{printable(step[:SHOWN])}{joint}{self.way}"
        return self

    def __str__(self) -> str:
        return f"{self.way}: {self.rule}" if self.way else self.rule


def plain(value: Any) -> Any:
    """Return frozen results as dictionaries, lists, strings and finite numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return {
            KEYS.get((kind, field.name), field.name): plain(getattr(value, field.name))
            for field in fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "keys"):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | Decisions):
        return [plain(item) for item in value]
    return _written(value.item() if hasattr(value, "item") else value)


def _written(value: Any) -> Any:
    """Write a number that JSON has no word for as a string."""
    if isinstance(value, Fraction):
        return _digits(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _digits(value: Fraction) -> str:
    try:
        return str(value)
    except ValueError as error:
        raise NoAnswerError(
            f"an exact number of this answer has more digits than are written, {DIGITS:,}",
            "without --exact it is a decimal",
        ) from error


def read(kind: Any, value: Any) -> Any:
    """Return what `plain` has written of a value of some type.

    Keys that are not known are passed over, and fields with a default may be missing.

    Parameters
    ----------
    kind : type
        A record, or anything that a field of one is annotated with.
    value : plain data

    Raises
    ------
    UnfitError
        With the first value that does not fit.
    """
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Read:
    """Return what reads values of a type."""
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer in {types.UnionType, typing.Union}:
        return _union(inner)
    if outer is Literal:
        return partial(_word, {word: word for word in inner})
    if outer is tuple and inner[-1:] != (Ellipsis,):
        return partial(_row, tuple(map(_reader, inner)))
    if outer in {tuple, Sequence}:
        return partial(_list, _reader(inner[0]))
    if outer is Mapping:
        return partial(_object, _reader(inner[1]))
    if is_dataclass(kind):
        return partial(_record, kind, _fields(kind))
    if kind in _SCALARS:
        return partial(_scalar, frozenset({kind}))
    return partial(_word, {each.value: each for each in kind})


def _union(kinds: tuple[Any, ...]) -> Read:
    """Return what reads one of several types, of which one at most is no scalar."""
    scalars = frozenset(kind for kind in kinds if kind in _SCALARS)
    others = [_reader(k) for k in kinds if k is not types.NoneType and k not in _SCALARS]
    optional = types.NoneType in kinds

    def either(value: Any) -> Any:
        if value is None and optional:
            return None
        if others and (isinstance(value, dict | list) or not scalars):
            return others[0](value)
        return _scalar(scalars, value)

    return either


def _fields(kind: Any) -> list[tuple[str, str, Read, bool]]:
    """Return of each field its name, its key, what reads it, and whether it must be there."""
    hints = typing.get_type_hints(kind, localns=_IMPORTED_TO_CHECK)
    return [
        (
            field.name,
            KEYS.get((kind, field.name), field.name),
            _reader(hints[field.name]),
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(kind)
    ]


def _record(kind: Any, known: list[tuple[str, str, Read, bool]], value: Any) -> Any:
    given = _mapping(value)
    found: dict[str, Any] = {}
    for name, key, reader, needed in known:
        if key in given:
            try:
                found[name] = reader(given[key])
            except UnfitError as error:
                raise error.under(key) from None
        elif needed:
            near = nearest_word(key, given.keys() - {each[1] for each in known})
            raise UnfitError(f'"{key}" is missing{f", and there is {quoted(near)}" * bool(near)}')
    return kind(**found)


def _object(reader: Read, value: Any) -> dict[str, Any]:
    found = {}
    for key, item in _mapping(value).items():
        try:
            found[key] = reader(item)
        except UnfitError as error:
            raise error.under(key) from None
    return found


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnfitError(f"{quoted(value)} is not an object")
    for key in value:
        if not isinstance(key, str):
            raise UnfitError(f"the key {quoted(key)} is not a text")
    return value


def _list(reader: Read, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise UnfitError(f"{quoted(value)} is not a list")
    return _items(repeat(reader), value)


def _row(readers: tuple[Read, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) != len(readers):
        raise UnfitError(f"{quoted(value)} is not a list of {len(readers)}")
    return _items(readers, value)


def _items(readers: Iterable[Read], value: list[Any]) -> tuple[Any, ...]:
    found: list[Any] = []
    try:
        for reader, item in zip(readers, value, strict=False):  # one reader may serve all
            found.append(reader(item))
    except UnfitError as error:
        raise error.under(f"[{len(found)}]") from None
    return tuple(found)


def _word(known: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, str) and value in known:
        return known[value]
    hint = nearest(value, known) if isinstance(value, str) else ""
    choices = ", ".join(quoted(word) for word in known)
    raise UnfitError(f"{quoted(value)} is none of {choices}{f'; {hint}' * bool(hint)}")


def _scalar(kinds: frozenset[type], value: Any) -> Any:
    """Return a value of one of some types; a whole number may stand for any number."""
    if type(value) in {bool, int} and type(value) in kinds and abs(value) < BEYOND:
        return value
    if isinstance(value, str):
        if float in kinds and value in UNWRITTEN:
            return UNWRITTEN[value]
        if Fraction in kinds and FRACTION.fullmatch(value):
            return _fraction(value)
        if str in kinds:
            return value
    elif float in kinds and _is_finite(value):
        return value
    called = _CALLED.get(kinds, "a value of the kind that stands here")
    raise UnfitError(f"{quoted(value)} is not {called}")


def _fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    try:
        return Fraction(int(top), int(bottom or 1))
    except ZeroDivisionError:
        raise UnfitError(f"{quoted(text)} has the denominator 0") from None
    except ValueError as error:  # of `int`, which was told to read fewer digits
        raise UnfitError(f"{quoted(text)} is too long for this Python") from error


def _is_finite(value: Any) -> bool:
    """Tell whether this is a number, and no larger than floats are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def quoted(value: Any) -> str:
    """Return a value as a refusal repeats it: what is long or deep is named, not shown."""
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN:
        return "a number that long"
    text = ascii(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
