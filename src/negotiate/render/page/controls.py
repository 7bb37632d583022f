"""The panel of parameters: what each number is, its range and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.numbers import number
from negotiate.render.page.safe import linked, safe
from negotiate.results.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.results.board import Board, BoardParameter


def parameters(board: Board) -> str:
    """Return one row a parameter; the scripts put a slider and its strip into each."""
    if not board.parameters:
        return ""
    rows = "".join(_row(k, parameter) for k, parameter in enumerate(board.parameters))
    return (
        '<section class="panel parameters" id="parameters" aria-labelledby="parameters-title">'
        '<div class="head"><h2 id="parameters-title">Parameters</h2>'
        '<button type="button" class="quiet live-only" id="reset">Reset</button></div>'
        '<p class="note live-only">Colour strip under a slider: which equilibrium one would get '
        "along that slider, the others held fixed; numbers as in the phase diagram.</p>"
        f"{rows}</section>"
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
        f"<td>{safe(p.unit)}</td><td>{safe(p.about)}</td><td>{linked(p.source)}</td></tr>"
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
