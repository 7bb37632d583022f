"""Along which stretches of each parameter the same happens, under names for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.analysis.region_names import INVALID, naming
from negotiate.results.strips import Strips
from negotiate.results.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.results.thresholds import Thresholds


def strips(found: Sequence[Thresholds]) -> Strips:
    """Return thresholds of one scenario side by side.

    Parameters
    ----------
    found : sequence of Thresholds
        At least one.
    """
    rows = [each for each in found if len(each.stretches) > 1]
    shown = rows or list(found[:1])
    paths = []
    for row in shown:
        for stretch in row.stretches:
            if stretch.path and stretch.path not in paths:
                paths.append(stretch.path)
    told = naming(paths, wording(shown[0].game)) if paths else None
    names = [*(told.each if told else ()), INVALID]
    places = [
        tuple(paths.index(s.path) if s.path else len(paths) for s in row.stretches) for row in shown
    ]
    used = {place for row in places for place in row}
    return Strips(
        scenario=shown[0].scenario,
        concept=shown[0].concept,
        common=told.common if told else "",
        names=tuple(names if len(paths) in used else names[:-1]),
        rows=tuple(shown),
        places=tuple(places),
        still=tuple(each.parameter for each in found if each not in shown),
    )
