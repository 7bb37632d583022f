"""Triangles that cover the unit square and are halved where a map needs more detail.

Newest-vertex bisection (Mitchell 1989, A comparison of adaptive refinement techniques for
elliptic problems, ACM TOMS 15): a triangle is halved at the middle of its longest side together
with its neighbour there, so that no corner ever lies within another triangle's side.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiate.types import FloatArray

Triangle: TypeAlias = tuple[int, int, int]
"""Its corners counter-clockwise: the first lies opposite the side that is halved next."""

Edge: TypeAlias = tuple[int, int]
"""Two vertices, the lower number first."""

BEND: Final = (0.0437, -0.0619)
"""How unevenly the first lines are spaced, upright ones and level ones, so that none stands at a
value that anybody writes, and no diagonal where both parameters are equal: ties are likely there.
"""


def edge(a: int, b: int) -> Edge:
    """Return the edge between two vertices."""
    return (a, b) if a < b else (b, a)


class Mesh:
    """The triangles as they are now.

    Parameters
    ----------
    resolution : int
        Squares along each side to begin with; each is four triangles around its middle.

    Attributes
    ----------
    points : list of (float, float)
        Of every vertex.
    triangles : set of Triangle
    """

    def __init__(self, resolution: int) -> None:
        n = resolution
        even = np.linspace(0, 1, n + 1)
        xs, ys = (even + bend * even * (1 - even) for bend in BEND)
        corners = [(float(x), float(y)) for y in ys for x in xs]
        middles = ((values[1:] + values[:-1]) / 2 for values in (ys, xs))
        inner = [(float(x), float(y)) for y, x in product(*middles)]
        self.points: list[tuple[float, float]] = corners + inner
        self.triangles: set[Triangle] = set()
        self._beside: dict[Edge, list[Triangle]] = {}
        self._middle: dict[Edge, int] = {}
        for j in range(n):
            for i in range(n):
                around = [
                    (n + 1) * (j + dj) + i + di for di, dj in ((0, 0), (1, 0), (1, 1), (0, 1))
                ]
                apex = len(corners) + n * j + i
                for k in range(4):
                    self._add((apex, around[k], around[(k + 1) % 4]))

    def copy(self) -> Mesh:
        """Return a mesh that is refined by itself."""
        twin = object.__new__(Mesh)
        twin.points, twin.triangles = list(self.points), set(self.triangles)
        twin._beside = {side: list(pair) for side, pair in self._beside.items()}
        twin._middle = dict(self._middle)
        return twin

    def array(self, vertices: Sequence[int]) -> FloatArray:
        """Return the coordinates of some vertices (2, V)."""
        return np.array([self.points[v] for v in vertices]).reshape(-1, 2).T

    def refine(self, marked: Iterable[Triangle]) -> None:
        """Halve some triangles, and those beside them that must be halved for it."""
        for triangle in marked:
            if triangle in self.triangles:
                self._halve(triangle)

    def _halve(self, triangle: Triangle) -> None:
        waiting = [triangle]
        while waiting:
            _, a, b = waiting[-1]
            pair = self._beside[edge(a, b)]
            other = next((t for t in pair if edge(t[1], t[2]) != edge(a, b)), None)
            if other is not None:
                waiting.append(other)
                continue
            waiting.pop()
            for found in tuple(pair):
                self._split(found)

    def _split(self, triangle: Triangle) -> None:
        apex, a, b = triangle
        key = edge(a, b)
        if key not in self._middle:
            (xa, ya), (xb, yb) = self.points[a], self.points[b]
            self._middle[key] = len(self.points)
            self.points.append(((xa + xb) / 2, (ya + yb) / 2))
        middle = self._middle[key]
        self.triangles.remove(triangle)
        for side in (edge(apex, a), key, edge(apex, b)):
            self._beside[side].remove(triangle)
        self._add((middle, apex, a))
        self._add((middle, b, apex))

    def _add(self, triangle: Triangle) -> None:
        self.triangles.add(triangle)
        apex, a, b = triangle
        for side in (edge(apex, a), edge(a, b), edge(apex, b)):
            self._beside.setdefault(side, []).append(triangle)
