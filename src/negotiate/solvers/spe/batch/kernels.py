"""The arithmetic of one step for a block of draws. Shapes: m alike moves, P players, b draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.solvers.spe.batch.plan import Hidden, Lots, Moves
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class State:
    """What is known of one block of draws while it is solved.

    Attributes
    ----------
    value : FloatArray (P, places, b)
        What each node is worth to each player, at its place.
    clean : BoolArray (places, b)
        Whether play from there on meets no tie.
    slack : FloatArray (P, b)
        By how little payoffs may differ and still tie.
    chance : FloatArray (S, b)
    """

    value: FloatArray
    clean: BoolArray
    slack: FloatArray
    chance: FloatArray


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
    """Let each owner take its best option; return choices and ties (m, b)."""
    m, k = len(step.place), step.width
    below = slice(step.first, step.first + m * k)
    value = state.value[:, below].reshape(len(state.value), m, k, -1)
    if np.all(step.owner == step.owner[0]):
        mine = value[step.owner[0]]  # a view, where the general case copies
    else:
        mine = value[step.owner[:, None], np.arange(m)[:, None], np.arange(k)]
    lowest = mine.max(axis=1) - state.slack[step.owner]
    choice = np.full(lowest.shape, k - 1, dtype=np.int16)
    found = mine[:, k - 1] >= lowest
    tied = np.zeros_like(found)
    for option in range(k - 2, -1, -1):
        good = mine[:, option] >= lowest
        np.copyto(choice, option, where=good)
        tied |= good & found
        found |= good
    # By index: told apart option by option, a processor guesses wrong at every other draw.
    b = choice.shape[1]
    chosen = (below.start + k * np.arange(m)[:, None] + choice) * b + np.arange(b)
    state.value[:, step.place] = state.value.reshape(len(value), -1).take(chosen, axis=1)
    state.clean[step.place] = state.clean.reshape(-1).take(chosen) & ~tied
    return choice, tied


def average(step: Lots, state: State) -> None:
    """Weigh the branches of chance by their odds; branches of odds 0 meet nothing."""
    m, k = len(step.place), step.width
    below = slice(step.first, step.first + m * k)
    value = state.value[:, below].reshape(len(state.value), m, k, -1)
    clean = state.clean[below].reshape(m, k, -1)
    odds = state.chance[step.slots]
    worth = odds[:, 0] * value[:, :, 0]
    for branch in range(1, k):
        worth += odds[:, branch] * value[:, :, branch]
    state.value[:, step.place] = worth
    state.clean[step.place] = np.all(clean | (odds <= 0), axis=1)


def meet(step: Hidden, state: State) -> Found:
    """Take the first pure equilibrium of each subgame with hidden moves.

    A cell of the table is one if no player has a better strategy in its line of cells.
    """
    m, players = len(step.place), range(len(step.players))
    b = state.clean.shape[1]
    worth, doubt = _ends(step, state)
    table = _by_profile(worth, step, np.add)
    grid = table.reshape(-1, m, *step.shape, b)
    stable = np.ones((m, *step.shape, b), dtype=np.bool_)
    strict = np.ones((m, *step.shape, b), dtype=np.bool_)
    for axis, player in zip(players, step.players, strict=True):
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
    state.value[:, step.place] = _pick(table, first)
    state.clean[step.place] = ~tied & ~doubtful
    choice = np.moveaxis(step.action[first], -1, 1)
    return Found(choice, tied, np.all(n_stable > 0, axis=0))


def _ends(step: Hidden, state: State) -> tuple[FloatArray, BoolArray]:
    """Return what each end adds to the payoffs (P, m, T, b); whether a tie follows (m, T, b)."""
    worth, doubt = state.value[:, step.ends], ~state.clean[step.ends]
    for slots in np.moveaxis(step.odds, -1, 0):
        odds = np.where(slots[..., None] < 0, 1.0, state.chance[slots])
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
