"""Standard output is the answer, standard error is all the rest."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from negotiate.errors import Problem
    from negotiate.formats.answers import AnyAnswer
    from negotiate.render.styled import Colours

WIDEST = 1000
NO_TERMINAL = 80
STDOUT = 1


def columns(asked: int | None) -> int:
    """Return the width to draw for: as asked, or the terminal's, or 80 where there is none."""
    return min(asked or _terminal_columns(), WIDEST)


def _terminal_columns() -> int:
    """Return what `shutil.get_terminal_size` does, without all the archives that come with it."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    try:
        return os.get_terminal_size(STDOUT).columns or NO_TERMINAL
    except OSError:  # closed, or no terminal at all
        return NO_TERMINAL


def colours() -> Colours | None:
    """Return what the terminal can show; None, so no escape at all, where it is none.

    See https://no-color.org and https://force-color.org.
    """
    terminal = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR") or terminal in {"dumb", "unknown"}:
        return None
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        return None
    if os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}:
        return "truecolor"
    return "256" if "256" in terminal else "standard"


def emit(text: str) -> None:
    """Write the answer, in characters that the output has."""
    from negotiate.render.words import carried_by

    sys.stdout.write(carried_by(text, sys.stdout.encoding or "utf-8"))
    sys.stdout.flush()


def emit_json(answer: AnyAnswer) -> None:
    """Write an answer as one JSON object."""
    from negotiate.formats.answers import dumps, to_dict

    emit(f"{dumps(to_dict(answer))}\n")


def write(target: Path, data: bytes, lacking: str) -> None:
    """Write a picture or data to a file, whole or not at all, and say what its font lacks."""
    from negotiate.api._files import remark, write_whole

    write_whole(target, data)
    if lacking:
        click.echo(f"warning: {remark(lacking)}", err=True)


def warn(file: str, warnings: Iterable[Problem]) -> None:
    """Write the warnings of a game file to standard error."""
    for problem in warnings:
        click.echo(problem.render(file), err=True)
