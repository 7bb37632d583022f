"""The command line: composition only. One file a command, found by its name."""

from __future__ import annotations

import click

from negotiate import __version__
from negotiate.cli._group import Commands

__all__ = ["main"]


@click.command(
    name="negotiate",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="FILE is a path, - for standard input, or the name of a shipped game (negotiate games). "
    "Exit codes: 0 done, 2 wrong usage, 3 bad game file, 4 no answer, 1 a bug.",
)
@click.version_option(__version__, prog_name="negotiate", message="%(prog)s %(version)s")
def main() -> None:
    """Write down a negotiation as a game; learn who does what, why, and what would change it.

    Start with: negotiate solve kellogg
    """
