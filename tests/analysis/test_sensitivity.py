"""Sensitivity of games whose answer is known in closed form, and what is said of the others."""

from __future__ import annotations

from fractions import Fraction
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import minimize
from tests.sensitivity_games import BOUND, CHOICE, LINE, LOTTERY, PENNIES, SURE, TIED
from tests.threshold_games import DEMAND, DETERRENCE

from negotiate.api import load, loads, sensitivity, solve, what_it_takes
from negotiate.errors import UsageError
from negotiate.formats.answers import dumps, to_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.results.sensitivity import Counterexample, Sensitivity

SMALL: dict[str, Any] = {"draws": 64}


def found(counterexample: Counterexample | None) -> Counterexample:
    assert counterexample is not None
    return counterexample


def by_name(answer: Sensitivity) -> dict[str, Any]:
    return {row.parameter: row for row in answer.influences}


def test_a_game_that_is_a_sum_has_the_indices_of_a_sum() -> None:
    answer = sensitivity(loads(LINE), "payoff.One", draws=2048)
    rows = by_name(answer)
    for name, share in (("a", 1 / 14), ("b", 4 / 14), ("c", 9 / 14), ("idle", 0)):
        assert rows[name].first == pytest.approx(share, abs=0.01)
        assert rows[name].total == pytest.approx(share, abs=0.01)
    assert [row.parameter for row in answer.influences] == ["c", "b", "a", "idle"]
    assert (answer.value, answer.mean) == pytest.approx((5.5, 5.5), abs=0.01)
    assert answer.deviation**2 == pytest.approx(14 / 12, rel=0.01)


def test_one_parameter_at_a_time_in_closed_form() -> None:
    rows = by_name(sensitivity(loads(LINE), "4 - payoff.One", **SMALL))
    assert (rows["c"].at_low, rows["c"].at_high) == pytest.approx((0, -3))
    assert [rows[n].swing for n in ("a", "b", "c", "idle")] == pytest.approx([1, 2, 3, 0])
    assert [rows[n].direction for n in ("a", "idle")] == ["decreasing", "flat"]
    hump = by_name(sensitivity(loads(LINE), "abs(payoff.One - 5.5)", **SMALL))
    assert hump["c"].direction == "neither"
    assert hump["c"].swing == pytest.approx(1.5, abs=0.01)


def test_nothing_to_decide_cannot_come_out_otherwise() -> None:
    answer = sensitivity(loads(LINE), "payoff.One", **SMALL)
    assert answer.nearest is None
    assert answer.case is None
    assert answer.trades == ()
    assert any("Without a range" in note and "fixed" in note for note in answer.notes)


def test_a_choice_by_a_sum_is_overturned_at_its_distance() -> None:
    """Closed form: see CHOICE."""
    answer = sensitivity(loads(CHOICE), "go == right", **SMALL)
    assert found(answer.nearest).boundary == pytest.approx(1 / 7, rel=5e-3)
    assert found(answer.euclid).boundary == pytest.approx(21**-0.5, rel=5e-3)
    assert next(t.parameters for t in answer.trades) == ("b",)
    assert [len(t.parameters) for t in answer.trades] == [1, 2, 3]
    assert [t.distance for t in answer.trades] == pytest.approx([1 / 4, 1 / 6, 1 / 7], rel=0.03)
    case = found(answer.case)
    assert [shift.parameter for shift in case.shifts] == ["b"]  # within twice the nearest
    assert case.value == 0


def test_a_counter_example_holds_where_it_is_said_to_be() -> None:
    model = loads(CHOICE)
    answer = sensitivity(model, "go == right", **SMALL)
    for each in (answer.nearest, answer.euclid, answer.case):
        settings = {shift.parameter: shift.then for shift in found(each).shifts}
        solution = solve(model, settings=settings, exact=True)
        assert solution.equilibria[0].behaviour.tolist() == [1, 0]
        shares = [abs(s.share) for s in found(each).shifts]
        sizes = {"max": max(shares), "euclid": sum(s * s for s in shares) ** 0.5}
        assert sizes[found(each).norm] == pytest.approx(found(each).distance)
        assert found(each).distance >= found(each).boundary * (1 - 1e-6)
        assert found(each).regret <= 1e-9


def test_a_shift_carries_the_words_of_the_file() -> None:
    nearest = found(sensitivity(loads(CHOICE), "go == right", **SMALL).nearest)
    shift = next(s for s in nearest.shifts if s.parameter == "a")
    assert (shift.unit, shift.about, shift.source) == ("euros", "what left adds", "by hand")
    assert (shift.now, shift.low, shift.high) == (0, -1, 1)
    assert isinstance(shift.then, Fraction)
    assert nearest.path == {"": {"go": ("left",)}}
    assert "One chooses left" in nearest.reasons[0]


def test_conditional_aid_is_overturned_where_its_formula_says() -> None:
    """Oracle: Ukraine accepts iff k >= (war - talks) / (war - cut), ranges 1, 3, 3, 3."""
    answer = sensitivity("conditional-aid", "ua_talks == accept", "both_believed", **SMALL)
    # max norm r: (1/2 - r)(3 + 3r - 3r) = (3 + 3r) - (2 - 3r)
    assert found(answer.nearest).boundary == pytest.approx(1 / 18, rel=5e-3)

    def gap(x: Any) -> float:
        war, cut, talks = 3 + 3 * x[0], 3 * x[1], 2 + 3 * x[2]
        return float((war - talks) - (0.5 + x[3]) * (war - cut))

    exact = minimize(
        lambda x: x @ x,
        np.full(4, 0.01),
        constraints={"type": "eq", "fun": gap},
        method="SLSQP",
        bounds=[(-2 / 3, 1 / 3), (-2 / 3, 1 / 3), (-1 / 3, 2 / 3), (-0.5, 0.5)],
    )
    assert found(answer.euclid).boundary == pytest.approx(exact.fun**0.5, rel=5e-3)
    alone = next(t for t in answer.trades if len(t.parameters) == 1)
    assert alone.distance == pytest.approx(1 / 6, rel=0.03)
    assert {"ru_war", "ru_war_more", "k_ru"} <= {
        row.parameter for row in answer.influences if row.total == 0
    }


@pytest.mark.parametrize("scenario", ["both_believed", "ukraine_first"])
def test_no_parameter_alone_is_nearer_than_all_together(scenario: str) -> None:
    """Exact thresholds of each parameter bound the joint distance from above."""
    model = load("conditional-aid")
    rows = what_it_takes(model, scenario).rows
    answer = sensitivity(model, "payoff.UA", scenario, **SMALL)  # a number: the path of play
    assert answer.headline.says.startswith("what the players do")
    assert found(answer.nearest).boundary <= min(row.share for row in rows) * (1 + 1e-6)


@pytest.mark.parametrize(
    ("text", "of", "distance"),
    [
        # D1: A is deterred iff p > 1/3, at 1/2 now. W1: risky iff q > 0.15/0.4, at 1/2 now.
        (DETERRENCE, "challenge == C", 1 / 6),
        (DEMAND, "demand == risky", 1 / 8),
    ],
)
def test_published_thresholds_of_one_parameter(text: str, of: str, distance: float) -> None:
    answer = sensitivity(loads(text), of, draws=16)
    assert answer.value == 1
    assert found(answer.nearest).boundary == pytest.approx(distance, rel=2e-2)
    assert len(found(answer.case).shifts) == 1
    row = answer.influences[0]
    assert (row.first, row.total) == pytest.approx((1, 1), abs=0.35)


def test_a_constant_output_has_no_shares_and_says_so() -> None:
    answer = sensitivity(loads(SURE), "go == left", **SMALL)
    assert answer.constant
    assert answer.value == answer.mean == 1
    assert np.isnan(answer.influences[0].total)
    assert answer.nearest is None
    assert answer.looked.points > 64


def test_odds_of_a_decision_in_a_game_without_answers_somewhere() -> None:
    """Half of the square has odds that sum to more than 1; out iff p > 1/2."""
    answer = sensitivity(loads(LOTTERY), "payoff.One", draws=256)
    assert answer.looked.used < 256
    assert (
        found(answer.nearest).path
        == {"": {"weather": ("sun", "rain", "snow"), "go": ("out", "stay")}}
        or found(answer.nearest).shifts
    )


def test_a_tie_now_is_said() -> None:
    answer = sensitivity(loads(TIED), "go == left", **SMALL)
    assert any("several answers now" in note for note in answer.notes)
    assert answer.looked.several == 1


def test_a_difference_between_scenarios_is_overturned_where_its_sign_turns() -> None:
    """By hand: see BOUND."""
    answer = sensitivity(loads(BOUND), "payoff.One", "free", against="bound", **SMALL)
    assert answer.headline.says == "payoff.One (free less bound) is positive"
    assert answer.value == pytest.approx(0.25)
    nearest = found(answer.nearest)
    assert nearest.boundary == pytest.approx(1 / 8, rel=1e-3)
    assert nearest.value == 0
    assert answer.scenarios == ("free", "bound")


def test_what_every_scenario_sets_itself_does_not_vary() -> None:
    with pytest.raises(UsageError, match="no parameter"):
        sensitivity(loads(BOUND), "payoff.One", "high", **SMALL)
    both = sensitivity(loads(BOUND), "high.payoff.One - free.payoff.One", **SMALL)
    assert [row.parameter for row in both.influences] == ["x"]


def test_what_is_to_hold_instead() -> None:
    ask = "conditional-aid", "ua_talks == accept", "both_believed"
    other = found(sensitivity(*ask, instead="ru_talks == refuse", **SMALL).nearest)
    assert other.path["both_believed"]["ru_talks"] == ("refuse",)
    # By symmetry of the formula, ranges 1, 3, 3, 3: (1/2 - r) 3 = 1 + 6 r.
    assert other.boundary == pytest.approx(1 / 18, rel=1e-2)
    with pytest.raises(UsageError, match="one half already"):
        sensitivity(*ask, instead="ru_talks == accept", **SMALL)


def test_what_is_set_does_not_vary() -> None:
    settings = {"ua_war": 3.0, "k_ua": 0.5}
    answer = sensitivity(
        "conditional-aid", "ua_talks == accept", "both_believed", settings=settings, **SMALL
    )
    assert not set(settings) & set(by_name(answer))
    assert any("k_ua" in note for note in answer.notes)
    assert not set(settings) & {s.parameter for s in found(answer.nearest).shifts}


def test_games_that_are_solved_one_by_one() -> None:
    """Mixed equilibria: Column plays heads with odds 1 / (1 + stake), 1/3 now, 1/2 at stake 1."""
    answer = sensitivity(loads(PENNIES), "Column == heads", draws=8)
    assert answer.value == pytest.approx(1 / 3)
    row = answer.influences[0]
    assert row.direction == "decreasing"
    assert (row.at_low, row.at_high) == pytest.approx((1 / 2, 1 / 4))
    assert answer.nearest is None  # never above one half


def test_one_seed_one_answer() -> None:
    ask = "conditional-aid", "ua_talks == accept", "both_believed"
    texts = [dumps(to_dict(sensitivity(*ask, seed=seed, **SMALL))) for seed in (3, 3, 4)]
    assert texts[0] == texts[1] != texts[2]


def test_progress_is_told_stage_by_stage() -> None:
    told: dict[str, int] = {}

    def progress(stage: str, done: int, total: int) -> None:
        assert done <= max(total, 1)
        told[stage] = done

    sensitivity(loads(CHOICE), "go == right", draws=16, progress=progress)
    assert told["Sobol sample"] == 16 * 5
    assert len(told) == 3


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        ("{players: [A], tree: {A: {l: [1], r: [0]}}}", {}, "no parameter of the game has a range"),
        (CHOICE, {"scenario": "war"}, "war"),
        (CHOICE, {"against": "war"}, "war"),
        (CHOICE, {"draws": 1}, "at least 2"),
        (CHOICE, {"concept": "wisdom"}, "wisdom"),
        (CHOICE, {"instead": "go == lef"}, "did you mean 'left'"),
    ],
)
def test_refusals(text: str, asked: dict[str, Any], said: str) -> None:
    model = loads(text)
    key = model.spec.players[0].key
    with pytest.raises(UsageError, match=said):
        sensitivity(model, f"payoff.{key}", **{"draws": 16, **asked})


@pytest.mark.timed
def test_the_flagship_model_in_time() -> None:
    began = process_time()
    answer = sensitivity("kellogg", "ceasefire == now", "kellogg")
    assert process_time() - began < 20
    nearest = found(answer.nearest)
    assert nearest.distance < 0.06
    assert len(found(answer.case).shifts) <= 6
    assert answer.influences[0].parameter == "audience_cost"


def test_a_stated_distribution_is_what_parameters_are_drawn_from() -> None:
    """Closed form: a triangle on 0 to 1 with its mode in the middle has variance 1/24, not 1/12."""
    text = LINE.replace(
        "a: {value: 0.5, range: [0, 1]}",
        "a: {value: 0.5, range: [0, 1], distribution: triangular}",
    )
    rows = by_name(sensitivity(loads(text), "payoff.One", draws=2048))
    assert rows["a"].total == pytest.approx(0.5 / 13.5, abs=0.005)
    assert rows["c"].total == pytest.approx(9 / 13.5, abs=0.01)


def test_a_distribution_without_a_range_varies_too() -> None:
    """By hand: a normal one with sd 1 has variance 1, and 99.8 % of it within 3.09 of its mean."""
    text = LINE.replace(
        "a: {value: 0.5, range: [0, 1]}",
        "a: {value: 0.5, distribution: {normal: {mean: 0.5, sd: 1}}}",
    )
    answer = sensitivity(loads(text), "payoff.One", draws=2048)
    row = by_name(answer)["a"]
    assert row.total == pytest.approx(12 / 25, abs=0.02)
    assert (float(row.low), float(row.high)) == pytest.approx((-2.59, 3.59))
    assert row.swing == pytest.approx(6.18)
    assert any("99.9% quantile" in note and "a (-2.59 to 3.59)" in note for note in answer.notes)
    assert not any("left where they are: a" in note for note in answer.notes)


def test_a_counter_example_within_a_distribution_without_a_range() -> None:
    """CHOICE with a alone: left iff a > 1, and a spreads over 2 * 3.09 * 0.5 = 3.09."""
    text = CHOICE.replace(
        "range: [-1, 1], unit", "distribution: {normal: {mean: 0, sd: 0.5}}, unit"
    )
    answer = sensitivity(loads(text), "go == right", settings={"b": 0.0, "c": 0.0}, **SMALL)
    assert found(answer.nearest).boundary == pytest.approx(1 / 3.09, rel=5e-3)


def test_stated_correlations_move_the_averages_and_not_the_indices() -> None:
    """Closed form: b and c have variances 4/12 and 9/12; rank 1/2 adds 2 * 1/2 * 6/12."""
    joint = LINE.replace("moves:\n", "correlations:\n  - [b, c, 0.5]\nmoves:\n")
    alone, both = (sensitivity(loads(t), "payoff.One", draws=2048) for t in (LINE, joint))
    assert both.deviation**2 == pytest.approx(20 / 12, rel=0.02)
    assert alone.deviation**2 == pytest.approx(14 / 12, rel=0.02)
    assert both.mean == pytest.approx(5.5, abs=0.02)
    assert both.influences == alone.influences
    assert any("(b and c 0.5)" in note and "independent" in note for note in both.notes)
    assert not any("correlations" in note for note in alone.notes)


def test_the_share_overturned_respects_stated_correlations() -> None:
    """CHOICE without c, left iff x + 2 y > 1/2 in ranges: a quarter of the square.

    If x and y go together it is x > 1/6 of -1/2 to 1/2: one third.
    """
    text = CHOICE.replace("moves:\n", "correlations:\n  - [a, b, 0.999]\nmoves:\n")
    shares = [
        sensitivity(loads(t), "go == right", settings={"c": 0.0}, draws=1024).looked.overturned
        for t in (CHOICE, text)
    ]
    assert shares == pytest.approx([0.25, 1 / 3], abs=0.01)


def test_correlations_with_what_is_set_are_no_matter() -> None:
    text = CHOICE.replace("moves:\n", "correlations:\n  - [a, c, 0.9]\nmoves:\n")
    answers = [
        sensitivity(loads(t), "go == right", settings={"c": 0.0}, **SMALL) for t in (CHOICE, text)
    ]
    assert answers[0].mean == answers[1].mean
    assert answers[0].notes == answers[1].notes


def interrupted_at(stage: str) -> Callable[[str, int, int], None]:
    """Return what breaks work off once, in this stage."""
    left = [None]

    def progress(what: str, _done: int, _total: int) -> None:
        if what.startswith(stage) and left:
            left.pop()
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("stage", ["one parameter at a time", "counter-examples"])
def test_what_is_interrupted_keeps_what_it_has(stage: str) -> None:
    ask = loads(CHOICE), "go == right"
    whole = sensitivity(*ask, **SMALL)
    part = sensitivity(*ask, progress=interrupted_at(stage), **SMALL)
    assert (part.unfinished, whole.unfinished) == (stage, "")
    assert [row.total for row in part.influences] == [row.total for row in whole.influences]
    has_lines = stage == "counter-examples"
    assert part.looked.lines == (16 if has_lines else 0)
    assert all(np.isfinite(row.swing) == has_lines for row in part.influences)
    assert [r.direction for r in part.influences] == [r.direction for r in whole.influences]
    assert not part.looked.complete
    assert found(part.nearest).boundary >= 1 / 7  # see CHOICE: no point is nearer
    assert found(part.nearest).path == {"": {"go": ("left",)}}


def test_before_the_indices_there_is_nothing_to_keep() -> None:
    with pytest.raises(KeyboardInterrupt):
        sensitivity(loads(CHOICE), "go == right", progress=interrupted_at("Sobol"), **SMALL)


def test_interrupted_where_nothing_overturns() -> None:
    part = sensitivity(
        loads(SURE), "gain", progress=interrupted_at("one parameter at a time"), **SMALL
    )
    assert part.nearest is None
    assert np.isnan(part.influences[0].swing)
