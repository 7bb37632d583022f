"""The page on the command line names every command, each with all of its options."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from negotiate.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = main.list_commands(click.Context(main))


def documented(name: str) -> set[str]:
    """Return the options in the section of a command, or in its row among the other commands."""
    _, *sections = TEXT.split("\n## Options of ")
    for section in sections:
        title, _, body = section.split("\n## ", 1)[0].partition("\n")
        if title == "the other commands":
            body = "\n".join(re.findall(rf"^\| `{name}` \|.*$", body, re.MULTILINE))
        elif name not in title.split():
            continue
        if body:
            return set(re.findall(r"--[a-z][a-z-]*", body))
    return set()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_stands_in_the_table(name: str) -> None:
    assert re.search(rf"^\| `negotiate {name}\b", TEXT, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_and_no_other(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [p for p in command.params if isinstance(p, click.Option)]
    long = {o for p in options for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    arguments = {"--scenario"} if name == "compare" else set()  # it shares a section with solve
    assert documented(name) - arguments == long
