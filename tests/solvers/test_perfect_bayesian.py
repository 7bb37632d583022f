"""Perfect Bayesian equilibria: those that are sequential, and where that is all of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.private_games import BEER_QUICHE, D2, HORSE, reputation

from negotiate import Game, loads
from negotiate.analysis.answer import solve
from negotiate.concepts import perfect_bayesian, sequential, weak_perfect_bayesian
from negotiate.results import Coverage
from negotiate.solvers.consistent import beliefs_are_free
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.types import NumberArray

BOTH = ["perfect_bayesian", "weak_perfect_bayesian"]

CHAIN = """
title: Everything is seen
players: [A, B]
tree:
  A: {out: [0, 2], in: {B: {fight: [-1, -1], yield: [1, 1]}}}
"""

THREE_CASES = """
title: A choice that looks alike from two sides
players: [A, B, C]
tree:
  A:
    out: [3, 0, 0]
    left: {B: {l: {C: {x: [0, 0, 1], y: [4, 0, 0]}, information: C}, r: [0, 1, 0]}, information: B}
    right: {B: {l: {C: {x: [0, 0, 0], y: [4, 0, 1]}, information: C}, r: [0, 0, 0]}, information: B}
"""


@pytest.mark.parametrize("concept", BOTH)
@pytest.mark.parametrize("text", [BEER_QUICHE, D2, CHAIN])
def test_one_message_and_one_reply_leave_only_sequential_ones(text: str, concept: str) -> None:
    """Fudenberg & Tirole 1991, section 8.3: with two periods the concepts coincide."""
    game = loads(text).game(exact=True)
    found = solve(game, concept, options=Options(all=True))
    known = solve(game, "sequential", options=Options(all=True))
    assert found.method == "sequential"
    assert found.coverage is known.coverage is Coverage.ALL
    assert [e.conditions for e in found.equilibria] == [e.conditions for e in known.equilibria]
    assert all(e.certificate.holds for e in found.equilibria)


@pytest.mark.parametrize("concept", BOTH)
@pytest.mark.parametrize("text", [HORSE, reputation(2), THREE_CASES])
def test_elsewhere_nothing_is_said_of_others(text: str, concept: str) -> None:
    found = solve(loads(text).game(exact=True), concept)
    assert found.equilibria
    assert found.coverage is Coverage.SOME
    assert any("there may be others" in note for note in found.notes)


def plans(game: Game) -> list[NumberArray]:
    """Return all pure profiles."""
    tree = game.tree
    mine = np.flatnonzero(tree.decision).tolist()
    found = []
    for chosen in product(*(range(*tree.slot_start[h : h + 2].tolist()) for h in mine)):
        behaviour = game.chance.copy()
        behaviour[list(chosen)] = Fraction(1)
        found.append(behaviour)
    return found


@settings(max_examples=15)
@given(
    st.lists(st.integers(0, 3), min_size=16, max_size=16),
    st.sampled_from([1, 2]),
)
def test_in_games_of_signals_any_beliefs_that_hold_have_trembles(
    numbers: list[int], types: int
) -> None:
    """Each pure profile is weakly perfect Bayesian exactly if it is sequential."""
    pays = iter(numbers)

    def reply(name: str) -> dict[str, object]:
        rows = {k: [next(pays), next(pays)] for k in ("up", "down")}
        return {"R": rows, "information": name}

    kinds = [{"S": {"loud": reply("loud"), "quiet": reply("quiet")}} for _ in range(2)]
    odds = {"a": Fraction(types, 3), "b": Fraction(3 - types, 3)}
    tree = {"chance": {"a": kinds[0], "b": kinds[1]}, "odds": odds}
    game = Game.from_tree(["S", "R"], tree, exact=True)
    assert beliefs_are_free(game)
    for behaviour in plans(game):
        weak = weak_perfect_bayesian.certify(game, behaviour).holds
        assert perfect_bayesian.certify(game, behaviour).holds == weak
        assert sequential.certify(game, behaviour).holds == weak


def test_two_who_guess_the_same_choice_may_contradict_each_other() -> None:
    """Trembles tie the beliefs of two listeners; Bayes' rule on the path does not."""
    assert not beliefs_are_free(loads(THREE_CASES).game(exact=True))
    assert not beliefs_are_free(loads(HORSE).game(exact=True))
