"""One page in a browser, quick enough for every run: it opens, answers a slider, and stays here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.watched import Watched

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext
    from tests.browser.conftest import Pages


def test_a_page_opens_and_answers(context: BrowserContext, pages: Pages) -> None:
    watched = Watched(context, pages["textbook/burning-bridges"])
    before = watched.text("#answer")
    slider = watched.page.get_by_role("slider").first
    slider.press("End")
    watched.wait()
    end = watched.text("#answer")
    slider.press("Home")
    watched.wait()
    assert len({before, end, watched.text("#answer")}) == 2  # there is one threshold on the way
    assert watched.wrong == []
