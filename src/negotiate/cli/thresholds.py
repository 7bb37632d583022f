"""``negotiate thresholds``: at which values of a parameter the answer changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from negotiate.cli import _options
from negotiate.cli._group import INTERRUPTED

if TYPE_CHECKING:
    from fractions import Fraction

    from negotiate.game.model import Model
    from negotiate.results.thresholds import Thresholds, WhatItTakes


class Over(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """``name``, or ``name=low:high``."""

    name = "name[=low:high]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, tuple[Fraction, Fraction] | None]:
        """Split and read; whether the parameter exists is for the game to say."""
        if isinstance(value, tuple):
            return value
        name, equals, bounds = value.partition("=")
        if not equals:
            return name.strip(), None
        return name.strip(), _options.Limits().convert(bounds, param, ctx)


@click.command(
    name="thresholds", short_help="Find the values at which the answer changes, exactly."
)
@_options.game_file
@click.option(
    "--over",
    metavar="PARAMETER[=LOW:HIGH]",
    type=Over(),
    help="The parameter; with =LOW:HIGH another range.",
)
@click.option("--all", "every", is_flag=True, help="Every parameter: what would it take?")
@_options.scenario
@_options.concept
@_options.method
@_options.settings
@click.option("--off-path", is_flag=True, help="List changes off the path of play too.")
@click.option("--closed-form", is_flag=True, help="Thresholds as formulas in all parameters.")
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    over: tuple[str, tuple[Fraction, Fraction] | None] | None,
    every: bool,
    settings: tuple[Any, ...],
    off_path: bool,
    closed_form: bool,
    max_nodes: int,
    width: int | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Find every value of a parameter at which the answer changes, exactly.

    With --all: for each parameter the nearest such value, closest first. Ctrl-C then shows those
    that are done.
    """
    from functools import partial

    from negotiate.api._wanting import parameters_wanted
    from negotiate.cli._output import colours, columns, emit, emit_json
    from negotiate.render.terminal_thresholds import thresholds_page, what_it_takes_page
    from negotiate.results.thresholds import Thresholds
    from negotiate.results.wording import listed

    if every and (over is not None or off_path or closed_form):
        raise click.UsageError("ask for one parameter with --over, or for all with --all alone")
    model = _options.open_model(file, max_nodes)
    if over is None and not every:
        raise parameters_wanted(model, "thresholds {file}", {"--over": None})
    how["settings"] = _options.known_settings(model, settings, [how["scenario"]])
    answer = _answered(model, over, closed_form=closed_form, **how)
    if isinstance(answer, Thresholds):
        left: tuple[str, ...] = ()
        page = partial(thresholds_page, answer, off_path=off_path)
    else:
        left = answer.unfinished
        page = partial(what_it_takes_page, answer)
    if left:
        click.echo(f"interrupted: not looked at: {listed(left)}", err=True)
    if as_json:
        emit_json(answer)
    else:
        emit(page(width=columns(width), colours=colours()))
    return INTERRUPTED if left else 0


def _answered(
    model: Model,
    over: tuple[str, tuple[Fraction, Fraction] | None] | None,
    *,
    closed_form: bool,
    **how: Any,
) -> Thresholds | WhatItTakes:
    from negotiate.api import thresholds, what_it_takes
    from negotiate.cli._progress import Progress

    if over is None:
        with Progress("parameters") as bar:
            return what_it_takes(model, progress=bar, **how)
    parameter, within = over
    return thresholds(model, parameter, within=within, closed_form=closed_form, **how)
