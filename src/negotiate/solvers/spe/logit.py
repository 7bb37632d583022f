"""One subgame-perfect equilibrium with hidden moves of any number of players, mixed if need be.

A sequential equilibrium is subgame perfect (Kreps & Wilson 1982, proposition 3): where no method
solves the subgames one by one, the one to which the branch of logit equilibria leads will do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.protocol import Options

ABOUT = "One equilibrium, hidden moves of any number of players included: a sequential one."
SOURCE = "Kreps & Wilson 1982, proposition 3; McKelvey & Palfrey 1998, theorem 4"
PRIORITY = 50


def refusal(game: Game) -> str | None:
    """Return why the branch of `game` cannot be followed, or None if it can."""
    from negotiate.solvers.sequential import logit  # noqa: PLC0415 (many modules, a last resort)

    return logit.refusal(game)


def solve(game: Game, options: Options) -> Answer:
    """Return the sequential equilibrium at the end of the principal branch, without its beliefs.

    Raises
    ------
    NoAnswerError
        If the end of the branch does not show one.
    """
    from negotiate.solvers.sequential import logit  # noqa: PLC0415 (as above)

    answer = logit.solve(game, options)
    bare = tuple(replace(c, beliefs=None, trembles=None, conditions=()) for c in answer.candidates)
    return replace(answer, candidates=bare)
