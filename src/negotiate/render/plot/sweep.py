"""How a result is distributed over draws of the parameters, scenario by scenario."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    SMALL,
    THEME,
    folded,
    labelled,
    legend,
    minus,
    number_axis,
    odds_axis,
    player_colours,
    scenario_name,
    sheet,
)
from negotiate.results.numbers import number, odds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.sweep import Estimate, ScenarioSweep, Spread, Sweep

ABOUT: Final = "quantiles, or odds of categories, of a result over draws of the parameters"

COLUMNS: Final = 4
"""Of the legend."""

ROW: Final = 0.46
"""Height of a scenario, in inches."""


def drawn(answer: tuple[Sweep, str], imprint: Imprint) -> Figure:
    """Return a row a scenario: the spread of a number, or the odds of what may happen."""
    swept, of = answer
    cell = swept.cells[0]
    kinds = of in cell.scenarios[0].outcomes
    below = -(-len(cell.scenarios[0].outcomes[of]) // COLUMNS) if kinds else 0
    page = sheet(imprint, _says(swept, of), 0.75 + ROW * len(cell.scenarios), below=below)
    (axes,) = page.axes()
    axes.grid(axis="x")
    key = of.removeprefix("payoff.")
    if kinds:
        _categories(axes, [each.outcomes[of] if each.answered else {} for each in cell.scenarios])
        axes.set_xlabel(f"share of the draws, each with its odds of {of}")
        handles, _ = axes.get_legend_handles_labels()
        legend(page, handles, COLUMNS)
    elif of in cell.scenarios[0].criteria:
        _criterion(axes, [each.criteria[of] for each in cell.scenarios])
        axes.set_xlabel(f"share of the draws in which {of} holds")
    else:
        spreads = [_spread(each, of) for each in cell.scenarios]
        colour = player_colours(imprint).get(key, THEME.ink) if key != of else THEME.ink
        _numbers(axes, spreads, colour)
        axes.set_xlabel(labelled(of, swept.game.units.get(of, "")))
    names = [scenario_name(each.scenario) for each in cell.scenarios]
    for row, each in enumerate(cell.scenarios):
        if not each.answered:
            axes.text(0.5, row, "no draw has a unique answer", ha="center", va="center",
                      transform=axes.get_yaxis_transform(), color=THEME.muted)  # fmt: skip
    axes.set_yticks(range(len(names)), [folded(name, 11, 200) for name in names])
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    return page.figure


def _spread(scenario: ScenarioSweep, of: str) -> Spread:
    return scenario.quantities.get(of) or scenario.payoffs[of.removeprefix("payoff.")]


def _says(swept: Sweep, of: str) -> list[str]:
    cell = swept.cells[0]
    unsure = [
        f"{scenario_name(each.scenario)} {odds(1 - each.answered / cell.draws)}"
        for each in cell.scenarios
        if each.answered < cell.draws
    ]
    number_like = of not in cell.scenarios[0].outcomes and of not in cell.scenarios[0].criteria
    how = (
        " Thick lines: from the 5% to the 95% quantile; circles: medians; diamonds: means."
        if number_like
        else " Thin lines: 95% confidence intervals."
        if of in cell.scenarios[0].criteria
        else ""
    )
    asked = swept.design.concept
    concept = "" if asked == "auto" else f"; concept {asked}"
    drawn = len(swept.drawn)
    return [
        f"{swept.game.title}: {of} over the assumptions",
        (
            f"{cell.draws:,} draws of {drawn} parameter{'s' * (drawn != 1)} from their ranges or"
            f" distributions, the same draws in every scenario{concept}.{how}"
        ),
        f"Left out for want of a unique answer: {', '.join(unsure)}." if unsure else "",
    ]


def _numbers(axes: Axes, spreads: list[Spread], colour: str) -> None:
    for row, spread in enumerate(spreads):
        low, middle, high, mean = (
            float(e.value) for e in (spread.q05, spread.q50, spread.q95, spread.mean)
        )
        if isnan(middle):
            continue
        axes.plot([low, high], [row, row], color=colour, alpha=0.35, linewidth=9,
                  solid_capstyle="butt", label="range")  # fmt: skip
        axes.plot([middle], [row], "o", color=colour, markersize=9, label="median")
        axes.plot([mean], [row], "D", color=colour, markerfacecolor=THEME.paper, markersize=7,
                  label="mean")  # fmt: skip
        axes.text(1.02, row, minus(number(middle)), transform=axes.get_yaxis_transform(),
                  va="center", fontsize=SMALL, color=colour)  # fmt: skip
    number_axis(axes)
    axes.margins(x=0.06)


def _categories(axes: Axes, found: list[Mapping[str, Estimate]]) -> None:
    left = [0.0] * len(found)
    known = dict.fromkeys(category for each in found for category in each)
    for place, category in enumerate(known):
        shares = [each[category].value if each else 0.0 for each in found]
        axes.barh(range(len(found)), shares, 0.62, left, color=THEME.region(place),
                  edgecolor=THEME.ink, linewidth=0.6, label=category)  # fmt: skip
        for row, share in enumerate(shares):
            if share >= 0.07:
                axes.text(left[row] + share / 2, row, odds(share), ha="center",
                          va="center_baseline", fontsize=SMALL)  # fmt: skip
            left[row] += share
    odds_axis(axes, "x")


def _criterion(axes: Axes, found: list[Estimate]) -> None:
    for row, share in enumerate(found):
        if isnan(share.value):
            continue
        axes.barh(row, share.value, 0.62, color=THEME.region(1), edgecolor=THEME.ink,
                  linewidth=0.6, label="share")  # fmt: skip
        axes.plot([share.low, share.high], [row, row], color=THEME.ink, linewidth=1.4,
                  label="interval")  # fmt: skip
        axes.text(1.02, row, odds(share.value), transform=axes.get_yaxis_transform(),
                  va="center", fontsize=SMALL)  # fmt: skip
    odds_axis(axes, "x")
