"""Sweeps: odds against closed forms, sums against the draws themselves, pieces against all."""

from __future__ import annotations

from dataclasses import replace
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.analysis_games import CONDITIONAL_AID, STICK, model

from negotiate.analysis.sampling import thetas
from negotiate.analysis.sweep import intervals, tally
from negotiate.analysis.sweep.plan import REPLICATES, Sweeper, plan
from negotiate.analysis.sweep.run import here, processes
from negotiate.analysis.sweep.sums import moments
from negotiate.api import sweep, sweep_dataset
from negotiate.errors import NegotiateError
from negotiate.results.sweep import Design, Sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.results.sweep import Estimate, ScenarioSweep

ONE = CONDITIONAL_AID.split("scenarios:", maxsplit=1)[0] + "scenarios: {one: {}}"
WIDE = STICK.replace("shame: {value: 3, range: [2, 4]}", "shame: {value: 3, range: [1, 4]}")
"""The threat is kept, and works, exactly where shame > 2: two draws in three."""


def only(answer: Sweep, scenario: str) -> ScenarioSweep:
    (cell,) = answer.cells
    return next(found for found in cell.scenarios if found.scenario == scenario)


def holds(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high and found.low <= found.value <= found.high


# Oracle K: with both moves hidden, talks are the one equilibrium where k_ua and k_ru exceed 1/3,
# and where neither does there is none in pure strategies alone: such draws are left out.
def talks(both_above: float, both_below: float) -> float:
    return both_above / (1 - both_below)


def beta_22_above(x: float) -> float:
    return 1 - sum(comb(3, j) * x**j * (1 - x) ** (3 - j) for j in (2, 3))


@pytest.mark.parametrize(
    ("sampling", "widest"), [("random", 0.04), ("latin", 0.035), ("sobol", 0.02)]
)
def test_odds_are_those_of_the_unit_square(sampling: str, widest: float) -> None:
    found = only(sweep(model(ONE), 4000, sampling=sampling), "one")
    assert found.undecided == pytest.approx(1 / 9, abs=0.02)
    assert holds(found.criteria["talks"], talks(4 / 9, 1 / 9))
    assert 0 < found.criteria["talks"].high - found.criteria["talks"].low < widest


def test_odds_follow_the_distributions() -> None:
    found = sweep(model(ONE), 6000, distributions={"k_ua": "beta(2, 2)"})
    above = beta_22_above(1 / 3)
    assert holds(only(found, "one").criteria["talks"], talks(above * 2 / 3, (1 - above) / 3))
    assert above == pytest.approx(20 / 27)
    assert found.drawn == {
        "k_ua": "beta, a 2, b 2, between 0 and 1",
        "k_ru": "uniform, 0 to 1",
    }


def test_odds_follow_the_correlations() -> None:
    rho = 2 * np.sin(np.pi * 0.8 / 6)
    score = stats.norm.ppf(2 / 3)
    above = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([score, score])
    truth = talks(above, above - 1 / 3)
    found = sweep(model(ONE), 6000, correlations=[("k_ua", "k_ru", 0.8)])
    assert holds(only(found, "one").criteria["talks"], truth)
    assert not holds(only(found, "one").criteria["talks"], talks(4 / 9, 1 / 9))
    assert found.correlations == ("k_ua, k_ru: 0.8",)


def test_a_threat_changes_what_happens_where_it_is_kept() -> None:
    answer = sweep(model(WIDE), 3000)
    threat, cheap, plain = (only(answer, name) for name in ("threat", "cheap", "plain"))
    assert threat.changes is not None
    assert holds(threat.changes, 2 / 3)
    assert threat.changes.value == np.mean(thetas(model(WIDE).spec.parameters, 3000, 0)[0] > 2)
    assert threat.criteria["peace"] == threat.changes
    assert threat.outcomes["ending"]["talks_now"] == threat.changes
    # Where it works, Ukraine loses 3/2 by coming, and the United States has 1 instead of 2; where
    # it does not, the United States pays for its word.
    assert threat.worse["UA"] == threat.changes
    assert threat.worse["US"].value == 1
    assert threat.better["UA"].value == 0
    assert cheap.changes is not None
    assert cheap.changes.value == 0
    assert plain.changes is None
    assert not plain.better
    assert threat.payoffs["UA"].q05.value == -0.5
    assert threat.payoffs["UA"].q95.value == 1
    assert holds(threat.payoffs["UA"].mean, -0.5 * 2 / 3 + 1 / 3)


GRID = {"shame": (1.0, 2.5, 3.0), "aid_value": (0.5, 2.0)}


def test_every_combination_of_a_grid_is_crossed_with_the_draws() -> None:
    text = WIDE.replace("aid_value: 1\n", "aid_value: 1\n  noise: {value: 1, range: [0, 1]}\n")
    text = text.replace("2 * aid_value if", "2 * aid_value + noise if")
    answer = sweep(model(text), 300, over=GRID)
    assert [cell.at for cell in answer.cells] == [
        {"shame": x, "aid_value": y} for x in GRID["shame"] for y in GRID["aid_value"]
    ]
    drawn = thetas(model(text).spec.parameters, 300, 0, fixed=GRID)[2]
    for cell in answer.cells:
        # The threat is kept where breaking it costs more than aid is worth.
        kept = cell.at["shame"] > 2 * cell.at["aid_value"] + drawn
        found = next(s for s in cell.scenarios if s.scenario == "threat")
        assert found.criteria["peace"].value == pytest.approx(np.mean(kept), abs=1e-12)
    whole = sweep_dataset(model(text), 300, over=GRID)
    assert whole["holds"].dims == ("scenario", "criterion", "shame", "aid_value", "draw")
    at = whole["holds"].sel(scenario="threat", criterion="peace", shame=2.5, aid_value=0.5)
    assert np.array_equal(at, 1 + drawn < 2.5)
    assert np.array_equal(whole["input"].sel(parameter="noise"), drawn)


@pytest.mark.parametrize("sampling", ["random", "sobol", "latin"])
@pytest.mark.parametrize("name", ["STICK", "ONE"])
def test_the_summary_is_that_of_the_draws(sampling: str, name: str) -> None:
    game = model({"STICK": WIDE, "ONE": ONE}[name])
    answer = sweep(game, 700, sampling=sampling, seed=4)
    data = sweep_dataset(game, 700, sampling=sampling, seed=4)
    assert data.sizes["draw"] == answer.cells[0].draws == answer.design.draws
    assert (data.sizes["draw"] == 700) == (sampling == "random")
    for found in answer.cells[0].scenarios:
        own = data.sel(scenario=found.scenario)
        sure = own["decided"].to_numpy()
        assert found.answered == sure.sum()
        for key, criterion in found.criteria.items():
            mean = own["holds"].sel(criterion=key).to_numpy()[sure].mean()
            assert criterion.value == pytest.approx(mean)
        for player, paid in found.payoffs.items():
            values = np.sort(own["payoff"].sel(player=player).to_numpy()[sure])
            assert paid.mean.value == pytest.approx(values.mean())
            for q, estimate in ((0.05, paid.q05), (0.5, paid.q50), (0.95, paid.q95)):
                assert estimate.value == np.quantile(values, q, method="inverted_cdf")
            if sampling == "random":
                error = 1.959963984540054 * values.std(ddof=1) / np.sqrt(len(values))
                assert paid.mean.high - paid.mean.value == pytest.approx(error)


def test_draws_do_not_depend_on_how_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    game = model(WIDE)
    whole = sweep_dataset(game, 300)
    monkeypatch.setattr("negotiate.analysis.sweep.plan.LARGEST", 64)
    parts = sweep_dataset(game, 300)
    for name in whole.data_vars:
        assert np.array_equal(whole[name], parts[name]), name
    assert np.array_equal(whole["input"][0], thetas(game.spec.parameters, 300, 0)[0])


def test_scenarios_share_their_draws() -> None:
    alone = sweep_dataset(model(WIDE), 50, scenarios=["threat"])
    beside = sweep_dataset(model(WIDE), 50)
    assert np.array_equal(alone["payoff"][0], beside["payoff"].sel(scenario="threat"))
    assert np.array_equal(alone["input"], beside["input"])


def test_replicates_are_even_and_as_many_as_said() -> None:
    game = model(WIDE)
    design = plan(game, Design(("plain",), 1000, sampling="sobol")).design
    assert design.replicates == REPLICATES
    assert design.draws % (REPLICATES * design.block) == 0
    assert design.draws >= 1000
    shares = Sweeper(plan(game, design), game).thetas(3)[0]
    assert sorted(((shares - 1) / 3 * design.block).astype(int)) == list(range(design.block))


def test_quantal_response_has_odds_and_no_change() -> None:
    answer = sweep(model(STICK), 40, rationality=2.0)
    threat = only(answer, "threat")
    assert answer.design.concept == "qre"
    assert threat.changes is None
    assert 0 < threat.criteria["peace"].value < 1
    assert threat.undecided == 0


def test_another_concept_is_solved_draw_by_draw() -> None:
    found = only(sweep(model(ONE), 12, concept="nash"), "one")
    assert found.answered == 12
    assert sum(e.value for e in [found.criteria["talks"]]) <= 1


def test_ties_are_left_out_and_counted() -> None:
    answer = sweep(model(CONDITIONAL_AID), 40)
    assert only(answer, "war").undecided == 1
    assert np.isnan(only(answer, "war").payoffs["UA"].mean.value)
    assert only(answer, "both").compared == 0


def test_processes_compute_the_same() -> None:
    game = model(WIDE)
    asked = plan(game, Design(game.scenarios, 600), max_block=100)
    alone = dict(here(asked, game, range(6)))
    beside = dict(processes(asked, 2, range(6)))
    assert list(beside) == list(range(6))
    for piece, arrays in alone.items():
        assert all(np.array_equal(arrays[name], beside[piece][name]) for name in arrays)


def test_sums_say_what_the_draws_say() -> None:
    game = model(WIDE)
    grid = {"aid_value": (0.5, 1.0)}
    asked = plan(game, Design(game.scenarios, 600, sampling="sobol", grid=grid), max_block=16)
    layout, pieces = Sweeper(asked, game).layout(), range(asked.design.pieces)
    whole, sent = (tally.Summary(asked, game, layout) for _ in range(2))
    whole.kept = sent.kept = 150  # the last of them in the midst of a piece
    for piece, arrays in here(asked, game, pieces):
        whole.add(piece, arrays)
    held = 0
    for piece, sums in processes(asked, 2, pieces, kept=150):
        sent.add_sums(piece, sums)
        held += sums["kept"].shape[-1]
    assert held == 2 * 150
    assert whole.sweep(finished=True) == sent.sweep(finished=True)


def test_the_grid_may_be_too_fine_for_quantiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "KEPT", 1000)
    answer = sweep(model(WIDE), 50, over={"aid_value": (0.5, 1, 2)})
    assert answer.quantile_draws == 0
    assert "no quantiles" in answer.notes[0]
    assert np.isnan(answer.cells[0].scenarios[0].payoffs["UA"].q50.value)
    assert answer.cells[0].scenarios[0].payoffs["UA"].mean.value == 1


def test_quantiles_are_of_the_first_draws_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "KEPT", 100 * 4 * 3)
    answer = sweep(model(WIDE), 5000)
    assert answer.quantile_draws == 100
    assert answer.cells[0].draws == 5000


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"over": {"shane": (1, 2)}}, "did you mean 'shame'"),
        ({"over": {"shame": ()}}, "at least one"),
        ({"over": {"shame": (1, 1)}}, "different"),
        ({"over": {"shame": (1, float("nan"))}}, "finite"),
        ({"over": {"shame": (1, 2)}, "settings": {"shame": 1}}, "both be set and swept"),
        ({"settings": {"shame": 3}}, "nothing to draw"),
        ({"distributions": {"shane": "normal(1, 2)"}}, "did you mean 'shame'"),
        ({"correlations": [("shame", "aid_value", 0.5)]}, "has a range or a distribution"),
        ({"sampling": "sobl"}, "did you mean 'sobol'"),
        ({"concept": "spee"}, "spe"),
        ({"concept": "qre"}, "needs a rationality"),
        ({"draws": 0}, "at least one draw"),
        ({"scenarios": ["treat"]}, "treat"),
        ({"resume": True}, "needs --out"),
        ({"out": "x.csv"}, ".parquet"),
    ],
)
def test_what_cannot_be_swept_is_refused(how: dict[str, object], said: str) -> None:
    with pytest.raises(NegotiateError) as error:
        sweep(model(WIDE), **{"draws": 10, **how})  # type: ignore[arg-type]
    assert said in str(error.value)


def test_where_nothing_is_drawn_one_draw_is_enough() -> None:
    answer = sweep(model(WIDE), 500, over={"shame": (1.0, 3.0)})
    assert [cell.draws for cell in answer.cells] == [1, 1]
    kept = [cell.scenarios[1].criteria["peace"] for cell in answer.cells]
    assert [(e.low, e.value, e.high) for e in kept] == [(0, 0, 0), (1, 1, 1)]
    paid = answer.cells[1].scenarios[1].payoffs["UA"]
    assert paid.mean == paid.q05 == paid.q95
    assert paid.mean.low == paid.mean.value == -0.5
    assert answer.notes == (
        "cheap sets shame itself, so that the values of the grid change nothing there.",
        "Nothing is drawn: every answer is that of one game, and intervals have no width.",
    )


# Intervals.


def test_quantile_intervals_cover_as_often_as_they_say() -> None:
    # Conover 1999, section 3.2: at least 95 % whatever the distribution.
    rng = np.random.default_rng(1)
    for n, q in ((30, 0.5), (200, 0.05)):
        draws = np.sort(rng.random((2000, n)), axis=1)
        hit = [
            holds(intervals.quantile(row, q, [row]), q) or not 0 < intervals.ranks(n, q)[0] <= n
            for row in draws
        ]
        assert np.mean(hit) > 0.94
    assert intervals.ranks(100, 0.5) == (40, 61)  # the table of the binomial distribution


def test_intervals_of_replicates_are_students() -> None:
    hits, draws = np.array([1.0, 2, 3, 4]), np.full(4, 10.0)
    found = intervals.share(hits, draws)
    low, high = stats.t.interval(0.95, 3, 0.25, stats.sem(hits / 10))
    assert (found.value, found.low, found.high) == pytest.approx((0.25, low, high))
    # All agree, which does not make it certain.
    same = intervals.share(np.zeros(4), draws)
    assert (same.value, same.low) == (0, 0)
    assert same.high == pytest.approx(1.959964**2 / (40 + 1.959964**2), rel=1e-5)


def test_of_no_draws_nothing_is_known() -> None:
    nothing = np.zeros(1)
    for found in (
        intervals.share(nothing, nothing),
        intervals.mean(nothing, 0.0, nothing),
        intervals.quantile(np.zeros(0), 0.5, []),
    ):
        assert np.isnan([found.value, found.low, found.high]).all()
    assert intervals.mean(np.ones(1), 0.0, np.ones(1)).high == np.inf


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.integers(1, 29))
def test_moments_are_joined_without_loss(values: Sequence[float], cut: int) -> None:
    game = model(WIDE)
    asked = plan(game, Design(("plain",), 10))
    sums = tally.Tally(asked.design, replace(Sweeper(asked, game).layout()))
    own = np.array(values)
    for part in (own[:cut], own[cut:]):
        spread = np.broadcast_to(part, (1, sums.series, len(part)))
        sums.add_moments(0, moments(spread, np.ones((1, len(part)), dtype=bool), 100))
    assert sums.squares[0] == pytest.approx(np.sum((own - own.mean()) ** 2), rel=1e-9, abs=1e-7)
