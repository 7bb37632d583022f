"""The certificate of a quantal response holds where the logit rule does, and nowhere else."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect
from tests.oracle import Node, as_game

from negotiate.concepts import brute_force, qre
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game
from negotiate.results.solution import Coverage

CHOICE = Game.from_tree(["A"], {"A": {"low": [0], "high": [2]}})


def logit(rationality: float) -> np.ndarray:
    high = 1 / (1 + exp(-2 * rationality))
    return np.array([1 - high, high])


@pytest.mark.parametrize("rationality", [0, 1e-6, 0.5, 3, 200])
def test_one_choice_by_hand(rationality: float) -> None:
    certificate = qre.certify_at(CHOICE, logit(rationality), rationality)
    assert certificate.holds
    assert certificate.max_regret <= 1e-15


@pytest.mark.parametrize("shift", [1e-7, -1e-3])
def test_an_error_of_a_probability_is_seen(shift: float) -> None:
    certificate = qre.certify_at(CHOICE, logit(1) + np.array([shift, -shift]), 1)
    assert not certificate.holds
    worst = certificate.worst
    assert worst is not None
    assert worst.slot == (1 if shift > 0 else 0)


def test_another_rationality_is_another_equilibrium() -> None:
    assert not qre.certify_at(CHOICE, logit(1), 1.001).holds
    assert qre.certify(CHOICE, logit(1)).holds
    assert "λ = 1 " in qre.certify(CHOICE, logit(1)).condition


def test_the_regret_counts_entropy() -> None:
    """Even odds at λ = 2: payoff 1 and entropy log 2 against log(1 + e^4) in all, over λ."""
    certificate = qre.certify_at(CHOICE, np.array([0.5, 0.5]), 2)
    assert certificate.regret[0] == pytest.approx((log(1 + exp(4)) - (2 + log(2))) / 2)


def test_worse_options_are_never_likelier() -> None:
    assert not qre.certify(CHOICE, np.array([0.7, 0.3])).holds


def test_a_single_option_and_no_decision_hold() -> None:
    single = Game.from_tree(["A"], {"A": {"only": [3]}})
    assert qre.certify(single, np.ones(1)).holds
    nothing = Game.from_tree(["A"], {"chance": {"l": [0], "r": [1]}, "odds": {"l": 0.5, "r": 0.5}})
    assert qre.certify(nothing, np.array([0.5, 0.5])).holds
    assert not qre.certify(nothing, np.array([0.4, 0.6])).holds


def test_pure_play_is_no_quantal_response() -> None:
    """Except where there is no choice, all options have positive odds."""
    answer = brute_force(CHOICE, "qre")
    assert answer.coverage is Coverage.NONE_FOUND


# A leaves B in the dark about l or r; out is so bad that its odds vanish in floats at large λ.
HIDDEN = {"B": {"x": [0, 0], "y": [0, 1]}, "information": "b"}
REMOTE = Game.from_tree(["A", "B"], {"A": {"out": [9, 0], "l": HIDDEN, "r": HIDDEN}})


def test_beliefs_follow_from_odds_as_small_as_floats_go() -> None:
    rationality = 50
    y = 1 / (1 + exp(-rationality))
    tail = exp(-9 * rationality)
    behaviour = np.array([1 / (1 + 2 * tail), tail, tail, 1 - y, y])
    assert qre.certify_at(REMOTE, behaviour, rationality).holds


def test_beliefs_that_floats_cannot_tell_are_not_certified() -> None:
    certificate = qre.certify_at(REMOTE, np.array([1, 0, 0, 0, 1.0]), 500)
    assert not certificate.holds
    assert certificate.max_regret == np.inf


def test_what_chance_rules_out_is_not_judged() -> None:
    ruled_out = {
        "chance": {"never": {"A": {"l": HIDDEN, "r": HIDDEN}}, "always": [0, 0]},
        "odds": {"never": 0, "always": 1},
    }
    game = Game.from_tree(["A", "B"], ruled_out)
    slots = np.array([0, 1, 0.5, 0.5, 0.9, 0.1])
    assert qre.certify_at(game, slots, 1).holds


@given(imperfect(), st.floats(0, 3))
def test_odds_that_do_not_sum_to_one_never_hold(root: Node, rationality: float) -> None:
    game = as_game(root, exact=False)
    behaviour = game.chance.copy()
    decides = game.tree.decision[game.tree.slot_infoset]
    behaviour[decides] = 0.6
    assert qre.certify_at(game, behaviour, rationality).holds == (not decides.any())


def test_forgetting_is_refused() -> None:
    again = {"A": {"l": [0], "r": [1]}, "information": "same"}
    game = Game.from_tree(["A"], {"A": {"l": again, "r": again}, "information": "first"})
    with pytest.raises(NoAnswerError, match="forgets"):
        qre.certify_at(game, np.full(4, 0.5), 1)
