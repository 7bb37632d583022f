"""All extreme equilibria of a two-player table, by the vertices of its best-reply polytopes.

A pair of vertices is an equilibrium if each strategy of either player is either not played or a
best reply (Mangasarian 1964; von Stengel 2002, section 2). Payoffs are shifted and scaled to
[1, 2] first, so that the answer does not depend on their units. Vertices carry the set of their
tight constraints as bits; partners are found by comparing bits, never floats.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.record import dataclass
from negotiate.solvers import regular
from negotiate.solvers.components import components
from negotiate.solvers.polytope import MAX_BASES, Polytope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.solvers.components import Component
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

MAX_REGRET: Final = 1e-9
"""Largest regret of an equilibrium, relative to the payoff range."""

MAX_VERTICES: Final = 2_000_000
"""Most vertices that a polytope of the table may have: 16 × 16 strategies."""

MAX_EXACT_VERTICES: Final = 20_000
"""The same where vertices are enumerated in fractions: 11 × 11 strategies."""

MAX_LABELS: Final = 62
"""Most strategies of both players together: each is a bit of an integer."""

PAIRS_AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class Extremes:
    """The extreme equilibria of a two-player table.

    Attributes
    ----------
    pairs : tuple of (NumberArray (m,), NumberArray (n,))
        In lexical order, strategies listed first coming first.
    components : tuple of Component
        The set of all equilibria, in its connected parts; the equilibria of each as places in
        `pairs`.
    isolated : bool
        True if there is no other equilibrium. Otherwise two of them share a strategy, and every
        mixture of their other strategies is an equilibrium as well.
    complete : bool
        False where rounding has lost some: there is none, or, although all of them are regular,
        an even number (Wilson 1971).
    """

    pairs: tuple[tuple[NumberArray, NumberArray], ...]
    components: tuple[Component, ...]
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
    shape = A.shape
    rows, columns = undominated(A, B)
    if (len(rows), len(columns)) != shape:
        A, B = A[np.ix_(rows, columns)], B[np.ix_(rows, columns)]
    _require_size(shape, A)
    A1, B1 = scaled(A), scaled(B)
    found = None
    if A.dtype != object and comb(sum(A.shape), A.shape[0]) > MAX_BASES and min(A.shape) > 1:
        found = regular.equilibria(A1, B1)
    if found is not None and len(found[0]) % 2 == 1 and _are_equilibria(A1, B1, *found):
        keys = {(k, k): pair for k, pair in enumerate(zip(*found, strict=True))}
        whole = True
    else:
        keys, whole = _matched(A1, B1)
    order = sorted(keys, key=lambda key: [-p for side in keys[key] for p in side.tolist()])
    pairs = tuple(
        (_placed(keys[k][0], rows, shape[0]), _placed(keys[k][1], columns, shape[1])) for k in order
    )
    parts = components(order)
    return Extremes(pairs, parts, all(len(part.members) == 1 for part in parts), whole)


def undominated(A: NumberArray, B: NumberArray) -> tuple[IntArray, IntArray]:
    """Return the rows and columns that survive the iterated elimination of dominated ones.

    Strictly dominated by a pure strategy, by more than rounding: such strategies are in no
    equilibrium (Luce & Raiffa 1957).
    """
    rows, columns = np.arange(A.shape[0]), np.arange(A.shape[1])
    slack = [0 if M.dtype == object else 1e-9 * (M.max() - M.min()) for M in (A, B)]
    best, other = _unbeaten(A, slack[0]), _unbeaten(B.T, slack[1])
    while not (best.all() and other.all()):
        rows, columns = rows[best], columns[other]
        inner = np.ix_(rows, columns)
        best, other = _unbeaten(A[inner], slack[0]), _unbeaten(B[inner].T, slack[1])
    return rows, columns


def _unbeaten(M: NumberArray, slack: float) -> BoolArray:
    """Return the rows of which no other is better in every column."""
    better: BoolArray = M[None, :, :] > M[:, None, :] + slack
    unbeaten: BoolArray = ~np.any(better.all(axis=2), axis=1)
    return unbeaten


def _matched(
    A: NumberArray, B: NumberArray
) -> tuple[dict[tuple[int, int], tuple[NumberArray, NumberArray]], bool]:
    """Return the equilibria by the masks of their vertices, and whether none was lost."""
    m, n = A.shape
    rows = Polytope.of(B.T, own_bits=0, reply_bits=m)
    columns = Polytope.of(A, own_bits=m, reply_bits=0)
    everything = (1 << (m + n)) - 1
    found: dict[tuple[int, int], tuple[NumberArray, NumberArray]] = {}
    for j, k in _partners(rows.masks, columns.masks, everything):
        x, y = rows.points[j], columns.points[k]
        if is_equilibrium(A, B, x, y):
            found[int(rows.masks[j]), int(columns.masks[k])] = (x, y)
    simple = all((a | b) == everything and not a & b for a, b in found)
    return found, bool(found) and (not simple or len(found) % 2 == 1)


def _partners(left: IntArray, right: IntArray, everything: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of masks that have every label between them."""
    step = max(1, PAIRS_AT_ONCE // max(1, len(right)))
    for start in range(0, len(left), step):
        whole = (left[start : start + step, None] | right) == everything
        for j, k in np.argwhere(whole).tolist():
            yield start + j, k


def _placed(odds: NumberArray, kept: IntArray, n: int) -> NumberArray:
    """Return a strategy over all n strategies, those that were left out not played."""
    whole = np.zeros(n, dtype=odds.dtype)
    if odds.dtype == object:
        whole[:] = Fraction(0)
    whole[kept] = odds
    return whole


def _require_size(shape: tuple[int, ...], A: NumberArray) -> None:
    m, n = A.shape
    limit = MAX_EXACT_VERTICES if A.dtype == object else MAX_VERTICES
    if m + n > MAX_LABELS or max(most_vertices(m, m + n), most_vertices(n, m + n)) > limit:
        raise NoAnswerError(
            f"a table of {shape[0]} × {shape[1]} strategies is too large to list all of its"
            " equilibria" + (" in fractions" if A.dtype == object else ""),
            "leave out options, or ask for pure equilibria with --method pure",
        )


def most_vertices(d: int, n: int) -> int:
    """Return the most vertices that n half-spaces can have in d dimensions (McMullen 1970)."""
    return comb(n - (d + 1) // 2, d // 2) + comb(n - 1 - d // 2, (d - 1) // 2)


def scaled(payoffs: NumberArray) -> NumberArray:
    """Return payoffs moved and scaled to [1, 2]; constant ones become 1."""
    shifted = payoffs - payoffs.min()
    span = shifted.max()
    scaled: NumberArray = 1 + (shifted / span if span else shifted)
    return scaled


def _are_equilibria(A: FloatArray, B: FloatArray, x: FloatArray, y: FloatArray) -> bool:
    """Return whether all of several pairs x (E, m), y (E, n) are equilibria."""
    rows, columns = y @ A.T, x @ B
    gains = (
        rows.max(axis=1) - (x * rows).sum(axis=1),
        columns.max(axis=1) - (y * columns).sum(axis=1),
    )
    return bool(np.max(gains) <= MAX_REGRET)


def is_equilibrium(A: NumberArray, B: NumberArray, x: NumberArray, y: NumberArray) -> bool:
    """Return whether neither player can gain; payoffs lie in [1, 2], so regret is relative."""
    if min(x.min(), y.min()) < 0 or not (x.any() and y.any()):
        return False
    allowed = 0 if A.dtype == object else MAX_REGRET
    if A.dtype == object:  # what is not played is not multiplied
        mine, others = np.flatnonzero(x), np.flatnonzero(y)
        rows, columns = A[:, others] @ y[others], x[mine] @ B[mine]
    else:
        rows, columns = A @ y, x @ B
    return bool(rows.max() - x @ rows <= allowed and columns.max() - columns @ y <= allowed)
