"""Linear programs: optimal in floats by HiGHS, then the vertex itself, exact where possible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.sequence import Entries
from negotiate.record import dataclass
from negotiate.solvers import rational

if TYPE_CHECKING:
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

USED: Final = (1e-9, 1e-7, 1e-11)
"""Above this an unknown is positive, and a condition is slack; tried in turn."""


@dataclass(frozen=True, eq=False)
class Program:
    """Maximise a goal under conditions ``rows @ x <= 0``, with some unknowns adding up to 1.

    Attributes
    ----------
    goal : NumberArray (n,)
    rows : Entries (m, n)
    odds : int
        So many unknowns, the first ones, are nonnegative and add up to 1; the rest are free.
    """

    goal: NumberArray
    rows: Entries
    odds: int


def optimum(program: Program) -> FloatArray:
    """Return an optimal point in floats (n,).

    Raises
    ------
    NoAnswerError
        If HiGHS does not solve it.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 (most of a second to import)
    from scipy.sparse import csr_array  # noqa: PLC0415 (as above)

    rows, n = _even(program.rows), len(program.goal)
    largest = np.abs(program.goal.astype(np.float64)).max(initial=0.0) or 1.0
    conditions = csr_array((rows.value, (rows.row, rows.column)), shape=rows.shape)
    total = np.zeros((1, n))
    total[0, : program.odds] = 1
    low = np.where(np.arange(n) < program.odds, 0, -np.inf)
    found = linprog(
        -program.goal.astype(np.float64) / largest,
        conditions if rows.shape[0] else None,
        np.zeros(rows.shape[0]) if rows.shape[0] else None,
        total,
        np.ones(1),
        np.column_stack([low, np.full(n, np.inf)]),
        method="highs",
    )
    if found.status != 0:
        raise NoAnswerError(f"the linear program is not solved: {found.message}")
    point: FloatArray = np.where(np.arange(n) < program.odds, np.maximum(found.x, 0), found.x)
    return point


def vertex(program: Program, point: FloatArray) -> NumberArray | None:
    """Return the vertex near an optimal point; None if floats do not tell which.

    Parameters
    ----------
    program : Program
        In fractions, for an exact answer.
    point : FloatArray (n,)

    Returns
    -------
    NumberArray (n,) or None
        Exactly within all conditions if the program is in fractions.
    """
    for least in USED:
        found = _pinned_down(program, point, least)
        slack = 0 if found is not None and found.dtype == object else least
        if found is None or np.any(found[: program.odds] < -slack):
            continue
        found[: program.odds] = np.maximum(found[: program.odds], 0)
        rows = program.rows if found.dtype == object else _even(program.rows)
        if np.all(rows.times(found) <= slack):
            return found
    return None


def _even(rows: Entries) -> Entries:
    """Return conditions in floats, the largest entry of each being 1."""
    value = rows.value.astype(np.float64)
    largest = np.zeros(rows.shape[0])
    np.maximum.at(largest, rows.row, np.abs(value))
    scale = np.where(largest > 0, largest, 1)
    return replace(rows, value=value / scale[rows.row])


def _pinned_down(program: Program, point: FloatArray, least: float) -> NumberArray | None:
    """Return the solution of the conditions that are tight, once they leave no direction."""
    n, odds = len(point), program.odds
    floats = _even(program.rows)
    for _ in range(n + floats.shape[0]):
        free = np.arange(n) >= odds
        used = np.flatnonzero(free | (point > least))
        room = -floats.times(point)
        system = _system(program, used, room <= least)
        elimination = rational.eliminate(system)
        if elimination.free is None:
            right = np.zeros(system.shape[0], dtype=system.value.dtype)
            right[0] = 1
            solution = rational.solve(system, right, elimination)
            if solution is None:
                return None
            found = np.zeros(n, dtype=solution.dtype)
            found[used] = solution
            return found
        change = np.zeros(n)
        change[used] = elimination.free
        moved = _moved(point, change, room, floats.times(change), odds, least)
        if moved is None:
            return None
        point = moved
    return None


def _system(program: Program, used: IntArray, tight: BoolArray) -> Entries:
    """Return the equations of a vertex: odds add up to 1, and some conditions are tight."""
    rows = program.rows
    place = np.full(len(program.goal), -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    at = np.full(rows.shape[0], -1, dtype=np.int64)
    at[tight] = 1 + np.arange(np.count_nonzero(tight))
    lottery = place[: program.odds][place[: program.odds] >= 0]
    inside = (at[rows.row] >= 0) & (place[rows.column] >= 0)
    ones = np.ones(len(lottery), dtype=np.int64).astype(rows.value.dtype)
    return Entries(
        np.concatenate([np.zeros(len(lottery), dtype=np.int64), at[rows.row[inside]]]),
        np.concatenate([lottery, place[rows.column[inside]]]),
        np.concatenate([ones, rows.value[inside]]),
        (1 + int(np.count_nonzero(tight)), len(used)),
    )


def _moved(  # noqa: PLR0917 (a point, a direction, and the same of the conditions)
    point: FloatArray,
    change: FloatArray,
    room: FloatArray,
    closing: FloatArray,
    odds: int,
    least: float,
) -> FloatArray | None:
    """Return the point moved along a direction up to the first condition that it meets."""
    tiny = 1e-12 * float(np.abs(change).max())
    for sign in (-1, 1):
        falls = sign * change[:odds] < -tiny
        closes = (sign * closing > tiny) & (room > least)
        steps = np.concatenate(
            [
                point[:odds][falls] / np.abs(change[:odds][falls]),
                room[closes] / np.abs(closing[closes]),
            ]
        )
        if len(steps):
            moved: FloatArray = point + sign * steps.min() * change
            moved[:odds] = np.maximum(moved[:odds], 0)
            return moved
    return None
