"""Along which stretches of each parameter the same happens, under names for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.analysis.region_names import INVALID, naming
from negotiate.results.strips import Strips
from negotiate.results.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.results.thresholds import Options, Thresholds


def strips(found: Sequence[Thresholds]) -> Strips:
    """Return thresholds of one scenario side by side.

    Parameters
    ----------
    found : sequence of Thresholds
        At least one.
    """
    rows = [each for each in found if len(each.stretches) > 1]
    shown = rows or list(found[:1])
    paths: list[Mapping[str, Options]] = []
    kinds: list[tuple[int, int]] = []
    places = []
    for row in shown:
        own = []
        for stretch in row.stretches:
            if stretch.path and stretch.path not in paths:
                paths.append(stretch.path)
            path = paths.index(stretch.path) if stretch.path else -1
            if (path, stretch.equilibria) not in kinds:
                kinds.append((path, stretch.equilibria))
            own.append(kinds.index((path, stretch.equilibria)))
        places.append(tuple(own))
    told = naming(paths, wording(shown[0].game))
    names = [
        INVALID if path < 0 else f"{told.each[path]}{f' ({count} equilibria)' if count > 1 else ''}"
        for path, count in kinds
    ]
    return Strips(
        scenario=shown[0].scenario,
        concept=shown[0].concept,
        common=told.common,
        names=tuple(names),
        rows=tuple(shown),
        places=tuple(places),
        still=tuple(each.parameter for each in found if each not in shown),
    )
