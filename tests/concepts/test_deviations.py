"""The worst deviation of a certificate is the worst there is, and brings what it says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, enumerable, imperfect
from tests.oracle import Behaviour, Leaf, Move, Node, as_game, nodes, slots_of, subgames, value

from negotiate.concepts import (
    coarse_correlated,
    correlated,
    extensive_correlated,
    nash,
    perfect_bayesian,
    qre,
    sequential,
    spe,
    weak_perfect_bayesian,
)
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game
from negotiate.results.solution import Certificate, Distribution

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

F = Fraction
MEDIATED = [correlated, extensive_correlated, coarse_correlated]


@st.composite
def played(draw: DrawFn) -> tuple[Node, Behaviour, Game]:
    """Draw a game whose players count in units of their own, and behaviour."""
    root = draw(enumerable(imperfect(min_stages=3), 100))
    game = as_game(root)
    units = [Fraction(10) ** (2 * p) for p in range(game.tree.n_players)]
    return root, draw(behaviours(root)), replace(game, u=game.u * units)


def is_the_largest(certificate: Certificate) -> bool:
    """Return whether the player named regrets most, in shares of its own payoff range."""
    worst = certificate.worst
    assert worst is not None
    shares = [
        float(r / s) if s else 0.0
        for r, s in zip(certificate.regret, certificate.scale, strict=True)
    ]
    assert worst.gain == pytest.approx(float(certificate.regret[worst.player]))
    return shares[worst.player] == max(shares)


@given(played())
def test_the_player_with_most_to_gain_is_named(drawn: tuple[Node, Behaviour, Game]) -> None:
    _, behaviour, game = drawn
    if not game.tree.decision.any():
        return
    slots = slots_of(game, behaviour)
    certificate = nash.certify(game, slots)
    assert is_the_largest(certificate)
    assert certificate.worst is not None
    assert (certificate.worst.infoset, certificate.worst.slot) == (-1, -1)
    assert is_the_largest(spe.certify(game, slots))
    lottery = Distribution(
        np.array([[int(s) for s in game.tree.slot_start[:-1]]]), np.array([F(1)])
    )
    for concept in MEDIATED:
        assert is_the_largest(concept.certify_distribution(game, lottery))


@given(played())
def test_one_decision_is_named_where_it_explains_all(
    drawn: tuple[Node, Behaviour, Game],
) -> None:
    """Change that one decision, in its own subgame, and look; where none does, none is named."""
    root, behaviour, game = drawn
    certificate = spe.certify(game, slots_of(game, behaviour))
    worst = certificate.worst
    if worst is None or game.tree.perfect_information or not worst.gain:
        return
    unit = 100**worst.player
    gains: dict[tuple[str, int], set[Fraction]] = {}
    for subgame in subgames(root):
        before = value(subgame, behaviour)[worst.player] * unit
        inside = [n for n in nodes(subgame) if isinstance(n, Move) and n.player == worst.player]
        for node in inside:
            for action in range(len(node.children)):
                pure = tuple(F(int(k == action)) for k in range(len(node.children)))
                after = value(subgame, {**behaviour, node.name: pure})[worst.player] * unit
                gains.setdefault((node.name, action), set()).add(after - before)
    regret = certificate.regret[worst.player]
    if worst.infoset >= 0:
        name = game.tree.labels.move_of(worst.infoset)
        action = worst.slot - int(game.tree.slot_start[worst.infoset])
        assert regret in gains[name, action]
    elif len(subgames(root)) == 1:
        assert worst.slot == -1
        assert all(regret not in found for found in gains.values())


PENNIES = Game.from_tree(
    ["A", "B"],
    {
        "A": {
            "h": {"B": {"h": [1, 0], "t": [0, 1]}, "information": "b"},
            "t": {"B": {"h": [0, 1], "t": [1, 0]}, "information": "b"},
        }
    },
    exact=True,
)


@pytest.mark.parametrize("concept", MEDIATED)
def test_a_profile_without_odds_is_no_matter_and_odds_below_zero_are(concept: Any) -> None:
    """Matching pennies: the four profiles with odds of 1/4 are the only correlated equilibrium."""
    actions = np.array([[0, 2], [0, 3], [1, 2], [1, 3], [0, 2]])
    even = [F(1, 4)] * 4
    assert concept.certify_distribution(
        PENNIES, Distribution(actions, np.array([*even, F(0)]))
    ).holds
    assert concept.certify_distribution(
        PENNIES, Distribution(actions, np.array([*map(float, even), 0.0]))
    ).holds
    less = np.array([F(1, 2), F(1, 4), F(1, 4), F(1, 4), F(-1, 4)])
    assert concept.certify_distribution(PENNIES, Distribution(actions, less)).max_regret == np.inf


@pytest.mark.parametrize("concept", MEDIATED)
def test_advice_is_for_that_very_decision(concept: Any) -> None:
    """An action of somebody else, chance's or none at all is no advice where a player must move."""
    for row in ([2, 3], [0, 0], [0, -1], [-1, 2], [0, 4]):
        lottery = Distribution(np.array([row]), np.array([F(1)]))
        assert concept.certify_distribution(PENNIES, lottery).max_regret == np.inf


@pytest.mark.parametrize("concept", MEDIATED)
def test_a_mediator_of_the_forgetful_is_refused(concept: Any) -> None:
    again = {"A": {"l": [0], "r": [1]}, "information": "same"}
    game = Game.from_tree(["A"], {"A": {"l": again, "r": again}, "information": "first"})
    with pytest.raises(NoAnswerError, match="forgets"):
        concept.certify_distribution(game, Distribution(np.array([[0, 2]]), np.ones(1)))


def test_the_sequential_concept_asks_the_forgetful_nothing() -> None:
    again = {"A": {"l": [0], "r": [1]}, "information": "same"}
    game = Game.from_tree(["A"], {"A": {"l": again, "r": again}, "information": "first"})
    with pytest.raises(NoAnswerError, match="forgets"):
        sequential.certify(game, np.full(4, 0.5))


def test_consistent_beliefs_are_not_enough() -> None:
    """A tosses for nothing, and takes the worse of two payoffs; its beliefs are beyond doubt."""
    game = Game.from_tree(["A"], {"A": {"worse": [0], "better": [1]}}, exact=True)
    certificate = sequential.certify(game, np.array([F(1), F(0)]))
    assert certificate.consistency is None or certificate.consistency.holds
    assert not certificate.holds


@pytest.mark.parametrize("rationality", [0.0, 2.0])
def test_odds_that_are_none_are_no_quantal_response(rationality: float) -> None:
    """Below 0, above 1, or of the wrong length: refused before any logarithm is taken."""
    game = Game.from_tree(["A"], {"A": {"l": [0], "r": [0]}})
    for odds in ([1.5, -0.5], [0.25, 0.25], [1.0]):
        assert qre.certify_at(game, np.array(odds), rationality).max_regret == np.inf
        assert qre.certify(game, np.array(odds)).max_regret == np.inf


@pytest.mark.parametrize("missing", [-1e-3, 1e-3])
def test_a_likely_option_is_missed_in_either_direction(missing: float) -> None:
    """Three equal options: whichever takes odds from another, someone has too many."""
    game = Game.from_tree(["A"], {"A": {"l": [0], "m": [0], "r": [0]}})
    certificate = qre.certify_at(game, np.array([1 / 3 + missing, 1 / 3, 1 / 3 - missing]), 1)
    assert not certificate.holds
    assert certificate.worst is not None
    assert certificate.worst.slot == (2 if missing > 0 else 0)


def test_a_leaf_has_no_deviation() -> None:
    for concept in (nash, spe, weak_perfect_bayesian, perfect_bayesian, sequential):
        certificate = concept.certify(as_game(Leaf((F(1), F(2)))), np.zeros(0, dtype=object))
        assert certificate.holds
        assert certificate.worst is None
