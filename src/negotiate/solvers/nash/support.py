"""All equilibria of a small game of any number of players, one support after another.

On each support that no dominance rules out, the indifference conditions are a multilinear system;
its roots are enclosed with proof that there are no others.
"""

from __future__ import annotations

from itertools import chain, combinations, islice, product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import table as tables
from negotiate.solvers.boxes import roots
from negotiate.solvers.recognise import in_fractions
from negotiate.solvers.supports import POSITIVE, equilibrium, mixers, system, unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.solvers.supports import Supports
    from negotiate.types import FloatArray

ABOUT = "All equilibria of three or more players in small games, support by support, with proof."
SOURCE = "Dickhaut & Kaplan 1991; Porter, Nudelman & Shoham 2008; Krawczyk 1969; Wilson 1971"
PRIORITY = 15

MAX_SUPPORTS: Final = 4_000
MAX_DIMENSION: Final = 8
"""Most free probabilities of all players together."""

MAX_BOXES: Final = 4_000
"""Boxes that are looked at on one support before it counts as unsettled ..."""

FEW_BOXES: Final = 200
"""... or so many, once `PATIENCE` supports are unsettled: then there is a continuum."""

PATIENCE: Final = 3

UNSETTLED: Final = (
    "{} of {} supports could not be settled: there may be infinitely many mixed equilibria, of"
    " which one example a support is listed where one was found."
)


def refusal(game: Game) -> str | None:
    """Return why support enumeration is not for `game`, or None if it is."""
    deciders = set(game.tree.infoset_owner[game.tree.decision].tolist())
    if len(deciders) < 3:
        return "fewer than three players decide something, and other methods are better at that"
    reason = tables.refusal(game)
    if reason is not None:
        return reason
    shape = normal_form(game.tree).shape
    count, dimension = prod(2**n - 1 for n in shape), sum(shape) - len(shape)
    if count > MAX_SUPPORTS or dimension > MAX_DIMENSION:
        return (
            f"it is for tables with at most {MAX_SUPPORTS:,} supports and {MAX_DIMENSION} free"
            f" probabilities, and this one is {tables.size(normal_form(game.tree))}"
        )
    return None


def solve(game: Game, options: Options) -> Answer:
    """Return all equilibria; where something stays unsettled, all pure ones and some others.

    They are found together, so `options.all` makes no difference.

    Raises
    ------
    NoAnswerError
        If none is found, which is possible only where something stays unsettled.
    """
    form = normal_form(game.tree)
    table = tables.payoff_table(game, form)
    search = _Search(np.stack([unit(table[..., p]) for p in form.players]))
    found = sorted(search.equilibria(), key=lambda mixed: [-p for own in mixed for p in own])
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "supports": search.supports,
        "supports with a system": search.solved,
        "boxes": search.boxes,
    }
    if not found:
        raise NoAnswerError(
            UNSETTLED.format(search.unsettled, search.supports), "try another method"
        )
    notes = [tables.FREE] if form.reduced else []
    candidates = []
    for mixed in found[: options.cap]:
        if game.exact:
            mixed = in_fractions(mixed, table, form.players) or mixed  # noqa: PLW2901 (the same, exactly)
        payoff = tables.expected_payoff(table, mixed)
        candidates.append(tables.candidate(game, form, mixed, payoff))
    capped = len(candidates) < len(found)
    if capped:
        notes.append(f"The list stops after {len(candidates)} of {len(found)} equilibria.")
    if search.unsettled:
        notes.append(UNSETTLED.format(search.unsettled, search.supports))
    odd = search.tied or len(found) % 2 == 1
    if not odd:
        notes.append("Regular games have an odd number of equilibria: rounding has lost some.")
    coverage = Coverage.SOME
    if not capped and odd and not search.unsettled:
        coverage = Coverage.ALL
    elif not capped and any(map(_pure, found)):
        coverage = Coverage.ALL_PURE  # those, at least: their supports leave nothing to settle
    return Answer(tuple(candidates), coverage, stats, tuple(notes))


def _pure(mixed: Sequence[FloatArray]) -> bool:
    return all(np.count_nonzero(odds) == 1 for odds in mixed)


class _Search:
    """The supports of one table, and what was found on them.

    Attributes
    ----------
    u : FloatArray (M, n_1, ..., n_M)
        Payoffs in [0, 1].
    tied : bool
        Some equilibrium has a strategy that is as good and not played.
    """

    def __init__(self, u: FloatArray) -> None:
        self.u = u
        self.supports = self.solved = self.boxes = self.unsettled = 0
        self.tied = False

    def equilibria(self) -> Iterator[list[FloatArray]]:
        """Yield the equilibria, smaller supports first."""
        subsets = [
            list(chain(*(combinations(range(n), k) for k in range(1, n + 1))))
            for n in self.u.shape[1:]
        ]
        for supports in sorted(product(*subsets), key=lambda s: sum(map(len, s))):
            self.supports += 1
            if not self._dominated(supports):
                yield from self._on(supports)

    def _dominated(self, supports: Supports) -> bool:
        """Return whether a strategy is beaten by another, whatever is played of the supports."""
        for player, own in enumerate(supports):
            others = [*supports]
            others[player] = tuple(range(self.u.shape[1 + player]))
            part = np.moveaxis(self.u[player][np.ix_(*others)], player, 0)
            part = part.reshape(len(part), -1)
            if np.any(np.all(part[None] > part[list(own), None] + POSITIVE, axis=2)):
                return True
        return False

    def _on(self, supports: Supports) -> Iterator[list[FloatArray]]:
        """Yield the equilibria on one support."""
        if not mixers(supports):
            yield from self._accepted(supports, [np.zeros(0)])
            return
        self.solved += 1
        budget = MAX_BOXES if self.unsettled < PATIENCE else FEW_BOXES
        found = roots(system(self.u, supports), budget)
        self.boxes += found.boxes
        self.unsettled += not found.complete
        yield from self._accepted(supports, found.points)
        yield from islice(self._accepted(supports, found.nearby), 1)

    def _accepted(
        self, supports: Supports, points: Sequence[FloatArray]
    ) -> Iterator[list[FloatArray]]:
        for point in points:
            found = equilibrium(self.u, supports, point)
            if found is not None:
                self.tied |= found[1] <= POSITIVE
                yield found[0]
