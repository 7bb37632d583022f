"""``negotiate sweep``: every scenario at many draws of the parameters."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import click

from negotiate.cli import _options
from negotiate.cli._group import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from negotiate.results.sweep import Sweep

MOST_VALUES: Final = 10_000
SMALL: Final = 20_000
"""Fewer draws than this are not worth starting other processes for, unless they are asked for."""

QUICK: Final = frozenset({"auto", "spe", "qre"})
"""Concepts whose draws are solved at once, as a rule."""


class Grid(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """``name=low:high:n``, n values from low to high."""

    name = "name=low:high:n"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, tuple[Fraction, ...]]:
        """Split and read; whether the parameter exists is for the game to say."""
        from negotiate.spec.document import exact

        if isinstance(value, tuple):
            return value
        name, _, text = value.partition("=")
        parts = text.split(":")
        numbers = [exact(part.strip()) for part in parts]
        low, high, n = (*numbers, None, None, None)[:3]
        if len(parts) != 3 or not name.strip() or low is None or high is None or n is None:
            self.fail(f"'{value}' is not name=low:high:n, such as cost=0:1:11", param, ctx)
        if n.denominator > 1 or not 2 <= n <= MOST_VALUES or not low < high:
            rule = f"low is below high, and n is a whole number from 2 to {MOST_VALUES:,}"
            self.fail(f"'{value}': {rule}", param, ctx)
        step = (high - low) / (n - 1)
        return name.strip(), tuple(low + step * k for k in range(int(n)))


class Pair(click.ParamType):  # type: ignore[type-arg]  # as `Grid`
    """``a,b=number``."""

    name = "a,b=number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str, str]:
        """Split; what is wrong with the parts is for the game to say."""
        if isinstance(value, tuple):
            return value
        names, equals, number = value.partition("=")
        first, comma, second = names.partition(",")
        if not equals or not comma:
            self.fail(f"'{value}' is not a,b=number, such as cost,patience=0.5", param, ctx)
        return first.strip(), second.strip(), number.strip()


class Law(click.ParamType):  # type: ignore[type-arg]  # as `Grid`
    """``name=distribution``."""

    name = "name=distribution"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split; what is wrong with the distribution is for the game to say."""
        if isinstance(value, tuple):
            return value
        name, equals, text = value.partition("=")
        if not equals:
            self.fail(f"'{value}' is not name=normal(0.5, 0.1) or the like", param, ctx)
        return name.strip(), text.strip()


@click.command(name="sweep", short_help="Solve every scenario at many draws of the parameters.")
@_options.game_file
@click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(min=1, max=10**10),
    default=10_000,
    show_default=True,
    help="How many.",
)
@click.option(
    "--scenario",
    "-s",
    "scenarios",
    metavar="SCENARIO",
    multiple=True,
    help="Of these only; they are compared to the first.",
)
@click.option(
    "--over",
    metavar="PARAMETER=LOW:HIGH:N",
    type=Grid(),
    multiple=True,
    help="A grid, crossed with the draws.",
)
@click.option(
    "--dist",
    metavar="PARAMETER=LAW",
    type=Law(),
    multiple=True,
    help="Another distribution: x=normal(0.5,0.1).",
)
@click.option(
    "--correlate",
    metavar="PARAMETER,PARAMETER=RHO",
    type=Pair(),
    multiple=True,
    help="A rank correlation.",
)
@click.option(
    "--sampling",
    type=click.Choice(["random", "sobol", "latin"]),
    default="random",
    show_default=True,
    help="How draws are made.",
)
@_options.concept
@_options.method
@_options.rationality
@_options.settings
@click.option("--moves", is_flag=True, help="Keep the odds of every move's outcomes too.")
@click.option(
    "--output",
    "--out",
    "-o",
    "out",
    metavar="FILE",
    type=click.Path(),
    help="Write all draws: .nc, .zarr or .parquet.",
)
@_options.force
@click.option("--resume", is_flag=True, help="Go on with what lies beside --out.")
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes; by default one for small sweeps, else as many as processors.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Compute on a Dask cluster.")
@_options.seed
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    over: tuple[tuple[str, tuple[Fraction, ...]], ...],
    dist: tuple[tuple[str, str], ...],
    correlate: tuple[tuple[str, str, str], ...],
    settings: tuple[Any, ...],
    workers: int | None,
    max_nodes: int,
    width: int | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Solve every scenario at many draws of the parameters, the same draws for all.

    Odds of outcomes, quantiles of payoffs, and in how many draws a scenario changes what happens,
    each with its interval. Ctrl-C keeps what is done; with --out, --resume goes on with it.
    """
    import gc

    from negotiate.cli._output import emit_json
    from negotiate.cli._progress import Progress

    gc.enable()  # a sweep may run for days
    model = _options.open_model(file, max_nodes)
    cells = 1
    for _, values in over:
        cells *= len(values)
    small = how["draws"] * cells < SMALL and how["concept"] in QUICK
    with Progress("draws") as progress:
        from negotiate.api import sweep

        answer = sweep(
            model,
            over=_once("--over", over),
            distributions=_once("--dist", dist),
            correlations=correlate,
            settings=_options.known_settings(model, settings),
            workers=workers or (1 if small else os.cpu_count() or 1),
            progress=progress,
            **how,
        )
    if not answer.finished:
        _say_interrupted(answer, how["out"])
    if as_json:
        emit_json(answer)
    else:
        _show(answer, width)
    return 0 if answer.finished else INTERRUPTED


def _once(option: str, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return what is given by name; a name that is given twice is refused."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise click.UsageError(f"{option} {name} is given twice")
        found[name] = value
    return found


def _say_interrupted(answer: Sweep, out: str | None) -> None:
    done, asked = answer.cells[-1].draws, answer.design.draws
    kept = f"; --resume goes on with the pieces beside {out}" if out else ""
    click.echo(f"interrupted after {done:,} of {asked:,} draws{kept}", err=True)


def _show(answer: Sweep, width: int | None) -> None:
    from negotiate.cli._output import colours, columns, emit
    from negotiate.render.terminal_sweep import sweep_page

    emit(sweep_page(answer, width=columns(width), colours=colours()))
