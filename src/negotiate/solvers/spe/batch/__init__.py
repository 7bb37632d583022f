"""Subgame-perfect play for many draws of the parameters at once, the draw axis last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.results.batch import BatchAnswer
from negotiate.solvers.spe.batch.kernels import State, average, decide, meet
from negotiate.solvers.spe.batch.plan import Hidden, Moves, plan
from negotiate.solvers.ties import tie_tolerance
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from negotiate.game.game import Batch
    from negotiate.game.tree import Tree
    from negotiate.solvers.spe.batch.plan import Plan

__all__ = ["refusal", "solve_batch"]

BLOCK: Final = 2**24
"""Bytes of continuation values at once: enough draws to spread the cost of each call of numpy,
few enough to stay near the processor."""


def refusal(tree: Tree) -> str | None:
    """Return why draws of games on this tree cannot be solved together, or None if they can."""
    try:
        plan(tree)
    except NoAnswerError as error:
        return error.reason
    return None


def solve_batch(batch: Batch) -> BatchAnswer:
    """Return what is played in each draw.

    With perfect information, backward induction; where moves are hidden, the pure equilibria of
    each subgame, the smallest first.

    Parameters
    ----------
    batch : Batch

    Returns
    -------
    BatchAnswer
        Ties go to the option, or the equilibrium, that is listed first, as in a single answer;
        a decision that its owner's own earlier choice rules out counts as its first option.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall, or a subgame with hidden moves is too large.
    """
    tree, steps = batch.tree, plan(batch.tree)
    n = batch.n_draws
    answer = BatchAnswer(
        choice=np.zeros((tree.n_infosets, n), dtype=np.int16),
        tied=np.zeros((tree.n_infosets, n), dtype=np.bool_),
        payoff=np.empty((tree.n_players, n)),
        decided=np.empty(n, dtype=np.bool_),
    )
    answer.choice[tree.infoset_owner == CHANCE] = -1
    width = max(1, min(n, BLOCK // (8 * tree.n_players * steps.widest)))
    shape = (tree.n_players, len(steps.node))
    value = np.empty(shape[0] * shape[1] * width)
    clean = np.empty(shape[1] * width, dtype=np.bool_)
    for first in range(0, n, width):
        block = slice(first, min(first + width, n))
        used = block.stop - first
        u = batch.u[:, :, block]
        with np.errstate(invalid="ignore"):  # draws that are not valid are marked at the end
            slack = tie_tolerance(batch.low[:, block], batch.high[:, block])
            state = State(
                value[: shape[0] * shape[1] * used].reshape(*shape, used),
                clean[: shape[1] * used].reshape(shape[1], used),
                slack,
                batch.chance[:, block],
            )
            state.value[:, steps.leaf] = u.transpose(1, 0, 2)
            _run(steps, state, answer, block)
    answer.decided[~batch.valid] = False
    return answer


def _run(steps: Plan, state: State, answer: BatchAnswer, block: slice) -> None:
    """Solve one block of draws, from the last moves to the first, and write the answer."""
    state.clean[steps.leaf] = True
    alive = np.ones(state.clean.shape[1], dtype=np.bool_)
    for step in steps.steps:
        if isinstance(step, Hidden):
            found = meet(step, state)
            alive &= found.exists
            answer.choice[step.infosets, block] = found.choice
            answer.tied[step.infosets, block] = found.tied[:, None]
        elif isinstance(step, Moves):
            choice, tied = decide(step, state)
            answer.choice[step.infosets, block] = choice
            answer.tied[step.infosets, block] = tied
        else:
            average(step, state)
    answer.payoff[:, block] = state.value[:, 0]
    answer.decided[block] = alive & state.clean[0]
