"""All roots of a square multilinear system in a box, by bisection, with proof that none is missed.

A multilinear function takes its extremes over a box at corners. So corners decide whether a box
can hold a root, whether it can once the system has been multiplied by the inverse of its Jacobian,
and whether Newton's method has one root near it (Krawczyk 1969; Neumaier 1990, chapter 5). Boxes
are treated many at a time.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.types import BoolArray, FloatArray

CHUNK: Final = 256
NARROW: Final = 1e-5
"""A box that is no wider and still undecided is left so."""

ROUNDING: Final = 1e-12
INFLATED: Final = 0.2
"""By which share of its width a box grows on each side before Newton's method is tried on it:
roots on the boundary of boxes would never be settled otherwise."""

SAME: Final = 1e-9
SINGULAR: Final = 1e-7
NEARBY: Final = 8
"""About so many points are kept where a search was not completed."""

STEPS: Final = 200


@dataclass(frozen=True, eq=False)
class System:
    """Equations and inequalities in the probabilities of some players.

    Each player's coordinates are the odds of all its strategies but the first.

    Attributes
    ----------
    equal : FloatArray (N, k_1, ..., k_M)
        Coefficients of the functions that must be 0, by one monomial of ``(1, y_1, ..., y_d)``
        for each player.
    below : FloatArray (E, k_1, ..., k_M)
        Of those that must not be positive.
    """

    equal: FloatArray
    below: FloatArray

    @property
    def widths(self) -> list[int]:
        """Number of coordinates of each player."""
        return [k - 1 for k in self.equal.shape[1:]]

    def jacobian(self) -> FloatArray:
        """Return the coefficients of all derivatives (N * N, k_1, ..., k_M)."""
        parts = []
        for axis, width in enumerate(self.widths, start=1):
            for a in range(1, width + 1):
                part = np.zeros_like(self.equal)
                part.swapaxes(0, axis)[0] = self.equal.swapaxes(0, axis)[a]
                parts.append(part)
        return np.stack(parts, axis=1).reshape(-1, *self.equal.shape[1:])


@dataclass(frozen=True, eq=False)
class Roots:
    """What a search found.

    Attributes
    ----------
    points : list of FloatArray (N,)
    complete : bool
        Whether every other point of the box was ruled out.
    boxes : int
        How many were looked at.
    nearby : list of FloatArray (N,)
        Where it is not complete: points near which there may be roots.
    """

    points: list[FloatArray]
    complete: bool
    boxes: int
    nearby: list[FloatArray]


def roots(system: System, budget: int) -> Roots:
    """Return the roots in the product of the players' simplices.

    Parameters
    ----------
    system : System
    budget : int
        Most boxes to look at.
    """
    n = len(system.equal)
    search = Search(system)
    low, high = np.zeros((1, n)), np.ones((1, n))
    found: list[FloatArray] = []
    boxes, nearby = 0, np.zeros((0, n))
    while len(low):
        boxes += len(low)
        if boxes > budget:
            nearby = np.concatenate([nearby, (low + high) / 2])
            break
        parts = []
        for start in range(0, len(low), CHUNK):
            part = slice(start, start + CHUNK)
            *rest, points = search.step(low[part], high[part])
            parts.append(rest)
            for point in points:  # neighbours may settle the same one
                if not any(np.abs(point - other).max() < SAME for other in found):
                    found.append(point)
        low, high = (np.concatenate(side) for side in zip(*parts, strict=True))
        tiny = (high - low).max(axis=1, initial=0) < NARROW
        nearby = np.concatenate([nearby, (low + high)[tiny] / 2])
        low, high = _bisected(low[~tiny], high[~tiny])
    spread = nearby[:: max(1, len(nearby) // NEARBY)]
    return Roots(found, not len(nearby), boxes, [search.projected(point) for point in spread])


def _bisected(low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Halve each box along its widest side."""
    box = np.arange(len(low))
    side = (high - low).argmax(axis=1)
    middle = (low[box, side] + high[box, side]) / 2
    left, right = high.copy(), low.copy()
    left[box, side] = right[box, side] = middle
    return np.concatenate([low, right]), np.concatenate([left, high])


class Search:
    """The tests that decide boxes, for one system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.functions = np.concatenate([system.equal, system.below])
        self.slopes = system.jacobian()
        self.n = len(system.equal)
        ends = np.cumsum(system.widths)
        self.parts = [slice(e - w, e) for e, w in zip(ends, system.widths, strict=True)]

    @cached_property
    def corners(self) -> list[BoolArray]:
        """Which coordinates are at their upper end at each corner of each player's box."""
        return [
            np.array(list(product([False, True], repeat=width)), dtype=np.bool_)
            for width in self.system.widths
        ]

    def step(
        self, low: FloatArray, high: FloatArray
    ) -> tuple[FloatArray, FloatArray, list[FloatArray]]:
        """Return the boxes that are still undecided, made smaller, and the roots found."""
        kept = np.all([low[:, p].sum(axis=1) < 1 + ROUNDING for p in self.parts], axis=0)
        low, high = low[kept], high[kept]
        if not len(low):
            return low, high, []
        values = at(self.functions, self._corners(low, high))
        equal, below = values[:, : self.n], values[:, self.n :]
        kept = _touch_zero(equal) & np.all(below.min(axis=2) <= ROUNDING, axis=1)
        low, high, equal = low[kept], high[kept], equal[kept]
        if not len(low):
            return low, high, []
        return self._newton(low, high, equal)

    def _newton(
        self, low: FloatArray, high: FloatArray, equal: FloatArray
    ) -> tuple[FloatArray, FloatArray, list[FloatArray]]:
        """Narrow boxes by Krawczyk's operator, and take out those that it settles."""
        middle, radius = (low + high) / 2, (high - low) / 2
        inverse = self._inverse(middle)
        kept = _touch_zero(inverse @ equal)
        low, high, middle, radius = low[kept], high[kept], middle[kept], radius[kept]
        inverse = inverse[kept]
        if not len(low):
            return low, high, []
        wide = radius * (1 + 2 * INFLATED)
        slopes = at(self.slopes, self._corners(middle - wide, middle + wide))
        slopes = slopes.reshape(len(low), self.n, -1)
        bent = (inverse @ slopes).reshape(len(low), self.n, self.n, -1)
        stray = np.abs(np.eye(self.n)[..., None] - bent).max(axis=3)
        here = at(self.system.equal, self._points(middle))
        centre = middle - (inverse @ here)[..., 0]
        reach = (stray @ wide[..., None])[..., 0] + ROUNDING
        gone = np.any(np.abs(centre - middle) > radius + reach, axis=1)
        inside = np.all(np.abs(centre - middle) + reach < wide, axis=1)
        settled = inside & ~gone
        points = [
            self._polished(point, by)
            for point, by in zip(centre[settled], inverse[settled], strict=True)
        ]
        left = ~gone & ~settled
        low, high = np.maximum(low, centre - reach)[left], np.minimum(high, centre + reach)[left]
        return low, high, points

    def _inverse(self, middle: FloatArray) -> FloatArray:
        """Return the inverse of the Jacobian at points (B, N, N).

        Any regular matrix may stand for it. Where there is no inverse, combinations of functions
        that do not change to first order are kept: they show at once that a system with more
        conditions than unknowns has no root.
        """
        J = at(self.slopes, self._points(middle)).reshape(len(middle), self.n, self.n)
        left, size, right = np.linalg.svd(J)
        top = np.maximum(size[:, :1], ROUNDING)
        size = np.where(size > SINGULAR * top, size, top)
        inverse: FloatArray = right.swapaxes(1, 2) @ (left.swapaxes(1, 2) / size[:, :, None])
        return inverse

    def projected(self, point: FloatArray) -> FloatArray:
        """Return the root that is next to a point, if Newton's method comes to one."""
        for _ in range(STEPS // 10):
            places = self._points(point[None])
            J = at(self.slopes, places).reshape(self.n, self.n)
            step = np.linalg.pinv(J, rcond=SINGULAR) @ at(self.system.equal, places)[0, :, 0]
            point = np.clip(point - step, 0, 1)
            if np.abs(step).max() < ROUNDING / 10:
                break
        return point

    def _polished(self, point: FloatArray, inverse: FloatArray) -> FloatArray:
        """Return the root near a point, by the contraction that proves it."""
        for _ in range(STEPS):
            step = inverse @ at(self.system.equal, self._points(point[None]))[0, :, 0]
            point = point - step
            if np.abs(step).max() < ROUNDING / 10:
                break
        return point

    def _corners(self, low: FloatArray, high: FloatArray) -> list[FloatArray]:
        found = []
        for part, high_end in zip(self.parts, self.corners, strict=True):
            chosen = np.where(high_end, high[:, None, part], low[:, None, part])
            found.append(np.concatenate([np.ones((*chosen.shape[:2], 1)), chosen], axis=2))
        return found

    def _points(self, points: FloatArray) -> list[FloatArray]:
        return [
            np.concatenate([np.ones((len(points), 1)), points[:, part]], axis=1)[:, None]
            for part in self.parts
        ]


def at(functions: FloatArray, places: Sequence[FloatArray]) -> FloatArray:
    """Return multilinear functions at each combination of the players' places.

    Parameters
    ----------
    functions : FloatArray (E, k_1, ..., k_M)
    places : sequence of M FloatArray (B, C_j, k_j)

    Returns
    -------
    FloatArray (B, E, C_1 * ... * C_M)
    """
    count = len(functions)
    values = functions.reshape(1, count, 1, -1)
    for place in places:
        values = values.reshape(len(values), count, values.shape[2], place.shape[2], -1)
        values = np.einsum("becar,bda->becdr", values, place)
        values = values.reshape(len(place), count, -1, values.shape[-1])
    return values[..., 0]


def _touch_zero(values: FloatArray) -> BoolArray:
    """Return where every function (B, N, C) may be 0 in between its extremes (B,)."""
    low, high = values.min(axis=2), values.max(axis=2)
    touch: BoolArray = np.all((low <= ROUNDING) & (high >= -ROUNDING), axis=1)
    return touch
