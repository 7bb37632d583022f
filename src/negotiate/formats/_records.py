"""Frozen records read back from the plain data that they were written as."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from negotiate.results.report import Number

_T = TypeVar("_T")

Readers: TypeAlias = Mapping[type, Mapping[str, Callable[[Any], Any]]]
"""By kind of record, how each field is read that is neither text, count nor truth value."""

UNWRITTEN: Final = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
"""What JSON has no number for."""


def record(
    kind: type[_T],
    data: Mapping[str, Any],
    readers: Readers,
    names: Mapping[tuple[type, str], str] | None = None,
) -> _T:
    """Return one frozen record; keys that are not known are passed over.

    Parameters
    ----------
    kind : data class
    data : mapping
    readers : mapping of data class to mapping of field to callable
    names : mapping of (data class, field) to key, optional
        Where the key differs from the name of the field.

    Raises
    ------
    ValueError
        If a field without a default is missing.
    """
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]  # all kinds are dataclasses
        key = (names or {}).get((kind, field.name), field.name)
        if key in data:
            read = readers.get(kind, {}).get(field.name)
            values[field.name] = data[key] if read is None else read(data[key])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f'a {kind.__name__} lacks "{key}"')
    return kind(**values)


def number(value: Any) -> Number:
    """Return a number; the one nan object of `math` stands for all, so that answers compare.

    Raises
    ------
    TypeError, ValueError
        If it is none.
    """
    if isinstance(value, str):
        return UNWRITTEN[value] if value in UNWRITTEN else _fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value


def _fraction(text: str) -> Fraction:
    """Read what `str` writes of a fraction; an exponent could stand for gigabytes of digits."""
    top, slash, bottom = text.partition("/")
    return Fraction(int(top), int(bottom) if slash else 1)
