"""Shares of draws: against a loop of single exact answers, and where they are known."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis_games import CONDITIONAL_AID, STICK, model

from negotiate.analysis.compare import compare, solve_scenarios
from negotiate.analysis.robustness import headline_moves, support, wilson
from negotiate.analysis.sampling import thetas

if TYPE_CHECKING:
    from negotiate.results.report import Robustness

WIDE = STICK.replace("shame: {value: 3, range: [2, 4]}", "shame: {value: 3, range: [1, 4]}")
"""The threat is kept, and works, exactly where shame > 2: two draws in three."""


def lines(text: str, draws: int = 500, **options: object) -> dict[str, Robustness]:
    found = compare(model(text), draws=draws, **options)  # type: ignore[arg-type]
    return {line.scenario: line for line in found.robustness}


def test_the_share_is_that_of_the_range_in_which_the_threat_is_kept() -> None:
    found = lines(WIDE, 4000)
    threat = found["threat"]
    assert threat.headline == "Ukraine chooses accept."
    assert [(part.move, part.says) for part in threat.parts] == [
        ("talks", "Ukraine chooses accept")
    ]
    assert threat.parts[0].share == threat.share
    assert threat.low < 2 / 3 < threat.high
    assert threat.low < threat.share < threat.high
    assert (threat.against, threat.draws, threat.undecided) == ("plain", 4000, 0)


def test_it_counts_the_very_draws() -> None:
    game = model(WIDE)
    drawn = thetas(game.spec.parameters, 500, 7)[0]
    share = lines(WIDE, 500, seed=7)["threat"].share
    assert share == np.count_nonzero(drawn > 2) / 500
    assert lines(WIDE, 500, seed=7) == lines(WIDE, 500, seed=7)


def test_more_draws_or_parameters_leave_the_earlier_ones_as_they_are() -> None:
    parameters = model(SMALL.replace("COEFFICIENT", "1")).spec.parameters
    more, fewer = thetas(parameters, 50, 3), thetas(parameters[:2], 20, 3)
    assert np.array_equal(more[:2, :20], fewer)
    assert not np.array_equal(more[0] - more[0].mean(), more[3] - more[3].mean())
    for row, parameter in zip(more, parameters, strict=True):
        assert parameter.low is not None
        assert parameter.high is not None
        assert ((row >= float(parameter.low)) & (row <= float(parameter.high))).all()


def test_the_first_scenario_is_tested_against_itself() -> None:
    found = lines(WIDE)["plain"]
    assert found.headline == "Ukraine chooses refuse and United States chooses hold."
    assert found.share == 1  # shame is in nobody's payoff there


def test_where_nothing_changes_that_is_the_headline() -> None:
    found = lines(WIDE)["cheap"]
    assert (found.headline, found.share) == ("No decision on the path of play changes.", 1)


def test_a_parameter_that_was_set_stays() -> None:
    text = WIDE.replace("aid_value: 1", "aid_value: {value: 1, range: [0.9, 1.1]}")
    assert 0 < lines(text)["threat"].share < 1
    assert lines(text, settings={"shame": Fraction(5, 2)})["threat"].share == 1


def test_without_a_range_there_is_nothing_to_draw() -> None:
    assert lines(WIDE.replace("{value: 3, range: [1, 4]}", "3")) == {}
    assert lines(WIDE, settings={"shame": Fraction(5, 2)}) == {}


def test_each_part_of_a_headline_has_its_own_share() -> None:
    # Oracle K: Ukraine comes where k_ua > 1/3, Russia where k_ru > 1/3; a third of the rest of
    # the draws has each of them come alone, and both come in four draws in nine.
    text = CONDITIONAL_AID.replace("k_ua: {value: 1/2, range: [0, 1]}", "k_ua: {value: 0.9}")
    one = text.split("scenarios:", maxsplit=1)[0] + "scenarios: {one: {}, two: {}}"
    found = lines(one, 4000)["one"]
    shares = {part.move: part.share for part in found.parts}
    # With Ukraine sure to come, Russia comes exactly where k_ru > 1/3.
    assert shares["ua"] == 1
    assert shares["ru"] == found.share == pytest.approx(2 / 3, abs=0.03)


def test_no_draws_no_line() -> None:
    assert lines(WIDE, 0) == {}


@given(st.fractions(0, 4, max_denominator=5))
def test_without_ranges_what_holds_holds_always(shame: Fraction) -> None:
    text = WIDE.replace("shame: {value: 3, range: [1, 4]}", f"shame: {shame}")
    for line in lines(text, 20).values():
        assert (line.share, line.undecided) == (1, 0)


SMALL = """
title: Two moves and a nature
players: [A, B]
parameters:
  a: {value: 1, range: [0, 2]}
  b: {value: 1, range: [-1, 2]}
  p: {value: 1/3, range: [0, 1]}
  c: {value: 1, range: [0, 3]}
moves:
  - A: first
    options: [left, right, out]
  - chance: luck
    when: first == left
    odds: {good: p, bad: 1 - p}
  - B: second
    when: first != out
    options: [up, down]
payoffs:
  A:
    luck: COEFFICIENT * a if luck == good and second == up else b if second == down else 0.5
    right: 0.1 - a * b / 2 if first == right else 0
  B: a - b if second == up else b * p if luck == bad else 0.2
scenarios:
  plain: {}
  word: {announce: [{B: second, will: down, when: first == left, breaking_costs: c}]}
"""


@settings(max_examples=8)
@given(st.integers(1, 5), st.integers(0, 99))
def test_shares_are_those_of_a_loop_of_single_exact_answers(coefficient: int, seed: int) -> None:
    text = SMALL.replace("COEFFICIENT", str(coefficient))
    found = lines(text, 40, seed=seed)
    game = model(text)
    here = {s.name: support(s.outcomes[0]) for s in solve_scenarios(game, exact=True)}
    moves = headline_moves(here["plain"], here["word"], {"first", "second"})
    kept = dict.fromkeys(here, 0)
    for theta in thetas(game.spec.parameters, 40, seed).T:
        values = {p.name: float(v) for p, v in zip(game.spec.parameters, theta, strict=True)}
        there = {
            s.name: support(s.outcomes[0])
            for s in solve_scenarios(game, settings=values, exact=True)
        }
        kept["plain"] += there["plain"] == here["plain"]
        if moves:
            agree = [there[n][m] == here[n][m] for n in here for m in moves]
            kept["word"] += all(agree)
        else:
            kept["word"] += there["plain"] == there["word"]
    assert {name: line.share for name, line in found.items()} == {
        name: count / 40 for name, count in kept.items()
    }


def test_draws_without_a_strict_answer_are_undecided() -> None:
    # Oracle K without a threat: an indifferent player at every draw.
    war = lines(CONDITIONAL_AID, 50)["war"]
    assert (war.share, war.undecided) == (0, 1)
    assert war.note == "in war, two options of ua are equally good whatever the parameters"
    assert lines(CONDITIONAL_AID, 50)["both"].note == war.note


def test_simultaneous_moves_are_drawn_too() -> None:
    text = CONDITIONAL_AID.split("scenarios:", maxsplit=1)[0] + "scenarios: {one: {}, two: {}}"
    found = lines(text, 3000)["one"]
    # Oracle K: talks are the one equilibrium where both k exceed 1/3, four draws in nine.
    assert found.headline == "Ukraine chooses accept and Russia chooses accept."
    assert found.low < 4 / 9 < found.high


@pytest.mark.parametrize(
    ("hits", "draws", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0)],
)
def test_wilson(hits: int, draws: int, low: float, high: float) -> None:
    # Newcombe 1998, and the closed form z^2 / (n + z^2) at the ends.
    assert wilson(hits, draws) == pytest.approx((low, high), abs=1e-4)


def test_headlines_are_about_decisions_not_consequences() -> None:
    s = frozenset
    before = {"talks": s({"refuse"}), "aid": s({"hold"}), "later": s({"x", "y"})}
    after = {"talks": s({"accept"}), "aid": s({"none"}), "later": s({"x"})}
    assert headline_moves(before, after, {"talks"}) == ["talks"]
    assert headline_moves(before, after) == ["talks", "later"]
    assert headline_moves(before, before) == []
    assert headline_moves({"aid": s({"hold"})}, {"aid": s({"none"})}) == ["aid"]
