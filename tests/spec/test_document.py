"""YAML as the format means it: words stay words, numbers stay exact, every node has its place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from negotiate.errors import Place, Problem
from negotiate.spec.document import (
    MAX_DEPTH,
    MAX_NODES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    compose,
    exact,
)
from negotiate.spec.problems import Problems


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.items.items()}


def read(text: str) -> Mapping:
    problems = Problems()
    root = compose(text, problems)
    assert not problems.all
    assert root is not None
    return root


def scalar(text: str) -> Scalar:
    node = read(text).items["a"]
    assert isinstance(node, Scalar)
    return node


def complaints(text: str) -> tuple[Problem, ...]:
    problems = Problems()
    compose(text, problems)
    return problems.all


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "12:30", "0o7", "1_000", "0x1F", "y"])
def test_yaml_1_1_has_no_say(word: str) -> None:
    assert scalar(f"a: {word}").text == word
    assert exact(word) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("-3", Fraction(-3)),
        ("+.5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1e-6", Fraction(1, 10**6)),
        ("1/3", Fraction(1, 3)),
        ("1.5 / 2", Fraction(3, 4)),
        ("-1/3", Fraction(-1, 3)),
        ("1/0", None),
        ("1/2/3", None),
        ("nan", None),
        (".inf", None),
        ("", None),
        (".", None),
        ("1e301", None),
        ("1e-301", None),
        ("9" * 61, None),
        ("٣", None),
    ],
)
def test_numbers_are_exact_and_bounded(text: str, value: Fraction | None) -> None:
    assert exact(text) == value


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9
    )
)
def test_a_decimal_is_read_as_it_is_written(number: Any) -> None:
    assert exact(str(number)) == Fraction(number)


words = st.text("abcxyz019._", min_size=1, max_size=6)
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(words, trees, min_size=1, max_size=5), st.sampled_from(["flow", "block"]))
def test_reads_back_what_pyyaml_writes(tree: Any, style: str) -> None:
    text = yaml.dump(tree, default_flow_style=style == "flow")
    assert plain(read(text)) == tree


def test_every_node_knows_where_it_stands() -> None:
    root = read("a: 1\nb:\n  - x\n  - {c: d}\n")
    listed = root.items["b"]
    assert isinstance(listed, Sequence)
    inner = listed.items[1]
    assert isinstance(inner, Mapping)
    assert root.places == {"a": Place(1, 1), "b": Place(2, 1)}
    assert [item.place for item in listed.items] == [Place(3, 5), Place(4, 5)]
    assert inner.items["c"].place == Place(4, 9)


@pytest.mark.parametrize(
    ("text", "written", "place"),
    [
        ("é: 0\na: x + y", "x + y", Place(2, 4)),
        ("a: 'x + y'", "x + y", Place(1, 5)),
        ('a: "x\\u0020+ y"', "x + y", Place(1, 4)),
        ("a: >\n  x +\n  y\n", "  x +\n  y\n", Place(2, 1)),
        ("a: x +\n  y\n", "x +\n  y", Place(1, 4)),
        ("a: x +\r\n  y\r\n", "x +\n  y", Place(1, 4)),
    ],
)
def test_a_text_remembers_how_it_was_written(text: str, written: str, place: Place) -> None:
    assert scalar(text).written() == (written, place)


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_null_is_nothing_and_quoted_null_is_a_word(word: str) -> None:
    assert scalar(f"a: {word}").absent
    assert not scalar(f"a: '{word}'").absent


@pytest.mark.parametrize(
    ("text", "line", "column", "rule"),
    [
        ("", 1, 1, "empty"),
        ("# only this\n", 1, 1, "empty"),
        ("- a\n", 1, 1, "top level"),
        ("hello", 1, 1, "top level"),
        ("a: 1\n---\nb: 2\n", 2, 1, "one file is one game"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "already on line 1"),
        ("a: {b: 1, b: 2}", 1, 11, "already on line 1"),
        ("a: &x 1\nb: *x\n", 2, 4, "aliases"),
        ("a: !!python/object:os.system 1\n", 1, 4, "tags"),
        ("a: !x {b: 1}\n", 1, 4, "tags"),
        ("? [a]\n: b\n", 1, 3, "a key is a word"),
        ("{a: 1}: b\n", 1, 1, "a key is a word"),
        ("a: b: c\n", 1, 5, "not YAML"),
        ("a:\n\t- b\n", 2, 1, "not YAML"),
        ("a: [1, 2\n", 2, 1, "not YAML"),
        ("a: x\0y\n", 1, 5, "control characters"),
        ("a: x\ud800\n", 1, 5, "control characters"),
        ('a: "\\e[31m"\n', 1, 4, "control characters"),
        ('a: "\\u202e"\n', 1, 4, "control characters"),
    ],
)
def test_what_is_not_a_game_file_is_refused_where_it_goes_wrong(
    text: str, line: int, column: int, rule: str
) -> None:
    found = complaints(text)
    assert [(p.place, rule in p.rule) for p in found] == [(Place(line, column), True)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: b: c\n", "quote a text"),
        ("a:\n\t- b\n", "not tabs"),
        ("a: [1, 2\n", "bracket"),
        ("a: 1\n  b: 2\n", "quote a text"),
        ("a: 1\nb\nc: 1", "colon"),
    ],
)
def test_slips_of_yaml_get_a_hint(text: str, hint: str) -> None:
    assert hint in complaints(text)[0].hint


def test_the_slow_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, 'b c', {d: é}]\ne: >\n  f\n  g\n"
    fast = read(text)
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert read(text) == fast


def test_the_limits_hold() -> None:
    assert not complaints("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))
    assert "levels" in complaints("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)[0].rule
    full = "a: [" + "x," * (MAX_NODES - 3)
    assert not complaints(full + "]")
    assert "entries" in complaints(full + "x]")[0].rule
