"""Learning against what is known of it, and against the tables that Nashpy is given."""

from __future__ import annotations

import math

import numpy as np
import pytest

import negotiate
from negotiate.analysis.learning import learn
from negotiate.errors import NoAnswerError, UsageError
from negotiate.game.game import Game

PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])


def test_fictitious_play_of_pennies_nears_the_even_mixture() -> None:
    """Robinson 1951: in zero-sum games frequencies converge."""
    course = learn(negotiate.load("matching-pennies").game(""), length=5000)
    last = course.moments[-1]
    assert last.at == 5000
    for spread in last.odds.values():
        assert list(spread.values()) == pytest.approx([0.5, 0.5], abs=0.03)
    assert last.regret < 0.03
    assert course.moments[0].regret > last.regret


def test_shapleys_game_never_settles() -> None:
    """Shapley 1964: fictitious play goes round in longer and longer runs."""
    a = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])
    b = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    course = learn(Game.from_payoffs([a, b]), length=5000, seed=3)
    assert all(moment.regret > 0.05 for moment in course.moments)


@pytest.mark.parametrize("process", ["fictitious", "replicator"])
def test_what_is_dominated_dies_out(process: str) -> None:
    game = negotiate.load("prisoners-dilemma").game("")
    last = learn(game, process, length=1000).moments[-1]
    assert all(spread["defect"] > 0.99 for spread in last.odds.values())
    assert last.regret < 0.01


def test_replicators_keep_what_pennies_keep() -> None:
    """Hofbauer & Sigmund 1998, section 11.2: the sum of the logarithms never moves."""
    course = learn(Game.from_payoffs([PENNIES, -PENNIES]), "replicator", length=30, seed=5)
    kept = [
        sum(math.log(share) for spread in moment.odds.values() for share in spread.values())
        for moment in course.moments
    ]
    assert kept == pytest.approx([kept[0]] * len(kept), rel=1e-4)
    assert max(m.regret for m in course.moments) > 0.01


@pytest.mark.parametrize("process", ["fictitious", "replicator"])
def test_units_of_payoff_do_not_matter_and_seeds_do(process: str) -> None:
    a, b = np.array([[3.0, 0], [2, 2]]), np.array([[3.0, 2], [0, 2]])
    here, there = (Game.from_payoffs([k * a + c, b]) for k, c in ((1, 0), (8, -5)))
    assert learn(here, process, seed=2) == learn(there, process, seed=2)
    flat = Game.from_payoffs([a * 0, b * 0])
    assert learn(flat, process, length=9, seed=1) != learn(flat, process, length=9, seed=2)


def test_the_global_generator_is_left_as_it_was() -> None:
    np.random.seed(7)  # noqa: NPY002 (what must not change)
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(7)  # noqa: NPY002
    learn(negotiate.load("chicken").game(""), length=20)
    assert np.random.random() == expected  # noqa: NPY002


def test_refusals() -> None:
    with pytest.raises(NoAnswerError, match="3 players decide something"):
        learn(negotiate.load("selten-horse").game(""))
    with pytest.raises(UsageError, match="'replicator'"):
        learn(negotiate.load("chicken").game(""), "replicater")
