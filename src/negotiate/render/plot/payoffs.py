"""What each scenario pays each player, every player on a scale of its own."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    SMALL,
    THEME,
    labelled,
    minus,
    number_axis,
    player_colours,
    scenario_name,
    sheet,
)
from negotiate.render.words import plain
from negotiate.results.numbers import number
from negotiate.results.wording import entry

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.report import Comparison
    from negotiate.results.sweep import Spread, Sweep

ABOUT: Final = "each player's payoff in every scenario, with its range over the assumptions"

SHOWN: Final = 12
"""Equilibria of one scenario that are shown."""


def drawn(answer: tuple[Comparison, Sweep | None], imprint: Imprint) -> Figure:
    """Return one panel a player, one row a scenario."""
    comparison, swept = answer
    players = comparison.game.players
    columns = min(2, len(players))
    lines = -(-len(players) // columns)
    height = lines * (0.95 + 0.36 * len(comparison.scenarios))
    page = sheet(imprint, _says(comparison, swept), height)
    panels = page.axes(lines, columns, sharey=True)
    colours = player_colours(imprint)
    for key, axes in zip(players, panels, strict=False):
        _panel(axes, comparison, swept, key, colours[key])
    for axes in panels[len(players) :]:
        axes.set_visible(False)
    return page.figure


def _says(comparison: Comparison, swept: Sweep | None) -> list[str]:
    concepts = ", ".join(dict.fromkeys(report.concept for report in comparison.scenarios))
    lines = [
        f"{comparison.game.title}: payoffs by scenario",
        (
            f"Concept {concepts}. Points: at the assumed values"
            f"{'' if len(comparison.scenarios) < 2 else '; dashed: the first scenario'}."
            " Scales of different players cannot be compared."
        ),
    ]
    if any(len(report.plays) > 1 for report in comparison.scenarios):
        lines.append(
            f"Hollow: further equilibria, of which the first {SHOWN - 1} are shown."
            if any(len(report.plays) > SHOWN for report in comparison.scenarios)
            else "Hollow: further equilibria."
        )
    if swept is not None:
        lines.append(
            f"Pale lines: from the 5% to the 95% quantile of {swept.cells[0].draws:,} draws of the"
            " parameters with a unique answer; pale strokes: medians."
        )
    return lines


def _panel(axes: Axes, comparison: Comparison, swept: Sweep | None, key: str, colour: str) -> None:
    reports = comparison.scenarios
    ranges = {s.scenario: s.payoffs.get(key) for s in swept.cells[0].scenarios} if swept else {}
    axes.grid(axis="x")
    first = next((report.plays[0].payoffs[key] for report in reports if report.plays), None)
    if first is not None and len(reports) > 1:
        axes.axvline(float(first), color=THEME.muted, linewidth=1, linestyle=(0, (3, 2)))
    for row, report in enumerate(reports):
        spread = ranges.get(report.name)
        if spread is not None:
            _range(axes, spread, row, colour)
        values = [float(play.payoffs[key]) for play in report.plays[:SHOWN]]
        if not values:
            continue
        more = values[1:]
        axes.plot(
            more, [row] * len(more), "o", markersize=8, markerfacecolor=THEME.paper,
            markeredgecolor=colour, label="further",
        )  # fmt: skip
        axes.plot(values[:1], [row], "o", markersize=9, color=colour, label="payoff")
        axes.text(
            1.02, row, minus(number(values[0])), transform=axes.get_yaxis_transform(),
            va="center", fontsize=SMALL, color=colour,
        )  # fmt: skip
    names = [scenario_name(report.name) for report in reports]
    axes.set_yticks(range(len(reports)), names)
    axes.set_ylim(len(reports) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.08)
    number_axis(axes)
    axes.set_title(plain(entry(comparison.game.players[key])), color=colour)
    axes.set_xlabel(labelled(f"payoff of {key}"))


def _range(axes: Axes, spread: Spread, row: int, colour: str) -> None:
    low, middle, high = (float(e.value) for e in (spread.q05, spread.q50, spread.q95))
    if isnan(middle):
        return
    axes.plot([low, high], [row, row], color=colour, alpha=0.3, linewidth=6, label="range",
              solid_capstyle="butt")  # fmt: skip
    axes.plot([middle, middle], [row - 0.22, row + 0.22], color=colour, alpha=0.5, linewidth=2,
              label="median")  # fmt: skip
