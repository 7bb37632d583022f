"""Why one move comes out as it does, in every situation, for every option."""

from __future__ import annotations

from math import log

import pytest
from tests.analysis_games import CONDITIONAL_AID, STICK, half, model

from negotiate.analysis.explain import explain
from negotiate.api import explain as asked
from negotiate.api import load
from negotiate.errors import UsageError

LONG = """
title: A choice that hangs on one of three things
players: {A: Ann, B: Bob}
parameters: {gain: 2}
moves:
  - A: red
    options: [yes, no]
  - A: blue
    options: [yes, no]
  - A: green
    options: [one, two, three]
  - B: answer
    about: what Bob says
    options: {good: {}, bad: {}, silent: {when: red == yes}}
payoffs:
  A: 1 if answer == good else 0
  B: 1 if (answer == good and green == two) or (answer == bad and green != two) else 0
"""


def test_histories_are_grouped_by_what_matters() -> None:
    (report,) = explain(model(LONG), "answer", exact=True).scenarios
    assert [(s.history, s.count, s.reach) for s in report.situations] == [
        ({"green": "two"}, 4, 1),
        ({"green": "one or three"}, 8, 0),
    ]
    assert [s.plays["good"] for s in report.situations] == [1, 0]
    assert {s.margin for s in report.situations} == {1}
    # The example is the one that is reached, with all that is known there.
    assert report.situations[0].example == {"red": "yes", "blue": "yes", "green": "two"}


def test_every_option_with_its_value_and_what_follows() -> None:
    found = explain(model(STICK), "talks", ["plain", "threat"], exact=True)
    assert (found.move, found.player, found.concept) == ("talks", "UA", "spe")
    plain, threat = (report.situations[0] for report in found.scenarios)
    accept, refuse = threat.outlooks
    assert (accept.option, accept.odds, accept.value, accept.follows) == ("accept", 1, -half(1), "")
    assert (refuse.odds, refuse.value) == (0, -5)
    assert refuse.follows == "aid cut, front loss 75% or calm 25%"
    assert refuse.path["aid"] == {"cut": 1}
    assert refuse.terms == {"war": -5, "face": 0}
    assert threat.reason == (
        "Ukraine chooses accept: if it chooses refuse instead, United States chooses cut; "
        "that is worth -5.00, against -0.50, mostly war +5."
    )
    assert plain.outlooks[1].follows == "aid hold, front calm 75% or loss 25%"


def test_a_single_option_a_tie_and_a_mixture() -> None:
    aid = model(STICK)
    bound = explain(aid, "aid", ["bound"]).scenarios[0].situations[0]
    assert bound.reason == "United States chooses cut: there is no other option."
    tie = explain(aid, "aid", ["threat"], settings={"shame": 2}).scenarios[0].situations[0]
    assert tie.reason == (
        "United States chooses cut, but is as well off if it chooses hold: both are worth 0."
    )
    pennies = """
        players: {A: [h, t], B: [h, t]}
        payoffs: {h: {h: [3, 0], t: [0, 1]}, t: {h: [0, 1], t: [1, 0]}}
    """
    mixed = explain(model(pennies), "A", exact=True).scenarios[0].situations[0]
    # Each makes the other indifferent: A plays h with 1/2; B with 1/4, so that A gets 3/4.
    assert mixed.reason == "A mixes: h 50% or t 50%, each worth 0.750."


def test_options_of_those_who_err_are_worth_what_each_is_worth() -> None:
    """The odds of two options are as exp(λ × the difference of their worth): here 3 to 1."""
    alone = "title: One\nplayers: [A]\ntree: {A: {go: [1], stay: [0]}}\n"
    found = asked(model(alone), "A", rationality=log(3))
    (situation,) = found.scenarios[0].situations
    assert found.concept == "qre"
    assert situation.plays == pytest.approx({"go": 0.75, "stay": 0.25})
    assert situation.reason == "A mixes: go 75% or stay 25%, worth 1 and 0."


def test_what_a_player_has_not_seen_is_shown_as_odds() -> None:
    found = explain(model(CONDITIONAL_AID), "ru", ["russia_only"], exact=True)
    refuse = found.scenarios[0].situations[0].outlooks[1]
    assert refuse.path["ua"] == {"refuse": 1}
    assert refuse.value == 4


def test_what_the_move_is() -> None:
    found = explain(model(LONG), "answer")
    assert (found.about, found.game.title) == (
        "what Bob says", "A choice that hangs on one of three things"
    )  # fmt: skip


def test_unknown_moves_and_moves_of_chance_are_refused() -> None:
    with pytest.raises(UsageError, match="did you mean 'talks'"):
        explain(model(STICK), "talk")
    with pytest.raises(UsageError, match="no player decides 'front'"):
        explain(model(STICK), "front")


@pytest.mark.parametrize("concept", ["correlated", "coarse_correlated", "extensive_correlated"])
def test_with_a_mediator_no_decision_can_be_explained_alone(concept: str) -> None:
    with pytest.raises(UsageError, match="depends on what the mediator has said"):
        explain(load("textbook/chicken"), "Row", concept=concept)
