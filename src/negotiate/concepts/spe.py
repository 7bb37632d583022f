"""Subgame-perfect equilibrium: nobody gains by another strategy, in any subgame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.concepts._certificate import (
    best_deviation,
    gains,
    is_profile,
    judge,
    no_profile,
    shifted,
    tolerance,
)
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.evaluation import continuation
from negotiate.forms.replies import action_values, best_values, innermost
from negotiate.forms.subgames import subgame_roots
from negotiate.results.solution import Deviation

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate
    from negotiate.types import NumberArray

ABOUT = "No player gains by another strategy in any proper subgame, reached or not."
SOURCE = "Selten 1965; the one-shot deviation principle as in Osborne & Rubinstein 1994, Lemma 98.2"

ONE_SHOT: Final = "no player gains by choosing otherwise once, at any decision, reached or not"
PER_SUBGAME: Final = "no player gains by another strategy in any subgame, reached or not"

EXPLAINS: Final = 1 - 1e-9
"""Share of a regret that one changed decision must bring to stand for the whole deviation."""


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof, or disproof, that `behaviour` is subgame perfect in `game`.

    With perfect information it is enough that no single change of a decision pays, by the
    one-shot deviation principle. With larger information sets each subgame is checked against
    the best strategy of each player in it.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.

    Returns
    -------
    Certificate

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    tol = tolerance(game, behaviour, tol)
    if not is_profile(game, behaviour, tol):
        return no_profile(game, tol)
    game = shifted(game)
    if game.tree.perfect_information:
        return _one_shot(game, behaviour, tol)
    return _per_subgame(game, behaviour, tol)


def _one_shot(game: Game, behaviour: NumberArray, tol: float) -> Certificate:
    tree = game.tree
    value = continuation(game, behaviour)
    worth = np.zeros(tree.n_slots, dtype=value.dtype)
    owner = tree.owner[tree.parent[1:]]
    moved = 1 + np.flatnonzero(owner >= 0)
    worth[tree.slot[moved]] = value[moved, owner[moved - 1]]
    gain = gains(game, behaviour, worth)
    regret = np.zeros(tree.n_players, dtype=value.dtype)
    deciders = np.flatnonzero(tree.decision)
    np.maximum.at(regret, tree.infoset_owner[deciders], gain[deciders])
    worst = best_deviation(game, worth, gain, tree.decision)
    return judge(game, ONE_SHOT, regret, worst, tol)


def _per_subgame(game: Game, behaviour: NumberArray, tol: float) -> Certificate:
    tree = game.tree
    roots = subgame_roots(tree)
    value = continuation(game, behaviour)
    best = [best_values(game, behaviour, p, roots) for p in range(tree.n_players)]
    regrets = np.stack(best, axis=1) - value[roots]
    regret = np.maximum(regrets.max(axis=0), 0)
    relative = [r / s if s else r for r, s in zip(regret, game.payoff_range(), strict=True)]
    player = int(np.argmax(relative))
    where = int(np.argmax(regrets[:, player]))
    worth = action_values(game, behaviour, value, roots)
    gain = gains(game, behaviour, worth)
    inside = innermost(tree, roots)[tree.first_node] == where
    worst = best_deviation(game, worth, gain, inside & (tree.infoset_owner == player))
    if worst is None or worst.gain < float(regret[player]) * EXPLAINS:
        worst = Deviation(player, -1, -1, float(regret[player]))
    return judge(game, PER_SUBGAME, regret, worst, tol)
