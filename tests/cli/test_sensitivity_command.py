"""``negotiate sensitivity``: options, refusals, exit codes, JSON."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.sensitivity_games import BOUND, CHOICE, SURE

from negotiate.cli._progress import Progress
from negotiate.results.sensitivity import (
    Counterexample,
    Headline,
    Influence,
    Looked,
    Sensitivity,
    Shift,
    Trade,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

ASKED = "sensitivity", "-", "--of", "go == right", "--draws", "32"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "json-sensitivity.md"


def test_a_page_says_all_of_it(run: Run) -> None:
    result = run(*ASKED, stdin=CHOICE)
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    for part in (
        "go == right: 100% now",
        "Which assumptions matter",
        "It counts as overturned where the odds of it are one half or less.",
        "The nearest found changes 3 parameters",
        "The strongest case against",
        "instead of 0",
        "Verified by solving there",
        "seed 0",
    ):
        assert part in said


def test_json_is_one_object_of_documented_keys(run: Run) -> None:
    data = json.loads(run(*ASKED, "--json", stdin=CHOICE).stdout)
    assert (data["format"], data["kind"], data["of"]) == (1, "sensitivity", "go == right")
    assert data["seed"] == 0
    written = REFERENCE.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([^`]+)`", written, re.MULTILINE))
    places = {
        "": (Sensitivity, data),
        "influences[].": (Influence, data["influences"][0]),
        "headline.": (Headline, data["headline"]),
        "nearest.": (Counterexample, data["nearest"]),
        "nearest.shifts[].": (Shift, data["nearest"]["shifts"][0]),
        "trades[].": (Trade, data["trades"][0]),
        "looked.": (Looked, data["looked"]),
    }
    for lead, (kind, found) in places.items():
        names = {field.name for field in fields(kind)}
        assert names <= set(found)
        assert {f"{lead}{name}" for name in names} <= documented


def test_set_against_and_instead(run: Run) -> None:
    asked = "sensitivity", "-", "--of", "payoff.One", "--draws", "16", "--json"
    less = json.loads(run(*asked, "-s", "free", "--against", "bound", stdin=BOUND).stdout)
    assert (less["scenarios"], less["value"]) == (["free", "bound"], 0.25)
    moved = json.loads(run(*asked, "--set", "b=1/2", stdin=CHOICE).stdout)
    assert [row["parameter"] for row in moved["influences"]] == ["a", "c"]
    instead = json.loads(run(*asked, "--instead", "go == left", stdin=CHOICE).stdout)
    assert instead["nearest"]["path"] == {"": {"go": ["left"]}}


def test_nothing_that_overturns_is_said(run: Run) -> None:
    result = run("sensitivity", "-", "--of", "go == left", "--draws", "16", stdin=SURE)
    said = " ".join(result.stdout.split())
    assert "None found within the ranges" in said
    assert "the output is constant" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "--of"),
        (("--of", "go == rigth"), 2, "did you mean 'right'"),
        (("--of", "go"), 2, "write `go == left`"),
        (("--of", "payoff.One", "--draws", "1"), 2, "--draws"),
        (("--of", "payoff.One", "-s", "war"), 2, "war"),
        (("--of", "payoff.One", "--set", "a=1", "--set", "b=1", "--set", "c=1"), 2, "no parameter"),
        (("--of", "payoff.One", "--concept", "wisdom"), 2, "wisdom"),
    ],
)
def test_refusals(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("sensitivity", "-", *arguments, stdin=CHOICE)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_interrupted_it_shows_what_it_has(
    run: Run, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    left = [None]

    def interrupt(bar: Progress, *_: int) -> None:
        if "counter-examples" in bar.what and left:
            left.pop()
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", interrupt)
    result = run(*ASKED, *more, stdin=CHOICE)
    assert result.exit_code == 130
    assert result.stderr.endswith("interrupted at counter-examples\n")
    if more:
        assert json.loads(result.stdout)["unfinished"] == "counter-examples"
    else:
        assert "Unfinished: interrupted at counter-examples." in result.stdout
