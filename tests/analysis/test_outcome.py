"""An equilibrium, told: path, quantities, criteria, terms, decisions, proof."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
from hypothesis import given
from tests.analysis_games import CONDITIONAL_AID, STICK, half, solved
from tests.nested import perfect
from tests.oracle import Node, as_game, behaviour_of, value

import negotiate
from negotiate.analysis.answer import solve
from negotiate.analysis.outcome import known_histories, proof
from negotiate.analysis.prospects import Prospects
from negotiate.results.solution import Certificate, Deviation


def test_the_path_is_unconditional_and_none_takes_the_rest() -> None:
    plays = {name: s.outcomes[0].play for name, s in solved(STICK).items()}
    assert plays["plain"].path == {
        "talks": {"refuse": 1},
        "aid": {"hold": 1},
        "front": {"loss": Fraction(1, 4), "calm": Fraction(3, 4)},
    }
    assert plays["threat"].path == {
        "talks": {"accept": 1}, "aid": {"none": 1}, "front": {"none": 1}
    }  # fmt: skip


def test_quantities_are_means_or_odds_and_terms_add_up() -> None:
    play = solved(STICK, "plain")["plain"].outcomes[0].play
    assert play.quantities == {
        "aid_level": 1,
        "ending": {"lost": Fraction(1, 4), "war": Fraction(3, 4)},
    }
    assert play.criteria == {"peace": 0}
    assert play.payoffs == {"US": 2, "UA": 1}
    assert play.terms == {"US": {"alliance": 2, "calm": 0}, "UA": {"war": 1, "face": 0}}


def test_a_payoff_of_nothing_is_nothing_and_a_small_one_is_small() -> None:
    pennies = negotiate.compare("textbook/matching-pennies", draws=0).scenarios[0].plays[0]
    assert list(pennies.payoffs.values()) == [0, 0]  # the value of matching pennies
    tree = {"A": {"little": [1e-9], "loss": [-1]}}
    game = negotiate.loads(f"players: [A]\ntree: {json.dumps(tree)}")
    assert negotiate.compare(game).scenarios[0].plays[0].payoffs == {"A": 1e-9}


def test_fractions_in_exact_mode_and_plain_floats_else() -> None:
    for exact, kind in ((True, Fraction), (False, float)):
        play = solved(STICK, "plain", exact=exact)["plain"].outcomes[0].play
        numbers = [*play.payoffs.values(), *play.path["front"].values(), play.criteria["peace"]]
        numbers += [v for d in play.decisions for v in (*d.value.values(), d.margin)]
        assert {type(number) for number in numbers} == {kind}


def test_decisions_carry_continuation_values_on_and_off_the_path() -> None:
    talks, aid = solved(STICK, "threat")["threat"].outcomes[0].play.decisions
    assert talks.value == {"accept": -half(1), "refuse": -5}
    assert (talks.reach, talks.margin, talks.plays) == (1, half(9), {"accept": 1, "refuse": 0})
    # Off the path: cutting costs nothing, holding is worth 2 less the 3 of the broken word.
    assert aid.history == {"talks": "refuse"}
    assert (aid.reach, aid.value, aid.margin) == (0, {"cut": 0, "hold": -1}, 1)


def test_a_player_knows_only_what_it_has_seen() -> None:
    ua, ru = solved(CONDITIONAL_AID, "both")["both"].outcomes[0].play.decisions
    assert (ua.history, ru.history) == ({}, {})
    second = solved(CONDITIONAL_AID, "ukraine_first")["ukraine_first"].outcomes[0].play.decisions
    assert [d.history for d in second if d.move == "ru"] == [{"ua": "accept"}, {"ua": "refuse"}]


def test_histories_that_a_player_cannot_tell_apart_are_weighed_by_reach() -> None:
    ru = solved(CONDITIONAL_AID, "russia_only")["russia_only"].outcomes[0].play.decisions[1]
    # Oracle K, k_ua = 1/4: Ukraine refuses; accepting then pays Russia 4.5, refusing 4.
    assert ru.value == {"accept": half(9), "refuse": 4}
    assert ru.margin == half(1)


UNREACHED = """
title: A simultaneous subgame that is not reached
players: [A, B]
moves:
  - A: enter
    options: [out, in]
  - A: row
    when: enter == in
    options: [up, down]
    seen_by: [A]
  - B: column
    when: enter == in
    options: [left, right]
payoffs:
  A: {out: 9 if enter == out else 0, up: 2 if ul else 0, down: 1 if dr else 0}
  B: {up: 1 if ul else 0, down: 2 if dr else 0}
criteria:
  ul: row == up and column == left
  dr: row == down and column == right
"""


def test_an_unreached_subgame_has_values_from_its_own_root() -> None:
    outcome = solved(UNREACHED, "")[""].outcomes[0]
    column = next(d for d in outcome.play.decisions if d.move == "column")
    row = next(d for d in outcome.play.decisions if d.move == "row")
    played = next(o for o, p in row.plays.items() if p == 1)
    wanted = {"up": {"left": 1, "right": 0}, "down": {"left": 0, "right": 2}}[played]
    assert column.reach == 0
    assert column.value == wanted


@given(perfect())
def test_values_at_the_root_are_those_of_the_oracle(root: Node) -> None:
    game = as_game(root)
    found = solve(game, "spe").equilibria[0]
    prospects = Prospects(game, found.behaviour)
    assert tuple(prospects.value[0]) == value(root, behaviour_of(game, found.behaviour))
    assert sum(prospects.reach[game.tree.leaf]) == 1
    own = prospects.margin[game.tree.decision].tolist()
    assert own == found.margin[game.tree.decision].tolist()


def test_the_worst_deviation_becomes_a_sentence() -> None:
    outcome = solved(STICK, "plain")["plain"].outcomes[0]
    tree, histories = outcome.tree, known_histories(outcome.tree)
    assert outcome.play.proof.holds
    assert outcome.play.proof.worst == "nobody gains by deviating"
    aid = next(h for h, d in outcome.decisions.items() if d.move == "aid")
    two = np.ones(2)

    def told(deviation: Deviation | None) -> str:
        return proof(tree, Certificate("", two, two, 0.0, deviation, holds=False), histories).worst

    assert told(Deviation(0, aid, int(tree.slot_start[aid]), 1.5)) == (
        "United States would gain 1.50 by aid cut after talks refuse"
    )
    assert told(Deviation(1, -1, -1, 2.0)) == "Ukraine would gain 2 by another strategy"
    assert told(None) == "there is nothing to decide"
