"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


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
