"""The concepts with beliefs, held against games whose answers are known, and spoilt assessments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.private_games import BEER_QUICHE, HORSE

from negotiate import loads
from negotiate.concepts import nash, perfect_bayesian, sequential, spe, weak_perfect_bayesian
from negotiate.forms.assessment.support import supporting
from negotiate.results import Trembles

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

F = Fraction


def profile(game: Game, odds: dict[str, Any]) -> NumberArray:
    """Return behaviour from odds by ``move: option`` or ``move known-option: option``."""
    behaviour = game.chance.copy()
    tree = game.tree
    for key, plays in odds.items():
        move, *known = key.split()
        for h in np.flatnonzero(tree.decision).tolist():
            history = tree.history_of(int(tree.first_node[h]))
            if tree.labels.move_of(h) == move and set(known) <= set(history.values()):
                for s in range(*tree.slot_start[h : h + 2].tolist()):
                    behaviour[s] = F(plays.get(tree.labels.action_of(s), 0))
    return behaviour


def horse(one: str, two: Any, three: Any) -> tuple[Game, NumberArray]:
    game = loads(HORSE).game(exact=True)
    odds = {"P1": {one: 1}, "P2": {"R": two, "L": 1 - two}, "P3": {"R": three, "L": 1 - three}}
    return game, profile(game, odds)


@pytest.mark.parametrize("odds", [F(0), F(1, 8), F(1, 4)])
def test_the_sensible_equilibria_of_the_horse(odds: Fraction) -> None:
    """Selten 1975: R, R, and R at the third with odds of 1/4 at most."""
    game, behaviour = horse("R", F(1), odds)
    for concept in (nash, spe, weak_perfect_bayesian, perfect_bayesian, sequential):
        assert concept.certify(game, behaviour).holds


def test_beyond_a_quarter_the_second_would_hand_over() -> None:
    game, behaviour = horse("R", F(1), F(1, 4) + F(1, 1000))
    assert not sequential.certify(game, behaviour).holds


@pytest.mark.parametrize("odds", [F(1, 3), F(1)])
def test_the_other_equilibria_of_the_horse_are_not_credible(odds: Fraction) -> None:
    """Selten 1975: L, R with odds of 1/3 at least, R; the second would gain 3 by L."""
    game, behaviour = horse("L", odds, F(1))
    assert nash.certify(game, behaviour).holds
    assert spe.certify(game, behaviour).holds
    for concept in (weak_perfect_bayesian, perfect_bayesian, sequential):
        certificate = concept.certify(game, behaviour)
        assert not certificate.holds
        assert certificate.worst is not None
        assert game.tree.labels.move_of(certificate.worst.infoset) == "P2"
        assert certificate.regret.tolist() == [0, 3 * odds, 0]


def test_a_certificate_fails_when_any_part_of_it_is_spoilt() -> None:
    game, behaviour = horse("R", F(1), F(1, 8))
    found = supporting(game, behaviour, 0)
    assert found is not None
    beliefs, trembles = found.beliefs, found.trembles
    third = game.tree.nodes_of(2)
    assert beliefs[third].tolist() == [F(1, 3), F(2, 3)]
    good = sequential.certify_assessment(game, behaviour, beliefs, trembles)
    assert good.holds
    assert good.consistency is not None
    assert good.consistency.error == 0
    other = beliefs.copy()
    other[third] = [F(1, 2), F(1, 2)]
    assert not sequential.certify_assessment(game, behaviour, other, trembles).holds
    later = np.where(trembles.order > 0, trembles.order + np.arange(len(trembles.order)), 0)
    for spoilt in (
        replace(trembles, weight=trembles.weight * [F(1), F(2), F(1), F(1), F(1), F(1)]),
        replace(trembles, weight=trembles.weight * [F(1), F(2), F(1), F(3), F(1), F(1)]),
        replace(trembles, order=later),
        replace(trembles, weight=trembles.weight * 0),
        Trembles(trembles.order[:-1], trembles.weight[:-1]),
    ):
        assert not sequential.certify_assessment(game, behaviour, beliefs, spoilt).holds
    assert not sequential.certify_assessment(game, behaviour, beliefs, None).holds
    assert not sequential.certify_assessment(game, behaviour, beliefs[:-1], trembles).holds


def test_numbers_along_the_trembles_approach_the_assessment() -> None:
    game, behaviour = horse("R", F(1), F(1, 8))
    proof = sequential.certify(game, behaviour).consistency
    assert proof is not None
    distances = [distance for _, distance in proof.steps]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 1e-4
    assert distances[-1] < 1e-12


def pooling(game: Game, meal: str) -> NumberArray:
    other = "quiche" if meal == "beer" else "beer"
    return profile(
        game,
        {"meal": {meal: 1}, f"reply {meal}": {"leave": 1}, f"reply {other}": {"duel": 1}},
    )


@pytest.mark.parametrize("meal", ["beer", "quiche"])
@pytest.mark.parametrize("exact", [True, False])
def test_both_meals_are_sequential(meal: str, exact: bool) -> None:  # noqa: FBT001 -- a parameter
    """Cho & Kreps 1987: pooling on either meal is sequential."""
    game = loads(BEER_QUICHE).game(exact=exact)
    certificate = sequential.certify(game, pooling(game, meal))
    assert certificate.holds
    assert certificate.tol == (0 if exact else 1e-8)


STUBBORN = """
title: Beliefs that only weak perfection allows
players: [A, B]
tree:
  chance:
    low:
      A:
        out: [2, 2]
        in: {B: {fight: [0, 0], yield: [3, 1]}, information: B}
      information: A
    high:
      A:
        out: [2, 2]
        in: {B: {fight: [0, 1], yield: [3, 0]}, information: B}
      information: A
  odds: {low: 9/10, high: 1/10}
"""
"""Nobody knows the state. B fights only if it is high with odds of 1/2; A's move tells nothing."""


def test_what_nobody_knows_cannot_be_signalled() -> None:
    """A stays out for fear of a fight that B would only pick if it took the move for news.

    Weak perfect Bayesian equilibrium lets it; Bayes' rule through A's action does not.
    """
    game = loads(STUBBORN).game(exact=True)
    behaviour = profile(game, {"A": {"out": 1}, "B": {"fight": 1}})
    beliefs = behaviour[:1].repeat(game.tree.n_nodes) * 0
    for move, odds in (("A", [F(9, 10), F(1, 10)]), ("B", [F(1, 4), F(3, 4)])):
        h = game.tree.labels.moves.index(move)
        (infoset,) = np.flatnonzero((game.tree.labels.move == h) & game.tree.decision)
        beliefs[game.tree.nodes_of(int(infoset))] = odds
    assert weak_perfect_bayesian.certify_assessment(game, behaviour, beliefs).holds
    assert not perfect_bayesian.certify_assessment(game, behaviour, beliefs).holds
    assert weak_perfect_bayesian.certify(game, behaviour).holds
    assert not perfect_bayesian.certify(game, behaviour).holds
    assert not sequential.certify(game, behaviour).holds
    better = profile(game, {"A": {"in": 1}, "B": {"yield": 1}})
    assert sequential.certify(game, better).holds


def test_bayes_on_the_path_is_asked_of_the_weak_concept() -> None:
    game = loads(STUBBORN).game(exact=True)
    behaviour = profile(game, {"A": {"in": 1}, "B": {"yield": 1}})
    beliefs = supporting(game, behaviour, 0)
    assert beliefs is not None
    assert weak_perfect_bayesian.certify_assessment(game, behaviour, beliefs.beliefs).holds
    shaken = beliefs.beliefs.copy()
    nodes = next(
        game.tree.nodes_of(h)
        for h in range(game.tree.n_infosets)
        if game.tree.labels.move_of(h) == "B"
    )
    shaken[nodes] = [F(8, 10), F(2, 10)]
    assert not weak_perfect_bayesian.certify_assessment(game, behaviour, shaken).holds
