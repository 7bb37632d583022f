"""The page on paper: a few full sheets of A4, in the colours of paper, without what one clicks."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from tests.browser.watched import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from pypdf import PageObject
    from tests.browser.conftest import Pages

pytestmark = pytest.mark.slow

SHEET = 1000  # letters; a full page of text has some 3500, a tree or a map few
POINTS_OF_A4 = (595, 842)


def printed(watched: Watched) -> list[PageObject]:
    pdf = watched.page.pdf(prefer_css_page_size=True, print_background=True)
    return list(PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("kellogg", 6, 12), ("conditional-aid", 3, 7), ("taiwan-signal", 3, 7)],
)
def test_a_few_full_sheets(
    context: BrowserContext, pages: Pages, name: str, least: int, most: int
) -> None:
    sheets = printed(Watched(context, pages[name]))
    assert least <= len(sheets) <= most
    for sheet in sheets:
        size = (float(sheet.mediabox.width), float(sheet.mediabox.height))
        assert size == pytest.approx(POINTS_OF_A4, abs=1)
    letters = [len(sheet.extract_text()) for sheet in sheets]
    assert min(letters[:-1]) > SHEET, letters
    assert letters[-1] > SHEET / 4, letters


def test_what_is_said_is_printed_and_what_is_clicked_is_not(
    context: BrowserContext, pages: Pages
) -> None:
    watched = Watched(context, pages["kellogg"])
    answer = watched.text("#answer")
    watched.page.emulate_media(media="print")
    for selector in ("#presets", "#theme", "#reset", "#phase-x", ".parameters"):
        assert not watched.page.locator(selector).is_visible(), selector
    for selector in ("#answer", "#picture svg", "#map svg", "#scenarios table", "#assumptions"):
        assert watched.page.locator(selector).first.is_visible(), selector
    text = normalize("NFKC", " ".join(sheet.extract_text() for sheet in printed(watched)))
    assert answer in " ".join(text.split())  # the font joins letters, such as ff


def test_dark_screens_print_on_white(browser: Browser, pages: Pages) -> None:
    context = browser.new_context(color_scheme="dark")
    watched = Watched(context, pages["conditional-aid"])
    watched.page.emulate_media(media="print", color_scheme="dark")
    ink = watched.page.evaluate("getComputedStyle(document.querySelector('#answer')).color")
    assert max(map(float, ink.strip("rgb()").split(","))) < 100
    context.close()
