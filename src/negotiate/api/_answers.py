"""An answer that was kept as JSON, read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

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
    >>> from pathlib import Path
    >>> from negotiate.formats.answers import dumps, to_dict
    >>> answer = negotiate.thresholds("conditional-aid", "k_ru", "ukraine_first")
    >>> path = Path(tempfile.mkdtemp()) / "k_ru.json"
    >>> _ = path.write_text(dumps(to_dict(answer)))
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
