"""The pages on JSON name every kind, its version, and exactly the keys that are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.formats.answers import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "reference").glob("json*.md"))
BY_NAME = re.compile(
    r"\.(history|observed|predicted|odds|by|path|plays|example|terms)\."
    r"|^(game|payoffs|left|players)\."
)
"""Below these, keys are names of the game, or those of any game."""

SECTIONS = [part for page in PAGES for part in page.read_text(encoding="utf-8").split("\n## ")]


def documented(kind: str) -> set[str]:
    (section,) = (part for part in SECTIONS if f"kind `{kind}`" in part.splitlines()[0])
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


def keys_of(data: Any, before: str = "") -> set[str]:
    """Return the paths of all keys, those of lists as ``decisions[].move``."""
    if isinstance(data, list):
        return set().union(*(keys_of(item, f"{before}[]") for item in data))
    if not isinstance(data, dict):
        return set()
    start = f"{before}." if before else ""
    found = {f"{start}{key}" for key in data}
    return found.union(*(keys_of(item, f"{start}{key}") for key, item in data.items()))


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("estimate", ["estimate", "entry-deterrence", "--data", "counts.csv"]),
        ("rationality", ["rationality", "chicken"]),
        ("learning", ["learn", "chicken"]),
        ("dominance", ["dominance", "conditional-aid", "-s", "both_believed"]),
        ("explanation", ["explain", "entry-deterrence", "--move", "reply"]),
        ("game", ["show", "kellogg"]),
        ("games", ["games"]),
        ("check", ["check", "chicken"]),
        ("concepts", ["concepts", "chicken"]),
    ],
)
def test_exactly_the_keys_that_are_printed(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    command: list[str],
) -> None:
    (tmp_path / "counts.csv").write_text(
        "move,option,count\nreply,fight,10\nreply,share,30\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    data = json.loads(run(*command, "--json").stdout)
    assert data["kind"] == kind
    assert documented(kind) == {key for key in keys_of(data) if not BY_NAME.search(key)}


def test_every_kind_is_named_with_its_version() -> None:
    heads = re.compile(
        r"\| `format` \| version of this object: (\d+) \|\n\| `kind` \| `\"([^\"]+)\"`"
    )
    told = {kind: int(number) for part in SECTIONS for number, kind in heads.findall(part)}
    told["what it takes"] = told["thresholds"]  # whose page says that they are alike
    assert told == {name: kind.format for name, kind in KINDS.items()}
    first = next(page for page in PAGES if page.name == "json.md").read_text(encoding="utf-8")
    rows = re.findall(r'^\| (".*?") \|', first, re.MULTILINE)
    assert {kind.strip('"') for row in rows for kind in row.split(", ")} == set(KINDS)
