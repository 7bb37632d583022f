"""When two computed payoffs count as equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from negotiate.types import NumberArray

RELATIVE: Final = 1e-12
"""Two payoffs tie if they differ by less than this share of the player's payoff range."""

ROUNDINGS: Final = 4
"""... or by this many roundings of its largest payoff, which is more where the range is narrow."""


def tie_tolerance(low: NumberArray, high: NumberArray) -> NumberArray:
    """Return the largest difference of two payoffs that still counts as a tie.

    Parameters
    ----------
    low, high : NumberArray (P,) or (P, B)
        Each player's lowest and highest payoff.

    Returns
    -------
    NumberArray
        Of the same shape; 0 where arithmetic is exact.
    """
    if low.dtype == object:
        return np.zeros(low.shape, dtype=object)
    largest = np.maximum(np.abs(low), np.abs(high))
    rounding = ROUNDINGS * np.finfo(np.float64).eps
    tolerance: NumberArray = np.maximum(RELATIVE * (high - low), rounding * largest)
    return tolerance
