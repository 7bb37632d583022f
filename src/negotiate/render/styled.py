"""Text whose parts have styles, measured in columns of a terminal.

The layout of a page needs no more than this, and so it costs the same whether there are colours
or not; rich is loaded where escape sequences are written, and by nobody else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

Colours: TypeAlias = Literal["standard", "256", "truecolor"]

_COLUMNS: Final = {"W": 2, "F": 2}
"""Columns of a character by its East Asian width; all others take one."""


class Text:
    """A line, in parts of one style each.

    Parameters
    ----------
    text : str
    style : str
        As rich writes them: ``bold``, ``dim``, ``italic``, ``#56B4E9``; empty for none.
    """

    __slots__ = ("parts",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.parts: list[tuple[str, str]] = [(text, style)] if text else []

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.parts)

    @property
    def columns(self) -> int:
        """How wide it is."""
        return columns(self.plain)

    def append(self, more: str | Text, style: str = "") -> Text:
        """Add text at the end, in place, and return the line."""
        self.parts += more.parts if isinstance(more, Text) else [(more, style)]
        return self

    def pad_right(self, width: int) -> Text:
        """Add blanks up to a width, in place, and return the line."""
        return self.append(" " * (width - self.columns))

    def all_in(self, style: str) -> Text:
        """Return a copy in which what has no style has this one."""
        return self._of([(text, own or style) for text, own in self.parts])

    def wrapped(self, width: int) -> Iterator[Text]:
        """Yield lines of at most `width` columns, broken at blanks, or within too long words."""
        start = 0
        plain = self.plain
        for end in [*_breaks(plain, width), len(plain)]:
            yield self._cut(start, start + len(plain[start:end].rstrip()))
            start = end

    def rendered(self, colours: Colours | None) -> str:
        """Return the line without blanks at its end, in escape sequences if there are colours."""
        line = self._cut(0, len(self.plain.rstrip()))
        if colours is None:
            return line.plain
        return "".join(_escaped(text, style, colours) for text, style in line.parts)

    def _cut(self, start: int, stop: int) -> Text:
        parts, at = [], 0
        for text, style in self.parts:
            piece = text[max(start - at, 0) : max(stop - at, 0)]
            at += len(text)
            if piece:
                parts.append((piece, style))
        return self._of(parts)

    @staticmethod
    def _of(parts: list[tuple[str, str]]) -> Text:
        line = Text()
        line.parts = parts
        return line


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else _COLUMNS.get(unicodedata.east_asian_width(c), 1)
        for c in text
    )


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield where each line but the first begins."""
    begin = used = 0
    for word in re.findall(r"\s*\S+\s*", text):
        room = columns(word.rstrip())
        if used and used + room > width:
            yield begin
            used = 0
        if room <= width:
            begin += len(word)
            used += columns(word)
            continue
        for character in word:
            size = columns(character)
            if used + size > width:
                yield begin
                used = 0
            begin += 1
            used += size


def _escaped(text: str, style: str, colours: Colours) -> str:
    """Return text in the escape sequences of its style, in colours that the terminal has."""
    from rich.color import ColorSystem  # noqa: PLC0415 (only where there are colours)

    systems = {
        "standard": ColorSystem.STANDARD,
        "256": ColorSystem.EIGHT_BIT,
        "truecolor": ColorSystem.TRUECOLOR,
    }
    return _style(style, colours).render(text, color_system=systems[colours])


@lru_cache
def _style(words: str, _: Colours) -> Style:
    """Return a style of its own for each kind of terminal: it remembers the first it meets."""
    from rich.style import Style  # noqa: PLC0415 (as above)

    read = Style.parse(words)
    return Style(color=read.color, bold=read.bold, dim=read.dim, italic=read.italic)
