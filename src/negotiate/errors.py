"""What can go wrong, said so that the reader can mend it.

Every error that leaves the package is a `NegotiateError` and carries the exit code of the
command line: 2 for usage, 3 for a bad game file, 4 for no answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class NegotiateError(Exception):
    """Any failure that this package foresees."""

    exit_code: ClassVar[int] = 4


class UsageError(NegotiateError):
    """The request is wrong: a name that does not exist, options that do not go together."""

    exit_code = 2


class NoAnswerError(NegotiateError):
    """The request is right, but no method here can answer it, or none did.

    Parameters
    ----------
    reason : str
        Why there is no answer.
    next_step : str
        What the reader can do about it.
    """

    exit_code = 4

    def __init__(self, reason: str, next_step: str = "") -> None:
        super().__init__(f"{reason}\n  {next_step}" if next_step else reason)
        self.reason = reason
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text, counted from 1 as editors do."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a game file.

    Attributes
    ----------
    place : Place
        Where the offending text stands.
    rule : str
        The rule that it breaks, as a sentence.
    value : str
        The offending text itself, cut to a readable length; empty if there is none.
    hint : str
        The nearest valid word or the next step; empty if there is none.
    severity : {"error", "warning"}
        A warning is odd but playable.
    """

    place: Place
    rule: str
    value: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def render(self, file: str) -> str:
        """Return the problem as one line, ``file:line:column: severity: rule: value (hint)``."""
        where = f"{file}:{self.place.line}:{self.place.column}" if self.place.line else file
        value = f": {self.value}" if self.value else ""
        hint = f" ({self.hint})" if self.hint else ""
        return printable(f"{where}: {self.severity}: {self.rule}{value}{hint}")


def printable(text: str) -> str:
    """Return `text` with what would steer a terminal, or break the line, written as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


MAX_PRINTED = 50
"""Problems of one file that are printed; the rest are counted."""


class GameFileError(NegotiateError):
    """A game file breaks rules; carries all of its problems, not only the first.

    Parameters
    ----------
    file : str
        The file as the reader named it.
    problems : sequence of Problem
        In the order of the text.
    """

    exit_code = 3

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda p: (p.place.line, p.place.column)))
        lines = [problem.render(file) for problem in self.problems[:MAX_PRINTED]]
        if len(self.problems) > MAX_PRINTED:
            lines.append(f"... and {len(self.problems) - MAX_PRINTED} more problems")
        super().__init__("\n".join(lines))


def nearest_word(word: str, choices: Iterable[str]) -> str:
    """Return the choice nearest to `word`, or an empty string where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 (only where something is misspelt)

    folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the choice nearest to `word`, or an empty string."""
    found = nearest_word(word, choices)
    return f"did you mean '{found}'?" if found else ""
