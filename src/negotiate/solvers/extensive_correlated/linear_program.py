"""The best extensive-form correlated equilibrium of a small game, by linear programming.

The unknowns are the odds of the profiles of the reduced normal form, as recommendations are only
made where the player's earlier ones lead. A player who ignores a recommended action is on its own
from there on; what it can get then is a value for each information set that may follow (Huang &
von Stengel 2008, whose program has the odds of pairs of sequences for unknowns where nothing
happens by chance and two players play; this one takes any number of players, and chance).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from negotiate.forms.sequence import sequence_form
from negotiate.game.recall import last_slots
from negotiate.solvers import mediator
from negotiate.solvers.mediator import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.forms.sequence import Entries
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.mediator import Setting
    from negotiate.solvers.protocol import Options
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "The best extensive-form correlated equilibrium for one player or in sum, small games."
SOURCE = "von Stengel & Forges 2008; Huang & von Stengel 2008; HiGHS: Huangfu & Hall 2018"
PRIORITY = 10


def solve(game: Game, options: Options) -> Answer:
    """Return the lottery that pays most to whom `options.objective` says.

    Raises
    ------
    NoAnswerError
        If the program is too large, or not solved.
    UsageError
        If there is no such player.
    """
    name = "extensive-form correlated equilibria"
    return mediator.solve(game, options, _conditions, name, _completed)


class _Trigger(NamedTuple):
    """A recommended action that may be ignored, and what its owner faces then.

    Attributes
    ----------
    slot : int
        The action.
    later : list of int
        The information set at which it is recommended, and the owner's later ones.
    some : BoolArray (K,)
        The profiles in which it is recommended.
    steered, obeyed : NumberArray (K, S)
        What each profile pays the owner at the leaves to which each of its slots leads without
        another own choice: if it steers there, and if it obeys.
    """

    slot: int
    later: list[int]
    some: BoolArray
    steered: NumberArray
    obeyed: NumberArray


def _triggers(setting: Setting, cells: IntArray) -> Iterator[_Trigger]:
    """Yield every action that is recommended in some of the profiles."""
    tree, form = setting.game.tree, setting.form
    mediator.require_entries(len(cells) * max(tree.n_leaves, tree.n_slots))
    odds = sequence_form(setting.game).weight.astype(setting.table.dtype)
    lasts = last_slots(tree)[list(form.players)][:, tree.leaf]
    allows = [_allows(setting, axis, last) for axis, last in enumerate(lasts)]
    leads = [allow[cells[:, axis]] for axis, allow in enumerate(allows)]
    for axis, player in enumerate(form.players):
        mine = [h for h in form.parent_slot if tree.infoset_owner[h] == player]
        mine.sort(key=lambda h: int(tree.first_node[h]))
        others = np.ones((len(cells), tree.n_leaves), dtype=np.bool_)
        for lead in (*leads[:axis], *leads[axis + 1 :]):
            others &= lead
        worth = odds * setting.game.u[:, player].astype(odds.dtype)
        last = lasts[axis]
        sums = np.zeros((tree.n_leaves, tree.n_slots + 1), dtype=odds.dtype)
        sums[np.arange(len(last)), last] = worth
        steered, obeyed = others @ sums, (others & leads[axis]) @ sums
        uses = _uses(setting, axis)
        for h in mine:
            later = _later(setting, mine, h)
            for slot in range(*tree.slot_start[h : h + 2].tolist()):
                some = uses[cells[:, axis], slot]
                if some.any():
                    yield _Trigger(slot, later, some, steered, obeyed)


def _allows(setting: Setting, axis: int, last: IntArray) -> BoolArray:
    """Return whether each strategy of a player allows each leaf (strategies, Z).

    It does if it uses the last of the player's slots on the way.
    """
    uses = _uses(setting, axis)
    allows: BoolArray = uses[:, last] | (last < 0)
    return allows


def _uses(setting: Setting, axis: int) -> BoolArray:
    """Return which slots each strategy of a player uses (strategies, S)."""
    strategies = setting.form.strategies[axis]
    uses = np.zeros((len(strategies), setting.game.tree.n_slots), dtype=np.bool_)
    for k, strategy in enumerate(strategies):
        uses[k, list(strategy)] = True
    return uses


def _later(setting: Setting, mine: list[int], start: int) -> list[int]:
    """Return an information set and those of its owner that come after it, in their order."""
    tree, later = setting.game.tree, {start}
    for h in mine:
        parent = setting.form.parent_slot[h]
        if parent >= 0 and int(tree.slot_infoset[parent]) in later:
            later.add(h)
    return [h for h in mine if h in later]


def _conditions(setting: Setting, cells: IntArray) -> Entries:
    """Return that ignoring a recommendation is worth no more than obeying (R, K + values).

    For each recommended action, the value of each information set that may follow is at least
    that of each action there; and at the first one, at most what obeying pays.
    """
    tree, n, kind = setting.game.tree, len(cells), setting.table.dtype
    row: list[IntArray] = []
    column: list[IntArray] = []
    value: list[NumberArray] = []
    rows, columns = 0, n

    def put(where: IntArray, what: NumberArray) -> None:
        row.append(np.full(len(where), rows))
        column.append(where)
        value.append(what.astype(kind))

    one = np.ones(1, dtype=np.int64)
    for trigger in _triggers(setting, cells):
        at = {h: columns + k for k, h in enumerate(trigger.later)}
        some = np.flatnonzero(trigger.some)
        mediator.require_entries((rows + columns) * len(some))
        for h, place in at.items():
            for slot in range(*tree.slot_start[h : h + 2].tolist()):
                put(some, trigger.steered[some, slot])
                follows = [p for g, p in at.items() if setting.form.parent_slot[g] == slot]
                put(np.array(follows, dtype=np.int64), np.repeat(one, len(follows)))
                put(one * place, -one)
                rows += 1
        below = [s for h in at for s in range(*tree.slot_start[h : h + 2].tolist())]
        put(some, -trigger.obeyed[some][:, below].sum(axis=1))
        put(one * at[trigger.later[0]], one)
        rows, columns = rows + 1, columns + len(at)
    return mediator.entries(row, column, value, (rows, columns), kind)


def _completed(setting: Setting, cells: IntArray, odds: FloatArray) -> FloatArray:
    """Return odds together with the values that they imply."""
    tree = setting.game.tree
    values: list[Any] = []
    for trigger in _triggers(setting, cells):
        some = trigger.some
        worth = odds[some] @ trigger.steered[some]
        best: dict[int, float] = {}
        for h in trigger.later[::-1]:
            slots = tree.slots_of(h)
            best[h] = float(worth[slots].max())
            worth[setting.form.parent_slot[h]] += best[h]
        values += [best[h] for h in trigger.later]
    return np.concatenate([odds, np.array(values, dtype=np.float64)])
