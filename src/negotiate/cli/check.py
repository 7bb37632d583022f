"""``negotiate check``: whether files follow the format and keep what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from negotiate.cli import _options
from negotiate.errors import GameFileError, NegotiateError
from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.results.check import CheckResult


@click.command(name="check", short_help="Check files and what they promise.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@_options.max_nodes
@_options.width
@_options.as_json
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], max_nodes: int, width: int | None, as_json: bool
) -> None:
    """Check game files: the format, and every promise that they make.

    Exit code 3 if a file breaks the format or a promise: then it says what is not so.
    """
    from negotiate.cli._output import colours, columns, emit, emit_json
    from negotiate.render.terminal_library import check_page
    from negotiate.results.check import Checked, FileCheck

    worst = 0
    found: list[FileCheck] = []
    for file in files:
        try:
            results = _checked(file, max_nodes)
        except NegotiateError as error:
            worst = max(worst, error.exit_code) if worst != GameFileError.exit_code else worst
            found.append(FileCheck(file, ok=False, error=str(error), promises=()))
            click.echo(str(error), err=True)
            continue
        kept = all(result.ok for result in results)
        worst = worst if kept else GameFileError.exit_code
        found.append(FileCheck(file, ok=kept, error="", promises=results))
        if not as_json:
            emit(check_page(file, results, width=columns(width), colours=colours()))
    if as_json:
        emit_json(Checked(tuple(found), __version__))
    ctx.exit(worst)


def _checked(file: str, max_nodes: int) -> tuple[CheckResult, ...]:
    """Compile every scenario of a file and verify its promises."""
    from negotiate.api import check

    return check(_options.open_model(file, max_nodes))
