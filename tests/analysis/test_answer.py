"""Solving: nothing is believed without its proof, and what was passed over is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis_games import CONDITIONAL_AID, STICK, model
from tests.nested import perfect
from tests.oracle import as_game, behaviour_of, is_spe

from negotiate.analysis import answer
from negotiate.analysis.answer import concept_for, solve
from negotiate.errors import NoAnswerError, UsageError
from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from tests.oracle import Node

    from negotiate.game.game import Game


def profile(game: Game, *options: str) -> Candidate:
    """Return a pure candidate that plays these options wherever they exist."""
    tree = game.tree
    behaviour = game.chance.copy()
    for s, a in enumerate(tree.labels.action.tolist()):
        if tree.infoset_owner[tree.slot_infoset[s]] >= 0:
            behaviour[s] = Fraction(int(tree.labels.actions[a] in options))
    return Candidate(behaviour, np.zeros(tree.n_players, dtype=object))


def method(
    *candidates: Candidate, coverage: Coverage, refuses: str | None = None
) -> SimpleNamespace:
    """Return a solver method that answers what it is told to."""
    return SimpleNamespace(
        refusal=lambda game: refuses,  # noqa: ARG005
        solve=lambda game, options: Answer(candidates, coverage),  # noqa: ARG005
    )


@pytest.fixture
def game() -> Game:
    return model(STICK).game("plain", exact=True)


def test_a_false_candidate_is_dropped_and_the_coverage_says_so(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = profile(game, "refuse", "hold"), profile(game, "accept", "hold")
    liar = method(wrong, right, coverage=Coverage.ALL)
    monkeypatch.setattr(answer, "methods", lambda concept: {"liar": liar})  # noqa: ARG005
    found = solve(game, "spe")
    assert len(found.equilibria) == 1
    assert found.coverage is Coverage.SOME
    assert "1 of 2 candidates failed the certificate" in " ".join(found.notes)
    # By hand: payoffs are recomputed, whatever the method claimed (it claimed zeros).
    assert found.equilibria[0].payoff.tolist() == [2, 1]
    assert found.stats["certified"] == 1


def test_auto_passes_on_where_a_method_refuses_or_fails(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    methods = {
        "shy": method(coverage=Coverage.ALL, refuses="it is Monday"),
        "wrong": method(profile(game, "accept", "hold"), coverage=Coverage.ALL),
        "right": method(profile(game, "refuse", "hold"), coverage=Coverage.ALL),
    }
    monkeypatch.setattr(answer, "methods", lambda concept: methods)  # noqa: ARG005
    found = solve(game, "spe")
    assert found.method == "right"
    assert found.coverage is Coverage.ALL
    assert "shy was passed over: it is Monday" in found.notes
    assert any(note.startswith("wrong was passed over") for note in found.notes)
    with pytest.raises(NoAnswerError, match="it is Monday") as refused:
        solve(game, "spe", "shy")
    assert refused.value.next_step.startswith("use the method wrong")


def test_that_there_is_none_is_an_answer(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    none = method(coverage=Coverage.NONE_EXISTS)
    monkeypatch.setattr(answer, "methods", lambda concept: {"prover": none})  # noqa: ARG005
    assert solve(game, "spe").coverage is Coverage.NONE_EXISTS


def test_a_margin_that_the_method_leaves_out_is_computed(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = method(profile(game, "refuse", "hold"), coverage=Coverage.ALL)
    monkeypatch.setattr(answer, "methods", lambda concept: {"silent": silent})  # noqa: ARG005
    found = solve(game, "spe").equilibria[0]
    # By hand: refusing is worth 1 and accepting -1/2; holding 2 and cutting 0.
    leads = found.margin[game.tree.decision].tolist()
    assert leads == [Fraction(3, 2), 2]
    assert found.ties == ()


def test_ties_are_listed() -> None:
    tied = model(STICK).game("threat", {"shame": 2}, exact=True)
    found = solve(tied).equilibria[0]
    assert [tied.tree.labels.move_of(h) for h in found.ties] == ["aid"]


def test_a_refusal_says_what_to_do_next(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(game: Game, options: Options) -> Answer:  # noqa: ARG001
        raise NoAnswerError("it was too hard")

    broken = SimpleNamespace(refusal=lambda game: None, solve=gives_up)  # noqa: ARG005
    right = method(profile(game, "refuse", "hold"), coverage=Coverage.ALL)
    plenty = {"spe": {"broken": broken}, "nash": {"right": right}}
    monkeypatch.setattr(answer, "methods", plenty.__getitem__)
    with pytest.raises(NoAnswerError, match="broken was passed over: it was too hard") as failed:
        solve(game, "spe")
    assert "Nash equilibria" in failed.value.next_step
    monkeypatch.setattr(answer, "methods", lambda concept: {})  # noqa: ARG005
    with pytest.raises(NoAnswerError, match="no method finds spe equilibria yet") as failed:
        solve(game, "spe")
    assert failed.value.next_step.startswith("make the game smaller")


def test_unknown_names_get_the_nearest() -> None:
    game = model(STICK).game("plain")
    with pytest.raises(UsageError, match="did you mean 'nash'"):
        solve(game, "nahs")
    with pytest.raises(UsageError, match="did you mean 'backward_induction'"):
        solve(game, "spe", "backwards_induction")


def test_auto_is_nash_only_where_the_game_is_its_only_subgame() -> None:
    aid = model(CONDITIONAL_AID)
    assert concept_for(aid.game("both")) == "nash"
    assert concept_for(aid.game("ukraine_first")) == "spe"
    assert concept_for(model(STICK).game("plain")) == "spe"


@given(perfect())
def test_every_answer_is_subgame_perfect_by_the_oracle(root: Node) -> None:
    game = as_game(root)
    for found in solve(game, "spe", options=Options(all=True)).equilibria:
        assert is_spe(root, behaviour_of(game, found.behaviour))
        assert found.certificate.holds


@given(perfect(), st.integers(1, 7), st.integers(-5, 5))
def test_choices_do_not_depend_on_units_or_origin(root: Node, scale: int, shift: int) -> None:
    game = as_game(root)
    moved = replace(game, u=game.u * Fraction(scale, 3) + shift)
    before, after = solve(game, "spe").equilibria[0], solve(moved, "spe").equilibria[0]
    assert before.behaviour.tolist() == after.behaviour.tolist()
    assert (after.payoff == before.payoff * Fraction(scale, 3) + shift).all()
