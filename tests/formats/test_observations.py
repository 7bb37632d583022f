"""Observed choices are read from tables and lists, and every mistake is placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from negotiate.errors import GameFileError, UsageError
from negotiate.formats import _observations
from negotiate.formats._observations import read_observations
from negotiate.results.estimate import Observation

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """move, option, count, first
reply, l, 3, r
reply, l, 1/2, r

first, r, 4,
"""

LIST = """observations:
  - {move: reply, option: l, count: 3, after: {first: r}}
  - {move: reply, option: l, count: 1/2, after: {first: r}}
  - {move: first, option: r, count: 4}
"""


def stripped(path: Path) -> list[tuple[str, str, float, dict[str, str]]]:
    return [(o.move, o.option, o.count, dict(o.after)) for o in read_observations(path)]


@pytest.mark.parametrize(("name", "text"), [("c.csv", TABLE), ("c.yaml", LIST), ("c.YML", LIST)])
def test_tables_and_lists_say_the_same(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    assert stripped(path) == [
        ("reply", "l", 3, {"first": "r"}),
        ("reply", "l", 0.5, {"first": "r"}),
        ("first", "r", 4, {}),
    ]


def test_without_a_count_a_line_is_one_choice(tmp_path: Path) -> None:
    table, listed = tmp_path / "c.csv", tmp_path / "c.yaml"
    table.write_text("move,option\na,l\na,l\n", encoding="utf-8")
    listed.write_text("observations: [{move: a, option: l}]\n", encoding="utf-8")
    assert [o.count for o in read_observations(table)] == [1, 1]
    (one,) = read_observations(listed)
    assert one == Observation("a", "l", 1, {}, f"{listed}:1")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.csv", "", "'move'"),
        ("c.csv", "move,options\n", "'option'"),
        ("c.csv", "move,option,move\n", "a name of its own: move"),
        ("c.csv", "move,option\na,l,3\n", "c.csv:2:1: error: a row has 2 entries"),
        ("c.csv", "move,option,count\na,l,-1\n", "c.csv:2:1: error: a count .* -1"),
        ("c.csv", "move,option,count\na,l,many\n", "number of 0 or more: many"),
        ("c.yaml", "[]", "top level"),
        ("c.yaml", "plays: []", "one key, 'observations'"),
        ("c.yaml", "observations: [a]", "move, option and count"),
        ("c.yaml", "observations: [{move: a}]", "'option' is a word"),
        ("c.yaml", "observations:\n- {move: a, option: l, counts: 2}", "did you mean 'count'"),
        ("c.yaml", "observations: [{move: a, option: l, after: b}]", "'after' maps"),
        ("c.yaml", "observations: [{move: a, option: l, after: {b: []}}]", "'b' is a word"),
    ],
)
def test_mistakes_are_placed(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GameFileError, match=said):
        read_observations(path)


def test_all_mistakes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("move,option,count\na,l,x\na,l,y\n", encoding="utf-8")
    with pytest.raises(GameFileError) as caught:
        read_observations(path)
    assert len(caught.value.problems) == 2


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_observations(tmp_path / "none.csv")
    path = tmp_path / "c.csv"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(GameFileError, match="UTF-8"):
        read_observations(path)
    monkeypatch.setattr(_observations, "MAX_BYTES", 1)
    with pytest.raises(GameFileError, match="at most 1 bytes"):
        read_observations(path)
