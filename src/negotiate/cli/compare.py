"""``negotiate compare``: what one scenario changes against another, in full."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options
from negotiate.errors import UsageError


@click.command(name="compare", short_help="Compare scenarios in full.")
@_options.game_file
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@_options.solving
def command(
    file: str, scenarios: tuple[str, ...], as_json: bool, width: int | None, **how: Any
) -> None:
    """Compare scenarios with the first one named: every changed decision, and every payoff term.

    Without names, all scenarios are compared with the first of the file.
    """
    from negotiate.cli.solve import compared, show

    if len(scenarios) == 1:
        raise UsageError(f"'{scenarios[0]}' needs another scenario to be compared with")
    answer = compared(file, scenarios, **how)
    if len(answer.scenarios) < 2:
        raise UsageError("the game has fewer than two scenarios; use: negotiate solve")
    show(answer, as_json=as_json, width=width, full=True)
