"""In which order the moves of a tree are solved, and where their values lie in memory.

Nodes whose values are needed get places such that the children of all alike moves of one depth
are one block: then a step reads a view of the values and copies nothing.
"""

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
    from negotiate.types import IntArray


@dataclass(frozen=True, eq=False)
class Moves:
    """Decisions of one depth with equally many options.

    Attributes
    ----------
    place, infosets, owner : IntArray (m,)
    first : int
        Place of the first child of the first; the others follow, ``m * width`` of them.
    width : int
    """

    place: IntArray
    infosets: IntArray
    owner: IntArray
    first: int
    width: int


@dataclass(frozen=True, eq=False)
class Lots:
    """Moves of chance of one depth with equally many branches.

    Attributes
    ----------
    place : IntArray (m,)
    slots : IntArray (m, width)
    first, width : int
        As in `Moves`.
    """

    place: IntArray
    slots: IntArray
    first: int
    width: int


@dataclass(frozen=True, eq=False)
class Hidden:
    """Subgames with hidden moves that are alike but for what their ends are worth.

    Attributes
    ----------
    place : IntArray (m,)
    players, shape : tuple of int
        Who decides, and the number of strategies of each.
    ends : IntArray (m, T)
        Places of the ends.
    odds : IntArray (m, T, c)
        Slots of chance on the way to each end, filled up with -1.
    pair_end, pair_start : IntArray (K,), (Q,)
        The ends that each of Q profiles can reach, and where each profile's begin.
    infosets : IntArray (m, h)
    action : IntArray (Q, h)
        What each profile does at each information set; 0 where it leaves that open.
    """

    place: IntArray
    players: tuple[int, ...]
    shape: tuple[int, ...]
    ends: IntArray
    odds: IntArray
    pair_end: IntArray
    pair_start: IntArray
    infosets: IntArray
    action: IntArray


Step: TypeAlias = Moves | Lots | Hidden
Group: TypeAlias = "IntArray | list[NormalForm]"
Likeness: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps, the last moves of the game first.

    Attributes
    ----------
    steps : tuple of Step
    node : IntArray (places,)
        Which node lies at each place.
    leaf : IntArray (Z,)
        Place of each payoff row.
    widest : int
        Rows of payoffs that the hungriest step holds at once.
    """

    steps: tuple[Step, ...]
    node: IntArray
    leaf: IntArray
    widest: int


@lru_cache(maxsize=8)
def plan(tree: Tree) -> Plan:
    """Return how draws of games on this tree are solved; the structure is worked out once.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall, or a subgame with hidden moves is too large.
    """
    groups = _groups(tree)
    nodes = [np.zeros(1, dtype=np.int64), *(_below(tree, group) for group in groups)]
    node = np.concatenate(nodes)
    first = np.cumsum([len(part) for part in nodes])
    place = np.full(tree.n_nodes, -1, dtype=np.int64)
    place[node] = np.arange(len(node))
    steps = [_step(tree, g, int(n), place) for g, n in zip(groups, first, strict=False)]
    hidden = [s.ends.shape[0] * len(s.pair_end) for s in steps if isinstance(s, Hidden)]
    return Plan(tuple(steps[::-1]), node, place[tree.leaf], max([len(node), *hidden]))


def _groups(tree: Tree) -> list[Group]:
    """Return alike moves, or alike subgames with hidden moves, from the first depth to the last."""
    roots = subgame_roots(tree)
    roots = roots[tree.n_children[roots] > 0]
    solved = np.zeros(tree.n_nodes, dtype=np.bool_)
    solved[roots] = True
    inner = np.flatnonzero(~solved & (tree.n_children > 0))
    hides = np.zeros(tree.n_nodes, dtype=np.bool_)
    hides[tree.parent[inner]] = True
    depth = np.searchsorted(tree.level_start, roots, side="right")
    single: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    hidden: dict[tuple[int, Likeness], list[NormalForm]] = defaultdict(list)
    for root, level in zip(roots.tolist(), depth.tolist(), strict=True):
        if hides[root]:
            form = normal_form(tree, root, solved)
            hidden[level, _likeness(tree, form)].append(form)
        else:
            kind = (level, int(tree.owner[root] == CHANCE), int(tree.n_children[root]))
            single[kind].append(root)
    groups: list[tuple[int, Group]] = [(key[0], np.array(own)) for key, own in single.items()]
    groups += [(level, forms) for (level, _), forms in hidden.items()]
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def _likeness(tree: Tree, form: NormalForm) -> Likeness:
    arrays = (form.profile, form.end, _actions(tree, form))
    return (form.players, form.shape, len(form.parent_slot), *(a.tobytes() for a in arrays))


def _below(tree: Tree, group: Group) -> IntArray:
    if isinstance(group, list):
        return np.concatenate([form.ends for form in group])
    width = int(tree.n_children[group[0]])
    return (tree.first_child[group][:, None] + np.arange(width)).ravel()


def _step(tree: Tree, group: Group, first: int, place: IntArray) -> Step:
    if isinstance(group, list):
        return _hidden(tree, group, place)
    infosets, width = tree.infoset[group], int(tree.n_children[group[0]])
    if tree.owner[group[0]] == CHANCE:
        slots = tree.slot_start[infosets][:, None] + np.arange(width)
        return Lots(place[group], slots, first, width)
    return Moves(place[group], infosets, tree.owner[group], first, width)


def _hidden(tree: Tree, forms: list[NormalForm], place: IntArray) -> Hidden:
    model = forms[0]
    nature = ~tree.decision[tree.slot_infoset]
    ways = [[[s for s in way if nature[s]] for way in form.end_slots] for form in forms]
    longest = max((len(way) for own in ways for way in own), default=0)
    odds = [[way + [-1] * (longest - len(way)) for way in own] for own in ways]
    return Hidden(
        place=place[[form.root for form in forms]],
        players=model.players,
        shape=model.shape,
        ends=place[np.array([form.ends for form in forms])],
        odds=np.array(odds, dtype=np.int64).reshape(len(forms), len(model.ends), longest),
        pair_end=model.end,
        pair_start=model.starts,
        infosets=np.array([_sets(tree, form) for form in forms]),
        action=_actions(tree, model),
    )


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
