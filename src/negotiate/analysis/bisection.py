"""Where the answer changes, by halving: for games whose players do not know everything.

The certified answer is found at many values of the parameter, and each change is closed in on.
Where a pure equilibrium ends there, the threshold is known exactly as well: it is the root of what
its first deviation gains, a rational function of the parameter as long as the others stay put.
Elsewhere the simplest fraction between is the threshold if the answer there, in fractions, is that
of neither side.
"""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from functools import cached_property, reduce
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.answer import solve
from negotiate.analysis.branches import Branch, branches
from negotiate.analysis.curves import Curves, InexpressibleError, lifted
from negotiate.analysis.outcome import known_histories
from negotiate.analysis.piecewise import Range, Ratio, constant, minus, plus, times
from negotiate.analysis.samples import Change, Deviation, Exact, Sample, simplest
from negotiate.analysis.turning import beside, lacking, path_of, point_of, shifts
from negotiate.errors import GameFileError, NoAnswerError, UsageError
from negotiate.forms.algebraic import roots
from negotiate.results.thresholds import Point, Stretch, Threshold, Turn
from negotiate.solvers.protocol import Options
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.analysis.samples import Support
    from negotiate.game.game import Game
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Equilibrium
    from negotiate.types import NumberArray

LOOKS: Final = 40
"""Values of the parameter at which the answer is sought first; a change and its return between
two of them go unseen."""

OFFSET: Final = Fraction(89, 233)
"""Where within its share of the range each look is taken: at no value that anybody writes."""

EDGE: Final = 2**20
"""How many times closer to the ends of the range one look more is taken at each."""

HALVINGS: Final = 30
"""Until the change is known to a billionth of the distance of two looks."""

COARSER: Final = 18
"""The same in floats, whose answers are vague within a billionth of a change."""

GUESSES: Final = 8
"""Exact candidates for a change that are tried before it is closed in on by halving."""

PRESENT: Final = 1e-9
"""Odds from which on an option counts as played, where they are floats."""


class Bisection:
    """The changes of one scenario's answer over the range of a parameter.

    Parameters
    ----------
    parametric : ParametricGame
    parameter : str
    whole : Range
    concept, method : str
    looks : int
    """

    def __init__(  # noqa: PLR0917 -- what is asked, in the order in which it is asked
        self,
        parametric: ParametricGame,
        parameter: str,
        whole: Range,
        concept: str,
        method: str,
        looks: int = LOOKS,
    ) -> None:
        self.parametric = parametric
        self.tree: Tree = parametric.tree
        self.parameter = parameter
        self.whole = whole
        self.concept, self.method, self.looks = concept, method, looks
        self.exact = True
        self._loose = copy(parametric)
        self._loose.fixed = {n: v for n, v in parametric.fixed.items() if n != parameter}

    @cached_property
    def changes(self) -> list[Change]:
        """Every change that was seen, closed in on."""
        share = (self.whole.high - self.whole.low) / self.looks
        steps = [
            OFFSET / EDGE,
            *(k + OFFSET for k in range(self.looks)),
            self.looks - OFFSET / EDGE,
        ]
        looks = [self.look(self.whole.low + share * step) for step in steps]
        self.first = looks[0]
        return [change for a, b in pairwise(looks) for change in self._changes(a, b)]

    def look(self, x: Fraction) -> Sample:
        """Return the answer at a value."""
        try:
            game = self._game(x)
            solution = solve(game, self.concept, self.method, Options(all=True), margins=False)
        except (NoAnswerError, GameFileError):
            return Sample(x, frozenset(), frozenset(), frozenset())
        found = [self._support(e) for e in solution.equilibria]
        pure = frozenset(s for s in found if len(s) == np.count_nonzero(self.tree.decision))
        leaves = frozenset(leaf for s in found for leaf in self._leaves(s, game))
        return Sample(x, frozenset(found), pure, leaves)

    def _game(self, x: Fraction) -> Game:
        if self.exact:
            try:
                return self._loose.at({self.parameter: x}, exact=True)
            except UsageError:  # an exponential or a root: in floats
                self.exact = False
        return self._loose.at({self.parameter: x})

    def _support(self, equilibrium: Equilibrium) -> Support:
        least = 0 if equilibrium.behaviour.dtype == object else PRESENT
        played = np.flatnonzero(equilibrium.behaviour > least)
        return frozenset(
            s for s in played.tolist() if self.tree.decision[self.tree.slot_infoset[s]]
        )

    def _entered(self, node: int, support: Support) -> list[int]:
        """Return the children that play, or chance, may go on to."""
        tree = self.tree
        children = range(*tree.children_of(node).indices(tree.n_nodes))
        if tree.owner[node] == CHANCE:
            return list(children)
        return [child for child in children if int(tree.slot[child]) in support]

    def _leaves(self, support: Support, game: Game) -> Iterator[int]:
        for branch in branches(self.tree, 0, lambda node: self._entered(node, support)):
            if all(game.chance[slot] > 0 for slot in branch.slots):
                yield branch.leaf

    def _changes(self, a: Sample, b: Sample) -> Iterator[Change]:
        """Yield the changes between two samples, one after the other."""
        for _ in range(self.looks):
            if a.supports == b.supports:
                return
            change = self._guessed(a, b) or self._halved(a, b)
            yield change
            a = change.high

    def _guessed(self, a: Sample, b: Sample) -> Change | None:
        """Return the first change, if it is where a deviation begins to pay: two looks tell."""
        near = (b.x - a.x) / 2**HALVINGS
        for exact in islice(self._candidates(a, b), GUESSES):
            edges = (exact.at, exact.at) if isinstance(exact.at, Fraction) else exact.at.sharp()
            low, high = edges[0] - near, edges[1] + near
            if not a.x < low < high < b.x:
                continue
            below, above = self.look(low), self.look(high)
            if below.supports == a.supports != above.supports:
                both = bool(below.supports and above.supports)  # else it pays nobody: play ends
                return Change(below, above, exact.at, exact if both else None)
        return None

    def _halved(self, a: Sample, b: Sample) -> Change:
        """Return the first change, closed in on by halving."""
        for _ in range(HALVINGS if self.exact else COARSER):
            middle = self.look((a.x + b.x) / 2)
            if middle.supports == a.supports:
                a = middle
            else:
                b = middle
        tie = self.look(simplest(a.x, b.x))
        if self.exact and tie.supports not in {a.supports, b.supports}:
            return Change(a, b, tie.x)
        return Change(a, b)

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The changes, exact where a pure equilibrium ends or a fraction is a tie."""
        return tuple(map(self._threshold, self.changes))

    def _threshold(self, change: Change) -> Threshold:
        low, high = change.low, change.high
        lacks = lacking(not low.supports, not high.supports)
        paths = (path_of(self.parametric, side.leaves) for side in (low, high))
        shifted = () if lacks else shifts(*paths)
        middle, error = float((low.x + high.x) / 2), float((high.x - low.x) / 2)
        at = Point(middle, middle, (), low.x, high.x, error)
        if change.at is not None:
            at = point_of(change.at)
        turns = (change.exact.turn,) if change.exact else ()
        return Threshold(at, low.leaves != high.leaves, shifted, turns, no_answer=lacks)

    def _candidates(self, low: Sample, high: Sample) -> Iterator[Exact]:
        """Yield where deviations from pure equilibria begin to pay, between two samples."""
        try:
            numbers = self._numbers
        except InexpressibleError:
            return
        for support, ends in [
            *((s, True) for s in low.pure - high.supports),
            *((s, False) for s in high.pure - low.supports),
        ]:
            for deviation in self._deviations(support):
                gap = self._gap(deviation, low.x, numbers)
                if gap is not None and gap.top:
                    for root in roots(gap.top, low.x, high.x):
                        yield Exact(root, self._turn(deviation, ends=ends), deviation, ends, gap)

    @cached_property
    def _numbers(self) -> tuple[NumberArray, NumberArray]:
        return Curves(self.parametric).over(self.parameter, self.whole)

    def _deviations(self, support: Support) -> Iterator[Deviation]:
        """Yield every way to do otherwise at one decision, those that are reached first."""
        tree = self.tree
        reached = set()
        waiting = [0]
        while waiting:
            node = waiting.pop()
            reached.add(int(tree.infoset[node]))
            waiting += self._entered(node, support)
        deciders = np.flatnonzero(tree.decision).tolist()
        for infoset in sorted(deciders, key=lambda h: h not in reached):
            slots = range(*tree.slots_of(infoset).indices(tree.n_slots))
            kept = next(s for s in slots if s in support)
            for slot in slots:
                if slot != kept:
                    yield Deviation(support, infoset, kept, slot)

    def follows(self, deviation: Deviation, slot: int) -> list[Branch]:
        """Return what follows a slot at all nodes of the deviation's information set.

        Each node counts by the odds with which chance and the others lead to it.
        """
        tree, found = self.tree, []
        player = tree.infoset_owner[deviation.infoset]
        rank = slot - int(tree.slot_start[deviation.infoset])
        for node in tree.nodes_of(deviation.infoset).tolist():
            way = tree.path_to(node)
            others = [s for h, s in way if tree.infoset_owner[h] not in {CHANCE, player}]
            if all(s in deviation.support for s in others):
                odds = tuple(s for h, s in way if tree.infoset_owner[h] == CHANCE)
                child = int(tree.first_child[node]) + rank
                found += branches(tree, child, lambda n: self._entered(n, deviation.support), odds)
        return found

    def _gap(
        self, deviation: Deviation, x: Fraction, numbers: tuple[NumberArray, NumberArray]
    ) -> Ratio | None:
        """Return what the deviation gains as a function of the parameter, just above a value."""
        player = int(self.tree.infoset_owner[deviation.infoset])
        worth = []
        for slot in (deviation.slot, deviation.kept):
            terms = []
            for branch in self.follows(deviation, slot):
                parts: list[Any] = [numbers[0][branch.leaf, player]]
                parts += [numbers[1][s] for s in branch.slots]
                here = [beside(lifted(part), x, right=True) for part in parts]
                if None in here:
                    return None
                terms.append(reduce(times, here))
            worth.append(reduce(plus, terms, constant(0)))
        return minus(*worth)

    def _turn(self, deviation: Deviation, *, ends: bool) -> Turn:
        tree, labels = self.tree, self.tree.labels
        kept, other = labels.action_of(deviation.kept), labels.action_of(deviation.slot)
        before, after = (kept, other) if ends else (other, kept)
        return Turn(
            player=labels.players[int(tree.infoset_owner[deviation.infoset])],
            move=labels.move_of(deviation.infoset),
            history=known_histories(tree)[deviation.infoset],
            before=(before,),
            at=(before, after),
            after=(after,),
            on_path=True,
            indifferent=True,
        )

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The intervals between the values at which the path changes."""
        pairs = zip(self.thresholds, self.changes, strict=True)
        changes = [(t.at, change.high) for t, change in pairs if t.on_path]
        points = [point_of(self.whole.low), *(at for at, _ in changes), point_of(self.whole.high)]
        starts = [self.first, *(high for _, high in changes)]
        return tuple(
            Stretch(
                low,
                high,
                path_of(self.parametric, sample.leaves) if sample.leaves else {},
                len(sample.supports),
            )
            for (low, high), sample in zip(pairwise(points), starts, strict=True)
        )
