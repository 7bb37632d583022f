"""The best coarse correlated equilibrium, by linear programming over profiles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from negotiate.solvers import mediator
from negotiate.solvers.mediator import refusal

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.protocol import Options

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "The best coarse correlated equilibrium for one player or in sum, by linear programming."
SOURCE = "Moulin & Vial 1978; HiGHS: Huangfu & Hall 2018"
PRIORITY = 10


def solve(game: Game, options: Options) -> Answer:
    """Return the lottery that pays most to whom `options.objective` says.

    Raises
    ------
    NoAnswerError
        If the program is too large, or not solved.
    UsageError
        If there is no such player.
    """
    conditions = partial(mediator.deviations, told=False)
    return mediator.solve(game, options, conditions, "coarse correlated equilibria")
