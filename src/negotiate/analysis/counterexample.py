"""The nearest point at which something ceases to hold, of anything that can be looked at.

Coordinates are parameters, in units of their ranges, from where they are now; the origin is now.
All that is known of a point is whether the headline is overturned there. The boundary is found
along rays; its slope, from how far it is along neighbouring rays; and the nearest point beyond
the planes that it seems to consist of is where to look next.
"""

from __future__ import annotations

import math
from dataclasses import field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from negotiate.analysis.counterexample_plane import Box, distance, nearest_beyond
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.types import BoolArray, FloatArray, IntArray

    Overturned = Callable[[FloatArray], BoolArray]
    Plane = tuple[FloatArray, float]

Norm: TypeAlias = Literal["max", "euclid", "sum"]

NUDGE: Final = 0.01
"""How far neighbouring rays are apart, in shares of the distance of the point."""

SPREAD: Final = (0.93, 1.07)
"""Between these multiples of the point, the boundary is looked for along neighbouring rays."""

AHEAD: Final = np.array([0.25, 0.5, 0.75, 0.9, 0.97, 1.0, 1.02, 1.07, 1.2, 1.5])
"""Multiples of a ray at which to look for the first that overturns."""

BACK: Final = np.array([1e-4, 1e-3, 0.01, 0.05, 0.15, 0.35, 0.65, 1.0])
"""How far back from a target to look, as shares of the way."""

DEEPER: Final = np.array([1.15, 1.08, 1.03, 1.01])
"""Multiples of a point of the boundary at which to look for one behind it."""

MARGIN: Final = 2e-3
"""How far beyond the boundary planes lie, so that points on them overturn in spite of rounding."""

STILL: Final = 3e-5
"""A ray that meets the boundary this close to where its neighbour does is parallel to it."""

ASLANT: Final = 0.25
"""If this share of the neighbouring rays misses the boundary, rays from now may cross it better."""

BETTER: Final = 1e-3
"""A step that gains less, in shares of the distance, is the last one."""


IDLE: Final = (2e-3, 2e-4)
"""A change that so much more of all others makes up for may be left out."""


AT_ONCE: Final = 32
"""Points that are looked at together where that costs about as much as one."""


class SpentError(Exception):
    """As many points have been looked at as were allowed."""


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes
    ----------
    starts, rounds : int
        Boundary points to descend from, and steps of each descent.
    halvings : int
        Of an interval in which the boundary lies.
    within : int
        Points to look at within the distance found, to see whether there is a nearer one.
    """

    starts: int = 3
    rounds: int = 10
    halvings: int = 22
    within: int = 4096


@dataclass(frozen=True, eq=False)
class Search:
    """A search for the nearest point that overturns.

    Attributes
    ----------
    overturned : callable
        From points (K, B) to whether each overturns (B,).
    box : Box
    effort : Effort
    planes : list of (normal, level)
        Beyond all of them lies what overturns, as far as is known; where a descent shows
        otherwise, it goes on without them.
    """

    overturned: Overturned
    box: Box
    effort: Effort
    planes: list[Plane] = field(default_factory=list)

    def descend(self, start: FloatArray, norm: Norm, among: IntArray | None = None) -> FloatArray:
        """Return a point of the boundary, near an overturned one, that no step brings nearer.

        Cutting planes (Kelley 1960): what overturns lies beyond the planes that touch it where
        it was met; the nearest point beyond all of them is looked at, and if it does not
        overturn, the boundary on the way back from it gives another plane.

        Parameters
        ----------
        start : FloatArray (K,)
            Overturned.
        norm : {"max", "euclid", "sum"}
        among : IntArray, optional
            The coordinates that may differ from 0; all by default.
        """
        among = np.arange(len(start)) if among is None else among
        box, origin = self._only(among), np.zeros(len(start))
        best = met = self.along(start[:, None])[:, 0]
        planes = self.planes
        try:
            for k in range(self.effort.rounds):
                if k or not planes:
                    planes.append(self.plane(met, among, origin))
                target = self._beyond(planes, box, norm)
                if target is None or distance(target, norm) >= distance(best, norm) * (1 - BETTER):
                    break
                met, origin = self._towards(target, self._inside(best))
                if distance(met, norm) < distance(best, norm):
                    best = met
            return self._without_idle(best, norm)
        except SpentError:
            return best

    def _beyond(self, planes: list[Plane], box: Box, norm: Norm) -> FloatArray | None:
        """Return the nearest point beyond all planes, or, where none is, beyond the last."""
        for known in (planes, planes[-1:]):
            normals = np.array([normal for normal, _ in known])
            levels = np.array([level for _, level in known])
            target = nearest_beyond(normals, levels, box, norm)
            if target is not None:
                return target
            del planes[:-1]
        return None

    def _towards(self, target: FloatArray, known: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the boundary on the way from a target to a point that overturns, and from where.

        If the target itself overturns, the boundary on the way to it from where we are now.
        """
        way = known - target
        hits = self.overturned(target[:, None] + way[:, None] * BACK)
        hits[-1] = True
        k = int(hits.argmax())
        if k == 0:
            near = target + BACK[0] * way
            return self.along(near[:, None])[:, 0], np.zeros(len(target))
        ends = np.array([BACK[k - 1]]), np.array([BACK[k]])
        share = self._closed_in(way[:, None], *ends, self.effort.halvings, target)
        met = target + share * way
        return met, target

    def _inside(self, point: FloatArray) -> FloatArray:
        """Return a point behind one of the boundary, not on it: the way there crosses it."""
        points = self._at(point[:, None], DEEPER)
        hits = self.overturned(points)
        return points[:, int(hits.argmax())] if hits.any() else point

    def _only(self, among: IntArray) -> Box:
        inside = np.isin(np.arange(len(self.box.lower)), among)
        return Box(np.where(inside, self.box.lower, 0.0), np.where(inside, self.box.upper, 0.0))

    def _without_idle(self, point: FloatArray, norm: Norm) -> FloatArray:
        """Return the point without the changes that do next to nothing, if it still overturns."""
        for slack in IDLE:
            changed = np.flatnonzero(point)
            trials = self.box.clip(np.repeat(point[:, None] * (1 + slack), len(changed), axis=1))
            trials[changed, np.arange(len(changed))] = 0.0
            plain = point.copy()
            plain[changed[self.overturned(trials)]] = 0.0
            if (plain == point).all() or not plain.any():
                return point
            found = self.along(plain[:, None])[:, 0]
            if distance(found, norm) <= distance(point, norm) * (1 + BETTER):
                return found
        return point

    def along(self, rays: FloatArray) -> FloatArray:
        """Return the first point of each ray that overturns, nan where none is met (K, B).

        Looked for at some multiples of the ray, then closed in on by halving.
        """
        size, count = len(AHEAD), rays.shape[1]
        points = self._at(np.repeat(rays, size, axis=1), np.tile(AHEAD, count))
        hits = self.overturned(points).reshape(count, size)
        met = hits.any(axis=1)
        first = hits.argmax(axis=1)
        high = AHEAD[first]
        low = np.where(first > 0, AHEAD[first - 1], 0.0)
        found = np.full(rays.shape, np.nan)
        if met.any():
            high = self._closed_in(rays[:, met], low[met], high[met], self.effort.halvings)
            found[:, met] = self._at(rays[:, met], high)
        return found

    def plane(self, point: FloatArray, among: IntArray, origin: FloatArray) -> Plane:
        """Return the plane n . x = c that all but touches the boundary at one of its points.

        From an origin that does not overturn, n . (point - origin) = 1; if the boundary is met
        at t times the ray to point + d e_k, then 1 / t = 1 + d n_k.
        """
        beyond = origin + SPREAD[1] * (point - origin)
        at_end = (beyond < self.box.lower) | (beyond > self.box.upper)
        held = np.where(at_end, point, origin)  # what cannot go further would bend the rays
        if at_end.any() and not self.overturned(held[:, None])[0]:
            origin = held
        way = point - origin
        nudge = NUDGE * float(np.abs(way).max())
        inward = np.where(point[among] + nudge <= self.box.upper[among], nudge, -nudge)
        rays = np.repeat(way[:, None], len(among), axis=1)
        rays[among, np.arange(len(among))] += inward
        met = self._met(rays, origin)
        aslant = (met < SPREAD[0] + NUDGE**2) | (met > SPREAD[1] - NUDGE**2)
        if origin.any() and np.mean(aslant) > ASLANT:
            return self.plane(point, among, np.zeros(len(point)))
        normal = np.zeros(len(point))
        normal[among] = (1 / met - 1) / inward
        return normal, float(normal @ point) + MARGIN * float(abs(normal @ way))

    def _met(self, rays: FloatArray, origin: FloatArray) -> FloatArray:
        """Return at which multiples of rays the boundary is met; most meet it at 1."""
        count = rays.shape[1]
        ends = np.repeat([1 - STILL, 1 + STILL], count)
        hits = self.overturned(self._at(np.tile(rays, 2), ends, origin)).reshape(2, count)
        low = np.where(hits[1] & ~hits[0], 1 - STILL, np.where(hits[0], SPREAD[0], 1 + STILL))
        high = np.where(hits[1] & ~hits[0], 1 + STILL, np.where(hits[0], 1 - STILL, SPREAD[1]))
        met = np.ones(count)
        moved = hits[0] | ~hits[1]
        if moved.any():
            halvings = max(7, self.effort.halvings - 11)
            met[moved] = self._closed_in(rays[:, moved], low[moved], high[moved], halvings, origin)
        return met

    def _at(
        self, rays: FloatArray, multiples: FloatArray, origin: FloatArray | None = None
    ) -> FloatArray:
        points = rays * multiples
        return self.box.clip(points if origin is None else points + origin[:, None])

    def _closed_in(
        self,
        rays: FloatArray,
        low: FloatArray,
        high: FloatArray,
        halvings: int,
        origin: FloatArray | None = None,
    ) -> FloatArray:
        """Return multiples of rays just beyond the boundary, which lies between two of each.

        Few rays are cut into many parts at once: to look at a few points more costs little.
        """
        count = rays.shape[1]
        parts = max(2, AT_ONCE // count)
        inside = np.arange(1, parts) / parts
        low, width = low.copy(), high - low
        for _ in range(math.ceil(halvings / math.log2(parts))):
            multiples = (low[:, None] + width[:, None] * inside).ravel()
            points = self._at(np.repeat(rays, parts - 1, axis=1), multiples, origin)
            hits = self.overturned(points).reshape(count, parts - 1)
            first = np.where(hits.any(axis=1), hits.argmax(axis=1), parts - 1)
            width = width / parts
            low += width * first
        return low + width
