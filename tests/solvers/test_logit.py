"""The branch of logit equilibria: published points, its own equation, limits, invariances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect
from tests.oracle import Node, as_game

from negotiate.api import load
from negotiate.concepts import nash, qre, spe
from negotiate.errors import NoAnswerError
from negotiate.forms import agent
from negotiate.forms.agent import AgentForm, n_pairs
from negotiate.game.game import Game
from negotiate.solvers import logit
from negotiate.solvers.logit import follow

if TYPE_CHECKING:
    from negotiate.types import FloatArray

# McKelvey & Palfrey 1995, section 5: the game of Ochs, as a tree in which Column does not see.
OCHS = Game.from_tree(
    ["Row", "Column"],
    {
        "Row": {
            "U": {"Column": {"L": [1.1141, 0], "R": [0, 1.1141]}, "information": "c"},
            "D": {"Column": {"L": [0, 1.1141], "R": [0.2785, 0]}, "information": "c"},
        }
    },
)

# McKelvey & Palfrey 1998: the centipede of four moves.
LAST = {"B": {"take": [0.8, 3.2], "pass": [6.4, 1.6]}}
SECOND = {"B": {"take": [0.2, 0.8], "pass": {"A": {"take": [1.6, 0.4], "pass": LAST}}}}
CENTIPEDE = Game.from_tree(["A", "B"], {"A": {"take": [0.4, 0.1], "pass": SECOND}})


def at(game: Game, rationality: float) -> FloatArray:
    branch = follow(game, rationality)
    assert branch.reached
    assert branch.rationality[-1] == rationality
    behaviour: FloatArray = branch.behaviour[-1]
    return behaviour


@pytest.mark.parametrize(
    ("rationality", "up", "left"),
    [
        (0.5, 0.5496540, 0.4861737),
        (1, 0.5867840, 0.4518070),
        (2, 0.6175219, 0.3719817),
        (10, 0.5576885, 0.2166298),
    ],
)
def test_ochs(rationality: float, up: float, left: float) -> None:
    """McKelvey & Palfrey 1995, recomputed to seven digits by solving the two equations."""
    assert at(OCHS, rationality)[[0, 2]] == pytest.approx([up, left], abs=5e-8)


@pytest.mark.parametrize(
    ("rationality", "take"),
    [
        (0.5, [0.37359, 0.37557, 0.38507, 0.68997]),
        (2, [0.23619, 0.37630, 0.76158, 0.96083]),
    ],
)
def test_centipede(rationality: float, take: list[float]) -> None:
    """McKelvey & Palfrey 1998, by closed form from the last move to the first."""
    assert at(CENTIPEDE, rationality)[::2] == pytest.approx(take, abs=5e-6)


def test_without_rationality_everything_is_equally_likely() -> None:
    assert at(OCHS, 0).tolist() == [0.5] * 4


def test_limits_are_equilibria() -> None:
    """The Nash equilibrium of Ochs's game in closed form; the centipede's is to take at once."""
    mixed = follow(OCHS).behaviour[-1]
    assert mixed[[0, 2]] == pytest.approx([0.5, 0.2785 / (0.2785 + 1.1141)], abs=1e-9)
    assert nash.certify(OCHS, mixed).holds
    credible = follow(CENTIPEDE).behaviour[-1]
    assert credible.tolist() == [1, 0] * 4
    assert spe.certify(CENTIPEDE, credible).holds


def test_until_ends_the_branch() -> None:
    branch = follow(OCHS, until=lambda rationality, _: rationality > 3)
    assert branch.reached
    assert branch.rationality[-2] <= 3 < branch.rationality[-1]


def test_derivatives_are_those_of_differences() -> None:
    for game in (OCHS, CENTIPEDE):
        form = AgentForm(game, game.u)
        y = np.random.default_rng(1).normal(size=form.n)
        advantage, slope = form.linearised(y)
        assert advantage == pytest.approx(form.advantage(y))
        for k, step in enumerate(np.eye(form.n) * 1e-6):
            difference = (form.advantage(y + step) - form.advantage(y - step)) / 2e-6
            assert slope[:, k] == pytest.approx(difference, abs=1e-8)


@given(imperfect(), st.integers(0, 99))
def test_sparse_derivatives_are_the_dense_ones(root: Node, seed: int) -> None:
    game = as_game(root, exact=False)
    form = AgentForm(game, game.u)
    assert n_pairs(game.tree) == len(form._above)
    if not form.n:
        return
    y = np.random.default_rng(seed).normal(size=form.n)
    dense = form.linearised(y)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agent, "MANY", 0)
        patch.setattr(agent, "SPARSE", 99)
        sparse = form.linearised(y)[1]
        branch = follow(game, 2)
    assert sparse.toarray() == pytest.approx(dense, abs=1e-13)
    assert branch.behaviour[-1] == pytest.approx(follow(game, 2).behaviour[-1], abs=1e-9)


def test_a_tree_of_thousands_of_nodes() -> None:
    """Talks without seeing the other's answer, in a tree of 2,443 nodes."""
    game = load("kellogg").game("simultaneous_talks")
    behaviour = at(game, 0.5)
    assert qre.certify_at(game, behaviour, 0.5).holds


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logit, "MAX_DENSE", 7)
    assert "8 actions" in str(logit.refusal(CENTIPEDE))
    monkeypatch.setattr(logit, "MAX_DENSE", 8)
    assert logit.refusal(CENTIPEDE) is None
    monkeypatch.setattr(logit, "MAX_PAIRS", 5)
    assert "pairs" in str(logit.refusal(CENTIPEDE))


def test_forgetful_players_are_refused() -> None:
    again = {"A": {"l": [0], "r": [1]}, "information": "same"}
    forgetful = Game.from_tree(["A"], {"A": {"l": again, "r": again}, "information": "first"})
    with pytest.raises(NoAnswerError, match="forgets"):
        follow(forgetful)
