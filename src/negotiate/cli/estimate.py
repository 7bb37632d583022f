"""``negotiate estimate``: how rational observed choices are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiate.cli import _options


@click.command(name="estimate", short_help="Estimate how rational observed choices are.")
@_options.game_file
@click.option(
    "--data",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Observed choices: CSV with columns move, option, count, or YAML.",
)
@_options.scenario
@click.option(
    "--level",
    metavar="SHARE",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Of the confidence interval.",
)
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    data: Path,
    scenario: str | None,
    level: float,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """Estimate the rationality λ of observed choices, by maximum likelihood.

    Players err, but less often where errors cost more: the λ of quantal response equilibrium says
    how much less. 0 is choice at random.
    """
    from negotiate.api import estimate
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    numbers = _options.known_settings(model, settings, [scenario])
    found = estimate(model, data, scenario, settings=numbers, level=level)
    if as_json:
        emit_json(found)
        return
    from negotiate.render.terminal_estimate import estimate_page

    emit(estimate_page(found, width=columns(width), colours=colours()))
