"""Maps on terminals and in pictures: nothing cut, nothing obeyed, nothing outside."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from negotiate.api import loads, region_map
from negotiate.api._map import encoded
from negotiate.render.palette import DARK, LIGHT
from negotiate.render.region_cells import grid, letter
from negotiate.render.region_picture import picture, ticks
from negotiate.render.terminal_map import map_page
from negotiate.render.tree.shapes import Words
from negotiate.render.tree.text import width
from negotiate.render.words import carried_by
from negotiate.results.region import Axis, Here, Region, RegionMap
from negotiate.results.report import GameInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

EVIL = "<script>alert('&')</script>"


def rectangle(low: float, high: float) -> tuple[tuple[float, float], ...]:
    return ((low, 0.0), (high, 0.0), (high, 1000.0), (low, 1000.0))


def made(shares: Sequence[float], name: str = "Ann asks and Bob gives") -> RegionMap:
    """Return a map of upright stripes."""
    game = GameInfo(EVIL, "", "<text>", "", {"A": "Ann"}, {}, 3, 2, 1, perfect_information=True)
    regions, points, low = [], [], 0.0
    for k, share in enumerate(shares):
        rings = (rectangle(low, low + share),)
        regions.append(Region(f"{name} {k}", k % 3, ({"ask": ("yes",)},), share, 1e-9, rings))
        points += [
            (low + share * (i + 0.5) / 9, 100.0 * j, k) for i, j in product(range(9), repeat=2)
        ]
        low += share
    x = Axis("price_of_a_word", EVIL, "", 0.0, 1.0, 0.05)
    y = Axis("y", "", "", 0.0, 1000.0, 250.0)
    here = Here(regions[0].name, 0, 0)
    return RegionMap(
        game, "threat", "spe", x, y, f"{EVIL} is common", tuple(regions), here, tuple(points),
        1 / 48, notes=("4,850 points solved at once.",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> RegionMap:
    return region_map("conditional-aid", "k_ua", "k_ru", "both_believed", resolution=6)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_map_fits_the_terminal(found: RegionMap, columns: int) -> None:
    lines = map_page(found, width=columns).splitlines()
    assert max(map(len, lines)) <= columns
    cells = [line for line in lines if line.endswith("|")]
    assert {cell for line in cells for cell in line.split("|")[1]} == set("ABCD@")
    assert cells[0].count("B") + cells[0].count("A") == len(cells[0].split("|")[1])
    assert any("44.4%" in line for line in lines)
    assert sum("@" in line for line in lines) == 2  # on the map, and in the legend


def test_a_map_is_written_in_plain_letters(found: RegionMap) -> None:
    text = map_page(found)
    assert "\x1b" not in text
    carried = carried_by(text, "ascii")
    assert carried.isascii()
    assert "?" not in carried


def test_colours_repeat_what_letters_say(found: RegionMap) -> None:
    text = map_page(found, colours="truecolor")
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == map_page(found)


def test_a_region_is_where_its_outline_is(found: RegionMap) -> None:
    cells = grid(found, 30, 30)
    counts = [sum(row.count(k) for row in cells) / 900 for k in range(len(found.regions))]
    assert counts == pytest.approx([region.share for region in found.regions], abs=1e-6)


def test_letters_run_out() -> None:
    assert (letter(0), letter(51)) == ("A", "z")
    assert letter(52) == "*"


@pytest.mark.parametrize(
    "answer", [made([0.5, 0.3, 0.2]), made([1.0], "word " * 60), made([1 / 16] * 16)]
)
def test_no_text_of_a_picture_leaves_it_or_lies_on_another(answer: RegionMap) -> None:
    shown = picture(answer)
    boxes = []
    for shape in shown.shapes:
        if isinstance(shape, Words):
            assert shape.size >= 11
            wide = width(shape.text, shape.size, bold=shape.bold)
            left = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * wide
            boxes.append((left, shape.y - 0.75 * shape.size, left + wide, shape.y, shape.text))
    for left, top, right, bottom, text in boxes:
        assert left >= 0, text
        assert right <= shown.width, text
        assert 0 <= top < bottom <= shown.height, text
    for k, one in enumerate(boxes):
        for two in boxes[:k]:
            apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
            assert apart, (one, two)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_of_the_file_is_escaped(theme: object) -> None:
    answer = made([0.6, 0.4], EVIL)
    assert picture(answer, theme).paper == theme.paper  # type: ignore[arg-type,attr-defined]
    text = encoded(answer, "svg")[0].decode()
    assert "<script" not in text
    root = ET.fromstring(text)  # noqa: S314 (written above)
    assert root.tag.endswith("svg")
    assert EVIL in "".join(root.itertext())
    assert "style=" not in text


def test_more_regions_than_a_legend_explains() -> None:
    words = [s.text for s in picture(made([1 / 16] * 16)).shapes if isinstance(s, Words)]
    assert "4 more regions: 25%" in words


def test_a_point_on_a_boundary_is_told() -> None:
    answer = replace(made([0.5, 0.5]), here=Here("2 answers: this; or that", -1, 2))
    assert "on a boundary: 2 answers: this; or that" in map_page(answer, width=100)
    words = " ".join(s.text for s in picture(answer).shapes if isinstance(s, Words))
    assert "now: 2 answers: this; or that" in words
    assert "now" not in map_page(replace(answer, here=None))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (12, 36, [15, 20, 25, 30, 35]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
        (0.17, 0.2, [0.17, 0.175, 0.18, 0.185, 0.19, 0.195, 0.2]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(Axis("p", "", "", low, high, low)) == pytest.approx(expected)


@pytest.mark.parametrize(("kind", "magic"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_pictures_for_papers(found: RegionMap, kind: str, magic: bytes) -> None:
    pytest.importorskip("matplotlib")
    first, second = (encoded(found, kind)[0] for _ in range(2))
    assert first.startswith(magic)
    assert first == second


def test_a_notebook_shows_a_map(found: RegionMap) -> None:
    assert found._repr_svg_().startswith("<svg")  # type: ignore[attr-defined]  # hung on by api
    assert repr(found).startswith("<RegionMap 'both_believed' k_ua × k_ru: 44.4% Ukraine comes")


def test_a_game_without_words_of_its_own() -> None:
    text = """
title: Bare
players: [One]
parameters: {x: {value: 1, range: [0, 2]}, y: {value: 1, range: [0, 2]}}
tree:
  One: {left: [x], right: [y]}
"""
    page = map_page(region_map(loads(text), "x", "y", resolution=4))
    assert "50%  One chooses left" in page
    assert "@  now (1, 1): on a boundary" in page
