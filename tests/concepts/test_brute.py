"""Trying every pure profile finds what the definition says, whatever the concept."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from tests.nested import enumerable, imperfect, perfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, key, pure_nash, pure_spe

from negotiate.concepts import _brute, brute_force
from negotiate.errors import NoAnswerError, UsageError
from negotiate.results.solution import Coverage


@given(enumerable(imperfect(), 100))
def test_nash_equilibria(root: Node) -> None:
    game = as_game(root)
    answer = brute_force(game, "nash")
    assert {key(behaviour_of(game, c.behaviour)) for c in answer.candidates} == pure_nash(root)
    found = Coverage.ALL_PURE if answer.candidates else Coverage.NONE_FOUND
    assert answer.coverage is found


@given(enumerable(perfect(), 100))
def test_perfect_equilibria_in_floats(root: Node) -> None:
    game = as_game(root, exact=False)
    answer = brute_force(game, "spe")
    assert {key(behaviour_of(game, c.behaviour)) for c in answer.candidates} == pure_spe(root)


@given(enumerable(perfect(), 100))
def test_a_cap_is_said(root: Node) -> None:
    game = as_game(root)
    answer = brute_force(game, "spe", cap=1)
    several = len(pure_spe(root)) > 1
    assert len(answer.candidates) == 1
    assert answer.coverage is (Coverage.SOME if several else Coverage.ALL_PURE)


def test_too_many_profiles_and_unknown_concepts_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = as_game(Move(0, "h", (Leaf((Fraction(1),)),) * 3))
    monkeypatch.setattr(_brute, "MAX_PROFILES", 2)
    with pytest.raises(NoAnswerError, match="more than 2 pure profiles"):
        brute_force(game, "nash")
    with pytest.raises(UsageError):
        brute_force(game, "nahs")
