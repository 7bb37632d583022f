"""``negotiate convert``: a game written in another format, whole or not at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner, Result

import negotiate
from negotiate.cli import main
from negotiate.formats.efg import parse as parse_efg
from negotiate.formats.nfg import parse as parse_nfg

if TYPE_CHECKING:
    from pathlib import Path

    from negotiate import Game

EFG = """EFG 2 R "Labels" { "" "same" "same" } "why"
p "n" 2 7 "set" { "a" "a" } 4 "inner" { 1 2 1/3 }
t "" 4
p "n" 3 7 "" { "" } 0
t "x" 0
"""


def convert(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["convert", *map(str, arguments)])


def game_of(path: Path) -> Game:
    return negotiate.load(path).game(exact=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "labels.efg"
    path.write_text(EFG, encoding="utf-8")
    return path


def test_a_shipped_game_becomes_a_tree(tmp_path: Path) -> None:
    target = tmp_path / "k.efg"
    assert convert("textbook/entry-deterrence", target).exit_code == 0
    ours, written = negotiate.load("textbook/entry-deterrence").game(exact=True), game_of(target)
    assert np.array_equal(written.u, ours.u)
    assert np.array_equal(written.tree.owner, ours.tree.owner)


def test_a_table_becomes_a_table(tmp_path: Path) -> None:
    target = tmp_path / "c.nfg"
    assert convert("textbook/chicken", target).exit_code == 0
    document = parse_nfg(target.read_text(encoding="utf-8"))
    assert document.strategies == (("swerve", "dare"), ("swerve", "dare"))


def test_labels_survive(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "again.efg"
    assert convert(source, target).exit_code == 0
    assert parse_efg(target.read_text(encoding="utf-8")) == parse_efg(EFG)


def test_a_tree_becomes_a_table_and_back(source: Path, tmp_path: Path) -> None:
    table, tree = tmp_path / "t.nfg", tmp_path / "t.efg"
    assert convert(source, table).exit_code == 0
    assert convert(table, tree).exit_code == 0
    paid = {tuple(row) for row in game_of(tree).u.tolist()}
    assert paid == {(2, 4, Fraction(2, 3)), (1, 2, Fraction(1, 3))}


def test_scenario_and_settings_reach_the_numbers(tmp_path: Path) -> None:
    game = tmp_path / "g.yaml"
    game.write_text(
        "title: G\nplayers: {A: Ann}\nparameters: {x: 1, y: {value: 5}}\n"
        "moves:\n- A: pick\n  options: [l, r]\n"
        "payoffs: {A: x if pick == l else y / 3}\nscenarios: {high: {set: {y: 7}}}\n",
        encoding="utf-8",
    )
    target = tmp_path / "g.efg"
    assert convert(game, target, "--scenario", "high", "--set", "x=1/7").exit_code == 0
    document = parse_efg(target.read_text(encoding="utf-8"))
    assert [o.payoffs[0] for o in document.outcomes.values()] == [Fraction(1, 7), Fraction(7, 3)]
    assert document.title == "G: high"


def test_functions_without_exact_values_are_rounded_and_that_is_said(tmp_path: Path) -> None:
    game = tmp_path / "g.yaml"
    game.write_text(
        "title: G\nplayers: {A: Ann}\nmoves:\n- A: pick\n  options: [l, r]\n"
        "payoffs: {A: sqrt(2) if pick == l else 0}\n",
        encoding="utf-8",
    )
    target = tmp_path / "g.efg"
    result = convert(game, target)
    assert "rounded" in result.stderr
    assert game_of(target).u[0, 0] == Fraction("1.4142135623730951")


def test_it_does_not_overwrite_unless_told_to(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "t.efg"
    target.write_text("precious", encoding="utf-8")
    result = convert(source, target)
    assert result.exit_code == 2
    assert "--force overwrites it" in result.stderr
    assert target.read_text(encoding="utf-8") == "precious"
    assert convert(source, target, "--force").exit_code == 0
    assert parse_efg(target.read_text(encoding="utf-8")) == parse_efg(EFG)


def test_a_failure_leaves_nothing_behind(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    result = convert(source, tmp_path / "t.efg")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.efg"]


def test_an_unknown_suffix_is_wrong_usage(source: Path, tmp_path: Path) -> None:
    result = convert(source, tmp_path / "t.txt")
    assert result.exit_code == 2
    assert "known suffixes are .efg and .nfg" in result.stderr


def test_a_bad_file_says_where(tmp_path: Path) -> None:
    bad = tmp_path / "bad.efg"
    bad.write_text('EFG 2 R "" { "A" }\nx', encoding="utf-8")
    result = convert(bad, tmp_path / "t.efg")
    assert result.exit_code == 3
    assert "bad.efg:2:1: error: a node begins with c, p or t: x" in result.stderr
