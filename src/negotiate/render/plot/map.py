"""Regions of two parameters: the picture that ``negotiate map`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.region_picture import picture

if TYPE_CHECKING:
    from negotiate.render.tree.shapes import Picture
    from negotiate.results.imprint import Imprint
    from negotiate.results.region import RegionMap

ABOUT: Final = "what happens for each pair of values of two parameters"


def drawn(answer: RegionMap, imprint: Imprint) -> Picture:  # noqa: ARG001 (it has its own)
    """Return the map."""
    return picture(answer)
