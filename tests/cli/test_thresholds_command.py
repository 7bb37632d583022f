"""``negotiate thresholds``: options, refusals and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.threshold_games import GRIM, SQUARE

from negotiate.api import load, what_it_takes
from negotiate.cli._progress import Progress
from negotiate.formats.answers import from_dict
from negotiate.results.thresholds import WhatItTakes

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_over_one_parameter(run: Run) -> None:
    result = run("thresholds", "-", "--over", "x", stdin=SQUARE)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "a root of x^2 - 2" in result.stdout


def test_over_another_range(run: Run) -> None:
    result = run("thresholds", "-", "--over", "T=1/2:7", "--json", stdin=GRIM)
    data = json.loads(result.stdout)
    assert (data["low"], data["high"]) == ("1/2", "7")
    assert [t["at"]["value"] for t in data["thresholds"]] == ["5"]  # R + d (T - P) = T


def test_set_and_closed_form(run: Run) -> None:
    asked = "thresholds", "-", "--over", "discount", "--closed-form", "--set", "T=4", "--json"
    data = json.loads(run(*asked, stdin=GRIM).stdout)
    (threshold,) = data["thresholds"]
    assert threshold["at"]["value"] == "1/3"
    assert threshold["condition"]["text"].startswith("discount >= ")


def test_all_parameters(run: Run) -> None:
    result = run("thresholds", "-", "--all", stdin=GRIM)
    assert result.exit_code == 0
    assert "What would it take?" in result.stdout
    assert "Without a range, and so left out: T, R, P." in result.stdout
    data = json.loads(run("thresholds", "-", "--all", "--json", stdin=GRIM).stdout)
    assert data["rows"][0]["parameter"] == "discount"


def test_progress_by_parameters(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.cli._progress.PATIENCE", -1.0)
    result = run("thresholds", "-", "--all", "--json", stdin=SQUARE)
    assert "0 of 1 parameters" in result.stderr
    json.loads(result.stdout)


TALKATIVE = """
from negotiate.cli import _progress, main
_progress.PATIENCE = -1.0
main()
"""


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_interrupted_it_shows_the_parameters_that_are_done(how: tuple[str, ...]) -> None:
    """Those of the whole answer, to the last digit; what was not looked at is named."""
    child = subprocess.Popen(
        [sys.executable, "-c", TALKATIVE, "thresholds", "kellogg", "--all", *how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    assert any(" 2 of " in line for line in child.stderr)
    child.send_signal(signal.SIGINT)
    shown, said = child.communicate(timeout=60)
    assert child.returncode == 130
    (end,) = (line for line in said.splitlines() if " of " not in line)
    assert end.startswith("interrupted: not looked at: ")
    assert end.endswith(" and pivot_weight")
    if not how:
        assert "Interrupted, and so not looked at: " in shown
        return
    answer = from_dict(json.loads(shown))
    assert isinstance(answer, WhatItTakes)
    whole = what_it_takes(load("kellogg"))
    assert 2 <= len(answer.rows) < len(whole.rows)
    assert answer.rows == tuple(r for r in whole.rows if r.parameter not in answer.unfinished)
    assert len(answer.rows) + len(answer.unfinished) == len(whole.rows)
    assert answer.path == whole.path
    assert not whole.unfinished


def test_interrupted_before_anything_is_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Progress, "__call__", interrupt)
    result = run("thresholds", "-", "--all", stdin=SQUARE)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (130, "interrupted", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "--over"),
        (("--all", "--over", "x"), 2, "with --all alone"),
        (("--all", "--closed-form"), 2, "with --all alone"),
        (("--over", "x=0"), 2, "'0' is not low:high"),
        (("--over", "x=a:b"), 2, "'a:b' is not low:high"),
        (("--over", "x=2:1"), 2, "is empty"),
        (("--over", "y"), 2, "no parameter 'y'"),
        (("--over", "x", "-s", "war"), 2, "war"),
        (("--over", "x", "--concept", "wisdom"), 2, "wisdom"),
    ],
)
def test_refusals(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("thresholds", "-", *arguments, stdin=SQUARE)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""
