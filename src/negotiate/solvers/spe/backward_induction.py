"""Backward induction: from the last decision to the first, each player takes its best option.

One pass over the depths of the tree, last to first, with no loop over nodes. In exact mode the
same pass runs on fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.ties import tie_tolerance
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.solvers.protocol import Options
    from negotiate.types import IntArray

ABOUT = "Backward induction from the last decision to the first; perfect information."
SOURCE = "Kuhn 1953; Selten 1965; Osborne & Rubinstein 1994, Proposition 99.2"
PRIORITY = 10

UNIQUE: Final = "No decision is a tie, so no other equilibrium exists, in mixed strategies either."

MEMORY: Final = 2**28
"""Bytes that a list of equilibria may fill; on large trees this binds before the cap does."""

NAMED_TIES: Final = 3
"""Ties that a note names; the margins tell the rest."""


def refusal(game: Game) -> str | None:
    """Return why backward induction cannot solve `game`, or None if it can."""
    tree = game.tree
    if not tree.perfect_information:
        blind = int(np.flatnonzero(tree.decision & (tree.infoset_size > 1))[0])
        move = tree.labels.move_of(blind)
        return f"the decision {move} is taken without knowing everything that happened before"
    if not game.exact and not np.all(np.isfinite(game.u)):
        return "some payoffs are not finite numbers"
    return None


def solve(game: Game, options: Options) -> Answer:
    """Return the subgame-perfect equilibrium, or all pure ones if `options.all`.

    At a tie the option that is listed first is taken. With `options.all` every combination of
    ties is followed, since the choice at one tie changes what decisions above it are worth.
    """
    tree = game.tree
    room = max(1, MEMORY // (16 * max(1, tree.n_slots + tree.n_infosets)))
    limit = min(options.cap, room) if options.all else 1
    found = list(islice(_Induction(game).candidates(), limit + options.all))
    more, found = len(found) > limit, found[:limit]
    tied = _ties(tree, found[0])
    stats: dict[str, float | int | str] = {
        "nodes": tree.n_nodes,
        "decisions": int(np.count_nonzero(tree.decision)),
        "depth": len(tree.level_start) - 2,
        "ties": len(tied),
    }
    notes = [_tie_note(tree, tied, followed=options.all)] if len(tied) else [UNIQUE]
    if more:
        notes.append(f"The list stops after {len(found)} equilibria; there are more.")
    if not len(tied):
        coverage = Coverage.ALL
    else:
        coverage = Coverage.ALL_PURE if options.all and not more else Coverage.SOME
    return Answer(tuple(found), coverage, stats, tuple(notes))


def _ties(tree: Tree, candidate: Candidate) -> IntArray:
    assert candidate.margin is not None
    return np.flatnonzero(tree.decision & (candidate.margin == 0))


def _tie_note(tree: Tree, tied: IntArray, *, followed: bool) -> str:
    names = list(dict.fromkeys(tree.labels.move_of(int(h)) for h in tied))
    listed = ", ".join(names[:NAMED_TIES]) + (", …" if len(names) > NAMED_TIES else "")
    count = "One decision is a tie" if len(tied) == 1 else f"{len(tied)} decisions are ties"
    rule = "each way to break a tie is followed" if followed else "the option listed first is taken"
    return f"{count} ({listed}): {rule}. Mixing at a tie gives further equilibria."


class _Induction:
    """Values, choices and margins of one game, rewritten level by level."""

    def __init__(self, game: Game) -> None:
        tree = game.tree
        self.game = game
        self.tree = tree
        self.tolerance = tie_tolerance(game.u.min(axis=0), game.u.max(axis=0))
        self.value = np.zeros((tree.n_nodes, tree.n_players), dtype=game.u.dtype)
        self.value[tree.leaf] = game.u
        self.choice = np.full(tree.n_infosets, -1, dtype=np.int64)  # the child that is entered
        self.margin = np.full(tree.n_infosets, np.nan, dtype=game.u.dtype)

    def candidates(self) -> Iterator[Candidate]:
        """Yield one candidate for each way to break the ties, the first-listed way first.

        Backtracking over levels: `pending` holds, for each level with ties, the ways that are
        still to be followed. Deeper levels keep their values meanwhile.
        """
        depth = len(self.tree.level_start) - 3
        pending: list[tuple[int, IntArray, Iterator[tuple[int, ...]]]] = []
        while True:
            for level in range(depth, -1, -1):
                nodes, tied = self._solve_level(level)
                if len(nodes):
                    ways: Iterator[tuple[int, ...]] = product(*tied)
                    next(ways)  # the first-listed options, which are taken already
                    pending.append((level, nodes, ways))
            yield self._candidate()
            while pending:
                level, nodes, ways = pending[-1]
                way = next(ways, None)
                if way is not None:
                    self._enter(nodes, np.array(way))
                    depth = level - 1
                    break
                pending.pop()
            else:
                return

    def _solve_level(self, level: int) -> tuple[IntArray, list[IntArray]]:
        """Solve the nodes of one depth; return those with ties, and the children that tie."""
        tree = self.tree
        first, below, end = (int(n) for n in tree.level_start[level : level + 3])
        inner = first + np.flatnonzero(tree.n_children[first:below])
        children = np.arange(below, end)
        by_chance = tree.owner[inner] == CHANCE
        if not by_chance.any():
            return self._decide(inner, children)
        below_chance = np.repeat(by_chance, tree.n_children[inner])
        self._average(inner[by_chance], children[below_chance])
        return self._decide(inner[~by_chance], children[~below_chance])

    def _average(self, nodes: IntArray, children: IntArray) -> None:
        odds = self.game.chance[self.tree.slot[children]]
        weighted = self.value[children] * odds[:, None]
        self.value[nodes] = np.add.reduceat(weighted, _starts(self.tree.n_children[nodes]), axis=0)

    def _decide(self, nodes: IntArray, children: IntArray) -> tuple[IntArray, list[IntArray]]:
        if not len(nodes):
            return nodes, []
        sizes = self.tree.n_children[nodes]
        starts = _starts(sizes)
        owner = self.tree.owner[nodes]
        mine = self.value[children, np.repeat(owner, sizes)]
        best = np.maximum.reduceat(mine, starts)
        good = mine >= np.repeat(best - self.tolerance[owner], sizes)
        n_good = np.add.reduceat(good.astype(np.int64), starts)
        hits = np.flatnonzero(good)
        chosen = hits[_starts(n_good)]
        self._enter(nodes, children[chosen])
        mine[chosen] = -np.inf
        margin = best - np.maximum.reduceat(mine, starts)
        margin[n_good > 1] = 0
        self.margin[self.tree.infoset[nodes]] = margin
        ties = np.flatnonzero(n_good > 1)
        if not len(ties):
            return nodes[ties], []
        options = np.split(children[hits], np.cumsum(n_good)[:-1])
        return nodes[ties], [options[k] for k in ties]

    def _enter(self, nodes: IntArray, children: IntArray) -> None:
        self.choice[self.tree.infoset[nodes]] = children
        self.value[nodes] = self.value[children]

    def _candidate(self) -> Candidate:
        behaviour = self.game.chance.copy()
        entered = self.choice[self.tree.decision]
        behaviour[self.tree.slot[entered]] = Fraction(1) if self.game.exact else 1.0
        return Candidate(behaviour, self.value[0].copy(), self.margin.copy())


def _starts(sizes: IntArray) -> IntArray:
    """Return where each of several adjoining segments begins."""
    return np.cumsum(sizes) - sizes
