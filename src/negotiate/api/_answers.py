"""Answers kept as JSON, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from negotiate.api._files import write_whole
from negotiate.api._notebook import PAGES, shown
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from negotiate.formats.answers import AnyAnswer

MAX_BYTES: Final = 2**30
"""Where a file is larger, reading it would take all memory."""


def read_answer(path: str | Path) -> AnyAnswer:
    """Return the answer in a file that ``--json`` wrote, of whatever kind.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Comparison, Thresholds, WhatItTakes, RegionMap, Sweep, Sensitivity, Explanation, ...
        The same data that the call returned which it is the answer of, to the last bit.

    Raises
    ------
    UsageError
        If the file cannot be read, holds no answer, or one of a format that is not read here.

    Examples
    --------
    >>> import negotiate, tempfile
    >>> answer = negotiate.thresholds("conditional-aid", "k_ru", "ukraine_first")
    >>> path = f"{tempfile.mkdtemp()}/k_ru.json"
    >>> negotiate.write_answer(answer, path)
    >>> negotiate.read_answer(path) == answer
    True
    """
    from negotiate.formats.answers import loads  # noqa: PLC0415 (readers, only where one reads)

    try:
        with Path(path).open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a name may have what no name of a file has
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot read the answer '{path}': {reason}") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"'{path}' is no answer: one has at most {MAX_BYTES:,} bytes")
    try:
        answer = loads(data)
    except UsageError as error:
        raise UsageError(f"'{path}': {error}") from error
    return shown(answer) if type(answer).__name__ in PAGES else answer


def write_answer(answer: AnyAnswer, path: str | Path) -> None:
    """Write an answer to a file, over whatever is there, as ``--json`` prints it.

    Parameters
    ----------
    answer : Comparison, Thresholds, WhatItTakes, RegionMap, Sweep, Sensitivity, Explanation, ...
        What `read_answer` reads.
    path : str or Path

    Raises
    ------
    UsageError
        If it is no such answer, or the file cannot be written.
    """
    from negotiate.formats.answers import dumps, to_dict  # noqa: PLC0415 (as in `read_answer`)

    write_whole(Path(path), f"{dumps(to_dict(answer))}\n")
