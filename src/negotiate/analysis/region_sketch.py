"""The regions of a map as polygons, refined until their boundaries are sharp."""

from __future__ import annotations

from collections import defaultdict
from math import dist
from operator import gt
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.region_mesh import Edge, edge
from negotiate.analysis.region_pieces import Cut, area, cut, rings
from negotiate.analysis.region_trace import Tracer
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiate.analysis.region_mesh import Mesh, Triangle
    from negotiate.analysis.region_pieces import Chord, Point
    from negotiate.analysis.region_plane import Plane
    from negotiate.types import BoolArray, FloatArray, IntArray

FLAT: Final = 1e-5
"""Of the square's side: how far a boundary may leave its chord before a triangle is halved."""

SMALLEST: Final = 1e-7
"""Of the square: a triangle of less area is not halved, whatever meets in it."""

SMALLEST_SINGLY: Final = 2e-4
"""The same where the points of several regions are solved one by one."""

ROUNDS: Final = 12
ROUNDS_SINGLY: Final = 2
BUDGET: Final = 200_000
"""Vertices: thin regions without end must not fill the memory."""

STRAIGHT: Final = 2e-9
REACH: Final = 0.3
"""How far from a chord its boundary is sought, in shares of the chord."""


@dataclass(frozen=True, slots=True)
class Patch:
    """All that has one code.

    Attributes
    ----------
    share : float
        Of the square.
    error : float
        How far the share may be off.
    rings : list of list of Point
    """

    share: float
    error: float
    rings: list[list[Point]]


class Sketch:
    """Regions over a mesh.

    Parameters
    ----------
    mesh : Mesh
    codes : dict of vertex to code
    plane : Plane or None
        To look for boundaries; without it they lie in the middle between vertices.
    """

    def __init__(self, mesh: Mesh, codes: dict[int, int], plane: Plane | None) -> None:
        self.mesh = mesh
        self.codes = codes
        self.plane = plane
        self._extra: list[Point] = []
        self._sides: dict[Edge, list[tuple[int, int]]] = {}
        self._bend: dict[Edge, tuple[int, float]] = {}
        self._lost: set[Edge] = set()
        self._cuts: dict[Triangle, Cut] = {}

    def refined(self) -> None:
        """Halve triangles until every boundary is sharp."""
        assert self.plane is not None
        rounds = ROUNDS_SINGLY if self.plane.mostly_singly else ROUNDS
        for k in range(rounds):
            self.cut()
            rough = [t for t, found in self._cuts.items() if self._rough(t, found)]
            if not rough or len(self.mesh.points) > BUDGET or k == rounds - 1:
                return
            before = set(self.mesh.triangles)
            self.mesh.refine(rough)
            self.mesh.refine(self.mesh.triangles - before)
            self.look()

    def look(self) -> None:
        """Solve the vertices that have no code yet."""
        assert self.plane is not None
        new = [v for v in range(len(self.mesh.points)) if v not in self.codes]
        if new:
            found = self.plane.codes(self.mesh.array(new)).tolist()
            self.codes.update(zip(new, found, strict=True))

    def place(self, vertex: int) -> Point:
        """Return where a vertex is; those on boundaries have negative numbers."""
        return self.mesh.points[vertex] if vertex >= 0 else self._extra[-1 - vertex]

    def _vertex(self, x: float, y: float) -> int:
        self._extra.append((x, y))
        return -len(self._extra)

    def cut(self) -> None:
        """Cut the triangles in which regions meet."""
        mixed = [t for t in self.mesh.triangles if len({self.codes[v] for v in t}) > 1]
        new = [t for t in mixed if t not in self._cuts]
        self._trace({edge(a, b) for t in new for a, b in _around(t)})
        found = {t: cut(self._border(t), self.place) for t in new}
        self._cuts = {t: self._cuts[t] for t in mixed if t in self._cuts} | found
        if self.plane is not None:
            self._probe([chord for c in found.values() for chord in c.chords])

    def _trace(self, edges: Iterable[Edge]) -> None:
        """Find the changes along edges."""
        new = sorted(e for e in edges if e not in self._sides)
        starts, stops = (self._array([e[k] for e in new]) for k in (0, 1))
        first, last = (np.array([self.codes[e[k]] for e in new], dtype=np.int64) for k in (0, 1))
        if self.plane is None:
            arcs = [
                [(0.0, a)] if a == b else [(0.0, a), (0.5, b)]
                for a, b in zip(first.tolist(), last.tolist(), strict=True)
            ]
        else:
            arcs = Tracer(self.plane).trace(starts, stops, first, last)
        for key, own, (xa, ya), (xb, yb) in zip(new, arcs, starts.T, stops.T, strict=True):
            points = ((xa + t * (xb - xa), ya + t * (yb - ya)) for t, _ in own[1:])
            ends = [key[0], *(self._vertex(float(x), float(y)) for x, y in points)]
            self._sides[key] = list(zip(ends, (code for _, code in own), strict=True))

    def _array(self, vertices: Sequence[int]) -> FloatArray:
        return np.array([self.place(v) for v in vertices], dtype=float).reshape(-1, 2).T

    def _border(self, triangle: Triangle) -> list[tuple[int, int]]:
        """Return each vertex around a triangle with the code of what follows."""
        found: list[tuple[int, int]] = []
        for a, b in _around(triangle):
            side = self._sides[edge(a, b)]
            if a < b:
                found += side
                continue
            ends = [*(vertex for vertex, _ in side[1:]), a]
            back = zip(ends, (code for _, code in side), strict=True)
            found += list(back)[::-1]
        return found

    def _probe(self, chords: Sequence[Chord]) -> None:
        """Find how far each boundary leaves its chord, at its middle."""
        assert self.plane is not None
        long = [c for c in chords if dist(self.place(c.start), self.place(c.stop)) > 1e-6]
        if not long:
            return
        starts, stops = (self._array([getattr(c, e) for c in long]) for e in ("start", "stop"))
        left, right = (np.array([getattr(c, e) for c in long]) for e in ("left", "right"))
        along = stops - starts
        size = np.hypot(*along)
        normal = np.array([-along[1], along[0]]) / size
        middle = (starts + stops) / 2
        tracer = Tracer(self.plane)

        def beside(reach: FloatArray, some: IntArray) -> BoolArray:
            """Return which of some chords have each region on its side, so far off."""
            off, sides = reach[some] * normal[:, some], (left[some], right[some])
            # The plane is there, as asserted above, which is not seen in here.
            one = self.plane.same(middle[:, some] + off, *sides)  # type: ignore[union-attr]
            two = self.plane.same(middle[:, some] - off, *sides[::-1])  # type: ignore[union-attr]
            return one & two

        every = np.arange(len(long))
        bent = every[~beside(np.maximum(STRAIGHT, 2 * tracer.finest(left, right)), every)]
        far = REACH * size
        clear = beside(far, bent)
        self._lost |= {edge(long[i].start, long[i].stop) for i in bent[~clear].tolist()}
        bent = bent[clear]
        reach = far[bent] * normal[:, bent]
        arcs = tracer.trace(
            middle[:, bent] + reach, middle[:, bent] - reach, left[bent], right[bent]
        )
        for i, own in zip(bent.tolist(), arcs, strict=True):
            key = edge(long[i].start, long[i].stop)
            if len(own) != 2:
                self._lost.add(key)
                continue
            off = float(far[i] * (1 - 2 * own[1][0]))
            x, y = middle[:, i] + off * normal[:, i]
            self._bend[key] = self._vertex(float(x), float(y)), off

    def _rough(self, triangle: Triangle, found: Cut) -> bool:
        """Tell whether a triangle must be halved."""
        assert self.plane is not None
        codes = np.array(sorted({run.code for run in (*found.pieces, *found.meeting)}))
        singly = np.count_nonzero(self.plane.is_slow(codes)) > 1
        smallest = SMALLEST_SINGLY if singly else SMALLEST
        if abs(area([self.place(v) for v in triangle])) < smallest:
            return False
        if found.meeting:
            return True
        keys = [edge(c.start, c.stop) for c in found.chords]
        flat = [max(FLAT, 4 * self._finest(c)) for c in found.chords]
        bends = [abs(self._bend.get(k, (0, 0.0))[1]) for k in keys]
        return any(map(self._lost.__contains__, keys)) or any(map(gt, bends, flat))

    def _finest(self, chord: Chord) -> float:
        """Return how well the boundary is known that a chord stands for."""
        if self.plane is None:
            return 0.0
        sides = np.array([[chord.left], [chord.right]])
        return float(Tracer(self.plane).finest(sides[0], sides[1])[0])

    def patches(self) -> dict[int, Patch]:
        """Return what has each code."""
        polygons: dict[int, list[list[int]]] = defaultdict(list)
        more: dict[int, float] = defaultdict(float)
        error: dict[int, float] = defaultdict(float)
        for triangle in self.mesh.triangles:
            found = self._cuts.get(triangle)
            if found is None:
                polygons[self.codes[triangle[0]]].append(self._whole(triangle))
            else:
                self._add(found, polygons, more, error)
        patches = {}
        for code, own in polygons.items():
            share = sum(area([self.place(v) for v in p]) for p in own) + more[code]
            if share > STRAIGHT:
                outline = [[self.place(v) for v in ring] for ring in rings(own, self.place)]
                patches[code] = Patch(share, error[code], outline)
        return patches

    def _whole(self, triangle: Triangle) -> list[int]:
        """Return a triangle in one region, with the vertices that boundaries beside it end in."""
        found: list[int] = []
        for a, b in _around(triangle):
            side = self._sides.get(edge(a, b))
            inner = [vertex for vertex, _ in side[1:]] if side else []
            found += [a, *(inner if a < b else inner[::-1])]
        return found

    def _add(
        self,
        found: Cut,
        polygons: dict[int, list[list[int]]],
        more: dict[int, float],
        error: dict[int, float],
    ) -> None:
        """Add the pieces of one triangle, what their boundaries bend, and what that may be off."""
        for run in found.pieces:
            polygons[run.code].append(self._bent(run.vertices))
        if found.meeting:
            ends = [self.place(run.vertices[0]) for run in found.meeting]
            x, y = (sum(column) / len(ends) for column in zip(*ends, strict=True))
            centre = self._vertex(x, y)
            unknown = abs(area(ends))
            for run in found.meeting:
                polygons[run.code].append([*self._bent(run.vertices, closed=False), centre])
                error[run.code] += unknown
        for chord in found.chords:
            key = edge(chord.start, chord.stop)
            size = dist(self.place(chord.start), self.place(chord.stop))
            # The middle of the bend is a vertex; an arc of a parabola has a third more beside it.
            arc = self._bend.get(key, (0, 0.0))[1] * size / 6
            more[chord.right] += arc
            more[chord.left] -= arc
            off = abs(arc) + self._finest(chord) * size
            if key in self._lost or self.plane is None:
                off = size * size / 2
            error[chord.left] += off
            error[chord.right] += off

    def _bent(self, vertices: Sequence[int], *, closed: bool = True) -> list[int]:
        """Return a polygon with the bends of its chords."""
        found: list[int] = []
        after = [*vertices[1:], vertices[0]]
        for k, (a, b) in enumerate(zip(vertices, after, strict=True)):
            found.append(a)
            bend = self._bend.get(edge(a, b))
            if bend is not None and (closed or k < len(vertices) - 1):
                found.append(bend[0])
        return found


def _around(triangle: Triangle) -> tuple[tuple[int, int], ...]:
    a, b, c = triangle
    return (a, b), (b, c), (c, a)
