"""One parameter at a time: how far the output moves, and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.counterexample_plane import scattered
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.analysis.sensitivity_space import View
    from negotiate.results.sensitivity import Direction
    from negotiate.types import FloatArray

LINES: Final = 16
"""Lines for each parameter, the one through the present point among them."""

STEPS: Final = 17
"""Points on each line, its ends among them."""

FLAT: Final = 1e-9
"""Share of the largest movement by which an output may move and yet be flat."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The output along lines on which one parameter moves through its range.

    Attributes
    ----------
    values : FloatArray (V, lines, steps)
        The first line goes through the present point; there may be none.
    """

    values: FloatArray

    @property
    def ends(self) -> tuple[FloatArray, FloatArray]:
        """The output at both ends of the present lines (V,)."""
        if not self.values.size:
            unknown = np.full(len(self.values), np.nan)
            return unknown, unknown
        return self.values[:, 0, 0], self.values[:, 0, -1]

    @property
    def swings(self) -> FloatArray:
        """Largest less smallest output on the present lines (V,); nan if it has none there."""
        swings = np.full(len(self.values), np.nan)
        if not self.values.size:
            return swings
        here = self.values[:, 0]
        known = np.isfinite(here).any(axis=1)
        swings[known] = np.nanmax(here[known], axis=1) - np.nanmin(here[known], axis=1)
        return swings

    def directions(self, pairs: FloatArray) -> tuple[Direction, ...]:
        """Return how the output goes with each parameter.

        On all lines together, and between pairs of points that differ in it alone.

        Parameters
        ----------
        pairs : FloatArray (V, N, 2)
            The output at both points of each pair, the one with less of the parameter first.
        """
        seen = self.values if self.values.size else pairs
        known = seen[np.isfinite(seen)]
        slack = FLAT * float(np.ptp(known)) if known.size else 0.0
        both = zip(self.values, pairs, strict=True)
        return tuple(_direction([*lines, *others], slack) for lines, others in both)


def along(view: View, lines: int = LINES, steps: int = STEPS) -> Lines:
    """Look along lines through the present point and through points that fill the ranges.

    Parameters
    ----------
    view : View
    lines, steps : int
    """
    box, count = view.space.box, len(view.space.varied)
    through = np.zeros((count, 1))
    if lines > 1:
        through = np.hstack([through, scattered(box, lines, view.seed)[:, : lines - 1]])
    points = np.repeat(np.tile(through, (1, count)), steps, axis=1).reshape(
        count, count, lines, steps
    )
    for k in range(count):
        points[k, k] = np.linspace(box.lower[k], box.upper[k], steps)
    view.begin("one parameter at a time", count * lines * steps)
    values = view.values(points.reshape(count, -1))
    return Lines(values.reshape(count, lines, steps))


def _direction(lines: list[FloatArray], slack: float) -> Direction:
    rises = falls = False
    for line in lines:
        known = line[np.isfinite(line)]
        if known.size:
            rises = rises or bool((known - np.minimum.accumulate(known) > slack).any())
            falls = falls or bool((np.maximum.accumulate(known) - known > slack).any())
    if rises and falls:
        return "neither"
    return "increasing" if rises else "decreasing" if falls else "flat"
