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


def section(name: str) -> str:
    """Return what is said of the options of a command: its section, or its row among others."""
    _, *sections = TEXT.split("\n## Options of ")
    for each in sections:
        title, _, body = each.split("\n## ", 1)[0].partition("\n")
        if title == "the other commands":
            body = "\n".join(re.findall(rf"^\| `{name}` \|.*$", body, re.MULTILINE))
        elif name not in title.split():
            continue
        if body:
            return body
    return ""


def options(name: str) -> list[click.Option]:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return [option for option in command.params if isinstance(option, click.Option)]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_stands_in_the_table(name: str) -> None:
    assert re.search(rf"^\| `negotiate {name}\b", TEXT, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_and_no_other(name: str) -> None:
    own = options(name)
    long = {o for p in own for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    arguments = {"--scenario"} if name == "compare" else set()  # it shares a section with solve
    assert set(re.findall(r"--[a-z][a-z-]*", section(name))) - arguments == long


@pytest.mark.parametrize("name", COMMANDS)
def test_values_are_called_as_in_the_help(name: str) -> None:
    """In the section: `--x PARAMETER`. An example of a value is lower case or has an `=`."""
    called = {o: p.metavar for p in options(name) for o in p.opts}
    for option, word in re.findall(r"`(--[a-z-]+) ([A-Z][^` ]*)`", section(name)):
        assert called.get(option, word if name == "compare" else None) == word, option
