"""Sweeps as JSON: strict, and documented key by key; the page on their files knows every name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.analysis_games import STICK, model

from negotiate.analysis.sweep.plan import Sweeper, plan
from negotiate.api import sweep
from negotiate.formats.answers import dumps, to_dict
from negotiate.results.sweep import Design

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
NAMED = re.compile(r"(game|parameter_units|drawn|grid|settings|at|outcomes|criteria)$")
"""What is keyed by the names of the game, or tells the game."""


def documented(page: str) -> set[str]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def keys_of(data: Any, before: str = "") -> set[str]:
    if isinstance(data, list):
        return set().union(*(keys_of(item, f"{before}[]") for item in data))
    if not isinstance(data, dict) or "low" in data or NAMED.search(before):
        return set()
    if before.endswith(("quantities", "payoffs", "better", "worse")):
        return set()
    start = f"{before}." if before else ""
    return set().union(
        *({f"{start}{key}"} | keys_of(item, f"{start}{key}") for key, item in data.items())
    )


def test_the_reference_documents_exactly_the_keys_that_are_printed() -> None:
    data = json.loads(dumps(to_dict(sweep(model(STICK), 30, over={"aid_value": (1, 2)}))))
    spread = data["cells"][0]["scenarios"][0]["payoffs"]["UA"]
    assert documented("json-sweep.md") == keys_of(data) | {*spread, *spread["mean"]}
    assert data["design"]["grid"] == {"aid_value": [1, 2]}


def test_what_is_not_known_is_written_as_a_word() -> None:
    answer = sweep(model(STICK), 5, settings={"aid_value": 0}, correlations=())
    assert "NaN" not in dumps(to_dict(answer))


def test_the_page_on_the_files_knows_every_name() -> None:
    game = model(STICK)
    asked = plan(game, Design(game.scenarios, 10, moves=True, rationality=1.0, concept="qre"))
    layout = Sweeper(asked, game).layout()
    names = documented("sweep-data.md")
    assert set(layout.variables) | set(layout.labels) <= names
    text = (REFERENCE / "sweep-data.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in layout.attributes)
