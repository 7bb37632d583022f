"""A browser that stays at home, and pages in it of which nothing goes unseen."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IDLE: Final = "body[data-idle]"
LOOPBACK: Final = "127.0.0.1"


def opened_browser() -> Iterator[Browser]:
    """Yield the distribution's Chromium, or the one that the variable CHROMIUM names."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is on the PATH")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            pytest.skip(f"{found} does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


def stays_here(url: str) -> bool:
    """Tell whether an address is a file of this machine, its loopback, or no network at all."""
    parts = urlsplit(url)
    return parts.scheme in {"file", "data", "about", "blob"} or parts.hostname == LOOPBACK


class Watched:
    """A page, and everything that went wrong in it or left this machine.

    Parameters
    ----------
    context : BrowserContext
    url : str
        Opened at once, and waited for until the page is at rest.

    Attributes
    ----------
    wrong : list of str
        What the console said, errors, and requests that would leave.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(url)
        self.wait()

    def _asked(self, request: Request) -> None:
        if not stays_here(request.url):
            self.wrong.append(f"asked for {request.url}")

    def wait(self) -> None:
        """Wait until everything is drawn and computed."""
        self.page.wait_for_selector(IDLE, timeout=30_000)

    def preset(self, index: int) -> None:
        """Choose a scenario by its place."""
        self.page.locator("#presets button").nth(index).click()
        self.wait()

    def type(self, parameter: str, value: float) -> None:
        """Type the value of a parameter, named as it reads on the page."""
        label = self.page.get_by_text(parameter, exact=True)
        box = self.page.locator(".parameter", has=label).get_by_role("spinbutton")
        box.fill(str(value))
        box.press("Enter")
        self.wait()

    def text(self, selector: str) -> str:
        """Return what an element reads."""
        return self.page.locator(selector).inner_text()

    def app(self, expression: str) -> Any:
        """Return what an expression of the page's state `app` is."""
        return self.page.evaluate(
            f"(() => {{ const app = negotiate.app; return {expression}; }})()"
        )
