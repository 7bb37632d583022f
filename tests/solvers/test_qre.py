"""Quantal response: a recursion written out, the certificate, invariances, draws at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp, inf, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import imperfect, perfect
from tests.oracle import Chance, Leaf, Move, Node, as_game, behaviour_of

from negotiate.analysis.answer import solve
from negotiate.concepts import qre
from negotiate.errors import NoAnswerError, UsageError
from negotiate.game.game import Batch, Game
from negotiate.results.solution import Coverage
from negotiate.solvers import logit
from negotiate.solvers.logit import follow
from negotiate.solvers.protocol import Options
from negotiate.solvers.qre import _draws, backward, branch

if TYPE_CHECKING:
    from negotiate.types import FloatArray

RATIONALITY = st.sampled_from([0.0, 0.1, 0.7, 2.0, 5.0])


def recursion(node: Node, rationality: float, play: dict[str, list[float]]) -> list[float]:
    """Return what a node is worth, as McKelvey & Palfrey 1998 define it; fill in the play."""
    if isinstance(node, Leaf):
        return [float(x) for x in node.payoffs]
    values = [recursion(child, rationality, play) for child in node.children]
    if isinstance(node, Chance):
        odds = [float(p) for p in node.odds]
    else:
        weights = [exp(rationality * value[node.player]) for value in values]
        odds = play[node.name] = [w / sum(weights) for w in weights]
    return [sum(p * v[i] for p, v in zip(odds, values, strict=True)) for i in range(len(values[0]))]


def at(module: Any, game: Game, rationality: float) -> FloatArray:
    (candidate,) = module.solve(game, Options(rationality=rationality)).candidates
    assert candidate.rationality == rationality
    behaviour: FloatArray = candidate.behaviour
    return behaviour


@given(perfect(6), RATIONALITY)
def test_backward_is_the_recursion(root: Node, rationality: float) -> None:
    game = as_game(root)
    play: dict[str, list[float]] = {}
    value = recursion(root, rationality, play)
    (candidate,) = backward.solve(game, Options(rationality=rationality)).candidates
    found = behaviour_of(game, candidate.behaviour)
    assert found.keys() == play.keys()
    for move, odds in play.items():
        assert [float(p) for p in found[move]] == pytest.approx(odds, abs=1e-13)
    lowest = np.asarray(game.u.min(axis=0), dtype=float)
    assert candidate.payoff + lowest == pytest.approx(value, abs=1e-12)
    assert qre.certify_at(game, candidate.behaviour, rationality, 1e-12).holds


@given(perfect(5), RATIONALITY)
def test_the_branch_leads_to_the_same(root: Node, rationality: float) -> None:
    game = as_game(root, exact=False)
    direct = at(backward, game, rationality)
    assert at(branch, game, rationality) == pytest.approx(direct, abs=1e-9)


@given(imperfect(), RATIONALITY)
def test_hidden_moves(root: Node, rationality: float) -> None:
    game = as_game(root, exact=False)
    assert qre.certify_at(game, at(branch, game, rationality), rationality).holds


@given(imperfect(), st.sampled_from([1e-3, 40.0]), st.sampled_from([-7.0, 1e6]))
def test_units_of_payoff(root: Node, unit: float, offset: float) -> None:
    game = as_game(root, exact=False)
    other = replace(game, u=game.u * unit + offset)
    assert at(branch, other, 2 / unit) == pytest.approx(at(branch, game, 2), abs=1e-7)


@given(imperfect())
def test_without_rationality_options_are_equally_likely(root: Node) -> None:
    game = as_game(root, exact=False)
    tree = game.tree
    decides = tree.decision[tree.slot_infoset]
    even = 1 / np.diff(tree.slot_start)[tree.slot_infoset]
    assert at(branch, game, 0)[decides].tolist() == even[decides].tolist()


@given(st.data())
def test_draws_at_once_are_those_one_by_one(data: st.DataObject) -> None:
    game = as_game(data.draw(perfect(6)), exact=False)
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    n = 5
    u = rng.normal(size=(*game.u.shape, n))
    rationality = rng.random(n) * 3
    u[..., 2] = np.nan
    chance = np.repeat(game.chance[:, None], n, axis=1)
    batch = Batch.dense(game.tree, u, chance)
    width = data.draw(st.sampled_from([1, 2, n]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_draws, "draws_at_once", lambda *_: width)
        found = _draws.solve_batch(batch, rationality)
    behaviour, payoff = found.behaviour, found.payoff
    assert np.isnan(behaviour[:, 2]).all()
    assert batch.valid.tolist() == [True, True, False, True, True]
    for k in np.flatnonzero(batch.valid).tolist():
        one = replace(game, u=u[..., k])
        (candidate,) = backward.solve(one, Options(rationality=float(rationality[k]))).candidates
        assert behaviour[:, k] == pytest.approx(candidate.behaviour, abs=1e-12)
        assert payoff[:, k] == pytest.approx(candidate.payoff + u[..., k].min(axis=0), abs=1e-12)


def test_draws_of_near_certainty_do_not_overflow() -> None:
    game = Game.from_tree(["A"], {"A": {"l": [0], "r": [1]}})
    batch = Batch.dense(game.tree, np.repeat(game.u[..., None], 2, axis=2), np.zeros((2, 2)))
    found = _draws.solve_batch(batch, np.array([0.0, 1e6]))
    assert found.behaviour.T.tolist() == [[0.5, 0.5], [0, 1]]
    assert found.payoff.tolist() == [[0.5, 1]]


def test_the_answer_says_what_it_covers() -> None:
    game = Game.from_tree(["A"], {"A": {"l": [0], "r": [1]}})
    direct = solve(game, "qre", "backward", Options(rationality=2))
    assert direct.coverage is Coverage.ALL
    assert direct.equilibria[0].behaviour[1] == pytest.approx(1 / (1 + exp(-2)))
    assert direct.equilibria[0].rationality == 2
    followed = solve(game, "qre", "branch", Options(rationality=2))
    assert followed.coverage is Coverage.SOME
    assert branch.PRINCIPAL in followed.notes


@pytest.mark.parametrize("asked", [None, -1.0, inf, nan])
def test_rationality_must_be_given(asked: float | None) -> None:
    game = Game.from_tree(["A"], {"A": {"l": [0], "r": [1]}})
    for method in ("backward", "branch"):
        with pytest.raises(UsageError, match="rationality"):
            solve(game, "qre", method, Options(rationality=asked))


def test_refusals() -> None:
    hidden = {"B": {"l": [0, 0], "r": [1, 1]}, "information": "same"}
    game = Game.from_tree(["A", "B"], {"A": {"l": hidden, "r": hidden}})
    assert "without knowing" in str(backward.refusal(game))
    endless = replace(Game.from_tree(["A"], {"A": {"l": [0], "r": [1]}}), u=np.array([[0], [inf]]))
    for module in (backward, branch):
        assert "finite" in str(module.refusal(endless))


# A table of small integers, found by search, whose branch goes back from λ = 2.03 to 0.98.
FOLD = (
    ((9, 2), (1, 4), (2, 1)),
    ((8, 5), (1, 1), (5, 0)),
    ((1, 3), (4, 6), (8, 2)),
)


def test_a_branch_that_turns_back_says_so() -> None:
    rows = tuple(Move(1, "column", tuple(leaf(*cell) for cell in row)) for row in FOLD)
    game = as_game(Move(0, "row", rows))
    before = branch.solve(game, Options(rationality=1.9))
    beyond = branch.solve(game, Options(rationality=2.5))
    assert branch.TURNS not in before.notes
    assert branch.TURNS in beyond.notes
    assert qre.certify_at(game, before.candidates[0].behaviour, 1.9).holds
    assert qre.certify_at(game, beyond.candidates[0].behaviour, 2.5).holds
    lambdas = follow(game, 2.5).rationality
    peak = int(np.argmax(np.diff(lambdas) < 0))
    assert 1.9 < lambdas[peak] < 2.1
    assert 0.9 < lambdas[peak:].min() < 1.1


def test_a_branch_that_is_left_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    game = as_game(Move(0, "only", (leaf(0), leaf(1))), exact=False)
    monkeypatch.setattr(logit, "MAX_STEPS", 2)
    answer = branch.solve(game, Options(rationality=50))
    assert answer.coverage is Coverage.NONE_FOUND
    assert "followed to λ" in answer.notes[0]
    assert logit.TOO_LONG in answer.notes[0]
    assert logit.Principal(game).at(50) is None
    with pytest.raises(NoAnswerError, match="followed to λ"):
        solve(game, "qre", "branch", Options(rationality=50))


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(map(Fraction, payoffs)))
