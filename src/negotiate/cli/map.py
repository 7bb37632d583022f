"""``negotiate map``: which equilibrium path for which pair of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from negotiate.cli import _options
from negotiate.cli._group import INTERRUPTED

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="map", short_help="Map two parameters: what happens where.")
@_options.game_file
@click.option("--x", metavar="PARAMETER", help="The parameter to the right.")
@click.option("--y", metavar="PARAMETER", help="The parameter upwards.")
@_options.scenario
@_options.concept
@_options.method
@click.option(
    "--x-range",
    metavar="LOW:HIGH",
    type=_options.Limits(),
    help="Another range than that of the file.",
)
@click.option(
    "--y-range",
    metavar="LOW:HIGH",
    type=_options.Limits(),
    help="The same for the other parameter.",
)
@_options.settings
@click.option(
    "--resolution",
    metavar="N",
    type=click.IntRange(min=2, max=400),
    help="Squares along each side to begin with; default: 48, or 8 where each point has to be"
    " solved by itself.",
)
@_options.output("Write a file: .svg, .png, .pdf, .csv or .json.")
@_options.force
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    x: str | None,
    y: str | None,
    settings: tuple[Any, ...],
    output: Path | None,
    force: bool,
    max_nodes: int,
    width: int | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Map what happens for each pair of values of two parameters, all else as it is.

    Regions are told in the words of the file, each with its share of the map.
    """
    from negotiate.api import region_map
    from negotiate.api._files import may_write
    from negotiate.api._map import KINDS, encoded
    from negotiate.api._wanting import parameters_wanted
    from negotiate.cli._output import colours, columns, emit, emit_json, write
    from negotiate.cli._progress import Progress, by_stages

    if output is not None:
        KINDS.of(output)  # before the work, not after it
        may_write(output, force=force)
    model = _options.open_model(file, max_nodes)
    if x is None or y is None:
        raise parameters_wanted(model, "map {file}", {"--x": x, "--y": y})
    how["settings"] = _options.known_settings(model, settings, [how["scenario"]])
    with Progress("points") as bar:
        answer = region_map(model, x, y, progress=by_stages(bar), **how)
    if not answer.complete:
        click.echo("interrupted: the map is as good as it got", err=True)
    if output is not None:
        write(output, *encoded(answer, KINDS.of(output)))
    if as_json:
        emit_json(answer)
    elif output is not None:
        emit(f"wrote {output}: {len(answer.regions)} regions\n")
    else:
        from negotiate.render.terminal_map import map_page

        emit(map_page(answer, width=columns(width), colours=colours()))
    return 0 if answer.complete else INTERRUPTED
