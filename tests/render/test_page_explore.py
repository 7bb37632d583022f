"""Strips, maps and comparisons of the page against thresholds, draws and changes of Python."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.render.engine import Engine, written

from negotiate.analysis.board import board
from negotiate.analysis.changes import changes
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.draws import evaluate
from negotiate.analysis.thresholds import thresholds
from negotiate.api import load
from negotiate.errors import NoAnswerError
from negotiate.game.model import Model
from negotiate.solvers.protocol import Options
from negotiate.spec import read_text

LOOKS = 16


@cache
def engine(name: str, *scenarios: str) -> Engine:
    return Engine(board(load(name), scenarios, concept="spe"))


def index(run: Engine, parameter: str) -> int:
    names = run.run("board.parameters.map((p) => p.name)")
    return int(names.index(parameter))


def finished(call: str) -> str:
    """Return JavaScript that runs a job to its end."""
    return f"(function () {{ const job = {call}; while (!job.step(1e9)); return job; }})()"


def strip(run: Engine, scenario: str, parameter: str, looks: int = LOOKS) -> Any:
    name, k = json.dumps(scenario), index(run, parameter)
    theta = f"negotiate.theta(board, {name})"
    return run.run(finished(f"negotiate.strip(board, {name}, {theta}, {k}, {looks})"))


@pytest.mark.parametrize(
    ("name", "scenario", "parameter"),
    [
        ("kellogg", "kellogg", "audience_cost"),
        ("kellogg", "kellogg", "taiwan_prize"),
        ("kellogg", "surge_first", "territory_now"),
        ("kellogg", "freeze_now", "surge_gain"),
        ("conditional-aid", "ukraine_first", "ru_war"),
        ("conditional-aid", "ukraine_first", "ru_talks_worth"),
        ("conditional-aid", "russia_first", "ua_war_cut"),
    ],
)
def test_a_strip_ends_where_the_threshold_is(name: str, scenario: str, parameter: str) -> None:
    model = load(name)
    found = strip(engine(name, scenario), scenario, parameter)
    expected = thresholds(model, parameter, scenario)
    values = [t.at.decimal for t in expected.on_path]
    assert found["edges"] == pytest.approx(values, rel=1e-12, abs=1e-12)
    assert [s["from"] for s in found["segments"]] == [float(expected.low), *found["edges"]]
    assert [s["to"] for s in found["segments"]] == [*found["edges"], float(expected.high)]
    for segment, stretch in zip(found["segments"], expected.stretches, strict=True):
        happens = found["regimes"][int(segment["regime"])]["happens"]
        for move, options in happens.items():
            assert set(options) == set(stretch.path[move]), (move, segment)


def test_every_threshold_of_the_flagship_is_on_its_strip() -> None:
    model = load("kellogg")
    run = engine("kellogg", "kellogg")
    ends = 0
    for parameter in ("aid_share", "lives_weight"):
        values = [t.at.decimal for t in thresholds(model, parameter, "kellogg").on_path]
        assert strip(run, "kellogg", parameter)["edges"] == pytest.approx(values, rel=1e-12)
        ends += len(values)
    assert ends


@pytest.mark.parametrize(
    ("name", "scenario"), [("kellogg", "kellogg"), ("conditional-aid", "ukraine_first")]
)
def test_what_happens_is_what_draws_say(name: str, scenario: str) -> None:
    model, run = load(name), engine(name, scenario)
    parametric = model.parametric(scenario)
    rng = np.random.default_rng(11)
    low = [float(p.value if p.low is None else p.low) for p in parametric.parameters]
    high = [float(p.value if p.high is None else p.high) for p in parametric.parameters]
    thetas = rng.uniform(np.array(low)[:, None], np.array(high)[:, None], (len(low), 12))
    drawn = evaluate(parametric, thetas)
    seen = set()
    for b in range(thetas.shape[1]):
        found = run.solve(scenario, thetas[:, b])
        assert found["decided"] == bool(drawn.decided[b])
        regime = found["regime"]
        seen.add(regime["key"])
        for move, options in regime["happens"].items():
            can = {o for (m, o), happens in drawn.path.items() if m == move and happens[b]}
            assert set(options) == can
        np.testing.assert_allclose(found["payoff"], drawn.payoffs[:, b], rtol=1e-13)
    assert len(seen) > 1


def test_a_map_is_the_solver_at_every_cell() -> None:
    run = engine("kellogg", "kellogg")
    x, y = index(run, "audience_cost"), index(run, "taiwan_prize")
    theta = run.run("negotiate.theta(board, 0)")
    call = f"negotiate.phase(board, 0, {written(theta)}, {x}, {y}, 11, 9)"
    found = run.run(finished(call))
    assert len(found["grid"]) == 99
    assert sum(found["counts"]) == 99
    assert len(found["regimes"]) > 2
    for cell in (0, 10, 37, 50, 98):
        theta[x], theta[y] = found["xs"][cell % 11], found["ys"][cell // 11]
        key = run.solve("kellogg", theta)["regime"]["key"]
        assert found["regimes"][int(found["grid"][cell])]["key"] == key


def test_a_job_in_slices_ends_as_in_one_go() -> None:
    run = engine("kellogg", "surge_first")
    k = index(run, "territory_now")
    call = f"negotiate.strip(board, 0, negotiate.theta(board, 0), {k}, 12)"
    sliced = run.run(
        f"(function () {{ const job = {call}; let slices = 0; let share = 0; let rose = true;"
        " while (!job.step(0)) {"
        " slices += 1; rose = rose && job.share >= share; share = job.share;"
        " negotiate.solve(board, 0, negotiate.theta(board, 0)); }"
        " return { slices, rose, segments: job.segments }; })()"
    )
    whole = run.run(finished(call))
    assert sliced["slices"] > 12
    assert sliced["rose"]
    assert sliced["segments"] == whole["segments"]


def test_a_parameter_that_the_scenario_sets_or_that_has_no_range_has_no_strip() -> None:
    assert strip(engine("kellogg", "cheap_talk"), "cheap_talk", "audience_cost")["segments"] == []
    model = Model(read_text("players: [A]\nparameters: {a: 1}\ntree: {A: {x: [a], y: [2]}}\n", "g"))
    run = Engine(board(model))
    assert strip(run, "", "a")["segments"] == []
    assert run.run(finished("negotiate.phase(board, 0, [1], 0, 0, 5, 5)"))["nx"] == 0


TIED = """
players: [A]
parameters:
  a: {value: 0.5, range: [0, 1]}
tree: {A: {first: [a + 0.1 + 0.2], second: [a + 0.3], third: ["2 * a - 0.2"]}}
"""


def test_options_that_tie_everywhere_do_not_flicker() -> None:
    run = Engine(board(Model(read_text(TIED, "tied.yaml"))))
    found = strip(run, "", "a")
    labels = [found["regimes"][int(s["regime"])]["label"] for s in found["segments"]]
    assert labels == ["first", "third"]
    assert found["edges"] == pytest.approx([0.5], abs=1e-9)
    here = run.solve("", [0.25])
    assert not here["decided"]
    assert here["ties"] == 1


def test_a_strip_says_where_numbers_are_no_games() -> None:
    text = (
        "players: [A]\nparameters: {p: {value: 0.5, range: [0, 2]}}\n"
        "moves:\n- chance: luck\n  odds: {good: p, bad: 1 - p}\n  options: [good, bad]\n"
        "- A: act\n  options: [x, y]\npayoffs: {A: {t: 1 if act == x and luck == good else 0}}\n"
    )
    run = Engine(board(Model(read_text(text, "odds.yaml"))))
    found = strip(run, "", "p")
    assert [s["regime"] for s in found["segments"]][-1] == -1
    assert found["edges"][-1] == pytest.approx(1, abs=2e-9)
    assert "odds" in run.solve("", [1.5])["refusal"]


@pytest.mark.parametrize("pair", [("baseline", "kellogg"), ("baseline", "surge_first")])
def test_decisions_that_flip_are_the_changes_of_python(pair: tuple[str, str]) -> None:
    model = load("kellogg")
    run = engine("kellogg", *pair)
    names = [json.dumps(name) for name in pair]
    solved = [f"negotiate.solve(board, {n}, negotiate.theta(board, {n}))" for n in names]
    found = run.run(f"negotiate.compare(board, {', '.join(solved)})")
    before, after = solve_scenarios(model, pair)
    expected = changes(pair, before.outcomes[0], after.outcomes[0])
    told = {
        (c.move, tuple(sorted(c.history.items())), c.before, c.after, c.on_path): c.gain
        for c in expected
    }
    page = {
        (
            f["move"],
            tuple(sorted((step["move"], step["option"]) for step in f["history"])),
            f["before"],
            f["after"],
            f["onPath"],
        ): f["gain"]
        for f in found["flips"]
    }
    assert page.keys() == told.keys()
    for key, gain in told.items():
        assert page[key] == pytest.approx(float(gain), rel=1e-12, nan_ok=True)
    for p, line in enumerate(found["payoffs"]):
        new, old = after.outcomes[0].equilibrium.payoff[p], before.outcomes[0].equilibrium.payoff[p]
        assert line["change"] == new - old


def test_close_decisions_are_those_of_the_margins() -> None:
    run = engine("kellogg", "kellogg")
    solved = "negotiate.solve(board, 0, negotiate.theta(board, 0))"
    found = run.run(f"negotiate.close(board, 0, {solved})")
    (answer,) = solve_scenarios(load("kellogg"), ["kellogg"])
    on_path = [d for d in answer.outcomes[0].play.decisions if d.reach > 0 and len(d.plays) > 1]
    assert sorted(line["margin"] for line in found) == sorted(float(d.margin) for d in on_path)
    shares = [line["share"] for line in found]
    assert shares == sorted(shares)
    for line in found:
        decision = next(d for d in on_path if d.move == line["move"] and d.margin == line["margin"])
        assert decision.plays[line["option"]] == 1
        gap = decision.value[line["option"]] - decision.value[line["next"]]
        assert float(gap) == pytest.approx(line["margin"])


@cache
def hidden(concept: str) -> tuple[Any, Engine]:
    model = load("taiwan-signal" if concept == "sequential" else "conditional-aid")
    scenario = "good_name" if concept == "sequential" else "both_believed"
    made = board(model, [scenario], concept=concept)
    return made, Engine(made)


@pytest.mark.parametrize("concept", ["spe", "sequential"])
def test_a_table_has_pythons_answer_at_the_present_point(concept: str) -> None:
    made, run = hidden(concept)
    (scenario,) = made.scenarios
    assert scenario.mode == "table"
    assert "without knowing" in scenario.reason
    found = run.solve(scenario.name, run.run("negotiate.theta(board, 0)"))
    model = load(made.file.removesuffix(".yaml"))
    (answer,) = solve_scenarios(model, [scenario.name], concept=concept)
    play = answer.outcomes[0].play
    np.testing.assert_allclose(
        found["payoff"], [float(x) for x in play.payoffs.values()], rtol=1e-12
    )
    assert not found["exact"]
    assert found["cell"]["moved"] == []
    assert not found["cell"]["outside"]
    assert bool(found["beliefs"]) == (concept == "sequential")
    for decision in play.decisions:
        played = {option for option, odds in decision.plays.items() if odds > 0}
        happens = found["regime"]["happens"][decision.move]
        assert decision.reach == 0 or played <= set(happens)


def test_every_cell_of_a_table_is_an_equilibrium_there() -> None:
    made, run = hidden("spe")
    (scenario,) = made.scenarios
    assert scenario.table is not None
    model = load("conditional-aid")
    checked, names = 0, [p.name for p in made.parameters]
    every = Options(all=True)
    for sheet in scenario.table.sheets[::2]:
        for cell in range(0, sheet.cells.size, 9):
            theta = scenario.table.theta.copy()
            rest = cell
            for axis, points in zip(sheet.axes, sheet.points, strict=True):
                theta[axis] = points[rest % len(points)]
                rest //= len(points)
            found = run.solve(scenario.name, theta)
            settings = dict(zip(names, found["cell"]["theta"].tolist(), strict=True))
            try:
                (answer,) = solve_scenarios(
                    model, [scenario.name], concept="spe", settings=settings, options=every
                )
            except NoAnswerError:
                assert not found["valid"]
                continue
            payoffs = [o.equilibrium.payoff.tolist() for o in answer.outcomes]
            assert any(found["payoff"] == pytest.approx(own, rel=1e-9) for own in payoffs)
            checked += 1
    assert checked > 20


def test_a_table_says_what_it_cannot_vary() -> None:
    made, run = hidden("spe")
    theta = run.run("negotiate.theta(board, 0)")
    everywhere = run.solve(made.scenarios[0].name, theta + 0.01)
    assert everywhere["cell"]["outside"]
    assert len(everywhere["cell"]["moved"]) == len(theta)
    line = strip(run, made.scenarios[0].name, "ua_talks_worth")
    (edge,) = line["edges"]
    (expected,) = thresholds(load("conditional-aid"), "ua_talks_worth", "both_believed").on_path
    assert edge == pytest.approx(expected.at.decimal, abs=2e-3)
