"""What a behaviour profile leads to: the odds of each node and what each is worth.

Passes over the depths of the tree, on the original game and from the behaviour alone. They
certify and explain answers; no solver uses them, so that an error in a solver cannot hide here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray, NumberArray


def reach(tree: Tree, behaviour: NumberArray) -> NumberArray:
    """Return the probability that each node is reached.

    Parameters
    ----------
    tree : Tree
    behaviour : NumberArray (S,)
        Probability of each action slot, chance's slots included. Slots may hold other weights
        as well, such as 1 throughout for a player whose own choices are not to count.

    Returns
    -------
    NumberArray (N,)
    """
    odds = np.ones(tree.n_nodes, dtype=behaviour.dtype)
    for first, end in pairwise(tree.level_start[1:]):
        odds[first:end] = odds[tree.parent[first:end]] * behaviour[tree.slot[first:end]]
    return odds


def continuation(game: Game, behaviour: NumberArray) -> NumberArray:
    """Return what each node is worth to each player if `behaviour` is played from there on.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)

    Returns
    -------
    NumberArray (N, P)
        Expected payoffs; row 0 is the value of the game.
    """
    tree = game.tree
    value = np.zeros((tree.n_nodes, game.u.shape[1]), dtype=np.result_type(game.u, behaviour))
    value[tree.leaf] = game.u
    starts = tree.level_start
    for level in range(len(starts) - 3, -1, -1):
        first, below, end = starts[level : level + 3]
        if value.dtype == object:
            _add_up(tree, value, below + np.arange(end - below), behaviour)
            continue
        inner = first + np.flatnonzero(tree.n_children[first:below])
        weighted = value[below:end] * behaviour[tree.slot[below:end], None]
        value[inner] = np.add.reduceat(weighted, tree.first_child[inner] - below, axis=0)
    return value


def _add_up(tree: Tree, value: NumberArray, nodes: IntArray, behaviour: NumberArray) -> None:
    """Give the nodes above some their expected values, in fractions.

    Most options are taken for sure or not at all, and fractions are slow to multiply.
    """
    odds = behaviour[tree.slot[nodes]]
    taken = np.flatnonzero(odds)
    odds, nodes = odds[taken], nodes[taken]
    worth, mixed = value[nodes], np.flatnonzero(odds != 1)
    worth[mixed] *= odds[mixed, None]
    above = tree.parent[nodes]
    starts = np.flatnonzero(np.diff(above, prepend=-1))
    if len(starts):
        value[above[starts]] = np.add.reduceat(worth, starts, axis=0)


def expected(game: Game, behaviour: NumberArray) -> NumberArray:
    """Return each player's expected payoff (P,)."""
    payoff: NumberArray = continuation(game, behaviour)[0]
    return payoff
