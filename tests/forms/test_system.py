"""Equations between polynomials of probabilities: every root, once, and nothing that is none."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from negotiate.analysis.answer import solve
from negotiate.forms.assessment.polynomial import constant, variable
from negotiate.forms.assessment.region import regions
from negotiate.forms.assessment.system import System, Unsolved, solutions, steady, unit
from negotiate.forms.polynomial import trimmed
from negotiate.game.game import Game
from negotiate.results.solution import Coverage

if TYPE_CHECKING:
    from negotiate.forms.assessment.polynomial import Poly

X, Y = variable(0), variable(1)
HALF = constant(Fraction(1, 2))
TINY = Fraction(1, 10**40)
ROOT: Any = pytest.approx(0.5**0.5)
FOURTH: Any = pytest.approx(0.5**0.25)


def number(x: Fraction | int) -> Poly:
    return constant(x)


def found(equal: list[Poly], weak: list[Poly] | None = None, strict: list[Poly] | None = None
          ) -> list[tuple[float, ...]]:  # fmt: skip
    """Return the solutions in x and y where they are points, sorted."""
    polys = [*equal, *(weak or []), *(strict or [])]
    used = sorted({v for p in polys for v in p.variables})
    system = System(
        tuple(equal), tuple(weak or ()), (*(strict or ()), *(b for v in used for b in unit(v)))
    )
    points = []
    for solved in solutions(system):
        for region in regions(solved, used):
            values = solved.values(dict(region.point))
            points.append(tuple(float(values[v]) for v in used))
    return sorted(points)


@pytest.mark.parametrize("degree", [2, 3, 4])
@pytest.mark.parametrize("apart", [Fraction(1, 10**15), Fraction(1, 10**40)])
def test_roots_that_nearly_coincide_are_two_or_none(degree: int, apart: Fraction) -> None:
    """Floats see one root of (x - 1/2)^2 = apart^2, or two complex ones: it has two, or none."""
    other = (X - number(3)) ** (degree - 2)
    square = (X - HALF) ** 2
    near_half: Any = pytest.approx(0.5, abs=1e-14)
    assert found([(square - number(apart**2)) * other]) == [(near_half,), (near_half,)]
    assert found([(square - number(2 * apart**2)) * other]) == [(near_half,), (near_half,)]
    assert found([(square + number(apart**2)) * other]) == []


def test_a_double_root_is_one() -> None:
    assert found([(X - HALF) ** 2]) == [(0.5,)]
    assert found([(X * X - HALF) ** 2 * (X + number(1))]) == [(ROOT,)]


def test_conditions_at_an_irrational_root_are_decided_exactly() -> None:
    root = X * X - HALF
    assert len(found([root], weak=[root])) == 1
    assert found([root], strict=[root]) == []
    assert len(found([root], strict=[root + number(TINY)])) == 1
    assert found([root], weak=[root - number(TINY)]) == []


def test_an_irrational_point_at_which_a_wall_is_touched() -> None:
    """0 >= (x^2 - 1/2)^2 holds at one point only, and no fraction is it."""
    touched = ((X * X - HALF) ** 2).scaled(Fraction(-1))
    assert found([], weak=[touched]) == [(ROOT,)]
    assert found([], weak=[touched + number(TINY)]) == [(ROOT,)]
    assert found([], strict=[touched]) == []


def test_equations_in_one_variable_are_solved_together() -> None:
    assert found([(X * X - HALF) * (X - HALF), (X * X - HALF) * (X * X + number(1))]) == [(ROOT,)]
    assert found([X * X - HALF, X * X - number(Fraction(1, 3))]) == []


def test_roots_of_roots() -> None:
    assert found([X * X - HALF, Y * Y - X]) == [(ROOT, FOURTH)]
    assert found([X * X - HALF, Y * Y + X * X - Y]) == []


def test_a_double_root_that_hangs_on_rounding_is_left_unsolved() -> None:
    """At x = sqrt(1/2): (y - x)^2, and (y - 1)(y + 1/2), whose root is at the edge."""
    for equation in ((Y - X) ** 2, Y * Y - X * X - HALF * Y):
        with pytest.raises(Unsolved):
            found([X * X - HALF, equation])


def test_polynomials_that_rounding_cannot_change() -> None:
    assert steady(trimmed([Fraction(-1, 2), Fraction(0), Fraction(1)]))
    assert not steady(trimmed([Fraction(1, 4), Fraction(-1), Fraction(1)]))
    assert not steady(trimmed([Fraction(0), Fraction(-1), Fraction(2)]))
    assert not steady(trimmed([Fraction(1, 4) + TINY, Fraction(-1), Fraction(1)]))


def three(gap: Fraction) -> Game:
    """Return a table in which all three mix exactly where all odds are x, (x - 1/2)^2 = -gap.

    The first wants to match the second against the third, the second the third against the
    first, and what the third gains is (x - 1/2)(y - 1/2) + gap.
    """
    u = np.zeros((3, 2, 2, 2), dtype=object)
    half = Fraction(1, 2)
    for x, y, z in product(range(2), repeat=3):
        u[:, x, y, z] = [
            Fraction(x * (y - z)),
            Fraction(y * (z - x)),
            z * ((x - half) * (y - half) + gap),
        ]
    return Game.from_payoffs(list(u))


@pytest.mark.parametrize(
    ("gap", "mixed"),
    [(Fraction(0), 1), (Fraction(-1, 10**20), 2), (Fraction(-2, 10**40), 2), (TINY, 0)],
)
def test_equilibria_that_nearly_coincide(gap: Fraction, mixed: int) -> None:
    game = three(gap)
    solution = solve(game, "sequential", "enumeration")
    inside = [e for e in solution.equilibria if all(0 < p < 1 for p in e.behaviour)]
    assert len(inside) == mixed
    assert solution.coverage is Coverage.ALL
    for e in inside:
        assert np.allclose(e.behaviour.astype(float), 0.5)
