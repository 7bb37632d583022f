"""How credible Nash equilibria are: who would drop which plan, and by how much."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.game.strategies import nested_trees
from tests.private_games import BEER_QUICHE, HORSE

from negotiate import Game, compare, load, loads
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.verdict import always_reached, verdicts
from negotiate.concepts import spe
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.results import Verdict


def told(model: Any, scenario: str = "") -> list[tuple[dict[str, Any], Verdict]]:
    answer = compare(model, concept="nash", exact=True, all=True, draws=0)
    plays = answer.scenario(scenario).plays
    found = []
    for play in plays:
        assert play.verdict is not None
        found.append((dict(play.payoffs), play.verdict))
    return found


def test_the_horse() -> None:
    """Selten 1975: staying out is sequential, handing over at once rests on an empty plan."""
    for payoffs, verdict in told(loads(HORSE)):
        if payoffs["P1"] == 1:
            assert verdict.standing == "sequential"
            assert verdict.player == ""
        else:
            assert verdict.standing == "not credible"
            assert (verdict.player, verdict.move, verdict.option) == ("P2", "P2", "L")
            assert dict(verdict.history) == {"P1": "R"}
            assert 1 <= float(verdict.gain) <= 3
            plan = re.fullmatch(
                r"after P1 R, P2 would rather choose L than (R|mix R [\d.]+% and L [\d.]+%),"
                r" by (\S+)",
                verdict.sentence,
            )
            assert plan
            # It loses 3 by R, and by a mixture as much of it as R has odds.
            share = re.match(r"mix R ([\d.]+)%", plan[1])
            lost = 3 * float(share[1]) / 100 if share else 3.0
            assert float(plan[2]) == pytest.approx(lost, abs=0.01)


def test_entry_deterrence() -> None:
    """Selten 1978: the threat to fight keeps the entrant out and would not be carried out."""
    found = told(load("textbook/entry-deterrence"), "threat")
    assert Counter(v.standing for _, v in found) == {"not credible": 2, "subgame perfect": 1}
    pure = next(v for _, v in found if v.gain == 2)
    assert pure.sentence == (
        "after entry enter, Incumbent would rather choose share than fight, by 2"
    )


def test_both_meals_are_sequential() -> None:
    for _, verdict in told(loads(BEER_QUICHE)):
        assert verdict.standing == "sequential"


def test_a_table_has_no_verdicts() -> None:
    answer = compare("textbook/chicken", concept="nash", draws=0)
    assert all(play.verdict is None for play in answer.scenarios[0].plays)


def test_only_nash_equilibria_are_judged() -> None:
    answer = compare("textbook/entry-deterrence", concept="spe", draws=0)
    assert all(play.verdict is None for r in answer.scenarios for play in r.plays)


@pytest.mark.parametrize(("share", "standing"), [("1/4", "sequential"), ("3/4", "not credible")])
def test_what_no_belief_excuses(share: str, standing: str) -> None:
    """B, asked, would fight only if the state were high with odds of 1/2, and A cannot know it."""
    text = f"""
title: A state that nobody knows
players: [A, B]
parameters: {{high: {share}}}
moves:
  - chance: state
    odds: {{high: 1 - high, low: high}}
    seen_by: []
  - A: entry
    options: [in, out]
  - B: reply
    when: entry == in
    options: [fight, yield]
payoffs:
  A: 2 if entry == out else (0 if reply == fight else 3)
  B: 0 if entry == out else (1 if (reply == fight) == (state == high) else 0)
"""
    answer = compare(loads(text), concept="nash", exact=True, all=True, draws=0)
    out = [p for p in answer.scenarios[0].plays if p.payoffs["A"] == 2]
    kinds = {p.verdict.standing for p in out if p.verdict}
    assert (standing in kinds) == bool(out)


def as_text(tree: Any, players: list[str]) -> str:
    """Return a nested tree as a game file."""
    return json.dumps({"title": "random", "players": players, "tree": tree}, default=str)


@settings(max_examples=25)
@given(nested_trees(n_players=2, max_leaves=7))
def test_with_perfect_information_the_verdict_is_subgame_perfection(tree: Any) -> None:
    text = as_text(tree, ["P0", "P1"])
    assume('{"P' in text)
    model = loads(text)
    game = model.game(exact=True)
    (solved,) = solve_scenarios(model, concept="nash", options=Options(all=True), exact=True)
    for outcome, verdict in zip(solved.outcomes, verdicts(solved.outcomes), strict=True):
        if verdict is not None:
            holds = spe.certify(game, outcome.equilibrium.behaviour).holds
            assert verdict.standing == ("subgame perfect" if holds else "not credible")
            assert (verdict.gain > 0) == (not holds)


def four_players(seed: int) -> Any:
    """Return a random tree of 31 nodes in which four players move one after the other."""
    rng = np.random.default_rng(seed)

    def node(depth: int) -> Any:
        if depth == 4:
            return rng.integers(0, 100, size=4).tolist()
        return {f"P{depth}": {"l": node(depth + 1), "r": node(depth + 1)}}

    return node(0)


@pytest.mark.parametrize("seed", [1])
def test_hundreds_of_equilibria_and_one_that_is_credible(seed: int) -> None:
    model = loads(as_text(four_players(seed), ["P0", "P1", "P2", "P3"]))
    assert model.game().tree.n_nodes == 31
    answer = compare(model, concept="nash", method="pure", all=True, draws=0)
    kinds = Counter(p.verdict.standing for p in answer.scenarios[0].plays if p.verdict)
    assert kinds["not credible"] > 100
    assert set(kinds) <= {"not credible", "subgame perfect"}
    assert kinds["subgame perfect"] <= 1


@given(st.integers(2, 3))
def test_a_table_always_reaches_everyone(n: int) -> None:
    rows = {f"r{k}": {"B": {"l": [k, 0], "r": [0, k]}, "information": "B"} for k in range(n)}
    assert always_reached(Game.from_tree(["A", "B"], {"A": rows}).tree)
    seen = {f"r{k}": {"B": {"l": [k, 0], "r": [0, k]}} for k in range(n)}
    assert not always_reached(Game.from_tree(["A", "B"], {"A": seen}).tree)
