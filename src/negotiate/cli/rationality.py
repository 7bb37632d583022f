"""``negotiate rationality``: how play changes as players err less."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options


@click.command(name="rationality", short_help="Show how play changes as players err less.")
@_options.game_file
@click.option(
    "--to",
    "end",
    metavar="LAMBDA",
    type=click.FloatRange(min=0, min_open=True),
    help="λ at which the path ends; default: where play no longer changes.",
)
@_options.scenario
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    end: float | None,
    scenario: str | None,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """Follow play from choice at random, λ = 0, to an equilibrium.

    Points are quantal response equilibria: players err, but less often where errors cost more,
    and count on the others to do the same.
    """
    from negotiate.api import rationality_path
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    numbers = _options.known_settings(model, settings, [scenario])
    path = rationality_path(model, end, scenario, settings=numbers)
    if as_json:
        emit_json(path)
        return
    from negotiate.render.terminal_rationality import rationality_page

    emit(rationality_page(path, width=columns(width), colours=colours()))
