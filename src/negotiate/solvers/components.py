"""The set of all equilibria of a two-player table, described by its extreme ones.

Join each extreme strategy of one player with those of the other with which it is an equilibrium.
A set of the former and one of the latter that are joined at will, and that cannot be made larger,
span a maximal Nash subset: every mixture of the former and every mixture of the latter are an
equilibrium. The union of all such subsets is the set of all equilibria; its connected parts are
its components (Winkels 1979; Jansen 1981; Avis, Rosenberg, Savani & von Stengel 2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SUBSETS: Final = 10_000
"""Most maximal Nash subsets of one component that are looked for."""


@dataclass(frozen=True, slots=True)
class Component:
    """A connected part of the set of equilibria.

    Attributes
    ----------
    members : tuple of int
        Its extreme equilibria, by place.
    subsets : tuple of tuple of int
        Its maximal Nash subsets, as the extreme equilibria that each holds; empty if there were
        too many to list.
    """

    members: tuple[int, ...]
    subsets: tuple[tuple[int, ...], ...]


def components(edges: Sequence[tuple[int, int]]) -> tuple[Component, ...]:
    """Return the components, in the order of their first equilibrium.

    Parameters
    ----------
    edges : sequence of (left, right)
        The extreme equilibria, each as the names of its two strategies.
    """
    by_left: dict[int, list[int]] = {}
    by_right: dict[int, list[int]] = {}
    for place, (left, right) in enumerate(edges):
        by_left.setdefault(left, []).append(place)
        by_right.setdefault(right, []).append(place)
    if len(by_left) == len(by_right) == len(edges):  # nothing is shared: the usual case
        return tuple(Component((place,), ((place,),)) for place in range(len(edges)))
    found = []
    seen: set[int] = set()
    for start in range(len(edges)):
        if start in seen:
            continue
        members, stack = {start}, [start]
        while stack:
            left, right = edges[stack.pop()]
            for place in (*by_left[left], *by_right[right]):
                if place not in members:
                    members.add(place)
                    stack.append(place)
        seen |= members
        ordered = tuple(sorted(members))
        found.append(Component(ordered, _maximal(edges, ordered)))
    return tuple(found)


def _maximal(
    edges: Sequence[tuple[int, int]], members: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Return the maximal complete bipartite subgraphs of a component, as sets of edges.

    What a set of left ends has in common on the right is an intersection of their neighbours;
    the intersections are closed under each other, and each with all who share it is maximal.
    """
    neighbours: dict[int, set[int]] = {}
    for place in members:
        left, right = edges[place]
        neighbours.setdefault(left, set()).add(right)
    closed: set[frozenset[int]] = set()
    for own in map(frozenset, neighbours.values()):
        closed |= {both for other in closed if (both := own & other)} | {own}
        if len(closed) > MAX_SUBSETS:
            return ()
    subsets = []
    for rights in closed:
        lefts = {left for left, own in neighbours.items() if own >= rights}
        inside = (p for p in members if edges[p][0] in lefts and edges[p][1] in rights)
        subsets.append(tuple(inside))
    return tuple(sorted(subsets))
