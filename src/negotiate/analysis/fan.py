"""How a quantity is distributed over draws of the parameters, along one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis.sweep.plan import Sweeper
from negotiate.analysis.sweep.run import here
from negotiate.errors import UsageError
from negotiate.results.fan import LEVELS, Band, Fan

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.analysis.sweep.plan import Plan
    from negotiate.game.model import Model
    from negotiate.results.sweep import Arrays, Layout
    from negotiate.types import FloatArray

    Progress = Callable[[str, int, int], None]


def fan(plan: Plan, model: Model, of: str, progress: Progress | None = None) -> Fan:
    """Return the quantiles of a quantity over draws, or the odds of its categories.

    Parameters
    ----------
    plan : Plan
        With a grid over one parameter.
    model : Model
    of : str
        A quantity, or ``payoff.KEY``.
    progress : callable, optional
        Called with what is done, how many, and of how many.

    Raises
    ------
    UsageError
        If no draw has an answer.
    """
    spec, design = plan.spec, plan.design
    categories = next((q.categories for q in spec.quantities if q.name == of), ())
    (along,) = design.grid
    layout = Sweeper(plan, model).layout()
    cells: list[list[Arrays]] = [[] for _ in range(design.cells)]
    for piece, arrays in here(plan, model, range(design.pieces)):
        cells[design.place(piece)[1]].append(arrays)
        if progress is not None:
            progress("pieces", piece + 1, design.pieces)
    unit = next((q.unit for q in spec.quantities if q.name == of), "")
    return Fan(
        of=of,
        unit=unit,
        along=along,
        values=design.grid[along],
        categories=categories,
        now=next((float(p.value) for p in spec.parameters if p.name == along), None),
        bands={
            name: _band([_sample(layout, cell, of, place) for cell in cells], len(categories))
            for place, name in enumerate(design.scenarios)
        },
        draws=design.draws,
        seed=design.seed,
    )


def _sample(layout: Layout, pieces: list[Arrays], of: str, scenario: int) -> FloatArray:
    """Return the values at one combination of the grid, of the draws with an answer (X, B)."""
    decided = np.concatenate([arrays["decided"][scenario] for arrays in pieces]).astype(bool)
    if of.startswith("payoff."):
        variable, rows = "payoff", [layout.labels["player"].index(of.removeprefix("payoff."))]
    elif of in layout.labels.get("quantity", ()):
        variable, rows = "value", [layout.labels["quantity"].index(of)]
    else:
        names = layout.labels["outcome"]
        variable, rows = "odds", [k for k, n in enumerate(names) if n.startswith(f"{of}=")]
    found = np.concatenate([arrays[variable][scenario][rows] for arrays in pieces], axis=1)
    kept: FloatArray = found[:, decided].astype(np.float64)
    return kept


def _band(samples: list[FloatArray], categories: int) -> Band:
    fewest = min(sample.shape[1] for sample in samples)
    if fewest == 0:
        raise UsageError("at some value no draw has a unique answer: there is nothing to show")
    mean = np.stack([sample.mean(axis=1) for sample in samples], axis=1)
    if categories:
        return Band((), (), tuple(tuple(row) for row in mean.tolist()), fewest)
    quantiles = np.concatenate([np.quantile(s, LEVELS, axis=1) for s in samples], axis=1)
    return Band(
        quantiles=tuple(tuple(row) for row in quantiles.tolist()),
        mean=tuple(mean[0].tolist()),
        odds=(),
        answered=fewest,
    )
