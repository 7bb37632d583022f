"""What the tests in a browser share: the browser, a window, pages made once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.watched import opened_browser

from negotiate.api import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Of a module, not of the session: while it is open no other test may run an event loop.
    yield from opened_browser()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1600, "height": 1000})
    yield opened
    opened.close()


class Pages(dict[str, str]):
    """Addresses of the pages of games, each written when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, name: str) -> str:
        file = self._folder / f"{name.replace('/', '-')}.html"
        file.write_text(report(name, draws=100, thresholds=False), encoding="utf-8")
        self[name] = file.as_uri()
        return self[name]

    def source(self, name: str) -> str:
        """Return the page as it was written."""
        return (self._folder / Path(self[name]).name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("pages"))
