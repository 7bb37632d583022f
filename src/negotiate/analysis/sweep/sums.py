"""The sums of one piece of a sweep: all that a summary needs of it, small enough to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis.sweep.plan import SAME

if TYPE_CHECKING:
    from negotiate.results.sweep import Arrays, Design
    from negotiate.types import BoolArray, FloatArray


def room(design: Design, piece: int, kept: int) -> int:
    """Return how many draws of a piece are among those whose values are kept, the first ones."""
    span = design.span(piece)
    size = int(span.stop - span.start)
    return max(0, min(kept - int(span.start), size))


def sums_of(arrays: Arrays, values: int) -> Arrays:
    """Return the sums over the draws of a piece, by scenario.

    Parameters
    ----------
    arrays : Arrays
        The piece.
    values : int
        So many of the first draws are kept one by one, for quantiles.
    """
    decided: BoolArray = arrays["decided"]
    both = decided & decided[0]
    gain, scale = _gains(arrays["payoff"])
    numbers = np.concatenate([arrays["value"], arrays["payoff"]], axis=1)
    return {
        "draws": np.array(decided.shape[1]),
        "valid": arrays["valid"].sum(axis=1),
        "odds": np.where(decided[:, None], arrays["odds"], 0.0).sum(axis=2),
        "holds": np.where(decided[:, None], arrays["holds"], 0.0).sum(axis=2),
        "changes": (arrays["changes"] & both).sum(axis=1),
        "better": ((gain > scale) & both[:, None]).sum(axis=2),
        "worse": ((gain < -scale) & both[:, None]).sum(axis=2),
        "compared": both.sum(axis=1),
        **moments(numbers, decided, values),
    }


def moments(numbers: FloatArray, decided: BoolArray, values: int) -> Arrays:
    """Return the moments of numbers (S, V, B) over the draws that are decided (S, B)."""
    answered = decided.sum(axis=1)[:, None].astype(float)
    total = np.where(decided[:, None], numbers, 0.0).sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / answered
        rest = np.where(decided[:, None], numbers - mean[..., None], 0.0)
    return {
        "answered": answered,
        "total": total,
        "squares": (rest**2).sum(axis=2),
        "kept": np.where(decided[:, None, :values], numbers[:, :, :values], np.nan),
    }


def _gains(payoff: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what each player gains on the first scenario, and what counts as nothing (S, P, B)."""
    with np.errstate(invalid="ignore"):
        gain = payoff - payoff[0]
        scale = SAME * np.maximum(np.abs(payoff), np.abs(payoff[0]))
    return gain, scale
