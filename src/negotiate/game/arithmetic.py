"""Run a tape: in floats for draws, in fractions exactly, in symbols on demand.

Values are two-dimensional: one row per class of histories (or one row for all), one column per
draw (or one column for all). What is not a number (a division by zero, the root of a negative)
is nan in every arithmetic, and so is a condition on it, so that it matters only where it is
chosen. Conditions are 1 and 0; ``false and nan`` is false, as it is for a reader.
"""

from __future__ import annotations

import math
import operator
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import UsageError
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.game.tape import Step
    from negotiate.types import BoolArray, NumberArray

NAN = math.nan


class InexactError(UsageError):
    """A number that fractions cannot hold was asked for exactly."""


MAX_POWER_BITS = 100_000
"""Size of the largest exact power; beyond it the number is not one that a reader meant."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How numbers are made and combined.

    Attributes
    ----------
    dtype : type
    constant : callable
        From an exact number.
    operations : mapping
        Of arrays, by the tape's name of the operation.
    in_place : frozenset of str
        Those that can write over an argument.
    """

    dtype: type
    constant: Callable[[Fraction], Any]
    operations: Mapping[str, Callable[..., Any]]
    in_place: frozenset[str] = frozenset()


def perform(
    step: Step,
    values: Mapping[int, NumberArray],
    arithmetic: Arithmetic,
    parameters: Mapping[str, NumberArray],
) -> NumberArray:
    """Return the value of one step, given those of its arguments."""
    if step.op == "const":
        return np.array([[arithmetic.constant(step.value)]], dtype=arithmetic.dtype)
    if step.op == "parameter":
        return parameters[step.parameter]
    if step.op == "select":
        return _select(step, values, arithmetic)
    args = [
        values[arg] if index is None else values[arg].take(index, axis=0)
        for arg, index in zip(step.args, step.gathers, strict=True)
    ]
    operation = arithmetic.operations[step.op]
    if step.op in arithmetic.in_place:
        draws = max(arg.shape[1] for arg in args)
        for arg, index in zip(args, step.gathers, strict=True):
            if index is not None and arg.shape[1] == draws:  # a copy, and of the right shape
                return np.asarray(operation(*args, out=arg))
    return np.asarray(operation(*args))


def _select(step: Step, values: Mapping[int, NumberArray], arithmetic: Arithmetic) -> NumberArray:
    draws = max(values[arg].shape[1] for arg in step.args)
    out = np.empty((sum(map(len, step.rows)), draws), dtype=arithmetic.dtype)
    for arg, index, rows in zip(step.args, step.gathers, step.rows, strict=True):
        value = values[arg]
        out[rows] = value if index is None else value[index]
    return out


def finite(numbers: NumberArray) -> BoolArray:
    """Return which numbers are finite, in floats or fractions."""
    if numbers.dtype != object:
        return np.asarray(np.isfinite(numbers))
    flat = [isinstance(x, Fraction | int) or math.isfinite(x) for x in numbers.ravel()]
    return np.array(flat, dtype=bool).reshape(numbers.shape)


def _to_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _divide(a: NumberArray, b: NumberArray) -> NumberArray:
    zero = b == 0
    return np.divide(a, np.where(zero, NAN, b) if zero.any() else b)


def _power(a: NumberArray, b: NumberArray) -> NumberArray:
    result: NumberArray = np.power(a, b)
    undefined = (a == 0) & (b < 0)
    return np.where(undefined, NAN, result) if undefined.any() else result


def _log(a: NumberArray) -> NumberArray:
    return np.log(np.where(a > 0, a, NAN))


def _and(a: NumberArray, b: NumberArray) -> NumberArray:
    return np.where((a == 0) | (b == 0), 0.0, np.multiply(a, b))


def _or(a: NumberArray, b: NumberArray) -> NumberArray:
    return _not(_and(_not(a), _not(b)))


def _not(a: NumberArray) -> NumberArray:
    return np.subtract(1.0, a)


def _where(condition: NumberArray, then: NumberArray, otherwise: NumberArray) -> NumberArray:
    chosen = np.where(condition != 0, then, otherwise)
    undefined = np.isnan(condition)
    return np.where(undefined, NAN, chosen) if undefined.any() else chosen


def _comparing(op: Callable[..., Any]) -> Callable[..., Any]:
    """Return a comparison that is 1, 0, or nan where a side is."""

    def compare(a: NumberArray, b: NumberArray) -> NumberArray:
        truth: NumberArray = op(a, b).astype(np.float64)
        undefined = np.isnan(a) | np.isnan(b)
        return np.where(undefined, NAN, truth) if undefined.any() else truth

    return compare


COMPARISONS: dict[str, Callable[..., Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

FLOAT = Arithmetic(
    dtype=np.float64,
    constant=_to_float,
    operations={
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": _divide,
        "**": _power,
        "neg": np.negative,
        "min": np.minimum,
        "max": np.maximum,
        "abs": np.abs,
        "exp": np.exp,
        "log": _log,
        "sqrt": np.sqrt,
        "and": _and,
        "or": _or,
        "not": _not,
        "where": _where,
        **{name: _comparing(op) for name, op in COMPARISONS.items()},
    },
    in_place=frozenset({"+", "-", "*", "neg", "min", "max", "abs", "exp", "sqrt"}),
)
"""float64; run it where floating-point warnings are ignored."""


def _each(function: Callable[..., Any], arity: int) -> Callable[..., Any]:
    """Return the function on arrays of objects, entry by entry."""
    each: Callable[..., Any] = np.frompyfunc(function, arity, 1)
    return each


def _is_number(value: object) -> bool:
    return not (isinstance(value, float) and math.isnan(value))


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with nan for nan, which Python's own min and max do not promise."""

    def strict(*args: Any) -> Any:
        return function(*args) if all(map(_is_number, args)) else NAN

    return strict


def _exact_where(condition: Any, then: Any, otherwise: Any) -> Any:
    if not _is_number(condition):
        return NAN
    return then if condition else otherwise


def _exact_and(a: Any, b: Any) -> Any:
    return 0 if a == 0 or b == 0 else a * b


def _exact_or(a: Any, b: Any) -> Any:
    return 1 - _exact_and(1 - a, 1 - b)


def _exact_divide(a: Any, b: Any) -> Any:
    return a / b if b != 0 else NAN


def _exact_power(a: Any, b: Any) -> Any:
    if not (_is_number(a) and _is_number(b)):
        return NAN
    if isinstance(b, float) or b.denominator != 1:
        raise InexactError(
            f"the power {b} is not a whole number, so the game is not exact in fractions"
        )
    if a == 0 and b < 0:
        return NAN
    size = max(a.numerator.bit_length(), a.denominator.bit_length()) * abs(b)
    if size > MAX_POWER_BITS and abs(a) != 1:
        raise InexactError(f"a number to the power {b} is too large for exact arithmetic")
    return a ** int(b)


def _refused(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise InexactError(f"{name}() has no exact value in fractions: solve without exact mode")

    return refuse


_OBJECT_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": _each(operator.add, 2),
    "-": _each(operator.sub, 2),
    "*": _each(operator.mul, 2),
    "/": _each(_exact_divide, 2),
    "**": _each(_exact_power, 2),
    "neg": _each(operator.neg, 1),
    "min": _each(_strict(min), 2),
    "max": _each(_strict(max), 2),
    "abs": _each(abs, 1),
    "exp": _refused("exp"),
    "log": _refused("log"),
    "sqrt": _refused("sqrt"),
    "and": _each(_exact_and, 2),
    "or": _each(_exact_or, 2),
    "not": _each(lambda a: 1 - a, 1),
    "where": _each(_exact_where, 3),
    **{name: _each(_strict(op), 2) for name, op in COMPARISONS.items()},
}

EXACT = Arithmetic(dtype=object, constant=lambda value: value, operations=_OBJECT_OPERATIONS)
"""Fractions; what is not a fraction is refused."""


def _float_of(name: str) -> Callable[..., Any]:
    """Return a function of objects that computes in floats."""

    def compute(value: NumberArray) -> NumberArray:
        with np.errstate(all="ignore"):
            floats: NumberArray = FLOAT.operations[name](value.astype(np.float64))
        return floats.astype(object)

    return compute


def _settled_power(a: Any, b: Any) -> Any:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        with suppress(InexactError):
            return _exact_power(a, b)
    with np.errstate(all="ignore"):
        return float(_power(np.array(_to_float(a)), np.array(_to_float(b))))


SETTLED = Arithmetic(
    dtype=object,
    constant=lambda value: value,
    operations={
        **_OBJECT_OPERATIONS,
        "**": _each(_settled_power, 2),
        **{name: _float_of(name) for name in ("exp", "log", "sqrt")},
    },
)
"""As exact as can be: what decides the shape of a tape must not depend on rounding."""
