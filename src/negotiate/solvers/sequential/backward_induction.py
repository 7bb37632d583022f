"""With perfect information there is nothing to guess: subgame perfection says it all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.results.solution import Answer, Candidate, Trembles
from negotiate.solvers.spe import backward_induction

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options

ABOUT = "Backward induction, where everybody sees everything: each history is known for sure."
SOURCE = "Kreps & Wilson 1982, section 5; Kuhn 1953"
PRIORITY = 5


def refusal(game: Game) -> str | None:
    """Return why beliefs are needed in `game`, or why it cannot be solved, or None."""
    if not game.tree.perfect_information:
        return "some player has to guess what happened"
    return backward_induction.refusal(game)


def solve(game: Game, options: Options) -> Answer:
    """Return the subgame-perfect equilibria, with certainty for beliefs."""
    answer = backward_induction.solve(game, options)
    return replace(answer, candidates=tuple(_with_beliefs(game, c) for c in answer.candidates))


def _with_beliefs(game: Game, candidate: Candidate) -> Candidate:
    tree = game.tree
    behaviour = candidate.behaviour
    nothing = behaviour * 0
    beliefs = np.full(tree.n_nodes, game.u.ravel()[0] * 0, dtype=game.u.dtype)
    beliefs[tree.owner >= 0] += 1
    mine = tree.decision[tree.slot_infoset]
    out = mine & (behaviour <= 0)
    trembles = Trembles(out.astype(np.int64), np.where(out, nothing + 1, behaviour))
    return replace(candidate, beliefs=beliefs, trembles=trembles)
