"""The hand-out of the lesson has the payoffs of the games that the lesson solves, in its order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negotiate

DOCS = Path(__file__).resolve().parents[1] / "docs" / "how-to"
BETS = re.split(r"^## \d\. ", (DOCS / "hand-out.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
LESSON = (DOCS / "teach-an-hour.md").read_text("utf-8")
GAMES = list(dict.fromkeys(re.findall(r"^\$ negotiate solve (\S+)", LESSON, re.MULTILINE)))


def test_every_game_that_is_solved_is_bet_on() -> None:
    assert len(GAMES) == len(BETS) == 8


@pytest.mark.parametrize("number", range(8))
def test_payoffs_on_the_hand_out_are_those_of_the_game(number: int) -> None:
    told = BETS[number].partition("\n## ")[0]
    pairs = {(float(a), float(b)) for a, b in re.findall(r"\((-?[\d.]+), (-?[\d.]+)\)", told)}
    model = negotiate.load(GAMES[number])
    games = [model.game(scenario) for scenario in model.scenarios]
    assert pairs == {tuple(row) for game in games for row in game.u.tolist()}


def test_the_plan_fills_the_hour_without_a_gap() -> None:
    plan = re.findall(r"^\| (\d+)–(\d+) \|", LESSON, re.MULTILINE)
    headings = re.findall(r"^## (\d+)–(\d+) · ", LESSON, re.MULTILINE)
    assert plan == headings
    assert [plan[0][0], *(end for _, end in plan)] == [*(start for start, _ in plan), "60"]
