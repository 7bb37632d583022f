"""All equilibria of a small game of any number of players, one support after another.

On each support that no dominance rules out, the indifference conditions are a multilinear system;
its roots are enclosed with proof that there are no others.
"""

from __future__ import annotations

from itertools import chain, combinations, product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import table as tables
from negotiate.solvers.boxes import System, roots
from negotiate.solvers.recognise import in_fractions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray, NumberArray

    Supports = tuple[tuple[int, ...], ...]

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

POSITIVE: Final = 1e-9
"""Least probability of a strategy that is played, and largest gain by one that is not."""

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
        return f"{count:,} supports with {dimension} free probabilities are too many"
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
    search = _Search(np.stack([_unit(table[..., p]) for p in form.players]))
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
            mixed = in_fractions(mixed, table, form.players) or mixed  # noqa: PLW2901
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
        Some equilibrium has a strategy that is as good and not played, or is not regular.
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
        mixers = [p for p, own in enumerate(supports) if len(own) > 1]
        if not mixers:
            yield from self._if_equilibrium(supports, np.zeros(0))
            return
        self.solved += 1
        budget = MAX_BOXES if self.unsettled < PATIENCE else FEW_BOXES
        found = roots(self._system(supports, mixers), budget)
        self.boxes += found.boxes
        self.unsettled += not found.complete
        for point in found.points:
            yield from self._if_equilibrium(supports, point)
        for point in found.nearby:
            examples = self._if_equilibrium(supports, point)
            if (example := next(examples, None)) is not None:
                yield example
                break

    def _system(self, supports: Supports, mixers: list[int]) -> System:
        """Return the indifference of those who mix, and that nobody gains by other strategies."""
        equal: list[FloatArray] = []
        below: list[FloatArray] = []
        for player, own in enumerate(supports):
            others = [*supports]
            others[player] = tuple(range(self.u.shape[1 + player]))
            part = np.moveaxis(self.u[player][np.ix_(*others)], player, 0)
            for seat, of_other in enumerate(supports):
                if seat != player and len(of_other) > 1:
                    axis = seat + (seat < player)
                    part = part.copy()
                    part.swapaxes(0, axis)[1:] -= part.swapaxes(0, axis)[:1]
            gain = part - part[own[0]]
            shape = [len(supports[p]) if p != player else 1 for p in mixers]
            for strategy, function in enumerate(gain):
                if strategy == own[0]:
                    continue
                whole = np.zeros([len(supports[p]) for p in mixers])
                whole[tuple(slice(k) for k in shape)] = function.reshape(shape)
                (equal if strategy in own else below).append(whole)
        empty = np.zeros((0, *[len(supports[p]) for p in mixers]))
        return System(np.array(equal), np.array(below) if below else empty)

    def _if_equilibrium(self, supports: Supports, point: FloatArray) -> Iterator[list[FloatArray]]:
        mixed, start = [], 0
        for own, n in zip(supports, self.u.shape[1:], strict=True):
            free = point[start : start + len(own) - 1]
            odds = np.zeros(n)
            odds[list(own)] = [1 - free.sum(), *free]
            if odds[list(own)].min() <= POSITIVE:
                return
            mixed.append(odds / odds.sum())
            start += len(own) - 1
        for player, own in enumerate(supports):
            worth = self.u[player]
            for seat in reversed(range(len(mixed))):
                if seat != player:
                    worth = np.moveaxis(worth, seat, -1) @ mixed[seat]
            played = worth[list(own)]
            if played.max() - played.min() > POSITIVE:
                return
            lead = played.min() - np.delete(worth, list(own)).max(initial=-np.inf)
            if lead < -POSITIVE:
                return
            self.tied |= bool(lead <= POSITIVE)
        yield mixed


def _unit(payoffs: NumberArray) -> FloatArray:
    """Return payoffs moved and scaled to [0, 1]; in floats, after the exact move."""
    moved = payoffs - payoffs.min()
    span = moved.max()
    scaled: FloatArray = (moved / span if span else moved).astype(np.float64)
    return scaled
