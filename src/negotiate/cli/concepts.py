"""``negotiate concepts``: what counts as an answer, and which methods find one."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options


@click.command(name="concepts", short_help="List concepts and methods, and who takes a game.")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--scenario", "-s", default="", help="The game of this scenario.")
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str | None,
    scenario: str,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """List every solution concept in one sentence, with its source and its methods.

    Given a game, say which methods take it, and why the others do not.
    """
    from negotiate.analysis.catalogue import catalogue
    from negotiate.cli._output import colours, columns, emit, emit_json

    game, title = None, ""
    if file is not None:
        model = _options.open_model(file, max_nodes)
        game = model.game(scenario, _options.known_settings(model, settings))
        title = model.spec.title
    entries = catalogue(game)
    if as_json:
        from negotiate.formats.answers import plain

        emit_json({"format": 1, "kind": "concepts", "game": title, "concepts": plain(entries)})
        return
    from negotiate.render.terminal_concepts import concepts_page

    emit(concepts_page(entries, title, width=columns(width), colours=colours()))
