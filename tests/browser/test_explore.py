"""``negotiate explore`` in a browser: what a page cannot solve, and a file that changes."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.watched import Watched

from negotiate.api import compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

PATIENCE = 30_000  # milliseconds; a page looks after its file every 1.5 s

GAME = """
title: An ultimatum
players: {P: Proposer, R: Responder}
parameters:
  pie: {value: 10, range: [1, 20], about: what there is to divide, source: assumption}
  pride: {value: 1, range: [0, 9], about: what a bad share costs, source: assumption}
tree:
  P:
    fair: [pie / 2, pie / 2]
    unfair:
      R: {accept: [pie - 2, 2 - pride], reject: [0, 0]}
"""


@contextmanager
def explored(game: str | Path) -> Iterator[str]:
    """Run the command as people do; yield the address that it prints."""
    command = [sys.executable, "-m", "negotiate", "explore", str(game), "--no-open", "--draws", "0"]
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("SSH_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=quiet
    ) as running:
        assert running.stdout
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()


def ask(watched: Watched, concept: str) -> str:
    """Choose a concept; return what the program answers."""
    watched.page.select_option("#desk-concept", concept)
    return answer(watched)


def answer(watched: Watched) -> str:
    watched.wait()
    watched.page.wait_for_selector('#desk[data-state="answered"]', timeout=PATIENCE)
    return watched.text("#desk-body")


def settings(watched: Watched) -> dict[str, float]:
    """Return the parameters that were moved, as the program names them."""
    moved: dict[str, Any] = watched.app(
        "Object.fromEntries(app.board.parameters.map(({ name }, k) => [name, app.state.theta[k]])"
        ".filter(([, value], k) => value !== app.board.parameters[k].value))"
    )
    return moved


def told(watched: Watched) -> dict[str, float]:
    """Return the payoffs of the first equilibrium that the program answers with, by player."""
    found = {}
    names: list[str] = watched.app("Object.values(app.board.players)")
    for name in names:
        head = watched.page.get_by_role("rowheader", name=name.removeprefix("the "), exact=True)
        cell = watched.page.locator("#desk-body tr", has=head).locator("td").first
        found[name] = float(cell.inner_text().replace("\N{MINUS SIGN}", "-"))
    return found


def expected(game: str, watched: Watched, **how: Any) -> Any:
    """Return the same as Python solves it, to the four digits that are shown."""
    scenario = watched.app("app.scenario().name")
    answer = compare(game, [scenario], settings=settings(watched), draws=0, **how)
    payoffs = answer.scenarios[0].plays[0].payoffs
    named = {answer.game.players[key]: float(value) for key, value in payoffs.items()}
    return pytest.approx(named, rel=1e-3, abs=1e-6)


def test_the_flagship_flips_as_it_is_dragged(context: BrowserContext) -> None:
    with explored("kellogg") as url:
        watched = Watched(context, url)
        row = watched.page.get_by_role("slider", name="audience cost")
        assert "Ukraine comes to the table" in watched.text("#answer")
        box = row.bounding_box()
        assert box
        watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        watched.page.mouse.down()
        watched.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2, steps=5)
        watched.page.mouse.up()
        watched.wait()
        assert settings(watched)["audience_cost"] < 12005 / 848  # games/kellogg.yaml, claim C4
        assert "Ukraine refuses talks" in watched.text("#answer")
        row.press("End")
        watched.wait()
        assert "Ukraine comes to the table" in watched.text("#answer")
        assert watched.wrong == []


def test_rationality_has_a_slider(context: BrowserContext) -> None:
    game = "textbook/entry-deterrence"
    with explored(game) as url:
        watched = Watched(context, url)
        slider = watched.page.get_by_role("slider", name="rationality")
        assert not slider.is_visible()
        ask(watched, "qre")
        for key, rate in (("Home", 0.01), ("End", 100)):
            slider.press(key)
            answer(watched)
            assert float(watched.text("#desk-lambda-value")) == rate
            assert told(watched) == expected(game, watched, concept="qre", rationality=rate)
        assert watched.wrong == []


def test_hidden_moves_are_answered_at_other_numbers(context: BrowserContext) -> None:
    game = "taiwan-signal"
    with explored(game) as url:
        watched = Watched(context, url + "#s=telling")
        assert watched.page.locator("#desk-concept").input_value() == "auto"  # unasked
        answer(watched)
        before = told(watched)
        assert before == expected(game, watched)
        for parameter, value in (("pressure us", 7.5), ("clash", 3.3), ("gain", 7.7)):
            watched.type(parameter, value)
        answer(watched)
        assert settings(watched) == {"pressure_us": 7.5, "clash": 3.3, "gain": 7.7}
        assert told(watched) == expected(game, watched)
        assert told(watched) != before
        assert watched.wrong == []


def test_the_page_follows_its_file(context: BrowserContext, tmp_path: Path) -> None:
    game = tmp_path / "game.yaml"
    game.write_text(GAME)
    with explored(game) as url:
        watched = Watched(context, url)
        page = watched.page
        watched.type("pie", 12)
        assert "p.pie=12" in page.url
        page.wait_for_selector('body[data-served="yes"]', timeout=PATIENCE)
        game.write_text(GAME.replace("An ultimatum", "A harder ultimatum"))
        expect(page.locator("h1")).to_have_text("A harder ultimatum", timeout=PATIENCE)
        watched.wait()
        assert settings(watched) == {"pie": 12}  # the reader stays where they were
        game.write_text(GAME.replace("[pie / 2, pie / 2]", "[pie / 2, pi / 2]"))
        trouble = page.get_by_role("alert")
        expect(trouble).to_contain_text("pi", timeout=PATIENCE)
        line = GAME[: GAME.index("fair")].count("\n") + 1
        assert f":{line}" in trouble.inner_text()
        page.wait_for_selector('body[data-served="yes"]', timeout=PATIENCE)
        game.write_text(GAME.replace("An ultimatum", "A mended ultimatum"))
        expect(page.locator("h1")).to_have_text("A mended ultimatum", timeout=PATIENCE)
        watched.wait()
        assert settings(watched) == {"pie": 12}
        assert watched.wrong == []


def test_a_program_that_stopped_is_said_to_have(context: BrowserContext) -> None:
    with explored("textbook/entry-deterrence") as url:
        watched = Watched(context, url)
        watched.page.wait_for_selector("#desk-concept")
    text = ask(watched, "nash")
    assert "was it stopped" in text


def test_whoever_does_not_know_the_address_gets_nothing(context: BrowserContext) -> None:
    with explored("textbook/entry-deterrence") as url:
        page = context.new_page()
        token = url.rstrip("/").rsplit("/", 1)[1]
        for wrong in (url.replace(token, "x" * len(token)), url.replace(token + "/", "")):
            reply = page.goto(wrong)
            assert reply
            assert reply.status == 404
            assert "Deterrence" not in page.content()
