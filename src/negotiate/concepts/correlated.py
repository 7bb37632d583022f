"""Correlated equilibrium: obeying a mediator who draws a profile and tells each its part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.concepts import _mediator
from negotiate.concepts._mediator import certify_independent as certify
from negotiate.concepts.protocol import TOLERANCE

if TYPE_CHECKING:
    from negotiate.concepts._mediator import Lottery
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate, Distribution

__all__ = ["ABOUT", "SOURCE", "certify", "certify_distribution"]

ABOUT = (
    "Told its own part of a profile that a mediator has drawn, no player gains by another strategy."
)
SOURCE = "Aumann 1974, 1987"

CONDITION: Final = "told its own strategy by the mediator, no player gains by another one"


def certify_distribution(
    game: Game, distribution: Distribution, tol: float = TOLERANCE
) -> Certificate:
    """Return the proof, or disproof, that a lottery over profiles is a correlated equilibrium.

    Parameters
    ----------
    game : Game
    distribution : Distribution
    tol : float
        As in `certify`.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    return _mediator.certify(game, distribution, CONDITION, _gain, tol)


def _gain(lottery: Lottery) -> tuple[Any, int, int]:
    """Return the gain from the best reply to each recommended strategy, together."""
    gain: Any = 0
    strategies, which = np.unique(lottery.actions[:, lottery.mine], axis=0, return_inverse=True)
    for k in range(len(strategies)):
        some = which.ravel() == k
        gain += lottery.best(lottery.steering(some)) - lottery.obeying(some).sum()
    return gain, -1, -1
