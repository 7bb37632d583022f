"""Vertices of best-reply polytopes: in integers, one basis at a time, or by scipy's convex hull.

The polytope ``z >= 0, M z <= 1`` of a matrix M with payoffs in [1, 2] holds one player's mixed
strategies, scaled by what the opponent can reach against them (von Stengel 2002, section 2).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

TIGHT: Final = 1e-9
"""A constraint of a polytope in [1, 2] units counts as tight within this."""

MAX_BASES: Final = 1_000
"""Up to so many bases are solved one by one; beyond, scipy's convex hull finds the vertices."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Vertices of ``z >= 0, M z <= 1`` but the origin, scaled to sum to 1.

    Attributes
    ----------
    points : NumberArray (V, d)
    masks : IntArray (V,)
        The constraints that are tight at each, as bits.
    """

    points: NumberArray
    masks: IntArray

    @classmethod
    def of(cls, M: NumberArray, *, own_bits: int, reply_bits: int) -> Polytope:
        """Return the vertices.

        Parameters
        ----------
        M : NumberArray (k, d)
            Fractions are enumerated in integers, floats in floats.
        own_bits, reply_bits : int
            Where the bits of ``z >= 0``, and those of ``M z <= 1``, begin.
        """
        k, d = M.shape
        bits = 1 << np.concatenate([own_bits + np.arange(d), reply_bits + np.arange(k)])
        if M.dtype == object:
            return cls._exact(M, bits)
        G = np.concatenate([-np.eye(d), M])
        h = np.concatenate([np.zeros(d), np.ones(k)])
        few = d == 1 or comb(k + d, d) <= MAX_BASES
        z = from_bases(G, h) if few else from_hull(G, h)[0]
        return cls._floats(z, G, h, bits)

    @classmethod
    def _exact(cls, M: NumberArray, bits: IntArray) -> Polytope:
        d = M.shape[1]
        found: dict[int, list[Fraction]] = {}
        for point, tight in exact_vertices(M):
            if any(point):
                found[int(bits[tight].sum())] = point
        points = np.array(list(found.values()), dtype=object).reshape(-1, d)
        return cls(points / points.sum(axis=1, keepdims=True), np.array(list(found), np.int64))

    @classmethod
    def _floats(cls, z: FloatArray, G: FloatArray, h: FloatArray, bits: IntArray) -> Polytope:
        d = G.shape[1]
        slack = h - z @ G.T
        tight = np.abs(slack) <= TIGHT
        kept = np.all(slack >= -TIGHT, axis=1) & (z.sum(axis=1) > TIGHT)
        masks, first = np.unique(np.where(tight[kept], bits, 0).sum(axis=1), return_index=True)
        points, tight = z[kept][first], tight[kept][first]
        corner = _span(G, tight)
        points = np.where(tight[:, :d], 0, np.clip(points, 0, None))[corner]
        return cls(points / points.sum(axis=1, keepdims=True), masks[corner])


def _span(G: FloatArray, tight: BoolArray) -> BoolArray:
    """Return whether the tight constraints of each point meet in that point alone (V,)."""
    d = G.shape[1]
    spans = np.zeros(len(tight), dtype=np.bool_)
    count = tight.sum(axis=1)
    for size in sorted(set(count[count >= d].tolist())):
        these = np.flatnonzero(count == size)
        rows = np.nonzero(tight[these])[1].reshape(-1, size)
        spans[these] = np.linalg.matrix_rank(G[rows], tol=TIGHT) == d
    return spans


def from_bases(G: FloatArray, h: FloatArray) -> FloatArray:
    """Return where d of the constraints ``G z <= h`` are tight at once, for every choice of d."""
    bases = np.array(list(combinations(range(len(G)), G.shape[1])))
    square = G[bases]
    regular = np.linalg.det(square) != 0
    points: FloatArray = np.linalg.solve(square[regular], h[bases[regular]][..., None])[..., 0]
    return points[np.all(np.isfinite(points), axis=1)]


def from_hull(G: FloatArray, h: FloatArray, *, merge: bool = True) -> tuple[FloatArray, IntArray]:
    """Return the vertices (V, d), and d of the constraints ``G z <= h`` that each lies on (V, d).

    They are the facets of the hull of the dual points (Barber, Dobkin & Huhdanpaa 1996). Where
    more than d constraints meet, a vertex comes several times, with different ones of them.

    Raises
    ------
    ArithmeticError
        If, without `merge`, rounding leaves the hull ambiguous.
    """
    from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 (0.9 s, rarely needed)

    d = G.shape[1]
    inside = np.full(d, 1 / (4 * d))  # payoffs are at most 2, so each constraint has slack 1/2
    try:
        hull = ConvexHull(G / (h - G @ inside)[:, None], qhull_options="Qx" if merge else "Q0")
    except QhullError as error:
        raise ArithmeticError(str(error)) from error
    points: FloatArray = inside - hull.equations[:, :-1] / hull.equations[:, -1:]
    finite = np.isfinite(points)
    if finite.all():
        return points, hull.simplices
    whole = finite.all(axis=1)
    return points[whole], hull.simplices[whole]


def exact_vertices(M: NumberArray) -> Iterator[tuple[list[Fraction], list[int]]]:
    """Yield the vertices of ``z >= 0, M z <= 1`` with their tight constraints, in fractions.

    Every lexicographically feasible basis is visited from the origin on, by pivots in integers
    (Avis 2000; Dantzig, Orden & Wolfe 1955). The lexicographic order stands for a perturbation
    that leaves no vertex degenerate; the graph of such a polytope is connected, and each vertex
    of the unperturbed one belongs to a basis, so that none is missed. A degenerate vertex comes
    once for each of its bases.

    Parameters
    ----------
    M : NumberArray (k, d)
        Positive fractions.
    """
    k, d = M.shape
    start = Basis.origin(M)
    seen = {frozenset(start.basic)}
    stack = [start]
    while stack:
        basis = stack.pop()
        yield basis.vertex()
        for column in range(d + k):
            if column in basis.basic:
                continue
            row = basis.leaves(column)
            after = frozenset({*basis.basic} - {basis.basic[row]} | {column})
            if after not in seen:
                seen.add(after)
                stack.append(basis.pivot(row, column))


@dataclass(frozen=True, eq=False)
class Basis:
    """A basis of ``M z + s = 1``: columns z (d), s (k), right-hand side, all over `scale`.

    The columns of s are the inverse of the basis, which is what breaks ties.
    """

    table: NumberArray
    basic: tuple[int, ...]
    scale: int
    sizes: tuple[int, int]

    @classmethod
    def origin(cls, M: NumberArray) -> Basis:
        """Return the basis of the slacks, where z = 0."""
        k, d = M.shape
        rows = []
        for r, row in enumerate(M.tolist()):
            unit = lcm(*(Fraction(x).denominator for x in row))
            slack = [0] * k
            slack[r] = 1  # in units of 1/unit, so that all of the row is whole
            rows.append([*(int(x * unit) for x in row), *slack, unit])
        return cls(np.array(rows, dtype=object), tuple(range(d, d + k)), 1, (k, d))

    def leaves(self, column: int) -> int:
        """Return the row that limits an entering column, ties by lexicographic order."""
        k, d = self.sizes
        entering = self.table[:, column].tolist()
        rows = [r for r in range(k) if entering[r] > 0]
        for key in (k + d, *range(d, d + k)):
            if len(rows) == 1:
                break
            values = self.table[:, key].tolist()
            best = rows[:1]
            for r in rows[1:]:
                side = values[r] * entering[best[0]] - values[best[0]] * entering[r]
                if side < 0:
                    best = [r]
                elif side == 0:
                    best.append(r)
            rows = best
        return rows[0]

    def pivot(self, row: int, column: int) -> Basis:
        """Return the basis after `column` replaced that of `row`; divisions leave no rest."""
        head = self.table[row, column]
        table = self.table * head - np.outer(self.table[:, column], self.table[row])
        table //= self.scale
        table[row] = self.table[row]
        basic = (*self.basic[:row], column, *self.basic[row + 1 :])
        return Basis(table, basic, head, self.sizes)

    def point(self) -> NumberArray:
        """Return z (d,) in fractions."""
        return np.array(self.vertex()[0], dtype=object)

    def vertex(self) -> tuple[list[Fraction], list[int]]:
        """Return z (d,) in fractions, and the columns that are 0."""
        k, d = self.sizes
        right: Sequence[int] = self.table[:, -1].tolist()
        value = dict(zip(self.basic, right, strict=True))
        point = [Fraction(value.get(j, 0), self.scale) for j in range(d)]
        return point, [c for c in range(d + k) if not value.get(c)]
