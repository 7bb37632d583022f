"""The draws of a sweep as a table: a row for each draw, scenario and combination of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from negotiate.results.sweep import Arrays, Design, Layout


def write(path: Path, layout: Layout, design: Design, pieces: Iterable[tuple[int, Arrays]]) -> None:
    """Write a file; parameters as of `negotiate.formats.sweep.write`.

    Columns are named ``variable.label``, such as ``payoff.US``; scenarios of a piece follow one
    another, each with its draws in order.
    """
    schema: pa.Schema | None = None
    writer: pq.ParquetWriter | None = None
    try:
        for piece, arrays in pieces:
            table = _table(layout, design, piece, arrays)
            if writer is None:
                told = {key: str(value) for key, value in layout.attributes.items()}
                schema = table.schema.with_metadata(told)
                writer = pq.ParquetWriter(path, schema, compression="zstd")
            writer.write_table(table.cast(schema))
    finally:
        if writer is not None:
            writer.close()


def _table(layout: Layout, design: Design, piece: int, arrays: Arrays) -> pa.Table:
    span = design.span(piece)
    size, scenarios = span.stop - span.start, len(design.scenarios)
    names = pa.array(np.repeat(np.arange(scenarios), size), pa.int32())
    columns: dict[str, Any] = {
        "scenario": pa.DictionaryArray.from_arrays(names, list(design.scenarios)),
        "draw": np.tile(np.arange(span.start, span.stop), scenarios),
    }
    columns |= {
        name: np.full(size * scenarios, value)
        for name, value in design.at(design.place(piece)[1]).items()
    }
    for name, variable in layout.variables.items():
        own = arrays[name]
        if variable.dims[0] != "scenario":  # the parameters: the same for all scenarios
            for label, row in zip(layout.labels[variable.dims[0]], own, strict=True):
                columns[f"{name}.{label}"] = np.tile(row, scenarios)
        elif own.ndim == 2:
            columns[name] = own.ravel()
        else:
            for k, label in enumerate(layout.labels[variable.dims[1]]):
                columns[f"{name}.{label}"] = own[:, k].ravel()
    return pa.table(columns)
