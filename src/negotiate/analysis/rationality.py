"""The branch of quantal response in the words of the game: what is played as λ grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis.compare import bare_info
from negotiate.analysis.estimate import histories
from negotiate.errors import UsageError
from negotiate.forms.evaluation import expected
from negotiate.results.rationality import DecisionPath, RationalityPath
from negotiate.solvers.logit import follow
from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.game.game import Game


def rationality_path(game: Game, to: float | None = None, scenario: str = "") -> RationalityPath:
    """Return what is played, and what it pays, from choice at random on.

    Parameters
    ----------
    game : Game
    to : float, optional
        λ at which the path ends; by default where play no longer changes.
    scenario : str
        Named in the answer.

    Raises
    ------
    NoAnswerError
        If the branch of this game cannot be followed.
    UsageError
        If `to` is no finite number above 0.
    """
    if to is not None and not (np.isfinite(to) and to > 0):
        raise UsageError(f"a path of rationality ends at a finite λ above 0, not at {to}")
    branch = follow(game, to)
    tree = game.tree
    behaviour = np.where(tree.decision[tree.slot_infoset], branch.behaviour, 0.0)
    behaviour += game.chance.astype(np.float64)
    payoffs = np.array([expected(game, point) for point in behaviour], dtype=np.float64)
    decisions = [
        DecisionPath(
            tree.labels.players[int(tree.infoset_owner[infoset])],
            tree.labels.move_of(infoset),
            history,
            {
                tree.labels.action_of(slot): tuple(behaviour[:, slot].tolist())
                for slot in range(*tree.slot_start[infoset : infoset + 2])
            },
        )
        for infoset, history in histories(tree).items()
    ]
    return RationalityPath(
        game=bare_info(game),
        scenario=scenario,
        rationality=tuple(branch.rationality.tolist()),
        decisions=tuple(decisions),
        payoffs={
            player: tuple(payoffs[:, i].tolist()) for i, player in enumerate(tree.labels.players)
        },
        ended=branch.ended,
        at_limit=to is None and branch.reached,
        turns_back=branch.turns_back,
        version=__version__,
    )
