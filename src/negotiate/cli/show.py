"""``negotiate show``: the game itself, before anything is solved."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options


@click.command(name="show", short_help="Show a game before it is solved.")
@_options.game_file
@click.option("--scenario", "-s", metavar="SCENARIO", default="", help="The tree of this one.")
@click.option(
    "--depth", metavar="N", type=click.IntRange(min=0), help="Decisions before the tree is folded."
)
@click.option("--tree", "whole", is_flag=True, help="The whole tree, however large.")
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    scenario: str,
    depth: int | None,
    whole: bool,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """Show a game: its story, players, parameters, moves and tree."""
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    numbers = _options.known_settings(model, settings, [scenario])
    game = model.game(scenario, numbers)
    spec = model.spec.with_settings(numbers)
    if as_json:
        from negotiate.analysis.outline import outline

        emit_json(outline(spec, game.tree))
        return
    from negotiate.render.terminal_show import game_page

    if whole:
        depth = game.tree.n_nodes
    emit(game_page(spec, game, width=columns(width), colours=colours(), depth=depth))
