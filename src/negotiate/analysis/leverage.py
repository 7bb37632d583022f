"""Which parameters change what happens by themselves, and how close the change is.

A look at points along each range, not a search: `analysis.thresholds` finds the exact values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.draws import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.model import Model
    from negotiate.types import FloatArray

LOOKS: Final = 16
"""Points along a range, its ends among them."""


def leverage(model: Model, scenarios: Sequence[str]) -> Mapping[str, float]:
    """Return how near the nearest change of the path of play is, in shares of the range.

    Parameters
    ----------
    model : Model
    scenarios : sequence of str
        The nearest change in any of them counts.

    Returns
    -------
    mapping of parameter to float
        Those that are nearest in the first scenario come first, then by the nearest in any.
        Infinity: none of the points changes anything. Parameters without a range are left out.
    """
    ranged = [k for k, p in enumerate(model.spec.parameters) if _range(model, k) is not None]
    names = [model.spec.parameters[k].name for k in ranged]
    if not ranged:
        return {}
    thetas, away = _points(model, ranged)
    found = []
    for scenario in scenarios:
        drawn = evaluate(model.parametric(scenario), thetas)
        facts = np.stack([*drawn.path.values()])
        changed = np.any(facts != facts[:, :1], axis=0)[1:].reshape(len(ranged), LOOKS)
        found.append(np.where(changed, away, np.inf).min(axis=1))
    nearest = np.min(found, axis=0)
    order = np.lexsort((nearest, found[0]))
    return {names[i]: float(nearest[i]) for i in order}


def _points(model: Model, ranged: Sequence[int]) -> tuple[FloatArray, FloatArray]:
    """Return the present point, then points along each range in turn (K, B), and how far (R, L)."""
    now = np.array([float(p.value) for p in model.spec.parameters])
    thetas = np.repeat(now[:, None], 1 + len(ranged) * LOOKS, axis=1)
    away = np.empty((len(ranged), LOOKS))
    for i, k in enumerate(ranged):
        low, high = _range(model, k) or (0.0, 0.0)
        values = np.linspace(low, high, LOOKS)
        thetas[k, 1 + i * LOOKS : 1 + (i + 1) * LOOKS] = values
        away[i] = abs(values - now[k]) / (high - low)
    return thetas, away


def _range(model: Model, k: int) -> tuple[float, float] | None:
    """Return the ends of a parameter's range; None where it has none."""
    parameter = model.spec.parameters[k]
    if parameter.low is None or parameter.high is None:
        return None
    return float(parameter.low), float(parameter.high)
