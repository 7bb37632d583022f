"""``negotiate learn``: where learning leads, round by round."""

from __future__ import annotations

from typing import Any

import click

from negotiate.cli import _options


@click.command(name="learn", short_help="Let two players learn, and see where it leads.")
@_options.game_file
@click.option(
    "--process", metavar="PROCESS", default="fictitious", help="fictitious (play) or replicator."
)
@click.option("--scenario", "-s", metavar="SCENARIO", default="", help="The game of this scenario.")
@click.option(
    "--length",
    metavar="N",
    type=click.IntRange(min=1, max=10**5),
    default=1000,
    show_default=True,
    help="Rounds, or units of time.",
)
@click.option(
    "--seed", metavar="N", type=click.IntRange(min=0), default=0, help="Of ties, or of the start."
)
@_options.settings
@_options.max_nodes
@_options.width
@_options.as_json
def command(
    *,
    file: str,
    process: str,
    scenario: str,
    length: int,
    seed: int,
    settings: tuple[Any, ...],
    max_nodes: int,
    width: int | None,
    as_json: bool,
) -> None:
    """Let two players learn, by Nashpy, and show where play goes and how far from equilibrium.

    This is a process and no equilibrium concept: nothing is certified.
    """
    from dataclasses import replace

    from negotiate.analysis.compare import info_of
    from negotiate.analysis.learning import learn
    from negotiate.cli._output import colours, columns, emit, emit_json

    model = _options.open_model(file, max_nodes)
    scenario = scenario or model.scenarios[0]
    numbers = _options.known_settings(model, settings, [scenario])
    course = learn(model.game(scenario, numbers), process, length=length, seed=seed)
    course = replace(course, game=info_of(model, scenario, numbers), scenario=scenario)
    if as_json:
        emit_json(course)
        return
    from negotiate.render.terminal_learning import learning_page

    emit(learning_page(course, width=columns(width), colours=colours()))
