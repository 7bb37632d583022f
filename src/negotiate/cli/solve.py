"""``negotiate solve``: the answer, and what each scenario changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from negotiate.cli import _options

if TYPE_CHECKING:
    from negotiate.results.report import Comparison


@click.command(name="solve", short_help="Solve a game: who does what, and why.")
@_options.game_file
@_options.scenarios
@_options.solving
def command(
    file: str, scenarios: tuple[str, ...], as_json: bool, width: int | None, **how: Any
) -> None:
    """Solve a game: who does what in each scenario, why, and how robust that is.

    Scenarios are compared to the first one.
    """
    answer = compared(file, scenarios, **how)
    show(answer, as_json=as_json, width=width)


def compared(
    file: str,
    scenarios: tuple[str, ...],
    *,
    settings: tuple[Any, ...],
    every: bool,
    max_nodes: int,
    seed: int,
    **how: Any,
) -> Comparison:
    """Return the answer to the options that `solve` and `compare` share."""
    from negotiate.api import compare

    model = _options.open_model(file, max_nodes)
    return compare(
        model,
        scenarios or None,
        all=every,
        seed=seed,
        settings=_options.known_settings(model, settings, scenarios),
        **how,
    )


def show(answer: Comparison, *, as_json: bool, width: int | None, full: bool = False) -> None:
    """Print an answer, as JSON or for people."""
    from negotiate.cli._output import colours, columns, emit, emit_json

    if as_json:
        emit_json(answer)
    else:
        from negotiate.render.terminal import comparison_page

        emit(comparison_page(answer, width=columns(width), colours=colours(), full=full))
