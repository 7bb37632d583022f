"""Weak perfect Bayesian equilibrium: best plans by beliefs that follow Bayes' rule on the path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.concepts._assessment import are_beliefs, at_once, by_some_beliefs
from negotiate.concepts._certificate import is_profile, judge, no_profile, shifted, tolerance
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.evaluation import reach
from negotiate.forms.subgames import require_recall

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Certificate, Trembles
    from negotiate.types import NumberArray

ABOUT = (
    "Nobody gains by another plan from any information set on, given beliefs that follow Bayes'"
    " rule where play leads; elsewhere they may be anything."
)
SOURCE = "Mas-Colell, Whinston & Green 1995, definitions 9.C.1 to 9.C.3"

CONDITION: Final = (
    "no player gains by another plan from any information set on, given beliefs that follow"
    " Bayes' rule on the path"
)

ON_PATH: Final = 1e-9
"""Smallest odds of an information set at which Bayes' rule is asked for, in floats."""


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof that some beliefs make `behaviour` a weak perfect Bayesian equilibrium.

    The beliefs tried are those of a sequential equilibrium, and otherwise those that make each
    choice, one at a time, as good as any beliefs can: see `forms.assessment.support`.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.
    """
    return by_some_beliefs(game, behaviour, tol, certify_assessment)


def certify_assessment(
    game: Game,
    behaviour: NumberArray,
    beliefs: NumberArray,
    trembles: Trembles | None = None,  # noqa: ARG001 -- any beliefs will do off the path
    tol: float = TOLERANCE,
) -> Certificate:
    """Return the proof, or disproof, that behaviour and beliefs are an equilibrium of this kind.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,)
    trembles : Trembles, optional
        Not asked for.
    tol : float
        As in `certify`.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    require_recall(game.tree)
    tol = tolerance(game, behaviour, tol)
    if not is_profile(game, behaviour, tol) or not are_beliefs(game.tree, beliefs, tol):
        return no_profile(game, tol)
    regret, worst = at_once(shifted(game), behaviour, beliefs)
    proof = judge(game, CONDITION, regret, worst, tol)
    return replace(proof, holds=proof.holds and _bayes_on_path(game.tree, behaviour, beliefs, tol))


def _bayes_on_path(tree: Tree, behaviour: NumberArray, beliefs: NumberArray, tol: float) -> bool:
    odds = reach(tree, behaviour)
    least = ON_PATH if behaviour.dtype != object else 0
    for h in np.flatnonzero(tree.decision).tolist():
        nodes = tree.nodes_of(h)
        total = odds[nodes].sum()
        if total > least and np.any(np.abs(odds[nodes] - beliefs[nodes] * total) > tol):
            return False
    return True
