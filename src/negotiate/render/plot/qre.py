"""What is played as players err less: the principal branch of quantal response equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    DASHES,
    THEME,
    folded,
    labelled,
    number_axis,
    odds_axis,
    player_colours,
    sheet,
)
from negotiate.render.words import history, plain
from negotiate.results.numbers import number
from negotiate.results.wording import entry

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.rationality import DecisionPath, RationalityPath

ABOUT: Final = "what is played as players err less: quantal response over its precision"

SEEN: Final = 0.01
"""Smallest change of odds that is seen."""

SHOWN: Final = 6
"""Decisions that are shown."""


def drawn(answer: RationalityPath, imprint: Imprint) -> Figure:
    """Return a panel a decision, the odds of its options over λ."""
    shown = answer.decisions[:SHOWN]
    columns = min(2, len(shown)) or 1
    lines = -(-len(shown) // columns) or 1
    page = sheet(imprint, _says(answer), 2.75 * lines)
    panels = page.axes(lines, columns, sharex=True, sharey=True)
    colours = player_colours(imprint)
    for place, (axes, decision) in enumerate(zip(panels, shown, strict=False)):
        _panel(axes, answer, decision, colours[decision.player], imprint)
        if place + columns >= len(shown):
            axes.set_xlabel("λ, precision (per unit of payoff)")
            axes.tick_params(axis="x", labelbottom=True)
        if place % columns == 0:
            axes.set_ylabel("odds")
    for axes in panels[len(shown) :]:
        axes.set_visible(False)
    return page.figure


def _says(answer: RationalityPath) -> list[str]:
    where = f"In scenario {answer.scenario}. " if answer.scenario else ""
    left = len(answer.decisions) - SHOWN
    more = f" The other {left} decisions are left out; --of names a move." if left > 0 else ""
    return [
        f"{answer.game.title}: what is played as players err less",
        (
            f"{where}Logit agent quantal response: the branch that begins with choice at random,"
            f" over the λ at which play changes. {answer.ended}{more}"
        ),
    ]


def _panel(
    axes: Axes,
    answer: RationalityPath,
    decision: DecisionPath,
    colour: str,
    imprint: Imprint,
) -> None:
    start, end = _changing(answer)
    axes.grid(visible=True)
    for place, (option, odds) in enumerate(decision.odds.items()):
        axes.plot(answer.rationality, odds, color=colour, linestyle=DASHES[place % len(DASHES)],
                  linewidth=2.4 if place < len(DASHES) else 1.2, label=plain(option))  # fmt: skip
    _scale(axes, start, end)
    odds_axis(axes)
    name = entry(imprint.game.players.get(decision.player, decision.player))
    about = f", {history(decision.history)}" if decision.history else ""
    axes.set_title(folded(f"{labelled(f'{name}: {decision.move}')}{about}", 13, 290),
                   color=THEME.ink)  # fmt: skip
    axes.legend(loc="best", handlelength=3.2)


def _changing(answer: RationalityPath) -> tuple[float, float]:
    """Return between which λ play changes by more than is seen, with some room to either side."""
    rows = [odds for decision in answer.decisions for odds in decision.odds.values()]
    lambdas = answer.rationality
    moved = [any(abs(odds[k] - odds[0]) > SEEN for odds in rows) for k in range(len(lambdas))]
    settled = [all(abs(odds[k] - odds[-1]) <= SEEN for odds in rows) for k in range(len(lambdas))]
    begin = moved.index(True) if any(moved) else 0
    last = len(settled) - 1 - settled[::-1].index(False) if not all(settled) else 0
    largest = max(lambdas)
    end = min(largest, 3 * max([lambdas[min(last + 1, len(lambdas) - 1)], lambdas[begin]]))
    end = max([end, *lambdas]) if answer.turns_back else end or largest
    return min(lambdas[begin], end / 10), end


def _scale(axes: Axes, start: float, end: float) -> None:
    """Use powers of ten where play changes over several of them."""
    if start > 0 and end > 30 * start:
        from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: PLC0415 (as above)

        axes.set_xscale("log")
        axes.set_xlim(start, end)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_xlim(0, end or 1)
        number_axis(axes)
