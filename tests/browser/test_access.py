"""Everybody can read the page: axe's rules, light and dark, without motion, at any width."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.browser.conftest import Pages

pytestmark = pytest.mark.slow

SERIOUS = {"serious", "critical"}
Scheme = Literal["light", "dark"]


@contextmanager
def shown(
    browser: Browser, url: str, scheme: Scheme = "light", width: int = 1600, **how: Any
) -> Iterator[Watched]:
    # The rules of axe are a script that the page's own policy would refuse.
    context = browser.new_context(
        viewport={"width": width, "height": 1000}, color_scheme=scheme, bypass_csp=True, **how
    )
    yield Watched(context, url)
    context.close()


def findings(page: Page) -> list[str]:
    """Return what axe finds serious or critical, and where, once colours stand still."""
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:200]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def open_everything(watched: Watched) -> None:
    """Open what is folded away, and take a decision apart."""
    watched.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    knots = watched.page.locator("#picture .node.played")
    if knots.count():
        knots.first.press("Enter")
    watched.wait()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1600, 390])
@pytest.mark.parametrize("name", ["kellogg", "conditional-aid", "taiwan-signal"])
def test_axe_finds_nothing_serious(
    browser: Browser, pages: Pages, name: str, width: int, scheme: Scheme
) -> None:
    with shown(browser, pages[name], scheme, width) as watched:
        open_everything(watched)
        assert findings(watched.page) == []


def test_axe_would_find_it(browser: Browser, pages: Pages) -> None:
    # Grey on grey, and a control without a name.
    with shown(browser, pages["conditional-aid"]) as watched:
        watched.page.evaluate(
            """() => {
              document.querySelector('#answer').style.color = '#cccccc';
              document.querySelector('#presets button').textContent = '';
              document.querySelector('#presets button').removeAttribute('title');
            }"""
        )
        found = " ".join(findings(watched.page))
        assert "color-contrast" in found
        assert "button-name" in found


def brightness(watched: Watched) -> float:
    """Return how bright what lies behind the page is, from 0 to 255."""
    colour = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(float, colour.strip("rgb()").split(","))) / 3


def test_light_and_dark_follow_the_system_and_the_button(browser: Browser, pages: Pages) -> None:
    with shown(browser, pages["conditional-aid"], "dark") as watched:
        assert brightness(watched) < 60
        button = watched.page.get_by_role("button", name="Dark")
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert brightness(watched) > 200
        assert findings(watched.page) == []
    with shown(browser, pages["conditional-aid"], "light") as watched:
        assert brightness(watched) > 200
        watched.page.get_by_role("button", name="Dark").click()
        assert brightness(watched) < 60
        assert findings(watched.page) == []


def test_nothing_moves_where_motion_is_not_wanted(browser: Browser, pages: Pages) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter((each) => {
      const { transitionDuration, animationName } = getComputedStyle(each);
      return animationName !== 'none' || transitionDuration.split(', ').some((s) => s !== '0s');
    }).length"""
    with shown(browser, pages["kellogg"], reduced_motion="reduce") as watched:
        assert watched.page.evaluate(moving) == 0
    with shown(browser, pages["kellogg"], reduced_motion="no-preference") as watched:
        assert watched.page.evaluate(moving) > 0


def test_a_change_is_told_to_those_who_listen(browser: Browser, pages: Pages) -> None:
    with shown(browser, pages["kellogg"]) as watched:
        answer = watched.page.get_by_role("status")
        before = answer.inner_text()
        watched.type("audience cost", 13)
        assert answer.inner_text() != before
        for slider in watched.page.get_by_role("slider").all():
            assert slider.get_attribute("aria-valuetext")


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_no_width_scrolls_sideways(browser: Browser, pages: Pages, width: int) -> None:
    for name in ("kellogg", "taiwan-signal"):
        with shown(browser, pages[name], width=width) as watched:
            open_everything(watched)
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
