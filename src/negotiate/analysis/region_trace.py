"""Where the boundary between the regions of a map lies: along lines, to a billionth.

A line between two points with different answers is halved until the change is known; whatever
lies in between is found on the way, if it is not thinner than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.analysis.region_plane import Plane
    from negotiate.types import FloatArray, IntArray

Arcs: TypeAlias = list[tuple[float, int]]
"""Along a line, from 0 to 1: where each stretch begins, and its code."""

FINEST: Final = 2e-10
"""Of the square's side: how well a change is known where many points are solved at once."""

COARSE: Final = 2e-3
"""The same where the points on both sides are solved one by one."""

THIN: Final = 1e-6
"""A stretch thinner than this is a tie on a boundary, and no region."""

MOST: Final = 6
"""Stretches of one line that are told apart."""

AT_ONCE: Final = 512
"""Points of one look at some lines: few lines are cut into more parts at a time."""


@dataclass(frozen=True, eq=False)
class Tracer:
    """Finds changes along lines.

    Attributes
    ----------
    plane : Plane
    """

    plane: Plane

    def finest(self, one: IntArray, other: IntArray) -> FloatArray:
        """Return how well a change between two codes is known (E,)."""
        return np.where(self.plane.is_slow(one) & self.plane.is_slow(other), COARSE, FINEST)

    def trace(
        self, starts: FloatArray, stops: FloatArray, first: IntArray, last: IntArray
    ) -> list[Arcs]:
        """Return the stretches of lines between points (2, E) with codes (E,)."""
        found: list[Arcs] = [[(0.0, int(code))] for code in first]
        length = np.hypot(*(stops - starts))
        line = np.flatnonzero(first != last)
        low, high = np.zeros(len(line)), np.ones(len(line))
        one, other = first[line], last[line]
        for _ in range(MOST):
            if not len(line):
                break
            step = (stops - starts)[:, line]
            at = self._changed(starts[:, line], step, (low, high), (one, other), length[line])
            fast = self.finest(one, other) < COARSE  # else the ends have been looked at before
            thin = np.where(fast, THIN, 0) / length[line]
            sides = np.maximum(at[0] - thin, low), np.minimum(at[1] + thin, high)
            before, after = (self.plane.codes(starts[:, line] + where * step) for where in sides)
            again = []
            for k, i in enumerate(line.tolist()):
                where = float(at[0][k] + at[1][k]) / 2
                if before[k] != one[k]:  # taken for the first on the way, and it is another
                    found[i].append((float(low[k]), int(before[k])))
                found[i].append((where, int(after[k])))
                if after[k] != other[k]:
                    again.append(k)
            low, high = sides[1][again], high[again]
            line, one, other = line[again], after[again], other[again]
        for k, i in enumerate(line.tolist()):
            found[i].append((float(low[k]), int(other[k])))
        return [
            _without_points(arcs, THIN / size) for arcs, size in zip(found, length, strict=True)
        ]

    def _changed(
        self,
        starts: FloatArray,
        step: FloatArray,
        span: tuple[FloatArray, FloatArray],
        codes: tuple[IntArray, IntArray],
        length: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        """Return the ends (E,) of the stretch within which each line leaves its first code."""
        low, high = span[0].copy(), span[1].copy()
        finest = self.finest(*codes) / length
        slow = self.finest(*codes) > FINEST
        while True:
            wide = np.flatnonzero(high - low > finest)
            if not len(wide):
                return low, high
            parts = 2 if slow[wide].any() else 2 + min(14, AT_ONCE // len(wide))
            ticks = low[wide] + (high - low)[wide] * np.linspace(0, 1, parts + 1)[:, None]
            points = starts[:, None, wide] + ticks[1:-1] * step[:, None, wide]
            pair = (np.tile(code[wide], parts - 1) for code in codes)
            same = self.plane.same(points.reshape(2, -1), *pair).reshape(parts - 1, -1)
            left = np.logical_and.accumulate(same, axis=0).sum(axis=0)
            every = np.arange(len(wide))
            low[wide], high[wide] = ticks[left, every], ticks[left + 1, every]


def _without_points(arcs: Arcs, thin: float) -> Arcs:
    """Leave out the stretches that are mere points: ties on a boundary."""
    ends = [*(begin for begin, _ in arcs[1:]), 1.0]
    wide = [arc for arc, end in zip(arcs, ends, strict=True) if end - arc[0] > thin]
    kept: Arcs = []
    for begin, code in wide or arcs[:1]:
        if not kept:
            kept.append((0.0, code))
        elif kept[-1][1] != code:
            kept.append((begin, code))
    return kept
