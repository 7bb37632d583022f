"""The sequence form of a game with perfect recall, with the way back to behaviour.

A sequence of a player is what it has done on the way to a node; by perfect recall its last action
says it all. A realization plan gives each sequence the odds with which the player's own choices
allow it, and payoffs are linear in the plan of each player. The form grows with the tree, where
the normal form grows exponentially (von Stengel 1996; Koller, Megiddo & von Stengel 1996).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.forms.subgames import require_recall
from negotiate.game.recall import last_slots
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class Entries:
    """A sparse matrix by its entries, in the order of rows, then columns, each place once.

    Attributes
    ----------
    row, column : IntArray (K,)
    value : NumberArray (K,)
        Whole numbers, floats, or objects that are fractions.
    shape : tuple of int
    """

    row: IntArray
    column: IntArray
    value: NumberArray
    shape: tuple[int, int]

    @property
    def transposed(self) -> Entries:
        """The same entries with rows and columns exchanged."""
        order = np.lexsort((self.row, self.column))
        parts = self.column[order], self.row[order], self.value[order]
        return Entries(*parts, (self.shape[1], self.shape[0]))

    def times(self, vector: NumberArray) -> NumberArray:
        """Return the product with a vector."""
        kind = np.result_type(self.value, vector)
        total = np.zeros(self.shape[0], dtype=kind)
        np.add.at(total, self.row, self.value * vector[self.column])
        return total


@dataclass(frozen=True, eq=False)
class Sequences:
    """The sequences of one player. Sequence 0 is the empty one.

    Attributes
    ----------
    player : int
    slots : IntArray (n-1,)
        The last action of each sequence but the empty one: ``slots[k - 1]`` ends sequence k.
    infosets : IntArray (m,)
        Where the player decides; what a sequence leads to stands after it.
    parent : IntArray (m,)
        The sequence that leads to each information set.
    first : IntArray (m+1,)
        The sequences that end at information set j are ``first[j] : first[j+1]``.
    leaf : IntArray (Z,)
        The sequence that leads to each leaf.
    """

    player: int
    slots: IntArray
    infosets: IntArray
    parent: IntArray
    first: IntArray
    leaf: IntArray

    @property
    def n(self) -> int:
        """How many sequences there are, the empty one included."""
        return len(self.slots) + 1

    @cached_property
    def at(self) -> IntArray:
        """Position in `infosets` at which each sequence ends (n,); -1: the empty one."""
        at: IntArray = np.repeat(np.arange(-1, len(self.infosets)), np.diff(self.first, prepend=0))
        return at

    @cached_property
    def constraints(self) -> Entries:
        """The rows that make a vector a plan (m+1, n).

        Row 0 says that the empty sequence has odds 1; row j+1 that the sequences which end at
        information set j add up to the one that leads there: a right-hand side of 1, 0, ..., 0.
        """
        row = np.concatenate([[0], self.at[1:] + 1, np.arange(len(self.infosets)) + 1])
        column = np.concatenate([np.arange(self.n), self.parent])
        value = np.repeat([1, -1], [self.n, len(self.infosets)])
        order = np.lexsort((column, row))
        return Entries(row[order], column[order], value[order], (len(self.infosets) + 1, self.n))

    def plan(self, behaviour: NumberArray) -> NumberArray:
        """Return the realization plan of a behaviour profile's part that is this player's (n,)."""
        plan = np.ones(self.n, dtype=behaviour.dtype)
        for j, (start, stop) in enumerate(pairwise(self.first.tolist())):
            own = self.slots[start - 1 : stop - 1]
            plan[start:stop] = plan[self.parent[j]] * behaviour[own]
        return plan

    def write(self, plan: NumberArray, behaviour: NumberArray) -> None:
        """Write a realization plan as behaviour, into the player's slots (Kuhn 1953).

        Where the player's own choices never lead, nobody's payoff depends on what it would do:
        its actions are equally likely there, unless `SequenceForm.complete` finds better.

        Parameters
        ----------
        plan : NumberArray (n,)
            Nonnegative. Odds are relative to the sum over an information set, so that the
            rounding of a float plan does no harm.
        behaviour : NumberArray (S,)
            Changed in place.
        """
        if not len(self.infosets):
            return
        total = np.add.reduceat(plan, self.first[:-1])[self.at[1:]]
        width = np.diff(self.first)[self.at[1:]]
        if plan.dtype == object:
            equal: Any = np.array([Fraction(1, w) for w in width.tolist()], dtype=object)
        else:
            equal = 1 / width
        reached = total > 0
        odds = plan[1:] / np.where(reached, total, 1)
        behaviour[self.slots] = np.where(reached, odds, equal)


@dataclass(frozen=True, eq=False)
class SequenceForm:
    """What everybody's sequences are, and the odds with which chance allows each leaf.

    Attributes
    ----------
    sides : tuple of Sequences
        One for each player who decides anything, in increasing order.
    weight : NumberArray (Z,)
        Product of chance's odds on the way to each leaf.
    """

    sides: tuple[Sequences, ...]
    weight: NumberArray

    def payoffs(self, worth: NumberArray) -> Entries:
        """Return payoffs of the first two sides as a matrix over their sequences.

        Parameters
        ----------
        worth : NumberArray (Z,)
            A player's payoff at each leaf, or any other measure.

        Returns
        -------
        Entries (n_1, n_2)
            The expectation of `worth` is ``x @ matrix @ y`` for plans x and y. Places at which
            no leaf of positive odds stands have no entry. A side that is missing has the empty
            sequence only.
        """
        nobody = np.zeros(len(self.weight), dtype=np.int64)
        row, column = (*(side.leaf for side in self.sides[:2]), nobody, nobody)[:2]
        shape = (*(side.n for side in self.sides[:2]), 1, 1)[:2]
        can = np.flatnonzero(self.weight > 0)
        place, where = np.unique(row[can] * shape[1] + column[can], return_inverse=True)
        value = np.zeros(len(place), dtype=np.result_type(worth, self.weight))
        np.add.at(value, where, self.weight[can] * worth[can])
        return Entries(place // shape[1], place % shape[1], value, (shape[0], shape[1]))

    def behaviour(self, game: Game, plans: list[NumberArray]) -> NumberArray:
        """Return the behaviour profile of one realization plan for each side (S,)."""
        behaviour = game.chance.astype(plans[0].dtype if plans else game.chance.dtype)
        for side, plan in zip(self.sides, plans, strict=True):
            side.write(plan, behaviour)
        return behaviour

    def complete(self, game: Game, plans: list[NumberArray], behaviour: NumberArray) -> None:
        """Let each player reply best where only its own earlier choices keep it from coming.

        That changes nobody's payoff, and leaves fewer plans that would not be carried out. The
        first best action is taken. Where others' choices do not lead either, there is nothing
        to reply to, and actions stay equally likely.

        Parameters
        ----------
        game : Game
        plans : list of NumberArray (n,)
            One for each side.
        behaviour : NumberArray (S,)
            Changed in place at information sets to which a plan gives no odds.
        """
        reached = [plan[side.leaf] for side, plan in zip(self.sides, plans, strict=True)]
        for k, (side, plan) in enumerate(zip(self.sides, plans, strict=True)):
            odds = self.weight
            for other in (*reached[:k], *reached[k + 1 :]):
                odds = odds * other
            can = np.flatnonzero(odds > 0)
            worth, come = np.zeros(side.n, dtype=odds.dtype), np.zeros(side.n, dtype=np.bool_)
            np.add.at(worth, side.leaf[can], odds[can] * game.u[can, side.player])
            come[side.leaf[can]] = True
            starts = list(pairwise(side.first.tolist()))
            for j in range(len(starts) - 1, -1, -1):
                here, parent = slice(*starts[j]), side.parent[j]
                best = int(np.argmax(worth[here]))
                worth[parent] += worth[here][best]
                come[parent] |= come[here].any()
                if come[here].any() and not plan[parent] > 0:
                    own = side.slots[here.start - 1 : here.stop - 1]
                    behaviour[own] = [Fraction(int(a == best)) for a in range(len(own))]


@lru_cache(maxsize=4)  # whoever refuses a game looks at it before whoever solves it
def sequence_form(game: Game) -> SequenceForm:
    """Return the sequence form of a game, by passes over the depths of its tree.

    Parameters
    ----------
    game : Game

    Raises
    ------
    NoAnswerError
        If a player forgets its own choices, which then do not amount to one sequence.
    """
    tree = game.tree
    require_recall(tree)
    last = last_slots(tree)
    deciders = np.unique(tree.infoset_owner[tree.decision])
    sides = tuple(_sequences(tree, int(player), last[player]) for player in deciders)
    one: Any = Fraction(1) if game.exact else 1.0
    nature = ~tree.decision[tree.slot_infoset]
    odds = np.where(nature, game.chance, one)
    weight = np.full(tree.n_nodes, one, dtype=game.chance.dtype)
    for start, stop in pairwise(tree.level_start[1:].tolist()):
        weight[start:stop] = weight[tree.parent[start:stop]] * odds[tree.slot[start:stop]]
    return SequenceForm(sides, weight[tree.leaf])


def _sequences(tree: Tree, player: int, last: IntArray) -> Sequences:
    """Return one player's sequences, given the slot that it used last before each node."""
    mine = np.flatnonzero(tree.infoset_owner == player)
    mine = mine[np.argsort(tree.first_node[mine], kind="stable")]
    width = np.diff(tree.slot_start)[mine]
    first = 1 + np.concatenate([[0], np.cumsum(width)])
    rank = np.arange(first[-1] - 1) - np.repeat(first[:-1] - 1, width)
    slots = np.repeat(tree.slot_start[mine], width) + rank
    sequence = np.zeros(tree.n_slots + 1, dtype=np.int64)  # the last entry serves slot -1
    sequence[slots] = np.arange(1, len(slots) + 1)
    parent = sequence[last[tree.first_node[mine]]]
    return Sequences(player, slots, mine, parent, first, sequence[last[tree.leaf]])
