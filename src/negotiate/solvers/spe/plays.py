"""Every way that play can go, with one equilibrium for each: ties off its path are not multiplied.

Backward induction over sets. A subgame is worth not one payoff but all that its equilibria can
pay. An option can be taken at all if it does at least as well as each other option does where
that option's own sequel is the worst for the player who decides: then deviations are answered by
the worst that is credible. So the work grows with the ways of play, and not with the product of
all ties.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.forms.normal import place_of
from negotiate.record import dataclass
from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.spe.subgames import Outcome, Subgames, refusal
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.game.game import Game
    from negotiate.results.report import Number
    from negotiate.solvers.protocol import Options

ABOUT = "Backward induction over sets: one equilibrium for each way that play can go."
SOURCE = "Harris 1985; Abreu, Pearce & Stacchetti 1990 (the worst credible answer to deviations)"
PRIORITY = 90

ONE_EACH: Final = "One equilibrium is listed for each way that play can go; others differ off it."


def solve(game: Game, options: Options) -> Answer:
    """Return one pure equilibrium for each way that play can go, at most `options.cap`.

    Without `options.all` the first alone. In subgames with hidden moves of two players mixed
    equilibria count as well. Mixing at ties can give further plays.

    Raises
    ------
    NoAnswerError
        If a subgame of three or more players has no pure equilibrium.
    """
    search = _Plays(game, options.cap)
    ways = search.ways[0] if len(search.parts) else [_Way(Outcome((), game.u[0], np.nan), {})]
    if not ways:
        raise search.failure()
    found = [search.candidate(way) for way in (ways if options.all else ways[:1])]
    notes = search.notes()
    if search.several:
        notes.append(ONE_EACH)
    if search.short:
        notes.append(f"At most {options.cap:,} were followed in each subgame; there are more.")
    stats: dict[str, float | int | str] = {"subgames": len(search.parts), "plays": len(ways)}
    whole = Coverage.ALL_PURE if search.many else Coverage.ALL
    partial = search.several or search.short or not search.complete
    return Answer(tuple(found), Coverage.SOME if partial else whole, stats, tuple(notes))


@dataclass(frozen=True, eq=False)
class _Way:
    """One way that play can go from a subgame on.

    Attributes
    ----------
    outcome : Outcome
        What is done in the subgame up to where the next ones begin.
    below : mapping of node to int
        Which way play would go from there on, where there are several.
    """

    outcome: Outcome
    below: Mapping[int, int]


class _Plays(Subgames):
    """The ways of play of each subgame, found from the smallest to the largest.

    Attributes
    ----------
    ways : dict of node to list of _Way
        Of subgames with several, of those above them, and of the whole game.
    several : bool
        Whether there are equilibria that are not listed.
    short : bool
        Whether a list was cut off.
    """

    def __init__(self, game: Game, cap: int) -> None:
        super().__init__(game)
        self.cap = cap
        self.ways: dict[int, list[_Way]] = {}
        self.several = self.short = False
        for root in self.parts.tolist():
            ends = self._ends(root)
            open_ends = [n for n in ends if n in self.ways]
            if not open_ends and root:
                outcomes = self.outcomes(root)
                if len(outcomes) == 1:
                    self.play(root, outcomes[0])
                    continue
            self.ways[root] = self._followed(root, open_ends)
            self.several |= len(self.ways[root]) > 1

    def candidate(self, way: _Way) -> Candidate:
        """Return the equilibrium in which play goes a way."""
        pending = [(0, way)] if len(self.parts) else []
        while pending:
            root, own = pending.pop()
            self.play(root, own.outcome)
            pending += [(node, self.ways[node][k]) for node, k in own.below.items()]
        return Candidate(self.behaviour.copy(), way.outcome.payoff.copy(), self.margin.copy())

    def _ends(self, root: int) -> list[int]:
        if root in self.hidden:
            found: list[int] = self.hidden[root].ends.tolist()
            return found
        first = int(self.tree.first_child[root])
        return list(range(first, first + int(self.tree.n_children[root])))

    def _followed(self, root: int, open_ends: list[int]) -> list[_Way]:
        """Return the ways of one subgame, each once."""
        found: dict[tuple[tuple[int, Number, int | None], ...], _Way] = {}
        tried = list(islice(self._sequels(root, open_ends), self.cap + 1))
        self.short |= len(tried) > self.cap
        for below in tried[: self.cap]:
            for node, k in below.items():
                self.value[node] = self.ways[node][k].outcome.payoff
            for outcome in self.outcomes(root):
                self.play(root, outcome)
                odds = self._odds(root)
                key = tuple((n, p, below.get(n)) for n, p in odds.items() if p > 0)
                if key not in found:
                    payoff = outcome.payoff.copy()  # of values that are written over
                    found[key] = _Way(replace(outcome, payoff=payoff), below)
        self.short |= len(found) > self.cap
        if not found:
            self.dead_end = self.dead_end or place_of(self.tree, root)
        return list(found.values())[: self.cap]

    def _sequels(self, root: int, open_ends: list[int]) -> Iterator[dict[int, int]]:
        """Yield how play may go on after a subgame, as far as its own moves turn on it."""
        if not all(self.ways[n] for n in open_ends):
            return
        if root in self.hidden or self.tree.owner[root] == CHANCE:
            live = [n for n in open_ends if root in self.hidden or self._by_chance(n)]
            idle = dict.fromkeys(open_ends, 0)
            for which in product(*(range(len(self.ways[n])) for n in live)):
                yield idle | dict(zip(live, which, strict=True))
            return
        owner = int(self.tree.owner[root])
        worth = {n: [way.outcome.payoff[owner] for way in self.ways[n]] for n in open_ends}
        worst = {n: own.index(min(own)) for n, own in worth.items()}
        yield worst
        for node, own in worth.items():
            for k in range(len(own)):
                if k != worst[node]:
                    yield worst | {node: k}

    def _by_chance(self, node: int) -> bool:
        return bool(self.game.chance[self.tree.slot[node]] > 0)

    def _odds(self, root: int) -> dict[int, Number]:
        """Return how likely each end of a subgame is, as it is played now."""
        if root not in self.hidden:
            slots = self.tree.slot[self._ends(root)]
            return dict(zip(self._ends(root), self.behaviour[slots].tolist(), strict=True))
        form = self.hidden[root]
        ways = (self.behaviour[list(way)].tolist() for way in form.end_slots)
        return dict(zip(form.ends.tolist(), map(prod, ways), strict=True))


__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]
