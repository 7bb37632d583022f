"""Lemke's algorithm for linear complementarity, with ties resolved lexicographically.

Find z and w = q + M z, neither negative, of which one of each pair is 0. An artificial variable
that is worth d in each row makes a first solution; complementary pivots drive it out (Lemke 1965;
Cottle, Pang & Stone 2009, section 4.4). Ties are resolved as if row k had a little more than
each later one to start with, so that no basis comes twice (ibid., section 4.9).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.types import FloatArray, IntArray, NumberArray

TIE: Final = 1e-10
"""Floats closer than this, of rows scaled to 1, are equal."""

SMALL: Final = 1e-9
"""A pivot this much smaller than the largest of its column is none."""

RENEWAL: Final = 100
"""Pivots after which a table of floats is computed afresh from its basis."""


@dataclass(eq=False)
class _Table:
    """The current dictionary: basic variables as functions of those that are 0.

    Variables are numbered: w_k is k, z_k is n + k, the artificial one is 2n.

    Attributes
    ----------
    table : NumberArray (n, n+2)
        ``table[i, :-1] @ nonbasic + table[i, -1]`` is `unit` times the basic variable of row i.
    basic, nonbasic : IntArray (n,), (n+1,)
    unit : int
        The last pivot, where entries are whole numbers (Edmonds 1967); 1 for floats.
    """

    table: NumberArray
    basic: IntArray
    nonbasic: IntArray
    unit: Any = 1

    @property
    def exact(self) -> bool:
        """Whether entries are whole numbers."""
        return self.table.dtype == object

    def pivot(self, row: int, column: int) -> None:
        """Exchange the basic variable of a row with the nonbasic one of a column."""
        head = self.table[row, column]
        across, down = self.table[row].copy(), self.table[:, column].copy()
        across[column], down[row] = 0, 0
        if self.exact:
            sign = 1 if head > 0 else -1
            table = (self.table * head - down[:, None] * across) // self.unit * sign
            table[row], table[:, column] = -across * sign, down * sign
            table[row, column] = self.unit * sign
            self.table, self.unit = table, abs(head)
        else:
            across /= head
            self.table -= down[:, None] * across
            self.table[row], self.table[:, column] = -across, down / head
            self.table[row, column] = 1 / head
            end = self.table[:, -1]
            end[np.abs(end) < TIE * 1e-3] = 0
        out, into = self.basic[row], self.nonbasic[column]
        self.basic[row], self.nonbasic[column] = into, out

    def leaving(self, column: int) -> int:
        """Return the row that reaches 0 first as the variable of a column grows; -1: none."""
        down = self.table[:, column]
        falls = np.flatnonzero(down < (0 if self.exact else -SMALL * np.abs(down).max()))
        if not len(falls):
            return -1
        falls = self._least(falls, self.table[falls, -1], -down[falls])
        artificial = np.flatnonzero(self.basic[falls] == 2 * len(self.basic))
        if len(artificial):
            return int(falls[artificial[0]])
        for k in range(len(self.basic)):
            if len(falls) == 1:
                break
            falls = self._least(falls, self._perturbation(k, falls), -down[falls])
        return int(falls[0])

    def _perturbation(self, k: int, rows: IntArray) -> NumberArray:
        """Return how much of the k-th infinitesimal there is in some rows."""
        at = np.flatnonzero(self.nonbasic == k)
        if len(at):
            hidden: NumberArray = -self.table[rows, at[0]]
            return hidden
        own: NumberArray = np.where(self.basic[rows] == k, self.unit, 0)
        return own

    def _least(self, rows: IntArray, over: NumberArray, under: NumberArray) -> IntArray:
        """Return the rows with the least ratio."""
        if self.exact:
            best = 0
            for k in range(1, len(rows)):
                if over[k] * under[best] < over[best] * under[k]:
                    best = k
            return np.compress(over * under[best] == over[best] * under, rows)
        ratio = over / under
        least = ratio.min()
        return np.compress(ratio <= least + TIE * max(1.0, abs(float(least))), rows)


def lemke(M: NumberArray, q: NumberArray, d: NumberArray, max_pivots: int) -> NumberArray | None:
    """Return z of a solution of a linear complementarity problem, or None.

    Parameters
    ----------
    M : NumberArray (n, n)
        Floats or fractions; of floats, each row's largest entry should be about 1.
    q, d : NumberArray (n,)
        Nothing in `d` is negative, and it is positive where `q` is negative.
    max_pivots : int
        When to give up; rounding can lead floats astray.

    Returns
    -------
    NumberArray (n,) or None
        None if the path of complementary pivots ends in a ray, or is too long.
    """
    n = len(q)
    start = np.column_stack([M, d, q])
    if start.dtype == object:
        rows = [lcm(*(Fraction(x).denominator for x in row)) for row in start.tolist()]
        whole = [[int(x * r) for x in row] for row, r in zip(start.tolist(), rows, strict=True)]
        start = np.array(whole, dtype=object).reshape(n, n + 2)
    now = _Table(start.copy(), np.arange(n), np.arange(n, 2 * n + 1))
    if not np.any(q < 0):
        return np.zeros(n, dtype=start.dtype)
    row, column = _first_row(now), n
    for count in range(1, max_pivots + 1):
        left = int(now.basic[row])
        now.pivot(row, column)
        if left == 2 * n:
            return _solution(now)
        if not now.exact and count % RENEWAL == 0 and not _renew(now, start):
            return None
        partner = left + n if left < n else left - n
        column = int(np.flatnonzero(now.nonbasic == partner)[0])
        row = now.leaving(column)
        if row < 0:
            return None
    return None


def _first_row(now: _Table) -> int:
    """Return the row that needs most of the artificial variable; the last one, of equal ones."""
    d, q = now.table[:, -2], now.table[:, -1]
    needs = np.flatnonzero(q < 0)
    # Of equal ones, those of a later row are perturbed less, so that they need more.
    best = int(needs[0])
    for k in needs[1:].tolist():
        if q[k] * d[best] <= q[best] * d[k]:
            best = k
    return best


def _renew(now: _Table, start: FloatArray) -> bool:
    """Compute a table of floats from its basis, free of the rounding of the pivots before."""
    from scipy.sparse import csc_array  # noqa: PLC0415 (slow to import)
    from scipy.sparse.linalg import splu  # noqa: PLC0415 (as above)

    everything = np.hstack([np.eye(len(now.basic)), -start[:, :-1]])
    right = np.column_stack([-everything[:, now.nonbasic], start[:, -1]])
    try:
        now.table = splu(csc_array(everything[:, now.basic])).solve(right)
    except RuntimeError:  # singular: rounding has led the pivots astray
        return False
    end = now.table[:, -1]
    end[np.abs(end) < TIE] = 0
    return bool(np.all(end >= -1e-6 * max(1.0, float(np.abs(end).max()))))


def _solution(now: _Table) -> NumberArray:
    n = len(now.basic)
    z = np.zeros(n, dtype=now.table.dtype)
    mine = (now.basic >= n) & (now.basic < 2 * n)
    value = now.table[mine, -1]
    if now.exact:
        value = np.array([Fraction(int(v), int(now.unit)) for v in value], dtype=object)
    z[now.basic[mine] - n] = value
    return z
