"""Coarse correlated equilibrium: joining a mediator's lottery before anything is drawn."""

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

ABOUT = "Before a mediator draws a profile, no player gains by deciding to ignore its part of it."
SOURCE = "Moulin & Vial 1978"

CONDITION: Final = "no player gains by a strategy of its own, chosen before the mediator draws"


def certify_distribution(
    game: Game, distribution: Distribution, tol: float = TOLERANCE
) -> Certificate:
    """Return the proof, or disproof, that a lottery over profiles is such an equilibrium.

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
    """Return the gain from the best strategy that is chosen before anything is told."""
    everything = np.ones(len(lottery.odds), dtype=np.bool_)
    return lottery.best(lottery.steering(everything)) - lottery.obeying(everything).sum(), -1, -1
