"""Where inequalities between polynomials hold: an interval, a polytope, or points of something."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Final

from negotiate.forms.algebraic import between, roots, sign_at
from negotiate.forms.assessment.system import KINDS, Unsolved, steady, unit, written
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.forms.algebraic import Real
    from negotiate.forms.assessment.polynomial import Poly
    from negotiate.forms.assessment.system import System

MAX_CORNERS: Final = 20_000
"""Sets of constraints that are intersected in search of corners."""

GRID: Final = 7
"""Points a side at which a region without corners is probed."""

Point = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class Region:
    """A connected part of the solutions of a system.

    Attributes
    ----------
    system : System
        Without equations.
    free : tuple of int
        Variables that are not determined by others.
    point : Point
        The free variables somewhere inside.
    corners : tuple of Point
        Of the closure; its convex hull where `exact`.
    bounds : tuple of Poly
        What limits the closure besides the bounds of probabilities: each is 0 or more.
    exact : bool
        Whether corners and bounds describe all of it, and nothing else.
    rounded : bool
        Whether its point, or a corner, is next to an irrational one.
    """

    system: System
    free: tuple[int, ...]
    point: Point
    corners: tuple[Point, ...]
    bounds: tuple[Poly, ...]
    exact: bool
    rounded: bool = False

    def reaches(self, point: Point, slack: Fraction) -> bool:
        """Return whether a value of the free variables lies in its closure."""
        if len(self.free) == 1 and self.exact:
            (v,) = self.free
            ends = [c[v] for c in self.corners]
            return min(ends) - slack <= point[v] <= max(ends) + slack
        walls = (*self.system.weak, *self.system.strict)
        return all(p.at(point) >= -slack for p in walls)


def regions(system: System, variables: Sequence[int]) -> list[Region]:
    """Return the parts in which a system without equations holds.

    Parameters
    ----------
    system : System
    variables : sequence of int
        All that the original system had; those that were not solved for are free.

    Raises
    ------
    Unsolved
        If the region has no corners that could be found, and none of the points tried is in it.
    """
    done = {v for v, _, _ in system.solved}
    free = tuple(v for v in variables if v not in done)
    if not free:
        return [Region(system, (), {}, ({},), (), exact=True, rounded=system.rounded)]
    walls = [*system.weak, *system.strict, *(wall for v in free for wall in unit(v))]
    if all(wall.degree <= 1 for wall in walls):
        return _polytope(system, free, walls)
    if len(free) == 1:
        return _intervals(system, free[0], walls)
    return _probed(system, free, walls)


def inside(system: System, point: Point) -> bool:
    """Return whether a point of the free variables satisfies what is strict as well."""
    return (
        all(p.at(point) >= 0 for p in system.weak)
        and all(p.at(point) > 0 for p in system.strict)
        and all(p.at(point) != 0 for p in system.apart)
        and all(0 < x < 1 for x in point.values())
    )


def _polytope(system: System, free: tuple[int, ...], walls: Sequence[Poly]) -> list[Region]:
    corners = _corners(free, walls)
    for point in _mixtures(corners):
        if inside(system, point):
            bounds = [
                p
                for p in proper_walls(walls, free)
                if sum(p.at(c) == 0 for c in corners) >= min(len(free), len(corners))
            ]
            return [
                Region(
                    system,
                    free,
                    point,
                    tuple(corners),
                    tuple(bounds),
                    exact=True,
                    rounded=system.rounded,
                )
            ]
    middle = next(_mixtures(corners), None)
    if middle is not None and all(p.at(middle) > 0 for p in system.strict):
        raise Unsolved  # only what must not be 0 stands in the way, at every point tried
    return []


def proper_walls(walls: Sequence[Poly], free: Sequence[int]) -> list[Poly]:
    """Return the walls other than the bounds of the probabilities themselves, each once."""
    trivial = [wall for v in free for wall in unit(v)]
    kept: list[Poly] = []
    for wall in walls:
        if wall not in trivial and wall not in kept and not wall.is_constant:
            kept.append(wall)
    return kept


def _corners(free: tuple[int, ...], walls: Sequence[Poly]) -> list[Point]:
    """Return the points at which enough walls meet, and none is passed."""
    found: list[Point] = []
    distinct: list[Poly] = []
    for wall in walls:
        if wall not in distinct:
            distinct.append(wall)
    for tried, chosen in enumerate(combinations(distinct, len(free))):
        if tried > MAX_CORNERS:
            raise Unsolved
        point = _meeting(free, chosen)
        if point is not None and point not in found and all(w.at(point) >= 0 for w in distinct):
            found.append(point)
    return found


def _meeting(free: tuple[int, ...], walls: Sequence[Poly]) -> Point | None:
    """Return the only point at which linear walls are all 0, or None."""
    rows = [[w.terms.get(((v, 1),), Fraction(0)) for v in free] + [-w.value] for w in walls]
    for column in range(len(free)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [x / lead for x in rows[column]]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                rows[r] = [x - row[column] * y for x, y in zip(row, rows[column], strict=True)]
    return {v: rows[k][-1] for k, v in enumerate(free)}


def _mixtures(corners: Sequence[Point]) -> Iterator[Point]:
    """Yield the middle of the corners, and uneven mixtures for what must not be 0 there."""
    if not corners:
        return
    for tilt in range(3):
        shares = [Fraction(1 + tilt * k) for k in range(len(corners))]
        total = sum(shares)
        yield {
            v: sum((s * c[v] for s, c in zip(shares, corners, strict=True)), Fraction(0)) / total
            for v in corners[0]
        }


def _intervals(system: System, v: int, walls: Sequence[Poly]) -> list[Region]:
    """Return the intervals of one variable, cut where some wall is 0, in which all hold."""
    cuts: list[Real] = [Fraction(0), Fraction(1)]
    for wall in (*walls, *system.apart):
        if not wall.is_constant:
            one = wall.in_one(v)
            if system.rounded and len(one) > 2 and not steady(one):
                raise Unsolved
            cuts += roots(one, Fraction(0), Fraction(1))
    ends: list[Real] = []
    for x in sorted(cuts):
        ends += [] if ends and ends[-1] == x else [x]
    found = []
    covered: list[Real] = []

    def region(point: Real, *corners: Real) -> Region:
        rounded = system.rounded or not all(isinstance(x, Fraction) for x in corners)
        at = tuple({v: written(x)} for x in corners)
        return Region(system, (v,), {v: written(point)}, at, (), exact=True, rounded=rounded)

    for low, high in pairwise(ends):
        middle = between(low, high)
        if _holds(system, v, middle):
            found.append(region(middle, low, high))
            covered += [low, high]
    lone = [x for x in ends[1:-1] if x not in covered and _holds(system, v, x)]
    return found + [region(x, x) for x in lone]


def _holds(system: System, v: int, x: Real) -> bool:
    """Return whether a value of the only free variable satisfies everything, exactly."""
    return all(
        sign_at(p.in_one(v), x) in signs
        for kind, signs in KINDS.items()
        for p in getattr(system, kind)
    )


def _probed(system: System, free: tuple[int, ...], walls: Sequence[Poly]) -> list[Region]:
    """Return one region around the best of some points, or say that none was found."""
    steps = [Fraction(k, GRID) for k in range(1, GRID)]
    if len(steps) ** len(free) > MAX_CORNERS:
        raise Unsolved
    points = [dict(zip(free, p, strict=True)) for p in product(steps, repeat=len(free))]
    good = [p for p in points if inside(system, p)]
    if not good:
        raise Unsolved
    best = max(good, key=lambda p: min((w.at(p) for w in walls), default=Fraction(0)))
    bounds = tuple(proper_walls(walls, free))
    rounded = system.rounded
    return [Region(system, free, best, (best,), bounds, exact=False, rounded=rounded)]
