"""What two players could get together, and what they get: the plane of their payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.plot._style import (
    MARKERS,
    THEME,
    folded,
    minus,
    number_axis,
    player_colours,
    scenario_name,
    sheet,
)
from negotiate.render.words import listed, plain
from negotiate.results.numbers import number
from negotiate.results.wording import entry

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.bargaining import Bargaining, Pair
    from negotiate.results.imprint import Imprint

ABOUT: Final = "the payoffs that two players could reach together, and those that they reach"


def drawn(answer: Bargaining, imprint: Imprint) -> Figure:
    """Return the feasible set, its frontier, equilibria, and Nash's bargaining point."""
    page = sheet(imprint, _says(answer, imprint), 5.6)
    axes, side = page.axes(1, 2, width_ratios=[6, 3.9])
    axes.grid(visible=True)
    xs, ys = zip(*[*answer.hull, answer.hull[0]], strict=True)
    axes.fill(xs, ys, color=THEME.region(1), alpha=0.45, linewidth=0, label="feasible")
    axes.plot(xs, ys, color=THEME.line, linewidth=1.2, label="edge")
    fx, fy = zip(*answer.frontier, strict=True)
    axes.plot(fx, fy, color=THEME.ink, linewidth=3, marker="o" if len(fx) == 1 else "",
              label=folded("efficient: one gains only if the other loses", 11, 210))  # fmt: skip
    for place, (points, names) in enumerate(_together(answer)):
        px, py = zip(*points, strict=True)
        axes.plot(px, py, MARKERS[place % len(MARKERS)], markersize=10, linestyle="none",
                  color=THEME.region(place + 2), markeredgecolor=THEME.ink, zorder=4,
                  label=folded(f"equilibrium: {listed(names)}", 11, 210))  # fmt: skip
    _nash(axes, answer)
    axes.margins(0.06)
    number_axis(axes)
    number_axis(axes, "y")
    colours = player_colours(imprint)
    one, two = answer.players
    axes.set_xlabel(_scale(imprint, one), color=colours[one])
    axes.set_ylabel(_scale(imprint, two), color=colours[two])
    handles, labels = axes.get_legend_handles_labels()
    kept = [pair for pair in zip(handles, labels, strict=True) if pair[1] not in {"edge", "gains"}]
    side.set_axis_off()
    side.legend(*zip(*kept, strict=True), loc="upper left", borderaxespad=0, borderpad=0,
                labelspacing=0.9)  # fmt: skip
    return page.figure


def _scale(imprint: Imprint, key: str) -> str:
    return f"payoff of {plain(entry(imprint.game.players[key]))}, on its own scale"


def _together(answer: Bargaining) -> list[tuple[tuple[Pair, ...], list[str]]]:
    """Return what is found, scenarios with the same payoffs under one mark."""
    found: list[tuple[tuple[Pair, ...], list[str]]] = []
    for scenario, points in answer.equilibria.items():
        if not points:
            continue
        name = scenario_name(scenario)
        shown = tuple(dict.fromkeys(points))
        same = next((names for known, names in found if _same(known, shown)), None)
        if same is None:
            found.append((shown, [name]))
        else:
            same.append(name)
    return found


def _same(one: tuple[Pair, ...], two: tuple[Pair, ...]) -> bool:
    pairs = zip(one, two, strict=False)
    return len(one) == len(two) and all(
        abs(a - b) <= 1e-9 * (1 + abs(a)) for p, q in pairs for a, b in zip(p, q, strict=True)
    )


def _nash(axes: Axes, answer: Bargaining) -> None:
    a, b = answer.disagreement
    against = f" of {answer.against}" if answer.against else ""
    axes.plot([a], [b], "x", markersize=13, markeredgewidth=3, color=THEME.ink, zorder=5,
              label=folded(f"disagreement: the first equilibrium{against}",
                           11, 210))  # fmt: skip
    if answer.nash is None:
        return
    x, y = answer.nash
    axes.plot([a, x, x], [y, y, b], color=THEME.muted, linewidth=1, linestyle=(0, (3, 2)),
              label="gains")  # fmt: skip
    axes.plot([x], [y], "*", markersize=18, color=THEME.mark, markeredgecolor=THEME.ink, zorder=6,
              label=f"Nash bargaining point\n({minus(number(x))}, {minus(number(y))})")  # fmt: skip


def _says(answer: Bargaining, imprint: Imprint) -> list[str]:
    one, two = (imprint.game.players[key] for key in answer.players)
    where = f" of scenario {answer.scenario}" if answer.scenario else ""
    agreed = " (all other players' choices agreed upon too)" if answer.others else ""
    nash = (
        "Nash's point has the largest product of both gains over disagreement among all feasible"
        " points."
        if answer.nash is not None
        else "There is no Nash bargaining point: no feasible point is better for both than"
        " disagreement."
    )
    return [
        f"{imprint.game.title}: what {one} and {two} could reach",
        (
            f"Shaded: mixtures of the {answer.outcomes:,} pure outcomes{where}, in expected"
            f" payoffs{agreed}. {nash} Equilibria: concept {answer.concept}, each in its own"
            " scenario's payoffs, which the shaded set need not hold."
        ),
    ]
