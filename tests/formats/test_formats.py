"""Which formats there are, and how a file or a text finds its own."""

from __future__ import annotations

import hashlib
import inspect
from typing import TYPE_CHECKING

import pytest

from negotiate.errors import GameFileError, UsageError
from negotiate.formats import find, formats, read_any, read_any_text
from negotiate.formats.protocol import GameFormat
from negotiate.spec.model import Moves, Node, Table

if TYPE_CHECKING:
    from pathlib import Path

EFG = 'EFG 2 R "" { "A" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { 1 } t "" 0'
NFG = 'NFG 1 R "A choice" { "A" } { 2 } 1 0'
YAML = "title: Y\nplayers: {A: Ann}\nmoves:\n- A: pick\n  options: [x, y]\npayoffs: {A: 0}\n"


def test_formats_are_found_by_file_name() -> None:
    assert {"efg", "nfg"} <= set(formats())
    assert "answers" not in formats()  # it reads answers, not games


@pytest.mark.parametrize("name", formats())
def test_a_format_keeps_its_protocol(name: str) -> None:
    module = find(name)
    assert module is not None
    assert module.ABOUT
    for wanted in ("read_text", "write"):
        parameters = list(inspect.signature(getattr(module, wanted)).parameters)
        expected = list(inspect.signature(getattr(GameFormat, wanted)).parameters)[1:]
        assert parameters[: len(expected)] == expected


@pytest.mark.parametrize("name", ["", "yaml", "answers", "protocol", "_gambit_text", "../efg", "."])
def test_what_is_no_format_is_not_found(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    ("file", "text", "body"),
    [
        ("a.efg", EFG, Node),
        ("a.EFG", EFG, Node),
        ("a.nfg", NFG, Table),
        ("a.yaml", YAML, Moves),
        ("a", YAML, Moves),
    ],
)
def test_a_file_is_read_as_its_suffix_says(
    tmp_path: Path, file: str, text: str, body: type
) -> None:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    spec = read_any(path)
    assert isinstance(spec.body, body)
    assert spec.file == str(path)
    assert spec.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "body"),
    [(EFG, Node), ("\ufeff\n" + EFG, Node), (NFG, Table), (YAML, Moves)],
)
def test_a_text_is_read_as_its_first_word_says(text: str, body: type) -> None:
    assert isinstance(read_any_text(text).body, body)


def test_a_game_without_a_title_is_called_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "entry.efg"
    path.write_text(EFG, encoding="utf-8")
    assert read_any(path).title == "entry"
    assert read_any_text(EFG).title == "Untitled game"
    assert read_any_text(NFG).title == "A choice"


def test_a_text_that_is_not_utf8_is_reported_at_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.efg"
    path.write_bytes(b'EFG 2 R\n"caf\xe9" { "A" }')
    with pytest.raises(GameFileError, match=r":2:5: .* in UTF-8: byte 0xe9"):
        read_any(path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.efg"
    path.write_bytes(b"\xef\xbb\xbf" + EFG.encode())
    assert isinstance(read_any(path).body, Node)


def test_a_file_that_cannot_be_opened_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the game file"):
        read_any(tmp_path / "missing.efg")


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.efg"
    path.write_text(EFG, encoding="utf-8")
    monkeypatch.setattr("negotiate.formats.MAX_BYTES", 10)
    with pytest.raises(GameFileError, match="at most 10 bytes"):
        read_any(path)
    with pytest.raises(GameFileError, match="at most 10 bytes"):
        read_any_text(EFG)


def test_as_many_nodes_are_read_as_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.efg"
    path.write_text(EFG, encoding="utf-8")
    with pytest.raises(GameFileError, match="a game has at most 2 nodes"):
        read_any(path, 2)
    with pytest.raises(GameFileError, match="a game has at most 2 nodes"):
        read_any_text(EFG, max_nodes=2)
    assert isinstance(read_any(path, 5).body, Node)
