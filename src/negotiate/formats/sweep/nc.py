"""The draws of a sweep as NetCDF 4, written a piece at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h5netcdf
import h5py
import numpy as np

from negotiate.formats.sweep import chunks, region

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from negotiate.results.sweep import Arrays, Design, Layout


def write(path: Path, layout: Layout, design: Design, pieces: Iterable[tuple[int, Arrays]]) -> None:
    """Write a file; parameters as of `negotiate.formats.sweep.write`."""
    with h5netcdf.File(path, "w") as file:
        for key, value in layout.attributes.items():
            file.attrs[key] = value
        file.dimensions = dict(layout.sizes)
        for name, own in layout.labels.items():
            number = name in layout.grid
            kind = np.dtype("f8") if number else h5py.string_dtype()
            data = np.array(own, dtype="f8" if number else object)
            file.create_variable(name, (name,), kind, data=data)
        for name, variable in layout.variables.items():
            truth = variable.dtype == "?"
            made = file.create_variable(
                name,
                variable.dims,
                "i1" if truth else variable.dtype,
                chunks=chunks(layout, design, name),
                compression="gzip",
                compression_opts=1,
                shuffle=True,
            )
            made.attrs["long_name"] = variable.about
            if truth:
                made.attrs["dtype"] = "bool"  # as xarray writes truth values, and reads them
        for piece, arrays in pieces:
            for name, variable in layout.variables.items():
                where = region(layout, design, name, piece)
                if where is not None:
                    kind = "i1" if variable.dtype == "?" else variable.dtype
                    file.variables[name][where] = arrays[name].astype(kind, copy=False)
