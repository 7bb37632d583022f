"""The nearest point at which something ceases to hold, of anything that can be looked at.

Coordinates are parameters, in units of their ranges, from where they are now; the origin is now.
All that is known of a point is whether the headline is overturned there. The boundary is found
along rays; its slope, from how far it is along neighbouring rays; and the nearest point of the
plane that it seems to be is where to look next (sequential linearisation of a level set).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from negotiate.analysis.counterexample_plane import MAX, distance, nearest_on_plane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from negotiate.analysis.counterexample_plane import Box
    from negotiate.types import BoolArray, FloatArray, IntArray

    Overturned = Callable[[FloatArray], BoolArray]

Norm: TypeAlias = Literal["max", "euclid"]

NUDGE: Final = 0.02
"""How far neighbouring rays are apart, in shares of the distance of the point."""

SPREAD: Final = (0.8, 1.25)
"""Between these multiples of the point, the boundary is looked for along neighbouring rays."""

AHEAD: Final = np.array([0.25, 0.5, 0.75, 0.9, 0.97, 1.0, 1.02, 1.07, 1.2, 1.5])
"""Multiples of a ray at which to look for the first that overturns."""

BLENDS: Final = np.array([0.125, 0.25, 0.5, 0.75, 1.0])
"""How far towards the target to look, as shares of the way."""

BETTER: Final = 1e-3
"""A step that gains less, in shares of the distance, is the last one."""


IDLE: Final = 2e-3
"""A change that does less than this share of the work may be left out."""


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

    starts: int = 4
    rounds: int = 8
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
    """

    overturned: Overturned
    box: Box
    effort: Effort

    def descend(self, start: FloatArray, norm: Norm, among: IntArray | None = None) -> FloatArray:
        """Return a point of the boundary, near an overturned one, that no step brings nearer.

        Parameters
        ----------
        start : FloatArray (K,)
            Overturned.
        norm : {"max", "euclid"}
        among : IntArray, optional
            The coordinates that may differ from 0; all by default.
        """
        among = np.arange(len(start)) if among is None else among
        best = self.along(start[:, None])[:, 0]
        for _ in range(self.effort.rounds):
            normal = self.slope(best, among)
            target = nearest_on_plane(normal, self.box, norm)
            rays = best[:, None] + BLENDS * (target - best)[:, None]
            found = self.along(rays)
            sizes = distance(found, norm)
            k = int(np.nanargmin(sizes)) if np.isfinite(sizes).any() else 0
            if not sizes[k] < distance(best, norm) * (1 - BETTER):
                break
            best = found[:, k]
        return self._without_idle(best, norm, among)

    def _without_idle(self, point: FloatArray, norm: Norm, among: IntArray) -> FloatArray:
        """Return the point without the changes that do next to nothing, if it still overturns."""
        work = np.abs(self.slope(point, among) * point)
        plain = np.where(work < IDLE, 0.0, point)
        if (plain == point).all() or not plain.any():
            return point
        found = self.along(plain[:, None])[:, 0]
        return found if distance(found, norm) <= distance(point, norm) * (1 + BETTER) else point

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

    def slope(self, point: FloatArray, among: IntArray) -> FloatArray:
        """Return the normal n of the boundary at one of its points, n . point = 1 (K,).

        If the boundary is met at t times the ray through point + d e_k, then 1 / t = 1 + d n_k.
        """
        nudge = NUDGE * float(np.abs(point).max())
        inward = np.where(point[among] + nudge <= self.box.upper[among], nudge, -nudge)
        rays = np.repeat(point[:, None], len(among), axis=1)
        rays[among, np.arange(len(among))] += inward
        low, high = (np.full(len(among), end) for end in SPREAD)
        halvings = max(4, self.effort.halvings - 6)
        met = self._closed_in(rays, low, high, halvings)
        normal = np.zeros(len(point))
        normal[among] = (1 / met - 1) / inward
        return normal

    def _at(self, rays: FloatArray, multiples: FloatArray) -> FloatArray:
        return self.box.clip(rays * multiples)

    def _closed_in(
        self, rays: FloatArray, low: FloatArray, high: FloatArray, halvings: int
    ) -> FloatArray:
        """Return multiples of rays just beyond the boundary, which lies between two of each."""
        low, high = low.copy(), high.copy()
        for _ in range(halvings):
            middle = (low + high) / 2
            hit = self.overturned(self._at(rays, middle))
            high = np.where(hit, middle, high)
            low = np.where(hit, low, middle)
        return high


def nearest(search: Search, starts: FloatArray, norm: Norm) -> FloatArray | None:
    """Return the nearest point found that overturns; None if there is no start.

    Parameters
    ----------
    search : Search
    starts : FloatArray (K, B)
        Points that overturn, the most promising first.
    norm : {"max", "euclid"}
    """
    best: FloatArray | None = None
    for point in _apart(starts, search.effort.starts):
        try:
            found = search.descend(point, norm)
        except SpentError:
            return point if best is None else best
        if best is None or distance(found, norm) < distance(best, norm):
            best = found
    return best


def check_within(search: Search, point: FloatArray, seed: int) -> tuple[FloatArray, int]:
    """Look within the max distance of a point for a nearer one, and go there if there is.

    Returns
    -------
    point : FloatArray (K,)
    looked : int
        Points within its distance at which nothing is overturned.
    """
    for attempt in range(3):
        reach = 0.98 * float(distance(point, MAX))
        inside = scattered(search.box.within(reach), search.effort.within, seed + attempt)
        hits = search.overturned(inside)
        if not hits.any():
            return point, inside.shape[1]
        nearer = inside[:, hits]
        point = search.descend(nearer[:, int(np.argmin(distance(nearer, MAX)))], MAX)
    return point, 0


def sparse(
    search: Search, whole: FloatArray, alone: FloatArray, most: int
) -> list[tuple[IntArray, FloatArray]]:
    """Return, for 1, 2, ... parameters, the nearest point found that changes only so many.

    Parameters
    ----------
    search : Search
    whole : FloatArray (K,)
        The nearest point that changes all.
    alone : FloatArray (K, B)
        Points that overturn and change one.
    most : int
        Largest number of parameters.

    Returns
    -------
    list of (IntArray, FloatArray)
        The parameters that may change, and the point; each nearer than the one before.
    """
    everything = np.arange(len(whole))
    found: list[tuple[IntArray, FloatArray]] = []
    try:
        steep = np.abs(search.slope(whole, everything))
        for size in range(1, min(most, len(whole)) + 1):
            sets = [np.argsort(-steep, kind="stable")[:size]]
            if found:
                members, point = found[-1]
                slope = np.abs(search.slope(point, everything))
                sets.append(np.argsort(-slope, kind="stable")[:size])
                slope[members] = -1
                sets.append(np.append(members, int(slope.argmax()))[:size])
            elif alone.size:
                one = alone[:, int(np.argmin(distance(alone, MAX)))]
                sets.append(np.flatnonzero(one))
            best = _best_among(search, _distinct(sets), whole, found, alone)
            if best is not None and (
                not found or distance(best[1], MAX) < distance(found[-1][1], MAX) * (1 - BETTER)
            ):
                found.append(best)
    except SpentError:
        pass
    return found


def _best_among(
    search: Search,
    sets: Iterable[IntArray],
    whole: FloatArray,
    known: list[tuple[IntArray, FloatArray]],
    alone: FloatArray,
) -> tuple[IntArray, FloatArray] | None:
    """Return which set of parameters overturns nearest, and where."""
    best: tuple[IntArray, FloatArray] | None = None
    for members in sets:
        start = _start(search, members, whole, known, alone)
        if start is None:
            continue
        point = search.descend(start, MAX, members)
        if best is None or distance(point, MAX) < distance(best[1], MAX):
            best = members, point
    return best


def _start(
    search: Search,
    members: IntArray,
    whole: FloatArray,
    known: list[tuple[IntArray, FloatArray]],
    alone: FloatArray,
) -> FloatArray | None:
    """Return a point that overturns and changes only some parameters; None if none is met."""
    inside = np.isin(np.arange(len(whole)), members)
    for _, point in reversed(known):
        if not point[~inside].any():
            return point
    single = [alone[:, k] for k in range(alone.shape[1]) if not alone[~inside, k].any()]
    if single:
        return min(single, key=lambda point: float(distance(point, MAX)))
    direction = np.where(inside, whole, 0.0)
    if not direction.any():
        return None
    corner = search.box.clip(np.sign(direction) * 1e9)
    reach = float(distance(whole, MAX))
    shares = np.geomspace(reach, max(float(distance(corner, MAX)), reach), 24)
    points = search.box.clip(np.sign(direction)[:, None] * shares)
    hits = search.overturned(points)
    return points[:, int(hits.argmax())] if hits.any() else None


def scattered(box: Box, count: int, seed: int) -> FloatArray:
    """Return points that fill a box evenly: scrambled Sobol (K, B)."""
    from scipy.stats import qmc  # noqa: PLC0415 (slow to load, and only here)

    size = max(int(np.ceil(np.log2(max(count, 1)))), 0)
    points = qmc.Sobol(len(box.lower), seed=seed).random_base2(size).T
    scaled: FloatArray = box.lower[:, None] + (box.upper - box.lower)[:, None] * points
    return scaled


def _apart(points: FloatArray, count: int) -> list[FloatArray]:
    """Return the first points whose directions are not alike."""
    kept: list[FloatArray] = []
    for k in range(points.shape[1]):
        point = points[:, k]
        size = float(np.linalg.norm(point))
        if size > 0 and all(_cosine(point, other) < 0.9 for other in kept):
            kept.append(point)
        if len(kept) == count:
            break
    return kept


def _cosine(one: FloatArray, other: FloatArray) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def _distinct(sets: Iterable[IntArray]) -> list[IntArray]:
    return [np.array(key) for key in dict.fromkeys(tuple(sorted(s.tolist())) for s in sets)]
