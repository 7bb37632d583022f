"""The points of a map as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.results.region import RegionMap


def to_csv(answer: RegionMap) -> str:
    """Return every point that was solved: both parameters, the place of its region, its name.

    Regions are counted from 1, the largest first; a point on a boundary has 0 and no name.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([answer.x.parameter, answer.y.parameter, "region", "happens"])
    for x, y, place in answer.points:
        name = answer.regions[place].name if place >= 0 else ""
        writer.writerow([repr(x), repr(y), place + 1, _harmless(name)])
    return out.getvalue()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
