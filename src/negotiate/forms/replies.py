"""The best that a player can do against the others, from every subgame on, in linear time.

With perfect recall, a player's own past choices lead to each of its information sets in one way
only. Its decision problem against fixed opponents is then a tree of information sets, solved by
one pass from the last to the first.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.subgames import require_recall
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class _View:
    """What one player's decision problem looks like, each subgame on its own.

    Attributes
    ----------
    weight : NumberArray (N,)
        Odds of a node, from the root of its subgame, if the player itself steers towards it.
    last : IntArray (N,)
        The slot that the player used last on the way from that root; -1 if none.
    """

    weight: NumberArray
    last: IntArray


def best_values(game: Game, behaviour: NumberArray, player: int, roots: IntArray) -> NumberArray:
    """Return what the best reply of a player is worth at each subgame root.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
        What the others do; the player's own entries are not read.
    player : int
    roots : IntArray (R,)
        Nodes that begin subgames, the root of the tree among them, in increasing order. The
        reply is best in every one of these subgames, also in those that are not reached.

    Returns
    -------
    NumberArray (R,)

    Raises
    ------
    NoAnswerError
        If the player forgets its own choices; the recursion needs perfect recall.

    Notes
    -----
    Value of an information set: the best, over its actions, of the payoffs at the leaves that
    follow without a further own choice, plus the values of the own information sets that come
    next (von Stengel 1996, section 3). Leaves are weighted by the odds that chance and the
    others reach them.
    """
    tree = game.tree
    require_recall(tree)
    view = _view(tree, behaviour, player, roots)
    inside = innermost(tree, roots)
    target = np.where(view.last >= 0, view.last, tree.n_slots + inside)
    worth = np.zeros(tree.n_slots + len(roots), dtype=np.result_type(game.u, behaviour))
    rows = slice(None) if worth.dtype != object else np.flatnonzero(view.weight[tree.leaf])
    ends = tree.leaf[rows]
    np.add.at(worth, target[ends], view.weight[ends] * game.u[rows, player])
    mine = np.flatnonzero(tree.infoset_owner == player)
    events = [(-int(tree.first_node[h]), 0, int(h)) for h in mine]
    events += [(-node, 1, k) for k, node in enumerate(roots.tolist())]
    parent, slot = tree.parent[roots[1:]], tree.slot[roots[1:]]
    own = tree.owner[parent] == player
    above = np.where(own, slot, target[parent]).tolist()
    odds = view.weight[parent] * np.where(own, 1, behaviour[slot])
    for _, is_root, k in sorted(events):
        if not is_root:
            worth[target[tree.first_node[k]]] += worth[tree.slots_of(k)].max()
        elif k:
            worth[above[k - 1]] += odds[k - 1] * worth[tree.n_slots + k]
    return worth[tree.n_slots :]


def action_values(
    game: Game, behaviour: NumberArray, value: NumberArray, roots: IntArray
) -> NumberArray:
    """Return what each action is worth to its owner if `behaviour` is played ever after.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    value : NumberArray (N, P)
        Continuation values under `behaviour`.
    roots : IntArray (R,)
        As in `best_values`.

    Returns
    -------
    NumberArray (S,)
        In the owner's payoff, weighted by the odds with which chance and the others lead from
        the root of the subgame to the information set; 0 at the slots of chance.
    """
    tree = game.tree
    worth = np.zeros(tree.n_slots, dtype=value.dtype)
    for player in range(tree.n_players):
        nodes = 1 + np.flatnonzero(tree.owner[tree.parent[1:]] == player)
        weight = _view(tree, behaviour, player, roots).weight[tree.parent[nodes]]
        np.add.at(worth, tree.slot[nodes], weight * value[nodes, player])
    return worth


def innermost(tree: Tree, roots: IntArray) -> IntArray:
    """Return, for each node, the position in `roots` of the smallest subgame around it (N,)."""
    inside = np.zeros(tree.n_nodes, dtype=np.int64)
    is_root = np.zeros(tree.n_nodes, dtype=np.int64)
    is_root[roots] = np.arange(len(roots))
    for first, end in _levels(tree):
        inherited = inside[tree.parent[first:end]]
        own = is_root[first:end]
        inside[first:end] = np.where(own > 0, own, inherited)
    return inside


def _view(tree: Tree, behaviour: NumberArray, player: int, roots: IntArray) -> _View:
    weight = np.ones(tree.n_nodes, dtype=behaviour.dtype)
    last = np.full(tree.n_nodes, -1, dtype=np.int64)
    begins = np.zeros(tree.n_nodes, dtype=np.bool_)
    begins[roots] = True
    for first, end in _levels(tree):
        parent, slot = tree.parent[first:end], tree.slot[first:end]
        own = tree.owner[parent] == player
        steered = _times(weight[parent], np.where(own, 1, behaviour[slot]))
        weight[first:end] = np.where(begins[first:end], 1, steered)
        last[first:end] = np.where(own, slot, last[parent])
        last[first:end][begins[first:end]] = -1
    return _View(weight, last)


def _times(weight: NumberArray, odds: NumberArray) -> NumberArray:
    """Return the products; of fractions only those that are neither factor are computed."""
    if weight.dtype != object:
        return weight * odds
    product = np.zeros(len(weight), dtype=object)
    live = np.flatnonzero(weight.astype(bool) & odds.astype(bool))
    product[live] = weight[live]
    mixed = live[odds[live] != 1]
    product[mixed] *= odds[mixed]
    return product


def _levels(tree: Tree) -> list[tuple[int, int]]:
    return list(pairwise(tree.level_start[1:].tolist()))
