"""Dashed lines between the nodes that a player cannot tell apart, past the nodes in between."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass
from negotiate.render.tree.placed import Link
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.render.tree.fold import Folded
    from negotiate.render.tree.placed import Point
    from negotiate.results.diagram import Diagram

LANE: Final = 8.0
"""Between two dashed lines that pass the same nodes."""

STRAIGHT: Final = -1
"""Lane of a line that has nothing to pass."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes of an information set, one next below the other.

    Attributes
    ----------
    lane : int
        To the left of the column, counted from 0, or `STRAIGHT`.
    """

    infoset: int
    owner: int
    above: int
    below: int
    lane: int


def pairs(
    diagram: Diagram, folded: Folded, column: Mapping[int, int], ys: Mapping[int, float]
) -> list[Pair]:
    """Return what is to be linked, each with its lane, so that no two lines lie on each other."""
    found = []
    for infoset, nodes in _sets(diagram, folded).items():
        nodes.sort(key=lambda node: (ys[node], node))
        found += [(ys[a], infoset, a, b) for a, b in pairwise(nodes)]
    standing: dict[int, list[float]] = {}
    for node in folded.nodes:
        if diagram.owner[node] != LEAF:
            standing.setdefault(column[node], []).append(ys[node])
    for heights in standing.values():
        heights.sort()
    taken: dict[int, list[float]] = {}
    result = []
    for y, infoset, a, b in sorted(found):
        lane, here = STRAIGHT, column[a]
        heights = standing[here]
        following = bisect_right(heights, y)
        if column[b] == here and heights[following] < ys[b]:
            ends = taken.setdefault(here, [])
            lane = next((i for i, end in enumerate(ends) if end < y), len(ends))
            ends[lane : lane + 1] = [ys[b]]
        result.append(Pair(infoset, int(diagram.owner[a]), a, b, lane))
    return result


def _sets(diagram: Diagram, folded: Folded) -> dict[int, list[int]]:
    """Return the nodes that are shown of each information set of a player that has several."""
    sets: dict[int, list[int]] = {}
    for node in folded.nodes:
        if diagram.owner[node] >= 0:
            sets.setdefault(int(diagram.infoset[node]), []).append(node)
    return {infoset: nodes for infoset, nodes in sets.items() if len(nodes) > 1}


def columns(diagram: Diagram, folded: Folded) -> dict[int, int]:
    """Return the column of each node: its depth, or further right to stand with its set.

    Where sets cross, so that no such columns exist, nodes stand at their depths.
    """
    parent = {node: int(diagram.parent[node]) for node in folded.nodes}
    depth = {0: 0}
    for node in folded.nodes[1:]:
        depth[node] = depth[parent[node]] + 1
    sets = _sets(diagram, folded)
    column = dict(depth)
    for _ in range(max(depth.values()) + 1):
        moved = False
        for nodes in sets.values():
            furthest = max(column[node] for node in nodes)
            moved = moved or any(column[node] < furthest for node in nodes)
            column.update(dict.fromkeys(nodes, furthest))
        for node in folded.nodes[1:]:
            column[node] = max(column[node], column[parent[node]] + 1)
        if not moved:
            return column
    return depth


def lanes(found: list[Pair], column: Mapping[int, int]) -> dict[int, int]:
    """Return how many lanes there are to the left of each column that has any."""
    most: dict[int, int] = {}
    for pair in found:
        if pair.lane != STRAIGHT:
            here = column[pair.above]
            most[here] = max(most.get(here, 0), pair.lane + 1)
    return most


def link(pair: Pair, at: Mapping[int, Point], radius: float) -> Link:
    """Return the line of a pair."""
    (x0, y0), (x1, y1) = at[pair.above], at[pair.below]
    if pair.lane == STRAIGHT:
        start, end = (x0, y0 + radius), (x1, y1 - radius)
        return Link(pair.infoset, pair.owner, (start, *_straight(start, end)))
    side = x0 - radius - LANE / 2 - LANE * pair.lane
    start, end = (x0 - 0.8 * radius, y0 + 0.6 * radius), (x1 - 0.8 * radius, y1 - 0.6 * radius)
    upper, lower = (side, start[1] + LANE), (side, end[1] - LANE)
    away, back = (side, start[1]), (side, end[1])
    points = (start, away, away, upper, *_straight(upper, lower), back, back, end)
    return Link(pair.infoset, pair.owner, points)


def _straight(start: Point, end: Point) -> tuple[Point, Point, Point]:
    """Return a straight line as the rest of a cubic curve."""
    (x0, y0), (x1, y1) = start, end
    return (x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3), (x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3), end
