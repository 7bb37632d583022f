"""One Nash equilibrium of a two-player zero-sum game, by linear programming on its sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.solvers import two_sided

if TYPE_CHECKING:
    from negotiate.forms.sequence import Entries
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.protocol import Options
    from negotiate.solvers.two_sided import Duel
    from negotiate.types import FloatArray

ABOUT = "One equilibrium of a two-player zero-sum tree, by linear programming on its sequences."
SOURCE = "von Stengel 1996; Koller, Megiddo & von Stengel 1996; HiGHS: Huangfu & Hall 2018"
PRIORITY = 30

INTERCHANGEABLE: Final = (
    "What one player gains the other loses, up to units: every equilibrium pays the same, and"
    " equilibrium strategies can be exchanged."
)


def refusal(game: Game) -> str | None:
    """Return why linear programming cannot solve `game`, or None if it can."""
    reason = two_sided.refusal(game)
    if reason is None and not two_sided.opposed(game):
        return "the two players who decide have interests that are not strictly opposed"
    return reason


def solve(game: Game, options: Options) -> Answer:  # noqa: ARG001 (there is nothing to choose)
    """Return one equilibrium, exact if the game is and its vertex can be pinned down.

    Raises
    ------
    NoAnswerError
        If the linear program is not solved, which only extreme payoffs can cause.
    """
    duel = two_sided.duel(game)
    opposed = two_sided.duel(two_sided.shifted(game))
    plans = optimal_plans(opposed, two_sided.scaled(opposed.stakes[0]))
    return two_sided.answer(game, duel, plans, notes=(INTERCHANGEABLE,))


def optimal_plans(duel: Duel, stakes: Entries) -> tuple[FloatArray, FloatArray]:
    """Return plans by which the first seat gets most, and the second leaves it least.

    The unknowns are the first seat's plan x and the value q of each of the second seat's
    information sets, under "no sequence of the second seat leaves less than q says". The
    multipliers of these conditions are the second seat's plan (von Stengel 1996, section 4).

    Parameters
    ----------
    duel : Duel
    stakes : Entries (n_1, n_2)
        What the first seat gets, in floats.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 (most of a second to import)
    from scipy.sparse import coo_array, hstack  # noqa: PLC0415 (as above)

    def sparse(m: Entries) -> coo_array:
        return coo_array((m.value, (m.row, m.column)), shape=m.shape)

    first, second = duel.seats
    sums, values = sparse(first.constraints), sparse(second.constraints)
    n, m = first.n, values.shape[0]
    conditions = hstack([-sparse(stakes).T, values.T]).tocsr()
    plan = hstack([sums, coo_array((sums.shape[0], m))]).tocsr()
    one = np.zeros(sums.shape[0])
    one[0] = 1
    goal = np.zeros(n + m)
    goal[n] = -1
    bounds = np.full((n + m, 2), np.inf)
    bounds[:, 0] = np.where(np.arange(n + m) < n, 0, -np.inf)
    found = linprog(goal, conditions, np.zeros(second.n), plan, one, bounds, method="highs")
    if found.status != 0:
        raise NoAnswerError(f"the linear program is not solved: {found.message}")
    return np.maximum(found.x[:n], 0), np.maximum(-found.ineqlin.marginals, 0)
