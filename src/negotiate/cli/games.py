"""``negotiate games``: the library that ships with the package."""

from __future__ import annotations

import click

from negotiate.cli import _options
from negotiate.version import __version__


@click.command(name="games", short_help="List the shipped games.")
@_options.width
@_options.as_json
def command(width: int | None, as_json: bool) -> None:
    """List the shipped games; every command takes their names."""
    from negotiate.api import load
    from negotiate.cli._output import colours, columns, emit, emit_json
    from negotiate.spec.library import shipped_games

    titles = {name: load(name).spec.title for name in shipped_games()}
    if as_json:
        from negotiate.results.catalogue import Library, ShippedGame

        games = (ShippedGame(name, title) for name, title in titles.items())
        emit_json(Library(tuple(games), __version__))
        return
    from negotiate.render.terminal_library import library_page

    emit(library_page(titles, width=columns(width), colours=colours()))
