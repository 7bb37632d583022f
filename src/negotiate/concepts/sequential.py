"""Sequential equilibrium: every choice is best given beliefs that vanishing trembles explain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from negotiate.concepts._assessment import are_beliefs, by_some_beliefs, one_shot
from negotiate.concepts._certificate import is_profile, judge, no_profile, shifted, tolerance
from negotiate.concepts._consistency import consistency
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.subgames import require_recall

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate, Trembles
    from negotiate.types import NumberArray

ABOUT = (
    "Every choice, reached or not, is best given the player's beliefs, and the beliefs are the"
    " limit of Bayes' rule as everybody's trembles vanish."
)
SOURCE = (
    "Kreps & Wilson 1982; the one-shot deviation principle for consistent beliefs as in Hendon,"
    " Jacobsen & Sloth 1996"
)

CONDITION: Final = (
    "no player gains by choosing otherwise at any information set, given beliefs that are the"
    " limit of Bayes' rule along explicit trembles"
)


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof that some consistent beliefs make every choice of `behaviour` best.

    The search goes through the ways in which trembles can leave beliefs; what it finds is then
    judged like any other assessment.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    require_recall(game.tree)
    return by_some_beliefs(game, behaviour, tol, certify_assessment)


def certify_assessment(
    game: Game,
    behaviour: NumberArray,
    beliefs: NumberArray,
    trembles: Trembles | None = None,
    tol: float = TOLERANCE,
) -> Certificate:
    """Return the proof, or disproof, that an assessment is a sequential equilibrium of `game`.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,)
        Odds of each node within its information set.
    trembles : Trembles, optional
        Without any, consistency is not shown, and the certificate does not hold.
    tol : float
        Largest regret, relative to the player's payoff range, and largest difference of beliefs
        from the limit of the trembles. Exact arithmetic uses 0.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall: one choice at a time then proves nothing.
    """
    require_recall(game.tree)
    tol = tolerance(game, behaviour, tol)
    if not is_profile(game, behaviour, tol) or not are_beliefs(game.tree, beliefs, tol):
        return no_profile(game, tol)
    regret, worst = one_shot(shifted(game), behaviour, beliefs)
    proof = judge(game, CONDITION, regret, worst, tol)
    if not game.tree.n_slots:
        return proof
    if trembles is None:
        return replace(proof, holds=False)
    consistent = consistency(game.tree, behaviour, beliefs, trembles, tol)
    return replace(proof, holds=proof.holds and consistent.holds, consistency=consistent)
