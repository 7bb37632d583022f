"""``negotiate schema``: the shape of a game file, for editors."""

from __future__ import annotations

import click


@click.command(name="schema", short_help="Print the JSON schema of game files.")
def command() -> None:
    """Print the JSON schema of game files, which editors use for completion and checks."""
    from negotiate.cli._output import emit
    from negotiate.formats.answers import dumps
    from negotiate.spec.schema import schema

    emit(f"{dumps(schema())}\n")
