"""Splits an expression into numbers, words and operators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from negotiate.errors import Place
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH: Final = 10_000

_BLANK = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![A-Za-z0-9_.]))"
    r"|(?P<word>[A-Za-z0-9_]+)"
    r"|(?P<mark>\*\*|==|!=|<=|>=|[-+*/<>(),])"
)
_DOTTED = re.compile(
    r"(?P<word>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)+)|"
    + _PLAIN.pattern.replace("<word>", "<w>")
)

# What other languages write, and what is meant here.
_SLIPS: Final = {
    "&&": "write 'and'",
    "||": "write 'or'",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "^": "a power is written **",
    "=": "equality is written ==",
    "//": "division is written /",
    "%": "write 0.05, not 5%",
    "'": "words stand without quotes",
    '"': "words stand without quotes",
    "[": "only ( ) group",
    "{": "only ( ) group",
    ".": "names have no dots, except in `holds`",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "×": "write *",
    "·": "write *",
    "÷": "write /",
    "−": "write the minus of the keyboard, -",
    "–": "write the minus of the keyboard, -",
    ";": "an expression is one formula",
    "?": "write `x if condition else y`",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The text of an expression, and where in the file it begins."""

    text: str
    place: Place

    def at(self, offset: int) -> Place:
        """Return the place of a character of the text."""
        line = self.text.count("\n", 0, offset)
        if line == 0:
            return Place(self.place.line, self.place.column + offset)
        return Place(self.place.line + line, offset - self.text.rfind("\n", 0, offset))


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or operator, from `start` up to `end` in the text; ``end`` closes them."""

    kind: Literal["number", "word", "mark", "end"]
    text: str
    start: int
    end: int


class ExpressionError(Exception):
    """An expression does not follow the grammar, at one offset of its text."""

    def __init__(self, offset: int, rule: str, value: str = "", hint: str = "") -> None:
        super().__init__(rule)
        self.offset = offset
        self.rule = rule
        self.value = value
        self.hint = hint


def tokens(text: str, *, dotted: bool = False) -> Iterator[Token]:
    """Yield the tokens of an expression and then one of kind ``end``.

    Parameters
    ----------
    text : str
    dotted : bool
        Whether words such as ``kellogg.payoff.US`` are names. A minus then needs blanks.

    Raises
    ------
    ExpressionError
        At the first character that begins no token.
    """
    pattern = _DOTTED if dotted else _PLAIN
    blank = _BLANK
    at = blank.match(text).end()  # type: ignore[union-attr]  # matches the empty text
    while at < len(text):
        found = pattern.match(text, at)
        if not found:
            raise _stranger(text, at)
        kind = found.lastgroup
        yield Token("word" if kind == "w" else kind, found[0], at, found.end())  # type: ignore[arg-type]  # one of the groups
        at = blank.match(text, found.end()).end()  # type: ignore[union-attr]  # it may be empty
    yield Token("end", "", len(text), len(text))


def _stranger(text: str, at: int) -> ExpressionError:
    sign = text[at : at + 2] if text[at : at + 2] in _SLIPS else text[at]
    return ExpressionError(
        at, "this sign has no meaning in an expression", sign, _SLIPS.get(sign, "")
    )
