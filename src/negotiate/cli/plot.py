"""``negotiate plot``: plots of an answer, for papers and slides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiate.cli import _options


class Kinds(click.Command):
    """A command whose help lists the kinds of plot that there are."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line a kind."""
        from negotiate.render.plot import find, kinds

        with formatter.section("Kinds"):
            formatter.write_dl([(kind, find(kind).ABOUT) for kind in kinds()])
        super().format_epilog(ctx, formatter)


@click.command(
    name="plot", cls=Kinds, short_help="Plot an answer: payoffs, strips, tornado, fans, and more."
)
@_options.game_file
@click.argument("kind", metavar="KIND")
@_options.output("The file to write: .svg, .pdf or .png; default: the game's name, the kind, .svg.")
@_options.force
@click.option(
    "--scenario",
    "-s",
    "scenarios",
    metavar="SCENARIO",
    multiple=True,
    help="Only these; default: all, or the first.",
)
@click.option(
    "--of", metavar="EXPRESSION", help="What: a quantity, criterion, payoff.KEY, or a move."
)
@click.option("--x", multiple=True, metavar="PARAMETER", help="A parameter along the axis.")
@click.option("--y", metavar="PARAMETER", help="The other parameter of a map.")
@click.option("--players", metavar="KEY,KEY", help="Two players, for bargaining.")
@click.option("--against", metavar="SCENARIO", help="What follows disagreement, or is taken off.")
@click.option("--to", type=float, metavar="LAMBDA", help="Where quantal response ends.")
@click.option(
    "--draws", metavar="N", type=click.IntRange(min=0, max=10**7), help="Draws of the parameters."
)
@click.option("--seed", metavar="N", type=click.IntRange(min=0), help="Of all random draws.")
@click.option("--concept", metavar="CONCEPT", help="Solution concept, such as spe or nash.")
@click.option("--method", metavar="METHOD", help="How to find it.")
@_options.rationality
@_options.settings
@_options.max_nodes
def command(
    *,
    file: str,
    kind: str,
    output: Path | None,
    force: bool,
    settings: tuple[Any, ...],
    max_nodes: int,
    **how: Any,
) -> None:
    """Plot an answer of a game as .svg, .pdf or .png."""
    from negotiate.api import plot
    from negotiate.api._files import may_write
    from negotiate.api._plot import KINDS
    from negotiate.cli._output import emit, write
    from negotiate.cli._progress import Progress, by_stages
    from negotiate.render.plot import find

    find(kind)  # before the game is read
    stem = "game" if file == _options.STDIN else Path(file).stem
    target = output or Path(f"{stem}-{kind}.svg")
    suffix = KINDS.of(target)
    may_write(target, force=force)
    model = _options.open_model(file, max_nodes)
    with Progress("") as bar:
        found = plot(
            model,
            kind,
            settings=_options.known_settings(model, settings),
            progress=by_stages(bar),
            **_asked(kind, how),
        )
    write(target, *found.encoded(suffix))
    emit(f"wrote {target}\n")


def _asked(kind: str, how: dict[str, Any]) -> dict[str, Any]:
    """Return options under the names that the kind has for them: one scenario or several."""
    from inspect import signature

    from negotiate.api import _plot_data

    takes = signature(getattr(_plot_data, kind)).parameters
    found = {name: value for name, value in how.items() if value not in {None, ()}}
    scenarios = found.pop("scenarios", ())
    if len(scenarios) > 1 or (scenarios and "scenario" not in takes):
        found["scenarios"] = scenarios
    elif scenarios:
        found["scenario"] = scenarios[0]
    if len(found.get("x", ())) == 1:
        found["x"] = found["x"][0]
    elif "x" in found and kind != "strip":
        raise click.UsageError(f"a plot of kind {kind} has one parameter along its axis")
    if "players" in found:
        found["players"] = [key.strip() for key in found["players"].split(",")]
    return found
