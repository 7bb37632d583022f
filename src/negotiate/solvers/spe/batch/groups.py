"""Which moves of a tree are solved in one go: alike ones, the last of the game first."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from negotiate.forms.normal import normal_form
from negotiate.forms.subgames import subgame_roots
from negotiate.record import dataclass
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from negotiate.forms.normal import NormalForm
    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, IntArray

Likeness: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Singles:
    """Moves that are seen by whoever moves next, with equally many branches.

    Attributes
    ----------
    nodes : IntArray (m,)
    below : IntArray (m, k)
        The nodes that they lead to.
    chance : bool
        Whether chance moves at all of them, or a player at each.
    """

    nodes: IntArray
    below: IntArray
    chance: bool


@dataclass(frozen=True, eq=False)
class Subgames:
    """Subgames with hidden moves that are alike but for what their ends are worth.

    Attributes
    ----------
    forms : tuple of NormalForm
    infosets : IntArray (m, h)
        In an order that they share.
    action : IntArray (Q, h)
        What each of Q profiles does at each information set; 0 where it leaves that open.
    """

    forms: tuple[NormalForm, ...]
    infosets: IntArray
    action: IntArray


Group: TypeAlias = Singles | Subgames


@lru_cache(maxsize=8)
def groups(tree: Tree) -> tuple[Group, ...]:
    """Return alike moves and subgames, each after all that it leads to.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall, or a subgame with hidden moves is too large.
    """
    roots = subgame_roots(tree)
    roots = roots[tree.n_children[roots] > 0]
    solved = np.zeros(tree.n_nodes, dtype=np.bool_)
    solved[roots] = True
    inner = np.flatnonzero(~solved & (tree.n_children > 0))
    hides = np.zeros(tree.n_nodes, dtype=np.bool_)
    hides[tree.parent[inner]] = True
    height = _heights(tree, solved)
    seen = roots[~hides[roots]]
    found = list(_singles(tree, seen, height[seen]))
    hidden: dict[tuple[int, Likeness], list[NormalForm]] = defaultdict(list)
    for root in roots[hides[roots]].tolist():
        form = normal_form(tree, root, solved)
        hidden[int(height[root]), _likeness(tree, form)].append(form)
    found += [(level, _subgames(tree, forms)) for (level, _), forms in hidden.items()]
    return tuple(group for _, group in sorted(found, key=lambda pair: pair[0]))


def _heights(tree: Tree, solved: BoolArray) -> IntArray:
    """Return how many moves and subgames in a row must be solved before each node is (N,)."""
    height = np.zeros(tree.n_nodes, dtype=np.int64)
    levels = tree.level_start.tolist()
    for level in range(len(levels) - 3, -1, -1):
        first, below, end = levels[level : level + 3]
        nodes = first + np.flatnonzero(tree.n_children[first:below])
        highest = np.maximum.reduceat(height[below:end], tree.first_child[nodes] - below)
        height[nodes] = highest + solved[nodes]
    return height


def _singles(tree: Tree, nodes: IntArray, height: IntArray) -> list[tuple[int, Group]]:
    kinds = np.stack([height, tree.owner[nodes] == CHANCE, tree.n_children[nodes]], axis=1)
    unique, which = np.unique(kinds, axis=0, return_inverse=True)
    which = which.reshape(-1)
    found: list[tuple[int, Group]] = []
    for kind, (level, chance, width) in enumerate(unique.tolist()):
        own = nodes[which == kind]
        below = tree.first_child[own][:, None] + np.arange(width)
        found.append((level, Singles(own, below, bool(chance))))
    return found


def _likeness(tree: Tree, form: NormalForm) -> Likeness:
    arrays = (form.profile, form.end, _actions(tree, form))
    return (form.players, form.shape, len(form.parent_slot), *(a.tobytes() for a in arrays))


def _subgames(tree: Tree, forms: list[NormalForm]) -> Subgames:
    infosets = np.array([_sets(tree, form) for form in forms])
    return Subgames(tuple(forms), infosets, _actions(tree, forms[0]))


def _sets(tree: Tree, form: NormalForm) -> list[int]:
    """Return the information sets inside in an order that alike subgames share."""
    return sorted(form.parent_slot, key=lambda h: int(tree.first_node[h]))


def _actions(tree: Tree, form: NormalForm) -> IntArray:
    sets = {h: column for column, h in enumerate(_sets(tree, form))}
    action = np.zeros((*form.shape, len(sets)), dtype=np.int64)
    for axis, own in enumerate(form.strategies):
        lines = np.moveaxis(action, axis, 0)
        for k, strategy in enumerate(own):
            for slot in strategy:
                infoset = int(tree.slot_infoset[slot])
                lines[k, ..., sets[infoset]] = slot - tree.slot_start[infoset]
    return action.reshape(-1, len(sets))
