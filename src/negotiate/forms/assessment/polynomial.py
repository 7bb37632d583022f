"""Polynomials in fractions, small and sparse: what conditions on an assessment are written in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Monomial: TypeAlias = tuple[tuple[int, int], ...]
"""Variables with their exponents, in increasing order of the variable."""


@dataclass(frozen=True, slots=True)
class Poly:
    """A polynomial.

    Attributes
    ----------
    terms : dict of Monomial to Fraction
        Without zeros; empty for the polynomial 0.
    """

    terms: dict[Monomial, Fraction]

    def __add__(self, other: Poly) -> Poly:
        """Return the sum."""
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            total = terms.get(monomial, 0) + c
            if total:
                terms[monomial] = total
            else:
                del terms[monomial]
        return Poly(terms)

    def __sub__(self, other: Poly) -> Poly:
        """Return the difference."""
        return self + other.scaled(Fraction(-1))

    def __mul__(self, other: Poly) -> Poly:
        """Return the product."""
        terms: dict[Monomial, Fraction] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                monomial = _times(m, n)
                terms[monomial] = terms.get(monomial, Fraction(0)) + c * d
        return Poly({m: c for m, c in terms.items() if c})

    def __pow__(self, exponent: int) -> Poly:
        """Return a power; small exponents only."""
        power = constant(1)
        for _ in range(exponent):
            power = power * self
        return power

    def scaled(self, factor: Fraction) -> Poly:
        """Return the polynomial times a number."""
        return Poly({m: c * factor for m, c in self.terms.items()} if factor else {})

    @property
    def variables(self) -> frozenset[int]:
        """The variables that occur."""
        return frozenset(v for m in self.terms for v, _ in m)

    @property
    def is_constant(self) -> bool:
        """Whether no variable occurs."""
        return all(not m for m in self.terms)

    @property
    def value(self) -> Fraction:
        """The constant term."""
        return self.terms.get((), Fraction(0))

    @property
    def degree(self) -> int:
        """The largest sum of exponents."""
        return max((sum(e for _, e in m) for m in self.terms), default=0)

    def powers(self, variable: int) -> list[Poly]:
        """Return the coefficients of the powers of a variable, from 0 up."""
        found: list[dict[Monomial, Fraction]] = [{}]
        for m, c in self.terms.items():
            exponent = next((e for v, e in m if v == variable), 0)
            while len(found) <= exponent:
                found.append({})
            found[exponent][tuple(pair for pair in m if pair[0] != variable)] = c
        return [Poly(terms) for terms in found]

    def in_one(self, variable: int) -> tuple[Fraction, ...]:
        """Return the coefficients of a polynomial in one variable, from power 0 up."""
        return tuple(p.value for p in self.powers(variable))

    def without_factors(self) -> Poly:
        """Return the polynomial over the product of variables that divides all of its terms."""
        if not self.terms:
            return self
        common = dict(next(iter(self.terms)))
        for m in self.terms:
            exponents = dict(m)
            common = {v: min(e, exponents[v]) for v, e in common.items() if v in exponents}
        if not common:
            return self
        return Poly(
            {
                tuple((v, e - common.get(v, 0)) for v, e in m if e > common.get(v, 0)): c
                for m, c in self.terms.items()
            }
        )

    def replaced(self, variable: int, top: Poly, bottom: Poly) -> Poly:
        """Return a polynomial of the same sign where ``top / bottom`` stands for a variable.

        It is the original times an even power of `bottom`, which must not be 0.
        """
        powers = self.powers(variable)
        degree = len(powers) - 1
        if not degree:
            return self
        total = constant(0)
        for k, coefficient in enumerate(powers):
            total = total + coefficient * top**k * bottom ** (degree - k)
        return total * bottom if degree % 2 else total

    def at(self, values: Mapping[int, Fraction]) -> Fraction:
        """Return the value at a point that gives every variable one."""
        total = Fraction(0)
        for m, c in self.terms.items():
            product = c
            for v, e in m:
                product *= values[v] ** e
            total += product
        return total

    def sign(self) -> int:
        """Return the sign for all positive values of the variables: 1, -1, or 0 if unknown."""
        if self.terms and all(c > 0 for c in self.terms.values()):
            return 1
        if self.terms and all(c < 0 for c in self.terms.values()):
            return -1
        return 0


def constant(number: Fraction | int) -> Poly:
    """Return a number as a polynomial."""
    return Poly({(): Fraction(number)} if number else {})


def variable(index: int) -> Poly:
    """Return a variable as a polynomial."""
    return Poly({((index, 1),): Fraction(1)})


def total(polys: Iterable[Poly]) -> Poly:
    """Return the sum of polynomials."""
    result = constant(0)
    for poly in polys:
        result = result + poly
    return result


def _times(m: Monomial, n: Monomial) -> Monomial:
    if not m or not n:
        return m or n
    exponents = dict(m)
    for v, e in n:
        exponents[v] = exponents.get(v, 0) + e
    return tuple(sorted(exponents.items()))
