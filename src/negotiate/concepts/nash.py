"""Nash equilibrium: nobody gains by another strategy, from the start of the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.concepts._certificate import (
    is_profile,
    judge,
    no_profile,
    shifted,
    spread,
    tolerance,
)
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.evaluation import expected
from negotiate.forms.replies import best_values
from negotiate.results.solution import Deviation

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate
    from negotiate.types import NumberArray

ABOUT = "No player gains by another strategy, given what the others do on the way."
SOURCE = "Nash 1951"

CONDITION: Final = "no player gains by another strategy from the start of the game"


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof, or disproof, that `behaviour` is a Nash equilibrium of `game`.

    One pass over the tree for each player finds its best reply.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.

    Returns
    -------
    Certificate
        The deviation is a whole strategy, so it names a player and a gain only.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    tol = tolerance(game, behaviour, tol)
    if not is_profile(game, behaviour, tol):
        return no_profile(game, tol)
    game = shifted(game)
    root = np.zeros(1, dtype=np.int64)
    players = range(game.tree.n_players)
    best = [best_values(game, behaviour, p, root)[0] for p in players]
    regret = np.maximum(np.array(best, dtype=game.u.dtype) - expected(game, behaviour), 0)
    scale = spread(game).astype(np.float64)
    player = int(np.argmax([r / s if s else r for r, s in zip(regret, scale, strict=True)]))
    worst = Deviation(player, -1, -1, float(regret[player])) if game.tree.decision.any() else None
    return judge(game, CONDITION, regret, worst, tol)
