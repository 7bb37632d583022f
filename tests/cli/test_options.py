"""Options that several commands share mean the same in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from negotiate.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

CONTEXT = click.Context(main)
NEEDED: dict[str, Sequence[str]] = {
    "compare": ("no_threat", "both_believed"),
    "explain": ("--move", "ua_talks"),
    "sensitivity": ("--of", "payoff.UA"),
    "thresholds": ("--over", "k_ua"),
    "map": ("--x", "k_ua", "--y", "k_ru"),
    "plot": ("payoffs",),
}
"""What the commands that want more than a game are asked of `conditional-aid`."""


def commands_with(*flags: str) -> list[str]:
    """Return the commands that have all of these options."""
    return [
        name
        for name in main.list_commands(CONTEXT)
        if (command := main.get_command(CONTEXT, name))
        and set(flags) <= {flag for option in command.params for flag in option.opts}
    ]


@pytest.mark.parametrize("name", commands_with("--concept", "--lambda"))
def test_a_rationality_belongs_to_no_other_concept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("conditional-aid", *NEEDED.get(name, ()), "--concept", "spe", "--lambda", "1")
    result = run(name, *asked)
    assert result.exit_code == 2
    assert "a rationality λ belongs to the concept qre, not to spe" in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_rationality_has_no_objective(run: Run) -> None:
    result = run("solve", "chicken", "--lambda", "1", "--objective", "sum")
    assert result.exit_code == 2
    assert "a mediator's lottery, and qre has none" in result.stderr
