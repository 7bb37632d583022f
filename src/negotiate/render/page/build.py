"""Put together the page: one file, with everything that it needs inside."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from negotiate.render.page import controls, endings, parts, reasons, shifts, tables
from negotiate.render.page.safe import safe
from negotiate.render.story import story
from negotiate.render.tree.compose import picture
from negotiate.render.tree.svg import svg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.results.board import Board
    from negotiate.results.diagram import Diagram
    from negotiate.results.report import Comparison
    from negotiate.results.thresholds import WhatItTakes


def page(
    comparison: Comparison,
    board: Board,
    data: str,
    diagram: Diagram,
    *,
    levers: Mapping[str, float] | None = None,
    command: str = "",
    reach: WhatItTakes | None = None,
    served: bool = False,
) -> str:
    """Return the page as HTML: readable as it is, and alive where scripts may run.

    Parameters
    ----------
    comparison : Comparison
    board : Board
        What the page solves with.
    data : str
        The same as JSON that may stand in a script element, as `formats.board` writes it.
    diagram : Diagram
        The tree of the scenario that the story is about.
    levers : mapping of parameter to float, optional
        The order of the sliders: see `controls.parameters`.
    command : str
        What makes the same file again.
    reach : WhatItTakes, optional
        Thresholds of that scenario.
    served : bool
        A program serves the page, and answers what it asks.
    """
    order = _order(comparison, levers or {})
    style, script = parts.style(served=served), parts.script(served=served)
    return Template(parts.read("template.html")).substitute(
        policy=parts.policy(style, script, served=served),
        version=safe(comparison.version),
        scenario=safe(diagram.scenario),
        axes=safe(" ".join(order)),
        title=safe(comparison.game.title or comparison.game.file),
        facts=safe(tables.facts(comparison)),
        answer=safe(story(comparison).split(". ")[0]),
        style=style,
        parameters=controls.parameters(board, order),
        tree=svg(picture(diagram)),
        shifts=shifts.shifts(comparison, _stakes(diagram)),
        story=endings.told(comparison),
        report=_report(comparison, board, command, reach),
        footer=endings.footer(comparison),
        board=data,
        board_class="board" if board.parameters else "board bare",
        script=script,
    )


def _report(comparison: Comparison, board: Board, command: str, found: WhatItTakes | None) -> str:
    panels: Sequence[str] = (
        tables.scenarios(comparison),
        reasons.changes(comparison),
        reasons.credibility(comparison),
        endings.reach(found),
        reasons.robustness(comparison),
        tables.equilibria(comparison),
        controls.table(board),
        endings.reproduce(comparison, board, command),
    )
    return "\n".join(panel for panel in panels if panel)


def _order(comparison: Comparison, levers: Mapping[str, float]) -> dict[str, float]:
    """Return the order of the sliders: what words cost to break first, then as they are given."""
    costs = [line.parameter for line in comparison.credibility if line.parameter in levers]
    return {name: levers[name] for name in (*costs, *levers)}


def _stakes(diagram: Diagram) -> dict[str, float]:
    """Return the payoff range of each player over the leaves."""
    low, high = diagram.payoffs.min(axis=0), diagram.payoffs.max(axis=0)
    return {key: float(high[i] - low[i]) for i, key in enumerate(diagram.players)}
