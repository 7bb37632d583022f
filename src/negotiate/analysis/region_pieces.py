"""A triangle of a map, cut along the boundaries that pass through it.

Around a triangle one region follows the other. A region between two stretches of one other
region is cut off by the chord between its ends; what three regions share is cut at a point where
they meet.
"""

from __future__ import annotations

from itertools import pairwise
from math import dist
from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Point = tuple[float, float]
    Place = Callable[[int], Point]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a triangle's border in one region.

    Attributes
    ----------
    code : int
    vertices : tuple of int
        Counter-clockwise, with both ends.
    """

    code: int
    vertices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chord:
    """A straight cut through a triangle.

    Attributes
    ----------
    start, stop : int
        Vertices.
    left, right : int
        The codes on either side, as one goes from start to stop.
    """

    start: int
    stop: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A triangle in pieces.

    Attributes
    ----------
    pieces : tuple of Run
        Closed polygons.
    chords : tuple of Chord
    meeting : tuple of Run
        Regions, three or more, that meet inside; each is closed over the point where they do.
    """

    pieces: tuple[Run, ...]
    chords: tuple[Chord, ...] = ()
    meeting: tuple[Run, ...] = ()


def runs(border: Sequence[tuple[int, int]]) -> list[Run]:
    """Return the regions around a triangle, from the vertices and what follows each."""
    codes = [code for _, code in border]
    turns = [i for i in range(len(border)) if codes[i] != codes[i - 1]]
    if not turns:
        return [Run(codes[0], tuple(vertex for vertex, _ in border))]
    around = [vertex for vertex, _ in border]
    found = []
    for k, start in enumerate(turns):
        stop = turns[(k + 1) % len(turns)]
        size = (stop - start) % len(border)
        own = tuple(around[(start + i) % len(border)] for i in range(size + 1))
        found.append(Run(codes[start], own))
    return found


def cut(border: Sequence[tuple[int, int]], place: Place) -> Cut:
    """Return a triangle in pieces.

    Parameters
    ----------
    border : sequence of (vertex, code)
        Around the triangle, counter-clockwise: each vertex with the code of what follows.
    place : callable
        From a vertex to its coordinates.
    """
    left = runs(border)
    pieces: list[Run] = []
    chords: list[Chord] = []
    while len(left) > 2:
        n = len(left)
        between = [i for i in range(n) if left[i - 1].code == left[(i + 1) % n].code]
        if not between:
            return Cut(tuple(pieces), tuple(chords), tuple(left))
        i = min(between, key=lambda k: _opening(left[k], place))
        pieces.append(left[i])
        chords.append(_chord(left[i], left[i - 1].code))
        merged = Run(left[i - 1].code, left[i - 1].vertices + left[(i + 1) % n].vertices)
        left = [merged, *(left[(i + 2 + k) % n] for k in range(n - 3))]
    if len(left) == 2:
        chords.append(_chord(left[0], left[1].code))
    return Cut((*pieces, *left), tuple(chords))


def _opening(run: Run, place: Place) -> float:
    return dist(place(run.vertices[0]), place(run.vertices[-1]))


def _chord(run: Run, beyond: int) -> Chord:
    return Chord(run.vertices[-1], run.vertices[0], run.code, beyond)


def area(polygon: Sequence[Point]) -> float:
    """Return the area of a polygon, positive if it is counter-clockwise.

    >>> area([(0, 0), (2, 0), (2, 1), (0, 1)])
    2.0
    """
    x0, y0 = polygon[0]
    total = 0.0
    for (xa, ya), (xb, yb) in pairwise(polygon[1:]):
        total += (xa - x0) * (yb - y0) - (xb - x0) * (ya - y0)
    return total / 2


def rings(polygons: Sequence[Sequence[int]], place: Place) -> list[list[int]]:
    """Return the outlines of the union of polygons that share sides: what no two of them share.

    Outlines are counter-clockwise, those of holes clockwise. Vertices within a straight side are
    left out.
    """
    sides: dict[int, list[int]] = {}
    for polygon in polygons:
        for a, b in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
            if a == b:
                continue
            if a in sides.get(b, ()):
                sides[b].remove(a)
            else:
                sides.setdefault(a, []).append(b)
    found = []
    for start, onwards in sides.items():
        while onwards:
            ring = [start]
            while sides[ring[-1]]:
                ring.append(sides[ring[-1]].pop())
                if ring[-1] == start:
                    break
            kept = _corners(ring[:-1], place)
            if len(kept) > 2:
                found.append(kept)
    return found


STRAIGHT = 1e-9
"""How far a vertex may lie off the line between its neighbours and still be left out."""


def _corners(ring: list[int], place: Place) -> list[int]:
    kept: list[int] = []
    for k, vertex in enumerate(ring):
        a = place(kept[-1]) if kept else place(ring[-1])
        b, c = place(vertex), place(ring[(k + 1) % len(ring)])
        twice = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))
        if twice > STRAIGHT * max(dist(a, c), STRAIGHT):
            kept.append(vertex)
    return kept
