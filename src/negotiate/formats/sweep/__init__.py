"""The draws of a sweep on disk and in memory, one module a format, named like the suffix.

nc       NetCDF 4, by h5netcdf         needs the extra `sweep`
zarr     a Zarr store, a directory     needs the extra `sweep`
parquet  a table, a row a draw         needs the extra `parquet`
"""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from negotiate.results.sweep import Arrays, Design, Layout

SUFFIXES: Final = {".nc": "nc", ".zarr": "zarr", ".parquet": "parquet"}

EXTRAS: Final = {"nc": "sweep", "zarr": "sweep", "parquet": "parquet", "memory": "sweep"}
"""What to install for each."""


def module(path: Path) -> Any:
    """Return the module that writes files of this suffix.

    Raises
    ------
    UsageError
        If the suffix is none of `SUFFIXES`, or the library for it is missing.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise UsageError(f"draws are written to {known}, not to '{suffix or path.name}'")
    return load(SUFFIXES[suffix])


def load(name: str) -> Any:
    """Return the module of a format.

    Raises
    ------
    UsageError
        If a library that it needs is not installed; the message says how to get it.
    """
    try:
        return import_module(f"{__name__}.{name}")
    except ImportError as error:
        extra = f"pip install 'negotiate-solver[{EXTRAS[name]}]'"
        raise UsageError(f"this needs {error.name}, which is not installed: {extra}") from None


def write(path: Path, layout: Layout, design: Design, pieces: Iterable[tuple[int, Arrays]]) -> None:
    """Write all draws, whole or not at all.

    Parameters
    ----------
    path : Path
    layout : Layout
    design : Design
    pieces : iterable of (int, arrays)
        In any order, each once; one is held at a time.
    """
    writer = module(path)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        writer.write(part, layout, design, pieces)
        part.replace(path)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        part.unlink(missing_ok=True)


def region(layout: Layout, design: Design, name: str, piece: int) -> tuple[Any, ...] | None:
    """Return where a piece's array goes in the whole variable, None if nowhere.

    What does not depend on the grid is written once, with the first of its combinations.
    """
    dims = layout.variables[name].dims
    cell = design.place(piece)[1]
    if not set(layout.grid) & set(dims):
        return None if cell else (..., design.span(piece))
    lead = len(dims) - len(layout.grid) - 1
    return (*[slice(None)] * lead, *design.indices(cell), design.span(piece))


def chunks(layout: Layout, design: Design, name: str) -> tuple[int, ...]:
    """Return the shape of what is stored together: the array of a piece."""
    return tuple(
        min(layout.sizes[dim], design.block) if dim == "draw"
        else 1 if dim in layout.grid
        else layout.sizes[dim]
        for dim in layout.variables[name].dims
    )  # fmt: skip
