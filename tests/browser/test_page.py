"""The page in a real browser: alive, without network, and of one mind with Python.

Needs the Chromium of the distribution; skipped with the reason where there is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.browser.watched import IDLE, Watched

from negotiate.api import compare, thresholds
from negotiate.results.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, BrowserContext
    from tests.browser.conftest import Pages

    from negotiate.results.report import Odds

pytestmark = pytest.mark.slow

MINUS = "\N{MINUS SIGN}"
# Solved live, and from a table.
GAMES = ["kellogg", "conditional-aid", "taiwan-signal"]
AUDIENCE_COST = "#p.audience_cost="


@pytest.mark.parametrize("name", [*GAMES, "textbook/centipede"])
def test_nothing_goes_wrong_and_nothing_leaves(
    context: BrowserContext, pages: Pages, name: str
) -> None:
    watched = Watched(context, pages[name])
    for index in range(watched.page.locator("#presets button").count()):
        watched.preset(index)
    for knot in watched.page.locator("#picture .fold").all()[:1]:
        knot.click()
        watched.wait()
    watched.page.get_by_role("button", name="Dark").click()
    assert watched.wrong == []


def _path_in_words(path: Mapping[str, Odds]) -> dict[str, list[str]]:
    """Return which outcomes a page should show for each move that is reached."""
    real = {
        move: [spaced(option) for option, odds in odds.items() if odds > 1e-9 and option != "none"]
        for move, odds in path.items()
    }
    return {spaced(move): options for move, options in real.items() if options}


def _path_on_page(watched: Watched) -> dict[str, list[str]]:
    """Read the last column of the table of paths: a move's own name, and what comes of it."""
    found = {}
    for row in watched.page.locator("#shifts-body .paths tbody tr").all():
        texts = row.locator("td").last.inner_text().splitlines()
        name = row.locator("th").evaluate("(head) => head.lastChild.textContent.trim()")
        found[name] = [text.rstrip("0123456789.%").strip() for text in texts]
    return {name: options for name, options in found.items() if options != ["–"]}


@pytest.mark.parametrize("name", GAMES)
def test_presets_give_the_answer_of_python(
    context: BrowserContext, pages: Pages, name: str
) -> None:
    watched = Watched(context, pages[name])
    answer = compare(name, draws=0)
    for index, scenario in enumerate(answer.scenarios):
        watched.preset(index)
        play = scenario.plays[0]
        payoff = list(map(float, play.payoffs.values()))
        computed = watched.app("Array.from(app.solved.now.payoff)")
        exact = watched.app("app.solved.now.exact")
        assert computed == (payoff if exact else pytest.approx(payoff, abs=1e-9))
        column = 1 if index else 0  # without and with; the first scenario stands alone
        told = watched.page.locator("#shifts-body .payoffs tbody tr").evaluate_all(
            f"(rows) => rows.map((row) => row.querySelectorAll('td')[{column}].textContent)"
        )
        read = [float(text.replace(",", "").replace(MINUS, "-")) for text in told]
        assert read == pytest.approx(payoff, abs=0.005 + 1e-9)
        assert _path_on_page(watched) == _path_in_words(play.path)


def test_a_number_crosses_the_threshold_that_the_program_prints(
    context: BrowserContext, pages: Pages
) -> None:
    found = thresholds("kellogg", "audience_cost", scenario="kellogg")
    (at,) = (
        each.at.decimal for each in found.thresholds for s in each.shifts if s.move == "ua_talks"
    )
    assert at == pytest.approx(12005 / 848)  # games/kellogg.yaml, claim C4, by hand
    watched = Watched(context, pages["kellogg"])
    for value, says in ((at - 1e-6, "refuses talks"), (at + 1e-6, "comes to the table")):
        watched.type("audience cost", value)
        assert watched.app("app.state.theta[app.start.x]") == value
        assert f"Ukraine {says}" in watched.text("#answer")
    edges = watched.app("app.controls[app.start.x].job.edges")
    assert min(abs(edge - at) for edge in edges) < 1e-9  # and the strip under the slider knows
    assert watched.wrong == []


def test_a_slider_by_keyboard(context: BrowserContext, pages: Pages) -> None:
    watched = Watched(context, pages["kellogg"] + AUDIENCE_COST + "14.15")
    assert "Ukraine refuses talks" in watched.text("#answer")
    slider = watched.page.get_by_role("slider", name="audience cost")
    slider.focus()
    for key, value, says in (
        ("ArrowRight", 14.4, "comes to the table"),  # a step is 0.2, from 14.2 on
        ("ArrowLeft", 14.2, "comes to the table"),
        ("ArrowLeft", 14.0, "refuses talks"),
        ("PageUp", 16.0, "comes to the table"),
        ("Home", 12.0, "refuses talks"),
        ("End", 36.0, "comes to the table"),
    ):
        slider.press(key)
        watched.wait()
        assert watched.app("app.state.theta[app.start.x]") == pytest.approx(value)
        assert f"Ukraine {says}" in watched.text("#answer")
        assert str(value).removesuffix(".0") in str(slider.get_attribute("aria-valuetext"))
    watched.page.get_by_role("button", name="Reset").click()
    watched.wait()
    assert watched.app("app.changed()") is False
    assert watched.wrong == []


def test_the_address_keeps_the_state(context: BrowserContext, pages: Pages) -> None:
    watched = Watched(context, pages["kellogg"])
    page = watched.page
    page.get_by_role("button", name="stick only").click()
    watched.type("audience cost", 13.5)
    page.locator("#picture .fold").first.click()
    page.select_option("#phase-y", label="war cost russia")
    watched.wait()
    fragment = page.evaluate("location.hash")
    assert "p.audience_cost=13.5" in fragment
    before = watched.app("[app.state.scenario, app.state.y, [...app.state.opened]]")
    again = Watched(context, pages["kellogg"] + fragment)
    assert again.app("[app.state.scenario, app.state.y, [...app.state.opened]]") == before
    assert again.app("app.state.theta[app.start.x]") == 13.5
    assert again.page.evaluate("location.hash") == fragment
    assert again.text("#answer") == watched.text("#answer")
    again.page.evaluate("location.hash = '#s=carrot_only'")  # a link within the page
    again.page.wait_for_function("negotiate.app.scenario().name === 'carrot_only'")
    again.wait()
    assert again.app("app.changed()") is False
    assert again.wrong == []


def test_nonsense_in_the_address_is_left_out(context: BrowserContext, pages: Pages) -> None:
    nonsense = "#s=no&p.audience_cost=x&p.no=1&x=nobody&opened=1.99999.a&p.face=1e999"
    odd = Watched(context, pages["kellogg"] + nonsense)
    assert odd.app("app.changed()") is False
    assert odd.wrong == []
    beyond = Watched(context, pages["kellogg"] + AUDIENCE_COST + "1e9")
    assert beyond.app("app.state.theta[app.start.x]") == 36  # the end of its range


def test_a_click_on_the_map_sets_both_sliders(context: BrowserContext, pages: Pages) -> None:
    watched = Watched(context, pages["kellogg"])
    watched.page.locator("#map svg").click(position={"x": 120, "y": 60})
    watched.wait()
    moved = watched.app(
        "app.board.parameters.map(({ value }, k) => app.state.theta[k] !== value ? k : -1)"
        ".filter((k) => k >= 0)"
    )
    axes = watched.app("[app.state.x, app.state.y]")
    assert sorted(moved) == sorted(axes)
    for k in axes:
        value = watched.app(f"app.state.theta[{k}]")
        assert float(watched.page.locator(f"#number-{k}").input_value()) == value
        slid = float(watched.page.locator(f"#slider-{k}").input_value())
        assert slid == value
        assert len(f"{value:g}") <= 6  # a number to read
        assert float(f"{value:g}") == value
    here = watched.page.locator("#map .here").bounding_box()
    frame = watched.page.locator("#map svg").bounding_box()
    assert here
    assert frame
    assert here["x"] + here["width"] / 2 - frame["x"] == pytest.approx(120, abs=1.5)
    assert here["y"] + here["height"] / 2 - frame["y"] == pytest.approx(60, abs=1.5)


def test_an_entry_of_the_legend_goes_to_its_region(context: BrowserContext, pages: Pages) -> None:
    watched = Watched(context, pages["kellogg"])
    entries = watched.page.locator("#legend button")
    last = entries.last.locator(".swatch").inner_text()
    entries.last.click()
    watched.wait()
    now = watched.page.locator('#legend [aria-current="true"] .swatch')
    assert now.all_inner_texts() == [last]
    assert watched.wrong == []


def test_the_tree_by_keyboard(context: BrowserContext, pages: Pages) -> None:
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
    hidden = "app.placed.nodes.find(({ node }) => node === app.state.node).hidden"
    assert watched.app(hidden) > 0
    page.keyboard.press("+")
    watched.wait()
    assert watched.app(hidden) == 0
    assert watched.wrong == []


@pytest.mark.parametrize("name", ["conditional-aid", "taiwan-signal"])
def test_it_lives_inside_another_page(context: BrowserContext, pages: Pages, name: str) -> None:
    outer = context.new_page()
    wrong: list[str] = []
    outer.on("pageerror", lambda error: wrong.append(str(error)))
    outer.on("console", lambda message: wrong.append(message.text))
    text = json.dumps(pages.source(name))
    outer.set_content("<iframe width=1200 height=800></iframe>")
    outer.evaluate(f"document.querySelector('iframe').srcdoc = {text}")
    frame = outer.frame_locator("iframe")
    frame.locator(IDLE).wait_for()
    frame.locator("#presets button").first.click()
    frame.locator(f'{IDLE} #presets button[aria-pressed="true"]').first.wait_for()
    assert wrong == []


@pytest.mark.parametrize("name", GAMES)
def test_without_scripts_it_reads(browser: Browser, pages: Pages, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages[name])
    text = page.locator("body").inner_text().lower()
    answer = compare(name, draws=0)
    assert answer.game.title.lower() in text
    for scenario in answer.scenarios:
        assert spaced(scenario.name) in text.replace("_", " ")
    for parameter in answer.game.parameters:
        assert spaced(parameter) in text.replace("_", " ")
    assert page.locator("#picture svg").is_visible()
    assert page.locator("#scenarios table").first.is_visible()
    for dead in ("#phase", "#presets", "#theme", "#reset"):
        assert not page.locator(dead).is_visible()
    context.close()


@pytest.mark.parametrize("name", GAMES)
def test_a_phone_scrolls_one_way(browser: Browser, pages: Pages, name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    watched = Watched(context, pages[name])
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
