"""Which region of a map a point lies in, read off its outlines."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.results.region import Region, RegionMap

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MANY: Final = "*"
NOWHERE: Final = -1


def letter(region: int) -> str:
    """Return the letter of a region by its place; beyond all letters, a star."""
    return LETTERS[region] if region < len(LETTERS) else MANY


def crossings(region: Region, y: float) -> list[float]:
    """Return where a horizontal line passes the outline of a region, in ascending order."""
    found = []
    for ring in region.rings:
        for (xa, ya), (xb, yb) in pairwise((*ring, ring[0])):
            if (ya > y) != (yb > y):
                found.append(xa + (y - ya) / (yb - ya) * (xb - xa))
    return sorted(found)


def row(answer: RegionMap, xs: Sequence[float], y: float) -> list[int]:
    """Return the region of each of some points of one line; -1 where there is none.

    Parameters
    ----------
    answer : RegionMap
    xs : sequence of float
    y : float
    """
    found = [NOWHERE] * len(xs)
    for place, region in enumerate(answer.regions):
        passed = crossings(region, y)
        for k, x in enumerate(xs):
            if bisect_left(passed, x) % 2:
                found[k] = place
    return found


def grid(answer: RegionMap, columns: int, rows: int) -> list[list[int]]:
    """Return the region at the middle of each cell, the highest row first."""
    x, y = answer.x, answer.y
    xs = [x.low + (i + 0.5) / columns * (x.high - x.low) for i in range(columns)]
    ys = [y.low + (j + 0.5) / rows * (y.high - y.low) for j in reversed(range(rows))]
    return [row(answer, xs, value) for value in ys]
