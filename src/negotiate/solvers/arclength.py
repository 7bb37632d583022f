"""Following the curve of logit equilibria by arclength: predict along it, correct back onto it.

The curve solves ``y = λ a(y)``, where y are log-odds and a(y) what actions are worth beyond the
first of their decision. In these coordinates it becomes straight as λ grows, so that steps grow
with it (Turocy 2005, 2010; Allgower & Georg 1990, chapters 6 and 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.forms.agent import AgentForm
    from negotiate.types import FloatArray

FIRST_STEP: Final = 0.1
SMALLEST_STEP: Final = 1e-9
"""Relative to the distance from the start; a shorter step makes no headway in floats."""

AIM: Final = 0.03
"""Error of a prediction that is aimed at; the step follows it."""

LARGEST_ERROR: Final = 0.5
"""A prediction that errs by more is not trusted to lead back to the same curve."""

STRAIGHT: Final = 0.8
"""Least cosine between directions before and after a step."""

NEWTON: Final = 8
"""Corrections before a step is shortened."""

CONVERGED: Final = 1e-7
"""A correction that is smaller leaves an error of about its square."""

EXACT: Final = 1e-13


@dataclass(frozen=True, eq=False)
class Point:
    """Where the curve is.

    Attributes
    ----------
    rationality : float
        λ.
    log_behaviour : FloatArray (S,)
    """

    rationality: float
    log_behaviour: FloatArray


def points(form: AgentForm) -> Iterator[Point]:
    """Yield points of the principal branch, from λ = 0 on, until steps make no headway."""
    here = np.zeros(form.n + 1)
    upwards = np.zeros(form.n + 1)
    upwards[-1] = 1
    along = _correction(form, here, upwards)[1]
    yield _point(form, here)
    bend, step = np.zeros(form.n + 1), FIRST_STEP
    while step > SMALLEST_STEP * (1 + np.abs(here).max()):
        found = _correct(form, here + step * along + step**2 / 2 * bend, along)
        if found is None or found.along @ along < STRAIGHT:
            step /= 3
            continue
        bend = (found.along - along) / step
        here, along = found.at, found.along
        step *= min(2.5, max(0.4, (AIM / max(found.error, 1e-9)) ** (1 / 3)))
        yield _point(form, here)
        change = form.refer_to_played(here[:-1])
        if change is not None:
            here[:-1], along[:-1], bend[:-1] = (
                change @ here[:-1],
                change @ along[:-1],
                change @ bend[:-1],
            )
            length = float(np.linalg.norm(along))
            along, bend, step = along / length, bend / length**2, step * length


def land(form: AgentForm, before: Point, after: Point, rationality: float) -> Point | None:
    """Return the point between two at exactly a given λ; None where the corrections fail."""
    share = (rationality - before.rationality) / (after.rationality - before.rationality)
    y, then = form.log_odds_of(before.log_behaviour), form.log_odds_of(after.log_behaviour)
    level = np.zeros(form.n + 1)
    level[-1] = 1
    guess = np.append(y + share * (then - y), rationality)
    found = _correct(form, guess, level, EXACT)
    return None if found is None else _point(form, found.at)


def _point(form: AgentForm, at: FloatArray) -> Point:
    return Point(float(at[-1]), form.log_behaviour(at[:-1]))


@dataclass(frozen=True, eq=False)
class _Corrected:
    """A point of the curve, the unit tangent there, and how far off the first guess was.

    Attributes
    ----------
    at, along : FloatArray (n + 1,)
        Log-odds and, last, λ.
    error : float
        Largest change of a coordinate, relative to 1 + its size.
    """

    at: FloatArray
    along: FloatArray
    error: float


def _correct(
    form: AgentForm, guess: FloatArray, across: FloatArray, enough: float = CONVERGED
) -> _Corrected | None:
    """Return the point of the curve in the plane through `guess` at right angles to `across`.

    None where the corrections do not shrink.
    """
    at, first, last = guess, 0.0, np.inf
    for k in range(NEWTON):
        try:
            move, along = _correction(form, at, across)
        except np.linalg.LinAlgError:
            return None
        at = at + move
        size = float(np.max(np.abs(move) / (1 + np.abs(at))))
        first = first if k else size
        if not np.isfinite(size) or first > LARGEST_ERROR:
            return None
        if size < CONVERGED and (size < enough or size > last / 4):
            return _Corrected(at, along, first)
        if size > last / 2:
            return None
        last = size
    return None


def _correction(
    form: AgentForm, at: FloatArray, across: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return Newton's correction at right angles to `across`, and the unit tangent."""
    y, rationality = at[:-1], at[-1]
    n = len(y)
    advantage, slope = form.linearised(y)
    matrix = np.empty((n + 1, n + 1))
    np.multiply(slope, -rationality, out=matrix[:n, :n])
    matrix[:n, :n].flat[:: n + 1] += 1
    matrix[:n, n] = -advantage
    matrix[n] = across
    right = np.zeros((n + 1, 2))
    right[:n, 0] = rationality * advantage - y
    right[n, 1] = 1
    move, along = np.linalg.solve(matrix, right).T
    return move, along / np.linalg.norm(along)
