"""The text of `.efg` and `.nfg` files: quoted labels, exact numbers, braces and commas.

Both formats are lists of tokens in a fixed order, in which blanks mean nothing. The scanner reads
them one at a time, because what follows the tree of an `.efg` file may be anything at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from negotiate.errors import GameFileError, Place
from negotiate.spec.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_CHARACTERS: Final = 64_000_000
MAX_DIGITS: Final = 300
MAX_EXPONENT: Final = 300
MAX_BITS: Final = 16_384
"""Size of a numerator or denominator, so that sums of hostile fractions stay cheap."""

MAX_PROBLEMS: Final = 50
"""After so many the reader stops: whoever wrote the file knows by then."""

_TOKEN = re.compile(
    r"""[ \t\n\f\v]* (?:
        " (?P<label> [^"\\]* (?: \\. [^"\\]* )* ) "
      | (?P<word> [^\s"{},]+ )
      | (?P<mark> [{},] )
      | (?P<open> " )
    )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPED = re.compile(r'\\(["\\])')
_TO_ESCAPE = re.compile(r'"|\\(?=["\\]|\Z)')
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?P<exponent>[-+]?[0-9]+))?")
_RATIO = re.compile(r"[-+]?[0-9]+/[0-9]+")


class Token(NamedTuple):
    """One label (without its quotation marks), word or mark; `kind` is ``end`` after the last."""

    kind: str
    text: str
    offset: int


class Scanner:
    """Reads one token after the other, and says what stands in the place of what should.

    Parameters
    ----------
    text : str
        The text of the file, with any line ends.
    file : str
        Its name, for messages.

    Attributes
    ----------
    problems : Problems
        What is wrong so far, though the text could be read on.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems = Problems()
        self._text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._lines = [0]
        self._tokens = self._scan()
        if len(text) > MAX_CHARACTERS:
            rule = f"a file has at most {MAX_CHARACTERS:,} characters"
            self.problems.error(Place(), rule, f"{len(text):,}")
            raise GameFileError(file, self.problems.all)
        self.token = next(self._tokens)

    def _scan(self) -> Iterator[Token]:
        position, text, match = 0, self._text, _TOKEN.match
        while found := match(text, position):
            kind = found.lastgroup or ""
            yield Token(kind, found[kind], found.start(kind) - (kind == "label"))
            position = found.end()
        while True:
            yield Token("end", "", len(text))

    def advance(self) -> Token:
        """Return the present token and go on to the next."""
        token = self.token
        self.token = next(self._tokens)
        return token

    def at(self, mark: str) -> bool:
        """Return whether a mark comes next."""
        return self.token.text == mark and self.token.kind == "mark"

    @property
    def at_label(self) -> bool:
        """Whether a quoted label comes next."""
        return self.token.kind == "label"

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.token.kind == "end"

    def label(self, what: str) -> str:
        """Read a quoted label, unescaped."""
        if self.token.kind != "label":
            self.fail(f"{what} stands here, in quotation marks")
        return unquote(self.advance().text)

    def labels(self, what: str) -> tuple[str, ...]:
        """Read labels up to the closing brace."""
        found = []
        while not self.at("}"):
            found.append(self.label(what))
        self.advance()
        return tuple(found)

    def mark(self, mark: str, where: str) -> None:
        """Read a brace."""
        if not self.at(mark):
            self.fail(f"'{mark}' {where}")
        self.advance()

    def word(self, words: Sequence[str], rule: str) -> str:
        """Read one of some words."""
        if self.token.kind != "word" or self.token.text not in words:
            self.fail(rule)
        return self.advance().text

    def integer(self, what: str, least: int | None = None) -> int:
        """Read a whole number."""
        token = self.token
        if token.kind != "word" or not _INTEGER.fullmatch(token.text):
            self.fail(f"{what} stands here, a whole number")
        self._bound(token.text)
        if least is not None and int(token.text) < least:
            self.fail(f"{what} is at least {least}")
        return int(self.advance().text)

    def number(self, what: str) -> Fraction:
        """Read an exact number: whole, decimal, with an exponent, or a fraction."""
        text = self.token.text if self.token.kind == "word" else ""
        decimal = _DECIMAL.fullmatch(text)
        if decimal:
            self._bound(text, decimal["exponent"] or "0")
        elif _RATIO.fullmatch(text):
            self._bound(text)
            if not int(text.partition("/")[2]):
                self.fail("no number is divided by zero")
        else:
            self.fail(f"{what} stands here: a number such as 2, -0.5, 1e-3 or 1/3")
        value = Fraction(text)
        if too_long(value):
            self.fail("a number is smaller than 1e307")
        self.advance()
        return value

    def numbers(self, what: str) -> tuple[Fraction, ...]:
        """Read numbers, with or without a comma after each, up to the closing brace."""
        found = []
        while not self.at("}"):
            found.append(self.number(what))
            if self.at(","):
                self.advance()
        self.advance()
        return tuple(found)

    def _bound(self, text: str, exponent: str = "0") -> None:
        if len(text) > MAX_DIGITS:
            self.fail(f"a number has at most {MAX_DIGITS} digits")
        if abs(int(exponent)) > MAX_EXPONENT:
            self.fail(f"an exponent lies between -{MAX_EXPONENT} and {MAX_EXPONENT}")

    def place(self, offset: int) -> Place:
        """Return line and column of a position in the text."""
        lines = self._lines
        while lines[-1] <= offset:
            line = self._text.find("\n", lines[-1])
            lines.append(line + 1 if line >= 0 else len(self._text) + 1)
        line = bisect_right(lines, offset)
        return Place(line, offset - lines[line - 1] + 1)

    def note(self, offset: int, rule: str, value: str = "", hint: str = "") -> None:
        """Note a rule that is broken, and read on while there are few of them."""
        self.problems.error(self.place(offset), rule, value, hint)
        if len(self.problems.all) >= MAX_PROBLEMS:
            raise GameFileError(self.file, self.problems.all)

    def fail(self, rule: str, hint: str = "") -> NoReturn:
        """Stop at the present token: what follows it cannot be understood."""
        kind, text, offset = self.token
        if kind == "open":
            rule, hint = 'a label ends with a quotation mark; one inside is written \\"', ""
            text = self._text[offset : offset + 80].partition("\n")[0]
        shown = {"end": "end of the file", "label": quote(text)}.get(kind, text)
        self.problems.error(self.place(offset), rule, shown, hint)
        raise GameFileError(self.file, self.problems.all)

    def finish(self) -> None:
        """Raise what was noted on the way."""
        if self.problems.fatal:
            raise GameFileError(self.file, self.problems.all)


def unquote(text: str) -> str:
    r"""Return a label as it reads: ``\"`` is a quotation mark, ``\\`` one backslash."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def quote(label: str) -> str:
    r"""Return a label as it is written; a backslash is doubled only where it must be."""
    plain = label.replace("\r\n", "\n").replace("\r", "\n")
    return f'"{_TO_ESCAPE.sub(_escape, plain)}"'


def listed(numbers: Iterable[Fraction]) -> str:
    """Return numbers as they are written in an outcome."""
    return f"{{ {', '.join(map(str, numbers))} }}"


def _escape(found: re.Match[str]) -> str:
    return "\\" + found[0]


def too_long(value: Fraction) -> bool:
    """Return whether a number is too long to reckon with, or too large for a float."""
    size = max(value.numerator.bit_length(), value.denominator.bit_length())
    return size > MAX_BITS or value.numerator.bit_length() - value.denominator.bit_length() > 1022
