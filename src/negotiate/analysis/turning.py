"""What changes at each cut of a parametric backward induction, in the words of the game file."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from negotiate.analysis.piecewise import Curve, Ratio, minus
from negotiate.forms.algebraic import Algebraic, minimal, sign_at
from negotiate.record import dataclass
from negotiate.results.thresholds import Point, Shift, Stretch, Threshold, Tie, Turn
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiate.analysis.induction import Induction
    from negotiate.forms.algebraic import Real
    from negotiate.game.parametric import ParametricGame
    from negotiate.results.thresholds import Options


def point_of(x: Real) -> Point:
    """Return an exact value as results show it."""
    if isinstance(x, Algebraic):
        decimal = float(x)
        return Point(decimal, decimal, minimal(x), x.low, x.high)
    return Point(x, float(x), (), x, x)


def path_of(parametric: ParametricGame, leaves: Iterable[int]) -> dict[str, Options]:
    """Return how each move can come out, given the payoff rows that play may end in."""
    rows = parametric.states[sorted(leaves)]
    path = {}
    for m, (move, options) in enumerate(
        zip(parametric.move_names, parametric.option_names, strict=True)
    ):
        codes = sorted(set(rows[:, m].tolist()), key=lambda code: (code < 0, code))
        path[move] = tuple(options[code] if code >= 0 else NONE for code in codes)
    return path


def shifts(before: dict[str, Options], after: dict[str, Options]) -> tuple[Shift, ...]:
    """Return the moves that come out differently."""
    return tuple(
        Shift(move, before[move], after[move])
        for move in before
        if move in after and before[move] != after[move]
    )


def lacking(below: bool, above: bool) -> str:  # noqa: FBT001 (two of a kind)
    """Return on which side of a value there is no answer."""
    return "either" if below and above else "below" if below else "above" if above else ""


@dataclass(frozen=True, eq=False)
class Turning:
    """Reads an induction.

    Attributes
    ----------
    parametric : ParametricGame
    induction : Induction
    """

    parametric: ParametricGame
    induction: Induction

    @cached_property
    def _leaves(self) -> list[frozenset[int]]:
        return [self.induction.leaves(cell) for cell in self.induction.cells]

    def path(self, k: int) -> dict[str, Options]:
        """Return what can happen on a cell; empty where the numbers are those of no game."""
        if not self.induction.valid(self.induction.cells[k]):
            return {}
        return path_of(self.parametric, self._leaves[k])

    @cached_property
    def places(self) -> tuple[tuple[int, Threshold], ...]:
        """Every value at which a decision changes, the ends of the range among them.

        Each with the place of its cell.
        """
        points = range(0, len(self.induction.cells), 2)
        found = ((k, self._threshold(k)) for k in points)
        return tuple((k, threshold) for k, threshold in found if threshold is not None)

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The same without their places."""
        return tuple(threshold for _, threshold in self.places)

    def settled_from(self, x: Real) -> Real:
        """Return the last value below `x` at which any payoff, odds or decision turns."""
        induction = self.induction
        found = [induction.whole.low, *induction.cuts]
        for curve in (induction.value[leaf] for leaf in induction.tree.leaf.tolist()):
            found += curve.cuts if type(curve) is Curve else ()
        return max(cut for cut in found if cut < x)

    @cached_property
    def _changed(self) -> dict[int, list[int]]:
        """The decision nodes that change at each point, by the place of its cell."""
        changed: dict[int, list[int]] = {}
        place = list(self.induction.cuts)
        for node, plan in self.induction.plan.items():
            if type(plan) is not Curve:
                continue
            if plan.parts[0] != plan.parts[1]:
                changed.setdefault(0, []).append(node)
            if plan.parts[-1] != plan.parts[-2]:
                changed.setdefault(len(self.induction.cells) - 1, []).append(node)
            for cut in plan.cuts:
                changed.setdefault(2 * place.index(cut) + 2, []).append(node)
        return changed

    def _threshold(self, k: int) -> Threshold | None:
        """Return what changes at a point; None if nothing does that is a game on any side."""
        cells = self.induction.cells
        sides = [j for j in (k - 1, k, k + 1) if 0 <= j < len(cells)]
        sound = [j for j in sides if self.induction.valid(cells[j])]
        between_games = {sides[0], sides[-1]} <= set(sound)
        turns = tuple(turn for turn, _ in self.turns(k)) if between_games else ()
        on_path = len({self._leaves[j] for j in sound}) > 1
        if not turns and not on_path:
            return None
        shifted = shifts(self.path(sides[0]), self.path(sides[-1])) if between_games else ()
        lacks = [bool(0 <= j < len(cells)) and j not in sound for j in (k - 1, k + 1)]
        return Threshold(point_of(cells[k][0]), on_path, shifted, turns, no_answer=lacking(*lacks))

    def turns(self, k: int) -> list[tuple[Turn, int]]:
        """Return the decisions that change at a point with their nodes, like ones together."""
        groups: dict[Any, tuple[Turn, int, int, int]] = {}
        for node in self._changed.get(k, ()):
            turn, departures = self._turn(node, k)
            key = (turn.move, turn.before, turn.at, turn.after, turn.on_path, turn.indifferent)
            nearest, place, fewest, count = groups.get(key, (turn, node, departures, 0))
            if departures < fewest:
                nearest, place, fewest = turn, node, departures
            groups[key] = (nearest, place, fewest, count + 1)
        ranked = sorted(
            groups.values(), key=lambda g: (not g[0].on_path, not g[0].indifferent, g[2])
        )
        return [(replace(turn, count=count), node) for turn, node, _, count in ranked]

    def _turn(self, node: int, k: int) -> tuple[Turn, int]:
        tree, induction = self.induction.tree, self.induction
        before, after = max(k - 1, 0), min(k + 1, len(induction.cells) - 1)
        ranks = [induction.best_at(node, induction.cells[j]) for j in (before, k, after)]
        away = min(self._departures(node, j) for j in (before, k, after))
        infoset = int(tree.infoset[node])
        turn = Turn(
            player=tree.labels.players[int(tree.owner[node])],
            move=tree.labels.move_of(infoset),
            history=tree.history_of(node),
            before=self._names(infoset, ranks[0]),
            at=self._names(infoset, ranks[1]),
            after=self._names(infoset, ranks[2]),
            on_path=away == 0,
            indifferent=self.indifferent(node, k, ranks[0], ranks[2]),
        )
        return turn, away

    def _names(self, infoset: int, ranks: Sequence[int]) -> Options:
        tree = self.induction.tree
        start = int(tree.slot_start[infoset])
        return tuple(tree.labels.action_of(start + rank) for rank in ranks)

    def _departures(self, node: int, k: int) -> int:
        """Return how many choices against play on a cell lead to a node."""
        tree, away = self.induction.tree, 0
        while node:
            above = int(tree.parent[node])
            away += node not in self.induction.entered(above, self.induction.cells[k])
            node = above
        return away

    def indifferent(
        self, node: int, k: int, before: tuple[int, ...], after: tuple[int, ...]
    ) -> bool:
        """Tell whether the options of both sides are worth the same at a point."""
        if not before or not after:
            return False
        one, other = rivals(before, after)
        x = self.induction.cells[k][0]
        gaps = [self.gap(node, other, one, x, right=right) for right in (False, True)]
        return any(gap is not None and sign_at(gap.top, x) == 0 for gap in gaps)

    def gap(self, node: int, one: int, other: int, x: Real, *, right: bool) -> Ratio | None:
        """Return what one child is worth above another to the owner, just beside a point."""
        tree, owner = self.induction.tree, int(self.induction.tree.owner[node])
        first = int(tree.first_child[node])
        values = [
            beside(self.induction.value[first + rank], x, right=right) for rank in (one, other)
        ]
        if None in values:
            return None
        return minus(values[0][owner], values[1][owner])

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The open intervals between the values at which the path changes."""
        cells = self.induction.cells
        bounds = [0]
        for k in range(2, len(cells) - 1, 2):
            here = [(self._leaves[j], self.induction.valid(cells[j])) for j in (k - 1, k, k + 1)]
            if not here[0] == here[1] == here[2]:
                bounds.append(k)
        bounds.append(len(cells) - 1)
        return tuple(
            Stretch(
                point_of(cells[a][0]),
                point_of(cells[b][0]),
                self.path(a + 1),
                int(self.induction.valid(cells[a + 1])),
            )
            for a, b in pairwise(bounds)
        )

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """The intervals on which options stay equally good, like ones together."""
        found: dict[Any, tuple[Tie, int, int]] = {}
        cells = self.induction.cells
        for node, plan in self.induction.plan.items():
            open_parts = plan.parts[1::2] if type(plan) is Curve else (plan,)
            if not any(part is not None and len(part) > 1 for part in open_parts):
                continue
            infoset = int(self.induction.tree.infoset[node])
            start = 1
            while start < len(cells) - 1:
                ranks, end = self.induction.best_at(node, cells[start]), start
                while end + 2 < len(cells) and all(
                    self.induction.best_at(node, cells[j]) == ranks for j in (end + 1, end + 2)
                ):
                    end += 2
                if len(ranks) > 1:
                    away = min(self._departures(node, j) for j in range(start, end + 1))
                    names = self._names(infoset, ranks)
                    self._note(found, node, names, (start - 1, end + 1), away)
                start = end + 2
        ranked = sorted(found.values(), key=lambda group: group[1])
        return tuple(replace(tie, count=count) for tie, _, count in ranked)

    def _note(
        self, found: dict[Any, Any], node: int, names: Options, ends: tuple[int, int], away: int
    ) -> None:
        tree, cells = self.induction.tree, self.induction.cells
        move = tree.labels.move_of(int(tree.infoset[node]))
        key = (move, names, ends, away == 0)
        if key in found:
            tie, fewest, count = found[key]
            found[key] = (tie, min(fewest, away), count + 1)
            return
        low, high = (point_of(cells[j][0]) for j in ends)
        player = tree.labels.players[int(tree.owner[node])]
        tie = Tie(low, high, player, move, tree.history_of(node), names, away == 0)
        found[key] = (tie, away, 1)


def rivals(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, int]:
    """Return an option of each side, different ones if there are."""
    one = before[0]
    other = next((rank for rank in after if rank != one), None)
    return (one, other) if other is not None else (before[-1], one)


def beside(value: Any, x: Real, *, right: bool) -> Any:
    """Return the part of a curve just below or just above a number."""
    if type(value) is not Curve:
        return value
    passed = sum(1 for cut in value.cuts if cut < x or (right and cut == x))
    return value.parts[2 * passed + 1]
