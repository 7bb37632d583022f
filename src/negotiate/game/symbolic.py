"""Payoffs as formulas in the parameters, for closed-form answers; sympy is loaded on first use."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from negotiate.game.arithmetic import Arithmetic

if TYPE_CHECKING:
    from fractions import Fraction


def _rational(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def _divide(a: Any, b: Any) -> Any:
    return sympy.nan if b == 0 else a / b


def _truth(value: Any) -> Any:
    """Return a condition; where a condition is known it stands as 0 or 1."""
    return sympy.true if value == 1 else sympy.false if value == 0 else value


def _where(condition: Any, then: Any, otherwise: Any) -> Any:
    return sympy.Piecewise((then, _truth(condition)), (otherwise, True))


_FUNCTIONS: dict[str, tuple[Any, int]] = {
    "+": (operator.add, 2),
    "-": (operator.sub, 2),
    "*": (operator.mul, 2),
    "/": (_divide, 2),
    "**": (operator.pow, 2),
    "neg": (operator.neg, 1),
    "min": (sympy.Min, 2),
    "max": (sympy.Max, 2),
    "abs": (sympy.Abs, 1),
    "exp": (sympy.exp, 1),
    "log": (sympy.log, 1),
    "sqrt": (sympy.sqrt, 1),
    "==": (sympy.Eq, 2),
    "!=": (sympy.Ne, 2),
    "<": (sympy.Lt, 2),
    "<=": (sympy.Le, 2),
    ">": (sympy.Gt, 2),
    ">=": (sympy.Ge, 2),
    "and": (lambda a, b: sympy.And(_truth(a), _truth(b)), 2),
    "or": (lambda a, b: sympy.Or(_truth(a), _truth(b)), 2),
    "not": (lambda a: sympy.Not(_truth(a)), 1),
    "where": (_where, 3),
}

SYMBOLIC = Arithmetic(
    dtype=object,
    constant=_rational,
    operations={name: np.frompyfunc(f, arity, 1) for name, (f, arity) in _FUNCTIONS.items()},
)
"""sympy expressions, built from the tape and never from text."""


def symbol(name: str) -> Any:
    """Return the symbol of a parameter."""
    return sympy.Symbol(name, real=True)
