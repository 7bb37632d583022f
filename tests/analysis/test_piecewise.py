"""Ratios and curves against their values, point by point."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from negotiate.analysis.piecewise import (
    Curve,
    Range,
    Ratio,
    constant,
    gap,
    minus,
    over,
    part_at,
    plus,
    ratio,
    times,
)
from negotiate.analysis.turning import beside
from negotiate.forms.polynomial import evaluate, trimmed

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from negotiate.forms.polynomial import Polynomial

F = Fraction
WHOLE = Range(F(-2), F(2))
small = st.integers(-4, 4).map(F)
polynomials = st.lists(small, max_size=3).map(trimmed)
ratios: SearchStrategy[Ratio] = st.builds(ratio, polynomials, polynomials.filter(bool))
X = Ratio((F(0), F(1)))


@given(ratios, ratios, st.fractions(-2, 2, max_denominator=7))
def test_ratios_are_what_their_values_are(f: Ratio, g: Ratio, x: Fraction) -> None:
    if not (evaluate(f.bottom, x) and evaluate(g.bottom, x)):
        return
    assert plus(f, g).at(x) == f.at(x) + g.at(x)
    assert minus(f, g).at(x) == f.at(x) - g.at(x)
    assert times(f, g).at(x) == f.at(x) * g.at(x)
    difference = f.at(x) - g.at(x)
    assert (evaluate(gap(f, g), x) > 0) == (difference > 0)
    assert (evaluate(gap(f, g), x) == 0) == (difference == 0)
    assert (evaluate(f.turning, x) > 0) == (f.at(x) > 0)
    if g.at(x):
        assert over(f, g).at(x) == f.at(x) / g.at(x)


@given(polynomials, polynomials.filter(bool), polynomials.filter(bool))
def test_equal_ratios_are_written_alike(p: Any, q: Any, r: Any) -> None:
    f, factor = ratio(p, q), Ratio(r)
    assert over(times(f, factor), factor) == f


def test_signs_cut_the_range_at_every_root() -> None:
    square = times(X, X)  # touches zero, and does not cross it
    sign = WHOLE.sign(minus(square, constant(2)))
    assert isinstance(sign, Curve)
    assert [round(float(cut), 6) for cut in sign.cuts] == [-1.414214, 1.414214]
    assert sign.parts == (1, 1, 0, -1, 0, 1, 1)
    assert WHOLE.sign(square).parts == (1, 1, 0, 1, 1)
    assert WHOLE.sign(constant(3)) == 1
    assert WHOLE.sign(constant(0)) == 0


def test_signs_at_the_ends_have_their_own_parts() -> None:
    sign = WHOLE.sign(plus(X, constant(2)))
    assert sign == Curve((), (0, 1, 1))


def test_what_changes_nowhere_is_one_part() -> None:
    sign = WHOLE.sign(X)
    assert WHOLE.each(lambda s: s * s + 1 - s * s, sign) == 1
    assert WHOLE.each(lambda s, t: s == t, sign, sign) is True


def test_parts_are_found_on_cells_and_beside_points() -> None:
    sign = WHOLE.sign(X)
    cells = list(WHOLE.cells(sign.cuts))
    assert [part_at(sign, low, high, WHOLE) for low, high in cells] == [-1, -1, 0, 1, 1]
    assert beside(sign, F(0), right=False) == -1
    assert beside(sign, F(0), right=True) == 1
    assert beside(7, F(0), right=True) == 7


@given(polynomials, polynomials, st.fractions(-2, 2, max_denominator=9))
def test_curves_combine_piece_by_piece(p: Polynomial, q: Polynomial, x: Fraction) -> None:
    """The sum of two step functions is that of their values, at every point."""
    total = WHOLE.each(lambda a, b: 3 * a + b, WHOLE.sign(Ratio(p)), WHOLE.sign(Ratio(q)))
    assert _at(total, x) == 3 * _sign(p, x) + _sign(q, x)


def _at(value: Any, x: Fraction) -> Any:
    """Return the part of a curve at a point, by trying every cell."""
    cells = WHOLE.cells(value.cuts if isinstance(value, Curve) else ())
    parts = value.parts if isinstance(value, Curve) else (value,) * 3
    for (low, high), part in zip(cells, parts, strict=True):
        if low == x == high or low < x < high:
            return part
    raise AssertionError("the cells cover the range")


def _sign(p: Polynomial, x: Fraction) -> int:
    value = evaluate(p, x)
    return (value > 0) - (value < 0)
