"""What would follow each option: the odds of every later move, and the terms of the payoff.

One pass over the tree for all decisions together, so that hundreds of them can be explained at
the price of one. In floats, even in exact mode: these numbers go into sentences.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.evaluation import continuation
from negotiate.record import dataclass
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome
    from negotiate.results.report import Odds
    from negotiate.types import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Foresight:
    """What each option of one equilibrium brings."""

    outcome: Outcome

    @cached_property
    def first_column(self) -> IntArray:
        """First column of each move, closed by C (M+1,); ``none`` is the last of its columns."""
        sizes = [len(options) + 1 for options in self.outcome.parametric.option_names]
        return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])

    @cached_property
    def odds(self) -> FloatArray:
        """Odds of each outcome of each move after each slot of a player (S, C).

        Moves that the player has seen come out as they did.
        """
        states = self.outcome.parametric.states
        first = self.first_column
        columns = np.where(states < 0, first[1:] - 1, first[:-1] + states)
        indicator = np.zeros((len(states), int(first[-1])))
        np.put_along_axis(indicator, columns, 1.0, axis=1)
        return self.average(indicator)

    @cached_property
    def terms(self) -> dict[str, tuple[tuple[str, ...], FloatArray]]:
        """Each player's payoff terms and their expectation after each slot (S, terms)."""
        measured = self.outcome.measured.terms
        columns = [values for terms in measured.values() for values in terms.values()]
        if not columns:
            return {}
        expected = self.average(np.column_stack([c.astype(float) for c in columns]))
        found, start = {}, 0
        for player, terms in measured.items():
            found[player] = (tuple(terms), expected[:, start : start + len(terms)])
            start += len(terms)
        return found

    def terms_after(self, player: str, slot: int) -> dict[str, float]:
        """Return the expected payoff terms of a player after a slot."""
        if player not in self.terms:
            return {}
        names, values = self.terms[player]
        return dict(zip(names, values[slot].tolist(), strict=True))

    def spread(self, slot: int, move: str) -> dict[str, float]:
        """Return how a move comes out after a slot: odds over options and ``none``."""
        parametric = self.outcome.parametric
        if move not in parametric.move_names:
            return {NONE: 1.0}
        m = parametric.move_names.index(move)
        row = self.odds[slot, self.first_column[m] : self.first_column[m + 1]].tolist()
        names = (*parametric.option_names[m], NONE)
        return {option: odds for option, odds in zip(names, row, strict=True) if odds > 0}

    def differing(self, slot: int, other: Foresight, other_slot: int, above: float) -> list[str]:
        """Return the moves that come out differently after a slot than after one of another.

        Parameters
        ----------
        above : float
            Least difference of odds that counts.
        """
        here, there = self.outcome.parametric, other.outcome.parametric
        if here.option_names == there.option_names and here.move_names == there.move_names:
            apart = np.abs(self.odds[slot] - other.odds[other_slot]) > above
            moved = np.logical_or.reduceat(apart, self.first_column[:-1])
            return [here.move_names[m] for m in np.flatnonzero(moved).tolist()]
        return [
            move
            for move in here.move_names
            if apart_by(self.spread(slot, move), other.spread(other_slot, move)) > above
        ]

    def average(self, at_leaves: FloatArray) -> FloatArray:
        """Average what holds at the leaves over what follows each slot (S, columns).

        The rows of slots of chance are of no use.
        """
        tree, prospects = self.outcome.tree, self.outcome.prospects
        game = replace(self.outcome.game, u=at_leaves)
        at_nodes = continuation(game, prospects.behaviour.astype(float))
        if tree.perfect_information:  # each slot leads to one node
            below = np.empty(tree.n_slots, dtype=np.int64)
            below[tree.slot[1:]] = np.arange(1, tree.n_nodes)
            return np.take(at_nodes, below, axis=0)
        children = 1 + np.flatnonzero(tree.owner[tree.parent[1:]] >= 0)
        found = np.zeros((tree.n_slots, at_leaves.shape[1]))
        weight = prospects.weight[tree.parent[children]].astype(float)
        np.add.at(found, tree.slot[children], weight[:, None] * at_nodes[children])
        return found


def apart_by(left: Odds, right: Odds) -> float:
    """Return the largest difference between two spreads; an option left out has odds 0."""
    return max(abs(float(left.get(o, 0)) - float(right.get(o, 0))) for o in {*left, *right})
