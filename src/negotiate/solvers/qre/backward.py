"""Agent quantal response equilibrium of perfect-information trees, in closed form.

From the last decision to the first, each option's odds are logistic in what it is worth. Nothing
else is an equilibrium at this λ. One pass over the depths of the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.qre._rationality import UNIT, rationality

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray, IntArray

ABOUT = "The only agent equilibrium, from the last decision to the first; perfect information."
SOURCE = "McKelvey & Palfrey 1998, section 3"
PRIORITY = 10


def refusal(game: Game) -> str | None:
    """Return why backward recursion cannot solve `game`, or None if it can."""
    tree = game.tree
    if not tree.perfect_information:
        blind = int(np.flatnonzero(tree.decision & (tree.infoset_size > 1))[0])
        move = tree.labels.move_of(blind)
        return f"the decision {move} is taken without knowing everything that happened before"
    if not np.all(np.isfinite(game.u.astype(np.float64))):
        return "some payoffs are not finite numbers"
    return None


def solve(game: Game, options: Options) -> Answer:
    """Return the equilibrium at `options.rationality`, in floats."""
    at = rationality(options)
    u = (game.u - game.u.min(axis=0)).astype(np.float64)[..., None]
    chance = game.chance.astype(np.float64)[:, None]
    behaviour, value = respond(game.tree, u, chance, np.array([at]))
    candidate = Candidate(behaviour[:, 0], value[:, 0], rationality=at)
    stats: dict[str, float | int | str] = {"lambda": at, "nodes": game.tree.n_nodes}
    return Answer((candidate,), Coverage.ALL, stats, (UNIT.format(at),))


def respond(
    tree: Tree, u: FloatArray, chance: FloatArray, rationality: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return logit behaviour (S, B) and the value of the game (P, B), by backward recursion.

    Parameters
    ----------
    tree : Tree
        Of perfect information.
    u : FloatArray (Z, P, B)
    chance : FloatArray (S, B)
    rationality : FloatArray (B,)
    """
    value = np.empty((tree.n_nodes, *u.shape[1:]))
    value[tree.leaf] = u
    behaviour = chance.copy()
    levels = tree.level_start.tolist()
    for level in range(len(levels) - 3, -1, -1):
        first, below, end = levels[level : level + 3]
        inner = first + np.flatnonzero(tree.n_children[first:below])
        deciders = inner[tree.owner[inner] >= 0]
        if len(deciders):
            _decide(tree, deciders, value, behaviour, rationality)
        weighted = value[below:end] * behaviour[tree.slot[below:end], None]
        value[inner] = np.add.reduceat(weighted, tree.first_child[inner] - below, axis=0)
    return behaviour, value[0]


def _decide(
    tree: Tree,
    nodes: IntArray,
    value: FloatArray,
    behaviour: FloatArray,
    rationality: FloatArray,
) -> None:
    """Write the odds of the options at some nodes of one depth."""
    sizes = tree.n_children[nodes]
    starts = np.cumsum(sizes) - sizes
    which = np.repeat(np.arange(len(nodes)), sizes)
    children = tree.first_child[nodes][which] + np.arange(len(which)) - starts[which]
    odds = value[children, tree.owner[nodes][which]] * rationality
    odds -= np.maximum.reduceat(odds, starts, axis=0)[which]
    np.exp(odds, out=odds)
    odds /= np.add.reduceat(odds, starts, axis=0)[which]
    behaviour[tree.slot[children]] = odds
