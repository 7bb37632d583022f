"""Random records of `negotiate.results`, made from the annotations of their fields alone."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from negotiate.errors import Place
from negotiate.results import Coverage, GameInfo, Recommendation

if TYPE_CHECKING:
    from random import Random

Number = float | Fraction
NAMES = {
    "Coverage": Coverage,
    "GameInfo": GameInfo,
    "History": Mapping[str, str],
    "Mapping": Mapping,
    "Number": Number,
    "Odds": Mapping[str, Number],
    "Options": tuple[str, ...],
    "Place": Place,
    "Recommendation": Recommendation,
    "Sequence": Sequence,
}
"""What annotations mean that name what is imported for type checkers alone."""

TEXTS = (
    "",
    "none",
    "a b",
    'quo"ted \\',
    "Łódź ☮ \U0001f54a",
    "7/3",
    "line\nline",
    "\x1b[1m",
    "true",
)
FLOATS = (0.0, -0.0, 0.1, 1 / 3, -2.5, 1e308, 5e-324, 1e16 + 2, math.inf, -math.inf, math.nan)
WHOLE = (0, 1, -1, 7, 2**53 + 1, -(10**30))
FRACTIONS = (Fraction(7, 3), Fraction(-1, 10**30), Fraction(5), Fraction(0))


def made(kind: Any, rng: Random, least: int = 0) -> Any:
    """Return some value of a type, with this many to two entries in each list and mapping."""
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer in {types.UnionType, typing.Union}:
        return made(rng.choice(inner), rng, least)
    if outer is Literal:
        return rng.choice(inner)
    if outer is tuple and inner[-1] is not Ellipsis:
        return tuple(made(each, rng, least) for each in inner)
    if outer in {tuple, Sequence}:
        return tuple(made(inner[0], rng, least) for _ in range(rng.randint(least, 2)))
    if outer is Mapping:
        names = rng.sample(TEXTS, rng.randint(least, 2))
        return {name: made(inner[1], rng, least) for name in names}
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind, localns=NAMES)
        values = {field.name: made(hints[field.name], rng, least) for field in fields(kind)}
        return typing.cast("type", kind)(**values)
    if issubclass(kind, Enum):
        return rng.choice(list(kind))
    return rng.choice(VALUES[kind])


VALUES: dict[type, Sequence[Any]] = {
    bool: (True, False),
    float: FLOATS,
    Fraction: FRACTIONS,
    int: WHOLE,
    str: TEXTS,
    types.NoneType: (None,),
}


def exactly(value: Any) -> Any:
    """Return what is the same only of values that are: 1 is not 1.0, nor is -0.0 the same as 0.0.

    Mappings in order; a record as its class and its fields.
    """
    if is_dataclass(value):
        return type(value), [exactly(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return [(name, exactly(part)) for name, part in value.items()]
    if isinstance(value, tuple):
        return [exactly(part) for part in value]
    return type(value), repr(value)
