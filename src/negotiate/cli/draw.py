"""``negotiate draw``: a picture of the tree, for papers and slides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiate.cli import _options


@click.command(name="draw", short_help="Draw the tree: SVG, PDF, PNG, or TikZ for LaTeX.")
@_options.game_file
@_options.output("The file to write: .svg, .pdf, .png or .tex; default: the game's name with .svg.")
@_options.force
@click.option(
    "--scenario", "-s", metavar="SCENARIO", help="As this scenario has it; default: the first."
)
@click.option(
    "--against", metavar="SCENARIO", help="Draw this scenario's path beneath, as a grey band."
)
@_options.concept
@_options.method
@_options.rationality
@click.option(
    "--equilibrium",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which of several equilibria.",
)
@_options.settings
@click.option(
    "--depth",
    metavar="N",
    type=click.IntRange(min=1),
    help="Decisions on a branch before it is folded; default: above 300 nodes, what happens"
    " stays open and the rest folds.",
)
@click.option("--all", "every", is_flag=True, help="Fold nothing.")
@click.option("--no-answer", is_flag=True, help="The bare tree, unsolved.")
@click.option("--dark", is_flag=True, help="For a dark background.")
@_options.max_nodes
def command(
    *,
    file: str,
    output: Path | None,
    force: bool,
    settings: tuple[Any, ...],
    every: bool,
    no_answer: bool,
    max_nodes: int,
    **how: Any,
) -> None:
    """Draw the tree of a game: who moves when, what is played, what each end is worth.

    The equilibrium path is bold. Choices that would be made elsewhere are thin and in colour,
    information sets dashed, ties dotted.
    """
    from negotiate.api import draw
    from negotiate.api._draw import KINDS
    from negotiate.api._files import may_write
    from negotiate.cli._output import emit, write
    from negotiate.results.numbers import count

    target = output or Path("tree.svg" if file == _options.STDIN else f"{Path(file).stem}.svg")
    kind = KINDS.of(target)
    may_write(target, force=force)
    model = _options.open_model(file, max_nodes)
    drawing = draw(
        model,
        settings=_options.known_settings(model, settings, [how["scenario"]]),
        all=every,
        answer=not no_answer,
        **how,
    )
    write(target, *drawing.encoded(kind))
    nodes, shown = len(drawing.diagram.parent), drawing.shown
    emit(f"wrote {target}: {count(nodes, 'node')}{f', {shown:,} shown' * (shown < nodes)}\n")
