"""Photographs the pages that the documentation shows: ``python -m tests.browser.pictures``.

Look at each before you keep it.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image
from tests.browser.watched import Watched, opened_browser

from negotiate.api import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "images"
SCREEN: Final = (1920, 1080)
PHONE: Final = (390, 844)
COLOURS: Final = 256
"""Of a palette; a page has few, and a picture then weighs a third."""


class Picture(NamedTuple):
    """A game as it is photographed; the fragment says at which numbers."""

    name: str
    game: str
    size: tuple[int, int] = SCREEN
    fragment: str = ""
    dark: bool = False


PICTURES: Final = (
    Picture("kellogg", "kellogg"),
    Picture("kellogg-bluff", "kellogg", fragment="#p.audience_cost=13", dark=True),
    Picture("kellogg-phone", "kellogg", PHONE),
    Picture("conditional-aid", "conditional-aid"),
    Picture("taiwan-signal", "taiwan-signal"),
)


def photograph(browser: Browser, picture: Picture, url: str) -> bytes:
    """Return a PNG of what one sees without scrolling."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
    )
    watched = Watched(context, url + picture.fragment)
    taken = watched.page.screenshot()
    context.close()
    assert not watched.wrong, watched.wrong
    return small(taken)


def small(png: bytes) -> bytes:
    """Return a picture in few colours."""
    reduced = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    buffer = BytesIO()
    reduced.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def main() -> None:
    """Write all pictures."""
    with TemporaryDirectory() as folder:
        for browser in opened_browser():
            for picture in PICTURES:
                page = Path(folder, f"{picture.game}.html")
                if not page.exists():
                    page.write_text(report(picture.game), encoding="utf-8")
                png = photograph(browser, picture, page.as_uri())
                IMAGES.joinpath(f"{picture.name}.png").write_bytes(png)
                sys.stdout.write(f"{picture.name}.png: {len(png) // 1024} kB\n")


if __name__ == "__main__":
    main()
