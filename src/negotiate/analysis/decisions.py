"""What each information set prescribes, made when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.analysis.beliefs import told_beliefs, told_trembles
from negotiate.results.decisions import Decisions
from negotiate.results.report import Decision
from negotiate.types import one_nan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.analysis.outcome import Outcome
    from negotiate.results.report import Number

NOTHING: dict[str, Any] = {}


class Prescribed(Mapping[int, Decision]):
    """Decisions by information set, those of chance left out, in the order of the tree.

    Parameters
    ----------
    outcome : Outcome
    """

    def __init__(self, outcome: Outcome) -> None:
        self._tree = tree = outcome.tree
        self._histories = outcome.histories
        labels, equilibrium = tree.labels, outcome.equilibrium
        order = np.argsort(tree.first_node, kind="stable")
        self._order: list[int] = order[tree.decision[order]].tolist()
        self._made: dict[int, Decision] = {}
        reached = np.zeros(tree.n_infosets, dtype=outcome.reach.dtype)
        inner = np.flatnonzero(tree.infoset >= 0)
        np.add.at(reached, tree.infoset[inner], outcome.reach[inner])
        self._reached: list[Number] = reached.tolist()
        self._moves: list[str] = [labels.moves[m] for m in labels.move.tolist()]
        self._options = [labels.actions[a] for a in labels.action.tolist()]
        self._behaviour: list[Number] = equilibrium.behaviour.tolist()
        self._worth: list[Number] = outcome.prospects.worth.tolist()
        self._known: list[bool] = outcome.known.tolist()
        self._margin: list[Number] = [one_nan(x) for x in equilibrium.margin.tolist()]
        self._beliefs = told_beliefs(tree, equilibrium)
        self._trembles = told_trembles(tree, equilibrium)

    def __getitem__(self, infoset: int) -> Decision:
        if infoset not in self._made:
            self._made[infoset] = self._make(infoset)
        return self._made[infoset]

    def __iter__(self) -> Iterator[int]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def move(self, infoset: int) -> str:
        """Return the name of the move that is decided there."""
        return self._moves[infoset]

    def plays(self, infoset: int) -> dict[str, Number]:
        """Return the odds of the options there."""
        slots = self._tree.slots_of(infoset)
        return dict(zip(self._options[slots], self._behaviour[slots], strict=True))

    def all(self) -> Decisions:
        """Return them all, as results have them."""
        tied = [h for h in self._order if self._margin[h] == 0]
        return Decisions(self._order, self.__getitem__, tied, self._beliefs)

    def _make(self, infoset: int) -> Decision:
        tree = self._tree
        owner = int(tree.infoset_owner[infoset])
        if owner < 0:
            raise KeyError(infoset)
        slots = tree.slots_of(infoset)
        values = zip(self._options[slots], self._worth[slots], strict=True)
        return Decision(
            player=tree.labels.players[owner],
            move=self.move(infoset),
            history=self._histories[infoset],
            plays=self.plays(infoset),
            reach=self._reached[infoset],
            value=dict(values) if self._known[infoset] else NOTHING,
            margin=self._margin[infoset],
            beliefs=self._beliefs.get(infoset, NOTHING),
            trembles=self._trembles.get(infoset, NOTHING),
        )
