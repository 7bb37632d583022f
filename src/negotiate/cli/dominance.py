"""``negotiate dominance``: what nobody in their senses would do, and what is left then."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options


@click.command(name="dominance", short_help="Put dominated strategies aside, round by round.")
@_options.game_file
@click.option("--scenario", "-s", metavar="SCENARIO", default="", help="The game of this scenario.")
@click.option("--weak", is_flag=True, help="Weakly dominated strategies too; the order matters.")
@click.option("--pure", is_flag=True, help="Only single strategies count as better, no mixtures.")
@_options.exact
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    scenario: str,
    weak: bool,
    pure: bool,
    exact: bool,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """Put dominated strategies aside, round by round, and show what is left.

    With two players, what strict elimination leaves are the rationalizable strategies.
    """
    from dataclasses import replace

    from negotiate.analysis.compare import info_of
    from negotiate.analysis.dominance import dominance
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    scenario = scenario or model.scenarios[0]
    numbers = _options.known_settings(model, settings, [scenario])
    found = dominance(model.game(scenario, numbers, exact=exact), weak=weak, mixed=not pure)
    about = info_of(model, scenario, numbers, exact=exact)
    found = replace(found, game=about, scenario=scenario)
    if as_json:
        emit_json(found)
        return
    from negotiate.render.terminal_dominance import dominance_page

    emit(dominance_page(found, width=columns(width), colours=colours()))
