"""Words as people read them: lists, names, histories, and text that no terminal obeys."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from negotiate.results.numbers import certain, impossible, odds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiate.results.report import Odds

NONE: Final = "none"
"""What a move that is not reached comes out as."""

# Where the output cannot carry a character, this stands for it.
_ASCII: Final = {
    "→": "->", "·": "-", "–": "-", "—": "-", "…": "...", "•": "*", "─": "-", "│": "|", "├": "|",
    "└": "`", "“": '"', "”": '"', "‘": "'", "’": "'", "≥": ">=", "≤": "<=", "≈": "~", "×": "x",
    "−": "-", "\u00a0": " ", "λ": "lambda", "ε": "epsilon",
}  # fmt: skip
_SPELT: Final = re.compile(r"([λε])( {2,})")
"""A letter at the head of a column: blanks behind it give way to its name."""


def plain(text: str) -> str:
    """Return `text` on one line and without control characters: a title is not a command."""
    spaced = " ".join(text.split())
    if spaced.isprintable():
        return spaced
    return "".join(c if unicodedata.category(c) not in _OBEYED else "\ufffd" for c in spaced)


# Control, format (which holds the marks that reorder text), surrogates, and line breaks.
_OBEYED: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def carried_by(text: str, encoding: str) -> str:
    """Return `text` in characters that `encoding` has: glyphs by their ASCII look-alikes."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_carried(c, encoding) for c in _SPELT.sub(_with_less_behind, text))
    return text


def _with_less_behind(found: re.Match[str]) -> str:
    """Take as many blanks as the name has letters more, and leave two between columns."""
    letter, blanks = found.groups()
    return letter + " " * max(2, len(blanks) - len(_ASCII[letter]) + 1)


def _carried(character: str, encoding: str) -> str:
    for candidate in (character, _ASCII.get(character, ""), _stripped(character)):
        if candidate and candidate.encode(encoding, "ignore"):
            return candidate
    return "?"


def _stripped(character: str) -> str:
    """Return a letter without its accents."""
    return unicodedata.normalize("NFKD", character)[0]


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def history(moves: Mapping[str, str]) -> str:
    """Return ``aid cut, front loss``, or ``at the start`` if nothing happened yet."""
    return ", ".join(f"{move} {option}" for move, option in moves.items()) or "at the start"


def likely(spread: Odds) -> list[tuple[str, str]]:
    """Return the options that can happen, each with its odds, or with none if it is certain."""
    return [
        (option, "" if certain(chance) else odds(chance))
        for option, chance in spread.items()
        if not impossible(chance)
    ]


def outcome(spread: Odds) -> str:
    """Return ``accept``, ``accept 75% or refuse 25%``, or ``not reached``."""
    parts = [(("not reached" if o == NONE else o), p) for o, p in likely(spread)]
    return listed((f"{option} {chance}".strip() for option, chance in parts), "or")


def fold(word: str, width: int) -> list[str]:
    """Return a name on as many lines as `width` asks for, broken behind ``_``, ``-`` or a blank."""
    lines: list[str] = []
    while len(word) > width:
        cut = max((word.rfind(mark, 0, width) + 1 for mark in "_- "), default=0)
        cut = cut if cut > width // 3 else width
        lines.append(word[:cut].rstrip())
        word = word[cut:].lstrip()
    return [*lines, word]
