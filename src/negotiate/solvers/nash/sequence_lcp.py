"""One Nash equilibrium of a two-player game, by Lemke's algorithm on its sequences.

The conditions are those of Koller, Megiddo & von Stengel (1996): each plan is a plan, and no
sequence that is used is worth less than its information set. At each information set one action
stands for the rest: its odds are what the others leave, and it defines the value of the set. This
takes the equations out of the problem and leaves one complementary pair for each sequence. To
start with, everybody plays the actions that stand for the rest, for a bonus on them; pivots lower
the bonus to 0, as in von Stengel, van den Elzen & Talman (2002), who prove that this cannot end
in a ray.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.solvers import two_sided
from negotiate.solvers.extreme_plans import shortfall
from negotiate.solvers.lemke import lemke

if TYPE_CHECKING:
    from negotiate.forms.sequence import Entries, Sequences
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.protocol import Options
    from negotiate.solvers.two_sided import Duel
    from negotiate.types import BoolArray, NumberArray

ABOUT = "One equilibrium of a two-player tree, by complementary pivoting on its sequences."
SOURCE = "Koller, Megiddo & von Stengel 1996; Lemke 1965; von Stengel, van den Elzen & Talman 2002"
PRIORITY = 40

MAX_SEQUENCES: Final = 3_000
"""Of both players together: the table of pivots is the square of this."""

MAX_EXACT: Final = 150
"""Most sequences of both players at which pivots are repeated in whole numbers, if need be."""

PIVOTS: Final = 20
"""Pivots for each sequence before giving up."""


def refusal(game: Game) -> str | None:
    """Return why complementary pivoting cannot solve `game`, or None if it can."""
    reason = two_sided.refusal(game)
    if reason is None:
        n = sum(seat.n for seat in two_sided.duel(game).seats)
        if n > MAX_SEQUENCES:
            return f"its {n:,} sequences are more than the {MAX_SEQUENCES:,} that a table can hold"
    return reason


def solve(game: Game, options: Options) -> Answer:  # noqa: ARG001 (there is nothing to choose)
    """Return one equilibrium, exact if the game is and its vertex can be pinned down.

    Raises
    ------
    NoAnswerError
        If rounding leads the pivots astray, and the game is too large for whole numbers.
    """
    duel = two_sided.duel(game)
    centred = two_sided.duel(two_sided.shifted(game))
    floats = [two_sided.scaled(matrix) for matrix in centred.stakes]
    plans = equilibrium_plans(duel, floats[0], floats[1])
    if plans is not None:
        x, y = (np.maximum(plan, 0) for plan in plans)
        if _stable(duel, floats, x, y):
            return two_sided.answer(game, duel, (x, y))
    if sum(seat.n for seat in duel.seats) <= MAX_EXACT:
        exact = [two_sided.fractions(matrix) for matrix in centred.stakes]
        plans = equilibrium_plans(duel, exact[0], exact[1])
        if plans is not None:
            x, y = (plan.astype(np.float64) for plan in plans)
            return two_sided.answer(game, duel, (x, y))
    raise NoAnswerError("rounding has led the pivots astray")


def _stable(duel: Duel, stakes: list[Entries], x: NumberArray, y: NumberArray) -> bool:
    """Return whether every sequence in use is worth as much as any, as far as floats tell."""
    first, second = duel.seats
    short = shortfall(first, stakes[0].times(y)), shortfall(second, stakes[1].transposed.times(x))
    return bool(np.all(x * short[0] < 1e-6) and np.all(y * short[1] < 1e-6))


class _Free(NamedTuple):
    """A player's plan as a function of all actions but the one that stands for the rest.

    Attributes
    ----------
    stands : BoolArray (n,)
        Whether a sequence ends with the action that stands for the rest.
    start : NumberArray (n,)
        The plan that uses no other.
    change : NumberArray (n, k)
        How the plan changes with the odds of each of the k others.
    """

    stands: BoolArray
    start: NumberArray
    change: NumberArray


def equilibrium_plans(duel: Duel, A: Entries, B: Entries) -> tuple[NumberArray, NumberArray] | None:
    """Return realization plans in equilibrium, or None if pivoting fails.

    Parameters
    ----------
    duel : Duel
    A, B : Entries (n_1, n_2)
        Payoffs of the first and of the second seat; floats or fractions.
    """
    first, second = duel.seats
    equal = [_equal_odds(seat, A.value.dtype) for seat in duel.seats]
    one = _free(first, A.times(equal[1]))
    two = _free(second, B.transposed.times(equal[0]))
    a, b = _dense(A), _dense(B).T
    sizes = [one.change.shape[1], len(first.infosets), two.change.shape[1], len(second.infosets)]
    n, ends = sum(sizes), np.cumsum(sizes)
    M, q, d = (np.zeros(shape, dtype=A.value.dtype) for shape in ((n, n), n, n))
    for own, other, stakes, shift in ((one, two, a, 0), (two, one, b, 2)):
        odds, rest, others = (
            slice(ends[k] - sizes[k], ends[k]) for k in (shift, shift + 1, 2 - shift)
        )
        worth = own.change.T @ stakes
        M[odds, rest] = -own.change[own.stands].T
        M[odds, others] = -worth @ other.change
        M[rest, odds] = own.change[own.stands]
        q[odds], q[rest] = -worth @ other.start, own.start[own.stands]
        d[odds] = _bonus(worth)
    z = lemke(M, q, d, PIVOTS * n)
    if z is None:
        return None
    x = one.start + one.change @ z[: sizes[0]]
    y = two.start + two.change @ z[ends[1] : ends[2]]
    return x, y


def _free(seat: Sequences, worth: NumberArray) -> _Free:
    """Return a plan as a function of its free part.

    The action that stands for the rest is the best one against whatever `worth` was taken of.
    """
    short = shortfall(seat, worth.astype(np.float64))
    stands = np.zeros(seat.n, dtype=np.bool_)
    for start, stop in pairwise(seat.first.tolist()):
        stands[start + int(np.argmin(short[start:stop]))] = True
    others = np.flatnonzero(~stands[1:]) + 1
    change = np.zeros((seat.n, len(others)), dtype=np.int64)
    change[others, np.arange(len(others))] = 1
    begin = np.zeros(seat.n, dtype=np.int64)
    begin[0] = 1
    for parent, (start, stop) in zip(
        seat.parent.tolist(), pairwise(seat.first.tolist()), strict=True
    ):
        rest = start + int(np.argmax(stands[start:stop]))
        begin[rest] = begin[parent]
        change[rest] = change[parent] - change[start:stop].sum(axis=0)
    return _Free(stands, begin.astype(worth.dtype), change.astype(worth.dtype))


def _bonus(worth: NumberArray) -> NumberArray:
    """Return for how much each free action is held back at first: as much as is at stake there."""
    most = np.abs(worth).max(axis=1, initial=0)
    least = most.max(initial=0) / 100 or 1
    bonus: NumberArray = np.maximum(most, least)
    return bonus


def _equal_odds(seat: Sequences, kind: np.dtype[np.generic]) -> NumberArray:
    """Return the plan that uses all actions of an information set alike."""
    plan = np.ones(seat.n, dtype=kind)
    for parent, (start, stop) in zip(
        seat.parent.tolist(), pairwise(seat.first.tolist()), strict=True
    ):
        share: Any = Fraction(1, stop - start) if kind.kind == "O" else 1 / (stop - start)
        plan[start:stop] = plan[parent] * share
    return plan


def _dense(matrix: Entries) -> NumberArray:
    dense = np.zeros(matrix.shape, dtype=matrix.value.dtype)
    dense[matrix.row, matrix.column] = matrix.value
    return dense
