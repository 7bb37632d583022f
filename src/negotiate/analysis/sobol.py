"""Which input makes an output vary: Sobol indices of any function on the unit cube.

First-order indices by the estimator of Saltelli et al. (2010), total ones by that of Jansen
(1999), both from the same N (K + 2) evaluations on scrambled Sobol points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.types import BoolArray, FloatArray

    Function = Callable[[FloatArray], FloatArray]

RESAMPLES: Final = 500
LEVEL: Final = 0.95

ROUNDING: Final = 1e-12
"""Share of its size by which a constant output may seem to vary."""


@dataclass(frozen=True, eq=False)
class Sample:
    """A function at the points that the estimators need.

    Attributes
    ----------
    a, b : FloatArray (N,)
        Its values at two independent samples A and B.
    ab : FloatArray (K, N)
        At A, with one input after the other taken from B.
    more : BoolArray (K, N)
        Whether that is more of the input than in A.
    """

    a: FloatArray
    b: FloatArray
    ab: FloatArray
    more: BoolArray

    @property
    def pairs(self) -> FloatArray:
        """The output at pairs of points that differ in one input, less of it first (K, N, 2)."""
        at_a = np.broadcast_to(self.a, self.ab.shape)
        ends = np.where(self.more, at_a, self.ab), np.where(self.more, self.ab, at_a)
        return np.stack(ends, axis=-1)

    @property
    def sound(self) -> BoolArray:
        """Which of the N rows have a value everywhere (N,)."""
        finite = np.isfinite(self.a) & np.isfinite(self.b)
        return np.asarray(finite & np.isfinite(self.ab).all(axis=0))


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of the variance of an output.

    Attributes
    ----------
    first, total : FloatArray (K,)
        What is lost if the input alone were known, and what is left if all others were; nan
        where the output is constant.
    first_interval, total_interval : FloatArray (2, K)
        Bootstrap percentiles. The points are more even than independent ones, so that the
        intervals err on the wide side.
    mean, variance, low, high : float
        Of the output: mean and variance over A and B, the ends over all points.
    rows : int
        Rows that were used; those without a value somewhere are left out.
    constant : bool
    """

    first: FloatArray
    total: FloatArray
    first_interval: FloatArray
    total_interval: FloatArray
    mean: float
    variance: float
    low: float
    high: float
    rows: int
    constant: bool


def sample(function: Function, dimensions: int, rows: int, seed: int) -> Sample:
    """Evaluate a function at N (K + 2) points.

    Parameters
    ----------
    function : callable
        From points of the unit cube (K, B) to values (B,).
    dimensions, rows : int
        K and N; a power of two keeps the points balanced.
    seed : int
    """
    import warnings  # noqa: PLC0415 (as scipy)

    from scipy.stats import qmc  # noqa: PLC0415 (slow to load, and only here)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balance needs a power of two rows
        points = qmc.Sobol(2 * dimensions, seed=seed, bits=64).random(rows).T
    a, b = points[:dimensions], points[dimensions:]
    at_a, at_b = function(a), function(b)
    mixed = np.empty((dimensions, rows))
    for k in range(dimensions):
        point = a.copy()
        point[k] = b[k]
        mixed[k] = function(point)
    return Sample(at_a, at_b, mixed, b > a)


def indices(
    found: Sample, seed: int, *, resamples: int = RESAMPLES, level: float = LEVEL
) -> Indices:
    """Return the indices that a sample gives, with bootstrap intervals.

    Parameters
    ----------
    found : Sample
    seed, resamples : int
        Of the bootstrap over rows.
    level : float
        Of the intervals.
    """
    keep = found.sound
    a, b, ab = found.a[keep], found.b[keep], found.ab[:, keep]
    rows, dimensions = len(a), len(ab)
    both = np.concatenate([a, b])
    unknown = np.full(dimensions, np.nan)
    if not rows:
        nothing = float("nan")
        pair = np.full((2, dimensions), nothing)
        return Indices(
            unknown, unknown, pair, pair, nothing, nothing, nothing, nothing, 0, constant=False
        )
    mean, low, high = float(both.mean()), float(ab.min()), float(ab.max())
    low, high = min(low, float(both.min())), max(high, float(both.max()))
    constant = high - low <= ROUNDING * max(abs(low), abs(high), 1e-300)
    variance = 0.0 if constant else float(both.var())
    described = (mean, variance, low, high, rows)
    if constant or not variance > 0:
        pair = np.full((2, dimensions), np.nan)
        return Indices(unknown, unknown, pair, pair, *described, constant=constant)
    a, b, ab = a - mean, b - mean, ab - mean
    parts = np.vstack([b * (ab - a), (a - ab) ** 2 / 2, a + b, a**2 + b**2])
    first, total = _ratios(parts.mean(axis=1, keepdims=True), dimensions)
    rng = np.random.default_rng((seed, dimensions))
    drawn = np.empty((len(parts), resamples))
    for r in range(resamples):
        weights = np.bincount(rng.integers(rows, size=rows), minlength=rows)
        drawn[:, r] = parts @ weights / rows
    firsts, totals = _ratios(drawn, dimensions)
    ends = ((1 - level) / 2, (1 + level) / 2)
    return Indices(
        first[:, 0],
        total[:, 0],
        np.nanquantile(firsts, ends, axis=1),
        np.nanquantile(totals, ends, axis=1),
        *described,
        constant=False,
    )


def _ratios(means: FloatArray, dimensions: int) -> tuple[FloatArray, FloatArray]:
    """Return first-order and total indices (K, R) from the means of their parts."""
    variance = means[-1] / 2 - (means[-2] / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = means[:-2] / np.where(variance > 0, variance, np.nan)
    return shares[:dimensions], shares[dimensions:]
