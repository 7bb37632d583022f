"""Exact rational solutions of linear systems, from floating-point ones.

Floats solve for correction after correction while the residual is kept in whole numbers, until
the approximation has so many digits that only one fraction can be meant; that one is then checked
in the equations (Wan 2006; Gleixner, Steffy & Wolter 2016). The cost is that of one factorization
in floats, however long the fractions are.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.forms.sequence import Entries
    from negotiate.types import FloatArray, IntArray, NumberArray

DIGITS: Final = (30, 12)
"""Bits that each correction adds; fewer where the system is ill-conditioned."""

MAX_BITS: Final = 40_000
"""Bits of the approximation before giving up: fractions half as long."""

SINGULAR: Final = 1e-10
"""A pivot this small, where rows have entries up to 1, is none."""

LONGEST: Final = 10**150
"""Largest denominator of an equation: floats must be able to hold what they stand for."""

ROUNDING: Final = 1e-13
"""An entry this small, where rows have entries up to 1, is 0."""

GROWTH: Final = 64
"""Bits by which a residual may grow; where corrections correct, it stays as long as it is."""


@dataclass(frozen=True, eq=False)
class Elimination:
    """What elimination with row exchanges says of a linear system.

    Attributes
    ----------
    rows : IntArray (C,)
        As many independent equations as there are unknowns; not so many where some are free.
    free : FloatArray (C,) or None
        A direction in which a solution can move, if there is one.
    dense, balance : FloatArray (R, C), (R,)
        The matrix, and what its rows were multiplied by to be of one size.
    """

    rows: IntArray
    free: FloatArray | None
    dense: FloatArray
    balance: FloatArray


def eliminate(matrix: Entries) -> Elimination:
    """Return independent equations of a system, or a direction in which it leaves its unknowns.

    Parameters
    ----------
    matrix : Entries (R, C)
        Fractions or floats; at least as many equations as unknowns, or a direction is free.
    """
    rows, columns = matrix.shape
    dense = np.zeros((max(rows, columns), columns))
    dense[matrix.row, matrix.column] = matrix.value.astype(np.float64)
    largest = np.abs(dense).max(axis=1)
    balance = np.divide(1, largest, out=np.ones(len(dense)), where=largest > 0)
    dense *= balance[:, None]
    order = np.argsort(np.count_nonzero(dense, axis=0), kind="stable")
    picked, upper, done = _triangle(dense[:, order])
    free = None
    if done < columns:
        along = np.zeros(done + 1)
        along[done] = 1
        for k in range(done - 1, -1, -1):
            along[k] = -(upper[k, k + 1 : done + 1] @ along[k + 1 :]) / upper[k, k]
        free = np.zeros(columns)
        free[order[: done + 1]] = along
    return Elimination(picked[:columns], free, dense, balance)


def _triangle(work: FloatArray) -> tuple[IntArray, FloatArray, int]:
    """Eliminate in place, with row exchanges, up to the first column without a pivot.

    Only rows and columns with entries are touched, one pivot at a time: the matrices at hand are
    sparse, and threaded elimination of dense ones is many times slower on a busy machine.
    """
    order = np.arange(len(work))
    for k in range(work.shape[1]):
        best = k + int(np.argmax(np.abs(work[k:, k])))
        head = work[best, k]
        if abs(head) < SINGULAR:
            return order, work, k
        order[[k, best]] = order[[best, k]]
        work[[k, best]] = work[[best, k]]
        across = k + np.flatnonzero(np.abs(work[k, k:]) > ROUNDING)
        below = k + 1 + np.flatnonzero(np.abs(work[k + 1 :, k]) > ROUNDING)
        work[np.ix_(below, across)] -= (work[below, k] / head)[:, None] * work[k, across]
        work[k + 1 :, k] = 0
    return order, work, work.shape[1]


def solve(matrix: Entries, right: NumberArray, elimination: Elimination) -> NumberArray | None:
    """Return the only solution of a linear system; None if there is none.

    There may be more equations than unknowns.

    Parameters
    ----------
    matrix : Entries (R, C)
        Fractions, or floats, in which case the solution is in floats too.
    right : NumberArray (R,)
    elimination : Elimination
        Of `matrix`, leaving nothing free.

    Returns
    -------
    NumberArray (C,) or None
        Fractions that satisfy every equation exactly; or floats that satisfy those equations
        that elimination has picked.
    """
    from scipy.sparse import csc_array  # noqa: PLC0415 (slow to import)
    from scipy.sparse.linalg import splu  # noqa: PLC0415 (as above)

    picked, balance = elimination.rows, elimination.balance
    factors = splu(csc_array(elimination.dense[picked]))

    def approximate(residual: FloatArray) -> FloatArray:
        found: FloatArray = factors.solve((residual * balance)[picked])
        return found

    if matrix.value.dtype != object:
        return approximate(right.astype(np.float64))
    scale = _row_scale(matrix, right)
    if max(int(s) for s in scale) > LONGEST:
        return None
    balance = balance / scale.astype(np.float64)
    return _refined(matrix, right, scale, approximate)


def _row_scale(matrix: Entries, right: NumberArray) -> NumberArray:
    """Return what makes each equation one of whole numbers (R,)."""
    scale = [Fraction(b).denominator for b in right.tolist()]
    for row, value in zip(matrix.row.tolist(), matrix.value.tolist(), strict=True):
        scale[row] = lcm(scale[row], Fraction(value).denominator)
    return np.array(scale, dtype=object)


def _refined(
    matrix: Entries,
    right: NumberArray,
    scale: NumberArray,
    approximate: Callable[[FloatArray], FloatArray],
) -> NumberArray | None:
    """Return the exact solution, correction by correction in whole numbers."""
    value = np.array([int(v) for v in matrix.value * scale[matrix.row]], dtype=object)
    whole = replace(matrix, value=value)
    target = np.array([int(v) for v in right * scale], dtype=object)
    for digits in DIGITS:
        residual, found, check = target, np.zeros(matrix.shape[1], dtype=object), 2
        for rounds in range(1, MAX_BITS // digits):
            correction = _correction(residual, digits, approximate)
            if correction is None or _excess(residual) > _excess(target) + GROWTH:
                break  # too ill-conditioned for so many digits a round
            found = (found << digits) + correction
            residual = (residual << digits) - whole.times(correction)
            if rounds >= check or not residual.any():
                numerators, denominator = _common_fraction(found.tolist(), digits * rounds)
                if np.array_equal(whole.times(numerators), target * denominator):
                    pairs = (Fraction(int(n), denominator) for n in numerators)
                    return np.array(list(pairs), dtype=object)
                check = rounds + max(1, rounds // 2)
    return None


def _correction(
    residual: NumberArray, digits: int, approximate: Callable[[FloatArray], FloatArray]
) -> NumberArray | None:
    """Return what floats make of a residual, in whole units of so many more digits."""
    shift = _excess(residual)  # residuals may be too long for a float
    step = np.ldexp(approximate((residual >> shift).astype(np.float64)), digits)
    if not np.all(np.isfinite(step)):
        return None
    return np.array([int(s) << shift for s in np.rint(step).tolist()], dtype=object)


def _excess(numbers: NumberArray) -> int:
    """Return by how many bits the longest number exceeds what a float holds without loss."""
    return max(0, max(abs(int(n)) for n in numbers).bit_length() - 52)


def _common_fraction(found: list[int], bits: int) -> tuple[NumberArray, int]:
    """Return fractions of one denominator near ``found / 2**bits``, as short as may be."""
    half, guard = 1 << bits - 1, 1 << 8
    limit = 1 << max(bits - 16, 0) // 2
    denominator = 1
    for number in found:
        scaled = number * denominator
        rest = abs(scaled - (scaled + half >> bits << bits))
        if rest > denominator * guard:  # no whole number yet
            denominator *= _denominator(rest, 1 << bits, limit // denominator)
    whole = [n * denominator + half >> bits for n in found]
    return np.array(whole, dtype=object), denominator


def _denominator(top: int, bottom: int, limit: int) -> int:
    """Return the largest denominator up to a limit among the convergents of ``top / bottom``."""
    before, now = 0, 1
    while top:
        quotient, rest = divmod(bottom, top)
        before, now = now, quotient * now + before
        if now > limit:
            return max(before, 1)
        bottom, top = top, rest
    return now
