"""The draws of a sweep as an xarray Dataset in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from negotiate.formats.sweep import region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiate.results.sweep import Arrays, Design, Layout


def dataset(layout: Layout, design: Design, pieces: Iterable[tuple[int, Arrays]]) -> xr.Dataset:
    """Return the Dataset; parameters as of `negotiate.formats.sweep.write`."""
    whole = {
        name: np.empty([layout.sizes[d] for d in variable.dims], dtype=variable.dtype)
        for name, variable in layout.variables.items()
    }
    for piece, arrays in pieces:
        for name, target in whole.items():
            where = region(layout, design, name, piece)
            if where is not None:
                target[where] = arrays[name]
    return xr.Dataset(
        {
            name: (variable.dims, whole[name], {"long_name": variable.about})
            for name, variable in layout.variables.items()
        },
        coords={name: list(own) for name, own in layout.labels.items()},
        attrs=dict(layout.attributes),
    )
