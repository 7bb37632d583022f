"""``negotiate explore``: the page in a browser, with this program to answer it."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from negotiate.cli import _options


@click.command(name="explore", short_help="Open the page in a browser, served from here.")
@_options.game_file
@_options.scenarios
@_options.concept
@_options.method
@_options.rationality
@_options.settings
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=0,
    help="Default: any that is free.",
)
@click.option("--open/--no-open", "show", default=None, help="Open a browser; default: if here.")
@_options.seed
@_options.draws("each result")
@_options.max_nodes
def command(
    *,
    file: str,
    scenarios: tuple[str, ...],
    settings: tuple[Any, ...],
    port: int,
    show: bool | None,
    max_nodes: int,
    **how: Any,
) -> None:
    """Serve the page of a game to a browser on this machine, until Ctrl-C.

    Sliders solve the game in the browser; what it cannot solve, such as games with hidden moves
    at other numbers or quantal response, is solved here. An edited file is shown anew.
    """
    from negotiate.api._asked import numbers_of
    from negotiate.api._explore import Explorer
    from negotiate.errors import UsageError
    from negotiate.render.server import PageServer

    if file == _options.STDIN:
        raise UsageError("explore reads its game again and again: give it a file")
    gc.enable()  # runs for hours, not for a moment
    model = _options.open_model(file, max_nodes)
    numbers = numbers_of(model, _options.known_settings(model, settings, scenarios))
    desk = Explorer(file, scenarios or None, settings=numbers, max_nodes=max_nodes, **how)
    desk.open()
    try:
        server = PageServer(desk, port)
    except OSError as error:
        raise UsageError(f"port {port} cannot be had: {error.strerror}") from error
    click.echo(f"{server.url}")
    click.echo(_advice(server.server_address[1]), err=True)
    sys.stdout.flush()
    if show is None:
        show = not _remote() and sys.stdout.isatty()
    if show:
        import webbrowser

        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        server.server_close()


def _remote() -> bool:
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def _advice(port: int) -> str:
    """Return what to do with the address."""
    stop = "Ctrl-C stops it; the page follows the file as you edit it."
    if not _remote():
        return stop
    return f"From your own machine: ssh -L {port}:127.0.0.1:{port} THIS-HOST, then open it.\n{stop}"
