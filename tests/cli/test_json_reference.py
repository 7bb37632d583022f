"""The page on the objects of smaller commands names exactly the keys that they print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json-behaviour.md"
BY_NAME = re.compile(r"\.(history|observed|predicted|odds|by)\.|^(game|payoffs|left)\.")
"""Below these, keys are names of the game, or those of any game."""


def documented(kind: str) -> set[str]:
    (section,) = (
        part for part in PAGE.read_text(encoding="utf-8").split("\n## ") if f"kind `{kind}`" in part
    )
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
