"""Finished pieces beside the output, so that a sweep that was stopped can go on."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

import numpy as np

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from negotiate.results.sweep import Arrays

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
FREE: Final = frozenset({"game", "title"})
"""What may differ: the file may have moved, its content may not have changed."""


class Store:
    """A directory of finished pieces.

    Parameters
    ----------
    output : Path
        What the sweep will write; the directory is named after it.
    attributes : mapping
        Of the layout: what the pieces are of.
    resume : bool
        Go on with what is there.

    Raises
    ------
    UsageError
        If there are pieces and they are not to be gone on with, or are of another sweep.
    """

    def __init__(self, output: Path, attributes: Mapping[str, Any], *, resume: bool) -> None:
        self.output = output
        self.folder = output.with_name(f"{output.name}.pieces")
        manifest = {"format": FORMAT, **attributes}
        if self.folder.exists():
            if not resume:
                raise UsageError(
                    f"'{self.folder}' holds an unfinished sweep: go on with --resume, or remove it"
                )
            self._check(manifest)
        else:
            self.folder.mkdir()
            text = json.dumps(manifest, indent=2)
            _whole(self.folder / MANIFEST, text.encode())

    def _check(self, manifest: Mapping[str, Any]) -> None:
        try:
            found = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = None
        if not isinstance(found, dict):
            raise UsageError(f"'{self.folder}' is no unfinished sweep: remove it")
        for key in {*found, *manifest} - FREE:
            if found.get(key) != manifest.get(key):
                raise UsageError(
                    f"'{self.folder}' is of another sweep: its {key.replace('_', ' ')} is"
                    f" {str(found.get(key))[:60]!r}, not {str(manifest.get(key))[:60]!r}"
                )

    def done(self, pieces: int) -> list[int]:
        """Return which pieces are there, ascending; a damaged one is not."""
        found = []
        for path in sorted(self.folder.glob("*.npz")):
            piece = int(path.stem) if path.stem.isdecimal() else -1
            if 0 <= piece < pieces and self._readable(path):
                found.append(piece)
        return sorted(found)

    def _readable(self, path: Path) -> bool:
        """Check the sums of a piece: it may have been cut short with the power."""
        try:
            with ZipFile(path) as held:
                sound = held.testzip() is None
        except (OSError, BadZipFile):
            sound = False
        if not sound:
            path.unlink(missing_ok=True)
        return sound

    def put(self, piece: int, arrays: Arrays) -> None:
        """Keep a piece."""
        path = self._path(piece)
        part = path.with_suffix(".part")
        with part.open("wb") as opened:
            np.savez(opened, **arrays)  # type: ignore[arg-type]  # any name may be an array's
        part.replace(path)

    def get(self, piece: int) -> Arrays:
        """Return a piece."""
        with np.load(self._path(piece), allow_pickle=False) as held:
            return {name: held[name] for name in held.files}

    def _path(self, piece: int) -> Path:
        return self.folder / f"{piece:08d}.npz"

    def remove(self) -> None:
        """Remove the directory: the output is written."""
        shutil.rmtree(self.folder)


def _whole(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
