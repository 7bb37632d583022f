"""Roots of polynomials and algebraic numbers, against products of known factors and sympy."""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import reduce
from math import sqrt

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from negotiate.forms.algebraic import Algebraic, Real, between, minimal, roots, sign_at
from negotiate.forms.polynomial import (
    ONE,
    Polynomial,
    add,
    common_divisor,
    derivative,
    divided,
    evaluate,
    isolate,
    multiply,
    primitive,
    square_free,
    subtract,
    trimmed,
    variations,
)

F = Fraction
small = st.fractions(min_value=-6, max_value=6, max_denominator=6)
polynomials = st.lists(small, max_size=5).map(trimmed)


def of(*coefficients: int) -> Polynomial:
    return tuple(map(F, coefficients))


def with_roots(*wanted: Fraction) -> Polynomial:
    return reduce(multiply, [(-root, F(1)) for root in wanted], ONE)


@given(polynomials, polynomials, small)
def test_arithmetic_is_that_of_values(p: Polynomial, q: Polynomial, x: Fraction) -> None:
    assert evaluate(add(p, q), x) == evaluate(p, x) + evaluate(q, x)
    assert evaluate(subtract(p, q), x) == evaluate(p, x) - evaluate(q, x)
    assert evaluate(multiply(p, q), x) == evaluate(p, x) * evaluate(q, x)
    if q:
        quotient, rest = divided(p, q)
        assert add(multiply(quotient, q), rest) == p
        assert len(rest) < len(q)


def test_no_division_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        divided(of(1, 2), ())


def test_derivative_divisor_and_content() -> None:
    assert derivative(of(5, 3, 2)) == of(3, 4)
    assert common_divisor(with_roots(F(1), F(2)), with_roots(F(2), F(3))) == of(-2, 1)
    assert primitive((F(1, 2), F(-3, 4))) == of(2, -3)
    assert primitive(()) == ()
    assert square_free(with_roots(F(1), F(1), F(2)))[::-1][0] != 0
    assert len(square_free(with_roots(F(1), F(1), F(2)))) == 3


@given(st.lists(small, min_size=1, max_size=4))
def test_variations_bound_the_roots(wanted: list[Fraction]) -> None:
    """Descartes' rule: as many roots, or fewer by an even number."""
    inside = sum(0 < root < 1 for root in wanted)
    found = variations(with_roots(*wanted), F(0), F(1))
    assert found >= inside
    assert (found - inside) % 2 == 0


@given(st.lists(small, min_size=1, max_size=4), small, small)
def test_rational_roots_are_found_as_such(
    wanted: list[Fraction], one: Fraction, other: Fraction
) -> None:
    low, high = min(one, other), max(one, other)
    expected = sorted({root for root in wanted if low < root < high})
    assert roots(with_roots(*wanted), low, high) == expected


@given(polynomials.filter(lambda p: len(p) > 1))
def test_roots_are_those_of_sympy(p: Polynomial) -> None:
    x = sympy.Symbol("x")
    expression = sum(sympy.Rational(a.numerator, a.denominator) * x**k for k, a in enumerate(p))
    known = sorted({float(r) for r in sympy.Poly(expression, x).real_roots() if -3 < r < 3})
    found = roots(p, F(-3), F(3))
    assert [float(root) for root in found] == pytest.approx(known, rel=1e-12)
    assert all(sign_at(p, root) == 0 for root in found)


@given(polynomials.filter(lambda p: len(p) > 1))
def test_isolating_intervals_hold_one_root_each(p: Polynomial) -> None:
    found = isolate(p, F(-10), F(10))
    for (_, end), (start, _) in itertools.pairwise(found):
        assert end <= start
    for low, high in found:
        inside = square_free(p)
        assert low == high or evaluate(inside, low) * evaluate(inside, high) < 0


def root_of(*coefficients: int, low: int = 0, high: int = 2) -> Algebraic:
    (found,) = roots(of(*coefficients), F(low), F(high))
    assert isinstance(found, Algebraic)
    return found


def test_irrational_numbers_are_compared_exactly() -> None:
    root2, root3 = root_of(-2, 0, 1), root_of(-3, 0, 1)
    assert float(root2) == sqrt(2)
    assert F(1) < root2 < F(141421357, 10**8) < root3
    assert root2 > F(141421356, 10**8)
    assert not root2 < F(1)
    assert root2 != F(3, 2)
    assert root2 != "text"
    again = root_of(4, 0, -4, 0, 1)  # (x^2 - 2)^2
    assert again == root2
    assert not again < root2
    mixed: list[Real] = [root3, F(3, 2), root2]
    assert sorted(mixed) == [root2, F(3, 2), root3]
    assert "1.414" in repr(root2)


def test_two_roots_of_one_polynomial_differ() -> None:
    first, second = roots(of(1, -4, 1), F(0), F(4))  # 2 - sqrt 3 and 2 + sqrt 3
    assert first != second
    assert first < second
    assert F(0) < between(first, second) < F(4)


def test_signs_at_irrational_numbers() -> None:
    root2 = root_of(-2, 0, 1)
    assert sign_at(of(-2, 0, 1), root2) == 0
    assert sign_at(of(4, 2, -2, -1), root2) == 0  # (2 - x^2)(x + 2)
    assert sign_at(of(-1, 1), root2) == 1
    assert sign_at(of(-3, 2), root2) == -1
    assert sign_at((), root2) == 0
    assert sign_at(of(-7), root2) == -1


def test_the_minimal_polynomial_has_no_other_factor() -> None:
    (found,) = roots(multiply(of(-2, 0, 1), of(-5, 0, 1)), F(1), F(2))
    assert isinstance(found, Algebraic)
    assert minimal(found) == (-2, 0, 1)


def test_between_is_strictly_between() -> None:
    root2 = root_of(-2, 0, 1)
    near = F(141421356237309504880168872, 10**26)  # just below
    assert near < between(near, root2) < root2
    assert between(F(0), F(1)) == F(1, 2)
