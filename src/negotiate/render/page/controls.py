"""The panel of parameters: what each number is, its range and its source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from negotiate.render.page.safe import linked, safe
from negotiate.results.numbers import count, number
from negotiate.results.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.results.board import Board, BoardParameter


def parameters(board: Board, levers: Mapping[str, float]) -> str:
    """Return one row a parameter; the scripts put a slider and its strip into each.

    Parameters
    ----------
    board : Board
    levers : mapping of parameter to float
        In the order in which they shall stand, those that are missing last; the ones of infinite
        value change nothing by themselves, and are folded away.
    """
    if not board.parameters:
        return ""
    place = {name: i for i, name in enumerate(levers)}
    order = sorted(
        enumerate(board.parameters), key=lambda item: place.get(item[1].name, len(place))
    )
    loud = [_row(k, p) for k, p in order if levers.get(p.name, 0.0) < math.inf]
    quiet = [_row(k, p) for k, p in order if levers.get(p.name, 0.0) == math.inf]
    if not loud:
        loud, quiet = quiet, []
    folded = (
        '<details class="quiet-ones"><summary>'
        f"{count(len(quiet), 'parameter')} that by {'itself' if len(quiet) == 1 else 'themselves'} "
        f"change{'s' if len(quiet) == 1 else ''} no choice on the path</summary>{''.join(quiet)}"
        "</details>"
        if quiet
        else ""
    )
    return (
        '<section class="panel parameters" id="parameters" aria-labelledby="parameters-title">'
        '<div class="head"><h2 id="parameters-title">Parameters</h2>'
        '<button type="button" class="quiet live-only" id="reset">Reset</button></div>'
        '<p class="note live-only">Colour strip under a slider: which equilibrium one would get '
        "along it, the others held fixed.</p>"
        f"{''.join(loud)}{folded}</section>"
    )


def _row(k: int, parameter: BoardParameter) -> str:
    name = safe(spaced(parameter.name))
    return (
        f'<div class="parameter" data-parameter="{k}"><div class="line">'
        f'<label for="slider-{k}" id="name-{k}">{name}</label>'
        f'<span class="value still-only">{safe(number(parameter.value))}</span></div>'
        f'<details class="about"><summary>{safe(parameter.about or "about")}</summary>'
        f"<p>{'<br>'.join(_details(parameter))}</p></details></div>"
    )


def _details(parameter: BoardParameter) -> Iterator[str]:
    yield f"value {safe(number(parameter.value))}{safe(f' {parameter.unit}'.rstrip())}"
    if parameter.low is not None and parameter.high is not None:
        yield f"range {safe(number(parameter.low))} to {safe(number(parameter.high))}"
    if parameter.source:
        yield f"source: {linked(parameter.source)}"


def table(board: Board) -> str:
    """Return all parameters as a table: value, unit, range, meaning, source."""
    if not board.parameters:
        return ""
    columns = ("parameter", "value", "range", "unit", "meaning", "source")
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row">{safe(spaced(p.name))}</th>'
        f'<td class="number">{safe(number(p.value))}</td><td>{_range(p)}</td>'
        f'<td>{safe(p.unit)}</td><td class="prose">{safe(p.about)}</td>'
        f'<td class="prose">{linked(p.source)}</td></tr>'
        for p in board.parameters
    )
    return (
        '<section class="panel" id="assumptions"><h2>Assumptions</h2>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Assumptions"><table>'
        "<caption>Every number that the answer rests on. A payoff is an assumption: whoever "
        "disagrees can move a slider, or change the file.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _range(parameter: BoardParameter) -> str:
    if parameter.low is None or parameter.high is None:
        return ""
    return safe(f"{number(parameter.low)} to {number(parameter.high)}")
