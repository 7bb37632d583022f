"""The pictures in the documentation are what the program draws now.

``python -m tests.test_doc_pictures`` draws them anew: look at them before you keep them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from negotiate.api import draw, plot

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PICTURES: dict[str, tuple[str, str | None, str | None]] = {
    "tree-entry-deterrence": ("textbook/entry-deterrence", "threat", None),
    "tree-burning-bridges": ("textbook/burning-bridges", "matches", "no_matches"),
    "tree-taiwan-signal": ("taiwan-signal", "telling", None),
    "tree-kellogg": ("kellogg", "kellogg", "baseline"),
}

AID = "both_believed"
PLOTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "plot-payoffs": ("kellogg", "payoffs", {"draws": 500}),
    "plot-strip": ("conditional-aid", "strip", {"scenario": AID}),
    "plot-fan": (
        "kellogg",
        "fan",
        {"of": "ceasefire", "x": "audience_cost", "scenarios": ["baseline", "kellogg"]}
        | {"draws": 100},
    ),
    "plot-bargaining": ("kellogg", "bargaining", {"players": ["UA", "RU"]}),
}


def told(svg: str) -> list[str]:
    """Return the size and the words of a plot; the rest is matplotlib's, from version to version.

    That its lines are the results is tested where plots are.
    """
    return [*re.findall(r'viewBox="[^"]*"', svg), *re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_what_is_drawn(name: str) -> None:
    shown = (IMAGES / f"{name}.svg").read_bytes()
    assert shown == draw(*PICTURES[name]).encoded("svg")[0]


@pytest.mark.parametrize("name", PLOTS)
def test_plot_says_what_is_plotted(name: str) -> None:
    game, kind, how = PLOTS[name]
    shown = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
    assert told(shown) == told(plot(game, kind, **how).svg)
    assert len(told(shown)) > 10


def test_no_picture_is_left_over() -> None:
    there = {path.stem for each in ("tree-*", "plot-*") for path in IMAGES.glob(each)}
    assert there == PICTURES.keys() | PLOTS.keys()


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for name, asked in PICTURES.items():
        draw(*asked).save(IMAGES / f"{name}.svg")
    for name, (game, kind, how) in PLOTS.items():
        plot(game, kind, **how).save(IMAGES / f"{name}.svg")
