"""How far an estimate from draws may be off: 95 % confidence intervals."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.robustness import Z_95, wilson
from negotiate.results.sweep import Estimate

if TYPE_CHECKING:
    from negotiate.types import FloatArray

TAIL: Final = 0.025


def share(hits: FloatArray, draws: FloatArray) -> Estimate:
    """Return a share of draws, or the mean of odds, with its interval.

    Of independent draws the score interval of Wilson 1927, which is wider than it need be where
    the odds of single draws are neither 0 nor 1. Of replicates Student's interval of their means,
    and Wilson's where they all agree.

    Parameters
    ----------
    hits, draws : FloatArray (R,)
        By replicate; R is 1 where all draws are independent.
    """
    total, n = float(hits.sum()), float(draws.sum())
    if n <= 0:
        return Estimate(nan, nan, nan)
    value = min(max(total / n, 0.0), 1.0)
    apart = _student(hits[draws > 0] / draws[draws > 0], value)
    if apart is not None and apart.low < apart.high:
        return Estimate(value, max(0.0, apart.low), min(1.0, apart.high))
    low, high = wilson(value * n, n)
    return Estimate(value, min(low, value), max(high, value))


def mean(totals: FloatArray, squares: float, draws: FloatArray) -> Estimate:
    """Return a mean with its interval: normal, or Student's of the means of replicates.

    Parameters
    ----------
    totals, draws : FloatArray (R,)
        Sums, and how many, by replicate.
    squares : float
        Sum of the squared distances of all draws from their mean.
    """
    n = float(draws.sum())
    if n <= 0:
        return Estimate(nan, nan, nan)
    value = float(totals.sum()) / n
    apart = _student(totals[draws > 0] / draws[draws > 0], value)
    if apart is not None:
        return apart
    error = Z_95 * sqrt(max(squares, 0.0) / (n - 1) / n) if n > 1 else np.inf
    return Estimate(value, value - error, value + error)


def quantile(values: FloatArray, which: float, parts: list[FloatArray]) -> Estimate:
    """Return a quantile with its interval.

    Of independent draws between two order statistics, exact for every distribution (Conover 1999,
    section 3.2); of replicates Student's, of their quantiles.

    Parameters
    ----------
    values : FloatArray (n,)
        Ascending.
    which : float
    parts : list of FloatArray
        The values of each replicate, ascending; one alone where all are independent.
    """
    n = len(values)
    if not n:
        return Estimate(nan, nan, nan)
    value = _quantile(values, which)
    apart = _student(np.array([_quantile(part, which) for part in parts if len(part)]), value)
    if apart is not None:
        return Estimate(value, max(apart.low, float(values[0])), min(apart.high, float(values[-1])))
    first, last = ranks(n, which)
    return Estimate(value, float(values[first - 1]), float(values[last - 1]))


def _quantile(values: FloatArray, which: float) -> float:
    return float(values[max(ceil(which * len(values)), 1) - 1])


@lru_cache(maxsize=64)
def ranks(n: int, which: float) -> tuple[int, int]:
    """Return the ranks, from 1, of the order statistics between which a quantile lies.

    Examples
    --------
    >>> ranks(100, 0.5)
    (40, 61)
    """
    from scipy.special import bdtr  # noqa: PLC0415 (slow to load)

    below = bdtr(np.arange(n + 1), n, which)
    first = int(np.count_nonzero(below <= TAIL))
    last = int(np.argmax(below >= 1 - TAIL)) + 1
    return max(first, 1), min(last, n)


def _student(means: FloatArray, value: float) -> Estimate | None:
    """Return Student's interval around a value from independent replicates of it."""
    n = len(means)
    if n < 2:
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 (slow to load)

    error = float(stdtrit(n - 1, 1 - TAIL) * np.std(means, ddof=1) / sqrt(n))
    return Estimate(value, value - error, value + error)
