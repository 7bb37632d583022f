"""The pictures in the documentation are what the program draws now.

``python -m tests.test_doc_pictures`` draws them anew: look at them before you keep them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from negotiate.api import draw

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PICTURES: dict[str, tuple[str, str | None, str | None]] = {
    "tree-entry-deterrence": ("textbook/entry-deterrence", "threat", None),
    "tree-burning-bridges": ("textbook/burning-bridges", "matches", "no_matches"),
    "tree-taiwan-signal": ("taiwan-signal", "telling", None),
    "tree-kellogg": ("kellogg", "kellogg", "baseline"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_what_is_drawn(name: str) -> None:
    shown = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
    assert shown == draw(*PICTURES[name]).svg


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in IMAGES.glob("tree-*")} == PICTURES.keys()


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for name, asked in PICTURES.items():
        draw(*asked).save(IMAGES / f"{name}.svg")
