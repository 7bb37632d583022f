"""Thresholds against published conditions, the flagship's own, and what can be had by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

import pytest
import sympy
from tests.threshold_games import CONTINUOUS, DEMAND, DETERRENCE, GRIM, OFFER, PREVENTION, SQUARE

from negotiate.analysis.thresholds import BISECTION, INDUCTION, thresholds, what_it_takes
from negotiate.api import compare, load, loads
from negotiate.errors import NoAnswerError, UsageError

if TYPE_CHECKING:
    from negotiate.results.thresholds import Thresholds

F = Fraction


def parsed(text: str) -> sympy.Expr:
    """Return a condition as sympy reads it; the text is the program's own."""
    names = {name: sympy.Symbol(name) for name in text.replace("(", " ").replace(")", " ").split()}
    return sympy.parse_expr(text, local_dict=names)


def bound(answer: Thresholds, k: int = 0) -> str:
    condition = answer.on_path[k].condition
    assert condition is not None
    return condition.text


def values(answer: Thresholds) -> list[object]:
    return [threshold.at.value for threshold in answer.on_path]


def same(left: str, right: str) -> bool:
    """Tell whether two formulas are one."""
    relation = " >= " if " >= " in left else " <= "
    assert relation in right
    pairs = zip(left.split(relation), right.split(relation), strict=True)
    return all(sympy.simplify(parsed(a) - parsed(b)) == 0 for a, b in pairs)


# Conditional aid: kU* = (u(a0) - tU) / (u(a0) - u(0)), kR* = (v(a0) - tR) / (v(a0) - v(aH))


@pytest.mark.parametrize("scenario", ["both_believed", "carrot_believed", "neither_believed"])
def test_the_stick_of_conditional_aid(scenario: str) -> None:
    answer = thresholds(load("conditional-aid"), "k_ua", scenario, closed_form=True)
    assert answer.concept == "nash"
    assert answer.method == BISECTION
    assert values(answer) == [F(1, 3)]
    assert same(bound(answer), "k_ua >= (ua_war - ua_talks_worth) / (ua_war - ua_war_cut)")
    condition = answer.on_path[0].condition
    assert condition is not None
    assert (condition.player, condition.move, condition.option) == ("UA", "ua_talks", "accept")
    assert r"\mathrm{ua\_talks\_worth}" in condition.latex


@pytest.mark.parametrize("scenario", ["both_believed", "stick_believed", "neither_believed"])
def test_the_carrot_of_conditional_aid(scenario: str) -> None:
    answer = thresholds(load("conditional-aid"), "k_ru", scenario, closed_form=True)
    assert values(answer) == [F(1, 3)]
    assert same(bound(answer), "k_ru >= (ru_war - ru_talks_worth) / (ru_war - ru_war_more)")


def test_what_talks_must_be_worth() -> None:
    """The same indifference, read in another of its parameters."""
    answer = thresholds(
        load("conditional-aid"), "ua_talks_worth", "both_believed", closed_form=True
    )
    assert values(answer) == [F(3, 2)]
    assert same(bound(answer), "ua_talks_worth >= k_ua * ua_war_cut + (1 - k_ua) * ua_war")


def test_deterrence() -> None:
    answer = thresholds(loads(DETERRENCE), "p", closed_form=True)
    assert values(answer) == [F(1, 3)]
    assert same(bound(answer), "p >= (aDC - aSQ) / (aDC - aDD)")
    condition = answer.on_path[0].condition
    assert condition is not None
    assert (condition.player, condition.option) == ("A", "C")


def test_the_risky_demand() -> None:
    answer = thresholds(loads(DEMAND), "q", closed_form=True)
    assert values(answer) == [F(3, 8)]
    assert same(bound(answer), "q >= (cost_low + cost_a) / (cost_high + cost_a)")


def test_a_demand_against_a_continuum_of_costs() -> None:
    """W1, cost from 0 to .4: x* = .65 is .005 above where a hundredth more stops being better."""
    answer = thresholds(loads(CONTINUOUS), "asked", closed_form=True)
    assert values(answer) == [F(13, 20) - F(1, 200)]
    assert answer.on_path[0].shifts[0].before == ("more",)
    assert same(bound(answer), "asked >= win + (high - cost_a) / 2 - step / 2")
    at_best = compare(loads(CONTINUOUS), settings={"asked": F(13, 20)}, exact=True)
    (play,) = at_best.scenarios[0].plays
    assert play.path["demand"] == {"this": 1}
    assert play.path["reply"]["fight"] == F(3, 8)
    assert play.payoffs["A"] == F(55625, 100000)


def test_a_demand_that_nobody_refuses_is_best_where_the_cost_is_never_low() -> None:
    """W1 at its corner: with a cost of at least .2, x* = .7 = p + max(cL, (cU - cA) / 2).

    A hundredth more, y, is as good where y (4.5 - 5 y) + .4 (5 y - 3.5) = y - .01.
    """
    answer = thresholds(loads(CONTINUOUS), "asked", settings={"low": F(1, 5)})
    first, turns, last = answer.on_path
    assert turns.at.polynomial == (2671, -10800, 10000)
    assert turns.shifts[0].after == ("this",)
    assert (first.at.value, last.at.value) == (F(69, 100), F(7, 10))  # from here on B may refuse


def test_preventive_war() -> None:
    """A quadratic in the discount factor: c d^2 - (2 c + p2) d + c + p1 = 0, at its lower root."""
    answer = thresholds(loads(PREVENTION), "discount", closed_form=True)
    (threshold,) = answer.on_path
    assert threshold.at.decimal == pytest.approx((4.6 - sqrt(4.6**2 - 16 * 1.15)) / 4, rel=1e-14)
    assert threshold.at.polynomial == (23, -46, 20)
    assert threshold.at.exact
    assert threshold.turns[0].after == ("war",)
    assert parsed(bound(answer).removesuffix(" >= 0")).has(sympy.Symbol("cost"))


def test_preventive_war_in_the_shift_of_power() -> None:
    answer = thresholds(loads(PREVENTION), "later", within=(F(0), F(1)), closed_form=True)
    assert values(answer) == [F(16, 45)]
    assert same(bound(answer), "later >= (now + cost * (1 - discount) ** 2) / discount")


def test_alternating_offers() -> None:
    answer = thresholds(loads(OFFER), "asked", closed_form=True)
    assert values(answer) == [F(5, 7)]
    condition = answer.on_path[0].condition
    assert condition is not None
    assert condition.option == "reject"
    assert same(condition.text, "asked >= (1 - d2) / (1 - d1 * d2)")


def test_grim_trigger() -> None:
    answer = thresholds(loads(GRIM), "discount", closed_form=True)
    assert values(answer) == [F(1, 2)]
    assert same(bound(answer), "discount >= (T - R) / (T - P)")


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [("p", {F(3, 4)}), ("q", {F(1, 2), F(2, 3)})],
)
def test_unilateral_deterrence(parameter: str, expected: set[Fraction]) -> None:
    """Kilgour & Zagare (1991): bluff below d* = 3/4 and cS = 1/2, deterrence from cH = 2/3 on."""
    answer = thresholds(load("deterrence/unilateral-deterrence"), parameter, "bluff")
    assert {threshold.at.value for threshold in answer.on_path} == expected


def test_a_border_without_a_pure_equilibrium_is_exact_too() -> None:
    """Where only mixed equilibria change, the simplest fraction between is shown to be a tie."""
    answer = thresholds(load("deterrence/unilateral-deterrence"), "q", "bluff")
    assert all(threshold.at.exact for threshold in answer.thresholds)
    assert any(not threshold.turns for threshold in answer.thresholds)


# The flagship: its own `expected` names these, found there by hand.


def test_the_stick_and_the_carrot_of_the_flagship() -> None:
    model = load("kellogg")
    answer = thresholds(model, "audience_cost", "kellogg", within=(F(0), F(36)))
    assert answer.method == INDUCTION
    found = {threshold.at.value: threshold for threshold in answer.thresholds}
    for value, option in ((F(12005, 848), "cut"), (F(566113, 63600), "surge")):
        cause = found[value].turns[0]
        assert (cause.player, cause.move, cause.indifferent) == ("US", "aid", True)
        assert (cause.before, cause.after) == (("hold",), (option,))
    assert found[F(12005, 848)].on_path


def test_a_long_formula_is_nested_and_still_true() -> None:
    """At the file's values the bound is the threshold, and moving one of them moves both alike."""
    model = load("kellogg")
    for given in ({}, {"standing_weight": F(55), "taiwan_weight": F(9)}):
        answer = thresholds(model, "audience_cost", "kellogg", settings=given, closed_form=True)
        (threshold,) = [t for t in answer.on_path if t.shifts[0].move == "ua_talks"]
        assert threshold.condition is not None
        left, right = threshold.condition.text.split(" >= ")
        assert left == "audience_cost"
        now = {p.name: sympy.Rational(str(p.value)) for p in model.spec.parameters}
        now |= {name: sympy.Rational(str(value)) for name, value in given.items()}
        formula = parsed(right)
        found = formula.subs({symbol: now[symbol.name] for symbol in formula.free_symbols})
        assert F(str(found)) == threshold.at.value
        assert sympy.count_ops(formula) < 70  # 93 where expanded


@pytest.mark.parametrize(
    ("scenario", "parameter", "value"),
    [
        ("freeze_now", "pivot_weight", F(1267, 53)),
        ("stick_only", "war_cost_russia", F(113071, 6773)),
        ("stick_only", "war_cost_russia", F(151, 13)),
    ],
)
def test_further_thresholds_of_the_flagship(scenario: str, parameter: str, value: Fraction) -> None:
    answer = thresholds(load("kellogg"), parameter, scenario)
    assert value in [threshold.at.value for threshold in answer.thresholds]


@pytest.mark.slow
def test_what_it_takes_to_change_the_flagship() -> None:
    answer = what_it_takes(load("kellogg"), "kellogg")
    assert len(answer.rows) == len(load("kellogg").spec.parameters)
    shares = [row.share for row in answer.rows]
    assert shares == sorted(shares)
    row = next(row for row in answer.rows if row.parameter == "audience_cost")
    assert row.below is not None
    assert row.below.at.value == F(12005, 848)
    assert row.share_below == pytest.approx((24 - 12005 / 848) / 24)
    assert row.above is None
    assert row.share_above is None
    assert answer.path["ua_talks"] == ("accept",)


# By hand


def test_an_irrational_threshold_and_who_follows() -> None:
    answer = thresholds(loads(SQUARE), "x", closed_form=True)
    (threshold,) = answer.thresholds
    assert threshold.at.value == sqrt(2)
    assert threshold.at.polynomial == (-2, 0, 1)
    assert threshold.at.low**2 < 2 < threshold.at.high**2
    cause, follower = threshold.turns
    assert (cause.player, cause.before, cause.at, cause.after) == (
        "Two", ("left",), ("left", "right"), ("right",),
    )  # fmt: skip
    assert cause.indifferent
    assert (follower.player, follower.before, follower.after) == ("One", ("out",), ("in",))
    assert not follower.indifferent
    assert bound(answer) == "x**2 - 2 >= 0"
    assert [s.path["first"] for s in answer.stretches] == [("out",), ("in",)]


STEPS = """
title: Steps and folds
players: [One]
parameters: {x: {value: 1, range: [0, 4]}, y: 1}
moves:
  - One: choice
    options: [a, b, c]
payoffs:
  One: >-
    max(x - 1, 0) if choice == a
    else (2 if x >= 3 else 0) if choice == b
    else min(x, 1) - 1
"""


def test_payoffs_that_fold_and_jump() -> None:
    """Option a is worth max(x - 1, 0), b 2 from 3 on and else 0, c min(x, 1) - 1."""
    answer = thresholds(loads(STEPS), "x")
    assert [t.at.value for t in answer.thresholds] == [F(1), F(3)]
    fold, jump = answer.thresholds
    assert (fold.turns[0].before, fold.turns[0].at) == (("a", "b"), ("a", "b", "c"))
    assert fold.turns[0].after == ("a",)
    assert not fold.on_path  # what is listed first is taken at ties
    assert jump.turns[0].at == ("a", "b")
    (tie,) = answer.ties
    assert (tie.low.value, tie.high.value, tie.options) == (F(0), F(1), ("a", "b"))
    assert tie.on_path


JUMP = """
title: A jump
players: [One]
parameters: {x: {value: 1, range: [0, 4]}}
moves:
  - One: choice
    options: [a, b]
payoffs:
  One: 1 if choice == a else (3 if x > 2 else 0)
"""


def test_a_jump_is_no_indifference() -> None:
    (threshold,) = thresholds(loads(JUMP), "x", closed_form=True).thresholds
    assert threshold.at.value == 2
    (turn,) = threshold.turns
    assert (turn.before, turn.at, turn.after) == (("a",), ("a",), ("b",))
    assert not turn.indifferent
    assert threshold.condition is None


ODDS = """
title: Odds that are none
players: [One]
parameters: {x: {value: 0.2, range: [0, 1]}}
moves:
  - chance: weather
    odds: {sun: 2 * x, rain: 1 - 2 * x}
  - One: choice
    options: [stay, go]
payoffs:
  One: 0 if choice == stay else 1 - 4 * x + (1 / (x - 0.25) - 1 / (x - 0.25))
"""


def test_where_there_is_no_game_nothing_is_said() -> None:
    """Odds hold up to a half; at a quarter, where it turns, a payoff divides by zero."""
    answer = thresholds(loads(ODDS), "x")
    assert [(float(s.low.value), float(s.high.value), s.equilibria) for s in answer.stretches] == [
        (0, 0.25, 1), (0.25, 0.5, 1), (0.5, 1, 0),
    ]  # fmt: skip
    assert answer.stretches[2].path == {}
    # At 0 and a half it never shines, or never rains; there, and beyond, nobody turns.
    assert values(answer) == [F(0), F(1, 4), F(1, 2)]
    (threshold,) = [threshold for threshold in answer.thresholds if threshold.turns]
    assert threshold.at.value == F(1, 4)
    assert (threshold.turns[0].before, threshold.turns[0].after) == (("go",), ("stay",))
    assert answer.stretches[0].path["choice"] == ("go",)
    assert answer.stretches[1].path["choice"] == ("stay",)


def test_a_root_is_closed_in_on() -> None:
    text = JUMP.replace(
        "1 if choice == a else (3 if x > 2 else 0)", "exp(1) if choice == a else exp(x)"
    )
    answer = thresholds(loads(text), "x", closed_form=True)
    assert answer.method == BISECTION
    assert "exp()" in answer.notes[0]
    (threshold,) = answer.on_path
    assert abs(threshold.at.decimal - 1) <= threshold.at.error + 1e-9
    assert not threshold.at.exact
    assert threshold.at.low <= threshold.at.value <= threshold.at.high


def test_a_scenarios_own_setting_is_varied_too() -> None:
    answer = thresholds(load("kellogg"), "audience_cost", "cheap_talk")
    assert answer.now == 0
    assert answer.low == 0
    assert F(12005, 848) in values(answer)


def test_settings_move_thresholds() -> None:
    model = load("conditional-aid")
    answer = thresholds(model, "k_ua", "both_believed", settings={"ua_talks_worth": F(5, 2)})
    assert values(answer) == [F(1, 6)]


def test_refusals() -> None:
    model = load("conditional-aid")
    with pytest.raises(UsageError, match="did you mean 'k_ua'"):
        thresholds(model, "k_uaa")
    with pytest.raises(UsageError, match="write --over aSQ=LOW:HIGH"):
        thresholds(loads(DETERRENCE), "aSQ")
    with pytest.raises(UsageError, match="is empty"):
        thresholds(model, "k_ua", within=(F(1), F(0)))
    with pytest.raises(UsageError, match="no parameter of the game has a range"):
        what_it_takes(loads(SQUARE.replace(", range: [0, 2]", "")))
    with pytest.raises(NoAnswerError, match="no answer for any x"):
        thresholds(loads(ODDS), "x", within=(F(2), F(3)))


def test_parameters_without_a_range_are_named() -> None:
    answer = what_it_takes(loads(STEPS))
    assert [row.parameter for row in answer.rows] == ["x"]
    assert answer.notes[0] == "Without a range, and so left out: y."
