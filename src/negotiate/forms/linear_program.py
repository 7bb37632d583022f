"""Small linear programs in fractions, so that "there is none" is a proof."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = Sequence[Fraction | int]


def minimise(
    cost: Row,
    upper: Sequence[tuple[Row, Fraction | int]],
    equal: Sequence[tuple[Row, Fraction | int]],
) -> list[Fraction] | None:
    """Return the point x >= 0 that minimises a cost under linear conditions; None if none exists.

    Parameters
    ----------
    cost : sequence of numbers (n,)
        Must be bounded below where the conditions hold, as a cost without negative entries is.
    upper : sequence of (row (n,), number)
        ``row @ x <= number``.
    equal : sequence of (row (n,), number)
        ``row @ x == number``.

    Notes
    -----
    The simplex method in two phases with Bland's rule, which cannot cycle (Bland 1977).
    """
    n, slacks = len(cost), len(upper)
    rows: list[list[Fraction]] = []
    for k, (row, b) in enumerate([*upper, *equal]):
        slack = [Fraction(int(k == j)) for j in range(slacks)]
        line = [*map(Fraction, row), *slack, Fraction(b)]
        rows.append([-x for x in line] if b < 0 else line)
    m, width = len(rows), n + slacks
    for k, line in enumerate(rows):
        line[-1:-1] = [Fraction(int(k == j)) for j in range(m)]
    basis = list(range(width, width + m))
    artificial = [Fraction(0)] * width + [Fraction(1)] * m
    _improve(rows, basis, artificial, width + m)
    if sum((line[-1] for line, b in zip(rows, basis, strict=True) if b >= width), Fraction(0)) > 0:
        return None
    _drive_out(rows, basis, width)
    _improve(rows, basis, [*map(Fraction, cost)] + [Fraction(0)] * (slacks + m), width)
    point = [Fraction(0)] * n
    for line, b in zip(rows, basis, strict=True):
        if b < n:
            point[b] = line[-1]
    return point


def _improve(
    rows: list[list[Fraction]], basis: list[int], cost: list[Fraction], columns: int
) -> None:
    while True:
        reduced = [
            cost[j]
            - sum((cost[b] * line[j] for line, b in zip(rows, basis, strict=True)), Fraction(0))
            for j in range(columns)
        ]
        entering = next((j for j, c in enumerate(reduced) if c < 0), None)
        if entering is None:
            return
        ratios = [
            (line[-1] / line[entering], basis[k], k)
            for k, line in enumerate(rows)
            if line[entering] > 0
        ]
        if not ratios:
            raise ValueError("the cost falls without end")
        _pivot(rows, basis, min(ratios)[2], entering)


def _drive_out(rows: list[list[Fraction]], basis: list[int], width: int) -> None:
    """Exchange artificial variables that are left in the basis at 0; drop redundant rows."""
    for k in range(len(rows) - 1, -1, -1):
        if basis[k] >= width:
            entering = next((j for j in range(width) if rows[k][j]), None)
            if entering is None:
                del rows[k], basis[k]
            else:
                _pivot(rows, basis, k, entering)


def _pivot(rows: list[list[Fraction]], basis: list[int], k: int, entering: int) -> None:
    divisor = rows[k][entering]
    rows[k] = [x / divisor for x in rows[k]]
    for i, line in enumerate(rows):
        if i != k and line[entering]:
            factor = line[entering]
            rows[i] = [x - factor * y for x, y in zip(line, rows[k], strict=True)]
    basis[k] = entering
