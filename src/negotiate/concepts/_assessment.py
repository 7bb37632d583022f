"""What the concepts with beliefs have in common: beliefs that are some, and what they are worth.

Nothing here looks for beliefs; they are judged as they stand.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from negotiate.concepts._certificate import best_deviation, gains, is_profile, no_profile, tolerance
from negotiate.forms.assessment.support import best_beliefs, supporting
from negotiate.forms.evaluation import continuation
from negotiate.results.solution import Deviation

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Certificate
    from negotiate.types import NumberArray

    Judge = Callable[..., Certificate]


def by_some_beliefs(game: Game, behaviour: NumberArray, tol: float, judge: Judge) -> Certificate:
    """Return the judgement of behaviour with beliefs that support it, or that come closest.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
    judge : function of (game, behaviour, beliefs, trembles, tol)
    """
    tol = tolerance(game, behaviour, tol)
    if not is_profile(game, behaviour, tol):
        return no_profile(game, tol)
    found = supporting(game, behaviour, tol)
    if found is not None:
        return judge(game, behaviour, found.beliefs, found.trembles, tol)
    return judge(game, behaviour, best_beliefs(game, behaviour), None, tol)


def are_beliefs(tree: Tree, beliefs: NumberArray, tol: float) -> bool:
    """Return whether each player's information set has odds over its nodes that sum to 1."""
    if beliefs.shape != (tree.n_nodes,):
        return False
    total = np.zeros(tree.n_infosets, dtype=beliefs.dtype)
    inner = np.flatnonzero(tree.owner >= 0)
    np.add.at(total, tree.infoset[inner], beliefs[inner])
    return bool(np.all(beliefs[inner] >= -tol) and np.all(np.abs(total[tree.decision] - 1) <= tol))


def one_shot(
    game: Game, behaviour: NumberArray, beliefs: NumberArray
) -> tuple[NumberArray, Deviation | None]:
    """Return the most that each player gains by one other choice anywhere, and the best of all.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,)

    Returns
    -------
    regret : NumberArray (P,)
        0 for a player that never moves.
    worst : Deviation or None
    """
    tree = game.tree
    value = continuation(game, behaviour)
    worth = np.zeros(tree.n_slots, dtype=np.result_type(value, beliefs))
    owner = tree.owner[tree.parent[1:]]
    moved = 1 + np.flatnonzero(owner >= 0)
    mine = value[moved, owner[moved - 1]]
    np.add.at(worth, tree.slot[moved], beliefs[tree.parent[moved]] * mine)
    gain = gains(game, behaviour, worth)
    regret = np.zeros(tree.n_players, dtype=worth.dtype)
    deciders = np.flatnonzero(tree.decision)
    np.maximum.at(regret, tree.infoset_owner[deciders], gain[deciders])
    return regret, best_deviation(game, worth, gain, tree.decision)


def at_once(
    game: Game, behaviour: NumberArray, beliefs: NumberArray
) -> tuple[NumberArray, Deviation | None]:
    """Return the most that each player gains by a new plan from some information set on.

    Beliefs that contradict each other along a path can hide a deviation from those who look at
    one choice at a time; this looks at whole plans. Needs perfect recall.

    Returns
    -------
    regret : NumberArray (P,)
    worst : Deviation or None
        The action with which the best new plan begins.
    """
    tree = game.tree
    value = continuation(game, behaviour)
    regret = np.zeros(tree.n_players, dtype=np.result_type(value, beliefs))
    worst, relative = None, -1.0
    scale = game.payoff_range()
    for h in np.flatnonzero(tree.decision).tolist():
        player, nodes = int(tree.infoset_owner[h]), tree.nodes_of(h)
        worth = _plans(game, behaviour, beliefs, h)
        gain = worth.max() - (beliefs[nodes] * value[nodes, player]).sum()
        regret[player] = max(regret[player], gain)
        if float(gain) / (scale[player] or 1.0) > relative:
            relative = float(gain) / float(scale[player] or 1.0)
            slot = int(tree.slot_start[h] + np.argmax(worth))
            worst = Deviation(player, h, slot, float(gain))
    return regret, worst


def _plans(game: Game, behaviour: NumberArray, beliefs: NumberArray, infoset: int) -> NumberArray:
    """Return what each action is worth to the owner that goes on in the best way, by its beliefs.

    As in `forms.replies.best_values`, from an information set instead of a subgame.
    """
    tree = game.tree
    player = int(tree.infoset_owner[infoset])
    weight = np.zeros(tree.n_nodes, dtype=np.result_type(game.u, behaviour, beliefs))
    last = np.full(tree.n_nodes, -1, dtype=np.int64)
    nodes = tree.nodes_of(infoset)
    weight[nodes] = beliefs[nodes]
    for first, end in pairwise(tree.level_start[1:].tolist()):
        parent, slot = tree.parent[first:end], tree.slot[first:end]
        own = tree.owner[parent] == player
        begun = (last[parent] >= 0) | (tree.infoset[parent] == infoset)
        carried = weight[parent] * np.where(own, 1, behaviour[slot])
        weight[first:end] = np.where(begun, carried, weight[first:end])
        last[first:end] = np.where(begun, np.where(own, slot, last[parent]), -1)
    worth = np.zeros(tree.n_slots, dtype=weight.dtype)
    leaves = tree.leaf[last[tree.leaf] >= 0]
    np.add.at(worth, last[leaves], weight[leaves] * game.u[tree.leaf_row[leaves], player])
    later = np.flatnonzero((tree.infoset_owner == player) & (last[tree.first_node] >= 0))
    for h in sorted(later.tolist(), key=lambda h: -int(tree.first_node[h])):
        worth[last[tree.first_node[h]]] += worth[tree.slots_of(h)].max()
    plans: NumberArray = worth[tree.slots_of(infoset)]
    return plans
