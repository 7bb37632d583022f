"""A quantity over draws of the parameters along a parameter: a fan of quantiles, or of odds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    THEME,
    folded,
    labelled,
    legend,
    number_axis,
    odds_axis,
    player_colours,
    scenario_name,
    sheet,
)
from negotiate.render.words import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.fan import Band, Fan
    from negotiate.results.imprint import Imprint

COLUMNS: Final = 5
"""Of the legend."""

ABOUT: Final = "a quantity over draws: quantiles, or odds of categories, along a parameter"


def drawn(answer: Fan, imprint: Imprint) -> Figure:
    """Return a panel a scenario."""
    columns = min(3, len(answer.bands))
    lines = -(-len(answer.bands) // columns)
    below = -(-(len(answer.categories) or 5) // COLUMNS)
    page = sheet(imprint, _says(answer, imprint), 0.3 + 2.45 * lines, below=below)
    panels = page.axes(lines, columns, sharex=True, sharey=True)
    key = answer.of.removeprefix("payoff.")
    colour = THEME.ink if key == answer.of else player_colours(imprint)[key]
    for place, (axes, (name, band)) in enumerate(zip(panels, answer.bands.items(), strict=False)):
        if answer.categories:
            _odds(axes, answer, band)
        else:
            _quantiles(axes, answer, band, colour)
        _along(axes, answer)
        axes.set_title(folded(scenario_name(name), 13, 200))
        if place + columns >= len(answer.bands):
            axes.tick_params(axis="x", labelbottom=True)
            unit = imprint.parameter_units.get(answer.along, "")
            axes.set_xlabel(folded(labelled(answer.along, unit), 12, 210))
        if place % columns == 0:
            value = labelled(answer.of, answer.unit)
            axes.set_ylabel("share of draws" if answer.categories else value)
    for axes in panels[len(answer.bands) :]:
        axes.set_visible(False)
    handles, _ = panels[0].get_legend_handles_labels()
    legend(page, handles, COLUMNS)
    return page.figure


def _says(answer: Fan, imprint: Imprint) -> list[str]:
    fewest = min(band.answered for band in answer.bands.values())
    only = f", of which at least {fewest:,} have a unique answer" if fewest < answer.draws else ""
    with_others = f"with {answer.along} at each value and all other parameters drawn"
    what = (
        f"How often each {answer.of} comes about, {with_others}; each draw counts with its odds."
        if answer.categories
        else f"Quantiles of {answer.of}, {with_others}."
    )
    return [
        f"{imprint.game.title}: {answer.of} along {answer.along}",
        f"{what} {answer.draws:,} draws{only}.",
    ]


def _odds(axes: Axes, answer: Fan, band: Band) -> None:
    base = [0.0] * len(answer.values)
    for place, (category, odds) in enumerate(zip(answer.categories, band.odds, strict=True)):
        top = [low + share for low, share in zip(base, odds, strict=True)]
        axes.fill_between(answer.values, base, top, facecolor=THEME.region(place),
                          edgecolor=THEME.ink, linewidth=0.6, label=plain(category))  # fmt: skip
        base = top
    odds_axis(axes)


def _quantiles(axes: Axes, answer: Fan, band: Band, colour: str) -> None:
    low, lower, middle, upper, high = band.quantiles
    xs = answer.values
    axes.grid(visible=True)
    axes.fill_between(xs, low, high, color=colour, alpha=0.16, linewidth=0, label="5% to 95%")
    axes.fill_between(xs, lower, upper, color=colour, alpha=0.3, linewidth=0, label="25% to 75%")
    axes.plot(xs, middle, color=colour, label="median")
    axes.plot(xs, band.mean, color=colour, linewidth=1.6, linestyle=(0, (3, 2)), label="mean")
    number_axis(axes, "y")


def _along(axes: Axes, answer: Fan) -> None:
    number_axis(axes)
    axes.set_xlim(answer.values[0], answer.values[-1])
    if answer.now is not None and answer.values[0] <= answer.now <= answer.values[-1]:
        axes.axvline(answer.now, color=THEME.ink, linewidth=1.4, linestyle=(0, (1, 2)),
                     label="the present value")  # fmt: skip
