"""The draws of a sweep as a Zarr store, written a piece at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import zarr

from negotiate.formats.sweep import chunks, region

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from negotiate.results.sweep import Arrays, Design, Layout


def write(path: Path, layout: Layout, design: Design, pieces: Iterable[tuple[int, Arrays]]) -> None:
    """Write a directory; parameters as of `negotiate.formats.sweep.write`.

    Format 2, because format 3 has no texts of fixed length that every reader agrees on.
    """
    root = zarr.open_group(str(path), mode="w", zarr_format=2)
    root.attrs.update(layout.attributes)
    for name, own in layout.labels.items():
        data = np.array(own, dtype="f8" if name in layout.grid else "U")
        made = root.create_array(name, data=data)
        made.attrs["_ARRAY_DIMENSIONS"] = [name]
    arrays_of = {}
    for name, variable in layout.variables.items():
        made = root.create_array(
            name,
            shape=tuple(layout.sizes[dim] for dim in variable.dims),
            chunks=chunks(layout, design, name),
            dtype="bool" if variable.dtype == "?" else variable.dtype,
            fill_value=None,
        )
        made.attrs.update({"_ARRAY_DIMENSIONS": list(variable.dims), "long_name": variable.about})
        arrays_of[name] = made
    for piece, arrays in pieces:
        for name, target in arrays_of.items():
            where = region(layout, design, name, piece)
            if where is not None:
                target[where] = arrays[name]
    zarr.consolidate_metadata(str(path), zarr_format=2)
