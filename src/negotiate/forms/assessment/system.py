"""Equations and inequalities between polynomials, solved one variable at a time.

All variables are probabilities strictly between 0 and 1. An equation in which some variable is
linear is solved for it; where its coefficient may be 0, both cases are followed. What remains is
a set of free variables under inequalities, or nothing, or a system that is not solved here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.forms.assessment.polynomial import Poly, constant, variable

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDING: Final = Fraction(1, 10**9)
"""How far from 0 a number may be that was computed from an irrational root."""

MAX_DEPTH: Final = 200


class Unsolved(Exception):  # noqa: N818 -- no fault: the system is beyond this method
    """No equation of what remains is linear in any variable, or in one variable only."""


@dataclass(frozen=True, slots=True)
class System:
    """What has to hold.

    Attributes
    ----------
    equal : tuple of Poly
        Each is 0.
    weak : tuple of Poly
        Each is 0 or more.
    strict : tuple of Poly
        Each is more than 0; the variables themselves are among them.
    apart : tuple of Poly
        Each is other than 0.
    solved : tuple of (variable, numerator, denominator)
        In the order of solution: a later entry may occur in an earlier one, never the reverse.
    rounded : bool
        Whether an irrational root was rounded on the way.
    """

    equal: tuple[Poly, ...]
    weak: tuple[Poly, ...]
    strict: tuple[Poly, ...]
    apart: tuple[Poly, ...] = ()
    solved: tuple[tuple[int, Poly, Poly], ...] = ()
    rounded: bool = False

    def replaced(self, v: int, top: Poly, bottom: Poly) -> System:
        """Return the system in which ``top / bottom`` stands for a variable."""

        def through(polys: tuple[Poly, ...]) -> tuple[Poly, ...]:
            return tuple(p.replaced(v, top, bottom) for p in polys)

        return replace(
            self,
            equal=through(self.equal),
            weak=through(self.weak),
            # That the variable is a probability was taken for granted as long as it was free.
            strict=(*through(self.strict), top * bottom, (bottom - top) * bottom),
            apart=through(self.apart),
            solved=(*self.solved, (v, top, bottom)),
        )

    def values(self, free: dict[int, Fraction]) -> dict[int, Fraction]:
        """Return all variables, given the free ones.

        Raises
        ------
        ZeroDivisionError
            Where a denominator vanishes.
        """
        found = dict(free)
        for v, top, bottom in reversed(self.solved):
            found[v] = top.at(found) / bottom.at(found)
        return found


def solutions(system: System, depth: int = 0) -> Iterator[System]:
    """Yield systems without equations, whose solutions together are those of `system`.

    Raises
    ------
    Unsolved
        Where the equations are beyond this method.
    """
    tidy = _tidied(system)
    if tidy is None:
        return
    if not tidy.equal:
        yield tidy
        return
    if depth > MAX_DEPTH:
        raise Unsolved
    one = min(tidy.equal, key=lambda p: (len(p.variables), p.degree, len(p.terms)))
    if len(one.variables) == 1:
        (v,) = one.variables
        for root, rounded in roots(one.powers(v)):
            fixed = tidy.replaced(v, constant(root), constant(1))
            yield from solutions(replace(fixed, rounded=fixed.rounded or rounded), depth + 1)
        return
    equation, v = _linear(tidy)
    rest = replace(tidy, equal=tuple(p for p in tidy.equal if p is not equation))
    below, lead = equation.powers(v)
    top, bottom = below.scaled(Fraction(-1)), lead
    if not lead.is_constant and not lead.sign():
        both = replace(rest, equal=(*rest.equal, lead, below))
        yield from solutions(both, depth + 1)
        rest = replace(rest, apart=(*rest.apart, lead))
    yield from solutions(rest.replaced(v, top, bottom), depth + 1)


def _linear(system: System) -> tuple[Poly, int]:
    """Return the equation and variable that are best solved for next."""
    best: tuple[tuple[int, int, int, int], Poly, int] | None = None
    for equation in system.equal:
        for v in equation.variables:
            powers = equation.powers(v)
            if len(powers) != 2:
                continue
            lead = powers[1]
            kind = 0 if lead.is_constant else 1 if lead.sign() else 2
            rank = (kind, len(equation.terms), equation.degree, v)
            if best is None or rank < best[0]:
                best = rank, equation, v
    if best is None:
        raise Unsolved
    return best[1], best[2]


def _tidied(system: System) -> System | None:
    """Return the system without factors and without what always holds; None if it cannot hold."""
    slack = ROUNDING if system.rounded else Fraction(0)
    equal = []
    for p in system.equal:
        q = p.without_factors()
        if q.is_constant:
            if abs(q.value) > slack:
                return None
        elif q.sign():
            return None
        elif q not in equal:
            equal.append(q)
    kept: dict[str, list[Poly]] = {"weak": [], "strict": [], "apart": []}
    for name, polys in (("weak", system.weak), ("strict", system.strict), ("apart", system.apart)):
        for p in polys:
            q = p.without_factors()
            if q.is_constant:
                if not _holds(q.value, name, slack):
                    return None
            elif q.sign() < 0 and name != "apart":
                return None
            elif not q.sign() and q not in kept[name]:
                kept[name].append(q)
    return replace(
        system,
        equal=tuple(equal),
        weak=tuple(kept["weak"]),
        strict=tuple(kept["strict"]),
        apart=tuple(kept["apart"]),
    )


def _holds(value: Fraction, kind: str, slack: Fraction) -> bool:
    if kind == "weak":
        return value >= -slack
    return abs(value) > slack if kind == "apart" else value > slack


def roots(powers: list[Poly]) -> list[tuple[Fraction, bool]]:
    """Return the roots strictly between 0 and 1 of a polynomial in one variable.

    Parameters
    ----------
    powers : list of constant Poly
        Coefficients, from power 0 up.

    Returns
    -------
    list of (root, rounded)
        Whether it stands for an irrational number, or is exact.
    """
    c = [p.value for p in powers]
    if len(c) == 2:
        found = [(-c[0] / c[1], False)]
    elif len(c) == 3:
        found = _quadratic(*c)
    else:
        every = np.roots([float(x) for x in c[::-1]])
        near = [Fraction(float(z.real)) for z in every if abs(z.imag) < 1e-6]
        found = [_simplest(c, x) for x in near]
    return sorted({(x, r) for x, r in found if 0 < x < 1})


def _quadratic(c: Fraction, b: Fraction, a: Fraction) -> list[tuple[Fraction, bool]]:
    square = b * b - 4 * a * c
    if square < 0:
        return []
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    exact = top * top == square.numerator and bottom * bottom == square.denominator
    root = Fraction(top, bottom) if exact else _root(square)
    return [((-b - root) / (2 * a), not exact), ((-b + root) / (2 * a), not exact)]


def _root(square: Fraction) -> Fraction:
    """Return a square root to 40 digits."""
    digits = 10**40
    return Fraction(isqrt(square.numerator * digits * digits // square.denominator), digits)


def _simplest(c: list[Fraction], near: Fraction) -> tuple[Fraction, bool]:
    simple = near.limit_denominator(10**5)
    exact = sum((x * simple**k for k, x in enumerate(c)), Fraction(0)) == 0
    return (simple, False) if exact else (near, True)


def unit(v: int) -> tuple[Poly, Poly]:
    """Return what is positive for a variable strictly between 0 and 1."""
    return variable(v), constant(1) - variable(v)
