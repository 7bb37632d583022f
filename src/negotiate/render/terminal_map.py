"""A map of two parameters on a terminal: a letter a region."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from negotiate.render.palette import TERMINAL
from negotiate.render.region_cells import NOWHERE, grid, letter
from negotiate.render.sheet import Page
from negotiate.render.styled import Text
from negotiate.render.words import plain
from negotiate.results.numbers import number, odds

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.region import Axis, RegionMap

HERE: Final = "@"
WIDEST: Final = 96
"""Columns of a map, however wide the terminal."""

FLATNESS: Final = 0.36
"""Rows of a map to a column: letters are about twice as high as wide."""


def map_page(answer: RegionMap, *, width: int = 80, colours: Colours | None = None) -> str:
    """Return a map with its legend.

    Parameters
    ----------
    answer : RegionMap
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours, answer.game.players)
    scenario = answer.scenario and f"scenario {answer.scenario}"
    page.title(answer.game, scenario, f"concept {answer.concept}")
    page.blank()
    page.say(f"{_named(answer.y)}, upwards")
    _cells(page, answer)
    page.heading("What happens where")
    if answer.common:
        page.say(f"Everywhere: {answer.common}.", indent=2, hang=3)
    for place, region in enumerate(answer.regions):
        head = Text(letter(place), _style(answer, place)).append(f"  {odds(region.share)}  ")
        page.say(head.append(page.coloured(region.name)), indent=2, hang=3)
    if answer.here is not None:
        where = letter(answer.here.region) if answer.here.region >= 0 else "on a boundary"
        told = "" if answer.here.region >= 0 else f": {answer.here.name}"
        present = f"{number(answer.x.now)}, {number(answer.y.now)}"
        line = page.coloured(f"now ({present}): {where}{told}")
        page.say(Text(f"{HERE}  ").append(line), indent=2, hang=3)
    page.blank()
    for note in answer.notes:
        page.say(note)
    return page.text()


def _named(axis: Axis) -> str:
    return f"{axis.parameter} ({axis.unit})" if axis.unit else axis.parameter


def _style(answer: RegionMap, place: int) -> str:
    """Return the colour of a region; none where there is no answer."""
    return TERMINAL[place % len(TERMINAL)] if answer.regions[place].answers else ""


def _cells(page: Page, answer: RegionMap) -> None:
    """Draw the rectangle with the ends of its sides."""
    x, y = answer.x, answer.y
    ends = [plain(number(value)) for value in (y.high, y.low)]
    margin = max(map(len, ends)) + 2
    columns = min(page.width - margin - 3, WIDEST)
    rows = round(columns * FLATNESS)
    lines = grid(answer, columns, rows)
    here = None
    if answer.here is not None:
        right = (x.now - x.low) / (x.high - x.low) * columns
        down = (y.high - y.now) / (y.high - y.low) * rows
        here = min(int(down), rows - 1), min(int(right), columns - 1)
    rim = f"{' ' * margin}+{'-' * columns}+"
    page.line(Text(rim))
    for j, cells in enumerate(lines):
        label = ends[0] if j == 0 else ends[1] if j == rows - 1 else ""
        line = Text(f"{label:>{margin - 1}} |")
        marked = [HERE if (j, i) == here else cell for i, cell in enumerate(cells)]
        for cell, run in groupby(marked):
            size = len(list(run))
            if isinstance(cell, str):
                line.append(cell, "bold")
            elif cell == NOWHERE:
                line.append(" " * size)
            else:
                line.append(letter(cell) * size, _style(answer, cell))
        page.line(line.append("|"))
    page.line(Text(rim))
    low, high = number(x.low), number(x.high)
    room = columns - len(low) - len(high)
    name = plain(_named(x))
    fitting = [text for text in (f"{name}, rightwards", name) if len(text) + 4 <= room]
    page.line(Text(f"{' ' * (margin + 1)}{low}{(fitting or [''])[0]:^{room}}{high}"))
    if not fitting:
        page.say(f"{name}, rightwards")
