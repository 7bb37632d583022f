"""Pieces of solutions that touch, taken together and described by their conditions."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.assessment.naming import inequality, interval, name_of
from negotiate.forms.assessment.system import ROUNDING
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.forms.assessment.cells import Piece, Question
    from negotiate.forms.assessment.region import Point


@dataclass(frozen=True, eq=False)
class Placed:
    """A piece, and where it lies.

    Attributes
    ----------
    question : Question
    piece : Piece
    """

    question: Question
    piece: Piece

    @cached_property
    def points(self) -> list[Point]:
        """Its corners, and a point inside, by all odds and beliefs."""
        found = []
        for corner in (*self.piece.region.corners, self.piece.region.point):
            try:
                found.append(self._everything(corner))
            except ZeroDivisionError:
                continue  # at the edge of its cell, where Bayes' rule does not say
        return found

    @property
    def mixing(self) -> int:
        """The number of information sets at which several actions are played."""
        owner = self.question.tree.infoset_owner.tolist()
        played = zip(self.piece.support, owner, strict=True)
        return sum(o >= 0 and len(slots) > 1 for slots, o in played)

    def _everything(self, free: Point) -> Point:
        tree = self.question.tree
        values = self.piece.values(free)
        point = dict.fromkeys(range(tree.n_slots), Fraction(0))
        point |= {s: odds.at(values) for s, odds in self.piece.behaviour.items()}
        for h, nodes in self.piece.basis.believed.items():
            weight = {n: self.piece.beliefs[n].at(values) for n in nodes}
            total = sum(weight.values())
            for n in tree.nodes_of(h).tolist():
                point[tree.n_slots + n] = weight.get(n, Fraction(0)) / total
        return point

    @property
    def slack(self) -> Fraction:
        """How far its points may be from where they should be, at most."""
        return ROUNDING if self.piece.region.rounded else Fraction(0)

    @cached_property
    def payoffs(self) -> set[tuple[Fraction, ...]]:
        """What its points pay: one for all, as a rule."""
        return {tuple(p.at(point) for p in self.piece.payoff) for point in self.points}

    def closure_holds(self, point: Point, slack: Fraction) -> bool:
        """Return whether a point meets the conditions of this piece's cell, edges included.

        Up to a slack where the point stands for an irrational one.
        """
        tree = self.question.tree
        played = {s for slots in self.piece.support for s in slots}
        if any(point[s] for s in range(tree.n_slots) if s not in played):
            return False
        for h, nodes in self.piece.basis.believed.items():
            outside = set(tree.nodes_of(h).tolist()) - set(nodes)
            if any(point[tree.n_slots + n] for n in outside):
                return False
            weight = {n: self.piece.beliefs[n].at(point) for n in nodes}
            total = sum(weight.values())
            off = (abs(point[tree.n_slots + n] * total - w) for n, w in weight.items())
            if any(x > slack for x in off):
                return False
        if any(abs(p.at(point)) > slack for p in self.piece.equal) or any(
            p.at(point) < -slack for p in self.piece.weak
        ):
            return False
        return self._in_region(point, slack)

    def _in_region(self, point: Point, slack: Fraction) -> bool:
        """Return whether a point of the cell belongs to this of its solutions."""
        region = self.piece.region
        free = {v: point[v] for v in region.free}
        if not region.reaches(free, slack):
            return False
        try:
            values = self.piece.values(free)
        except ZeroDivisionError:
            return True  # at the edge, where the solution does not say
        return all(abs(x - point[v]) <= slack for v, x in values.items())

    def within(self, other: Placed) -> bool:
        """Return whether all of this piece lies in the closure of another."""
        complete = len(self.points) == len(self.piece.region.corners) + 1
        exact = self.piece.region.exact and other.piece.region.exact
        return exact and complete and all(other.closure_holds(p, self.slack) for p in self.points)

    def touches(self, other: Placed) -> bool:
        """Return whether a corner of one is in the closure of the other, and all pay the same."""
        slack = max(self.slack, other.slack)
        paid = list(zip(*(self.payoffs | other.payoffs), strict=True))
        if any(max(each) - min(each) > slack for each in paid):
            return False
        return any(other.closure_holds(p, slack) for p in self.points) or any(
            self.closure_holds(p, slack) for p in other.points
        )


@dataclass(frozen=True, eq=False)
class Component:
    """Assessments that pay the same and can be reached from each other within the equilibria.

    Where payoffs vary within a part, it stands alone, so that no outcome is hidden by another.

    Attributes
    ----------
    parts : tuple of Placed
        Simplest strategies first, and of these the largest regions.
    """

    parts: tuple[Placed, ...]

    @property
    def representative(self) -> Placed:
        """The part that stands for all."""
        return self.parts[0]

    @property
    def exact(self) -> bool:
        """Whether the conditions describe all of it."""
        return all(part.piece.region.exact for part in self.parts)

    @property
    def doubtful(self) -> bool:
        """Whether numbers that were taken for 0 decided that some part is an equilibrium."""
        return any(part.piece.region.system.doubtful for part in self.parts)

    def conditions(self) -> tuple[str, ...]:
        """Return what holds throughout, then what holds in each part if there are several."""
        tree = self.parts[0].question.tree
        every = [p for part in self.parts for p in part.points]
        slack = max(part.slack for part in self.parts)
        spread = {v: _spread(every, v) for v in _telling(self.parts[0].question)}
        varying = [v for v, width in spread.items() if width > slack]
        if not varying:
            return ()
        hull = [_range(name_of(tree, v), [p[v] for p in every]) for v in varying]
        if len(self.parts) == 1:
            return (*hull, *self._bounds(self.parts[0]))
        lines = []
        for k, part in enumerate(self.parts):
            own = [_range(name_of(tree, v), [p[v] for p in part.points]) for v in varying]
            lines.append(f"{'either' if k == 0 else 'or'} {', '.join(own + self._bounds(part))}")
        return (*hull, *lines)

    def _bounds(self, part: Placed) -> list[str]:
        """Return the limits of a region of several dimensions that are no intervals."""
        tree, region = part.question.tree, part.piece.region
        if len(region.free) < 2:
            return []
        return [inequality(tree, p) for p in region.bounds if len(p.variables) > 1]


def components(question: Question, found: Sequence[Piece]) -> list[Component]:
    """Return pieces that pay the same by connected components, the simplest strategies first."""
    placed = sorted(
        (Placed(question, piece) for piece in found),
        key=lambda p: (p.mixing, -len(p.piece.region.free), p.piece.support),
    )
    kept: list[Placed] = []
    for k, part in enumerate(placed):
        others = [*kept, *placed[k + 1 :]]
        if not any(part.within(other) for other in others):
            kept.append(part)
    groups: list[list[Placed]] = []
    for part in kept:
        near = [g for g in groups if any(part.touches(other) for other in g)]
        merged = [other for g in near for other in g] + [part]
        groups = [g for g in groups if g not in near] + [merged]
    order = {id(part): k for k, part in enumerate(kept)}
    sorted_groups = [sorted(g, key=lambda part: order[id(part)]) for g in groups]
    sorted_groups.sort(key=lambda g: order[id(g[0])])
    return [Component(tuple(g)) for g in sorted_groups]


def _telling(question: Question) -> list[int]:
    """Return the odds and beliefs to report: all but the last of each information set."""
    tree = question.tree
    slots = [
        s
        for h in np.flatnonzero(tree.decision).tolist()
        for s in range(int(tree.slot_start[h]), int(tree.slot_start[h + 1]) - 1)
    ]
    nodes = [n for h in question.matter for n in tree.nodes_of(h).tolist()[:-1]]
    return [*slots, *(tree.n_slots + n for n in nodes)]


def _spread(points: Sequence[Point], v: int) -> Fraction:
    values = [p[v] for p in points]
    return max(values) - min(values)


def _range(name: str, values: Sequence[Fraction]) -> str:
    return interval(name, min(values), max(values))
