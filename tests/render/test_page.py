"""The page without a browser: what is in it with scripts off, and that text stays text."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from negotiate.api import load, loads, report
from negotiate.render.page.safe import linked, safe
from negotiate.render.page.shifts import bar, two

VOID = {"meta", "input", "br", "link", "img", "hr"}
LIMIT = 400_000


class Page(HTMLParser):
    """What a browser without scripts would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.seen: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        where = self.open[-1] if self.open else ""
        kind = {"script": self.scripts, "style": self.styles}.get(where, self.seen)
        kind.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.seen).split())

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def entry() -> str:
    return report("textbook/entry-deterrence", draws=100, command="negotiate report entry")


@pytest.fixture(scope="module")
def aid() -> str:
    return report("conditional-aid", draws=50, thresholds=False)


def test_tags_are_closed_and_names_are_unique(entry: str, aid: str) -> None:
    for text in (entry, aid):
        page = Page(text)
        assert page.open == []
        names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(names) == len(set(names))
        referred = [
            name
            for _, attributes in page.tags
            for key in ("aria-labelledby",)
            for name in attributes.get(key, "").split()
        ]
        assert set(referred) <= set(names)


def test_it_reads_with_scripts_off(entry: str) -> None:
    page = Page(entry)
    for told in ("Entry deterrence", "Game tree", "The story", "Scenarios side by side"):
        assert told.lower() in page.text.lower()
    assert "What changed, and why" in page.text
    assert "negotiate report entry" in page.text
    assert re.search(r"sha256 [0-9a-f]{64}", page.text)
    assert any(attributes.get("role") == "img" for attributes in page.attributes("svg"))
    captions = [tag for tag, _ in page.tags if tag == "caption"]
    assert len(captions) == len(page.attributes("table"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_parameter_tells_its_range_and_its_source(aid: str) -> None:
    text = Page(aid).text
    assert "odds that aid is cut if Ukraine alone refuses" in text
    assert "range 0 to 1" in text
    assert "assumption: the scenarios take both sides of the threshold 1/3" in text


def test_it_asks_for_nothing_from_outside(entry: str, aid: str) -> None:
    for text in (entry, aid):
        page = Page(text)
        assert not [a for _, a in page.tags if "src" in a]
        assert all(a["href"].startswith(("#", "https://")) for a in page.attributes("a"))
        assert not page.attributes("link")
        assert "@import" not in text
        assert "url(" not in "".join(page.styles)


def test_the_policy_lets_run_what_is_there_and_nothing_else(entry: str) -> None:
    page = Page(entry)
    [policy] = [a["content"] for a in page.attributes("meta") if "http-equiv" in a]
    kinds = [attributes.get("type", "") for attributes in page.attributes("script")]
    assert kinds == ["application/json", ""]
    for kind, content in (("script", page.scripts[1]), ("style", page.styles[0])):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not [a for _, a in page.tags if "style" in a or any(k.startswith("on") for k in a)]


HOSTILE = """
title: "</title><script>alert(1)</script>"
about: "<img src=x onerror=alert(2)> & so on </script>"
sources: ["javascript:alert(3) and https://example.org/a?b=1&c=2\\"onclick=x"]
players: {A: "<b>Ann</b>", B: "Bob \\" onmouseover=alert(4)"}
parameters:
  x:
    value: 1
    range: [0, 3]
    unit: "</style>"
    about: "<!-- </script><script>alert(5)</script>"
    source: "data:text/html,<script>alert(6)</script>"
moves:
  - A: first
    options: {left: {phrase: "goes </script> left"}, right: {about: "<svg onload=alert(7)>"}}
  - B: second
    options: [up, down]
payoffs:
  A: {gain: "x if first == left else 2"}
  B: {gain: "1 if second == up else 0"}
"""


def test_no_text_of_a_file_is_markup() -> None:
    text = report(loads(HOSTILE), draws=20)
    page = Page(text)
    assert page.open == []
    assert len(page.scripts) == 2
    assert not page.attributes("img")
    assert not [a for _, a in page.tags if any(key.startswith("on") for key in a)]
    [link] = [a for a in page.attributes("a") if not a["href"].startswith("#")]
    assert link["href"].startswith("https://example.org/a?b=1&c=2")
    assert link["rel"] == "noopener noreferrer"
    assert json.loads(page.scripts[0])["title"] == "</title><script>alert(1)</script>"
    assert "<script>alert(1)</script>" in page.text


def test_only_web_addresses_are_links() -> None:
    assert linked("JavaScript:alert(1) ftp://a.org file:///etc data:x") == (
        "JavaScript:alert(1) ftp://a.org file:///etc data:x"
    )
    assert linked("(https://a.org/x).").count("<a ") == 1
    assert 'href="https://a.org/x"' in linked("(https://a.org/x).")
    rest = safe('"><b>')
    assert linked('https://a.org/"><b>') == (
        f'<a href="https://a.org/" rel="noopener noreferrer">https://a.org/</a>{rest}'
    )


def test_the_same_input_gives_the_same_bytes(entry: str) -> None:
    again = report("textbook/entry-deterrence", draws=100, command="negotiate report entry")
    assert again == entry


@pytest.mark.parametrize("name", ["textbook/chicken", "textbook/centipede", "textbook/ultimatum"])
def test_games_without_parameters_or_scenarios_have_a_page(name: str) -> None:
    page = Page(report(name, draws=20))
    assert page.open == []
    assert page.attributes("svg")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"rationality": 2.0}, "quantal response equilibrium"),
        ({"concept": "correlated"}, "correlated equilibrium"),
        ({"concept": "nash"}, "Nash equilibrium"),
    ],
)
def test_other_concepts_have_a_page(how: dict[str, Any], says: str) -> None:
    page = Page(report("textbook/chicken", draws=0, **how))
    assert page.open == []
    assert says in page.text
    [scenario] = json.loads(page.scripts[0])["scenarios"]
    assert scenario["mode"] == "table"


def test_one_player_and_nothing_to_decide() -> None:
    alone = loads("title: Alone\nplayers: [A]\ntree:\n  A: {only: [1]}\n")
    page = Page(report(alone, draws=20))
    assert page.open == []
    assert "Alone" in page.text


def test_settings_are_where_the_sliders_start() -> None:
    page = Page(report("conditional-aid", settings={"k_ua": 0.2}, draws=0, thresholds=False))
    values = {p["name"]: p["value"] for p in json.loads(page.scripts[0])["parameters"]}
    assert values["k_ua"] == 0.2


def test_what_matters_comes_first() -> None:
    text = report("textbook/burning-bridges", draws=0)
    rows = re.findall(r'id="name-\d+">([^<]*)<', text)
    names = [p.name.replace("_", " ") for p in load("textbook/burning-bridges").spec.parameters]
    assert sorted(rows) == sorted(names)


def test_bars_and_numbers() -> None:
    assert two(-2.5) == "−2.50"
    assert two(-0.001) == "0.00"
    assert two(1234.5) == "1,234.50"
    assert 'x="38.0"' in bar(0.5)
    assert 'width="18.5"' in bar(0.5)
    assert 'x="19.5"' in bar(-0.5)


@pytest.mark.slow
def test_the_flagship_fits_in_a_mail() -> None:
    text = report("kellogg")
    assert len(text.encode()) <= LIMIT
    page = Page(text)
    assert page.open == []
    for told in ("What kellogg shifts", "Credibility", "Robustness", "Assumptions", "closed form"):
        assert told in page.text
    rows = re.findall(r'id="name-\d+">([^<]*)<', text)
    assert rows[0] == "audience cost"  # what the announcements cost to break
    assert len(rows) == len(load("kellogg").spec.parameters)
