"""The page draws what the pictures draw: the same diagram of what its engine found."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.diagrams import model
from tests.render.engine import Engine

import negotiate
from negotiate.analysis.board import board
from negotiate.analysis.diagram import diagram
from negotiate.render.tree.layout import place

PAGE = Path(negotiate.__file__).parent / "render" / "page"
CASES = [
    ("kellogg", "kellogg", "baseline"),
    ("kellogg", "surge_first", "baseline"),  # a question more, and that comes first
    ("textbook/entry-deterrence", "commitment", "threat"),
    ("textbook/burning-bridges", "at_night", "matches"),
    ("textbook/centipede", "", None),
]


@pytest.mark.parametrize(("name", "scenario", "against"), CASES)
def test_page_and_picture_show_one_tree(name: str, scenario: str, against: str | None) -> None:
    names = [scenario] if against is None else [scenario, against]
    page = Engine(board(model(name), names))
    for script in ("words.js", "letters.js", "fold.js", "layout.js", "diagram.js"):
        page.context.eval((PAGE / script).read_text(encoding="utf-8"))
    page.context.eval("const at = (s) => negotiate.solve(board, s, negotiate.theta(board, s));")
    before = "undefined" if against is None else f"at({json.dumps(against)})"
    wanted = json.dumps(scenario)
    shown = f"negotiate.diagram(board, {wanted}, at({wanted}), {before})"
    found = json.loads(page.context.eval(f"JSON.stringify(negotiate.place({shown}))"))
    assert found == json.loads(json.dumps(asdict(place(diagram(model(name), scenario, against)))))
