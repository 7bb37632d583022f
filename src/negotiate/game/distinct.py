"""Which rows of a program are the same function of the parameters, so that one is computed for all.

A step of a tape has a row for each joint outcome of the moves that it mentions. Most of these
outcomes do not tell the step's arguments apart: a conditional takes the same branch in many
histories. Rows that take the same rows of the same arguments are one row here, from the first
step to the last (value numbering; Cocke & Schwartz 1970). The operations on a row stay what
they are, so that every number is the same to its last bit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.histories import number
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.program import Program
    from negotiate.game.tape import Step
    from negotiate.types import FloatArray, IntArray

DENSE = 4
"""Codes are numbered by a table of all of them while it has so many entries a code in use."""


@dataclass(frozen=True, eq=False)
class Distinct:
    """The steps of a program, each without its repeated rows.

    Attributes
    ----------
    constants : mapping of step to FloatArray (D, 1)
        Values of the steps that depend on moves only.
    steps : mapping of step to Step
        Those that depend on parameters, their gathers among distinct rows.
    rows : mapping of step to IntArray (K,)
        Which distinct row each row of the step is.
    """

    constants: Mapping[int, FloatArray]
    steps: Mapping[int, Step]
    rows: Mapping[int, IntArray]


def distinct(program: Program) -> Distinct:
    """Return the distinct rows of all steps of a program."""
    constants: dict[int, FloatArray] = {}
    steps: dict[int, Step] = {}
    rows: dict[int, IntArray] = {}
    for i, values in program.constants().items():
        # By their bits: 0 and -0 are equal, and what is computed from them is not.
        bits = values[:, 0].view(np.int64)
        _, first, rows[i] = np.unique(bits, return_index=True, return_inverse=True)
        constants[i] = values[first]
    for i in program.varying:
        step = program.tape.steps[i]
        if not step.args:
            steps[i], rows[i] = step, np.zeros(1, dtype=np.int64)
        elif step.op == "select":
            steps[i], rows[i] = _select(step, rows)
        else:
            steps[i], rows[i] = _operation(step, rows)
    return Distinct(constants, steps, rows)


def _operation(step: Step, rows: Mapping[int, IntArray]) -> tuple[Step, IntArray]:
    """Merge the rows that combine the same rows of the arguments."""
    used = [
        rows[arg] if index is None else rows[arg][index]
        for arg, index in zip(step.args, step.gathers, strict=True)
    ]
    first, inverse = numbered(np.broadcast_arrays(*used))
    gathers = tuple(
        _gather(own[first] if len(own) > 1 else own, _size(rows[arg]))
        for own, arg in zip(used, step.args, strict=True)
    )
    return replace(step, gathers=gathers), inverse


def _select(step: Step, rows: Mapping[int, IntArray]) -> tuple[Step, IntArray]:
    """Merge the rows that take the same row of the same branch."""
    sizes = [_size(rows[arg]) for arg in step.args]
    source = np.empty(sum(map(len, step.rows)), dtype=np.int64)
    branches = zip(step.args, step.gathers, step.rows, np.cumsum([0, *sizes]), strict=False)
    for arg, index, filled, offset in branches:
        source[filled] = offset + (0 if index is None else rows[arg][index])
    first, inverse = numbered([source])
    taken = source[first]
    filled_by, gathers = [], []
    for size, offset in zip(sizes, np.cumsum([0, *sizes]), strict=False):
        own = np.flatnonzero((taken >= offset) & (taken < offset + size))
        filled_by.append(own)
        gathers.append(taken[own] - offset if size > 1 else None)
    return replace(step, gathers=tuple(gathers), rows=tuple(filled_by)), inverse


def _gather(rows: IntArray, size: int) -> IntArray | None:
    """Return the rows to take of `size`; None where all are taken in order, or one for all."""
    if size == 1 or np.array_equal(rows, np.arange(size)):
        return None
    return rows


def _size(rows: IntArray) -> int:
    return int(rows.max(initial=-1)) + 1


def numbered(columns: Sequence[IntArray]) -> tuple[IntArray, IntArray]:
    """Return where each distinct row of a table is first (D,), and which of them each is (m,).

    Parameters
    ----------
    columns : sequence of IntArray (m,)
        The columns of the table, not negative.
    """
    first, found = _ranked(columns[0])
    for column in columns[1:]:
        first, found = _ranked(found * _size(column) + column)
    return first, found


def _ranked(codes: IntArray) -> tuple[IntArray, IntArray]:
    size = _size(codes)
    if size <= DENSE * len(codes):
        found, first = number(codes, size)
        return first, found
    _, first, found = np.unique(codes, return_index=True, return_inverse=True)
    return first, found
