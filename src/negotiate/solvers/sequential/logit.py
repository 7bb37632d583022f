"""One sequential equilibrium of larger games: where the branch of logit equilibria leads.

On the branch every action has some probability, so that beliefs follow Bayes' rule throughout,
and its limit is sequential. What the end of the branch shows is which actions are played and
which histories are believed; the assessment with that basis is then solved for exactly, and
trembles that explain it are built from the orders of magnitude.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.cells import Question, piece_of
from negotiate.forms.assessment.components import Component, Placed
from negotiate.forms.assessment.orders import Basis, departures, orders
from negotiate.forms.assessment.question import fractions, impossible
from negotiate.forms.assessment.system import Unsolved
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers.logit import follow, in_ranges
from negotiate.solvers.logit import refusal as no_branch
from negotiate.solvers.sequential.enumeration import candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.forms.assessment.cells import Piece
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray

ABOUT = "One assessment, found where the branch of agent logit equilibria leads, then made exact."
SOURCE = "McKelvey & Palfrey 1998, theorem 4; Turocy 2010"
PRIORITY = 20

MAX_NODES: Final = 3_000

PLAYED: Final = (1e-6, 1e-4, 1e-8, 1e-2, 1e-3)
"""Odds above which an action, or a history in its information set, may belong to the limit."""

LIMIT: Final = (
    "It is the sequential equilibrium to which the branch of logit equilibria leads, each player's"
    " payoffs measured in its own range."
)


def refusal(game: Game) -> str | None:
    """Return why the branch of `game` cannot be followed, or None if it can."""
    if game.tree.n_nodes > MAX_NODES:
        return (
            f"it takes trees of up to {MAX_NODES:,} nodes, and this one has {game.tree.n_nodes:,}"
        )
    return no_branch(game) or impossible(game)


def solve(game: Game, options: Options) -> Answer:  # noqa: ARG001 -- it finds one, whatever is asked
    """Return the limit of the principal branch of logit equilibria.

    Raises
    ------
    NoAnswerError
        If what the end of the branch shows is no basis of a sequential equilibrium, or one whose
        conditions cannot be solved.
    """
    branch = follow(in_ranges(game))
    log = branch.log_behaviour[-1]
    search = _Search(game, log)
    for tried, (action, history) in enumerate(product(PLAYED, PLAYED)):
        piece = search.piece(action, history)
        if piece is not None:
            found = candidate(game, Component((Placed(search.question, piece),)))
            stats: dict[str, float | int | str] = {"points": len(branch), "readings": tried + 1}
            return Answer((found,), Coverage.SOME, stats, (LIMIT,))
    raise NoAnswerError(
        "the end of the branch of logit equilibria does not show which sequential equilibrium it"
        f" leads to: {branch.ended[0].lower()}{branch.ended[1:]}",
        "make the game smaller, so that all equilibria can be enumerated",
    )


class _Search:
    """Readings of the end of a branch: what is played, what is believed."""

    def __init__(self, game: Game, log_behaviour: FloatArray) -> None:
        tree = game.tree
        u = fractions(game.u)
        wide = np.diff(tree.slot_start) > 1
        several = tree.decision & (tree.infoset_size > 1) & wide
        matter = tuple(np.flatnonzero(several).tolist())
        slack = (u.max(axis=0) - u.min(axis=0)) * 0
        self.question = Question(tree, u, fractions(game.chance), matter, slack)
        self.log = log_behaviour
        along = np.zeros(tree.n_nodes)
        for first, end in pairwise(tree.level_start[1:].tolist()):
            along[first:end] = along[tree.parent[first:end]] + log_behaviour[tree.slot[first:end]]
        self.along = along
        self.seen: set[tuple[object, object]] = set()

    def piece(self, action: float, history: float) -> Piece | None:
        """Return the assessment whose basis the end of the branch shows at these thresholds."""
        tree = self.question.tree
        support = self._support(action)
        played = np.zeros(tree.n_slots, dtype=bool)
        played[[s for slots in support for s in slots]] = True
        away = departures(tree, played)
        believed = {h: self._believed(h, away, history) for h in self.question.matter}
        reading = support, tuple(believed.items())
        if reading in self.seen:
            return None
        self.seen.add(reading)
        everyone = {h: [tuple(tree.nodes_of(h).tolist())] for h in believed}
        order = orders(believed, everyone, away, _by_simplex)
        if order is None:
            return None
        try:
            return piece_of(self.question, support, Basis(believed, order), away)
        except Unsolved:
            return None

    def _support(self, threshold: float) -> tuple[tuple[int, ...], ...]:
        tree = self.question.tree
        found = []
        for h in range(tree.n_infosets):
            slots = range(int(tree.slot_start[h]), int(tree.slot_start[h + 1]))
            found.append(tuple(s for s in slots if self.log[s] > np.log(threshold)
                               or not tree.decision[h]))  # fmt: skip
        return tuple(found)

    def _believed(
        self, h: int, away: Sequence[frozenset[int]], threshold: float
    ) -> tuple[int, ...]:
        nodes = self.question.tree.nodes_of(h)
        on_path = [n for n in nodes.tolist() if not away[n]]
        if on_path:
            return tuple(on_path)
        likely = self.along[nodes] - self.along[nodes].max() > np.log(threshold)
        return tuple(nodes[likely].tolist())


def _by_simplex(
    cost: Sequence[int],
    upper: Sequence[tuple[Sequence[int], int]],
    equal: Sequence[tuple[Sequence[int], int]],
) -> list[Fraction] | None:
    """Solve a linear program of orders in floats, and return it in fractions where they hold."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- heavy, and needed here only

    rows = {
        f"{side}_{key}": [line if side == "A" else b for line, b in conditions] or None
        for key, conditions in (("ub", upper), ("eq", equal))
        for side in ("A", "b")
    }
    found = linprog(cost, rows["A_ub"], rows["b_ub"], rows["A_eq"], rows["b_eq"], bounds=(0, None))
    if found.x is None:
        return None
    x = [Fraction(float(value)).limit_denominator(1000) for value in found.x]
    holds = all(_dot(line, x) <= b for line, b in upper) and all(
        _dot(line, x) == b for line, b in equal
    )
    return x if holds and min(x) >= 0 else None


def _dot(line: Sequence[int], x: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(line, x, strict=True) if a), Fraction(0))
