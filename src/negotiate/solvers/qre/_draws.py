"""Agent quantal response for many draws of the numbers at once; perfect information.

The recursion of `backward`, but decisions between the same values are one decision.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from negotiate.game.game import draws_at_once
from negotiate.results.batch import BatchOdds
from negotiate.solvers.spe.batch.kernels import State, average
from negotiate.solvers.spe.batch.plan import Lots, Moves, Plan, plan

if TYPE_CHECKING:
    from negotiate.game.game import Batch, Sharing
    from negotiate.game.tree import Tree
    from negotiate.solvers.spe.batch.plan import Rows
    from negotiate.types import FloatArray, IntArray

BLOCK: Final = 2**22
"""Bytes of values at once, as for backward induction."""


class _Layout(NamedTuple):
    """Where odds are kept: first those of chance, then those of each step (k, D).

    Attributes
    ----------
    steps : Plan
    first : tuple of int
        The first row of each step's decisions.
    rows : int
    slot : IntArray (S,)
        The row of each slot.
    """

    steps: Plan
    first: tuple[int, ...]
    rows: int
    slot: IntArray


def solve_batch(batch: Batch, rationality: float | FloatArray) -> BatchOdds:
    """Return the equilibrium of each draw of a tree's numbers.

    Parameters
    ----------
    batch : Batch
        Of a tree of perfect information.
    rationality : float or FloatArray (B,)
        λ per unit of payoff, one for all draws or one each.

    Returns
    -------
    BatchOdds
        With nan in draws that are not valid.
    """
    layout, n = _layout(batch.tree, batch.sharing), batch.n_draws
    each = np.broadcast_to(np.asarray(rationality, dtype=np.float64), (n,))
    odds = np.full((layout.rows, n), np.nan)
    payoff = np.full((batch.tree.n_players, n), np.nan)
    width = max(1, min(n, draws_at_once(layout.steps.values + layout.rows, BLOCK)))
    for start in range(0, n, width):
        draws = start + np.flatnonzero(batch.valid[start : start + width])
        if len(draws):
            table = np.empty((layout.rows, len(draws)))
            payoff[:, draws] = _respond(batch, layout, draws, each[draws], table)
            odds[:, draws] = table
    return BatchOdds(layout.slot, odds, payoff)


@lru_cache(maxsize=8)
def _layout(tree: Tree, sharing: Sharing) -> _Layout:
    steps = plan(tree, sharing)
    first, rows = [], int(sharing.odds.max(initial=-1)) + 1
    start, stride = np.zeros((2, steps.decisions), dtype=np.int64)
    for step in steps.steps:
        first.append(rows)
        if isinstance(step, Moves):
            width, size = step.own.shape
            start[step.first : step.first + size] = rows + np.arange(size)
            stride[step.first : step.first + size] = size
            rows += width * size
    infoset = tree.slot_infoset
    decision, option = steps.decision[infoset], np.arange(tree.n_slots) - tree.slot_start[infoset]
    own = start[decision] + option * stride[decision]
    return _Layout(steps, tuple(first), rows, np.where(tree.decision[infoset], own, sharing.odds))


def _respond(
    batch: Batch, layout: _Layout, draws: IntArray, rationality: FloatArray, odds: FloatArray
) -> FloatArray:
    """Write the odds of some draws (rows, b), and return what the game is worth (P, b)."""
    steps = layout.steps
    value = np.empty((steps.values, len(draws)))
    value[: len(batch.payoffs)] = batch.payoffs[:, draws]
    odds[: len(batch.odds)] = batch.odds[:, draws]
    clean = np.ones((steps.cleans, len(draws)), dtype=np.bool_)
    state = State(value, clean, np.zeros((batch.tree.n_players, len(draws))), odds)
    for first, step in zip(layout.first, steps.steps, strict=True):
        if isinstance(step, Moves):
            own = value.take(step.own, axis=0)
            own *= rationality
            own -= own.max(axis=0)
            np.exp(own, out=own)
            own /= own.sum(axis=0)
            odds[first : first + step.own.size] = own.reshape(-1, len(draws))
            value[step.value.block] = _expected(step.value, own, value)
        elif isinstance(step, Lots):
            average(step, state)
    return value[steps.value]


def _expected(rows: Rows, odds: FloatArray, value: FloatArray) -> FloatArray:
    """Return what the options of each row's decision (k, D, b) are worth on average (q, b)."""
    worth = np.zeros((rows.options.shape[1], value.shape[1]))
    for own, option in zip(odds, rows.options, strict=True):
        worth += own.take(rows.by[0], axis=0) * value.take(option, axis=0)
    return worth
