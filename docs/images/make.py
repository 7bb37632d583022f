"""Photograph the page as a browser shows it, for the documentation: ``python docs/images/make.py``.

Needs Playwright and Chromium. The pictures are the same for the same page and browser.
"""  # noqa: INP001 (a script, not a package)

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from negotiate.api import report

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
WIDE, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}

PICTURES = (
    ("kellogg", "kellogg", "", WIDE, "light"),
    ("kellogg", "kellogg-bluff", "#p.audience_cost=13", WIDE, "dark"),
    ("kellogg", "kellogg-phone", "", PHONE, "light"),
    ("conditional-aid", "conditional-aid", "", WIDE, "light"),
    ("taiwan-signal", "taiwan-signal", "", WIDE, "light"),
)
"""Game, name of the picture, what the address says, size, colours."""


def main() -> None:
    """Make all pictures."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
        for game, name, fragment, size, colours in PICTURES:
            file = Path(folder, f"{game}.html")
            if not file.exists():
                file.write_text(report(game), encoding="utf-8")
            context = browser.new_context(viewport=size, color_scheme=colours)
            page = context.new_page()
            page.goto(f"{file.as_uri()}{fragment}")
            page.wait_for_selector("body[data-idle]")
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
