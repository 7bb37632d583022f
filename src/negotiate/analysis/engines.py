"""How batches of draws are solved: all at once where the concept allows it, else one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from negotiate.analysis.answer import AUTO, DEFAULT, solve
from negotiate.analysis.mediation import node_odds
from negotiate.analysis.walk import Lots, ends, everywhere, joined
from negotiate.errors import NoAnswerError
from negotiate.forms.evaluation import reach
from negotiate.game.game import Batch, Game
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.analysis.walk import Ends, Reached
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Equilibrium, Solution
    from negotiate.solvers.protocol import Options
    from negotiate.types import BoolArray, FloatArray, NumberArray

TOGETHER: Final = {"spe": "backward_induction", "qre": "backward"}
"""By concept, the method of single games that the calculation for all draws at once repeats."""


@dataclass(frozen=True, eq=False)
class Answered:
    """The answers of a batch of draws, and where play ends.

    Attributes
    ----------
    decided, several, valid : BoolArray (B,)
        As in `negotiate.analysis.draws.Drawn`.
    payoffs : FloatArray (P, B)
    ends : Ends or Reached
        All of them where all are possible.
    """

    decided: BoolArray
    several: BoolArray
    valid: BoolArray
    payoffs: FloatArray
    ends: Ends | Reached


Engine: TypeAlias = Callable[[Batch], Answered]


def together(tree: Tree, concept: str = AUTO, method: str = AUTO) -> bool:
    """Return whether all draws of games on a tree are solved at once."""
    if concept == "qre":
        return method in {AUTO, TOGETHER["qre"]} and tree.perfect_information
    if concept not in {AUTO, "spe"} or method not in {AUTO, TOGETHER["spe"]}:
        return False
    if method != AUTO and not tree.perfect_information:
        return False
    from negotiate.solvers.spe.batch import refusal  # noqa: PLC0415 (only where draws are solved)

    return refusal(tree) is None


def engine_for(
    tree: Tree, concept: str = AUTO, method: str = AUTO, options: Options = DEFAULT
) -> Engine:
    """Return what solves batches of draws of games on a tree.

    Parameters
    ----------
    tree : Tree
    concept, method, options
        As in `negotiate.analysis.draws.evaluate`.
    """
    if not together(tree, concept, method):
        return lambda batch: _one_by_one(batch, concept, method, options)
    if concept == "qre":
        from negotiate.solvers.qre._rationality import rationality  # noqa: PLC0415 (as above)

        at = rationality(options)
        return lambda batch: _quantal(batch, at)
    return _induction


def _induction(batch: Batch) -> Answered:
    """Solve by backward induction, or by the pure equilibria of subgames with hidden moves."""
    from negotiate.solvers.spe.batch import solve_batch  # noqa: PLC0415 (as in `together`)

    found = solve_batch(batch)
    where = ends(batch.tree, Lots(batch.sharing.odds, batch.odds), found)
    return Answered(found.decided, batch.valid & ~found.decided, batch.valid, found.payoff, where)


def _quantal(batch: Batch, rationality: float) -> Answered:
    from negotiate.solvers.qre._draws import solve_batch  # noqa: PLC0415 (as in `together`)

    found = solve_batch(batch, rationality)
    never = np.zeros_like(batch.valid)
    where = everywhere(batch.tree, Lots(found.slot, found.odds))
    return Answered(batch.valid, never, batch.valid, found.payoff, where)


def _one_by_one(batch: Batch, concept: str, method: str, options: Options) -> Answered:
    """Solve each draw as a game of its own; the first equilibrium stands for the draw."""
    tree, n = batch.tree, batch.n_draws
    solved, several = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    payoffs = np.full((tree.n_players, n), np.nan)
    found = []
    for b in np.flatnonzero(batch.valid).tolist():
        # Never all draws written out: a batch is as wide as what differs has room for.
        u, chance = batch.payoffs[batch.sharing.payoff, b], batch.odds[batch.sharing.odds, b]
        game = Game(tree, u, chance)
        try:
            solution = solve(game, concept, method, options)
        except NoAnswerError:
            continue
        if solution.equilibria:
            first = solution.equilibria[0]
            solved[b], several[b] = True, _several(solution)
            payoffs[:, b] = first.payoff
            reached = _leaf_odds(game, first)
            here = np.flatnonzero(reached > 0)
            found.append((here, np.full(len(here), b), reached[here]))
    return Answered(solved, several, solved, payoffs, joined(found))


def _several(solution: Solution) -> bool:
    return len(solution.equilibria) > 1 or bool(solution.equilibria[0].ties)


def _leaf_odds(game: Game, equilibrium: Equilibrium) -> NumberArray:
    lottery = equilibrium.distribution
    tree = game.tree
    odds = reach(tree, equilibrium.behaviour) if lottery is None else node_odds(game, lottery)
    return odds[tree.leaf]
