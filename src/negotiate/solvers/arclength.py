"""Following the curve of logit equilibria by arclength: predict along it, correct back onto it.

The curve solves ``y = y₀ + λ a(y)``. Here y are log-odds against one action of each decision, a(y)
is what the others are worth beyond that one, and y₀ is 0 where every action is equally likely at
first. In these coordinates the curve becomes straight as λ grows, so that steps grow with it
(Turocy 2005, 2010; Allgower & Georg 1990, chapters 6 and 10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.record import dataclass

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
"""The same, for a point that is asked for."""

SOLVED: Final = 1e-10
"""Largest residual, relative to 1 + λ, before the last correction: an error in payoffs."""

ROUNDING: Final = 1e-12
"""The same where corrections no longer shrink: in degenerate games a whole set of profiles solves
the equation up to rounding, as λ grows."""


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


class Curve:
    """The branch that begins at λ = 0.

    Parameters
    ----------
    form : AgentForm
    start : FloatArray (n,)
        Log-odds at λ = 0.
    """

    def __init__(self, form: AgentForm, start: FloatArray) -> None:
        self.form = form
        self.start = start

    def points(self) -> Iterator[Point]:
        """Yield points from λ = 0 on, until steps make no headway."""
        here, upwards = np.append(self.start, 0.0), np.zeros(self.form.n + 1)
        upwards[-1] = 1
        along = self._correction(here, upwards)[1]
        yield self._point(here)
        bend, step = np.zeros(self.form.n + 1), FIRST_STEP
        while step > SMALLEST_STEP * (1 + np.abs(here).max()):
            found = self._correct(here + step * along + step**2 / 2 * bend, along)
            if found is None or found.along @ along < STRAIGHT:
                step /= 3
                continue
            bend = (found.along - along) / step
            here, along = found.at, found.along
            step *= min(2.5, max(0.4, (AIM / max(found.error, 1e-9)) ** (1 / 3)))
            yield self._point(here)
            change = self.form.refer_to_played(here[:-1])
            if change is not None:
                self.start = change @ self.start
                here, along, bend = (_changed(v, change) for v in (here, along, bend))
                length = float(np.linalg.norm(along))
                along, bend, step = along / length, bend / length**2, step * length

    def land(self, before: Point, after: Point, rationality: float) -> Point | None:
        """Return the point between two at exactly a given λ; None where the corrections fail."""
        share = (rationality - before.rationality) / (after.rationality - before.rationality)
        here, there = (self.form.log_odds_of(p.log_behaviour) for p in (before, after))
        level = np.zeros(self.form.n + 1)
        level[-1] = 1
        guess = np.append(here + share * (there - here), rationality)
        found = self._correct(guess, level, EXACT)
        return None if found is None else self._point(found.at)

    def _point(self, at: FloatArray) -> Point:
        return Point(float(at[-1]), self.form.log_behaviour(at[:-1]))

    def _correct(
        self, guess: FloatArray, across: FloatArray, enough: float = CONVERGED
    ) -> _Corrected | None:
        """Return the point of the curve in the plane through `guess` at right angles to `across`.

        None where the corrections do not shrink.
        """
        at, first, last = guess, 0.0, np.inf
        for k in range(NEWTON):
            try:
                move, along, residual = self._correction(at, across)
            except np.linalg.LinAlgError:
                return None
            at = at + move
            size = float(np.max(np.abs(move) / (1 + np.abs(at))))
            first = first if k else size
            if not np.isfinite(size) or first > LARGEST_ERROR:
                return None
            error = residual / (1 + abs(at[-1]))
            if size < CONVERGED and error < SOLVED and (size < enough or size > last / 4):
                return _Corrected(at, along, first)
            if size > last / 2:
                rounded = error < ROUNDING and size < LARGEST_ERROR
                return _Corrected(at, along, first) if rounded else None
            last = size
        return None

    def _correction(
        self, at: FloatArray, across: FloatArray
    ) -> tuple[FloatArray, FloatArray, float]:
        """Return Newton's correction at right angles to `across`, the unit tangent, the residual.

        The residual is by how much the log-odds miss what λ times advantages make of them.
        """
        y, rationality = at[:-1], at[-1]
        n = len(y)
        advantage, slope = self.form.linearised(y)
        right = np.zeros((n + 1, 2))
        right[:n, 0] = self.start + rationality * advantage - y
        right[n, 1] = 1
        move, along = _solve(slope, rationality, advantage, across, right).T
        residual = float(np.max(np.abs(right[:n, 0]), initial=0.0))
        return move, along / np.linalg.norm(along), residual


def _solve(
    slope: Any, rationality: float, advantage: FloatArray, across: FloatArray, right: FloatArray
) -> FloatArray:
    """Solve ``[1 - λ slope, -advantage; across] x = right``, sparse or dense as `slope` is."""
    n = len(advantage)
    if isinstance(slope, np.ndarray):
        matrix = np.empty((n + 1, n + 1))
        np.multiply(slope, -rationality, out=matrix[:n, :n])
        matrix[:n, :n].flat[:: n + 1] += 1
        matrix[:n, n] = -advantage
        matrix[n] = across
        dense: FloatArray = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
        return dense
    from scipy import sparse  # noqa: PLC0415 (heavy, and for large games only)
    from scipy.sparse.linalg import splu  # noqa: PLC0415 (as above)

    inner = sparse.eye_array(n) - rationality * slope
    blocks = [[inner, -advantage[:, None]], [across[None, :n], across[None, n:]]]
    try:
        solution: FloatArray = splu(sparse.block_array(blocks, format="csc")).solve(right)
    except RuntimeError as error:  # its word for a singular matrix
        raise np.linalg.LinAlgError(str(error)) from error
    return solution


def _changed(at: FloatArray, change: FloatArray) -> FloatArray:
    """Return coordinates with new log-odds and the same λ."""
    return np.append(change @ at[:-1], at[-1])
