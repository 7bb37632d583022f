"""A page of text for a terminal: prose that wraps, tables that never cut a number, colours.

Written to a string first, so that nothing half written is ever seen. rich is loaded here, by
those who draw, and by nobody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rich.console import Console
from rich.text import Text

from negotiate.render.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Colours: TypeAlias = Literal["standard", "256", "truecolor"]
Cell: TypeAlias = "list[Text]"

NARROWEST: Final = 40
PROSE: Final = 100
"""Longer lines of prose are hard to read, however wide the terminal."""

GAP: Final = 2

# Okabe & Ito (2008): told apart by every kind of colour vision. Without black and yellow, each of
# which is unreadable on one of the two usual backgrounds.
PALETTE: Final = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#0072B2")


@dataclass(frozen=True)
class Row:
    """A line of a table: its cells, or the title of what follows.

    Attributes
    ----------
    wide : bool
        The first cell spans all label columns.
    """

    cells: Sequence[Cell] = ()
    title: str = ""
    wide: bool = False


@dataclass
class Page:
    """What is written so far, and how wide and colourful it may be.

    Attributes
    ----------
    width : int
        Columns. Prose stays within; a table that cannot be narrower goes beyond, whole.
    colours : {"standard", "256", "truecolor"} or None
        What the terminal can show. None: no escape sequence at all.
    players : mapping of key to full name
        Each has one colour, by its place.
    """

    width: int = 80
    colours: Colours | None = None
    players: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.width = max(self.width, NARROWEST)
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            color_system=self.colours,
            force_terminal=self.colours is not None,
            no_color=False,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
        )
        self._style = {key: PALETTE[i % len(PALETTE)] for i, key in enumerate(self.players)}

    def text(self) -> str:
        """Return all that was written, without blanks at the ends of lines."""
        return re.sub(r"[ \t]+(?=(\x1b\[0m)?$)", "", self._file.getvalue(), flags=re.MULTILINE)

    def heading(self, title: str) -> None:
        """Start a section."""
        self.blank()
        self.line(Text(plain(title), style="bold"))

    def blank(self) -> None:
        """Leave a line empty, but never two and never the first."""
        written = self._file.getvalue()
        if written and not written.endswith("\n\n"):
            self._file.write("\n")

    def say(self, text: str | Text, indent: int = 0, hang: int = 0) -> None:
        """Write prose, wrapped; players stand in their colours.

        Parameters
        ----------
        indent, hang : int
            Blanks before every line, and more of them before every line but the first.
        """
        line = self.coloured(text) if isinstance(text, str) else text
        room = max(min(self.width, PROSE) - indent - hang, NARROWEST // 2)
        wrapped = line.wrap(self._console, room, overflow="fold", tab_size=1)
        for i, part in enumerate(wrapped):
            part.rstrip()
            self.line(Text(" " * (indent + (hang if i else 0))).append_text(part))

    def player(self, key: str, short: bool = False) -> Text:  # noqa: FBT001, FBT002 (reads well)
        """Return a player's name, or its key, in its colour."""
        name = key if short else self.players.get(key, key)
        return Text(plain(name), style=self._style.get(key, ""))

    def coloured(self, text: str, style: str = "") -> Text:
        """Return text in which every player's full name stands in its colour."""
        result = Text(plain(text), style=style)
        for key, name in self.players.items():
            if len(name) > 1:
                pattern = rf"(?<!\w){re.escape(plain(name))}(?!\w)"
                result.highlight_regex(pattern, style=self._style[key])
        return result

    def table(
        self, head: Sequence[Cell], rows: Iterable[Row], labels: int, indent: int = 2
    ) -> None:
        """Write a table; one that is too wide in blocks of columns, each with the labels.

        Parameters
        ----------
        head : sequence of cells
        rows : iterable of Row
        labels : int
            Columns from the left that every block repeats.
        """
        body = list(rows)
        titled = any(row.title for row in body)
        inner = indent + 2 * titled
        widths = _widths(head, body, labels)
        blocks = _blocks(widths, labels, self.width - inner)
        for number, block in enumerate(blocks):
            if number:
                self.blank()
            self._line(Row(head), block, widths, labels=labels, indent=inner, style="bold")
            for row in body:
                if row.title:
                    self.line(Text(" " * indent).append(plain(row.title), style="italic"))
                else:
                    self._line(row, block, widths, labels=labels, indent=inner)

    def _line(
        self,
        row: Row,
        block: Sequence[int],
        widths: Sequence[int],
        *,
        labels: int,
        indent: int,
        style: str = "",
    ) -> None:
        """Write one row, as many lines high as its highest cell."""
        room = {i: widths[i] + GAP for i in [*range(labels), *block]}
        if row.wide:
            room = {0: sum(room[i] for i in range(labels)), **{i: room[i] for i in block}}
        for level in range(max((len(row.cells[i]) for i in room), default=0)):
            line = Text(" " * indent, style=style)
            for i, breadth in room.items():
                part = row.cells[i][level].copy() if level < len(row.cells[i]) else Text()
                part.pad_right(breadth - part.cell_len)
                line.append_text(part)
            line.rstrip()
            self.line(line)

    def line(self, line: Text) -> None:
        """Write a line as it is: whole, however long."""
        self._console.print(line, soft_wrap=True)


def cell(*lines: str | Text, style: str = "") -> Cell:
    """Return a cell of the given lines."""
    return [x if isinstance(x, Text) else Text(plain(x), style=style) for x in lines]


def _breadth(lines: Cell) -> int:
    return max((line.cell_len for line in lines), default=0)


def _widths(head: Sequence[Cell], body: Sequence[Row], labels: int) -> list[int]:
    """Return what each column needs; wide cells widen the last label column where they must."""
    widths = [_breadth(cell) for cell in head]
    for row in body:
        for i, lines in enumerate(row.cells):
            if i >= labels or not row.wide:
                widths[i] = max(widths[i], _breadth(lines))
    widest = max((_breadth(row.cells[0]) for row in body if row.wide), default=0)
    if labels:
        lack = widest - sum(widths[:labels]) - GAP * (labels - 1)
        widths[labels - 1] += max(lack, 0)
    return widths


def _blocks(widths: Sequence[int], labels: int, room: int) -> list[list[int]]:
    """Share the columns among blocks that fit; a block has at least one of them."""
    left = room - sum(widths[:labels]) - GAP * labels
    blocks: list[list[int]] = [[]]
    used = 0
    for i in range(labels, len(widths)):
        if blocks[-1] and used + widths[i] > left:
            blocks.append([])
            used = 0
        blocks[-1].append(i)
        used += widths[i] + GAP
    return blocks
