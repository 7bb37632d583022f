"""Draws of the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from negotiate.spec.model import Parameter
    from negotiate.types import FloatArray

HOW: Final = ("random", "sobol", "latin")
"""Independent draws, a scrambled Sobol sequence (Owen 1995), a Latin hypercube (McKay, Beckman
& Conover 1979)."""


def thetas(
    parameters: Sequence[Parameter],
    draws: int,
    seed: int,
    *,
    how: str = "random",
    fixed: Collection[str] = (),
) -> FloatArray:
    """Return draws of the parameters (K, B), each uniform over its range.

    Parameters
    ----------
    parameters : sequence of Parameter
        K; one without a range stays at its value.
    draws, seed : int
    how : str
        One of `HOW`. Independent draws of a parameter come from a stream of its own, so that
        more draws, or another parameter behind the others, leave what was drawn as it is.
    fixed : collection of str
        Parameters that stay at their value too.

    Raises
    ------
    UsageError
        If there is no such way to draw.
    """
    if how not in HOW:
        raise UsageError(f"draws cannot be made by '{how}'; {nearest(how, HOW) or ', '.join(HOW)}")
    rows = np.empty((len(parameters), draws))
    ranged = [k for k, p in enumerate(parameters) if p.low is not None and p.name not in fixed]
    for k, parameter in enumerate(parameters):
        rows[k] = float(parameter.value)
    even = None if how == "random" else _even(len(ranged), draws, seed, how)
    for place, k in enumerate(ranged):
        low, high = float(parameters[k].low or 0), float(parameters[k].high or 0)
        if even is None:
            rows[k] = np.random.default_rng((seed, k)).uniform(low, high, draws)
        else:
            rows[k] = low + (high - low) * even[place]
    return rows


def _even(dimensions: int, draws: int, seed: int, how: str) -> FloatArray:
    """Return points that fill the unit cube more evenly than independent ones (dimensions, B)."""
    if not dimensions:
        return np.empty((0, draws))
    import warnings  # noqa: PLC0415 (as scipy)

    from scipy.stats import qmc  # noqa: PLC0415 (slow to load, and seldom asked for)

    make = qmc.Sobol if how == "sobol" else qmc.LatinHypercube
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balance needs a power of two draws
        points: FloatArray = make(dimensions, seed=seed).random(draws)
    return points.T
