"""Plots: what is drawn are the results, kinds are found by name, files are the same bytes."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.api import loads, plot
from negotiate.api._map import encoded
from negotiate.api._plot import Plot
from negotiate.errors import NegotiateError, UsageError
from negotiate.render.palette import LIGHT
from negotiate.render.plot import find, kinds
from negotiate.render.plot._protocol import PlotKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AID = "conditional-aid"
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "bargaining": ("textbook/prisoners-dilemma", {}),
    "fan": (AID, {"of": "payoff.UA", "x": "k_ua", "scenarios": ["both_believed"], "draws": 64}),
    "map": (AID, {"x": "k_ua", "y": "k_ru", "scenario": "both_believed", "resolution": 4}),
    "payoffs": (AID, {"draws": 64}),
    "qre": ("textbook/centipede", {"to": 5.0}),
    "replies": ("textbook/chicken", {}),
    "strip": (AID, {"x": ["k_ua", "k_ru", "ua_war"], "scenario": "both_believed"}),
    "sweep": (AID, {"of": "payoff.RU", "scenarios": ["both_believed"], "draws": 64}),
    "tornado": (AID, {"of": "payoff.UA", "scenario": "both_believed", "draws": 16}),
}

MADE = sorted(ASKED.keys() - {"map"})
"""Drawn by matplotlib."""


@pytest.fixture(scope="module")
def plots() -> dict[str, Plot]:
    return {kind: plot(game, kind, **how) for kind, (game, how) in ASKED.items()}


def lines(axes: Axes, label: str) -> list[list[tuple[float, float]]]:
    """Return the points of the lines of a label."""
    return [
        [(float(x), float(y)) for x, y in line.get_xydata().tolist()]  # type: ignore[union-attr]
        for line in axes.lines
        if line.get_label() == label
    ]


def words(svg: str) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def test_every_kind_is_tried() -> None:
    assert set(kinds()) == set(ASKED)


@pytest.mark.parametrize("kind", ASKED)
def test_kind_keeps_its_protocol(kind: str) -> None:
    module = find(kind)
    assert module.ABOUT
    wanted = list(inspect.signature(PlotKind.drawn).parameters)[1:]
    assert list(inspect.signature(module.drawn).parameters) == wanted


@pytest.mark.parametrize("kind", ASKED)
def test_words_stay_words_and_say_what_is_shown(plots: dict[str, Plot], kind: str) -> None:
    made = plots[kind]
    assert made.svg.startswith("<svg")
    told = words(made.svg)
    assert made.imprint.game.title.split(":")[0] in told.replace("&#x27;", "'")
    if kind != "map":
        assert f"sha256 {made.imprint.game.sha256[:12]}" in told
        assert f"negotiate {made.imprint.version}" in told
        assert ("seed 0" in told) == (made.imprint.seed is not None)


@pytest.mark.parametrize(
    ("kind", "suffix"), [("strip", "svg"), ("replies", "svg"), ("strip", "pdf"), ("replies", "png")]
)
def test_the_same_bytes_twice(plots: dict[str, Plot], kind: str, suffix: str) -> None:
    made = plots[kind]
    data, lacking = Plot(kind, made.answer, made.imprint).encoded(suffix)
    assert data == Plot(kind, made.answer, made.imprint).encoded(suffix)[0]
    assert lacking == ""
    assert b"CreationDate" not in data


@pytest.mark.parametrize("kind", MADE)
def test_nothing_is_cut_off(plots: dict[str, Plot], kind: str) -> None:
    made = plots[kind]
    assert made.encoded("svg")
    box, page = made.figure.get_tightbbox(), made.figure.get_size_inches()
    assert min(box.x0, box.y0, page[0] - box.x1, page[1] - box.y1) >= 0


def test_payoffs_are_those_of_the_comparison(plots: dict[str, Plot]) -> None:
    comparison, swept = plots["payoffs"].answer
    for place, key in enumerate(comparison.game.players):
        axes = plots["payoffs"].figure.axes[place]
        rows = [r for r, report in enumerate(comparison.scenarios) if report.plays]
        wanted = [[(comparison.scenarios[r].plays[0].payoffs[key], r)] for r in rows]
        assert lines(axes, "payoff") == wanted
        spreads = [each.payoffs[key] for each in swept.cells[0].scenarios]
        ranges = [[(s.q05.value, r), (s.q95.value, r)] for r, s in enumerate(spreads)]
        drawn = lines(axes, "range")
        assert [r for r in ranges if r[0][0] == r[0][0]] == [d for d in drawn if d[0][0] == d[0][0]]
        colours = {line.get_color() for line in axes.lines if line.get_label() == "payoff"}
        assert colours == {LIGHT.player(place)}


def test_strips_change_colour_at_the_thresholds(plots: dict[str, Plot]) -> None:
    answer, axes = plots["strip"].answer, plots["strip"].figure.axes[0]
    # Both thresholds are 1/3, by hand: see the game file. What ua_war is changes nothing.
    assert [row.parameter for row in answer.rows] == ["k_ua", "k_ru"]
    assert answer.still == ("ua_war",)
    marks = [points[0][0] for points in lines(axes, "threshold")]
    assert marks == pytest.approx([1 / 3, 1 / 3])
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [pytest.approx(pair) for pair in [(0, 1 / 3), (1 / 3, 2 / 3)] * 2]
    assert [points[0][0] for points in lines(axes, "now")] == [0.5, 0.5]
    fills = [bar.get_facecolor() for bar in axes.patches]
    assert fills[1] == fills[3] != fills[0] != fills[2]


def test_tornado_has_the_ends_of_every_influence(plots: dict[str, Plot]) -> None:
    answer, axes = plots["tornado"].answer, plots["tornado"].figure.axes[0]
    moving = sorted((i for i in answer.influences if i.swing > 0), key=lambda i: -i.swing)
    bars = [(b.get_x(), b.get_x() + b.get_width()) for b in axes.patches]
    wanted = [(answer.value, end) for i in moving for end in (i.at_low, i.at_high)]
    assert [tuple(sorted(pair)) for pair in bars] == [
        pytest.approx(tuple(sorted(pair))) for pair in wanted
    ]


def test_sweep_has_the_quantiles(plots: dict[str, Plot]) -> None:
    swept, of = plots["sweep"].answer
    axes = plots["sweep"].figure.axes[0]
    spread = swept.cells[0].scenarios[0].payoffs[of.removeprefix("payoff.")]
    assert lines(axes, "range") == [[(spread.q05.value, 0), (spread.q95.value, 0)]]
    assert lines(axes, "median") == [[(spread.q50.value, 0)]]
    assert lines(axes, "mean") == [[(spread.mean.value, 0)]]


def test_what_has_no_unique_answer_is_said() -> None:
    made = plot(AID, "sweep", of="talks", scenarios=["no_threat"], draws=16)
    assert "no draw has a unique answer" in words(made.svg)
    assert not made.figure.axes[0].patches


def test_sweep_of_categories_has_their_odds() -> None:
    made = plot("kellogg", "sweep", of="ceasefire", scenarios=["kellogg"], draws=50)
    odds = made.answer[0].cells[0].scenarios[0].outcomes["ceasefire"]
    bars = [bar.get_width() for bar in made.figure.axes[0].patches]
    assert bars == pytest.approx([each.value for each in odds.values()])
    assert sum(bars) == pytest.approx(1)


def test_quantal_response_has_every_point_of_the_branch(plots: dict[str, Plot]) -> None:
    answer, figure = plots["qre"].answer, plots["qre"].figure
    for axes, decision in zip(figure.axes, answer.decisions, strict=False):
        for option, odds in decision.odds.items():
            assert lines(axes, option) == [list(zip(answer.rationality, odds, strict=True))]


def test_best_replies_and_equilibria_are_drawn_as_they_are(plots: dict[str, Plot]) -> None:
    answer, axes = plots["replies"].answer, plots["replies"].figure.axes[0]
    for name, corners in zip(("Row", "Column"), answer.lines, strict=True):
        assert lines(axes, f"best replies of {name}") == [list(corners)]
    assert lines(axes, "equilibrium") == [[pair] for pair in answer.equilibria]


def test_bargaining_plane_is_drawn_as_it_is(plots: dict[str, Plot]) -> None:
    answer, axes = plots["bargaining"].answer, plots["bargaining"].figure.axes[0]
    assert lines(axes, "edge") == [[*answer.hull, answer.hull[0]]]
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    assert [line.get_xydata().tolist() for line in stars] == [[list(answer.nash)]]


def test_fan_has_the_quantiles_along_the_parameter(plots: dict[str, Plot]) -> None:
    answer, axes = plots["fan"].answer, plots["fan"].figure.axes[0]
    band = answer.bands["both_believed"]
    assert lines(axes, "median") == [list(zip(answer.values, band.quantiles[2], strict=True))]
    assert lines(axes, "mean") == [list(zip(answer.values, band.mean, strict=True))]
    assert lines(axes, "the present value")[0][0][0] == 0.5


def test_map_is_that_of_the_command(plots: dict[str, Plot]) -> None:
    assert plots["map"].encoded("svg") == encoded(plots["map"].answer, "svg")


@pytest.mark.parametrize(
    ("game", "kind", "how", "message"),
    [
        (AID, "payofs", {}, "did you mean 'payoffs'"),
        ("kellogg", "replies", {}, "two strategies each"),
        ("textbook/centipede", "replies", {}, "two strategies each"),
        (AID, "sweep", {"of": "payoff.UK"}, "did you mean 'payoff."),
        (AID, "fan", {"of": "payoff.UA"}, "--x"),
        (AID, "fan", {"of": "payoff.UA", "x": "k_uaa"}, "did you mean 'k_ua'"),
        (AID, "tornado", {}, "--of"),
        (AID, "map", {"x": "k_ua"}, "name a parameter with --y"),
        (AID, "payoffs", {"x": "k_ua"}, "takes no 'x'"),
        (AID, "bargaining", {"players": ["UA"]}, "two players"),
        (AID, "bargaining", {"players": ["UA", "RO"]}, "no player 'RO'"),
        (AID, "qre", {"of": "ua_talk"}, "did you mean 'ua_talks'"),
        (AID, "replies", {"scenario": "both"}, "both_believed"),
        ("textbook/chicken", "strip", {}, "nothing to look along"),
        (AID, "strip", {"settings": {"k": 1}}, "no parameter 'k'"),
    ],
)
def test_refusals_say_why(game: str, kind: str, how: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        plot(game, kind, **how)
    assert isinstance(caught.value, NegotiateError)


def test_settings_are_said() -> None:
    made = plot("textbook/ultimatum", "payoffs", settings={"envy": 0.25}, draws=0)
    assert "parameters as in the file but envy = 0.25" in words(made.svg)


def test_mathematics_and_tags_in_names_are_text() -> None:
    game = loads(
        "title: 'A <b> & $x_1$'\nplayers: {A: '<i>Ann', B: Bob $}\n"
        "tree: {A: {l: {B: {c: [1, 2], d: [0, 0]}}, r: [0, 3]}}\n"
    )
    svg = plot(game, "payoffs").svg
    assert "A &lt;b&gt; &amp; $x_1$" in svg
    assert "<b>" not in svg
    assert "<i>" not in svg
