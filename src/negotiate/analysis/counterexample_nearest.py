"""The nearest counter-examples that a search finds: of all parameters, and of few."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.counterexample import BETTER, SpentError
from negotiate.analysis.counterexample_plane import MAX, SUM, distance, scattered

if TYPE_CHECKING:
    from negotiate.analysis.counterexample import Norm, Search
    from negotiate.types import FloatArray

AGAIN: Final = 2
"""Descents from the nearest point found, with fresh planes, while they bring it nearer."""

REACHES: Final = (1.3, 1.95, 3.0, 4.5, 6.5)
"""How far parameters may go for fewer of them, as multiples of the nearest distance."""


def nearest(search: Search, starts: FloatArray, norm: Norm) -> FloatArray | None:
    """Return the nearest point found that overturns; None if there is no start.

    Parameters
    ----------
    search : Search
    starts : FloatArray (K, B)
        Points that overturn, the most promising first.
    norm : {"max", "euclid"}
    """
    points = _apart(starts, search.effort.starts)
    if not points:
        return None
    best = points[0]
    try:
        for start in [*points, *[None] * AGAIN]:
            fresh, size = replace(search, planes=[]), distance(best, norm)
            found = fresh.descend(best if start is None else start, norm)
            if distance(found, norm) < size:
                best, search.planes[:] = found, fresh.planes
            if start is None and distance(best, norm) >= size * (1 - BETTER):
                break
    except SpentError:
        pass
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
        search.planes.clear()
        point = search.descend(nearer[:, int(np.argmin(distance(nearer, MAX)))], MAX)
    return point, 0


def sparse(search: Search, whole: FloatArray, alone: FloatArray) -> list[FloatArray]:
    """Return points that change few parameters: the fewer, the further.

    The point with the smallest sum of changes has about as many of them as there are planes
    that it must lie beyond; so that is looked for, within one reach after the other. What need
    not change is then left out, and the rest made as even as it can be.

    Parameters
    ----------
    search : Search
    whole : FloatArray (K,)
        The nearest point in the max norm.
    alone : FloatArray (K, B)
        Points that overturn and change one parameter.

    Returns
    -------
    list of FloatArray
        By the number of parameters that change, the fewest first; each nearer than the one
        before.
    """
    reach = float(distance(whole, MAX))
    found = [whole]
    try:
        if alone.size:
            one = alone[:, int(np.argmin(distance(alone, MAX)))]
            fresh = replace(search, planes=[])
            found.append(fresh.descend(one, MAX, np.flatnonzero(one)))
        for share in REACHES:
            box, planes = search.box.within(share * reach), list(search.planes)
            within = replace(search, box=box, planes=planes)
            known = [p for p in found if float(distance(p, MAX)) <= share * reach]
            start = min(known, key=lambda point: float(distance(point, SUM)))
            point = _pruned(search, within.descend(start, SUM))
            again = replace(search, planes=list(within.planes))
            found.append(again.descend(point, MAX, np.flatnonzero(point)))
    except SpentError:
        pass
    best: dict[int, FloatArray] = {}
    for point in found:
        size = int(np.count_nonzero(point))
        if size not in best or distance(point, MAX) < distance(best[size], MAX):
            best[size] = point
    front: list[FloatArray] = []
    for _, point in sorted(best.items()):
        if not front or distance(point, MAX) < distance(front[-1], MAX) * (1 - BETTER):
            front.append(point)
    return front


def _pruned(search: Search, point: FloatArray) -> FloatArray:
    """Return an overturned point with every change undone that need not be, the least first."""
    kept = point.copy()
    for k in np.argsort(np.abs(point), kind="stable").tolist():
        if kept[k]:
            less = kept.copy()
            less[k] = 0.0
            if search.overturned(less[:, None])[0]:
                kept = less
    return kept


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
