"""Rational equilibria, from floats that are close to them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.types import FloatArray, NumberArray

LARGEST: Final = 10**5
"""Largest denominator that is tried."""


def in_fractions(
    mixed: Sequence[FloatArray], table: NumberArray, players: Sequence[int]
) -> list[NumberArray] | None:
    """Return a profile in fractions if it is an equilibrium exactly; None if it is not.

    Parameters
    ----------
    mixed : sequence of FloatArray (n_i,)
    table : NumberArray (n_1, ..., n_k, P)
        Payoffs, in fractions.
    players : sequence of int
        Whose strategies the k axes are.
    """
    found = []
    for odds in mixed:
        exact = [Fraction(p).limit_denominator(LARGEST) for p in odds.tolist()]
        if sum(exact) != 1 or min(exact) < 0:
            return None
        found.append(np.array(exact, dtype=object))
    for axis, player in enumerate(players):
        worth = table[..., player]
        for seat in reversed(range(len(found))):
            if seat != axis:
                worth = np.moveaxis(worth, seat, -1) @ found[seat]
        if np.any(worth[found[axis] > 0] < worth.max()):
            return None
    return found
