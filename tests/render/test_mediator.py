"""What a mediator draws and tells, from the command line to the JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from tests.comparisons import exact, four_players

from negotiate.api import compare, loads, solve
from negotiate.errors import UsageError
from negotiate.formats.answers import from_dict, to_dict
from negotiate.render.terminal import comparison_page

if TYPE_CHECKING:
    from negotiate.results import Comparison

F = Fraction
CHICKEN = "textbook/chicken"

CROSSING = """
title: A crossing without a light
players: [East, North]
moves:
  - East: east
    options: [wait, go]
  - North: north
    options: [wait, go]
    seen_by: [North]
  - chance: luck
    options: [late, early]
    odds: {late: 1/4, early: 3/4}
scenarios:
  blind: {hide: [{move: east, from: North}]}
quantities:
  crash: 1 if east == go and north == go else 0
  arrival: {first: [{when: luck == early, then: soon}, {then: later}]}
criteria:
  safe: east == wait or north == wait
payoffs:
  East: 0 if north == go and east == go else (7 if east == go else (2 if north == go else 6))
  North: 0 if north == go and east == go else (7 if north == go else (2 if east == go else 6))
"""


@pytest.fixture(scope="module")
def light() -> Comparison:
    return compare(CHICKEN, concept="correlated", exact=True, draws=0)


def test_the_page_says_whom_the_mediator_tells_what(light: Comparison) -> None:
    page = comparison_page(light)
    assert "What the mediator draws and tells" in page
    assert "1/2: Row swerve; Column swerve" in page
    assert "note: Of all correlated equilibria, the one shown pays the most in sum" in page
    assert "Credibility" not in page


def test_a_lottery_is_no_product_of_what_each_is_told(light: Comparison) -> None:
    """Told to dare a quarter of the time each, they never dare together (Aumann 1974)."""
    (play,) = light.scenarios[0].plays
    assert play.payoffs == {"Row": F(21, 4), "Column": F(21, 4)}
    assert play.path["Row"] == {"swerve": F(3, 4), "dare": F(1, 4)}
    drawn = [[told.option for told in each.told] for each in play.recommendations]
    assert ["dare", "dare"] not in drawn
    assert sum(each.odds for each in play.recommendations) == 1
    assert all(not decision.value for decision in play.decisions)
    assert all(decision.reach == 1 for decision in play.decisions)


def test_json_carries_it_there_and_back(light: Comparison) -> None:
    data = to_dict(light)
    first = data["scenarios"][0]["equilibria"][0]["recommendations"][0]
    assert first["odds"] == "1/2"
    assert first["told"][0] == {"player": "Row", "move": "Row", "history": {}, "option": "swerve"}
    assert to_dict(from_dict(json.loads(json.dumps(data)))) == data


def test_quantities_follow_the_lottery() -> None:
    """Chicken at a crossing: nobody ever crashes, which independent odds of 3/4 would not give."""
    answer = compare(loads(CROSSING), objective="sum", exact=True, draws=0)
    assert answer.concept == "correlated"
    (play,) = answer.scenarios[0].plays
    assert play.payoffs == {"East": F(21, 4), "North": F(21, 4)}
    assert play.quantities == {"crash": 0, "arrival": {"soon": F(3, 4), "later": F(1, 4)}}
    assert play.criteria == {"safe": 1}


def test_scenarios_are_set_side_by_side() -> None:
    answer = compare("conditional-aid", concept="coarse_correlated", draws=20)
    assert not answer.changes
    assert not answer.credibility
    assert not answer.robustness
    assert len(answer.welfare) == len(answer.scenarios) - 1


def test_an_objective_belongs_to_a_mediator() -> None:
    assert solve(CHICKEN, objective="Row").concept == "correlated"
    with pytest.raises(UsageError, match="nash has none"):
        solve(CHICKEN, concept="nash", objective="Row")
    with pytest.raises(UsageError, match="'Rwo'"):
        solve(CHICKEN, concept="coarse_correlated", objective="Rwo")


def test_long_lotteries_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.render.terminal_mediator.LISTED", 1)
    page = comparison_page(exact())
    assert "2/3: A bottom" in page
    assert "1 more are listed by --json" in page
    monkeypatch.undo()
    assert "1/3: A top; B left (after A top)" in comparison_page(exact())
    assert "mediator" not in comparison_page(four_players())
