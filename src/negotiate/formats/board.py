"""A board as compact JSON that may stand in a page.

Every object has the keys of its dataclass in `results.board`; what is empty is left out. Four
things are written otherwise:

Integers
    A list, or where it is shorter a text: one letter, then base64 of variable-length numbers
    (LEB128: seven bits a byte, the lowest first, the high bit set on all but the last), each n
    written as 2n, or -2n-1 if negative. ``v``: the numbers; ``d``: the first, then differences;
    ``r``: pairs of a number and how often it repeats; ``x``: such pairs of differences.
Floats
    A list of the shortest decimals that read back as the same numbers; or, where it is shorter,
    ``{"of": such a list, "at": integers}``; or a text, base64 of little-endian doubles, where
    some are not finite as well.
Answers of a table
    Those that play as many slots as the first have ``beside`` for ``slots``: slot by slot, how
    far from the first's.
Steps
    Lists: ``[op, sets, arg, ...]``, but ``["parameter", k]``, ``["table", sets, floats]`` and
    ``["select", sets, args, integers]``.
"""

from __future__ import annotations

import base64
import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.results.board import RegimeTable, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from negotiate.results.board import Board
    from negotiate.types import FloatArray, IntArray

MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end a script element or begin a comment in it; the rest is ASCII."""


def to_dict(board: Board) -> dict[str, Any]:
    """Return a board as plain data, its arrays packed."""
    data: dict[str, Any] = _plain(board)
    return data


def dumps(board: Board) -> str:
    """Return a board as JSON in ASCII, without anything that ends a script element."""
    text = _compact(to_dict(board))
    for mark, escape in MARKUP.items():
        text = text.replace(mark, escape)
    return text


def _compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Step):
        return _step(value)
    if isinstance(value, RegimeTable):
        return _record(value) | {"answers": _answers(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value)
    if isinstance(value, np.ndarray):
        return pack_floats(value) if value.dtype.kind == "f" else pack_integers(value)
    if hasattr(value, "items"):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _record(value: Any) -> dict[str, Any]:
    pairs = ((field.name, _plain(getattr(value, field.name))) for field in fields(value))
    return {name: part for name, part in pairs if not _empty(part)}


def _answers(table: RegimeTable) -> list[dict[str, Any]]:
    """Return the answers, those like the first as what sets them apart: mostly nothing."""
    told = [_record(answer) for answer in table.answers]
    first = table.answers[0].slots if told else None
    for record, answer in zip(told[1:], table.answers[1:], strict=True):
        if first is not None and len(answer.slots) == len(first):
            record.pop("slots", None)
            record["beside"] = pack_integers(answer.slots - first)
    return told


def _empty(part: object) -> bool:
    return part is None or part in ("", [], {})


def _step(step: Step) -> list[Any]:
    if step.op == "parameter":
        return [step.op, step.parameter]
    if step.values is not None:
        return [step.op, step.sets, pack_floats(step.values)]
    if step.source is not None:
        return [step.op, step.sets, list(step.args), pack_integers(step.source)]
    return [step.op, step.sets, *step.args]


def pack_integers(numbers: IntArray) -> list[int] | str:
    """Return integers in the shortest of the ways that this module describes.

    Examples
    --------
    >>> pack_integers(np.array([3, -1])), pack_integers(np.arange(500))
    ([3, -1], 'xAAIC5gc=')
    """
    values: list[int] = numbers.ravel().tolist()
    steps = [b - a for a, b in zip([0, *values], values, strict=False)]
    ways: list[list[int] | str] = [
        values,
        _text("v", values),
        _text("d", steps),
        _text("r", _runs(values)),
        _text("x", _runs(steps)),
    ]
    return min(ways, key=lambda way: len(_compact(way)))


def pack_floats(numbers: FloatArray) -> list[float] | dict[str, Any] | str:
    """Return floats in the shortest of the ways that this module describes.

    Examples
    --------
    >>> pack_floats(np.array([0.1, 2.0])), pack_floats(np.tile([0.5, 1.25], 50))["of"]
    ([0.1, 2], [0.5, 1.25])
    """
    flat = np.ascontiguousarray(numbers.ravel(), dtype="<f8")
    raw = base64.b64encode(flat.tobytes()).decode("ascii")
    if not np.isfinite(flat).all():
        return raw
    values = [_short(x) for x in flat.tolist()]
    written = [_compact(x) for x in values]  # as written: -0 and 0 are two
    distinct = dict(zip(written, values, strict=True))
    place = {text: k for k, text in enumerate(distinct)}
    at = pack_integers(np.array([place[text] for text in written], dtype=np.int64))
    ways: list[Any] = [values, {"of": list(distinct.values()), "at": at}, raw]
    best: list[float] | dict[str, Any] | str = min(ways, key=lambda way: len(_compact(way)))
    return best


def _short(x: float) -> float | int:
    """Return a whole number as one, without its point: the same double to who reads it."""
    whole = x.is_integer() and abs(x) < 2**53 and not (x == 0 and np.signbit(x))
    return int(x) if whole else x


def _runs(values: Sequence[int]) -> list[int]:
    """Return each number that differs from the one before, and how often it comes in a row."""
    runs: list[int] = []
    for value in values:
        if runs and runs[-2] == value:
            runs[-1] += 1
        else:
            runs += [value, 1]
    return runs


def _text(way: str, values: Iterable[int]) -> str:
    return way + base64.b64encode(bytes(_bytes(values))).decode("ascii")


def _bytes(values: Iterable[int]) -> Iterator[int]:
    for value in values:
        rest = 2 * value if value >= 0 else -2 * value - 1
        while rest > 127:
            yield rest & 127 | 128
            rest >>= 7
        yield rest
