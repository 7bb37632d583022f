"""The page places a tree as the pictures do: to the last bit, on shipped games and random trees."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diagrams import plain, shipped, trees

import negotiate
from negotiate.render.tree import text
from negotiate.render.tree.fold import Folding
from negotiate.render.tree.layout import place
from negotiate.results.diagram import Diagram
from negotiate.spec.library import shipped_games

quickjs = pytest.importorskip("quickjs", reason="the JavaScript engine is a tool of developers")

PAGE = Path(negotiate.__file__).parent / "render" / "page"
SCRIPTS = ("words.js", "letters.js", "fold.js", "layout.js")


def started(*scripts: str) -> Any:
    context = quickjs.Context()
    for script in scripts:
        context.eval((PAGE / script).read_text(encoding="utf-8"))
    return context


PAGE_LAYOUT = started(*SCRIPTS)


def by_page(drawn: Diagram, folding: Folding | None = None) -> Any:
    """Return what the page's layout makes of a diagram."""
    given = {f.name: plain(getattr(drawn, f.name)) for f in fields(Diagram)}
    folds = {key: sorted(v) if isinstance(v, frozenset) else v
             for key, v in asdict(folding or Folding()).items()}  # fmt: skip
    call = f"JSON.stringify(negotiate.place({json.dumps(given)}, {json.dumps(folds)}))"
    return json.loads(PAGE_LAYOUT.eval(call))


def by_picture(drawn: Diagram, folding: Folding | None = None) -> Any:
    return json.loads(json.dumps(asdict(place(drawn, folding))))


@pytest.mark.parametrize("name", shipped_games())
def test_shipped_games_stand_alike(name: str) -> None:
    for drawn in shipped(name):
        assert by_page(drawn) == by_picture(drawn)


@given(trees(), st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)), st.integers(0, 6))
def test_random_trees_stand_alike(
    drawn: Diagram, opened: set[int], closed: set[int], depth: int
) -> None:
    folding = Folding(depth or None, opened=frozenset(opened), closed=frozenset(closed))
    assert by_page(drawn, folding) == by_picture(drawn, folding)


@settings(max_examples=10)
@given(trees(most=600))
def test_large_trees_fold_alike(drawn: Diagram) -> None:
    assert by_page(drawn) == by_picture(drawn)


@given(st.floats(-1e12, 1e12), st.integers(0, 9))
def test_numbers_are_written_alike(value: float, digits: int) -> None:
    shown = PAGE_LAYOUT.eval(f"negotiate.letters.number({value!r}, {digits})")
    assert shown == text.number(value, digits)


@given(st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"], max_codepoint=0xFFFF)))
def test_widths_are_alike(words: str) -> None:
    for bold in (True, False):
        call = f"negotiate.letters.width({json.dumps(words)}, 13, {json.dumps(bold)})"
        assert PAGE_LAYOUT.eval(call) == text.width(words, 13, bold=bold)


def test_folding_rule_and_limits_are_alike() -> None:
    drawn = shipped("kellogg")[2]
    for folding in (Folding(depth=2), Folding(depth=4), Folding(all=True)):
        assert by_page(drawn, folding) == by_picture(drawn, folding)
