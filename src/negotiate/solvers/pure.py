"""Pure equilibria of a table, by comparing each cell with its player's best reply."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.whole import in_whole_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.types import BoolArray, NumberArray


def best_replies(table: NumberArray, players: Sequence[int], tolerance: NumberArray) -> BoolArray:
    """Return the cells at which each player's strategy is a best reply to the others'.

    Parameters
    ----------
    table : NumberArray (n_1, ..., n_k, P)
        Payoffs by profile of those players who choose anything.
    players : sequence of int
        Whose strategies the k axes are; indices into the last axis.
    tolerance : NumberArray (P,)
        Payoffs that differ by no more are equally good.

    Returns
    -------
    BoolArray (k, n_1, ..., n_k)
    """
    good = np.empty((len(players), *table.shape[:-1]), dtype=np.bool_)
    for axis, player in enumerate(players):
        mine = np.ascontiguousarray(table[..., player])
        if mine.dtype == object:
            good[axis] = _exactly_best(mine, axis, tolerance[player])
            continue
        good[axis] = mine >= mine.max(axis=axis, keepdims=True) - tolerance[player]
    return good


def _exactly_best(mine: NumberArray, axis: int, slack: Fraction) -> BoolArray:
    """Return where fractions are as high as any along an axis, up to a slack."""
    whole, common = in_whole_numbers(mine)
    best: BoolArray = whole >= whole.max(axis=axis, keepdims=True) - slack * common
    return best


def pure_equilibria(
    table: NumberArray, players: Sequence[int], tolerance: NumberArray
) -> list[tuple[int, ...]]:
    """Return the pure equilibria of a table, as indices of strategies, in order.

    Parameters
    ----------
    table, players, tolerance
        As in `best_replies`.
    """
    stable = best_replies(table, players, tolerance).all(axis=0)
    return [tuple(cell) for cell in np.argwhere(stable).tolist()]


def pure_strategy(n: int, k: int, *, exact: bool) -> NumberArray:
    """Return the mixed strategy (n,) that plays the k-th of n strategies for sure."""
    mixed = np.zeros(n, dtype=np.float64)
    mixed[k] = 1
    if exact:
        return np.array([Fraction(int(p)) for p in mixed], dtype=object)
    return mixed
