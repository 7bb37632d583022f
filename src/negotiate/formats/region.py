"""A map as one JSON object, and its points as CSV.

The keys are those of `docs/reference/json-map.md`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from negotiate.errors import UsageError
from negotiate.formats._records import record
from negotiate.formats.answers import plain
from negotiate.results.region import Axis, Here, Region, RegionMap
from negotiate.results.report import GameInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""

KIND: Final = "map"


def to_dict(answer: RegionMap) -> dict[str, Any]:
    """Return a map as plain data that any strict JSON writer takes."""
    return {"format": FORMAT, "kind": KIND, **plain(answer)}


def from_dict(data: Mapping[str, Any]) -> RegionMap:
    """Return the map that `to_dict` wrote; keys that are not known are passed over.

    Raises
    ------
    UsageError
        If `data` is no map, or one of another format.
    """
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise UsageError('this is no map: its "kind" is not "map"')
    if data.get("format") != FORMAT:
        raise UsageError(f"this map is of format {data.get('format')}; read here is {FORMAT}")
    try:
        game = {**data["game"], "scenarios": tuple(data["game"]["scenarios"])}
        return record(
            RegionMap,
            {
                **data,
                "game": record(GameInfo, game, {}),
                "x": record(Axis, data["x"], {}),
                "y": record(Axis, data["y"], {}),
                "regions": tuple(map(_region, data["regions"])),
                "here": None if data["here"] is None else record(Here, data["here"], {}),
                "points": tuple((float(x), float(y), int(k)) for x, y, k in data["points"]),
                "notes": tuple(data["notes"]),
            },
            {},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(f"this map is damaged: {error}") from error


def _region(data: Mapping[str, Any]) -> Region:
    paths = ({move: tuple(options) for move, options in path.items()} for path in data["paths"])
    rings = (tuple((float(x), float(y)) for x, y in ring) for ring in data["rings"])
    return record(Region, {**data, "paths": tuple(paths), "rings": tuple(rings)}, {})


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
