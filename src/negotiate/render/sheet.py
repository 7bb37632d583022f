"""A page of text for a terminal: prose that wraps, tables that never cut a number, colours.

Written to a string first, so that nothing half written is ever seen.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final, TypeAlias

from negotiate.record import dataclass
from negotiate.render.palette import TERMINAL
from negotiate.render.styled import Text, columns
from negotiate.render.words import fold, plain
from negotiate.results.wording import entry, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from negotiate.render.styled import Colours
    from negotiate.results.report import GameInfo

Cell: TypeAlias = "list[Text]"

NARROWEST: Final = 40
PROSE: Final = 100
"""Longer lines of prose are hard to read, however wide the terminal."""

GAP: Final = 2

COLUMN: Final = 24
"""Columns that names give up for text in the last column of a table."""


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
        self._lines: list[str] = []
        self._style = {key: TERMINAL[i % len(TERMINAL)] for i, key in enumerate(self.players)}
        named = {
            plain(form): self._style[key]
            for key, name in self.players.items()
            for form in (name, opened(name))
        }
        self._named = {name: style for name, style in named.items() if len(name) > 1}
        longest_first = sorted(map(re.escape, self._named), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)")

    def text(self) -> str:
        """Return all that was written, without blanks at the ends of lines."""
        return "".join(f"{line}\n" for line in self._lines)

    def heading(self, title: str) -> None:
        """Start a section."""
        self.blank()
        for part in Text(plain(title), "bold").wrapped(self.width):
            self.line(part)

    def title(self, game: GameInfo, *asked: str) -> None:
        """Begin with the title of a game; below it the file, and what was asked of it."""
        self.heading(game.title or game.file)
        self.say(" · ".join(filter(None, [game.file, *asked])))

    def blank(self) -> None:
        """Leave a line empty, but never two and never the first."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def say(self, text: str | Text, indent: int = 0, hang: int = 0) -> None:
        """Write prose, wrapped; players stand in their colours.

        Parameters
        ----------
        indent, hang : int
            Blanks before every line, and more of them before every line but the first.
        """
        line = self.coloured(text) if isinstance(text, str) else text
        room = max(min(self.width, PROSE) - indent - hang, NARROWEST // 2)
        for i, part in enumerate(line.wrapped(room)):
            self.line(Text(" " * (indent + (hang if i else 0))).append(part))

    def style(self, key: str) -> str:
        """Return the colour of a player."""
        return self._style.get(key, "")

    def player(self, key: str, short: bool = False) -> Text:  # noqa: FBT001, FBT002 (reads well)
        """Return a player's name as it stands in lists, or its key, in its colour."""
        name = key if short else entry(self.players.get(key, key))
        return Text(plain(name), self.style(key))

    def coloured(self, text: str) -> Text:
        """Return text in which every player's full name stands in its colour."""
        result = Text()
        for part in self._names.split(plain(text)) if self._named else [plain(text)]:
            result.append(part, self._named.get(part, ""))
        return result

    def table(
        self,
        head: Sequence[Cell],
        rows: Iterable[Row],
        labels: int,
        indent: int = 2,
        gap: int = GAP,
        *,
        prose: bool = False,
    ) -> None:
        """Write a table; one that is too wide in blocks of columns, each with the labels.

        Where that is too wide still, labels fold, but never within a word.

        Parameters
        ----------
        head : sequence of cells
        rows : iterable of Row
        labels : int
            Columns from the left that every block repeats.
        gap : int
            Blanks behind the other columns.
        prose : bool
            The last column is text, which wraps in the room that the others leave.
        """
        body = list(rows)
        inner = indent + 2 * any(row.title for row in body)
        lines = _fitted([Row(head), *body], labels, self.width - inner, prose=prose)
        head, body = lines[0].cells, lines[1:]
        widths = _widths(lines, labels)
        blocks = _blocks(widths, labels, self.width - inner, gap)
        room = [width + (GAP if i < labels else gap) for i, width in enumerate(widths)]
        for number, block in enumerate(blocks):
            if number:
                self.blank()
            self._line(Row(head), block, room, labels=labels, indent=inner, style="bold")
            for row in body:
                if row.title:
                    self.line(Text(" " * indent).append(plain(row.title), "italic"))
                else:
                    self._line(row, block, room, labels=labels, indent=inner)

    def _line(
        self,
        row: Row,
        block: Sequence[int],
        breadths: Sequence[int],
        *,
        labels: int,
        indent: int,
        style: str = "",
    ) -> None:
        """Write one row, as many lines high as its highest cell."""
        room = {i: breadths[i] for i in [*range(labels), *block]}
        if row.wide:
            room = {0: sum(room[i] for i in range(labels)), **{i: room[i] for i in block}}
        for level in range(max((len(row.cells[i]) for i in room), default=0)):
            line = Text(" " * indent)
            for i, breadth in room.items():
                part = row.cells[i][level] if level < len(row.cells[i]) else Text()
                line.append(part.all_in(style).pad_right(breadth))
            self.line(line)

    def line(self, line: Text) -> None:
        """Write a line as it is: whole, however long."""
        self._lines.append(line.rendered(self.colours))


def cell(*lines: str | Text, style: str = "") -> Cell:
    """Return a cell of the given lines."""
    return [x if isinstance(x, Text) else Text(plain(x), style=style) for x in lines]


def _breadth(lines: Cell) -> int:
    return max((line.columns for line in lines), default=0)


def _fitted(rows: Sequence[Row], labels: int, room: int, *, prose: bool) -> list[Row]:
    """Return the rows of a table, its head among them, with labels and prose folded to fit.

    At least one of the other columns has to stand beside the labels; with prose, all of them.
    """
    widths = _widths(rows, labels)
    names = range(min(labels, len(widths) - prose))
    others = widths[len(names) :]
    beside = [*others[:-1], min(others[-1], COLUMN)] if prose else [max(others, default=0)]
    over = sum(widths[: len(names)]) + sum(beside) + GAP * (len(names) + len(beside) - 1) - room
    shortest = [max(_longest_word(row.cells[i]) for row in rows if row.cells) for i in names]
    while over > 0 and (loose := [i for i in names if widths[i] > shortest[i]]):
        widths[max(loose, key=lambda i: widths[i])] -= 1
        over -= 1
    left = min(room - sum(widths[:-1]) - GAP * (len(widths) - 1), PROSE)
    return [_row_within(row, widths[: len(names)], left if prose else 0) for row in rows]


def _row_within(row: Row, names: Sequence[int], prose: int) -> Row:
    """Return a row whose names are folded, and whose last cell is wrapped if it has a width."""
    if not row.cells:
        return row
    room = [sum(names) + GAP * (len(names) - 1), *names[1:]] if row.wide else names
    cells = [*map(_folded, row.cells, room), *row.cells[len(names) :]]
    if prose:
        width = max(prose, _longest_word(cells[-1]))
        cells[-1] = [part for line in cells[-1] for part in line.wrapped(width)]
    return Row(cells, wide=row.wide)


def _folded(lines: Cell, width: int) -> Cell:
    return [
        Text(part, line.parts[0][1] if line.parts else "")
        for line in lines
        for part in fold(line.plain, width)
    ]


def _longest_word(lines: Cell) -> int:
    """Return the most columns that no fold can divide."""
    words = (word for line in lines for word in _WORDS.findall(line.plain))
    return max(map(columns, words), default=0)


_WORDS: Final = re.compile(r"[^ _-]+[_-]*")


def _widths(rows: Sequence[Row], labels: int) -> list[int]:
    """Return what each column needs; wide cells widen the last label column where they must."""
    widths = [0] * max(len(row.cells) for row in rows)
    for row in rows:
        for i, lines in enumerate(row.cells):
            if i >= labels or not row.wide:
                widths[i] = max(widths[i], _breadth(lines))
    widest = max((_breadth(row.cells[0]) for row in rows if row.wide), default=0)
    if labels:
        lack = widest - sum(widths[:labels]) - GAP * (labels - 1)
        widths[labels - 1] += max(lack, 0)
    return widths


def _blocks(widths: Sequence[int], labels: int, room: int, gap: int) -> list[list[int]]:
    """Share the columns among blocks that fit; a block has at least one of them."""
    left = room - sum(widths[:labels]) - GAP * labels
    blocks: list[list[int]] = [[]]
    used = 0
    for i in range(labels, len(widths)):
        if blocks[-1] and used + widths[i] > left:
            blocks.append([])
            used = 0
        blocks[-1].append(i)
        used += widths[i] + gap
    return blocks
