"""The worst deviation of a certificate is the worst there is, and brings what it says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp, log
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, enumerable, imperfect
from tests.oracle import Behaviour, Leaf, Move, Node, as_game, pure, slots_of, subgames, value

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
from negotiate.results.solution import Certificate, Distribution, Trembles

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def steered(node: Node, player: int, way: Behaviour) -> Iterator[tuple[Move, Behaviour]]:
    """Yield a player's moves, each with the own earlier choices that lead to it."""
    if isinstance(node, Leaf):
        return
    mine = isinstance(node, Move) and node.player == player
    if isinstance(node, Move) and mine:
        yield node, way
    for k, child in enumerate(node.children):
        chosen = {node.name: pure(len(node.children), k)} if isinstance(node, Move) and mine else {}
        yield from steered(child, player, {**way, **chosen})


@given(played())
def test_one_decision_is_named_where_it_explains_all(
    drawn: tuple[Node, Behaviour, Game],
) -> None:
    """Go there, change that one decision, and look; where none explains all, none is named."""
    root, behaviour, game = drawn
    certificate = spe.certify(game, slots_of(game, behaviour))
    worst = certificate.worst
    if worst is None or game.tree.perfect_information or not worst.gain:
        return
    unit = 100**worst.player
    gains: dict[tuple[str, int], set[Fraction]] = {}
    for subgame in subgames(root):
        for node, way in steered(subgame, worst.player, {}):
            there = {**behaviour, **way}
            before = value(subgame, there)[worst.player]
            for action in range(len(node.children)):
                other = {**there, node.name: pure(len(node.children), action)}
                after = value(subgame, other)[worst.player]
                gains.setdefault((node.name, action), set()).add((after - before) * unit)
    regret = certificate.regret[worst.player]
    if worst.infoset >= 0:
        name = game.tree.labels.move_of(worst.infoset)
        action = worst.slot - int(game.tree.slot_start[worst.infoset])
        assert regret in gains[name, action]
    elif len(subgames(root)) == 1:
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


def test_the_decision_is_sought_where_the_regret_is() -> None:
    """B plays the worse reply in a subgame that A stays out of: B's decision there is named."""
    reply = {"B": {"bad": [0, 0], "good": [0, 3]}, "information": "b"}
    game = Game.from_tree(
        ["A", "B"], {"A": {"out": [1, 1], "in": {"A": {"l": reply, "r": reply}}}}, exact=True
    )
    worst = spe.certify(game, _all_of(game, "out", "l", "bad")).worst
    assert worst is not None
    assert (worst.player, worst.gain) == (1, 3.0)
    assert game.tree.labels.action_of(worst.slot) == "good"
    assert worst.infoset == game.tree.slot_infoset[worst.slot]


def test_two_changes_at_once_are_no_single_decision() -> None:
    """A errs on either side of a toss, by half of the regret each; C tells no side from another."""
    asked = {"t": {"C": {"c": [0, 0], "d": [0, 0]}, "information": "c"}}
    asked["u"] = {"C": {"c": [1, 0], "d": [1, 0]}, "information": "c"}
    sides = {side: {"A": asked, "information": side} for side in ("heads", "tails")}
    lot = {"chance": sides, "odds": {"heads": "1/2", "tails": "1/2"}}
    game = Game.from_tree(["A", "C"], lot, exact=True)
    played = _all_of(game, "t", "c") + game.chance
    worst = spe.certify(game, played).worst
    assert worst is not None
    assert (worst.player, worst.infoset, worst.slot, worst.gain) == (0, -1, -1, 1.0)


def _all_of(game: Game, *chosen: str) -> Any:
    names = [game.tree.labels.action_of(s) for s in range(game.tree.n_slots)]
    return np.array([F(name in chosen) for name in names])


def test_regret_of_obeying_a_lottery() -> None:
    """Both coins alike, on either side: B, who is told a side, always gains by the other.

    Told before each move, by 1/2 at either side (extensive form) and so by 1 in all (Aumann); told
    nothing, B wins half the time with either (coarse).
    """
    lottery = Distribution(np.array([[0, 2], [1, 3]]), np.array([F(1, 2)] * 2))
    regret = {c: c.certify_distribution(PENNIES, lottery).regret.tolist() for c in MEDIATED}
    assert regret[correlated] == [0, 1]
    assert regret[extensive_correlated] == [0, F(1, 2)]
    assert regret[coarse_correlated] == [0, F(1, 2)]
    for concept in (correlated, coarse_correlated):
        worst = concept.certify_distribution(PENNIES, lottery).worst
        assert worst is not None
        assert (worst.infoset, worst.slot) == (-1, -1)


@pytest.mark.parametrize("heavy", ["first", "second"])
def test_the_worst_advice_is_named(heavy: str) -> None:
    """Advised to lose at both of two decisions, A would rather ignore the dearer advice."""
    tree = {
        "chance": {
            move: {"A": {"lose": [0], "win": [10 if move == heavy else 1]}, "information": move}
            for move in ("first", "second")
        },
        "odds": {"first": "1/2", "second": "1/2"},
    }
    game = Game.from_tree(["A"], tree, exact=True)
    advice = np.array([[int(s) for s in game.tree.slot_start[:-1]]])
    proof = extensive_correlated.certify_distribution(game, Distribution(advice, np.array([F(1)])))
    assert proof.worst is not None
    assert proof.worst.gain == 5
    assert game.tree.labels.move_of(proof.worst.infoset) == heavy
    assert game.tree.labels.action_of(proof.worst.slot) == "lose"


@pytest.mark.parametrize("concept", MEDIATED)
def test_silence_is_minus_one_and_only_where_advice_does_not_lead(concept: Any) -> None:
    game = Game.from_tree(["A"], {"A": {"l": [1], "r": {"A": {"x": [0], "y": [1]}}}}, exact=True)
    for row, holds in (([0, -1], True), ([0, 0], False), ([1, -1], False), ([1, 3], True)):
        proof = concept.certify_distribution(game, Distribution(np.array([row]), np.array([F(1)])))
        assert proof.holds == holds, row


def test_a_worse_choice_is_not_excused_by_consistent_beliefs() -> None:
    game = Game.from_tree(["A"], {"A": {"worse": [0], "better": [1]}}, exact=True)
    behaviour, beliefs = np.array([F(1), F(0)]), np.array([F(1), F(0), F(0)])
    trembles = Trembles(np.array([0, 1]), np.array([F(1), F(1)]))
    proof = sequential.certify_assessment(game, behaviour, beliefs, trembles)
    assert proof.consistency is not None
    assert proof.consistency.holds
    assert proof.regret.tolist() == [1]
    assert not proof.holds


def test_small_rationality_is_judged_in_shares_of_the_range() -> None:
    """Where λ times the range is below 1: the divergence (Kullback & Leibler) times the range."""
    game = Game.from_tree(["A"], {"A": {"low": [0], "high": [2]}})
    high = 1 / (1 + exp(-2 * 0.25))
    divergence = 0.5 * log(0.5 / high) + 0.5 * log(0.5 / (1 - high))
    certificate = qre.certify_at(game, np.array([0.5, 0.5]), 0.25)
    assert certificate.regret[0] == pytest.approx(2 * divergence)


def test_one_option_too_likely_is_an_error_though_none_is_too_rare() -> None:
    """Two others share what it has too much, each within the tolerance."""
    game = Game.from_tree(["A"], {"A": {"l": [0], "m": [0], "r": [0]}})
    tol = 1e-3
    excess = np.array([1.5 * tol, -0.75 * tol, -0.75 * tol])
    assert not qre.certify_at(game, 1 / 3 + excess, 1, tol).holds
    assert qre.certify_at(game, 1 / 3 + excess / 2, 1, tol).holds


def test_odds_of_odds_do_not_vanish() -> None:
    """B, asked after two steps that each have odds of 1e-195, still knows what to believe."""
    asked = {"B": {"x": [0, 0, 0], "y": [0, 1, 0]}, "information": "b"}
    step = {"C": {"out": [0, 0, 9], "l": asked, "r": asked}}
    game = Game.from_tree(["A", "B", "C"], {"A": {"out": [9, 0, 0], "on": step}})
    tail, y = exp(-450), 1 / (1 + exp(-50))
    odds = {"x": 1 - y, "y": y, "on": tail, "l": tail, "r": tail}
    names = [game.tree.labels.action_of(s) for s in range(game.tree.n_slots)]
    assert qre.certify_at(game, np.array([odds.get(name, 1.0) for name in names]), 50).holds


def test_an_offset_costs_a_quantal_response_no_digits() -> None:
    lot = {"chance": {"lose": [1e9], "win": [1e9 + 2]}, "odds": {"lose": 1 / 3, "win": 2 / 3}}
    game = Game.from_tree(["A"], {"A": {"risk": lot, "safe": [1e9 + 1]}})
    risk = 1 / (1 + exp(-5 / 3))
    odds = {"risk": risk, "safe": 1 - risk, "lose": 1 / 3, "win": 2 / 3}
    names = [game.tree.labels.action_of(s) for s in range(game.tree.n_slots)]
    assert qre.certify_at(game, np.array([odds[name] for name in names]), 5, 1e-12).holds
