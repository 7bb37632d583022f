"""The JSON Schema agrees with the reader: on every shipped game, on every key, on what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.spec.files import MOVES, TABLE, TREE, changed

from negotiate.spec.document import Mapping, Node, Scalar, Sequence, compose, exact
from negotiate.spec.library import library_root
from negotiate.spec.problems import Problems
from negotiate.spec.read import expected, file, moves, scenarios, tree
from negotiate.spec.schema import schema

SHIPPED = sorted(library_root().rglob("*.yaml"))
STARTERS = sorted((Path(file.__file__).parents[2] / "cli" / "starters").glob("*.yaml"))


def plain(node: Node) -> Any:
    """Return what an editor that follows YAML 1.2 makes of a node."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items.items()}
    return None if node.absent else word(node)


def word(node: Scalar) -> str | float | bool:
    if node.style is None and node.text in {"true", "false"}:
        return node.text == "true"
    value = exact(node.text)
    if node.style is not None or value is None or "/" in node.text:
        return node.text
    return int(value) if value.denominator == 1 else float(value)


def errors(text: str) -> list[str]:
    root = compose(text, Problems())
    assert root is not None
    return [error.message for error in Draft202012Validator(schema()).iter_errors(plain(root))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_there_are_games_to_try() -> None:
    assert len(SHIPPED) > 10


@pytest.mark.parametrize("path", [*SHIPPED, *STARTERS], ids=lambda path: path.stem)
def test_what_is_shipped_is_valid(path: Path) -> None:
    assert not errors(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [MOVES, TREE, TABLE])
def test_each_way_to_write_a_game_is_valid(text: str) -> None:
    assert not errors(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Talks", "titel: Talks"),
        ("title: Talks", "format: 2"),
        ("players: {US: United States, UA: Ukraine}\n", ""),
        ("US: United States", "U-S: United States"),
        ("value: 0.5, range: [0, 2]", "value: high, range: [0, 2]"),
        ("value: 0.5, range: [0, 2]", "value: 0.5, range: [0]"),
        ("value: 0.5, range", "range"),
        ("options: [accept, refuse]", "options: []"),
        ("options: [accept, refuse]", "options: [a b]"),
        ("when: talks == accept}}", "wen: talks == accept}}"),
        ("odds: {regain", "odd: {regain"),
        ("{then: later}", "{than: later}"),
        ("timing == now", "[timing]"),
        ("extends: calm", "extend: calm"),
        ("will: cut, ", ""),
        (", breaking_costs: cost", ""),
        ("{US: aid, will", "{will"),
        ("payoffs: {US: 1}", "payoffs: {US: one}"),
        ("payoffs: {US: 1}", "equilibria: -1"),
        ("payoffs: {US: 1}", "criteria: {early: 2}"),
        ("path: {talks: accept}", "paths: {talks: accept}"),
    ],
)
def test_what_is_broken_is_not(old: str, new: str) -> None:
    assert errors(changed(MOVES, old, new))


def test_a_broken_tree_is_not_valid() -> None:
    assert errors(changed(TREE, "out: [0, 2]", "out: 3"))
    assert errors(changed(TREE, "out: [0, 2]", "out: {name: x y, Incumbent: {a: [1, 1]}}"))


def test_it_knows_the_keys_that_the_reader_knows() -> None:
    whole = schema()
    parts = whole["properties"]
    assert set(parts) == set(file.KEYS)
    assert set(parts["moves"]["items"]["properties"]) == {*moves.KEYS, "chance"}
    variation = parts["scenarios"]["additionalProperties"]["anyOf"][1]["properties"]
    assert set(variation) == set(scenarios.KEYS)
    assert set(parts["expected"]["items"]["properties"]) == set(expected.KEYS)
    assert set(whole["$defs"]["decision"]["properties"]) == {*tree.KEYS, "chance"}
    assert all(part["description"] for part in [*parts.values(), *variation.values()])
