"""Real algebraic numbers: a polynomial, and an interval that holds one of its roots.

A root that is rational is always a fraction, so that an `Algebraic` is known to be irrational.
Numbers of both kinds compare with each other, exactly (Basu, Pollack & Roy 2006, section 10.4).
"""

from __future__ import annotations

from fractions import Fraction
from functools import total_ordering
from math import floor
from typing import TYPE_CHECKING, Final, TypeAlias

from negotiate.forms.polynomial import (
    common_divisor,
    evaluate,
    isolate,
    primitive,
    square_free,
    variations,
)

if TYPE_CHECKING:
    from negotiate.forms.polynomial import Polynomial

SHARP: Final = Fraction(1, 2**60)
"""Relative width of the interval from which a decimal is read."""


@total_ordering
class Algebraic:
    """An irrational root of a polynomial.

    Parameters
    ----------
    polynomial : Polynomial
        Square-free, in whole numbers.
    low, high : Fraction
        The only root between them; the polynomial vanishes at neither.

    Attributes
    ----------
    polynomial : Polynomial
    low, high : Fraction
        They draw together while numbers are compared.
    """

    __hash__ = None  # type: ignore[assignment]  # equal numbers may have different polynomials

    def __init__(self, polynomial: Polynomial, low: Fraction, high: Fraction) -> None:
        self.polynomial = polynomial
        self.low, self.high = low, high

    def __repr__(self) -> str:
        """Return the decimal."""
        return f"Algebraic({float(self)})"

    def __float__(self) -> float:
        while self.high - self.low > SHARP * max(abs(self.low), abs(self.high)):
            self.refine()
        return float((self.low + self.high) / 2)

    def sharp(self) -> tuple[Fraction, Fraction]:
        """Return the ends of the interval, drawn together until they are one float."""
        float(self)
        return self.low, self.high

    def rounded(self, width: Fraction) -> Fraction:
        """Return a fraction that is no further from the number than `width`."""
        while self.high - self.low > width:
            self.refine()
        return (self.low + self.high) / 2

    def refine(self) -> None:
        """Halve the interval."""
        middle = (self.low + self.high) / 2
        if (evaluate(self.polynomial, middle) > 0) == (evaluate(self.polynomial, self.low) > 0):
            self.low = middle
        else:
            self.high = middle

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Fraction | int):
            return False
        if not isinstance(other, Algebraic):
            return NotImplemented
        if self is other:
            return True
        return sign_at(other.polynomial, self) == 0 and other.low < self < other.high

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Fraction | int):
            while self.low < other < self.high:
                self.refine()
            return self.high <= other
        if not isinstance(other, Algebraic):
            return NotImplemented
        if self == other:
            return False
        while self.low < other.high and other.low < self.high:
            self.refine()
            other.refine()
        return self.high <= other.low


Real: TypeAlias = Fraction | Algebraic


def roots(p: Polynomial, low: Real, high: Real) -> list[Real]:
    """Return the roots of a polynomial strictly between two numbers, in ascending order.

    Parameters
    ----------
    p : Polynomial
        Not zero.
    """
    if len(p) <= 1:
        return []
    if len(p) == 2:
        root = -p[0] / p[1]
        return [root] if low < root < high else []
    outer = (low if isinstance(low, Fraction) else low.low,
             high if isinstance(high, Fraction) else high.high)  # fmt: skip
    intervals = isolate(p, *outer)
    if not intervals:
        return []
    whole = primitive(square_free(p))
    found = [_real(whole, a, b) for a, b in intervals]
    return [root for root in found if low < root < high]


def _real(p: Polynomial, low: Fraction, high: Fraction) -> Real:
    """Return the root of a polynomial in whole numbers in an isolating interval.

    If it is rational, its denominator divides the leading coefficient, so that few fractions
    come into question (the rational root theorem).
    """
    if low == high:
        return low
    root = Algebraic(p, low, high)
    lead = abs(p[-1])
    while lead * (root.high - root.low) >= 1:
        middle = (root.low + root.high) / 2
        if not evaluate(p, middle):
            return middle
        root.refine()
    candidate = Fraction(floor(root.high * lead)) / lead
    if root.low < candidate < root.high and not evaluate(p, candidate):
        return candidate
    return root


def sign_at(p: Polynomial, x: Real) -> int:
    """Return the sign of a polynomial at a number: -1, 0 or 1."""
    if len(p) <= 1:
        return _sign(p[0]) if p else 0
    if isinstance(x, Fraction):
        return _sign(evaluate(p, x))
    shared = common_divisor(p, x.polynomial)
    if len(shared) > 1 and (evaluate(shared, x.low) > 0) != (evaluate(shared, x.high) > 0):
        return 0
    while variations(p, x.low, x.high) or not evaluate(p, x.low):
        x.refine()
    return _sign(evaluate(p, (x.low + x.high) / 2))


def between(low: Real, high: Real) -> Fraction:
    """Return a fraction strictly between two numbers, the first smaller than the second."""
    for x in (low, high):
        if isinstance(x, Algebraic):
            float(x)
    while True:
        a = low if isinstance(low, Fraction) else low.high
        b = high if isinstance(high, Fraction) else high.low
        if a < b:
            return (a + b) / 2
        for x in (low, high):
            if isinstance(x, Algebraic):
                x.refine()


def minimal(x: Algebraic) -> tuple[int, ...]:
    """Return the coefficients of the minimal polynomial, the constant first (loads sympy)."""
    import sympy  # noqa: PLC0415 (irrational thresholds are rare)

    whole = [int(a) for a in x.polynomial]
    factors = sympy.Poly(whole[::-1], sympy.Symbol("x")).factor_list()[1]
    for factor, _ in factors:
        coefficients = tuple(int(a) for a in factor.all_coeffs())[::-1]
        if sign_at(tuple(map(Fraction, coefficients)), x) == 0:
            return coefficients
    raise AssertionError("a root of a product is a root of one of its factors")


def _sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)
