"""What every node and every option is worth while a given profile is played.

The numbers behind each decision, its margin and the sentences that explain it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.forms.evaluation import continuation, reach
from negotiate.forms.subgames import subgame_roots
from negotiate.record import dataclass
from negotiate.solvers.ties import tie_tolerance

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class Prospects:
    """A game, and the behaviour that everybody expects.

    Attributes
    ----------
    game : Game
    behaviour : NumberArray (S,)
    beliefs : NumberArray (N,), optional
        Odds of each node within its information set, where the concept says them.
    """

    game: Game
    behaviour: NumberArray
    beliefs: NumberArray | None = None

    @property
    def tree(self) -> Tree:
        """The tree of the game."""
        return self.game.tree

    @cached_property
    def value(self) -> NumberArray:
        """Continuation value of each node for each player (N, P)."""
        return continuation(self.game, self.behaviour)

    @cached_property
    def reach(self) -> NumberArray:
        """Probability of each node (N,)."""
        return reach(self.tree, self.behaviour)

    @cached_property
    def weight(self) -> NumberArray:
        """Odds of each history as the player sees it, summing to 1 in an information set (N,).

        The beliefs, where there are any. Otherwise taken from the root of the smallest subgame
        around it, and as if the player itself had steered towards it, so that what nobody
        reaches has weights as well. All are 0 where the choices of others rule the information
        set out even so.
        """
        if self.beliefs is not None:
            return self.beliefs
        tree = self.tree
        if tree.perfect_information:
            return np.ones(tree.n_nodes, dtype=self.behaviour.dtype)
        weight = _odds_within_subgames(tree, self.behaviour)
        total = np.zeros(tree.n_infosets, dtype=weight.dtype)
        inner = np.flatnonzero(tree.infoset >= 0)
        np.add.at(total, tree.infoset[inner], weight[inner])
        divisor = total[tree.infoset[inner]]
        weight[inner] = weight[inner] / np.where(divisor > 0, divisor, 1)
        return weight

    @cached_property
    def known(self) -> BoolArray:
        """Whether the options of an information set have values (H,); never at chance."""
        tree = self.tree
        first = np.zeros(tree.n_infosets, dtype=bool)
        inner = np.flatnonzero(tree.infoset >= 0)
        np.logical_or.at(first, tree.infoset[inner], self.weight[inner] > 0)
        known: BoolArray = first & tree.decision
        return known

    @cached_property
    def worth(self) -> NumberArray:
        """What each option is worth to its owner (S,); 0 at chance and where not `known`."""
        tree = self.tree
        worth = np.zeros(tree.n_slots, dtype=self.value.dtype)
        owner = tree.owner[tree.parent[1:]]
        children = 1 + np.flatnonzero(owner >= 0)
        mine = self.value[children, owner[children - 1]]
        if tree.perfect_information:
            worth[tree.slot[children]] = mine
        else:
            np.add.at(worth, tree.slot[children], self.weight[tree.parent[children]] * mine)
        return worth

    @cached_property
    def tolerance(self) -> NumberArray:
        """Largest difference of two payoffs of a player that still counts as a tie (P,)."""
        return tie_tolerance(self.game.u.min(axis=0), self.game.u.max(axis=0))

    @cached_property
    def margin(self) -> NumberArray:
        """Lead of the best option over the next best (H,): nan at chance and where not `known`."""
        tree = self.tree
        margin = np.full(tree.n_infosets, np.nan, dtype=self.worth.dtype)
        if not tree.n_infosets:
            return margin
        starts = tree.slot_start[:-1]
        best = np.maximum.reduceat(self.worth, starts)
        at_best = self.worth == best[tree.slot_infoset]
        several = np.add.reduceat(at_best.astype(np.int64), starts) > 1
        below = np.where(at_best, -np.inf, self.worth)
        lead = np.where(several, 0, best - np.maximum.reduceat(below, starts))
        slack = np.where(tree.decision, self.tolerance[tree.infoset_owner], 0)
        lead = np.where(lead <= slack, 0, lead)
        margin[self.known] = lead[self.known]
        return margin

    @cached_property
    def departures(self) -> IntArray:
        """Fewest choices against the profile that lead to each information set (H,)."""
        tree = self.tree
        against = (self.behaviour <= 0) & tree.decision[tree.slot_infoset]
        count = np.zeros(tree.n_nodes, dtype=np.int64)
        for first, end in pairwise(tree.level_start[1:].tolist()):
            count[first:end] = count[tree.parent[first:end]] + against[tree.slot[first:end]]
        least = np.full(tree.n_infosets, tree.n_nodes, dtype=np.int64)
        inner = np.flatnonzero(tree.infoset >= 0)
        np.minimum.at(least, tree.infoset[inner], count[inner])
        return least

    @cached_property
    def scale(self) -> FloatArray:
        """Payoff range of each player (P,)."""
        return self.game.payoff_range()


def _odds_within_subgames(tree: Tree, behaviour: NumberArray) -> NumberArray:
    """Return the odds of each node from the root of its subgame, its owner steering to it (N,)."""
    roots = subgame_roots(tree)
    begins = np.zeros(tree.n_nodes, dtype=bool)
    begins[roots] = True
    one: Any = Fraction(1) if behaviour.dtype == object else 1.0
    weight = np.full(tree.n_nodes, one, dtype=behaviour.dtype)
    for player in range(tree.n_players):
        steered = np.full(tree.n_nodes, one, dtype=behaviour.dtype)
        for first, end in pairwise(tree.level_start[1:].tolist()):
            parent = tree.parent[first:end]
            odds = np.where(tree.owner[parent] == player, 1, behaviour[tree.slot[first:end]])
            steered[first:end] = np.where(begins[first:end], one, steered[parent] * odds)
        mine = tree.owner == player
        weight[mine] = steered[mine]
    return weight
