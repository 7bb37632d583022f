"""The numbers of a game as exact functions of one parameter.

The tape that gives payoffs for draws is run once more, in curves. What does not depend on the
parameter is computed once, in fractions, and shared by all parameters.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.piecewise import (
    Curve,
    Range,
    Ratio,
    constant,
    minus,
    over,
    plus,
    times,
)
from negotiate.errors import NoAnswerError
from negotiate.game.arithmetic import COMPARISONS, EXACT, Arithmetic, InexactError, perform
from negotiate.game.parametric import rational
from negotiate.game.roots import fill, odds_roots, payoff_roots

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.game.parametric import ParametricGame
    from negotiate.game.program import Program
    from negotiate.game.roots import Root
    from negotiate.types import NumberArray

LARGEST_POWER: Final = 64
"""Of the parameter; a polynomial of higher degree is not what a payoff means."""


class InexpressibleError(NoAnswerError):
    """The numbers of a game are no rational functions of the parameter."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "the threshold can still be found by bisection")


class Curves:
    """The numbers of one scenario, as functions of any one of its parameters.

    Parameters
    ----------
    parametric : ParametricGame
    """

    def __init__(self, parametric: ParametricGame) -> None:
        self.parametric = parametric
        self.values: dict[str, Fraction] = {p.name: p.value for p in parametric.parameters}
        self.values |= {name: rational(v) for name, v in parametric.fixed.items()}

    @cached_property
    def _program(self) -> Program:
        return self.parametric.program

    @cached_property
    def _known(self) -> dict[int, NumberArray]:
        """The value of each step at the present parameters."""
        theta = {n: np.array([[v]], dtype=object) for n, v in self.values.items()}
        known: dict[int, NumberArray] = {}
        try:
            for i in self._program.order:
                known[i] = perform(self._program.tape.steps[i], known, EXACT, theta)
        except InexactError as error:
            raise InexpressibleError(str(error)) from error
        return known

    def over(self, name: str, whole: Range) -> tuple[NumberArray, NumberArray]:
        """Return payoffs (Z, P) and odds (S,) as functions of a parameter.

        Each entry is a fraction, a `Ratio` or a `Curve`; None or nan is undefined.

        Raises
        ------
        InexpressibleError
            If a number is no rational function of the parameter, piece by piece.
        """
        steps = self._program.tape.steps
        arithmetic = curve_arithmetic(whole)
        values = dict(self._known)
        itself: NumberArray = np.empty((1, 1), dtype=object)
        itself[0, 0] = Ratio((Fraction(0), Fraction(1)))
        moved: set[int] = set()
        for i in self._program.order:
            step = steps[i]
            if step.parameter == name or not moved.isdisjoint(step.args):
                values[i] = perform(step, values, arithmetic, {name: itself})
                moved.add(i)
        tree = self.parametric.tree
        u: NumberArray = np.empty((tree.n_leaves, tree.n_players, 1), dtype=object)
        chance: NumberArray = np.empty((tree.n_slots, 1), dtype=object)
        payoffs, odds = self._roots
        fill(u, payoffs, values)
        fill(chance, odds, values)
        return u[:, :, 0], chance[:, 0]

    @cached_property
    def _roots(self) -> tuple[tuple[Root, ...], tuple[Root, ...]]:
        grown, tape = self.parametric.grown, self.parametric.tape
        return payoff_roots(self.parametric.spec, grown, tape), odds_roots(grown, tape)


def lifted(value: Any) -> Any:
    """Return a number of the exact arithmetic as a ratio; None if it is not a number."""
    if type(value) is Fraction or isinstance(value, int):
        return constant(value)
    return None if isinstance(value, float) else value


def curve_arithmetic(whole: Range) -> Arithmetic:
    """Return the arithmetic of curves on a range."""

    def sign(a: Any, b: Any = None) -> Any:
        return whole.sign(a if b is None else whole.each(_strict(minus), a, b))

    operations: dict[str, Callable[..., Any]] = {
        "+": lambda a, b: whole.each(_strict(plus), a, b),
        "-": lambda a, b: whole.each(_strict(minus), a, b),
        "*": lambda a, b: whole.each(_strict(times), a, b),
        "/": lambda a, b: whole.each(_strict(_divide), sign(b), a, b),
        "**": lambda a, b: _power(whole, a, b),
        "neg": lambda a: whole.each(_strict(lambda f: minus(constant(0), f)), a),
        "min": lambda a, b: whole.each(
            _strict(lambda s, f, g: f if s < 0 else g), sign(a, b), a, b
        ),
        "max": lambda a, b: whole.each(
            _strict(lambda s, f, g: g if s < 0 else f), sign(a, b), a, b
        ),
        "abs": lambda a: whole.each(_strict(lambda s, f: times(constant(s or 1), f)), sign(a), a),
        "and": lambda a, b: whole.each(_and, a, b),
        "or": lambda a, b: whole.each(_or, a, b),
        "not": lambda a: whole.each(_strict(_not), a),
        "where": lambda c, a, b: whole.each(_where, c, a, b),
        **{name: _refused(name) for name in ("exp", "log", "sqrt")},
    }
    for name, compare in COMPARISONS.items():
        operations[name] = _comparing(whole, sign, compare)
    return Arithmetic(
        dtype=object,
        constant=lambda value: value,
        operations={name: _on_arrays(function) for name, function in operations.items()},
    )


def _on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    def lift_and_apply(*values: Any) -> Any:
        return function(*map(lifted, values))

    apply: Callable[..., Any] = np.frompyfunc(lift_and_apply, function.__code__.co_argcount, 1)
    return apply


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that is undefined where an argument is."""

    def strict(*parts: Any) -> Any:
        return None if None in parts else function(*parts)

    return strict


def _comparing(
    whole: Range, sign: Callable[..., Any], compare: Callable[[int, int], bool]
) -> Callable[..., Any]:
    def judge(s: int) -> Ratio:
        return constant(int(compare(s, 0)))

    return lambda a, b: whole.each(_strict(judge), sign(a, b))


def _divide(s: int, f: Ratio, g: Ratio) -> Ratio | None:
    return over(f, g) if s else None


def _power(whole: Range, base: Any, exponent: Any) -> Any:
    if type(exponent) is Curve or (exponent is not None and len(exponent.top) > 1):
        raise InexpressibleError("the parameter stands in an exponent")
    n = exponent.top[0] if exponent is not None and exponent.top else Fraction(0)
    if exponent is None or n.denominator != 1 or abs(n) > LARGEST_POWER:
        raise InexpressibleError(f"the parameter stands under the power {n}")
    power: Any = constant(1)
    for _ in range(abs(int(n))):
        power = whole.each(_strict(times), power, base)
    if n >= 0:
        return power
    return whole.each(_strict(_divide), whole.sign(power), constant(1), power)


def _refused(name: str) -> Callable[..., Any]:
    def refuse(_: Any) -> Any:
        raise InexpressibleError(f"the parameter stands under {name}()")

    return refuse


def _and(f: Ratio | None, g: Ratio | None) -> Ratio | None:
    if constant(0) in (f, g):
        return constant(0)
    return None if f is None or g is None else times(f, g)


def _or(f: Ratio | None, g: Ratio | None) -> Ratio | None:
    found = _and(None if f is None else _not(f), None if g is None else _not(g))
    return None if found is None else _not(found)


def _not(f: Ratio) -> Ratio:
    return minus(constant(1), f)


def _where(condition: Ratio | None, f: Any, g: Any) -> Any:
    if condition is None:
        return None
    return f if condition.top else g
