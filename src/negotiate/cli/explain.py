"""``negotiate explain``: why a move comes out as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from negotiate.cli import _options
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from negotiate.game.model import Model


@click.command(name="explain", short_help="Explain why a move comes out as it does.")
@_options.game_file
@click.option("--move", metavar="MOVE", help="The decision to explain; left out, they are listed.")
@_options.scenarios
@_options.concept
@_options.method
@_options.rationality
@_options.settings
@_options.exact
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    move: str | None,
    scenarios: tuple[str, ...],
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Explain a move: what each option would bring, and why not."""
    from negotiate.api import explain
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    if move is None:
        raise UsageError(f"say which decision with --move: {', '.join(_moves(model, scenarios))}")
    numbers = _options.known_settings(model, settings, scenarios)
    explanation = explain(model, move, scenarios or None, settings=numbers, **how)
    if as_json:
        emit_json(explanation)
        return
    from negotiate.render.terminal_explain import explanation_page

    emit(explanation_page(explanation, width=columns(width), colours=colours()))


def _moves(model: Model, scenarios: tuple[str, ...]) -> list[str]:
    """Return the decisions of players, in the order of the tree."""
    from negotiate.api._asked import check_scenarios

    check_scenarios(model, scenarios)
    tree = model.game([*scenarios, *model.scenarios, ""][0]).tree
    owners = enumerate(tree.infoset_owner.tolist())
    return list(dict.fromkeys(tree.labels.move_of(h) for h, owner in owners if owner >= 0))
