"""Polynomials in one variable with fractions as coefficients, and where they vanish.

A polynomial is the tuple of its coefficients, the constant first, without zeros at the end; the
zero polynomial is empty. Roots are found exactly: counted by Descartes' rule of signs on an
interval, which is never wrong where it says none or one (Collins & Akritas 1976; Basu, Pollack &
Roy 2006, section 10.2), and separated by halving the interval until it does.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Polynomial: TypeAlias = tuple[Fraction, ...]

ZERO: Polynomial = ()
ONE: Polynomial = (Fraction(1),)


def trimmed(coefficients: Iterable[Fraction]) -> Polynomial:
    """Return the polynomial without zeros at its end."""
    found = list(coefficients)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return the sum."""
    if len(p) < len(q):
        p, q = q, p
    if not q:
        return p
    return trimmed([*(a + b for a, b in zip(p, q, strict=False)), *p[len(q) :]])


def negative(p: Polynomial) -> Polynomial:
    """Return minus the polynomial."""
    return tuple(-a for a in p)


def subtract(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return the difference."""
    return add(p, negative(q))


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return the product."""
    if not p or not q:
        return ZERO
    if len(q) == 1:
        return p if q[0] == 1 else tuple(a * q[0] for a in p)
    if len(p) == 1:
        return multiply(q, p)
    product = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        if a:
            for j, b in enumerate(q):
                product[i + j] += a * b
    return tuple(product)


def evaluate(p: Polynomial, x: Fraction) -> Fraction:
    """Return the value at a number, by Horner's scheme."""
    value = Fraction(0)
    for a in reversed(p):
        value = value * x + a
    return value


def derivative(p: Polynomial) -> Polynomial:
    """Return the derivative."""
    return tuple(k * a for k, a in enumerate(p))[1:]


def divided(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Return quotient and remainder (Knuth 1997, algorithm 4.6.1D).

    Raises
    ------
    ZeroDivisionError
        If `q` is zero.
    """
    if not q:
        raise ZeroDivisionError("division by the zero polynomial")
    rest = list(p)
    quotient = [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    for k in range(len(quotient) - 1, -1, -1):
        factor = quotient[k] = rest[k + len(q) - 1] / q[-1]
        if factor:
            for j, b in enumerate(q):
                rest[k + j] -= factor * b
    return trimmed(quotient), trimmed(rest)


def common_divisor(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return the greatest common divisor, its leading coefficient 1, by Euclid's algorithm."""
    while q:
        p, q = q, primitive(divided(p, q)[1])
    return tuple(a / p[-1] for a in p)


def primitive(p: Polynomial) -> Polynomial:
    """Return the positive multiple whose coefficients are whole numbers without common divisor."""
    if not p:
        return p
    scale = lcm(*(a.denominator for a in p))
    whole = [a.numerator * (scale // a.denominator) for a in p]
    content = gcd(*whole)
    return tuple(Fraction(a // content) for a in whole)


def square_free(p: Polynomial) -> Polynomial:
    """Return the polynomial with the same roots, each of them simple."""
    if len(p) <= 2:
        return p
    return divided(p, common_divisor(p, derivative(p)))[0]


def variations(p: Polynomial, low: Fraction, high: Fraction) -> int:
    """Return the changes of sign among the Bernstein coefficients on an interval.

    There are as many roots in the open interval, counted with multiplicity, or fewer by an even
    number: none if there are 0 variations, one if there is 1.
    """
    degree = len(p) - 1
    mapped: Polynomial = ZERO  # (1 + s)^n p((low + high s) / (1 + s)): its positive roots count
    for k, a in reversed(list(enumerate(p))):
        mapped = multiply(mapped, trimmed((low, high)))
        mapped = add(mapped, multiply((a,) if a else ZERO, _ones(degree - k)))
    signs = [a > 0 for a in mapped if a]
    return sum(a != b for a, b in pairwise(signs))


def _ones(n: int) -> Polynomial:
    """Return ``(1 + s) ** n``."""
    row = [Fraction(1)]
    for k in range(n):
        row.append(row[-1] * (n - k) / (k + 1))
    return tuple(row)


def isolate(p: Polynomial, low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return disjoint intervals that hold one root each, in ascending order.

    Parameters
    ----------
    p : Polynomial
        Not zero.
    low, high : Fraction
        Roots are sought strictly between.

    Returns
    -------
    list of (Fraction, Fraction)
        A root that is found exactly is an interval of one point. Of the others, at whose ends
        `p` does not vanish, the open interval holds the root.
    """
    if len(p) <= 1:
        return []
    if len(p) == 2:
        root = -p[0] / p[1]
        return [(root, root)] if low < root < high else []
    if variations(p, low, high) == 0:
        return []
    found: list[tuple[Fraction, Fraction]] = []
    p = square_free(p)
    waiting = [(low, high)]
    while waiting:
        a, b = waiting.pop()
        count = variations(p, a, b)
        if count == 1 and evaluate(p, a) and evaluate(p, b):
            found.append((a, b))
        elif count:
            middle = (a + b) / 2
            waiting += [(middle, b), (a, middle)]
            if not evaluate(p, middle):
                found.append((middle, middle))
    return sorted(found)
