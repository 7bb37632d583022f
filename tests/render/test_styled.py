"""Text in parts: measured in columns, wrapped between words, escaped only where colours are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text as RichText

from negotiate.render.styled import Text, columns
from negotiate.render.words import plain

LETTERS = st.sampled_from("ab é日\u0301·→")


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in Text(text).wrapped(width)]


def test_columns_are_those_of_a_terminal() -> None:
    assert [columns(text) for text in ("", "abc", "é", "e\u0301", "日本", "a → b")] == [
        0, 3, 1, 1, 4, 5,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("  one two", ["  one", "two"]),
        ("unbreakable", ["unbreaka", "ble"]),
        ("an unbreakable word", ["an", "unbreaka", "ble word"]),
        ("日本 日本", ["日本", "日本"]),
    ],
)
def test_lines_break_between_words_and_within_those_that_are_too_long(
    text: str, wrapped: list[str]
) -> None:
    assert lines(text, 8) == wrapped


@given(st.lists(LETTERS, max_size=40).map(lambda letters: plain("".join(letters))))
def test_wraps_as_rich_does(text: str) -> None:
    peer = RichText(text).wrap(Console(), 9, overflow="fold")
    assert lines(text, 9) == [line.plain.rstrip() for line in peer]


def test_styles_stay_with_their_letters() -> None:
    line = Text("aa ").append("bb cc", "bold").append(Text(" dd"))
    first, second = line.wrapped(6)
    assert first.parts == [("aa ", ""), ("bb", "bold")]
    assert second.parts == [("cc", "bold"), (" dd", "")]
    assert line.all_in("dim").parts == [("aa ", "dim"), ("bb cc", "bold"), (" dd", "dim")]


def test_escapes_only_where_there_are_colours() -> None:
    line = Text("aid ").append("cut", "bold").append("   ")
    assert line.rendered(None) == "aid cut"
    assert line.rendered("standard") == "aid \x1b[1mcut\x1b[0m"
    assert Text("x", "#56B4E9").rendered("truecolor") == "\x1b[38;2;86;180;233mx\x1b[0m"
    assert Text("x", "#E69F00").rendered("256") == "\x1b[38;5;178mx\x1b[0m"


def test_one_colour_on_terminals_of_different_kinds() -> None:
    orange = Text("x", "#E69F00")
    assert orange.rendered("truecolor") == "\x1b[38;2;230;159;0mx\x1b[0m"
    assert orange.rendered("256") == "\x1b[38;5;178mx\x1b[0m"
    assert orange.rendered("standard") == "\x1b[33mx\x1b[0m"
    assert orange.rendered("truecolor") == "\x1b[38;2;230;159;0mx\x1b[0m"
