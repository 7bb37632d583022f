"""What all certificates have in common: a profile that is one, and regrets that are judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.once import once_for_each
from negotiate.results.solution import Certificate, Deviation

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import BoolArray, NumberArray


@once_for_each
def shifted(game: Game) -> Game:
    """Return the game with each player's lowest payoff moved to 0, one for all its certificates.

    Regrets do not change, and payoffs that are large next to their range lose no digits.
    """
    return replace(game, u=game.u - game.u.min(axis=0))


def is_profile(game: Game, behaviour: NumberArray, tol: float) -> bool:
    """Return whether each information set has odds that sum to 1, and chance its own."""
    tree = game.tree
    if behaviour.shape != (tree.n_slots,):
        return False
    if not tree.n_slots:
        return True
    tol = tol or 0  # fractions are compared with whole numbers in half the time of floats
    total = np.add.reduceat(behaviour, tree.slot_start[:-1])
    by_chance = ~tree.decision[tree.slot_infoset]
    return bool(
        np.all(behaviour >= -tol)
        and np.all(np.abs(total - 1) <= tol)
        and np.all(np.abs((behaviour - game.chance)[by_chance]) <= tol)
    )


def judge(
    game: Game, condition: str, regret: NumberArray, worst: Deviation | None, tol: float
) -> Certificate:
    """Return the certificate that these regrets amount to, each relative to a payoff range."""
    scale = spread(game)
    holds = bool(np.all(regret <= tol * scale))
    return Certificate(condition, regret, scale, tol, worst, holds)


@once_for_each
def spread(game: Game) -> NumberArray:
    """Return each player's highest minus lowest payoff (P,), exactly; read-only."""
    spread: NumberArray = game.u.max(axis=0) - game.u.min(axis=0)
    spread.setflags(write=False)
    return spread


def no_profile(game: Game, tol: float) -> Certificate:
    """Return the certificate of an array that is not a profile of the game at all."""
    regret = np.full(game.tree.n_players, np.inf)
    condition = "the odds of each decision sum to 1, and chance keeps its own"
    return Certificate(condition, regret, game.payoff_range(), tol, None, holds=False)


def tolerance(game: Game, behaviour: NumberArray, tol: float) -> float:
    """Return the tolerance that applies: 0 where both game and behaviour are fractions."""
    return 0.0 if game.exact and behaviour.dtype == object else tol


def gains(game: Game, behaviour: NumberArray, worth: NumberArray) -> NumberArray:
    """Return what the best action of each information set brings beyond the prescribed (H,)."""
    starts = game.tree.slot_start[:-1]
    if not len(starts):
        return np.zeros(0)
    prescribed = np.add.reduceat(behaviour * worth, starts)
    gain: NumberArray = np.maximum.reduceat(worth, starts) - prescribed
    return gain


def best_deviation(
    game: Game, worth: NumberArray, gain: NumberArray, among: BoolArray
) -> Deviation | None:
    """Return the best single change of action among some information sets."""
    tree = game.tree
    sets = np.flatnonzero(among)
    if not len(sets):
        return None
    scale = game.payoff_range()[tree.infoset_owner[sets]]
    relative = gain[sets].astype(float) / np.where(scale > 0, scale, 1)
    h = int(sets[np.argmax(relative)])
    slot = int(tree.slot_start[h] + np.argmax(worth[tree.slots_of(h)]))
    return Deviation(int(tree.infoset_owner[h]), h, slot, float(gain[h]))
