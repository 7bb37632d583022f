"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNATURE: Final = "<!-- made by negotiate -->"
"""Of an SVG; other kinds of file have a place for it."""

MARKS: Final = (
    SIGNATURE.encode(),
    b'<meta name="generator" content="negotiate ',
    b"% Made by negotiate",
    b"/Creator (negotiate)",
    b"tEXtSoftware\0negotiate",
    b",region,happens\n",
    b'"kind": "map"',
)
"""What stands in every picture, page and map that is written here. Games and draws have none."""


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
        """Write a file of the kind that its suffix says, over whatever is there.

        It is warned of characters that are missing.

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


def signed(svg: str) -> tuple[bytes, str]:
    """Return an SVG as a file, which says who made it, and lacks no characters."""
    return f"{svg}{SIGNATURE}\n".encode(), ""


def remark(lacking: str) -> str:
    """Say which characters are missing from a picture, and what to do."""
    return f"the font has no {' '.join(lacking)}; an .svg takes the fonts of whoever reads it"


def writable(target: Path) -> None:
    """Refuse a file that could not be written, before the work that would be lost.

    Raises
    ------
    UsageError
        If there is no such folder, or the file is one, or a device.
    """
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder '{target.parent}' to write '{target.name}' in")
    if target.exists() and not target.is_file():
        what = "folder" if target.is_dir() else "device"
        raise UsageError(f"'{target}' is a {what}, not a file to write")


def may_write(target: Path, *, force: bool = False, text: str | None = None) -> None:
    """Refuse, before the work, a file that could not be written or that should not be lost.

    Pictures, pages and maps that were made here can be made again, and are replaced; anything
    else is only if that is asked for, or would stay as it is.

    Parameters
    ----------
    target : Path
    force : bool
        Replace any file.
    text : str, optional
        What is to be written, where that takes no work.

    Raises
    ------
    UsageError
        As in `writable`; or if the file is there and may not be replaced.
    """
    writable(target)
    there = target.exists() or target.is_symlink()
    if there and not force and not _replaceable(target, text):
        raise UsageError(f"'{target}' is there already; --force overwrites it")


def _replaceable(target: Path, text: str | None) -> bool:
    if not target.is_file():
        return False
    data = target.read_bytes()
    return any(mark in data for mark in MARKS) or (text is not None and data == text.encode())


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
