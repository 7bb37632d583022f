"""All equilibria of a regular two-player table, from the vertices of one polytope only.

Each vertex of the row player's polytope names a support and as many best replies of the column
player. The equilibrium, if there is one, makes the row player indifferent over that support: a
small linear system. Most vertices fall before, because given those replies some strategy of the
support is dominated (Porter, Nudelman & Shoham 2008, conditional dominance).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.solvers.polytope import TIGHT, from_hull

if TYPE_CHECKING:
    from negotiate.types import BoolArray, FloatArray, NumberArray

CHUNK: Final = 2_000

FEW: Final = 200
"""Up to so many systems are solved at their full size, all at once; beyond, size by size."""


def equilibria(A: FloatArray, B: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return all equilibria, x (E, m) and y (E, n), or None if anything ties.

    Parameters
    ----------
    A, B : FloatArray (m, n)
        Payoffs in [1, 2], m and n at least 2.
    """
    m, n = A.shape
    G, h = np.concatenate([-np.eye(m), B.T]), np.repeat([0.0, 1.0], [m, n])
    try:
        points, tight = from_hull(G, h, merge=False)
    except ArithmeticError:
        return None
    vertex = np.arange(len(points))[:, None]
    labels = np.zeros((len(points), m + n), dtype=np.bool_)
    labels[vertex, tight] = True
    # Not by a product of matrices, whose threads wait for each other where cores are busy.
    slack = np.concatenate([points, 1 - np.einsum("vi,ij->vj", points, B)], axis=1)
    if np.any((slack <= TIGHT) & ~labels):
        return None
    support, replies = ~labels[:, :m], labels[:, m:]
    alive = np.flatnonzero(_conditionally_undominated(A, support, replies) & support.any(axis=1))
    y = _replies_to(A, support[alive], replies[alive])
    if y is None:
        return None
    best = y.any(axis=1)
    found, y = alive[best], y[best]
    x = np.where(support[found], points[found], 0)
    return x / x.sum(axis=1, keepdims=True), y / y.sum(axis=1, keepdims=True)


def _conditionally_undominated(A: FloatArray, support: BoolArray, replies: BoolArray) -> BoolArray:
    """Return where no strategy of the support is dominated if only those replies are played."""
    m, n = A.shape
    bits: NumberArray = (1 << np.arange(n)).astype(np.int32 if n < 31 else np.int64)
    not_better: NumberArray = (A[None, :, :] <= A[:, None, :]) @ bits
    J: NumberArray = replies @ bits
    alive = np.empty(len(J), dtype=np.bool_)
    for start in range(0, len(J), CHUNK):
        part = slice(start, start + CHUNK)
        beaten = ((J[part, None] & not_better.reshape(-1)) == 0).reshape(-1, m, m).any(axis=2)
        alive[part] = ~(beaten & support[part]).any(axis=1)
    return alive


def _replies_to(A: FloatArray, rows: BoolArray, columns: BoolArray) -> FloatArray | None:
    """Return the y (K, n) on `columns` to which exactly `rows` are best replies; 0 for none.

    None if anything ties.
    """
    try:
        y = _indifferent(A, rows, columns)
    except np.linalg.LinAlgError:
        return None
    least = np.where(columns, y, np.inf).min(axis=1, initial=np.inf)
    slack = np.where(rows, np.inf, 1 - np.einsum("vj,ij->vi", y, A)).min(axis=1, initial=np.inf)
    least = np.minimum(least, slack)
    if np.any(np.abs(least) <= TIGHT):
        return None
    y[least < 0] = 0
    return y


def _indifferent(A: FloatArray, rows: BoolArray, columns: BoolArray) -> FloatArray:
    """Return the y (K, n) that are 0 off `columns` and against which all of `rows` pay 1."""
    n = A.shape[1]
    if len(rows) <= FEW:
        system = np.concatenate([np.eye(n), A])
        chosen = np.nonzero(np.concatenate([~columns, rows], axis=1))[1].reshape(-1, n)
        found = np.linalg.solve(system[chosen], (chosen >= n).astype(float)[..., None])[..., 0]
        return np.where(columns, found, 0)
    y = np.zeros((len(rows), n))
    size = rows.sum(axis=1)
    for k in sorted(set(size.tolist())):
        these = np.flatnonzero(size == k)
        r = np.nonzero(rows[these])[1].reshape(-1, k)
        c = np.nonzero(columns[these])[1].reshape(-1, k)
        inner = A[r[:, :, None], c[:, None, :]]
        y[these[:, None], c] = np.linalg.solve(inner, np.ones((len(these), k, 1)))[..., 0]
    return y
