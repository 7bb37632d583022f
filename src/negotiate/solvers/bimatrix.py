"""All extreme equilibria of a two-player table, by the vertices of its best-reply polytopes.

A pair of vertices is an equilibrium if each strategy of either player is either not played or a
best reply (Mangasarian 1964; von Stengel 2002, section 2). Payoffs are shifted and scaled to
[1, 2] first, so that the answer does not depend on their units. Vertices carry the set of their
tight constraints as bits; partners are found by comparing bits, never floats.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.solvers.linear import solve_exactly

if TYPE_CHECKING:
    from negotiate.types import FloatArray, IntArray, NumberArray

TIGHT: Final = 1e-9
"""A constraint of a polytope in [1, 2] units counts as tight within this."""

MAX_REGRET: Final = 1e-9
"""Largest regret of an equilibrium, relative to the payoff range."""

MAX_BASES: Final = 20_000
"""Up to so many bases are solved one by one; beyond, scipy's convex hull finds the vertices."""

MAX_EXACT_BASES: Final = 2_000
"""Up to so many bases are solved in fractions; beyond, floats find supports to solve exactly."""

MAX_STRATEGIES: Final = 28
"""Most strategies of both players together: the number of vertices doubles with each further."""


@dataclass(frozen=True, eq=False)
class Extremes:
    """The extreme equilibria of a two-player table.

    Attributes
    ----------
    pairs : tuple of (NumberArray (m,), NumberArray (n,))
        In lexical order, strategies listed first coming first.
    isolated : bool
        True if there is no other equilibrium. Otherwise two of them share a strategy, and every
        mixture of their other strategies is an equilibrium as well.
    complete : bool
        False where rounding has lost some: there is none, or, although all of them are regular,
        an even number (Wilson 1971).
    """

    pairs: tuple[tuple[NumberArray, NumberArray], ...]
    isolated: bool
    complete: bool


def extreme_equilibria(A: NumberArray, B: NumberArray) -> Extremes:
    """Return all extreme equilibria.

    Parameters
    ----------
    A, B : NumberArray (m, n)
        Payoffs of the row and the column player; fractions are solved in fractions.

    Raises
    ------
    NoAnswerError
        If the table is too large.

    Notes
    -----
    The set of all equilibria is the union, over maximal sets of extreme equilibria that can be
    paired at will, of the products of their convex hulls (Winkels 1979; Avis et al. 2010). So
    no other equilibrium exists exactly if no strategy occurs in two extreme equilibria.
    """
    m, n = A.shape
    if m + n > MAX_STRATEGIES:
        raise NoAnswerError(
            f"a table of {m} × {n} strategies is too large to list all of its equilibria",
            "leave out options, or ask for pure equilibria with --method pure",
        )
    A1, B1 = _scaled(A), _scaled(B)
    rows = _Polytope.of(B1.T, own_bits=0, reply_bits=m)
    columns = _Polytope.of(A1, own_bits=m, reply_bits=0)
    everything = (1 << (m + n)) - 1
    found: dict[tuple[int, int], tuple[NumberArray, NumberArray]] = {}
    for mask, point in zip(rows.masks.tolist(), rows.points, strict=True):
        for k in np.flatnonzero((columns.masks | mask) == everything):
            x, y, other = point, columns.points[k], int(columns.masks[k])
            if A.dtype == object:
                x, y = _exactly(x, B1.T, mask >> m), _exactly(y, A1, other)
            if _is_equilibrium(A1, B1, x, y):
                found[mask, other] = (x, y)
    pairs = sorted(found.values(), key=lambda pair: [-p for side in pair for p in side.tolist()])
    left, right = Counter(a for a, _ in found), Counter(b for _, b in found)
    isolated = max([*left.values(), *right.values()], default=0) <= 1
    regular = all((a | b) == everything and not a & b for a, b in found)
    return Extremes(tuple(pairs), isolated, bool(pairs) and (not regular or len(pairs) % 2 == 1))


@dataclass(frozen=True, eq=False)
class _Polytope:
    """Vertices z of ``z >= 0, M z <= 1`` but the origin, scaled to sum to 1.

    A vertex is a mixed strategy together with the payoff that the opponent can reach against
    it; a bit of its mask is set where a strategy is not played, or is a best reply.
    """

    points: NumberArray
    masks: IntArray

    @classmethod
    def of(cls, M: NumberArray, *, own_bits: int, reply_bits: int) -> _Polytope:
        k, d = M.shape
        bits = 1 << np.concatenate([own_bits + np.arange(d), reply_bits + np.arange(k)])
        G = np.concatenate([-np.eye(d, dtype=np.int64), M]).astype(M.dtype)
        h = np.concatenate([np.zeros(d, dtype=np.int64), np.ones(k, dtype=np.int64)])
        if M.dtype == object and comb(k + d, d) <= MAX_EXACT_BASES:
            return cls._exact(G, h, bits)
        return cls._floats(G.astype(np.float64), h.astype(np.float64), bits)

    @classmethod
    def _exact(cls, G: NumberArray, h: IntArray, bits: IntArray) -> _Polytope:
        d = G.shape[1]
        found = {}
        for basis in combinations(range(len(G)), d):
            z = solve_exactly([G[r] for r in basis], [h[r] for r in basis])
            if z is None or not any(z):
                continue
            point = np.array(z, dtype=object)
            slack = h - G @ point
            if np.all(slack >= 0):
                found[int(bits[slack == 0].sum())] = point / point.sum()
        points = np.array(list(found.values()), dtype=object).reshape(-1, d)
        return cls(points, np.array(list(found), dtype=np.int64))

    @classmethod
    def _floats(cls, G: FloatArray, h: FloatArray, bits: IntArray) -> _Polytope:
        d = G.shape[1]
        few = comb(len(G), d) <= MAX_BASES
        z = _from_bases(G, h) if few else _from_hull(G, h)
        slack = h - z @ G.T
        tight = np.abs(slack) <= TIGHT
        kept = np.all(slack >= -TIGHT, axis=1) & (z.sum(axis=1) > TIGHT)
        masks, first = np.unique(np.where(tight[kept], bits, 0).sum(axis=1), return_index=True)
        points, tight = z[kept][first], tight[kept][first]
        corner = [np.linalg.matrix_rank(G[t], tol=TIGHT) == d for t in tight]
        points = np.where(tight[:, :d], 0, np.clip(points, 0, None))[corner]
        return cls(points / points.sum(axis=1, keepdims=True), masks[corner])


def _from_bases(G: FloatArray, h: FloatArray) -> FloatArray:
    """Return where d of the constraints are tight at once, for every choice of d."""
    bases = np.array(list(combinations(range(len(G)), G.shape[1])))
    square = G[bases]
    regular = np.linalg.det(square) != 0
    points: FloatArray = np.linalg.solve(square[regular], h[bases[regular]][..., None])[..., 0]
    return points[np.all(np.isfinite(points), axis=1)]


def _from_hull(G: FloatArray, h: FloatArray) -> FloatArray:
    """Return the vertices as facets of the dual hull (Barber, Dobkin & Huhdanpaa 1996)."""
    from scipy.spatial import HalfspaceIntersection  # noqa: PLC0415 (0.9 s, rarely needed)

    d = G.shape[1]
    inside = np.full(d, 1 / (4 * d))  # payoffs are at most 2, so each constraint has slack 1/2
    points: FloatArray = HalfspaceIntersection(np.column_stack([G, -h]), inside).intersections
    return points[np.all(np.isfinite(points), axis=1)]


def _scaled(payoffs: NumberArray) -> NumberArray:
    """Return payoffs moved and scaled to [1, 2]; constant ones become 1."""
    shifted = payoffs - payoffs.min()
    span = shifted.max()
    scaled: NumberArray = 1 + (shifted / span if span else shifted)
    return scaled


def _exactly(z: NumberArray, M: NumberArray, replies: int) -> NumberArray:
    """Return the strategy with the support of `z` that makes the opponent's `replies` equal.

    Unknowns are the odds on the support and the opponent's payoff.
    """
    support = np.flatnonzero(z)
    rows = [[*M[r, support], Fraction(-1)] for r in range(len(M)) if replies >> r & 1]
    total = [*[Fraction(1)] * len(support), Fraction(0)]
    odds = solve_exactly([*rows, total], [Fraction(0)] * len(rows) + [Fraction(1)])
    exact = np.full(len(z), Fraction(0), dtype=object)
    if odds is not None:
        exact[support] = odds[:-1]
    return exact


def _is_equilibrium(A: NumberArray, B: NumberArray, x: NumberArray, y: NumberArray) -> bool:
    """Return whether neither player can gain; payoffs lie in [1, 2], so regret is relative."""
    if min(x.min(), y.min()) < 0 or not (x.any() and y.any()):
        return False
    allowed = 0 if A.dtype == object else MAX_REGRET
    rows, columns = A @ y, x @ B
    return bool(rows.max() - x @ rows <= allowed and columns.max() - columns @ y <= allowed)
