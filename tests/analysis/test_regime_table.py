"""Tables for the page: every entry is an equilibrium at its own numbers, judged afresh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.render.engine import Engine

from negotiate.analysis import regime_table as module
from negotiate.analysis.board import board
from negotiate.analysis.regime_table import LOOKS, regime_table
from negotiate.api import load
from negotiate.concepts import concept as concept_module
from negotiate.forms.evaluation import expected
from negotiate.game.model import Model
from negotiate.spec import read_text

if TYPE_CHECKING:
    from negotiate.game.parametric import ParametricGame
    from negotiate.results.board import RegimeTable, Sheet
    from negotiate.types import FloatArray

PENNIES = """
players: [A, B]
parameters:
  win: {value: 1, range: [0.5, 2]}
  lose: {value: 1, range: [0.5, 2]}
define:
  match: 1 if (first == heads and second == heads) or (first == tails and second == tails) else 0
moves:
  - A: first
    options: [heads, tails]
    seen_by: []
  - B: second
    options: [heads, tails]
payoffs:
  A: {t: "match * (win if first == heads else 1)"}
  B: {t: "(1 - match) * lose"}
"""

CHANCY = """
players: [A, B]
parameters: {p: {value: 0.5, range: [0, 2]}}
moves:
  - chance: luck
    odds: {good: p, bad: 1 - p}
    options: [good, bad]
    seen_by: [A]
  - A: send
    options: [yes, no]
  - B: take
    options: [yes, no]
payoffs:
  A: {t: "(1 if take == yes else 0) - (0.5 if send == yes and luck == bad else 0)"}
  B: {t: "(1 if luck == good else -1) if take == yes else 0"}
"""


def model_of(text: str) -> Model:
    return Model(read_text(text, "table.yaml"))


def behaviour_at(game: ParametricGame, table: RegimeTable, answer: int, theta: FloatArray) -> None:
    """Assert that an answer of the table is an equilibrium at some parameters."""
    names = [p.name for p in game.parameters]
    numbers = game.at(dict(zip(names, theta.tolist(), strict=True)))
    entry = table.answers[answer]
    behaviour = numbers.chance.copy()
    behaviour[entry.slots] = 1.0 if entry.odds is None else entry.odds
    assert concept_module(table.concept).certify(numbers, behaviour).holds


def check_sheet(game: ParametricGame, table: RegimeTable, sheet: Sheet) -> int:
    checked = 0
    grid = sheet.cells.reshape([len(own) for own in sheet.points], order="F")
    for place in np.ndindex(*grid.shape):
        theta = table.theta.copy()
        for axis, own, i in zip(sheet.axes, sheet.points, place, strict=True):
            theta[axis] = own[i]
        if grid[place] >= 0:
            behaviour_at(game, table, int(grid[place]), theta)
            checked += 1
    return checked


@pytest.mark.parametrize(
    ("name", "scenario", "concept"),
    [
        ("conditional-aid", "stick_believed", "spe"),
        ("taiwan-signal", "good_name", "sequential"),
        ("deterrence/reputation", "low_name", "spe"),
    ],
)
def test_every_entry_is_an_equilibrium_at_its_own_numbers(
    name: str, scenario: str, concept: str
) -> None:
    game = load(name).parametric(scenario)
    table = regime_table(game, concept)
    lines = [sheet for sheet in table.sheets if len(sheet.axes) == 1]
    ranged = [p for p in game.parameters if p.low is not None and p.name not in game.fixed]
    assert len(lines) == len(ranged)
    for line in lines[:3]:
        assert len(line.points[0]) >= LOOKS
        assert float(table.theta[line.axes[0]]) in line.points[0]
        assert check_sheet(game, table, line) == line.cells.size
    for sheet in [sheet for sheet in table.sheets if len(sheet.axes) == 2][:1]:
        assert check_sheet(game, table, sheet) > 0.9 * sheet.cells.size


def test_mixtures_are_solved_where_they_stand() -> None:
    model = model_of(PENNIES)
    game = model.parametric("")
    table = regime_table(game, "nash")
    (win, lose) = table.sheets[:2]
    assert check_sheet(game, table, win) == win.cells.size
    assert check_sheet(game, table, lose) == lose.cells.size
    assert len(set(win.cells.tolist())) == win.cells.size  # B's odds move with what A wins
    assert len(set(lose.cells.tolist())) == 1  # and A's do not with B's scale
    here = table.answers[table.here]
    assert here.odds is not None
    np.testing.assert_allclose(here.odds, 0.5)
    made = board(model, concept="nash")
    found = Engine(made).solve("", [2.0, 1.0])
    numbers = game.at({"win": 2.0})
    np.testing.assert_allclose(found["payoff"], expected(numbers, found["behaviour"]), rtol=1e-15)
    np.testing.assert_allclose(found["payoff"], [2 / 3, 1 / 2], rtol=1e-12)
    assert set(found["regime"]["happens"]["first"]) == {"heads", "tails"}


def test_where_numbers_are_no_games_the_table_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKS", 9)
    monkeypatch.setattr(module, "HALVINGS", 1)
    model = model_of(CHANCY)
    table = regime_table(model.parametric(""), "sequential")
    (line,) = table.sheets
    points = line.points[0]
    assert (line.cells[points > 1 + 1e-9] == -1).all()
    assert (line.cells[(points > 0) & (points < 1)] >= 0).all()
    engine = Engine(board(model, concept="sequential"))
    assert engine.solve("", [0.25])["valid"]
    refused = engine.solve("", [1.5])
    assert not refused["valid"]
    assert refused["refusal"] == "no answer was computed here"


def test_what_is_solved_anew_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOLVED", 4)
    table = regime_table(model_of(PENNIES).parametric(""), "nash")
    assert len(table.answers) == 4
    assert any((sheet.cells < 0).any() for sheet in table.sheets)


@pytest.mark.parametrize(
    ("concept", "word"), [("nash", "nash was asked for"), ("correlated", "mediator's lottery")]
)
def test_another_concept_is_looked_up(concept: str, word: str) -> None:
    made = board(load("conditional-aid"), ["ukraine_first"], concept=concept)
    (scenario,) = made.scenarios
    assert scenario.mode == "table"
    assert word in scenario.reason
    engine = Engine(made)
    found = engine.solve("ukraine_first", engine.run("negotiate.theta(board, 0)"))
    assert found["valid"] == (concept == "nash")
    strip = json.dumps("ukraine_first")
    job = f"negotiate.strip(board, {strip}, negotiate.theta(board, 0), 3, 9)"
    assert engine.run(f"{job}.segments") == []


def test_the_same_file_gives_the_same_table() -> None:
    first, second = (regime_table(model_of(PENNIES).parametric(""), "nash") for _ in range(2))
    assert [a.slots.tolist() for a in first.answers] == [a.slots.tolist() for a in second.answers]
    for one, other in zip(first.sheets, second.sheets, strict=True):
        assert one.cells.tolist() == other.cells.tolist()
