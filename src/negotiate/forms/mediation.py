"""What a mediator's lottery over profiles leads to: the odds of leaves, and of actions.

On the original game and from the lottery alone, in passes over the depths of the tree.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Distribution
    from negotiate.types import BoolArray, NumberArray


def allowed(tree: Tree, distribution: Distribution, player: int | None = None) -> BoolArray:
    """Return which leaves each profile leaves possible (K, Z).

    Parameters
    ----------
    tree : Tree
    distribution : Distribution
    player : int, optional
        Whose recommendations are not looked at, as if this player steered to every leaf.
    """
    actions = distribution.actions
    can = np.ones((len(actions), tree.n_nodes), dtype=np.bool_)
    for start, stop in pairwise(tree.level_start[1:].tolist()):
        parent, slot = tree.parent[start:stop], tree.slot[start:stop]
        free = (tree.owner[parent] < 0) | (tree.owner[parent] == (-1 if player is None else player))
        follows = free | (actions[:, tree.infoset[parent]] == slot)
        can[:, start:stop] = can[:, parent] & follows
    return can[:, tree.leaf]


def chance_odds(game: Game) -> NumberArray:
    """Return the product of chance's odds on the way to each leaf (Z,)."""
    tree = game.tree
    one: Any = Fraction(1) if game.exact else 1.0
    odds = np.where(tree.decision[tree.slot_infoset], one, game.chance)
    weight = np.full(tree.n_nodes, one, dtype=game.chance.dtype)
    for start, stop in pairwise(tree.level_start[1:].tolist()):
        weight[start:stop] = weight[tree.parent[start:stop]] * odds[tree.slot[start:stop]]
    return weight[tree.leaf]


def leaf_odds(game: Game, distribution: Distribution) -> NumberArray:
    """Return the probability of each leaf if everybody obeys (Z,)."""
    can = allowed(game.tree, distribution)
    odds: NumberArray = distribution.odds @ can * chance_odds(game)
    return odds


def obeyed(game: Game, distribution: Distribution) -> NumberArray:
    """Return each player's expected payoff if everybody obeys (P,)."""
    payoff: NumberArray = leaf_odds(game, distribution) @ game.u
    return payoff


def marginal(game: Game, distribution: Distribution) -> NumberArray:
    """Return the odds of each action among the recommendations at its information set (S,).

    A behaviour profile, which leaves out how recommendations go together. Where none is ever
    made, actions are equally likely.
    """
    tree = game.tree
    weight = np.zeros(tree.n_slots + 1, dtype=distribution.odds.dtype)
    for actions, odds in zip(distribution.actions, distribution.odds, strict=True):
        np.add.at(weight, actions, odds)  # slot -1, of what is left open, is the last entry
    behaviour = game.chance.astype(weight.dtype)
    for h in np.flatnonzero(tree.decision).tolist():
        slots = tree.slots_of(h)
        total = weight[slots].sum()
        equal: Any = Fraction(1, slots.stop - slots.start)
        behaviour[slots] = weight[slots] / total if total > 0 else equal
    return behaviour
