"""What each action is worth when every decision is an agent of its own, with derivatives.

The agent form of a tree (Selten 1975; McKelvey & Palfrey 1998): an agent's action is worth the
payoff that its player expects given that the information set is reached. Beliefs come from
logarithms of probabilities, so that they keep their digits where hardly anybody comes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import FloatArray, IntArray

NEVER: Final = -1e5
"""Logarithm that stands for odds of 0 of chance, in beliefs only.

Where an information set can be reached by zero odds alone, beliefs are those of equally rare
accidents of chance.
"""

MANY: Final = 200
SPARSE: Final = 0.1
"""More actions, and a smaller share of pairs that bear on each other, make derivatives sparse."""

RARE: Final = -3.0
"""Log probability below which an action is no good reference for the odds of others."""


def n_pairs(tree: Tree) -> int:
    """Return the number of pairs of decisions' edges of which one lies above the other."""
    above = np.zeros(tree.n_nodes, dtype=np.int64)
    for first, end in pairwise(tree.level_start[1:].tolist()):
        parent = tree.parent[first:end]
        above[first:end] = above[parent] + (tree.owner[parent] >= 0)
    below = above[1:][tree.owner[tree.parent[1:]] >= 0]
    return int((below - 1).sum())


def best_sparse(actions: int, pairs: int) -> bool:
    """Return whether so few actions bear on each other that derivatives are best kept sparse."""
    return actions > MANY and 2 * pairs < SPARSE * actions**2


class AgentForm:
    """Payoffs of the agents of a tree with perfect recall.

    Log-odds `y` (n,) hold, for each action but one of its decision, the logarithm of its odds
    against that one, the reference: at first the one listed first. n is the number of actions
    less the number of decisions.

    Parameters
    ----------
    game : Game
        In floats.
    u : FloatArray (Z, P)
        Its payoffs, perhaps rescaled.

    Attributes
    ----------
    slots : IntArray (A,)
        Slots of decisions, in order.
    """

    def __init__(self, game: Game, u: FloatArray) -> None:
        tree = game.tree
        self.tree = tree
        self.levels = list(pairwise(tree.level_start[1:].tolist()))
        self.chance = game.chance.astype(np.float64)
        with np.errstate(divide="ignore"):
            self.log_chance: FloatArray = np.log(self.chance)
        self.slots = np.flatnonzero(tree.decision[tree.slot_infoset])
        widths = np.diff(tree.slot_start)[tree.decision]
        self._starts = np.cumsum(widths) - widths  # within the decisions' slots
        self._agent = np.repeat(np.arange(len(widths)), widths)
        self._refer_to(self._starts)
        self._value = np.zeros((tree.n_nodes, tree.n_players))
        self._value[tree.leaf] = u
        self._edges(tree)
        self._pairs(tree)
        self._inner = [
            first + np.flatnonzero(tree.n_children[first:below])
            for first, below in pairwise(tree.level_start[:-1].tolist())
        ]

    @property
    def free(self) -> IntArray:
        """Slot of each log-odds (n,)."""
        free: IntArray = self.slots[self._free]
        return free

    @property
    def n(self) -> int:
        """Number of log-odds."""
        return len(self._free)

    def _refer_to(self, reference: IntArray) -> None:
        self._reference = reference
        self._free = np.setdiff1d(np.arange(len(self.slots)), reference)
        self._against = reference[self._agent[self._free]]

    def refer_to_played(self, y: FloatArray) -> FloatArray | None:
        """Refer to the most likely actions from now on, if the references are rarely played.

        Log-odds against an action that is hardly played are large and lose the digits that
        matter.

        Returns
        -------
        FloatArray (n, n) or None
            What turns old log-odds and their changes into new ones; None if nothing changed.
        """
        log = self._log_odds(y)
        if not len(log) or np.all(log[self._reference] > RARE):
            return None
        old = np.zeros((len(log), self.n))
        old[self._free, np.arange(self.n)] = 1
        order = np.lexsort((-log, self._agent))
        self._refer_to(order[self._starts])
        change: FloatArray = old[self._free] - old[self._against]
        return change

    def _edges(self, tree: Tree) -> None:
        """Index the nodes that decisions lead to, and the nodes at which decisions are taken."""
        position = np.full(tree.n_slots, -1, dtype=np.int64)
        position[self.slots] = np.arange(len(self.slots))
        decides = np.flatnonzero(tree.owner >= 0)
        self._nodes = decides[np.argsort(tree.infoset[decides], kind="stable")]
        self._node_starts = np.flatnonzero(np.diff(tree.infoset[self._nodes], prepend=-1))
        sizes = np.diff(self._node_starts, append=len(self._nodes))
        self._node_agent = np.repeat(np.arange(len(sizes)), sizes)
        self._to = 1 + np.flatnonzero(tree.owner[tree.parent[1:]] >= 0)
        self._from = tree.parent[self._to]
        self._mover = tree.owner[self._from]
        self._action = position[tree.slot[self._to]]

    def _pairs(self, tree: Tree) -> None:
        """List the pairs of decisions' edges of which one lies above the other."""
        edge = np.full(tree.n_nodes, -1, dtype=np.int64)
        edge[self._to] = np.arange(len(self._to))
        above, below = [], []
        lower, node = np.arange(len(self._to)), self._from
        while len(node):
            hit = edge[node] >= 0
            above.append(edge[node[hit]])
            below.append(lower[hit])
            more = node > 0
            lower, node = lower[more], tree.parent[node[more]]
        self._above = np.concatenate([*above, np.zeros(0, dtype=np.int64)])
        self._below = np.concatenate([*below, np.zeros(0, dtype=np.int64)])
        size = len(self.slots)
        first, second = self._action[self._above], self._action[self._below]
        self._cell = np.concatenate([first * size + second, second * size + first])

    def log_behaviour(self, y: FloatArray) -> FloatArray:
        """Return the logarithm of each slot's probability (S,), chance's included."""
        log = self.log_chance.copy()
        log[self.slots] = self._log_odds(y)
        return log

    def log_odds_of(self, log_behaviour: FloatArray) -> FloatArray:
        """Return the log-odds (n,) of a behaviour given as logarithms (S,)."""
        log = log_behaviour[self.slots]
        odds: FloatArray = log[self._free] - log[self._against]
        return odds

    def _log_odds(self, y: FloatArray) -> FloatArray:
        full = np.zeros(len(self.slots))
        full[self._free] = y
        if not len(full):
            return full
        full -= np.maximum.reduceat(full, self._starts)[self._agent]
        full -= np.log(np.add.reduceat(np.exp(full), self._starts))[self._agent]
        return full

    def advantage(self, y: FloatArray) -> FloatArray:
        """Return by how much each action but the references beats its reference (n,)."""
        return self._differences(self._worth(self._play(y)[1]))

    def regret(self, y: FloatArray) -> float:
        """Return a bound on what any player gains by another strategy.

        The sum, over a player's decisions, of what the best action there adds, weighted by the
        odds that chance and the others lead there (Zinkevich et al. 2007, theorem 3).
        """
        _, belief, odds = self._play(y)
        worth = self._worth(belief)
        if not len(worth):
            return 0.0
        gain = np.maximum.reduceat(worth, self._starts)
        gain -= np.add.reduceat(odds * worth, self._starts)
        arrives = np.add.reduceat(self._led_by_others(y), self._node_starts)
        total = np.zeros(self.tree.n_players)
        np.add.at(total, self.tree.infoset_owner[self.tree.decision], arrives * gain)
        return float(total.max())

    def _led_by_others(self, y: FloatArray) -> FloatArray:
        """Return the odds that all but its owner lead to each decision node, by decision."""
        tree = self.tree
        behaviour = np.exp(self.log_behaviour(y))
        odds = np.ones((tree.n_players, tree.n_nodes))
        players = np.arange(tree.n_players)[:, None]
        for first, end in self.levels:
            parent = tree.parent[first:end]
            step = np.where(tree.owner[parent] == players, 1.0, behaviour[tree.slot[first:end]])
            odds[:, first:end] = odds[:, parent] * step
        led: FloatArray = odds[tree.owner[self._nodes], self._nodes]
        return led

    @property
    def sparse(self) -> bool:
        """Whether derivatives are kept sparse."""
        return best_sparse(len(self.slots), len(self._above))

    def linearised(self, y: FloatArray) -> tuple[FloatArray, Any]:
        """Return `advantage` (n,) and its derivatives with respect to the log-odds (n, n).

        The derivatives are a sparse matrix of scipy's where `sparse` says so.
        """
        log_reach, belief, odds = self._play(y)
        worth = self._worth(belief)
        value = self._value
        above, below = self._above, self._below
        down = np.exp(log_reach[self._to[below]] - log_reach[self._to[above]])
        later = belief[self._from[above]] * down * value[self._to[below], self._mover[above]]
        own = value[self._to[below], self._mover[below]] - worth[self._action[below]]
        earlier = belief[self._from[below]] * own
        size = len(self.slots)
        weights = np.concatenate([later, earlier])
        if self.sparse:
            return self._differences(worth), self._reduced_sparse(weights, odds)
        slope: FloatArray = np.zeros((size, size))
        slope += np.bincount(self._cell, weights, size * size).reshape(size, size)
        return self._differences(worth), self._reduced(slope, odds)

    def _reduced(self, slope: FloatArray, odds: FloatArray) -> FloatArray:
        """Turn derivatives in logarithms of probabilities into derivatives in log-odds."""
        agent = self._agent[self._free]
        sums = np.add.reduceat(slope, self._starts, axis=1) if len(slope) else slope
        columns = slope[:, self._free] - sums[:, agent] * odds[self._free]
        reduced: FloatArray = columns[self._free] - columns[self._against]
        return reduced

    def _reduced_sparse(self, weights: FloatArray, odds: FloatArray) -> Any:
        """Do the same for the entries of a sparse matrix."""
        from scipy import sparse  # noqa: PLC0415 (heavy, and for large games only)

        size, free = len(self.slots), self._free
        slope = sparse.csr_array((weights, np.divmod(self._cell, size)), shape=(size, size))
        column = np.arange(self.n)
        widths = np.diff(self._starts, append=size)[self._agent[free]]
        ends = np.cumsum(widths)
        rank = np.arange(ends[-1]) - np.repeat(ends - widths, widths)
        peers = np.repeat(self._starts[self._agent[free]], widths) + rank
        entries = np.concatenate([np.ones(self.n), -np.repeat(odds[free], widths)])
        place = np.concatenate([free, peers]), np.concatenate([column, np.repeat(column, widths)])
        in_log_odds = sparse.csr_array((entries, place), shape=(size, self.n))
        derivatives = slope @ in_log_odds
        return derivatives[free] - derivatives[self._against]

    def _differences(self, worth: FloatArray) -> FloatArray:
        advantage: FloatArray = worth[self._free] - worth[self._against]
        return advantage

    def _play(self, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return log odds of nodes (N,), beliefs (N,) and decisions' odds; renew the values."""
        tree = self.tree
        log_odds = self._log_odds(y)
        log = np.maximum(self.log_chance, NEVER)
        log[self.slots] = log_odds
        behaviour = self.chance.copy()
        behaviour[self.slots] = odds = np.exp(log_odds)
        log_reach = np.zeros(tree.n_nodes)
        for first, end in self.levels:
            log_reach[first:end] = log_reach[tree.parent[first:end]] + log[tree.slot[first:end]]
        value = self._value
        for inner, (below, end) in zip(self._inner[::-1], self.levels[::-1], strict=True):
            weighted = value[below:end] * behaviour[tree.slot[below:end], None]
            value[inner] = np.add.reduceat(weighted, tree.first_child[inner] - below, axis=0)
        return log_reach, self._belief(log_reach), odds

    def _belief(self, log_reach: FloatArray) -> FloatArray:
        """Return the odds of each node given its information set (N,)."""
        belief = np.zeros(self.tree.n_nodes)
        if len(self._nodes):
            here = log_reach[self._nodes]
            here -= np.maximum.reduceat(here, self._node_starts)[self._node_agent]
            here = np.exp(here)
            here /= np.add.reduceat(here, self._node_starts)[self._node_agent]
            belief[self._nodes] = here
        return belief

    def _worth(self, belief: FloatArray) -> FloatArray:
        mine = self._value[self._to, self._mover]
        worth: FloatArray = np.zeros(len(self.slots))
        worth += np.bincount(self._action, belief[self._from] * mine, len(self.slots))
        return worth
