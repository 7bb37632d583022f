"""Fractions over their common denominator: whole numbers add up and compare far more quickly."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from negotiate.types import NumberArray


def in_whole_numbers(fractions: NumberArray) -> tuple[NumberArray, int]:
    """Return the numerators of fractions over the denominator that all have in common, and that.

    >>> from fractions import Fraction
    >>> whole, common = in_whole_numbers(np.array([Fraction(1, 2), Fraction(-2, 3)]))
    >>> whole.tolist(), common
    ([3, -4], 6)
    """
    ratios = [number.as_integer_ratio() for number in fractions.flat]
    common = lcm(*{bottom for _, bottom in ratios})
    whole = np.empty(len(ratios), dtype=object)
    whole[:] = [top * (common // bottom) for top, bottom in ratios]
    return whole.reshape(fractions.shape), common
