"""The payoffs and odds of many draws, as tables of what differs.

Leaves at which a player's payoff is the same function of the parameters share a row of one
table, and so do branches of chance with the same odds. Nothing is written twice, and whoever
solves the draws can see which parts of the tree are alike whatever the numbers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.game.distinct import numbered
from negotiate.game.game import Batch, Sharing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.program import Program
    from negotiate.game.roots import Root
    from negotiate.game.tree import Tree
    from negotiate.types import FloatArray, IntArray

NOTHING = -1
"""The step of an entry that no expression fills: it is 0."""


class Fill(NamedTuple):
    """Which rows of a table take which rows of a step, all if None."""

    target: slice
    step: int
    rows: IntArray | None


class Table(NamedTuple):
    """How to fill a table: numbers that do not vary (D, 1), and where the others come from."""

    settled: FloatArray
    fills: tuple[Fill, ...]

    def at(self, values: Mapping[int, FloatArray], draws: int) -> FloatArray:
        """Return the table of some draws (D, B)."""
        table = np.empty((len(self.settled), draws))
        if sum(fill.target.stop - fill.target.start for fill in self.fills) < len(table):
            table[...] = self.settled
        for target, step, rows in self.fills:
            value = values[step]
            if rows is None:
                table[target] = value
            elif value.shape[1] == draws:
                # Rows are in range: to be told so saves numpy a copy.
                value.take(rows, axis=0, out=table[target], mode="clip")
            else:
                table[target] = value.take(rows, axis=0)
        return table


class Prices:
    """Fills the payoffs and odds of draws of one game.

    Parameters
    ----------
    tree : Tree
    program : Program
        Computes what the roots need.
    payoffs, odds : sequence of Root
        Into (Z, P) and (S,).

    Attributes
    ----------
    sharing : Sharing
        Which row of the tables each payoff and each slot has.
    """

    def __init__(
        self, tree: Tree, program: Program, payoffs: Sequence[Root], odds: Sequence[Root]
    ) -> None:
        self._tree, self._program = tree, program
        shape = (tree.n_leaves, tree.n_players)
        sources, rows = _sources(shape, payoffs, program), np.empty(shape, dtype=np.int64)
        kept, start = [], [0]
        for player in range(tree.n_players):
            distinct, found = _distinct(sources[:, :, player])
            rows[:, player] = start[-1] + found
            kept.append(distinct)
            start.append(start[-1] + distinct.shape[1])
        distinct, slots = _distinct(_sources((tree.n_slots,), odds, program))
        self.sharing = Sharing(rows, np.array(start), slots)
        self._payoffs = _table(np.hstack(kept), program)
        self._odds = _table(distinct, program)

    @property
    def width(self) -> int:
        """Numbers of one draw."""
        return len(self._payoffs.settled) + len(self._odds.settled)

    def batch(self, values: Mapping[int, FloatArray], draws: int) -> Batch:
        """Return the games of some draws, given the values of the program's steps."""
        payoffs, odds = self._payoffs.at(values, draws), self._odds.at(values, draws)
        return Batch(self._tree, self.sharing, payoffs, odds)


def _sources(shape: tuple[int, ...], roots: Sequence[Root], program: Program) -> IntArray:
    """Return the step, and the distinct row of it, that each entry takes (2, *shape)."""
    step, row = np.full(shape, NOTHING), np.zeros(shape, dtype=np.int64)
    for root in roots:
        step[root.where] = root.step
        if root.rows is not None:
            row[root.where] = program.distinct.rows[root.step][root.rows]
    return np.stack([step, row])


def _distinct(sources: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct columns (2, D), by step and row, and which of them each is (m,)."""
    first, found = numbered([sources[0] - NOTHING, sources[1]])
    return sources[:, first], found


def _table(sources: IntArray, program: Program) -> Table:
    """Return how to fill a table of which each row is a distinct row of a step (2, D)."""
    steps, rows = sources
    settled = np.zeros((len(steps), 1))
    fills = []
    turns = np.flatnonzero(np.diff(steps, prepend=NOTHING - 1)).tolist()
    for begin, end in pairwise([*turns, len(steps)]):
        step, taken = int(steps[begin]), rows[begin:end]
        if step in program.distinct.constants:
            settled[begin:end] = program.distinct.constants[step][taken]
        elif step != NOTHING:
            every = len(taken) > program.distinct.rows[step].max()  # in order, as all rows are
            fills.append(Fill(slice(begin, end), step, None if every else taken))
    return Table(settled, tuple(fills))
