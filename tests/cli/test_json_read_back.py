"""What any command prints with ``--json`` is read back whole, by whoever kept it in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from tests.threshold_games import SQUARE

import negotiate
from negotiate.cli import main
from negotiate.formats.answers import KINDS, dumps, to_dict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

COUNTS = "move,option,count\nreply,fight,10\nreply,share,0\n"
"""Nobody fights for less than an infinite λ, so that an end is infinite."""

COMMANDS = {
    "check": ["check", "chicken", "no-such-game"],
    "comparison": ["solve", "taiwan-signal", "--concept", "sequential", "--all", "--exact"],
    "concepts": ["concepts", "chicken"],
    "dominance": ["dominance", "conditional-aid", "-s", "both_believed", "--exact"],
    "estimate": ["estimate", "entry-deterrence", "--data", "counts.csv"],
    "explanation": ["explain", "kellogg", "--move", "answer", "--exact"],
    "game": ["show", "taiwan-signal"],
    "games": ["games"],
    "learning": ["learn", "chicken", "--length", "20"],
    "map": ["map", "conditional-aid", "--x", "k_ua", "--y", "k_ru", "--resolution", "2"],
    "rationality": ["rationality", "chicken", "--to", "2"],
    "sensitivity": ["sensitivity", "conditional-aid", "--of", "payoff.UA", "--draws", "4"],
    "sweep": ["sweep", "conditional-aid", "--draws", "20", "--over", "k_ua=0:1:2"],
    "thresholds": ["thresholds", "square.yaml", "--over", "x", "--closed-form"],
    "what it takes": ["thresholds", "square.yaml", "--all"],
}
"""By kind, a command that prints one."""

MORE = [
    ["compare", "conditional-aid", "--draws", "20", "--closed-form"],
    ["solve", "kellogg", "--draws", "20"],
    ["solve", "chicken", "--concept", "correlated", "--draws", "0"],
    ["solve", "chicken", "--lambda", "2"],
    ["solve", "taiwan-signal", "--concept", "nash", "--draws", "0"],
    ["concepts"],
    ["show", "textbook/chicken"],
    ["sensitivity", "conditional-aid", "--of", "payoff.UA > -99", "--draws", "4"],
    ["sweep", "conditional-aid", "--draws", "2", "--set", "k_ua=1/3"],
    ["explain", "selten-horse", "--move", "third"],
    [*COMMANDS["map"], "--x-range", "3/5:1"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "command"),
    [*COMMANDS.items(), *(("", command) for command in MORE)],
    ids=lambda each: each if isinstance(each, str) else " ".join(each),
)
def test_what_is_printed_is_read_back(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    command: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    (tmp_path / "square.yaml").write_text(SQUARE, encoding="utf-8")
    printed = run(*command, "--json").stdout
    (tmp_path / "kept.json").write_text(printed, encoding="utf-8")
    answer = negotiate.read_answer("kept.json")
    assert f"{dumps(to_dict(answer))}\n" == printed
    data = json.loads(printed)
    assert data["kind"] == (kind or data["kind"])
    assert data["version"] == answer.version == negotiate.__version__
    game = data.get("game")
    if game is not None:
        assert len(game["sha256"]) == 64
    assert (game is None) == (data["kind"] in {"check", "game", "games"} or command == ["concepts"])


def test_every_kind_and_every_command_is_among_these() -> None:
    assert set(COMMANDS) == set(KINDS)
    context = click.Context(main)
    tried = {command[0] for command in [*COMMANDS.values(), *MORE]}
    commands = ((name, main.get_command(context, name)) for name in main.list_commands(context))
    assert tried == {
        name
        for name, command in commands
        if command is not None and any("--json" in option.opts for option in command.params)
    }
