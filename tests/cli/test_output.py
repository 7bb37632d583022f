"""Standard output: plain when piped, in characters that it has, at the width that it has."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from negotiate.api import compare
from negotiate.cli._progress import fitting, told
from negotiate.render import text

if TYPE_CHECKING:
    from collections.abc import Callable

    Shell = Callable[..., subprocess.CompletedProcess[bytes]]


def on_terminal(columns: int, *arguments: str, **variables: str) -> str:
    """Return what a command writes to a terminal of so many columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    unset = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "COLORTERM"}
    bare = {k: v for k, v in os.environ.items() if k not in unset}
    child = subprocess.Popen(
        [sys.executable, "-m", "negotiate", *arguments],
        stdout=follower,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**bare, "TERM": "xterm-256color", "PYTHONUTF8": "1", **variables},
    )
    os.close(follower)
    chunks = []
    try:
        while chunk := os.read(leader, 65536):
            chunks.append(chunk)
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(leader)
    assert child.wait(60) == 0
    return b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def expected() -> str:
    return text(compare("conditional-aid", draws=20), 80)


COMMAND = ("solve", "conditional-aid", "--draws", "20")


def test_piped_it_is_plain_and_80_wide(shell: Shell, expected: str) -> None:
    run = shell(*COMMAND, PYTHONUTF8="1")
    assert run.returncode == 0
    assert run.stderr == b""
    assert run.stdout.decode() == expected


def test_an_ascii_stdout_gets_ascii(shell: Shell) -> None:
    run = shell(*COMMAND, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert run.returncode == 0
    shown = run.stdout.decode("ascii")
    assert "no_threat -> both_believed" in shown
    assert "?" not in shown
    tree = shell("show", "ultimatum", PYTHONIOENCODING="ascii")
    assert "|- give_0 -> responder" in tree.stdout.decode("ascii")


def test_json_is_ascii_and_alone(shell: Shell) -> None:
    run = shell(*COMMAND, "--json", PYTHONIOENCODING="ascii")
    assert json.loads(run.stdout.decode("ascii"))["kind"] == "comparison"
    assert run.stderr == b""


def test_a_terminal_gets_colours_and_its_width() -> None:
    shown = on_terminal(200, *COMMAND)
    assert "\x1b[" in shown
    assert max(map(len, shown.splitlines())) > 120


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(
    variables: dict[str, str], expected: str
) -> None:
    assert on_terminal(80, *COMMAND, **variables) == expected


def test_colour_can_be_forced_through_a_pipe(shell: Shell) -> None:
    assert b"\x1b[" in shell(*COMMAND, FORCE_COLOR="1").stdout


def test_columns_and_width_are_heeded(shell: Shell) -> None:
    wide = shell(*COMMAND, COLUMNS="200", PYTHONUTF8="1").stdout
    assert wide == shell(*COMMAND, "--width", "200", PYTHONUTF8="1").stdout
    assert max(map(len, wide.decode().splitlines())) > 80


@pytest.mark.parametrize("width", [60, 80])
def test_games_keep_to_the_width(shell: Shell, width: int) -> None:
    lines = shell("games", "--width", str(width), PYTHONUTF8="1").stdout.decode().splitlines()
    assert max(map(len, lines)) <= width
    assert " ".join(" ".join(lines).split()).count("Kellogg's") == 2


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_progress_is_written_on_one_row(width: int) -> None:
    """A terminal writes over the row that the cursor is in, and leaves those above as they are."""
    line = told(8_539, 60_000, 0, 0.2, "points (counter-examples, at most)")
    written = fitting(line, width)
    assert len(line) > 80
    assert len(written) < width
    assert (written == line) is (width == 200)
    assert "14%" in written


def test_progress_is_whole_where_no_width_is_known() -> None:
    line = told(1, 2, 0, 1.0, "draws")
    assert fitting(line, 0) == line
