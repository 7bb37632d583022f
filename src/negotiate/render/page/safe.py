"""Text of a game file on its way into the page: never markup, never script."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from negotiate.render.words import plain
from negotiate.results.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LINK: Final = re.compile(r"https?://[^\s<>\"'`]+")
_TRAILING: Final = ".,;:!?)]}"


def safe(text: str) -> str:
    """Return text for an element or a quoted attribute."""
    return escape(plain(text))


def linked(text: str) -> str:
    """Return text in which web addresses are links; any other scheme stays text.

    Examples
    --------
    >>> linked("see https://example.org/a.")
    'see <a href="https://example.org/a" rel="noopener noreferrer">https://example.org/a</a>.'
    >>> linked("javascript:alert(1)")
    'javascript:alert(1)'
    """
    line = plain(text)
    parts = []
    end = 0
    for match in _LINK.finditer(line):
        address = match.group().rstrip(_TRAILING)
        parts.append(escape(line[end : match.start()]))
        parts.append(f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>')
        end = match.start() + len(address)
    return "".join((*parts, escape(line[end:])))


def who(players: Sequence[str], key: str) -> str:
    """Return the class by which a player has its colour; chance has none."""
    return f"p{players.index(key) % COLOURS}" if key in players else "chance"


def mover(players: Mapping[str, str], key: str, move: str) -> str:
    """Return a player's key in its colour and the name of a move, unless it is the same."""
    name = "" if move in {key, players.get(key)} else f" {safe(spaced(move))}"
    return f'<span class="who {who(list(players), key)}">{safe(key or "chance")}</span>{name}'


COLOURS: Final = 6
