"""Adds up the pieces of a sweep: memory does not grow with the number of draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.compare import info_of
from negotiate.analysis.sweep import intervals
from negotiate.analysis.sweep.plan import correlations, distributions, remarks
from negotiate.analysis.sweep.sums import room, sums_of
from negotiate.results.sweep import Estimate, ScenarioSweep, Spread, Sweep, SweepCell
from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.analysis.sweep.plan import Plan
    from negotiate.game.model import Model
    from negotiate.results.sweep import Arrays, Design, Layout
    from negotiate.types import FloatArray

KEPT: Final = 2**23
"""Values that are kept for quantiles, of all scenarios, quantities and combinations together."""

FEWEST: Final = 100
"""Fewer values than this say nothing of a quantile of 5 %."""

LABELLED: Final = ("player", "quantity", "outcome", "criterion")
"""Dimensions of the layout, of which those without labels are left out."""

QUANTILES: Final = (0.05, 0.5, 0.95)


class Tally:
    """The sums of one combination of the grid.

    Parameters
    ----------
    design : Design
    layout : Layout
    """

    def __init__(self, design: Design, layout: Layout) -> None:
        self.design, self.layout = design, layout
        sizes = {name: layout.sizes.get(name, 0) for name in LABELLED}
        scenarios = len(design.scenarios)
        self.series = sizes["quantity"] + sizes["player"]
        shape = (design.replicates, scenarios)
        self.certain = "parameter" not in layout.labels
        self.draws = 0
        self.valid = np.zeros(scenarios)
        self.answered, self.compared, self.changes = np.zeros((3, *shape))
        self.outcome = np.zeros((*shape, sizes["outcome"]))
        self.criterion = np.zeros((*shape, sizes["criterion"]))
        self.better, self.worse = np.zeros((2, *shape, sizes["player"]))
        self.total = np.zeros((*shape, self.series))
        self.squares = np.zeros((scenarios, self.series))
        self.values: list[tuple[int, FloatArray]] = []

    def add(self, block: int, sums: Arrays) -> None:
        """Add the sums of a piece; the order of the pieces is the order of the sums."""
        r = block % self.design.replicates
        self.draws += int(sums["draws"])
        self.valid += sums["valid"]
        for name, total in (
            ("odds", self.outcome),
            ("holds", self.criterion),
            ("changes", self.changes),
            ("better", self.better),
            ("worse", self.worse),
            ("compared", self.compared),
        ):
            total[r] += sums[name]
        self.add_moments(r, sums)

    def add_moments(self, r: int, sums: Arrays) -> None:
        """Join moments as Chan, Golub & LeVeque 1983 do; hold the values for quantiles."""
        before, here = self.answered.sum(axis=0)[:, None], sums["answered"]
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = sums["total"] / here - self.total.sum(axis=0) / before
            joined = apart**2 * before * here / (before + here)
        self.squares += sums["squares"] + np.where((before > 0) & (here > 0), joined, 0.0)
        self.total[r] += sums["total"]
        self.answered[r] += here[:, 0]
        if sums["kept"].size:
            self.values.append((r, sums["kept"]))

    def summary(self, at: dict[str, float]) -> SweepCell:
        """Return what the draws so far say."""
        names = range(len(self.design.scenarios))
        return SweepCell(at, self.draws, tuple(self._scenario(s) for s in names))

    def _scenario(self, s: int) -> ScenarioSweep:
        labels = {name: self.layout.labels.get(name, ()) for name in LABELLED}
        n = max(self.draws, 1)
        players, quantities = labels["player"], labels["quantity"]
        answered, compared = self.answered[:, s], self.compared[:, s]
        outcomes: dict[str, dict[str, Estimate]] = {}
        for k, label in enumerate(labels["outcome"]):
            name, _, category = label.partition("=")
            found = self._share(self.outcome[:, s, k], answered)
            outcomes.setdefault(name, {})[category] = found
        spreads = [self._spread_of(s, v) for v in range(self.series)]
        numbers = dict(zip(quantities, spreads[: len(quantities)], strict=True))
        paid = dict(zip(players, spreads[len(quantities) :], strict=True))
        against = {
            key: {
                player: self._share(sums[:, s, i], compared)
                for i, player in enumerate(players)
                if s > 0
            }
            for key, sums in (("better", self.better), ("worse", self.worse))
        }
        mixes = self.design.concept == "qre"
        return ScenarioSweep(
            scenario=self.design.scenarios[s],
            answered=int(answered.sum()),
            undecided=float(self.valid[s] - answered.sum()) / n,
            invalid=float(self.draws - self.valid[s]) / n,
            outcomes=outcomes,
            criteria={
                name: self._share(self.criterion[:, s, k], answered)
                for k, name in enumerate(labels["criterion"])
            },
            quantities=numbers,
            payoffs=paid,
            compared=int(compared.sum()) if s else 0,
            changes=self._share(self.changes[:, s], compared) if s and not mixes else None,
            **against,
        )

    def _share(self, hits: FloatArray, draws: FloatArray) -> Estimate:
        found = intervals.share(hits, draws)
        return Estimate(found.value, found.value, found.value) if self.certain else found

    def _spread_of(self, s: int, v: int) -> Spread:
        answered = self.answered[:, s]
        mean = intervals.mean(self.total[:, s, v], float(self.squares[s, v]), answered)
        if self.certain:
            return Spread(*[Estimate(mean.value, mean.value, mean.value)] * 4)
        parts: dict[int, list[FloatArray]] = {}
        for r, values in self.values:
            own = values[s, v]
            parts.setdefault(r, []).append(own[~np.isnan(own)])
        each = [np.sort(np.concatenate(own)) for own in parts.values()]
        whole = np.sort(np.concatenate(each)) if each else np.zeros(0)
        low, mid, high = (intervals.quantile(whole, q, each) for q in QUANTILES)
        return Spread(mean, low, mid, high)


class Summary:
    """The sums of a whole sweep.

    Parameters
    ----------
    plan : Plan
    model : Model
        Of the same game.
    layout : Layout

    Attributes
    ----------
    kept : int
        So many of the first draws are kept one by one, for quantiles.
    """

    def __init__(self, plan: Plan, model: Model, layout: Layout) -> None:
        design, sizes = plan.design, layout.sizes
        each = len(design.scenarios) * (sizes.get("quantity", 0) + sizes["player"])
        series = design.cells * each
        kept = KEPT // series
        self.kept = kept if kept >= FEWEST else 0
        self.plan, self.model = plan, model
        self.tallies = [Tally(design, layout) for _ in range(design.cells)]

    def add(self, piece: int, arrays: Arrays) -> None:
        """Add a piece; in ascending order."""
        design = self.plan.design
        self.add_sums(piece, sums_of(arrays, room(design, piece, self.kept)))

    def add_sums(self, piece: int, sums: Arrays) -> None:
        """Add the sums of a piece; in ascending order."""
        block, cell = self.plan.design.place(piece)
        self.tallies[cell].add(block, sums)

    def sweep(self, *, finished: bool, notes: tuple[str, ...] = ()) -> Sweep:
        """Return the summary of the pieces so far."""
        design, spec = self.plan.design, self.plan.spec
        notes = (*remarks(self.model, design), *notes)
        if not self.kept:
            notes = (*notes, "There are no quantiles: the grid has too many combinations for them.")
        return Sweep(
            game=info_of(self.model, design.scenarios[0], design.settings),
            parameter_units={p.name: p.unit for p in spec.parameters if p.unit},
            design=design,
            drawn=distributions(self.plan),
            correlations=correlations(spec),
            cells=tuple(tally.summary(design.at(cell)) for cell, tally in enumerate(self.tallies)),
            finished=finished,
            quantile_draws=min(self.kept, design.draws),
            notes=notes,
            version=__version__,
        )
