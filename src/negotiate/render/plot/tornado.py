"""How far each parameter alone moves an output."""

from __future__ import annotations

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
    sheet,
)
from negotiate.results.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.sensitivity import Influence, Sensitivity

ABOUT: Final = "how far each parameter alone moves an output, the largest swing first"

SHOWN: Final = 15
"""Parameters that are shown."""


def drawn(answer: Sensitivity, imprint: Imprint) -> Figure:
    """Return a bar a parameter, from the output at the low end of its range to that at the high."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 (late, as all of matplotlib)

    moving = [each for each in answer.influences if each.swing > 0]
    shown = sorted(moving, key=lambda each: -each.swing)[:SHOWN] or list(answer.influences[:1])
    stars = [_further(each, answer.value) for each in shown]
    page = sheet(
        imprint, _says(answer, len(moving), starred=any(stars)), 0.6 + 0.46 * len(shown), below=1
    )
    (axes,) = page.axes()
    axes.grid(axis="x")
    axes.axvline(answer.value, color=THEME.ink, linewidth=1.2)
    for row, each in enumerate(shown):
        _bar(axes, each, answer.value, row)
    names = [
        folded(f"{labelled(each.parameter, each.unit)}{' *' * star}", 11, 230)
        for each, star in zip(shown, stars, strict=True)
    ]
    axes.set_yticks(range(len(shown)), names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    if answer.sort == "number":
        number_axis(axes)
        axes.margins(x=0.12)
    else:
        odds_axis(axes, "x")
        axes.set_xlim(-0.12, 1.12)
    axes.set_xlabel(folded(answer.of, 12, 600))
    handles = [
        Line2D([], [], marker=mark, color=colour, linestyle="none", markersize=9, label=label,
               markeredgecolor=THEME.ink)
        for mark, colour, label in (
            ("<", THEME.region(1), "parameter at the low end of its range"),
            (">", THEME.region(4), "at the high end"),
        )
    ]  # fmt: skip
    legend(page, handles, 2)
    return page.figure


def _says(answer: Sensitivity, moving: int, *, starred: bool) -> list[str]:
    where = ", ".join(filter(None, answer.scenarios))
    more = f" The other {moving - SHOWN} with an effect are left out." if moving > SHOWN else ""
    still = len(answer.influences) - moving
    concept = "" if answer.concept == "auto" else f"concept {answer.concept}, "
    turns = " Stars: on the way between them the output goes further." if starred else ""
    none = f" {still} more change nothing by themselves." if still and moving else ""
    return [
        f"{answer.game.title}: what moves {answer.of}",
        (
            f"{f'Scenario {where}, ' if where else ''}{concept}one parameter at a time to"
            " the ends of its range, all others as they are. The upright line is the value now;"
            f" grey: the parameter's values.{more}{none}{turns}"
        ),
        "" if moving else "No parameter changes the output by itself.",
    ]


def _further(each: Influence, value: float) -> bool:
    """Whether the output goes further between the ends of a range than at them."""
    ends = [value, each.at_low, each.at_high]
    return each.swing > (max(ends) - min(ends)) * (1 + 1e-9) + 1e-12


def _bar(axes: Axes, each: Influence, value: float, row: int) -> None:
    low, high = each.at_low, each.at_high
    for end, colour, mark, name in (
        (low, THEME.region(1), "<", "low"),
        (high, THEME.region(4), ">", "high"),
    ):
        axes.barh(row, end - value, 0.5, value, color=colour, edgecolor=THEME.ink, linewidth=0.6,
                  label=name)  # fmt: skip
        axes.plot([end], [row], mark, color=colour, markeredgecolor=THEME.ink, markersize=8)
    ends = [(low, each.low), (high, each.high)]
    ends.sort()
    together = abs(low - high) < 1e-12
    for place, (at, bound) in enumerate(ends):
        side = place if not together else 1
        text = minus(number(float(bound)))
        if together:
            text = (
                f"{minus(number(float(each.low)))}, {minus(number(float(each.high)))}"
                if place
                else ""
            )
        axes.annotate(
            text, (at, row), ((-8, 8)[side], 0), textcoords="offset points", va="center",
            ha=("right", "left")[side], fontsize=SMALL, color=THEME.muted,
        )  # fmt: skip
