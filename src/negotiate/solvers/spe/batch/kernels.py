"""The arithmetic of one step for a block of draws. Shapes: m alike subgames, b draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.solvers.spe.batch.plan import Hidden, Lots, Moves, Rows
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class State:
    """What is known of one block of draws while it is solved.

    Attributes
    ----------
    value : FloatArray (values, b)
        The payoffs, and what else the plan gives a row.
    clean : BoolArray (cleans, b)
        Whether play from there on meets no tie.
    slack : FloatArray (P, b)
        By how little payoffs may differ and still tie.
    odds : FloatArray (O, b)
    """

    value: FloatArray
    clean: BoolArray
    slack: FloatArray
    odds: FloatArray


@dataclass(frozen=True, eq=False)
class Found:
    """The equilibria of alike subgames with hidden moves.

    Attributes
    ----------
    choice : IntArray (m, h, b)
        What the first pure equilibrium does at each information set.
    tied : BoolArray (m, b)
        Whether it is not the only strict one.
    exists : BoolArray (b,)
        Whether each of the subgames has a pure equilibrium.
    """

    choice: IntArray
    tied: BoolArray
    exists: BoolArray


def decide(step: Moves, state: State) -> tuple[IntArray, BoolArray]:
    """Let each owner take its best option; return choices and ties (D, b)."""
    mine = state.value.take(step.own, axis=0)
    least = mine.max(axis=0)
    least -= state.slack.take(step.owner, axis=0)
    last = len(mine) - 1
    choice = np.full(least.shape, last, dtype=np.int16)
    found = mine[last] >= least
    tied = np.zeros_like(found)
    for option in range(last - 1, -1, -1):
        good = mine[option] >= least
        choice += (option - choice) * good  # a mask would be a guess of the processor's at each
        tied |= good & found
        found |= good
    picks = [choice == option for option in range(last)]
    state.value[step.value.block] = _picked(step.value, picks, state.value)
    clean = _picked(step.clean, picks, state.clean)
    state.clean[step.clean.block] = clean & ~tied.take(step.clean.by[0], axis=0)
    return choice, tied


def _picked(rows: Rows, picks: list[BoolArray], table: NumberArray) -> NumberArray:
    """Return the option that each row's decision picks (q, b)."""
    chosen: NumberArray = table.take(rows.options[-1], axis=0)
    for pick, option in zip(picks, rows.options[:-1], strict=True):
        chosen = np.where(pick.take(rows.by[0], axis=0), table.take(option, axis=0), chosen)
    return chosen


def average(step: Lots, state: State) -> None:
    """Weigh the branches of chance by their odds; branches of odds 0 meet nothing."""
    rows = step.value
    worth = state.odds[rows.by[0]] * state.value[rows.options[0]]
    for odds, option in zip(rows.by[1:], rows.options[1:], strict=True):
        worth += state.odds[odds] * state.value[option]
    state.value[rows.block] = worth
    rows = step.clean
    never = state.odds[rows.by] <= 0
    state.clean[rows.block] = np.all(state.clean[rows.options] | never, axis=0)


def meet(step: Hidden, state: State) -> Found:
    """Take the first pure equilibrium of each subgame with hidden moves.

    A cell of the table is one if no player has a better strategy in its line of cells.
    """
    m, b = len(step.clear), state.clean.shape[1]
    worth, doubt = _ends(step, state)
    table = _by_profile(worth, step, np.add)
    grid = table.reshape(-1, m, *step.shape, b)
    stable = np.ones((m, *step.shape, b), dtype=np.bool_)
    strict = np.ones((m, *step.shape, b), dtype=np.bool_)
    for axis, player in enumerate(step.players):
        mine = grid[player]
        best = mine.max(axis=1 + axis, keepdims=True)
        good = mine >= best - state.slack[player]
        stable &= good
        strict &= good.sum(axis=1 + axis, keepdims=True) == 1
    flat = stable.reshape(m, -1, b)
    first = flat.argmax(axis=1)
    n_stable = flat.sum(axis=1)
    tied = (n_stable != 1) | ~_pick(strict.reshape(m, -1, b), first)
    doubtful = _pick(_by_profile(doubt, step, np.logical_or), first)
    worth = _pick(table, first).reshape(-1, b)
    state.value[step.value : step.value + len(worth)] = worth
    state.clean[step.clean : step.clean + m] = ~tied & ~doubtful
    choice = np.moveaxis(step.action[first], -1, 1)
    return Found(choice, tied, np.all(n_stable > 0, axis=0))


def _ends(step: Hidden, state: State) -> tuple[FloatArray, BoolArray]:
    """Return what each end adds to the payoffs (P, m, T, b); whether a tie follows (m, T, b)."""
    worth, doubt = state.value[step.ends], ~state.clean[step.clear]
    for rows in np.moveaxis(step.odds, -1, 0):
        odds = np.where(rows[..., None] < 0, 1.0, state.odds[rows])
        worth *= odds
        doubt &= odds > 0
    return worth, doubt


def _by_profile(ends: NumberArray, step: Hidden, combine: np.ufunc) -> NumberArray:
    """Gather the ends (..., T, b) that each profile can reach (..., Q, b)."""
    pairs = ends[..., step.pair_end, :]
    if len(step.pair_start) == len(step.pair_end):
        return pairs
    combined: NumberArray = combine.reduceat(pairs, step.pair_start, axis=-2)
    return combined


def _pick(options: NumberArray, which: IntArray) -> NumberArray:
    """Return the option (..., m, b) of (..., m, k, b) that `which` (m, b) numbers."""
    index = np.broadcast_to(which[:, None], (*options.shape[:-2], 1, which.shape[-1]))
    return np.take_along_axis(options, index, axis=-2)[..., 0, :]
