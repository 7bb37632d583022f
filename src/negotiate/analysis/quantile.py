"""From even numbers between 0 and 1 to values of an uncertain parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.spec.copula import cholesky, normal_correlations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from negotiate.spec.distribution import Correlation, Distribution
    from negotiate.spec.model import Parameter
    from negotiate.types import FloatArray

LEAST: Final = 2.0**-53
"""Where a distribution has no end, shares closer to 0 or 1 than this count as this far off."""


def quantile(parameter: Parameter, share: FloatArray) -> FloatArray:
    """Return the values of a parameter below which these shares of its distribution lie.

    Parameters
    ----------
    parameter : Parameter
        With a range or a distribution.
    share : FloatArray (B,)
        Between 0 and 1.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> from negotiate.spec.model import Parameter
    >>> quantile(Parameter("p", F(1), F(0), F(4)), np.array([0.0, 0.25])).tolist()
    [0.0, 1.0]
    """
    stated = parameter.distribution
    if stated is None:
        return _between(float(parameter.low or 0), float(parameter.high or 0), share)
    return _OF_KIND[stated.kind](stated, share)


def _between(low: float, high: float, share: FloatArray) -> FloatArray:
    return low + (high - low) * share


def _uniform(stated: Distribution, share: FloatArray) -> FloatArray:
    low, high = map(float, stated.numbers)
    return _between(low, high, share)


def _triangular(stated: Distribution, share: FloatArray) -> FloatArray:
    low, mode, high = map(float, stated.numbers)
    peak = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < peak, rising, falling)


def _normal(stated: Distribution, share: FloatArray) -> FloatArray:
    mean, sd = map(float, stated.numbers)
    if stated.low is None or stated.high is None:
        return mean + sd * _scores(share)
    low, high = float(stated.low), float(stated.high)
    score = _scores_between((low - mean) / sd, (high - mean) / sd, share)
    return np.clip(mean + sd * score, low, high)


def _log_normal(stated: Distribution, share: FloatArray) -> FloatArray:
    median, sigma = map(float, stated.numbers)
    if stated.low is None or stated.high is None:
        return median * np.exp(sigma * _scores(share))
    low, high = float(stated.low), float(stated.high)
    with np.errstate(divide="ignore"):
        start, end = (float(np.log(max(x, 0.0) / median)) / sigma for x in (low, high))
    return np.clip(median * np.exp(sigma * _scores_between(start, end, share)), low, high)


def _beta(stated: Distribution, share: FloatArray) -> FloatArray:
    from scipy.special import betaincinv  # noqa: PLC0415 (slow to load, and seldom asked for)

    a, b = map(float, stated.numbers)
    return _between(float(stated.low or 0), float(stated.high or 0), betaincinv(a, b, share))


def _discrete(stated: Distribution, share: FloatArray) -> FloatArray:
    values = np.array([float(value) for value, _ in stated.values])
    below = np.cumsum([float(odds) for _, odds in stated.values])[:-1]
    return values[np.searchsorted(below, share, side="right")]


_OF_KIND: Final[dict[str, Callable[[Distribution, FloatArray], FloatArray]]] = {
    "uniform": _uniform,
    "triangular": _triangular,
    "normal": _normal,
    "log-normal": _log_normal,
    "beta": _beta,
    "discrete": _discrete,
}


def _scores(share: FloatArray) -> FloatArray:
    """Return quantiles of the normal distribution."""
    from scipy.special import ndtri  # noqa: PLC0415 (as in `_beta`)

    scores: FloatArray = ndtri(np.clip(share, LEAST, 1 - LEAST))
    return scores


def _scores_between(low: float, high: float, share: FloatArray) -> FloatArray:
    """Return quantiles of the normal distribution cut off at two scores."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 (as in `_beta`)

    if low > 0:  # shares near 1 lose their digits, those near 0 keep them
        return -_scores_between(-high, -low, 1 - share)
    scores: FloatArray = ndtri(_between(ndtr(low), ndtr(high), share))
    return scores


def correlated(
    names: Sequence[str], shares: FloatArray, correlations: Sequence[Correlation]
) -> FloatArray:
    """Return shares that go together as stated, from independent ones: a Gaussian copula.

    Parameters
    ----------
    names : sequence of str
        K parameters; what one becomes depends on those before it only.
    shares : FloatArray (K, B)
    correlations : sequence of Correlation
        Those of others do not matter.
    """
    involved = {name for each in correlations for name in (each.first, each.second)}
    rows = [k for k, name in enumerate(names) if name in involved]
    if len(rows) < 2:
        return shares
    from scipy.special import ndtr  # noqa: PLC0415 (as in `_beta`)

    lower = np.array(cholesky(normal_correlations([names[k] for k in rows], correlations)))
    scores = _scores(shares[rows])
    joined = shares.copy()
    for place, k in enumerate(rows):
        if lower[place, :place].any():
            # One row at a time, in one order: a product of matrices sums in an order of its own.
            total = sum(lower[place, j] * scores[j] for j in range(place + 1))
            joined[k] = ndtr(total)
    return joined
