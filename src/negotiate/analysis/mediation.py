"""A mediator's lottery in the words of the game file: what is drawn, and what it leads to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.mediation import leaf_odds
from negotiate.results.mediation import Recommendation, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.report import History
    from negotiate.results.solution import Distribution
    from negotiate.types import NumberArray


def node_odds(game: Game, distribution: Distribution) -> NumberArray:
    """Return the probability of each node if everybody obeys (N,)."""
    tree = game.tree
    odds = np.zeros(tree.n_nodes, dtype=np.result_type(distribution.odds, game.chance))
    odds[tree.leaf] = leaf_odds(game, distribution)
    for start, stop in reversed(list(pairwise(tree.level_start[1:].tolist()))):
        np.add.at(odds, tree.parent[start:stop], odds[start:stop])
    return odds


def recommendations(
    tree: Tree, distribution: Distribution | None, histories: Sequence[History]
) -> tuple[Recommendation, ...]:
    """Return each profile that may be drawn, the likeliest first; none without a mediator."""
    if distribution is None:
        return ()
    labels = tree.labels
    order = [int(h) for h in np.argsort(tree.first_node, kind="stable") if tree.decision[h]]
    drawn = []
    for actions, odds in zip(
        distribution.actions.tolist(), distribution.odds.tolist(), strict=True
    ):
        told = tuple(
            Told(
                labels.players[int(tree.infoset_owner[h])],
                labels.move_of(h),
                histories[h],
                labels.action_of(actions[h]),
            )
            for h in order
            if actions[h] >= 0
        )
        drawn.append(Recommendation(odds, told))
    return tuple(sorted(drawn, key=lambda each: -each.odds))
