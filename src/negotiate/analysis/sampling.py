"""Draws of the parameters, a block at a time: a block is the same whoever draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.quantile import correlated, quantile
from negotiate.errors import UsageError, nearest
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from negotiate.spec.distribution import Correlation
    from negotiate.spec.model import Parameter
    from negotiate.types import FloatArray

HOW: Final = ("random", "sobol", "latin")
"""Independent draws, a scrambled Sobol sequence (Owen 1995), a Latin hypercube (McKay, Beckman
& Conover 1979)."""

SOBOL_BITS: Final = 32
"""A sequence has at most two to this power of draws; scipy winds forward no longer ones."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some of the draws.

    Attributes
    ----------
    start, size : int
        Place in the sequence, and how many.
    replicate : int
        Which of several independent sequences; a Latin hypercube is always a whole one.
    """

    start: int
    size: int
    replicate: int = 0


def thetas(
    parameters: Sequence[Parameter],
    draws: int,
    seed: int,
    *,
    how: str = "random",
    fixed: Collection[str] = (),
    correlations: Sequence[Correlation] = (),
) -> FloatArray:
    """Return draws of the parameters (K, B), from their distributions or over their ranges.

    Parameters
    ----------
    parameters : sequence of Parameter
        K; one with neither range nor distribution stays at its value.
    draws, seed : int
    how : str
        One of `HOW`. Independent draws of a parameter come from a stream of its own, so that
        more draws, or another parameter behind the others, leave what was drawn as it is.
    fixed : collection of str
        Parameters that stay at their value too.
    correlations : sequence of Correlation

    Raises
    ------
    UsageError
        If there is no such way to draw.
    """
    block = Block(0, draws)
    return draw_block(parameters, block, seed, how=how, fixed=fixed, correlations=correlations)


def draw_block(
    parameters: Sequence[Parameter],
    block: Block,
    seed: int,
    *,
    how: str = "random",
    fixed: Collection[str] = (),
    correlations: Sequence[Correlation] = (),
) -> FloatArray:
    """Return one block of the draws (K, size); parameters as in `thetas`."""
    if how not in HOW:
        raise UsageError(f"draws cannot be made by '{how}'; {nearest(how, HOW) or ', '.join(HOW)}")
    rows = np.empty((len(parameters), block.size))
    drawn = [k for k, p in enumerate(parameters) if p.uncertain and p.name not in fixed]
    shares = _random(drawn, block, seed) if how == "random" else _even(len(drawn), block, seed, how)
    if correlations:
        shares = correlated([parameters[k].name for k in drawn], shares, correlations)
    for k, parameter in enumerate(parameters):
        rows[k] = float(parameter.value)
    for k, share in zip(drawn, shares, strict=True):
        rows[k] = quantile(parameters[k], share)
    return rows


def _random(streams: Sequence[int], block: Block, seed: int) -> FloatArray:
    """Return independent numbers between 0 and 1, a stream a row (n, size).

    A stream is wound forward without being run through (O'Neill 2014, section 4.3.1), one step a
    number.
    """
    shares = np.empty((len(streams), block.size))
    for row, k in enumerate(streams):
        source = np.random.PCG64(np.random.SeedSequence((seed, k)))
        source.advance(block.start)
        np.random.Generator(source).random(out=shares[row])
    return shares


def _even(dimensions: int, block: Block, seed: int, how: str) -> FloatArray:
    """Return points that fill the unit cube more evenly than independent ones (n, size)."""
    if not dimensions:
        return np.empty((0, block.size))
    import warnings  # noqa: PLC0415 (as scipy)

    from scipy.stats import qmc  # noqa: PLC0415 (slow to load, and seldom asked for)

    source = np.random.default_rng((seed, block.replicate))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balance needs a power of two draws
        if how == "latin":
            points: FloatArray = qmc.LatinHypercube(dimensions, seed=source).random(block.size)
        else:
            sequence = qmc.Sobol(dimensions, bits=SOBOL_BITS, seed=source)
            if block.start:
                sequence.fast_forward(block.start)
            points = sequence.random(block.size)
    return points.T
