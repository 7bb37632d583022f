"""Equations and inequalities between polynomials, solved one variable at a time.

All variables are probabilities strictly between 0 and 1. An equation in which some variable is
linear is solved for it; where its coefficient may be 0, both cases are followed. Only then come
equations of higher degree in one variable: their roots are separated exactly, and what else is
said of that variable alone is decided exactly at each. What remains is a set of free variables
under inequalities, or nothing, or a system that is not solved here.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Final

from negotiate.forms.algebraic import Algebraic, roots, sign_at
from negotiate.forms.assessment.polynomial import Poly, constant, variable
from negotiate.forms.polynomial import common_divisor, derivative, evaluate
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from negotiate.forms.algebraic import Real
    from negotiate.forms.polynomial import Polynomial

DIGITS: Final = Fraction(1, 10**60)
"""How closely an irrational root is written where it is put into other conditions."""

ROUNDING: Final = Fraction(1, 10**25)
"""How far from 0 a number may be that was computed from such a root and is taken for 0."""

ZERO, UNIT = Fraction(0), Fraction(1)

KINDS: Final = {"equal": (0,), "weak": (0, 1), "strict": (1,), "apart": (-1, 1)}
"""Kinds of conditions, and the signs that meet them."""

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
    doubtful : bool
        Whether a number that came of such a root was so small that it was taken for 0.
    """

    equal: tuple[Poly, ...]
    weak: tuple[Poly, ...]
    strict: tuple[Poly, ...]
    apart: tuple[Poly, ...] = ()
    solved: tuple[tuple[int, Poly, Poly], ...] = ()
    rounded: bool = False
    doubtful: bool = False

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

    def limited(self, left: Mapping[str, Sequence[Poly]]) -> System:
        """Return the system with other conditions, by kind."""
        equal, weak, strict, apart = (tuple(left[kind]) for kind in KINDS)
        return replace(self, equal=equal, weak=weak, strict=strict, apart=apart)

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
    found = _linear(tidy)
    if found is None:
        for fixed in _pinned(tidy):
            yield from solutions(fixed, depth + 1)
        return
    equation, v = found
    rest = replace(tidy, equal=tuple(p for p in tidy.equal if p is not equation))
    below, lead = equation.powers(v)
    top, bottom = below.scaled(Fraction(-1)), lead
    if not lead.is_constant and not lead.sign():
        both = replace(rest, equal=(*rest.equal, lead, below))
        yield from solutions(both, depth + 1)
        rest = replace(rest, apart=(*rest.apart, lead))
    yield from solutions(rest.replaced(v, top, bottom), depth + 1)


def _linear(system: System) -> tuple[Poly, int] | None:
    """Return the equation and variable that are best solved for next; None if none is linear."""
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
    return None if best is None else best[1:]


def _pinned(system: System) -> Iterator[System]:
    """Yield the system at each root of the equations that hold one variable alone.

    Raises
    ------
    Unsolved
        If there is no such equation, or its roots hang on how another one was rounded.
    """
    alone = [p for p in system.equal if len(p.variables) == 1]
    if not alone:
        raise Unsolved
    (v,) = min(alone, key=lambda p: (p.degree, len(p.terms))).variables
    mine = [p.in_one(v) for p in alone if p.variables == {v}]
    if system.rounded and not all(map(steady, mine)):
        raise Unsolved
    # Rounded polynomials share no divisor; at the roots of one, the others are nearly 0.
    shared = mine[0] if system.rounded else reduce(common_divisor, mine)
    for root in roots(shared, ZERO, UNIT):
        if isinstance(root, Fraction):
            yield system.replaced(v, constant(root), constant(1))
        elif system.rounded:
            yield system.replaced(v, constant(written(root)), constant(1))
        else:
            rest = _decided(system, v, root)
            if rest is not None:
                fixed = rest.replaced(v, constant(written(root)), constant(1))
                yield replace(fixed, rounded=True)


def _decided(system: System, v: int, root: Real) -> System | None:
    """Return the system without what is said of one variable alone; None if that is not so."""
    left: dict[str, list[Poly]] = {}
    for kind in KINDS:
        polys: tuple[Poly, ...] = getattr(system, kind)
        mine = [p.in_one(v) for p in polys if p.variables == {v}]
        if not all(_fits(sign_at(p, root), kind) for p in mine):
            return None
        left[kind] = [p for p in polys if p.variables != {v}]
    return system.limited(left)


def _tidied(system: System) -> System | None:
    """Return the system without factors and without what always holds; None if it cannot hold."""
    doubtful = system.doubtful
    kept: dict[str, list[Poly]] = {kind: [] for kind in KINDS}
    for kind, those in kept.items():
        for p in getattr(system, kind):
            q = p.without_factors()
            if q.is_constant:
                unsure = system.rounded and abs(q.value) <= ROUNDING
                if unsure and kind in {"strict", "apart"}:
                    raise Unsolved
                if not unsure and not _fits(_sign(q.value), kind):
                    return None
                doubtful |= unsure
            elif q.sign():
                if not _fits(q.sign(), kind):
                    return None
            elif q not in those:
                those.append(q)
    return replace(system.limited(kept), doubtful=doubtful)


def _fits(sign: int, kind: str) -> bool:
    return sign in KINDS[kind]


def _sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)


def steady(p: Polynomial) -> bool:
    """Return whether a polynomial whose coefficients were rounded has the roots that it shows.

    Between 0 and 1 it has as many as the one that was meant if nowhere it turns, begins or ends
    next to 0.
    """
    size = max(map(abs, p), default=ZERO)
    turns = [written(x) for x in roots(derivative(p), ZERO, UNIT)]
    return all(abs(evaluate(p, x)) > ROUNDING * size for x in (ZERO, *turns, UNIT))


def written(x: Real) -> Fraction:
    """Return a number as a fraction: itself, or next to it."""
    return x.rounded(DIGITS) if isinstance(x, Algebraic) else x


def unit(v: int) -> tuple[Poly, Poly]:
    """Return what is positive for a variable strictly between 0 and 1."""
    return variable(v), constant(1) - variable(v)
