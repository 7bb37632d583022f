"""``negotiate concepts``: what counts as an answer, and which methods find one."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options
from negotiate.version import __version__


@click.command(name="concepts", short_help="List concepts and methods, and who takes a game.")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--scenario", "-s", metavar="SCENARIO", default="", help="The game of this scenario.")
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
    from negotiate.analysis.compare import info_of
    from negotiate.cli._output import colours, columns, emit, emit_json
    from negotiate.results.catalogue import Catalogue

    game = about = None
    if file is not None:
        model = _options.open_model(file, max_nodes)
        numbers = _options.known_settings(model, settings, [scenario])
        game = model.game(scenario, numbers)
        about = info_of(model, scenario, numbers)
    entries = catalogue(game)
    if as_json:
        emit_json(Catalogue(about, entries, __version__))
        return
    from negotiate.render.terminal_concepts import concepts_page

    title = about.title if about else ""
    emit(concepts_page(entries, title, width=columns(width), colours=colours()))
