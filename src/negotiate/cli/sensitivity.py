"""``negotiate sensitivity``: which assumption matters, and what would overturn the answer."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options
from negotiate.cli._group import INTERRUPTED


@click.command(
    name="sensitivity", short_help="Which assumption matters, and what would overturn the answer?"
)
@_options.game_file
@click.option(
    "--of",
    metavar="EXPRESSION",
    help="Any result: 'ceasefire == now', payoff.UA, a quantity, a criterion, or arithmetic.",
)
@click.option(
    "--scenario",
    "-s",
    metavar="SCENARIO",
    help="Of names that say none; default: the first of the file.",
)
@click.option("--against", metavar="SCENARIO", help="Take its value off: a difference.")
@click.option(
    "--instead",
    metavar="EXPRESSION",
    help="Overturned only where this holds: 'ceasefire == later'.",
)
@click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(min=2, max=2**17),
    help="Rows of the Sobol sample, a power of two; default: 1024, or 64 where each point has to"
    " be solved by itself.",
)
@_options.seed
@_options.concept
@_options.method
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    of: str | None,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Find which assumption an output hangs on, and what would overturn it.

    Sobol indices and a tornado table over the parameters' ranges; the nearest counter-example,
    and the strongest case against: few assumptions, little changed, verified by solving there.
    Ctrl-C after the indices shows what there is by then.
    """
    from negotiate.api import sensitivity
    from negotiate.api._wanting import result_wanted
    from negotiate.cli._output import colours, columns, emit, emit_json
    from negotiate.cli._progress import Progress, by_stages

    model = _options.open_model(file, max_nodes)
    if of is None:
        raise result_wanted(model, "sensitivity {file}")
    how["settings"] = _options.known_settings(model, settings, [how["scenario"]])
    with Progress("points") as bar:
        say = by_stages(bar)
        answer = sensitivity(
            model,
            of,
            how.pop("scenario"),
            progress=lambda stage, *far: say(f"points ({stage})", *far),
            **how,
        )
    if answer.unfinished:
        click.echo(f"interrupted at {answer.unfinished}", err=True)
    if as_json:
        emit_json(answer)
    else:
        from negotiate.render.terminal_sensitivity import sensitivity_page

        emit(sensitivity_page(answer, width=columns(width), colours=colours()))
    return INTERRUPTED if answer.unfinished else 0
