"""Whatever goes wrong: an exit code, a sentence on standard error, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from negotiate.cli import _group

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Shell = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["slove", "chicken"], "did you mean 'solve'?"),
        (["frobnicate"], "there are check, compare"),
        (["solve", "chicken", "--scenari", "x"], "--scenario"),
        (["solve"], "FILE"),
        (["solve", "chickn"], "did you mean"),
        (["solve", "entry-deterrence", "-s", "comitment"], "did you mean 'commitment'?"),
        (["solve", "entry-deterrence", "-s", "threat", "-s", "threat"], "named twice"),
        (["solve", "matching-pennies", "-s", "x"], "there are: none"),
        (["solve", "ultimatum", "--set", "envi=1"], "did you mean 'envy'?"),
        (["solve", "ultimatum", "--set", "envy"], "not name=value"),
        (["solve", "ultimatum", "--set", "envy=lots"], "not a number"),
        (["solve", "ultimatum", "--set", "envy=nan"], "not a number"),
        (["solve", "ultimatum", "--set", "envy=1e999999999"], "not a number"),
        (["solve", "ultimatum", "--set", "envy=1", "--set", "envy=2"], "given twice"),
        (["solve", "chicken", "--concept", "nahs"], "nash"),
        (["solve", "chicken", "--method", "magic"], "magic"),
        (["solve", "chicken", "--draws", "-1"], "--draws"),
        (["solve", "chicken", "--width", "3"], "--width"),
        (["show", "entry-deterrence", "-s", "treat"], "did you mean 'threat'?"),
        (["show", "ultimatum", "--set", "envi=1"], "envi"),
        (["solve", "nothing-like-it"], "`negotiate games` lists those"),
        (["explain", "chicken"], "say which decision with --move: Row, Column"),
        (["explain", "deterrence/beer-quiche"], "with --move: breakfast, reply\n"),
        (["report", "kellogg", "-o", "nowhere/x.html"], "no folder 'nowhere'"),
        (["draw", "kellogg", "-o", "nowhere/x.svg"], "no folder 'nowhere'"),
        (["explain", "entry-deterrence", "--move", "repli"], "did you mean 'reply'?"),
        (["new", "x.yaml", "--kind", "poem"], "--kind"),
    ],
)
def test_wrong_usage_is_2_and_names_the_nearest_word(
    run: Run, arguments: list[str], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


HOSTILE = {
    "empty": "",
    "binary": "\x00\x01\x02",
    "list": "- a\n- b\n",
    "no players": "title: x\ntree: {A: {a: [1], b: [2]}}\n",
    "unknown key": "playrs: [A]\ntree: {A: {a: [1], b: [2]}}\n",
    "twice": "players: [A]\nplayers: [B]\ntree: {A: {a: [1], b: [2]}}\n",
    "deep": "players: [A]\ntree: " + "{A: {a: " * 3000 + "\n",
    "bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "tag": "players: !!python/object/apply:os.system ['true']\n",
    "division": "players: [A]\nparameters: {z: 0}\ntree: {A: {a: [1 / z], b: [2]}}\n",
    "odds": "players: [A]\ntree: {chance: {a: [1], b: [2]}, odds: {a: 0.7, b: 0.5}}\n",
    "escape": 'title: "\\e[31mred"\nplayers: [A]\ntree: {A: {a: [x], b: [2]}}\n',
}


@pytest.mark.parametrize("command", ["solve", "check", "show"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_3(run: Run, tmp_path: Path, command: str, name: str) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE[name], encoding="utf-8")
    result = run(command, path)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "hostile.yaml" in result.stderr
    assert "\x1b" not in result.stderr


def test_bytes_that_are_no_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_bytes(b"\xff\xfe\x80players")
    assert run("solve", path).exit_code == 3


def test_a_folder_and_a_missing_file_are_usage(run: Run, tmp_path: Path) -> None:
    assert run("solve", tmp_path).exit_code == 2
    assert run("solve", tmp_path / "missing.yaml").exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("players: [A]\n")
    path.chmod(0)
    assert run("solve", path).exit_code in {2, 3}


def test_a_game_that_is_too_large_says_how_large(run: Run, tmp_path: Path) -> None:
    moves = "\n".join(f"  - A: m{i}\n    options: [a, b]" for i in range(40))
    path = tmp_path / "large.yaml"
    path.write_text(f"players: [A]\nmoves:\n{moves}\npayoffs: {{A: 1}}\n")
    result = run("solve", path)
    assert result.exit_code in {3, 4}
    assert "--max-nodes" in result.stderr or "nodes" in result.stderr
    assert run("solve", "ultimatum", "--max-nodes", "10").exit_code == result.exit_code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ZeroDivisionError("x" * 500), 1),
        (RecursionError(), 1),
        (MemoryError(), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
        (OSError("the disk is gone"), 2),
        (click.Abort(), 130),
    ],
)
def test_what_nobody_foresaw_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(_group, "_abandon_output", lambda: None)
    monkeypatch.setattr("negotiate.spec.library.shipped_games", fail)
    result = run("games")
    assert result.exit_code == code
    assert len(result.stderr) < 400
    assert result.stderr.count("\n") <= 2
    assert ("please report it" in result.stderr) == (code == 1)


def test_the_traceback_is_there_for_those_who_ask(shell: Shell) -> None:
    run = shell("solve", "no-such-game", NEGOTIATE_DEBUG="1")
    assert b"Traceback" in run.stderr
    assert b"Traceback" not in shell("solve", "no-such-game").stderr


def test_a_closed_pipe_is_silence() -> None:
    code = f"set -o pipefail; {sys.executable} -m negotiate solve conditional-aid | head -n 1"
    run = subprocess.run(["/bin/bash", "-c", code], capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stderr == b""
    assert run.stdout == b"Conditional aid\n"


def test_interrupting_is_130_without_a_traceback() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "negotiate", "solve", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(1.5)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("options: {buy", "optoins: {buy"),
        ("- Buyer: answer", "- Bayer: answer"),
        ("payoffs:\n", "payofs:\n"),
        ("  when: price", "  whne: price"),
        ("quantities:", "quantites:"),
        ("scenarios:", "scenario:"),
    ],
)
def test_one_mistake_is_told_once(run: Run, tmp_path: Path, right: str, wrong: str) -> None:
    starter = tmp_path / "mine.yaml"
    run("new", starter)
    written = starter.read_text(encoding="utf-8").replace(
        "- Buyer: answer\n", "- Buyer: answer\n    when: price != none\n"
    )
    assert right in written
    starter.write_text(written.replace(right, wrong, 1), encoding="utf-8")
    result = run("check", starter)
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert "did you mean" in line
