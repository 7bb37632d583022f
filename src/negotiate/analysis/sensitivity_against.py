"""The case against a headline: how near it is overturned, and by how few assumptions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.counterexample import Search, SpentError
from negotiate.analysis.counterexample_nearest import check_within, nearest, sparse
from negotiate.analysis.counterexample_plane import EUCLID, MAX, distance
from negotiate.analysis.sensitivity_proof import proved_distance
from negotiate.record import dataclass
from negotiate.results.sensitivity import Trade

if TYPE_CHECKING:
    from negotiate.analysis.counterexample import Effort
    from negotiate.analysis.counterexample_told import Teller
    from negotiate.analysis.sensitivity_space import View
    from negotiate.results.sensitivity import Counterexample
    from negotiate.types import FloatArray

FAR: Final = 2.0
"""The strongest case may go this many times as far as the nearest counter-example."""

PROVABLE: Final = frozenset({"auto", "spe"})
"""Concepts whose answer is backward induction where all is known."""

SHARES: Final = (0.4, 0.4, 0.2)
"""Of the points to look at, for the nearest, for few parameters, and for Euclid's norm."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the search for counter-examples found.

    Attributes
    ----------
    nearest, euclid, case : Counterexample or None
    trades : tuple of Trade
        As in `negotiate.results.sensitivity.Sensitivity`.
    within : int
        Points looked at within the distance of the nearest.
    complete : bool
        Whether the search ended by itself.
    seemed : int
        Points of the search that overturn, though none could be verified.
    proved : float
        The distance below which no decision on the path changes, 0 if none is proved.
    """

    nearest: Counterexample | None = None
    euclid: Counterexample | None = None
    case: Counterexample | None = None
    trades: tuple[Trade, ...] = ()
    within: int = 0
    complete: bool = True
    seemed: int = 0
    proved: float = 0.0


def counterexamples(view: View, teller: Teller, looks: int, effort: Effort) -> Facts:
    """Look for the nearest counter-examples, and for those that change few parameters.

    Parameters
    ----------
    view : View
        What it has looked at so far is where the search begins.
    teller : Teller
        Verifies what is found.
    looks : int
        Points that may be looked at.
    effort : Effort
    """
    if not view.nearest(MAX).size:
        return Facts()
    search, complete = Search(view.overturned, view.space.box, effort), True
    view.begin("counter-examples, at most", looks)
    alone = _alone(view)
    most, fewer, rest = (np.cumsum(SHARES) * looks + view.looked).astype(int).tolist()
    best, within = view.nearest(MAX)[:, 0], 0
    try:
        view.limit = most
        best = _nearest(search, view, alone)
        best, within = check_within(search, best, view.seed)
    except SpentError:
        complete = False
    view.limit = fewer
    few = sparse(search, best, alone)
    view.limit = rest
    known = np.column_stack([best, *few, view.nearest(EUCLID)[:, 0]])
    around = known[:, int(np.argmin(distance(known, EUCLID)))]
    try:
        around = search.descend(around, EUCLID)
    except SpentError:
        complete = False
    view.limit = None
    return _told(view, teller, [*few, best], around, Facts(within=within, complete=complete))


def proved(view: View) -> float:
    """Return the distance below which no decision on the path changes; 0 if none is proved."""
    if view.concept not in PROVABLE:
        return 0.0
    space, names = view.space, [parameter.name for parameter in view.space.chosen]
    ends = space.low, space.low + space.size
    return min(proved_distance(view.games[name], names, *ends) for name in view.asked.scenarios)


def so_far(view: View, teller: Teller) -> Facts:
    """Verify the nearest of all points looked at, where the search was broken off."""
    view.limit = None
    if not view.nearest(MAX).size:
        return Facts(complete=False)
    facts = Facts(complete=False)
    return _told(view, teller, [view.nearest(MAX)[:, 0]], view.nearest(EUCLID)[:, 0], facts)


def _told(
    view: View, teller: Teller, points: list[FloatArray], around: FloatArray, facts: Facts
) -> Facts:
    """Verify all that was found; the headline is the nearest that holds good."""
    told = [found for point in points if (found := teller.tell(point, MAX)) is not None]
    if not told:
        return replace(facts, seemed=view.hits)
    told.sort(key=lambda found: (len(found.shifts), found.distance))
    front: list[Counterexample] = []
    for found in told:
        if not front or found.distance < front[-1].distance:
            front.append(found)
    far = FAR * front[-1].distance
    return replace(
        facts,
        nearest=front[-1],
        euclid=teller.tell(around, EUCLID),
        case=next(found for found in front if found.distance <= far),
        trades=tuple(
            Trade(tuple(shift.parameter for shift in found.shifts), found.distance)
            for found in front
        ),
    )


def _nearest(search: Search, view: View, alone: FloatArray) -> FloatArray:
    """Return the nearest point of the boundary found from the nearest points looked at."""
    starts = view.nearest(MAX)
    if alone.size:
        order = np.argsort(distance(alone, MAX), kind="stable")[:1]
        starts = np.concatenate([alone[:, order], starts], axis=1)
    found = nearest(search, starts, MAX)
    return starts[:, 0] if found is None else found


def _alone(view: View) -> FloatArray:
    """Return points that overturn and change one parameter, close to where they begin to.

    Where a parameter does not overturn at any of the points looked at, it has none.
    """
    box, count = view.space.box, len(view.space.varied)
    steps = np.geomspace(1e-3, 1, 40)
    found = []
    for k in range(count):
        for end in (box.lower[k], box.upper[k]):
            line = np.outer(np.eye(count)[k] * end, steps)
            hits = view.look(line)[1] if end else np.zeros(1, dtype=bool)
            if hits.any():
                found.append(line[:, int(hits.argmax())])
    return np.array(found).T if found else np.empty((count, 0))
