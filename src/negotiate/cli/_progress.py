"""How far long work has come, on standard error: rate and time left."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

PATIENCE: Final = 3.0
"""Seconds after which it is worth a line where nobody watches, and then again ten times as long."""

REFRESH: Final = 0.2
"""Seconds between two looks of whoever watches."""

BAR: Final = 24

STDERR: Final = 2


class Progress:
    """A line that is written over on a terminal; elsewhere a line now and then.

    Parameters
    ----------
    what : str
        What is counted.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.live = sys.stderr.isatty()
        self.began = monotonic()
        self.next = self.began + (REFRESH if self.live else PATIENCE)
        self.written = False

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the line."""
        if self.live and self.written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, done: int, total: int, before: int = 0) -> None:
        """Say how much is done of how much, and how much of it was there to begin with."""
        now = monotonic()
        if now < self.next:
            return
        line = told(done, total, before, now - self.began, self.what)
        if self.live:
            sys.stderr.write(f"\r{fitting(line, _terminal_columns())}\x1b[K")
            self.next = now + REFRESH
        else:
            sys.stderr.write(f"{line}\n")
            self.next = now + 10 * PATIENCE
        sys.stderr.flush()
        self.written = True


def _terminal_columns() -> int:
    """Return how wide the terminal is now; 0 where none is known."""
    try:
        return os.get_terminal_size(STDERR).columns
    except OSError:
        return 0


def fitting(line: str, width: int) -> str:
    """Return a line that no terminal of this width breaks, for only one row can be written over.

    The bar goes first: what it shows stands behind it in numbers.

    Examples
    --------
    >>> line = "############------------ 50%  5 of 10 draws, 1 a second, 0:05 left"
    >>> fitting(line, 80) == line, fitting(line, 60), fitting(line, 20)
    (True, '50%  5 of 10 draws, 1 a second, 0:05 left', '50%  5 of 10 draws,')
    """
    if not width or len(line) < width:
        return line
    return line[BAR + 1 :][: width - 1]


def by_stages(bar: Progress) -> Callable[[str, int, int], None]:
    """Return what tells a bar how far each stage of the work has come, the stage said first."""

    def say(stage: str, done: int, total: int) -> None:
        if bar.what != stage:
            bar.what, bar.began = stage, monotonic()
        else:
            bar(done, total)

    return say


def told(done: int, total: int, before: int, seconds: float, what: str) -> str:
    """Return the line.

    Examples
    --------
    >>> told(600, 1000, 100, 10.0, "draws")
    '##############---------- 60%  600 of 1,000 draws, 50 a second, 0:08 left'
    """
    filled = BAR * done // max(total, 1)
    bar = "#" * filled + "-" * (BAR - filled)
    line = f"{bar} {100 * done // max(total, 1)}%  {done:,} of {total:,} {what}"
    rate = (done - before) / seconds if seconds > 0 else 0.0
    if rate > 0:
        left = round((total - done) / rate)
        minutes, rest = divmod(left, 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
        line += f", {rate:,.0f} a second, {clock} left"
    return line
