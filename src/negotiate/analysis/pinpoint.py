"""The payoffs of a few outcomes, exactly or in symbols, without computing all the others.

Reads the expressions of the file themselves and shares no code with the compiled payoffs, so
that it is a check on them as well.
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from negotiate.record import dataclass
from negotiate.spec.expression import (
    NONE,
    Binary,
    Bool,
    Call,
    Category,
    Compare,
    If,
    Is,
    Num,
    Ref,
    Unary,
)
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.game.parametric import ParametricGame
    from negotiate.spec.expression import Expr

EXACT_EXPONENT: Final = 64
"""A larger power would have more digits than anybody reads; it is computed in floats."""

_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARISON: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How numbers are made.

    Attributes
    ----------
    constant : callable
        From a fraction.
    functions : mapping of name to callable
        ``exp``, ``log`` and ``sqrt``.
    """

    constant: Callable[[Fraction], Any]
    functions: Mapping[str, Callable[[Any], Any]]


EXACT: Final = Arithmetic(
    lambda value: value, {"exp": math.exp, "log": math.log, "sqrt": math.sqrt}
)
"""Fractions as far as they go; a function that has none turns what it touches into a float."""


class Pinpoint:
    """Values at single leaves.

    Parameters
    ----------
    parametric : ParametricGame
    parameters : mapping of name to number
        The value, or the symbol, of every parameter.
    arithmetic : Arithmetic
    decide : Pinpoint, optional
        Settles comparisons, ``min``, ``max`` and ``abs`` where numbers are symbols: the result
        then holds in the neighbourhood of its parameters.
    """

    def __init__(
        self,
        parametric: ParametricGame,
        parameters: Mapping[str, Any],
        arithmetic: Arithmetic = EXACT,
        decide: Pinpoint | None = None,
    ) -> None:
        self.parametric = parametric
        self.parameters = parameters
        self.arithmetic = arithmetic
        self.decide = decide or self
        spec = parametric.spec
        self._named = {q.name: q.value for q in (*spec.definitions, *spec.quantities)}
        self._named |= {c.name: c.when for c in spec.criteria}
        self._known: dict[tuple[str, int], Any] = {}
        self._move = {name: m for m, name in enumerate(parametric.move_names)}
        self._evaluate: dict[type, Callable[[Any, int], Any]] = {
            Num: self._number,
            Category: self._category,
            Ref: self._reference,
            Is: self._is,
            Unary: self._unary,
            Binary: self._binary,
            Compare: self._compare,
            Bool: self._bool,
            If: self._if,
            Call: self._call,
        }

    @cached_property
    def _odds(self) -> dict[int, Expr]:
        return {int(s): odds.value for odds in self.parametric.grown.odds for s in odds.slots}

    @property
    def one(self) -> Any:
        """The number 1."""
        return self._constant(1)

    def payoff(self, leaf: int, player: int) -> Any:
        """Return a player's payoff at a leaf."""
        spec = self.parametric.spec
        if isinstance(spec.body, Moves):
            terms = spec.body.payoffs[spec.players[player].key]
            return sum((self.value(t.value, leaf) for t in terms), self._constant(0))
        return self.value(self.parametric.grown.payoffs[leaf][player], leaf)

    def odds(self, slot: int, leaf: int) -> Any:
        """Return the odds of a slot of chance, at any leaf below it."""
        return self.value(self._odds[slot], leaf)

    def value(self, expr: Expr, leaf: int) -> Any:
        """Return an expression's value at a leaf; a condition is 1 or 0, a category its name."""
        found = self.found(expr, leaf)
        return self._constant(int(found)) if isinstance(found, bool) else found

    def holds(self, expr: Expr, leaf: int) -> bool:
        """Return whether a condition holds at a leaf."""
        return bool(self.decide.found(expr, leaf) != 0)

    def found(self, expr: Expr, leaf: int) -> Any:
        """Return an expression's value at a leaf, that of a condition as True or False."""
        return self._evaluate[type(expr)](expr, leaf)

    def _constant(self, value: int) -> Any:
        return self.arithmetic.constant(Fraction(value))

    def _number(self, expr: Num, leaf: int) -> Any:  # noqa: ARG002 (all have one signature)
        return self.arithmetic.constant(expr.value)

    def _category(self, expr: Category, leaf: int) -> str:  # noqa: ARG002 (its fellows need it)
        return expr.name

    def _reference(self, expr: Ref, leaf: int) -> Any:
        if expr.name in self.parameters:
            return self.parameters[expr.name]
        key = (expr.name, leaf)
        if key not in self._known:
            self._known[key] = self.value(self._named[expr.name], leaf)
        return self._known[key]

    def _is(self, expr: Is, leaf: int) -> bool:
        m = self._move[expr.move]
        code = int(self.parametric.states[leaf, m])
        return (NONE if code < 0 else self.parametric.option_names[m][code]) == expr.option

    def _unary(self, expr: Unary, leaf: int) -> Any:
        return not self.holds(expr.arg, leaf) if expr.op == "not" else -self.value(expr.arg, leaf)

    def _binary(self, expr: Binary, leaf: int) -> Any:
        left, right = self.value(expr.left, leaf), self.value(expr.right, leaf)
        if expr.op != "**":
            return _ARITHMETIC[expr.op](left, right)
        if isinstance(right, Fraction) and abs(right) > EXACT_EXPONENT:
            return float(left) ** float(right)
        return left**right

    def _compare(self, expr: Compare, leaf: int) -> bool:
        at = self.decide
        return bool(_COMPARISON[expr.op](at.value(expr.left, leaf), at.value(expr.right, leaf)))

    def _bool(self, expr: Bool, leaf: int) -> bool:
        join = all if expr.op == "and" else any
        return join(self.holds(arg, leaf) for arg in expr.args)

    def _if(self, expr: If, leaf: int) -> Any:
        return self.value(expr.then if self.holds(expr.condition, leaf) else expr.otherwise, leaf)

    def _call(self, expr: Call, leaf: int) -> Any:
        if expr.function in {"min", "max"}:
            pick = min if expr.function == "min" else max
            if self.decide is self:
                return pick(self.value(arg, leaf) for arg in expr.args)
            return self.value(pick(expr.args, key=lambda arg: self.decide.value(arg, leaf)), leaf)
        value = self.value(expr.args[0], leaf)
        if expr.function == "abs":
            return -value if self.decide.value(expr.args[0], leaf) < 0 else value
        return self.arithmetic.functions[expr.function](value)
