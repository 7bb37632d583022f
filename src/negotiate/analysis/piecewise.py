"""Exact functions of one parameter: rational functions, and curves made of pieces of them.

A curve on a closed range is cut at finitely many numbers. It has a part for each point and for
each open interval in turn: at the low end, up to the first cut, at that cut, and so on to the
high end. So what holds only at one value of the parameter has its place, as a tie has. Parts may
be of any kind; a part that is None is undefined. What has one part everywhere stands for itself.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from negotiate.forms.algebraic import between, roots, sign_at
from negotiate.forms.polynomial import (
    ONE,
    Polynomial,
    add,
    common_divisor,
    divided,
    evaluate,
    multiply,
    negative,
    subtract,
)
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from negotiate.forms.algebraic import Real


class Ratio(NamedTuple):
    """A quotient of polynomials in lowest terms, the denominator's leading coefficient 1."""

    top: Polynomial
    bottom: Polynomial = ONE

    def at(self, x: Fraction) -> Fraction:
        """Return the value at a number."""
        return evaluate(self.top, x) / evaluate(self.bottom, x)

    @property
    def turning(self) -> Polynomial:
        """A polynomial with the same sign wherever the ratio is defined."""
        return self.top if len(self.bottom) == 1 else multiply(self.top, self.bottom)


def ratio(top: Polynomial, bottom: Polynomial) -> Ratio:
    """Return a quotient in lowest terms."""
    if len(bottom) == 1:
        return Ratio(top if bottom[0] == 1 else tuple(a / bottom[0] for a in top))
    shared = ONE
    if len(bottom) > 2 or not evaluate(top, -bottom[0] / bottom[1]):
        shared = common_divisor(bottom, top)
    if len(shared) > 1:
        top, bottom = divided(top, shared)[0], divided(bottom, shared)[0]
    lead = bottom[-1]
    return Ratio(tuple(a / lead for a in top), tuple(a / lead for a in bottom))


def constant(value: Fraction | int) -> Ratio:
    """Return a number as a ratio."""
    return Ratio((Fraction(value),) if value else ())


def plus(f: Ratio, g: Ratio) -> Ratio:
    """Return the sum."""
    if f.bottom == g.bottom:
        top = add(f.top, g.top)
        return Ratio(top) if len(f.bottom) == 1 else ratio(top, f.bottom)
    top = add(multiply(f.top, g.bottom), multiply(g.top, f.bottom))
    return ratio(top, multiply(f.bottom, g.bottom))


def minus(f: Ratio, g: Ratio) -> Ratio:
    """Return the difference."""
    return plus(f, Ratio(negative(g.top), g.bottom))


def times(f: Ratio, g: Ratio) -> Ratio:
    """Return the product."""
    top = multiply(f.top, g.top)
    if len(f.bottom) == 1 and len(g.bottom) == 1:
        return Ratio(top)
    return ratio(top, multiply(f.bottom, g.bottom))


def over(f: Ratio, g: Ratio) -> Ratio:
    """Return the quotient; `g` is not zero."""
    return ratio(multiply(f.top, g.bottom), multiply(f.bottom, g.top))


def gap(f: Ratio, g: Ratio) -> Polynomial:
    """Return a polynomial with the sign of ``f - g`` wherever both are defined."""
    if f.bottom == g.bottom:
        return Ratio(subtract(f.top, g.top), f.bottom).turning
    return minus(f, g).turning


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of the parameter, piece by piece.

    Attributes
    ----------
    cuts : tuple of Real
        Strictly inside the range, in ascending order.
    parts : tuple
        One more than twice the cuts, and the two ends.
    """

    cuts: tuple[Real, ...]
    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The closed range of the parameter.

    Attributes
    ----------
    low, high : Fraction
        The first smaller than the second.
    """

    low: Fraction
    high: Fraction

    def cells(self, cuts: Sequence[Real]) -> Iterator[tuple[Real, Real]]:
        """Yield the points and open intervals in order; a point has two equal ends."""
        yield self.low, self.low
        before: Real = self.low
        for cut in cuts:
            yield before, cut
            yield cut, cut
            before = cut
        yield before, self.high
        yield self.high, self.high

    def each(self, function: Callable[..., Any], *values: Any) -> Any:
        """Apply a function to the parts of values on every cell."""
        if not any(type(value) is Curve for value in values):
            return function(*values)
        cuts, rows = common(values)
        return joined(cuts, [function(*parts) for parts in zip(*rows, strict=True)])

    def split(self, function: Callable[..., tuple[list[Real], list[Any]]], *values: Any) -> Any:
        """Apply a function that may cut the cells further.

        Parameters
        ----------
        function : callable
            From the ends of a cell and the parts of the values on it to the cuts inside and the
            parts between and at them: one at a point, as many as `signs` gives on an interval.
        """
        cuts, rows = common(values)
        found_cuts: list[Real] = []
        found: list[Any] = []
        for (low, high), parts in zip(self.cells(cuts), zip(*rows, strict=True), strict=True):
            inner, pieces = function(low, high, *parts)
            found_cuts += inner
            if low is not self.low and low is high and high is not self.high:
                found_cuts.append(low)
            found += pieces
        return joined(tuple(found_cuts), found)

    def sign(self, value: Any) -> Any:
        """Return the sign of a curve of ratios: -1, 0 or 1; None where it is undefined."""
        return self.split(_signs_of, value)


def _signs_of(low: Real, high: Real, part: Ratio | None) -> tuple[list[Real], list[Any]]:
    return ([], [None]) if part is None else signs(part.turning, low, high)


def signs(p: Polynomial, low: Real, high: Real) -> tuple[list[Real], list[Any]]:
    """Return where a polynomial changes sign within a cell, and its signs between and there."""
    if low is high or len(p) <= 1:
        return [], [sign_at(p, low)]
    cuts = roots(p, low, high)
    ends = [low, *cuts, high]
    found: list[Any] = []
    for a, b in pairwise(ends):
        found += [sign_at(p, between(a, b)), 0]
    return cuts, found[:-1]


def common(values: Sequence[Any]) -> tuple[tuple[Real, ...], list[tuple[Any, ...]]]:
    """Return the cuts of all values together, and each value's parts on the cells between."""
    curves = [value for value in values if type(value) is Curve]
    cuts = merged([curve.cuts for curve in curves])
    n = 2 * len(cuts) + 3
    return cuts, [
        refined(value, cuts) if type(value) is Curve else (value,) * n for value in values
    ]


def merged(lists: Sequence[tuple[Real, ...]]) -> tuple[Real, ...]:
    """Return all cuts in ascending order, each once."""
    different = [cuts for cuts in lists if cuts]
    if all(cuts is different[0] or cuts == different[0] for cuts in different):
        return different[0] if different else ()
    found: list[Real] = []
    for cut in sorted(cut for cuts in different for cut in cuts):
        if not found or found[-1] != cut:
            found.append(cut)
    return tuple(found)


def refined(curve: Curve, cuts: tuple[Real, ...]) -> tuple[Any, ...]:
    """Return the parts of a curve between more cuts than its own."""
    if len(curve.cuts) == len(cuts):
        return curve.parts
    found, k = [curve.parts[0], curve.parts[1]], 0
    for cut in cuts:
        if k < len(curve.cuts) and curve.cuts[k] == cut:
            k += 1
            found += curve.parts[2 * k : 2 * k + 2]
        else:
            found += [curve.parts[2 * k + 1]] * 2
    return (*found, curve.parts[-1])


def joined(cuts: tuple[Real, ...], parts: Sequence[Any]) -> Any:
    """Return the curve without cuts at which nothing changes; a single part for itself."""
    kept, found = [], [parts[0], parts[1]]
    for k, cut in enumerate(cuts):
        at, after = parts[2 * k + 2], parts[2 * k + 3]
        if not found[-1] == at == after:
            kept.append(cut)
            found += [at, after]
    found.append(parts[-1])
    if not kept and found[0] == found[1] == found[2]:
        return found[1]
    return Curve(tuple(kept), tuple(found))


def part_at(value: Any, low: Real, high: Real, whole: Range) -> Any:
    """Return the part of a curve on a cell, which no cut of the curve divides."""
    if type(value) is not Curve:
        return value
    if low is high and low == whole.low:
        return value.parts[0]
    if low is high and low == whole.high:
        return value.parts[-1]
    below = 0
    for cut in value.cuts:
        if low is high and cut == low:
            return value.parts[2 * below + 2]
        if not cut <= low:
            break
        below += 1
    return value.parts[2 * below + 1]
