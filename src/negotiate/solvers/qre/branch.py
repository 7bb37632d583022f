"""Quantal response equilibrium of any game, on the branch that begins at equal odds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.logit import follow, refusal
from negotiate.solvers.qre._rationality import UNIT, rationality

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "The agent equilibrium on the principal branch, followed from λ = 0, where odds are equal."
SOURCE = "McKelvey & Palfrey 1995, 1998; Turocy 2005, 2010"
PRIORITY = 20

PRINCIPAL: Final = (
    "It lies on the principal branch, which begins at equal odds; the game may have other quantal"
    " response equilibria at this λ."
)
TURNS: Final = "The branch turns back on the way: this is where it comes to this λ first."


def solve(game: Game, options: Options) -> Answer:
    """Return the equilibrium at `options.rationality` on the principal branch."""
    at = rationality(options)
    branch = follow(game, at)
    stats: dict[str, float | int | str] = {"lambda": at, "points": len(branch)}
    if not branch.reached:
        where = f"The branch was followed to λ = {branch.rationality[-1]:.6g}. {branch.ended}"
        return Answer((), Coverage.NONE_FOUND, stats, (where,))
    behaviour = branch.behaviour[-1]
    chance = ~game.tree.decision[game.tree.slot_infoset]
    behaviour[chance] = game.chance[chance].astype(float)
    unknown = np.full(game.tree.n_players, np.nan)  # payoffs are recomputed before they are shown
    candidate = Candidate(behaviour, unknown, rationality=at)
    notes = [UNIT.format(at), PRINCIPAL, *([TURNS] if branch.turns_back else [])]
    return Answer((candidate,), Coverage.SOME, stats, tuple(notes))
