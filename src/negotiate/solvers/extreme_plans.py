"""From a realization plan in floats to the vertex that it stands for, exactly where possible.

In an extreme equilibrium a plan is pinned down by two things: which of its sequences are used,
and which sequences of the other player it makes optimal. Floats tell both; one linear system
then gives the plan itself, in fractions or without the rounding of the method that found it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from negotiate.forms.sequence import Entries
from negotiate.record import dataclass
from negotiate.solvers import rational

if TYPE_CHECKING:
    from negotiate.forms.sequence import Sequences
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

USED: Final = (1e-9, 1e-7, 1e-11)
"""Odds above which a sequence counts as used, tried in turn."""

STILL_BEST: Final = 1e-9
"""How much worse than the best a sequence may look, in floats, that is one of the best."""

MAX_UNKNOWNS: Final = 4_000
"""Larger systems are not solved: elimination takes seconds and gigabytes."""


@dataclass(frozen=True, eq=False)
class Side:
    """One player's decision problem, and the other player, whom its plan makes indifferent.

    Attributes
    ----------
    own, other : Sequences
    stakes : Entries (n_other, n_own)
        The other player's payoffs.
    reply : FloatArray (n_other,)
        The other player's plan, which must stay a best reply.
    """

    own: Sequences
    other: Sequences
    stakes: Entries
    reply: FloatArray


class _Tight(NamedTuple):
    """Which sequences a plan uses, and how far each of the other player's is from the best."""

    used: IntArray
    short: FloatArray
    best: BoolArray


def extreme_plan(side: Side, plan: FloatArray) -> NumberArray | None:
    """Return a vertex near a plan; None if floats do not tell which.

    Parameters
    ----------
    side : Side
    plan : FloatArray (n_own,)

    Returns
    -------
    NumberArray (n_own,) or None
        Nonnegative. In fractions, and exactly a plan, if the payoffs are fractions.
    """
    stakes = replace(side.stakes, value=side.stakes.value.astype(np.float64))
    scale = float(np.abs(stakes.value).max(initial=0.0)) or 1.0
    for least in USED:
        found = _pinned_down(side, plan, stakes, least, least * scale)
        if found is None or np.any(found < (0 if found.dtype == object else -least)):
            continue
        found = np.maximum(found, 0)
        short = shortfall(side.other, stakes.times(found.astype(np.float64)))
        if np.all(short[side.reply > least] <= STILL_BEST * scale):
            return found
    return None


def _pinned_down(
    side: Side, plan: FloatArray, stakes: Entries, least: float, slack: float
) -> NumberArray | None:
    """Return the plan that its used sequences and the other's best ones determine.

    As long as they leave it a direction, it moves there until a sequence is no longer used, or
    one more of the other player's is best: at most once for each sequence.
    """
    for _ in range(len(plan) + side.other.n):
        short = shortfall(side.other, stakes.times(plan))
        tight = _Tight(np.flatnonzero(plan > least), short, short <= slack)
        if len(tight.used) + len(side.other.infosets) >= MAX_UNKNOWNS:
            return None
        system = _system(side, tight)
        elimination = rational.eliminate(system)
        if elimination.free is not None:
            moved = _moved(side, plan, tight, elimination.free)
            if moved is None:
                return None
            plan = moved
            continue
        right = np.zeros(system.shape[0], dtype=system.value.dtype)
        right[0] = 1
        solution = rational.solve(system, right, elimination)
        if solution is None:
            return None
        found = np.zeros(side.own.n, dtype=solution.dtype)
        found[tight.used] = solution[: len(tight.used)]
        return found
    return None


def shortfall(other: Sequences, worth: FloatArray) -> FloatArray:
    """Return by how much each sequence falls short of the best at its information set (n,)."""
    value = worth.copy()
    short = np.zeros(other.n)
    starts, parents = other.first.tolist(), other.parent.tolist()
    for j, (start, stop) in reversed(list(enumerate(pairwise(starts)))):
        here = value[start:stop]
        top = here.max()
        short[start:stop] = top - here
        value[parents[j]] += top
    return short


def _system(side: Side, tight: _Tight) -> Entries:
    """Return the equations of the plan that uses some sequences and makes others the best.

    The unknowns are the odds of the sequences used and the value of each of the other player's
    information sets: what its best sequences are worth together with what comes after them.
    """
    own, other, kind = side.own, side.other, side.stakes.value.dtype
    used, best = tight.used, tight.best
    place = np.full(own.n, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    at = np.full(other.n, -1, dtype=np.int64)
    at[best] = own.constraints.shape[0] + np.arange(np.count_nonzero(best))
    sums, values, stakes = own.constraints, other.constraints.transposed, side.stakes
    parts = (
        (sums.row, place[sums.column], sums.value.astype(kind)),
        (at[values.row], values.column + len(used), values.value.astype(kind)),
        (at[stakes.row], place[stakes.column], -stakes.value),
    )
    row, column, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    inside = (row >= 0) & (column >= 0)
    shape = int(at.max()) + 1, len(used) + len(other.infosets) + 1
    return Entries(row[inside], column[inside], value[inside], shape)


def _moved(side: Side, plan: FloatArray, tight: _Tight, direction: FloatArray) -> FloatArray | None:
    """Return the plan moved along a free direction up to the first new condition it meets."""
    used, change = tight.used, np.zeros(len(plan))
    change[used] = direction[: len(used)]
    values, stakes = side.other.constraints.transposed, side.stakes
    closing = np.zeros(side.other.n)
    np.add.at(closing, values.row, values.value * direction[len(used) + values.column])
    weight = stakes.value.astype(np.float64) * change[stakes.column]
    np.subtract.at(closing, stakes.row, weight)
    tiny = 1e-12 * float(np.abs(direction).max())
    for sign in (-1, 1):
        falls, closes = sign * change < -tiny, (sign * closing < -tiny) & ~tight.best
        steps = np.concatenate(
            [plan[falls] / np.abs(change[falls]), tight.short[closes] / np.abs(closing[closes])]
        )
        if len(steps):
            moved: FloatArray = np.maximum(plan + sign * steps.min() * change, 0)
            return moved
    return None
