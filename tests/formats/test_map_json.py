"""Maps as JSON and CSV: strict, read back whole, documented key by key."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.formats.test_thresholds_json import keys_of

from negotiate.api import load, region_map
from negotiate.errors import UsageError
from negotiate.formats.answers import dumps, from_dict, to_dict
from negotiate.formats.region import to_csv

if TYPE_CHECKING:
    from negotiate.results.region import RegionMap

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json-map.md"


@pytest.fixture(scope="module")
def found() -> RegionMap:
    return region_map(load("conditional-aid"), "k_ua", "k_ru", "both_believed", resolution=4)


def test_the_reference_documents_exactly_the_keys_that_are_printed(found: RegionMap) -> None:
    documented = set(re.findall(r"^\| `([^`]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    printed = {re.sub(r"^y\.", "x.", key) for key in keys_of(to_dict(found))}
    assert documented == {key for key in printed if not key.startswith("regions[].paths[].")}


def test_a_map_is_read_back_whole(found: RegionMap) -> None:
    assert from_dict(json.loads(dumps(to_dict(found)))) == found
    outside = replace(found, here=None)
    newer = {**json.loads(dumps(to_dict(outside))), "beyond": 1}
    assert from_dict(newer) == outside


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "thresholds"}, r"kind 'thresholds' is damaged: .method. is missing"),
        ({"kind": "mop"}, "did you mean 'map'"),
        ({"format": 2}, "format 2"),
        ({"regions": [{"name": "x"}]}, "damaged"),
        ({"points": [[1]]}, "damaged"),
        ({"game": None}, "damaged"),
    ],
)
def test_what_is_no_map_is_refused(found: RegionMap, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        from_dict({**to_dict(found), **change})


def test_points_as_csv(found: RegionMap) -> None:
    rows = list(csv.DictReader(to_csv(found).splitlines()))
    assert len(rows) == len(found.points)
    for row, (x, y, place) in zip(rows, found.points, strict=True):
        assert (float(row["k_ua"]), float(row["k_ru"]), int(row["region"])) == (x, y, place + 1)
        assert row["happens"] == (found.regions[place].name if place >= 0 else "")


def test_no_cell_is_a_formula(found: RegionMap) -> None:
    region = replace(found.regions[0], name="=cmd()")
    text = to_csv(replace(found, regions=(region, *found.regions[1:])))
    assert ",=cmd()" not in text
    assert ",'=cmd()" in text
