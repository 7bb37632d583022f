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
    from negotiate.types import BoolArray, FloatArray

CHUNK: Final = 2_000


def equilibria(A: FloatArray, B: FloatArray) -> list[tuple[FloatArray, FloatArray]] | None:
    """Return all equilibria, or None if anything ties.

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
    slack = h - points @ G.T
    slack[vertex, tight] = np.inf
    if slack.min() <= TIGHT:
        return None
    labels = np.zeros((len(points), m + n), dtype=np.bool_)
    labels[vertex, tight] = True
    labels = labels[~labels[:, :m].all(axis=1)]
    support, replies = ~labels[:, :m], labels[:, m:]
    alive = _conditionally_undominated(A, support, replies)
    return _on_supports(A, B, support[alive], replies[alive])


def _conditionally_undominated(A: FloatArray, support: BoolArray, replies: BoolArray) -> BoolArray:
    """Return where no strategy of the support is dominated if only those replies are played."""
    m, n = A.shape
    not_better = (A[None, :, :] <= A[:, None, :]) @ (1 << np.arange(n))
    J = replies @ (1 << np.arange(n))
    alive = np.empty(len(J), dtype=np.bool_)
    for start in range(0, len(J), CHUNK):
        part = slice(start, start + CHUNK)
        beaten = ((J[part, None] & not_better.reshape(-1)) == 0).reshape(-1, m, m).any(axis=2)
        alive[part] = ~(beaten & support[part]).any(axis=1)
    return alive


def _on_supports(
    A: FloatArray, B: FloatArray, rows: BoolArray, columns: BoolArray
) -> list[tuple[FloatArray, FloatArray]] | None:
    """Return the equilibria on supports (K, m) and (K, n), or None if anything ties."""
    try:
        y = _indifferent(A, rows, columns)
    except np.linalg.LinAlgError:
        return None
    least = np.where(columns, y, np.inf).min(axis=1)
    slack = np.where(rows, np.inf, 1 - y @ A.T).min(axis=1)
    least = np.minimum(least, slack)
    if np.any(np.abs(least) <= TIGHT):
        return None
    best = least > 0
    rows, columns, y = rows[best], columns[best], y[best]
    x = np.clip(_indifferent(B.T, columns, rows), 0, None)
    y = np.clip(y, 0, None)
    pairs = zip(x / x.sum(axis=1, keepdims=True), y / y.sum(axis=1, keepdims=True), strict=True)
    return list(pairs)


def _indifferent(A: FloatArray, rows: BoolArray, columns: BoolArray) -> FloatArray:
    """Return the y (K, n) that are 0 off `columns` and against which all of `rows` pay 1."""
    y = np.zeros((len(rows), A.shape[1]))
    size = rows.sum(axis=1)
    for k in sorted(set(size.tolist())):
        these = np.flatnonzero(size == k)
        r = np.nonzero(rows[these])[1].reshape(-1, k)
        c = np.nonzero(columns[these])[1].reshape(-1, k)
        inner = A[r[:, :, None], c[:, None, :]]
        y[these[:, None], c] = np.linalg.solve(inner, np.ones((len(these), k, 1)))[..., 0]
    return y
