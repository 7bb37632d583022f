"""What the page computes against what Python computes, to the last bit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from tests.render.engine import bits

from negotiate.analysis.answer import solve
from negotiate.analysis.outcome import Outcome
from negotiate.errors import GameFileError
from negotiate.forms.evaluation import continuation
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from tests.render.engine import Engine

    from negotiate.game.parametric import ParametricGame

Tree = dict[str, Any] | list[Any]


def agree(engine: Engine, scenario: str, game: ParametricGame, theta: list[float]) -> bool:
    """Assert that the page has the same answer; return whether there is one.

    Numbers are compared by their bits. Continuation values are compared as numbers with those
    of another calculation of Python's, in which a zero may have the other sign.
    """
    settings = dict(zip([p.name for p in game.parameters], theta, strict=True))
    found = engine.solve(scenario, theta)
    try:
        numbers = game.at(settings)
    except GameFileError:
        assert not found["valid"]
        assert found["refusal"]
        return False
    assert found["valid"], found["refusal"]
    assert bits(found["u"]) == bits(numbers.u.ravel())
    assert bits(found["chance"]) == bits(numbers.chance)
    (candidate,) = backward_induction.solve(numbers, Options()).candidates
    assert candidate.margin is not None
    decision = numbers.tree.decision
    assert bits(found["behaviour"]) == bits(candidate.behaviour)
    assert bits(found["margin"][decision]) == bits(candidate.margin[decision])
    assert bits(found["payoff"]) == bits(candidate.payoff)
    assert (np.array(found["tied"]) == (candidate.margin == 0)).all()
    chosen = np.array(found["choice"], dtype=np.int64)[decision]
    assert (candidate.behaviour[chosen] == 1).all()
    value = found["value"].reshape(numbers.tree.n_nodes, -1)
    assert (value == continuation(numbers, candidate.behaviour)).all()
    (equilibrium, *_) = solve(numbers, "spe", "backward_induction").equilibria
    outcome = Outcome(game, numbers, equilibrium, game.outcomes(settings))
    assert bits(found["reach"]) == bits(outcome.reach)
    same_outcome(engine.outcome(scenario, theta), outcome)
    return True


def same_outcome(found: Mapping[str, Any], outcome: Outcome) -> None:
    """Assert that quantities, categories, criteria, terms and the path are the same."""
    play = outcome.play
    for name, value in play.quantities.items():
        if isinstance(value, float | int | Fraction):
            same(found["quantities"][name], float(value))
        else:
            same_odds(found["categories"][name], value)
    for name, value in play.criteria.items():
        same(found["criteria"][name], float(value))
    for move, odds in play.path.items():
        same_odds(found["moves"][move], odds)
    for player, terms in found["terms"].items():
        same_odds(terms, play.terms[player])


def same_odds(found: Mapping[str, float], expected: Mapping[str, Any]) -> None:
    """Assert the same names in the same order, with the same numbers."""
    assert list(found) == list(expected)
    for name, value in expected.items():
        same(found[name], float(value))


def same(found: float, expected: float) -> None:
    """Assert the same bits; a number that is undefined is so in both."""
    both = np.array([found]), np.array([expected])
    assert (found != found and expected != expected) or bits(both[0]) == bits(both[1])  # noqa: PLR0124 (nan)


def random_tree(rng: random.Random, players: int, depth: int) -> Tree:
    """Return a tree as a game file writes it: chance with many or impossible branches, ties."""
    if depth == 0 or rng.random() < 0.15:
        return [_payoff(rng) for _ in range(players)]
    width = rng.choice([1, 2, 2, 3, 4])
    if rng.random() < 0.3:
        width = rng.choice([1, 2, 3, 5, 9, 10, 17])
        weights = [rng.choice([0, 1, 2, rng.random()]) for _ in range(width)]
        weights[0] += 0 if sum(weights) else 1
        shares = [float(w) / float(sum(weights)) for w in weights]
        below = depth - 1 if width < 5 else rng.choice([0, 1, depth - 1])
        kids = {f"c{k}": random_tree(rng, players, min(below, depth - 1)) for k in range(width)}
        odds = {f"c{k}": repr(share) for k, share in enumerate(shares)}
        return {"chance": kids, "odds": odds}
    kids = {f"o{k}": random_tree(rng, players, depth - 1) for k in range(width)}
    return {f"P{rng.randrange(players)}": kids}


def _payoff(rng: random.Random) -> str:
    plain = repr(rng.choice([0.0, 0.1, 0.2, 0.3, 1.0, rng.gauss(0, 1), rng.gauss(0, 1e9)]))
    return rng.choice(
        [
            plain,
            plain,
            f"a * {plain}",
            "p",
            f"max(a, {plain})",
            f"({plain}) / (a - 1)",
            "a ** 3 - p",
        ]
    )
