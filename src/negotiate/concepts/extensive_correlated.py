"""Extensive-form correlated equilibrium: the mediator tells each action when it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.concepts import _mediator
from negotiate.concepts._mediator import certify_independent as certify
from negotiate.concepts.protocol import TOLERANCE

if TYPE_CHECKING:
    from negotiate.concepts._mediator import Lottery
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate, Distribution

__all__ = ["ABOUT", "SOURCE", "certify", "certify_distribution"]

ABOUT = (
    "Told each action by a mediator only when it is due, no player gains by ignoring one and going"
    " its own way."
)
SOURCE = "von Stengel & Forges 2008"

CONDITION: Final = (
    "told each action when it is due, no player gains by ignoring one and going its own way"
)


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
    """Return the most that is gained by ignoring one recommendation, and all that would follow."""
    found: list[tuple[Any, int, int]] = [(0, -1, -1)]
    for h in lottery.mine.tolist():
        slots = lottery.tree.slots_of(h)
        for slot in range(slots.start, slots.stop):
            some = lottery.actions[:, h] == slot
            if some.any():
                obeying = lottery.total(lottery.obeying(some), h)
                found.append((lottery.best(lottery.steering(some), h) - obeying, h, slot))
    return max(found, key=lambda entry: entry[0])
