"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable


class FileKinds:
    """The kinds of file that something can be written as; the suffix says which.

    Parameters
    ----------
    thing : str
        What is written, as it is called in a message: ``a plot``.
    *kinds : str
        Suffixes without their dot.
    """

    def __init__(self, thing: str, *kinds: str) -> None:
        self.thing = thing
        self.kinds = kinds

    def of(self, target: Path) -> str:
        """Return the kind of a file, by its suffix.

        Raises
        ------
        UsageError
            If that is none of these kinds.
        """
        kind = target.suffix.lower().removeprefix(".")
        if kind not in self.kinds:
            known = ", ".join(f".{each}" for each in self.kinds)
            hint = nearest(kind, self.kinds) or f"known are {known}"
            raise UsageError(
                f"'{target}' is no kind of file that {self.thing} is written as; {hint}"
            )
        return kind

    def save(self, path: str | Path, encoded: Callable[[str], tuple[bytes, str]]) -> None:
        """Write a file of the kind that its suffix says; warn where characters are missing.

        Parameters
        ----------
        path : str or Path
        encoded : callable
            Takes the kind; returns the file, and the characters that its font does not have.
        """
        target = Path(path)
        data, lacking = encoded(self.of(target))
        write_whole(target, data)
        if lacking:
            warnings.warn(remark(lacking), stacklevel=3)


def remark(lacking: str) -> str:
    """Say which characters are missing from a picture, and what to do."""
    return f"the font has no {' '.join(lacking)}; an .svg takes the fonts of whoever reads it"


def writable(target: Path) -> None:
    """Refuse a file that could not be written, before the work that would be lost.

    Raises
    ------
    UsageError
        If there is no such folder, or the file is one.
    """
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder '{target.parent}' to write '{target.name}' in")
    if target.is_dir():
        raise UsageError(f"'{target}' is a folder, not a file to write")


def write_whole(target: Path, data: str | bytes) -> None:
    """Write a file so that at every moment it is there whole or not at all.

    Raises
    ------
    UsageError
        If it could not be.
    """
    writable(target)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with unfinished.open("xb") as opened:
            opened.write(data.encode() if isinstance(data, str) else data)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
