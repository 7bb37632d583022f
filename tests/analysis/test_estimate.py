"""Maximum likelihood: a published estimate, closed forms, invariances, and what is refused."""

from __future__ import annotations

from math import exp, inf, log
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import load, loads
from negotiate.analysis.estimate import NO_LIMIT, NO_REASON, counts_of, estimate
from negotiate.api import estimate as ask
from negotiate.errors import NoAnswerError, UsageError
from negotiate.game.game import Game
from negotiate.results.estimate import Observation
from negotiate.solvers import logit
from negotiate.solvers.logit import Principal, follow
from negotiate.solvers.protocol import Options
from negotiate.solvers.qre import backward

if TYPE_CHECKING:
    from collections.abc import Sequence

OCHS = """
title: Ochs
players: {Row: [up, down], Column: [left, right]}
payoffs:
  up:   {left: [1.1141, 0], right: [0, 1.1141]}
  down: {left: [0, 1.1141], right: [0.2785, 0]}
"""

CHOICE = Game.from_tree(["A"], {"A": {"low": [0], "high": [2]}})


def seen(low: float, high: float) -> Sequence[Observation]:
    return Observation("A", "low", low), Observation("A", "high", high)


def test_the_estimate_of_ochs_s_plays() -> None:
    """McKelvey & Palfrey 1995: n = 128, frequencies .527 and .366.

    Other programs print 1.8456098, which their optimisers round in the last digit: the root of
    the derivative, in arithmetic of 40 digits, is 1.845609746434944.
    """
    n, up, left = 128, 0.527, 0.366
    plays = [
        Observation("Row", "up", n * up),
        Observation("Row", "down", n * (1 - up)),
        Observation("Column", "left", n * left),
        Observation("Column", "right", n * (1 - left)),
    ]
    found = ask(loads(OCHS), plays)
    assert found.rationality == pytest.approx(1.845609746434944, abs=1e-11)
    assert found.observations == pytest.approx(2 * n)
    assert found.at_random == pytest.approx(2 * n * log(0.5))
    assert found.at_random < found.log_likelihood < found.at_best
    assert [fitted.move for fitted in found.decisions] == ["Row", "Column"]
    for end in (found.low, found.high):
        behaviour = follow(loads(OCHS).game(), end).behaviour[-1]
        counts = np.array([o.count for o in plays])
        lost = found.log_likelihood - counts @ np.log(behaviour)
        assert lost == pytest.approx(3.841458820694124 / 2, abs=1e-7)


@pytest.mark.parametrize(("low", "high"), [(10, 30), (1, 99), (499, 501)])
def test_a_single_choice_in_closed_form(low: float, high: float) -> None:
    """The log-odds are 2 λ, so that λ is half the logarithm of the observed odds."""
    found = estimate(CHOICE, seen(low, high))
    assert found.rationality == pytest.approx(log(high / low) / 2, abs=1e-9)
    assert found.log_likelihood == pytest.approx(found.at_best)
    for end in (found.low or found.high, found.high):
        p = 1 / (1 + exp(-2 * end))
        value = low * log(1 - p) + high * log(p)
        assert found.log_likelihood - value == pytest.approx(3.841458820694124 / 2, abs=1e-9)


def test_a_wider_level_is_a_wider_interval() -> None:
    narrow, wide = (estimate(CHOICE, seen(20, 40), level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.rationality < narrow.high < wide.high


def test_perfect_choices_bound_rationality_from_below_only() -> None:
    found = estimate(CHOICE, seen(0, 20))
    assert found.rationality == found.high == inf
    p = exp(-3.841458820694124 / 40)
    assert found.low == pytest.approx(log(p / (1 - p)) / 2, abs=1e-9)
    assert found.notes == (NO_LIMIT,)
    assert found.decisions[0].predicted["high"] == 1


def test_choices_for_the_worse_are_random_at_best() -> None:
    found = estimate(CHOICE, seen(30, 10))
    assert found.rationality == found.low == 0
    assert found.notes == (NO_REASON,)
    assert found.decisions[0].predicted == {"low": 0.5, "high": 0.5}


@given(st.sampled_from([0.01, 100.0]), st.integers(1, 50), st.integers(1, 50))
def test_units_of_payoff(unit: float, low: int, high: int) -> None:
    other = Game(CHOICE.tree, CHOICE.u * unit + 5, CHOICE.chance)
    first, second = (estimate(game, seen(low, high)) for game in (CHOICE, other))
    assert second.rationality * unit == pytest.approx(first.rationality, abs=1e-6)
    assert second.low * unit == pytest.approx(first.low, abs=1e-6)


@pytest.mark.parametrize("rationality", [0.3, 1.0, 4.0])
def test_expected_counts_give_the_rationality_that_made_them(rationality: float) -> None:
    """In a tree by the closed form, and in a table along the branch."""
    for game in (load("textbook/centipede").game(), loads(OCHS).game()):
        tree = game.tree
        if backward.refusal(game) is None:
            options = Options(rationality=rationality)
            behaviour = backward.solve(game, options).candidates[0].behaviour
        else:
            behaviour = follow(game, rationality).behaviour[-1]
        made = [
            Observation(tree.labels.move_of(h), tree.labels.action_of(s), 100 * behaviour[s])
            for h in range(tree.n_infosets)
            for s in range(*tree.slot_start[h : h + 2])
        ]
        assert estimate(game, made).rationality == pytest.approx(rationality, rel=1e-6)


def test_choices_that_tell_nothing_are_refused() -> None:
    game = Game.from_tree(["A"], {"A": {"l": [1], "r": [1]}})
    with pytest.raises(NoAnswerError, match="as likely at one"):
        estimate(game, [Observation("A", "l", 3)])


# B moves again in one of two situations that its own name does not tell apart.
AGAIN = """
title: Twice
players: {A: A, B: B}
moves:
  - A: opening
    options: [l, r]
  - B: reply
    options: [l, r]
payoffs:
  A: 1 if opening == l and reply == l else 0
  B: 1 if opening == l and reply == r else 0
"""


def test_situations_are_told_apart_by_what_came_before() -> None:
    tree = loads(AGAIN).game().tree
    counts = counts_of(
        tree,
        [
            Observation("reply", "l", 2, {"opening": "l"}),
            Observation("reply", "l", 5, {"opening": "r"}),
            Observation("reply", "l", 1, {"opening": "l"}),
        ],
    )
    found = {
        (tree.history_of(int(tree.first_node[h]))["opening"], tree.labels.action_of(s)): counts[s]
        for h in range(tree.n_infosets)
        for s in range(*tree.slot_start[h : h + 2])
        if tree.labels.move_of(h) == "reply"
    }
    assert found == {("l", "l"): 3, ("l", "r"): 0, ("r", "l"): 5, ("r", "r"): 0}


@pytest.mark.parametrize(
    ("observation", "said"),
    [
        (Observation("reply", "l"), "2 situations.*say after which opening"),
        (Observation("reply", "l", 1, {"opening": "x"}), "never decided knowing opening = x"),
        (Observation("replay", "l"), "did you mean 'reply'"),
        (
            Observation("opening", "left", where="c.csv:3"),
            r"c\.csv:3: 'opening' has no option 'left'",
        ),
        (Observation("opening", "l", -1), "not -1"),
        (Observation("opening", "l", inf), "not inf"),
        (Observation("opening", "l", 0), "no observation"),
    ],
)
def test_what_fits_no_decision_is_refused(observation: Observation, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ask(loads(AGAIN), [observation])


def test_a_branch_that_ends_bounds_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logit, "MAX_STEPS", 6)
    even, far = ([Observation("Row", "up", n), Observation("Row", "down", 100)] for n in (102, 160))
    assert any("could be followed to λ" in note for note in ask(loads(OCHS), even).notes)
    with pytest.raises(NoAnswerError, match="still improves where the search ends"):
        ask(loads(OCHS), far)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(UsageError, match="confidence level"):
        estimate(CHOICE, seen(1, 2), level)


def test_the_branch_as_a_function_is_the_branch() -> None:
    game = loads(OCHS).game()
    principal = Principal(game)
    for rationality in (0, 3, 0.2, 40):
        found = principal.at(rationality)
        assert found is not None
        assert found == pytest.approx(follow(game, rationality).log_behaviour[-1], abs=1e-9)
    assert not principal.turns_back
