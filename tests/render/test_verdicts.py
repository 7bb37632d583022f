"""Many Nash equilibria in one screen: which are credible, and what the others rest on."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from negotiate import compare, loads
from negotiate.render import text
from negotiate.render.verdicts import summary, telling
from negotiate.results import Coverage, Play, Proof, ScenarioReport, Verdict

GOOD = Verdict("subgame perfect", "every plan would be carried out, reached or not")
BAD = Verdict("not credible", "B would rather go right, by 2", "B", "b", "right", {"a": "top"}, 2.0)
WORSE = Verdict("not credible", "A would rather go left, by 1", "A", "a", "left", {}, 1.0)


def play(verdict: Verdict | None, payoff: float) -> Play:
    return Play({"A": payoff}, {}, {}, {}, (), Proof("", 0.0, True, ""), verdict=verdict)


def report(*plays: Play) -> ScenarioReport:
    return ScenarioReport("", "", "nash", "pure", Coverage.ALL_PURE, plays)


def test_the_credible_one_is_shown_among_many() -> None:
    plays = [play(BAD, k % 5) for k in range(30)]
    plays[17] = play(GOOD, 9)
    shown = telling(plays, 12)
    assert 17 in shown
    assert len(shown) == 4
    assert len({plays[i].payoffs["A"] for i in shown}) == 4


def test_what_fits_is_shown_as_it_is() -> None:
    assert telling([play(BAD, 0)] * 12, 12) == list(range(12))
    assert telling([play(None, 0)] * 20, 12) == list(range(12))


def test_empty_plans_are_counted_by_what_they_rest_on() -> None:
    lines = list(summary(report(*[play(BAD, 0)] * 3, play(GOOD, 1), *[play(WORSE, 2)] * 2)))
    assert lines == [
        "1 of 6 equilibria: subgame perfect: no. 4",
        "5 of 6 equilibria: not credible; what most of them rest on:",
        "- 3 of them, such as no. 1: B would rather go right, by 2",
        "- 2 of them, such as no. 5: A would rather go left, by 1",
    ]


def test_a_list_without_a_credible_one_says_where_to_find_it() -> None:
    lines = list(summary(report(play(BAD, 0), play(WORSE, 0))))
    assert lines[0] == "none of the 2 equilibria listed is credible; --concept spe finds what is"


def four_in_a_row(seed: int) -> str:
    """Return a game of four players, 31 nodes and random payoffs."""
    rng = np.random.default_rng(seed)

    def node(depth: int) -> Any:
        if depth == 4:
            return rng.integers(0, 100, size=4).tolist()
        return {f"P{depth}": {"l": node(depth + 1), "r": node(depth + 1)}}

    players = ["P0", "P1", "P2", "P3"]
    return json.dumps({"title": "Four in a row", "players": players, "tree": node(0)})


@pytest.mark.slow
def test_thousands_of_equilibria_and_one_that_is_credible_fit_a_screen() -> None:
    answer = compare(loads(four_in_a_row(1)), concept="nash", all=True, draws=0)
    page = text(answer)
    assert "1 of 1,984 equilibria: subgame perfect: no. " in page
    assert "1,983 of 1,984 equilibria: not credible" in page
    assert len(page.splitlines()) < 70
