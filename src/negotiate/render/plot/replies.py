"""Both players' best replies in the unit square, and the equilibria where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    SMALL,
    THEME,
    folded,
    minus,
    odds_axis,
    player_colours,
    sheet,
)
from negotiate.render.words import plain
from negotiate.results.numbers import number, odds
from negotiate.results.wording import entry

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint
    from negotiate.results.replies import Replies

ABOUT: Final = "both players' best replies in a game of two by two, and where they meet"


def drawn(answer: Replies, imprint: Imprint) -> Figure:
    """Return the square, with the table of payoffs beside it."""
    page = sheet(imprint, _says(answer, imprint), 5.0)
    square, side = page.axes(1, 2, width_ratios=[5.6, 3.6])
    names = [plain(entry(imprint.game.players.get(key, key))) for key in answer.players]
    colours = [player_colours(imprint)[key] for key in answer.players]
    for place in (0, 1):
        _line(square, answer, place, names[place], colours[place])
    for p, q in answer.equilibria:
        square.plot([p], [q], "o", markersize=13, color=THEME.ink, markerfacecolor=THEME.mark,
                    markeredgewidth=2, zorder=5, clip_on=False, label="equilibrium")  # fmt: skip
    odds_axis(square, "x")
    odds_axis(square)
    square.set_xlim(-0.04, 1.04)
    square.set_ylim(-0.04, 1.04)
    square.set_aspect("equal")
    square.grid(visible=True)
    square.set_xlabel(folded(f"odds that {names[0]} plays {answer.strategies[0][0]}", 12, 330),
                      color=colours[0])  # fmt: skip
    square.set_ylabel(folded(f"odds that {names[1]} plays {answer.strategies[1][0]}", 12, 330),
                      color=colours[1])  # fmt: skip
    _table(side, answer, colours)
    return page.figure


def _says(answer: Replies, imprint: Imprint) -> list[str]:
    where = f"In scenario {answer.scenario}. " if answer.scenario else ""
    full = [k for k, line in zip(answer.players, answer.lines, strict=True) if not line]
    every = "".join(f" To {key} everything is a best reply to everything." for key in full)
    return [
        f"{imprint.game.title}: best replies",
        (
            f"{where}Each line holds one player's best replies to every mixture of the other;"
            f" circles are Nash equilibria ({answer.coverage.value}).{every}"
        ),
    ]


def _line(axes: Axes, answer: Replies, place: int, name: str, colour: str) -> None:
    corners = answer.lines[place]
    if not corners:
        axes.fill([0, 1, 1, 0], [0, 0, 1, 1], color=colour, alpha=0.15, linewidth=0,
                  label=f"best replies of {name}")  # fmt: skip
        return
    xs, ys = zip(*corners, strict=True)
    axes.plot(xs, ys, color=colour, linewidth=(6.5, 3.0)[place], alpha=(0.55, 1.0)[place],
              solid_joinstyle="miter", clip_on=False, label=f"best replies of {name}")  # fmt: skip


def _table(axes: Axes, answer: Replies, colours: list[str]) -> None:
    """Write the payoffs, the equilibria, and which line is whose."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(1, 0)
    handles, labels = axes.figure.axes[0].get_legend_handles_labels()
    kept = dict(zip(labels, handles, strict=True))
    axes.legend(kept.values(), kept.keys(), loc="upper left", borderaxespad=0)
    y = 0.34
    axes.text(0, y, "Payoffs", fontweight="bold")
    for i, own in enumerate(answer.strategies[0]):
        for j, other in enumerate(answer.strategies[1]):
            y += 0.06
            pays = [minus(number(answer.payoffs[i][j][k])) for k in range(2)]
            axes.text(0, y, plain(f"{own} · {other}"), fontsize=SMALL)
            axes.text(0.82, y, pays[0], fontsize=SMALL, color=colours[0], ha="right")
            axes.text(1.0, y, pays[1], fontsize=SMALL, color=colours[1], ha="right")
    y += 0.11
    axes.text(0, y, "Equilibria", fontweight="bold")
    for p, q in answer.equilibria:
        y += 0.06
        axes.text(0, y, _mixture(answer, (p, q)), fontsize=SMALL)


def _mixture(answer: Replies, point: tuple[float, float]) -> str:
    parts = []
    for (first, second), share in zip(answer.strategies, point, strict=True):
        sure = first if share > 1 - 1e-9 else second if share < 1e-9 else ""
        parts.append(sure or f"{first} {odds(share)}")
    return plain(" · ".join(parts))
