"""``negotiate convert``: the same game in the format of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from negotiate.cli import _options
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from negotiate.formats.protocol import GameFormat
    from negotiate.game.game import Game
    from negotiate.game.model import Model


@click.command(name="convert", short_help="Write a game for Gambit: .efg or .nfg.")
@_options.game_file
@click.argument("target", metavar="TARGET", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--scenario",
    "-s",
    metavar="SCENARIO",
    default="",
    help="As this scenario has it; default: as written.",
)
@_options.settings
@_options.force
@_options.max_nodes
def command(
    *,
    file: str,
    target: Path,
    scenario: str,
    settings: tuple[Any, ...],
    force: bool,
    max_nodes: int,
) -> None:
    """Write a game to TARGET, as its suffix says: .efg or .nfg, which Gambit reads.

    Numbers are written as exact fractions, at the values that the parameters have.
    """
    from dataclasses import replace

    from negotiate.api._files import may_write, writable, write_whole
    from negotiate.cli._output import emit

    module = _format_of(target)
    writable(target)
    model = _options.open_model(file, max_nodes)
    model = model.with_settings(_options.known_settings(model, settings, [scenario]))
    spec = model.spec_of(scenario)
    game = _numbers(model, scenario)
    title = f"{spec.title}: {scenario}" if scenario else spec.title
    text = module.write(replace(spec, title=title), game)
    may_write(target, force=force, text=text)
    write_whole(target, text)
    tree = game.tree
    emit(f"wrote {target}: {tree.n_players} players, {tree.n_nodes:,} nodes\n")


def _format_of(target: Path) -> GameFormat:
    from negotiate.formats import find, formats

    module = find(target.suffix.lower().removeprefix("."))
    if module is None:
        known = " and ".join(f".{name}" for name in formats())
        raise UsageError(f"'{target}' does not say how to write it; known suffixes are {known}")
    return module


def _numbers(model: Model, scenario: str) -> Game:
    """Return the game in fractions, or where a function has none in floating point."""
    try:
        return model.game(scenario, exact=True)
    except UsageError:
        game = model.game(scenario)
        click.echo(
            "warning: payoffs are rounded to floating point before they are written", err=True
        )
        return game
