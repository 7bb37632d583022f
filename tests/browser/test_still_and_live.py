"""What Python wrote and what the scripts draw over it say the same, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.watched import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.browser.conftest import Pages

pytestmark = pytest.mark.slow

PANELS = ("#shifts-title", "#shifts .verdict", "#shifts .paths", "#shifts .payoffs")


def told(page: Page, panel: str) -> str:
    return " ".join((page.locator(panel).first.text_content() or "").split())


def on_path(page: Page) -> str:
    flips = page.locator("#shifts .flips").first.locator("li:not(.off)")
    return " ".join("".join(flips.all_text_contents()).split())


@pytest.mark.parametrize("name", ["kellogg", "conditional-aid", "taiwan-signal"])
def test_what_a_scenario_shifts(
    browser: Browser, context: BrowserContext, pages: Pages, name: str
) -> None:
    bare = browser.new_context(java_script_enabled=False)
    still = bare.new_page()
    still.goto(pages[name])
    live = Watched(context, pages[name]).page
    for panel in PANELS:
        assert told(live, panel) == told(still, panel)
    assert on_path(live) == on_path(still) != ""
    bare.close()
