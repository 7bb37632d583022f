"""``negotiate report``: one HTML page with the story, the tree, and sliders that re-solve it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from negotiate.cli import _options


@click.command(name="report", short_help="Write a page to read, print, and play with, offline.")
@_options.game_file
@_options.output("The file to write; default: the name of the game with .html.")
@_options.force
@_options.scenarios
@_options.concept
@_options.method
@_options.rationality
@_options.settings
@_options.seed
@_options.draws("each result")
@click.option(
    "--thresholds/--no-thresholds",
    default=None,
    help="The nearest change along every parameter; default: where the tree is small.",
)
@_options.max_nodes
def command(
    *,
    file: str,
    output: Path | None,
    force: bool,
    scenarios: tuple[str, ...],
    settings: tuple[Any, ...],
    max_nodes: int,
    **how: Any,
) -> None:
    """Write one self-contained HTML page: story, tree, what each scenario shifts, assumptions.

    In a browser its sliders solve the game anew. It needs no network and no other file.
    """
    from negotiate.api import report
    from negotiate.api._files import may_write, write_whole
    from negotiate.api._report import KINDS
    from negotiate.cli._output import emit

    target = output or Path("report.html" if file == _options.STDIN else f"{Path(file).stem}.html")
    KINDS.of(target)
    may_write(target, force=force)
    model = _options.open_model(file, max_nodes)
    page = report(
        model,
        scenarios or None,
        settings=_options.known_settings(model, settings, scenarios),
        command=_command(file, scenarios, settings, **how),
        **how,
    )
    write_whole(target, page)
    emit(f"wrote {target}\n")


def _command(
    file: str,
    scenarios: tuple[str, ...],
    settings: tuple[Any, ...],
    *,
    concept: str,
    method: str,
    seed: int,
    draws: int,
    thresholds: bool | None,
    rationality: float | None,
) -> str:
    """Return the command that makes the same page, for any directory and output."""
    words = ["negotiate", "report", file]
    words += [word for name in scenarios for word in ("--scenario", name)]
    words += ["--concept", concept] if concept != "auto" else []
    words += ["--method", method] if method != "auto" else []
    words += ["--lambda", str(rationality)] if rationality is not None else []
    words += [word for name, value in settings for word in ("--set", f"{name}={value}")]
    words += ["--seed", str(seed)] if seed else []
    words += ["--draws", str(draws)] if draws != 2000 else []
    if thresholds is not None:
        words.append("--thresholds" if thresholds else "--no-thresholds")
    return shlex.join([*words, "-o", "report.html"])
