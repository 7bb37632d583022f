"""Subgame-perfect play for many draws of the parameters at once, the draw axis last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.game.game import draws_at_once
from negotiate.results.batch import BatchAnswer
from negotiate.solvers.spe.batch.groups import groups
from negotiate.solvers.spe.batch.kernels import State, average, decide, meet
from negotiate.solvers.spe.batch.plan import Hidden, Moves, plan
from negotiate.solvers.ties import tie_tolerance

if TYPE_CHECKING:
    from negotiate.game.game import Batch
    from negotiate.game.tree import Tree
    from negotiate.solvers.spe.batch.plan import Plan
    from negotiate.types import BoolArray

__all__ = ["refusal", "solve_batch"]

BLOCK: Final = 2**22
"""Bytes of values at once: enough draws to spread the cost of each call of numpy, few enough to
stay near the processor."""


def refusal(tree: Tree) -> str | None:
    """Return why draws of games on this tree cannot be solved together, or None if they can."""
    try:
        groups(tree)
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
    tree, steps, n = batch.tree, plan(batch.tree, batch.sharing), batch.n_draws
    answer = BatchAnswer(
        decision=steps.decision,
        choices=np.empty((steps.decisions, n), dtype=np.int16),
        ties=np.empty((steps.decisions, n), dtype=np.bool_),
        payoff=np.empty((tree.n_players, n)),
        decided=np.empty(n, dtype=np.bool_),
    )
    answer.choices[0], answer.ties[0] = -1, False
    width = max(1, min(n, draws_at_once(steps.widest, BLOCK)))
    value, clean = np.empty(steps.values * width), np.empty(steps.cleans * width, dtype=np.bool_)
    for first in range(0, n, width):
        block = slice(first, min(first + width, n))
        used = block.stop - first
        with np.errstate(invalid="ignore"):  # draws that are not valid are marked at the end
            state = State(
                value[: steps.values * used].reshape(-1, used),
                clean[: steps.cleans * used].reshape(-1, used),
                tie_tolerance(batch.low[:, block], batch.high[:, block]),
                batch.odds[:, block],
            )
            state.value[: len(batch.payoffs)] = batch.payoffs[:, block]
            state.clean[0] = True
            alive = _run(steps, state, answer, block)
        answer.payoff[:, block] = state.value[steps.value]
        answer.decided[block] = alive & state.clean[steps.clean]
    answer.decided[~batch.valid] = False
    return answer


def _run(steps: Plan, state: State, answer: BatchAnswer, block: slice) -> BoolArray:
    """Solve one block of draws, from the last moves to the first; return where it could be done."""
    alive = np.ones(state.clean.shape[1], dtype=np.bool_)
    for step in steps.steps:
        if isinstance(step, Moves):
            rows = slice(step.first, step.first + len(step.owner))
            answer.choices[rows, block], answer.ties[rows, block] = decide(step, state)
        elif isinstance(step, Hidden):
            found = meet(step, state)
            alive &= found.exists
            m, h, b = found.choice.shape
            rows = slice(step.decision, step.decision + m * h)
            answer.choices[rows, block] = found.choice.reshape(m * h, b)
            answer.ties[rows, block] = found.tied.repeat(h, axis=0)
        else:
            average(step, state)
    return alive
