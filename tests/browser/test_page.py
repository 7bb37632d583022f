"""The page in a real browser: alive, without network, and of one mind with Python.

Needs Chromium, of the distribution or as Playwright brings it; skipped with the reason elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.api import compare, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)

pytestmark = pytest.mark.slow

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = "body[data-idle]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as running:
        try:
            opened = running.chromium.launch(executable_path=found, args=FLAGS)
        except playwright.Error as error:
            pytest.skip(f"no Chromium to test the page in: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name in ("kellogg", "conditional-aid", "textbook/centipede"):
        found[name] = folder / f"{name.replace('/', '-')}.html"
        found[name].write_text(report(name, draws=100, thresholds=False), encoding="utf-8")
    return found


class Watched:
    """A page, and everything that went wrong in it or left it."""

    def __init__(self, context: BrowserContext, path: Path, fragment: str = "") -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(f"{path.as_uri()}{fragment}")
        self.wait()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith("file:"):
            self.wrong.append(f"asked for {request.url}")

    def wait(self) -> None:
        self.page.wait_for_selector(IDLE, timeout=20_000)

    def app(self, expression: str) -> Any:
        return self.page.evaluate(
            f"(() => {{ const app = negotiate.app; return {expression}; }})()"
        )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1600, "height": 1000})
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["kellogg", "conditional-aid", "textbook/centipede"])
def test_nothing_goes_wrong_and_nothing_leaves(
    context: BrowserContext, pages: dict[str, Path], name: str
) -> None:
    watched = Watched(context, pages[name])
    buttons = watched.page.locator("#presets button")
    for index in range(buttons.count()):
        buttons.nth(index).click()
        watched.wait()
    assert watched.wrong == []


@pytest.mark.parametrize("name", ["kellogg", "conditional-aid"])
def test_presets_give_the_answer_of_python(
    context: BrowserContext, pages: dict[str, Path], name: str
) -> None:
    watched = Watched(context, pages[name])
    answer = compare(name, draws=0)
    for index, scenario in enumerate(answer.scenarios):
        watched.page.locator("#presets button").nth(index).click()
        watched.wait()
        payoff = watched.app("Array.from(app.solved.now.payoff)")
        told = list(map(float, scenario.plays[0].payoffs.values()))
        if watched.app("app.solved.now.exact"):
            assert payoff == told
        else:
            assert payoff == pytest.approx(told, abs=1e-9)


def test_a_slider_by_keyboard_crosses_the_threshold(
    context: BrowserContext, pages: dict[str, Path]
) -> None:
    # The stick is kept from 12005/848 = 14.157 on: games/kellogg.yaml, claim C4, by hand.
    watched = Watched(context, pages["kellogg"])
    assert "Ukraine comes to the table" in watched.page.locator("#answer").inner_text()
    for value, says in ((14.16, "comes to the table"), (14.15, "refuses talks")):
        box = watched.page.get_by_role("spinbutton", name="audience cost")
        box.fill(str(value))
        box.press("Enter")
        watched.wait()
        assert f"Ukraine {says}" in watched.page.locator("#answer").inner_text()
    slider = watched.page.get_by_role("slider", name="audience cost")
    slider.focus()
    slider.press("ArrowRight")
    watched.wait()
    assert watched.app("app.state.theta[app.start.x]") == pytest.approx(14.4)  # a step is 0.2
    assert "Ukraine comes" in watched.page.locator("#answer").inner_text()
    slider.press("Home")
    watched.wait()
    assert watched.app("app.state.theta[app.start.x]") == 12
    watched.page.get_by_role("button", name="Reset").click()
    watched.wait()
    assert watched.app("app.changed()") is False
    assert watched.wrong == []


def test_the_strip_tells_the_threshold(context: BrowserContext, pages: dict[str, Path]) -> None:
    watched = Watched(context, pages["kellogg"])
    edges = watched.app("app.controls[app.start.x].job.edges")
    assert min(abs(edge - 12005 / 848) for edge in edges) < 1e-9


def test_the_address_keeps_the_state(context: BrowserContext, pages: dict[str, Path]) -> None:
    watched = Watched(context, pages["kellogg"])
    page = watched.page
    page.get_by_role("button", name="stick only").click()
    page.evaluate("negotiate.app.moveTo([[negotiate.app.start.x, 13.5]])")
    page.locator("#picture .fold").first.click()
    page.select_option("#phase-y", label="war cost russia")
    watched.wait()
    fragment = page.evaluate("location.hash")
    assert "p.audience_cost=13.5" in fragment
    before = watched.app("[app.state.scenario, app.state.y, [...app.state.opened]]")
    again = Watched(context, pages["kellogg"], fragment)
    assert again.app("[app.state.scenario, app.state.y, [...app.state.opened]]") == before
    assert again.app("app.state.theta[app.start.x]") == 13.5
    assert again.page.evaluate("location.hash") == fragment
    nonsense = "#s=no&p.audience_cost=x&p.no=1&x=nobody&opened=1.99999.a&p.face=1e999"
    odd = Watched(context, pages["kellogg"], nonsense)
    assert odd.app("app.changed()") is False
    assert odd.wrong == []


def test_a_click_on_the_map_sets_both_sliders(
    context: BrowserContext, pages: dict[str, Path]
) -> None:
    watched = Watched(context, pages["kellogg"])
    watched.page.locator("#map svg").click(position={"x": 120, "y": 60})
    watched.wait()
    moved = watched.app(
        "app.board.parameters.map(({ value }, k) => app.state.theta[k] !== value ? k : -1)"
        ".filter((k) => k >= 0)"
    )
    assert sorted(moved) == sorted(watched.app("[app.state.x, app.state.y]"))
    first = watched.page.locator("#legend button").last
    first.click()
    watched.wait()
    assert watched.page.locator('#legend [aria-current="true"]').count() == 1
    assert watched.wrong == []


def test_the_tree_by_keyboard(context: BrowserContext, pages: dict[str, Path]) -> None:
    watched = Watched(context, pages["kellogg"])
    page = watched.page
    page.locator('#picture [data-node="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    watched.wait()
    node = watched.app("app.state.node")
    assert watched.app("app.scenario().tree.parent[app.state.node]") == 0
    assert page.evaluate("document.activeElement.getAttribute('data-node')") == str(node)
    assert page.locator("#node table").count() == 1
    page.keyboard.press("-")
    watched.wait()
    assert watched.app("app.placed.nodes.find(({ node }) => node === app.state.node).hidden") > 0
    page.keyboard.press("+")
    watched.wait()
    assert watched.wrong == []


def test_it_lives_inside_another_page(context: BrowserContext, pages: dict[str, Path]) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    text = json.dumps(pages["conditional-aid"].read_text(encoding="utf-8"))
    page.set_content("<iframe width=1200 height=800></iframe>")
    page.evaluate(f"document.querySelector('iframe').srcdoc = {text}")
    frame = page.frame_locator("iframe")
    frame.locator(IDLE).wait_for()
    frame.locator("#presets button").first.click()
    frame.locator(f'{IDLE} #presets button[aria-pressed="true"]').first.wait_for()
    assert wrong == []


def test_without_scripts_it_reads(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["conditional-aid"].as_uri())
    text = page.locator("body").inner_text()
    for told in ("Ukraine comes to the table", "Assumptions", "no_threat"):
        assert told.lower() in text.lower()
    assert page.locator("#picture svg").is_visible()
    assert not page.locator("#phase").is_visible()
    context.close()


@pytest.mark.parametrize("name", ["kellogg", "conditional-aid"])
def test_a_phone_scrolls_one_way(browser: Browser, pages: dict[str, Path], name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    watched = Watched(context, pages[name])
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_on_paper_it_is_a_few_pages(context: BrowserContext, pages: dict[str, Path]) -> None:
    watched = Watched(context, pages["kellogg"])
    pdf = watched.page.pdf(prefer_css_page_size=True, print_background=True)
    count = pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")
    assert 4 <= count <= 12


def test_a_slider_repaints_at_once(context: BrowserContext, pages: dict[str, Path]) -> None:
    watched = Watched(context, pages["kellogg"])
    frames = watched.page.evaluate(
        """async () => {
          const { app } = negotiate;
          const times = [];
          for (let i = 0; i < 30; i += 1) {
            const start = performance.now();
            app.move(app.start.x, 12 + (i * 7 % 30) * 0.8);
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    # Aimed at are 50 ms on a machine of one's own; this one may be shared.
    assert frames[len(frames) // 2] < 250
