"""One equilibrium of a two-player table along a path of complementary bases (Lemke & Howson 1964).

Ties in the ratio test are broken lexicographically, so that no path cycles, however degenerate
the table (von Stengel 2002, section 2.3). Floats are pivoted in floats, fractions in integers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.record import dataclass
from negotiate.solvers.polytope import Basis

if TYPE_CHECKING:
    from negotiate.types import FloatArray, NumberArray

ZERO: Final = 1e-11
"""Entries of a float tableau that are no larger are rounding; payoffs lie in [1, 2]."""


def equilibrium(
    A: NumberArray, B: NumberArray, label: int, max_pivots: int
) -> tuple[NumberArray, NumberArray, int] | None:
    """Return the equilibrium at the other end of the path on which `label` is missing.

    Parameters
    ----------
    A, B : NumberArray (m, n)
        Positive payoffs.
    label : int
        A strategy of the row player, or m plus one of the column player.
    max_pivots : int

    Returns
    -------
    tuple of x (m,), y (n,) and the number of pivots; None if there were too many
    """
    m, n = A.shape
    make = Basis.origin if A.dtype == object else _Floats.origin
    tables: list[Basis | _Floats] = [make(B.T), make(A)]
    turn = int(label >= m)
    entering = label
    for pivots in range(1, max_pivots + 1):
        table = tables[turn]
        column = _column(entering, turn, m, n)
        row = table.leaves(column)
        left = _label(table.basic[row], turn, m, n)
        tables[turn] = table.pivot(row, column)
        if left == label:
            x, y = (side.point() for side in tables)
            return x / x.sum(), y / y.sum(), pivots
        entering, turn = left, 1 - turn
    return None


def _column(label: int, turn: int, m: int, n: int) -> int:
    """Return the column that stands for a label: the row player's strategies come first."""
    return label if turn == 0 else (label - m) % (m + n)


def _label(column: int, turn: int, m: int, n: int) -> int:
    return column if turn == 0 else (column + m) % (m + n)


@dataclass(frozen=True, eq=False)
class _Floats:
    """As `Basis`, in floats: columns z (d), slack (k), right-hand side."""

    table: FloatArray
    basic: tuple[int, ...]
    sizes: tuple[int, int]

    @classmethod
    def origin(cls, M: FloatArray) -> _Floats:
        k, d = M.shape
        table = np.concatenate([M, np.eye(k), np.ones((k, 1))], axis=1)
        return cls(table, tuple(range(d, d + k)), (k, d))

    def leaves(self, column: int) -> int:
        """Return the row that limits an entering column, ties by lexicographic order."""
        k, d = self.sizes
        entering = self.table[:, column]
        rows = np.flatnonzero(entering > ZERO)
        if not len(rows):
            return int(np.argmax(entering))
        for key in (k + d, *range(d, d + k)):
            if len(rows) == 1:
                break
            ratio = self.table[rows, key] / entering[rows]
            rows = rows[ratio <= ratio.min() + ZERO]
        return int(rows[0])

    def pivot(self, row: int, column: int) -> _Floats:
        """Return the basis after `column` replaced that of `row`."""
        pivot_row = self.table[row] / self.table[row, column]
        table = self.table - np.outer(self.table[:, column], pivot_row)
        table[row] = pivot_row
        basic = (*self.basic[:row], column, *self.basic[row + 1 :])
        return _Floats(table, basic, self.sizes)

    def point(self) -> FloatArray:
        """Return z (d,)."""
        _, d = self.sizes
        z = np.zeros(d)
        for row, column in enumerate(self.basic):
            if column < d:
                z[column] = max(0.0, self.table[row, -1])
        return z
