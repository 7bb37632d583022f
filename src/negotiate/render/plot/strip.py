"""Parameters as strips, in colours of what happens along them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    SMALL,
    TEXT,
    THEME,
    folded,
    labelled,
    legend,
    minus,
    sheet,
)
from negotiate.render.region_cells import letter
from negotiate.render.tree.text import width
from negotiate.render.words import listed
from negotiate.results.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.strips import Strips
    from negotiate.results.thresholds import Point, Thresholds

ABOUT: Final = "where along each parameter the path of play changes"

NARROW: Final = 0.03
"""Share of a strip below which a stretch has no room for its letter."""

STRIP: Final = 480.0
"""Points that a strip is long at least."""


def drawn(answer: Strips, imprint: Imprint) -> Figure:
    """Return one strip a parameter, each over its own range."""
    from matplotlib.patches import Patch  # noqa: PLC0415 (late, as all of matplotlib)

    names = [
        folded(f"{letter(place)}: {name}", TEXT, 640) for place, name in enumerate(answer.names)
    ]
    lines = sum(name.count("\n") + 1 for name in names)
    page = sheet(imprint, _says(answer, imprint), 0.2 + 0.78 * len(answer.rows), below=lines)
    (axes,) = page.axes()
    for at, (row, places) in enumerate(zip(answer.rows, answer.places, strict=True)):
        _strip(axes, row, places, at)
    axes.set_yticks(
        range(len(answer.rows)),
        [folded(labelled(row.parameter, row.unit), 11, 210) for row in answer.rows],
    )
    axes.set_ylim(len(answer.rows) - 0.35, -0.6)
    axes.set_xlim(-0.01, 1.01)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    handles = [
        Patch(facecolor=THEME.region(place), edgecolor=THEME.ink, linewidth=0.6, label=name)
        for place, name in enumerate(names)
    ]
    legend(page, handles)
    return page.figure


def _says(answer: Strips, imprint: Imprint) -> list[str]:
    scenario = f"scenario {answer.scenario}, " if answer.scenario else ""
    what = f"where {answer.rows[0].parameter} changes" if len(answer.rows) == 1 else "what changes"
    still = f"No value in its range changes it: {listed(answer.still)}." if answer.still else ""
    return [
        f"{imprint.game.title}: {what} the path of play",
        (
            f"In {scenario}concept {answer.concept}. Each parameter by itself over its range, all"
            " others as they are; triangles: where it is now."
            " Numbers below: where the path changes, as far as there is room."
        ),
        f"Everywhere: {answer.common}." if answer.common else "",
        still,
    ]


def _strip(axes: Axes, row: Thresholds, places: tuple[int, ...], at: int) -> None:
    low, high = float(row.low), float(row.high)

    def share(value: float) -> float:
        return (value - low) / (high - low)

    for stretch, place in zip(row.stretches, places, strict=True):
        start, end = share(stretch.low.decimal), share(stretch.high.decimal)
        axes.barh(at, end - start, 0.42, start, color=THEME.region(place), edgecolor=THEME.ink,
                  linewidth=0.6, label=letter(place))  # fmt: skip
        if end - start > NARROW:
            axes.text((start + end) / 2, at, letter(place), ha="center", va="center_baseline",
                      fontweight="bold", fontsize=11)  # fmt: skip
    # The ends of the range, then the thresholds: those that have room.
    ends = (minus(number(float(row.low))), minus(number(float(row.high))))
    for where, text, side in zip((0.0, 1.0), ends, ("left", "right"), strict=True):
        axes.text(where, at + 0.27, text, ha=side, va="top", fontsize=SMALL, color=THEME.muted)
    first, last = (width(text, SMALL) / STRIP for text in ends)
    taken: list[list[tuple[float, float]]] = [[(0.0, first), (1 - last, 1.0)], []]
    for threshold in row.on_path:
        where = share(threshold.at.decimal)
        axes.plot([where, where], [at - 0.21, at + 0.27], color=THEME.ink, linewidth=1.6,
                  label="threshold")  # fmt: skip
        text = _short(threshold.at)
        half = width(text, SMALL) / STRIP / 2 + 0.006
        span = (where - half, where + half)
        for level, others in enumerate(taken):
            if all(span[1] < start or end < span[0] for start, end in others):
                others.append(span)
                axes.text(where, at + 0.29 + 0.18 * level, text, ha="center", va="top",
                          fontsize=SMALL, fontweight="bold")  # fmt: skip
                break
    now = share(float(row.now))
    if 0 <= now <= 1:
        axes.plot([now], [at - 0.3], "v", color=THEME.ink, markersize=8, label="now", clip_on=False)


def _short(point: Point) -> str:
    """Return a value: a fraction while it is short, or else its decimals."""
    exact = minus(number(point.value))
    return exact if len(exact) <= 5 else minus(number(point.decimal))
