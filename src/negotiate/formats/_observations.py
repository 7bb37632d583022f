"""Observed choices, from a table (CSV) or a list (YAML).

A row of the table says how often an option was chosen: columns ``move``, ``option`` and ``count``
(1 where there is no such column), and further columns named after earlier moves, whose entries
are what had been chosen there. The list has the same keys, with ``after`` for earlier moves.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, Final

from negotiate.errors import GameFileError, Place, Problem, UsageError, nearest
from negotiate.results.estimate import Observation
from negotiate.spec.document import Mapping, Scalar, Sequence, compose, exact
from negotiate.spec.problems import Problems, TooManyProblems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from negotiate.spec.document import Node

MAX_BYTES: Final = 16_000_000
NEEDED: Final = ("move", "option")
KEYS: Final = (*NEEDED, "count", "after")
YAML: Final = (".yaml", ".yml")


def read_observations(path: Path) -> tuple[Observation, ...]:
    """Return the observed choices that a file lists.

    Parameters
    ----------
    path : Path
        YAML where its suffix says so, else CSV.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    GameFileError
        With everything that is wrong in it.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read '{path}': {error.strerror or error}") from error
    file, problems = str(path), Problems()
    if len(data) > MAX_BYTES:
        raise GameFileError(file, [Problem(Place(), f"a file has at most {MAX_BYTES:,} bytes")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GameFileError(file, [Problem(Place(), "observations are in UTF-8")]) from error
    with suppress(TooManyProblems):
        found = list((_yaml if path.suffix.lower() in YAML else _table)(text, file, problems))
    if problems.fatal:
        raise GameFileError(file, problems.all)
    return tuple(found)


def _table(text: str, file: str, problems: Problems) -> Iterator[Observation]:
    rows = csv.reader(StringIO(text), skipinitialspace=True)
    head = [name.strip() for name in next(rows, [])]
    for name in NEEDED:
        if name not in head:
            problems.error(Place(1, 1), f"the first line names the columns, among them '{name}'")
    for k, name in enumerate(head):
        if not name or name in head[:k]:
            problems.error(Place(1, 1), "each column has a name of its own", name)
    if problems.fatal:
        return
    for row in rows:
        place = Place(rows.line_num, 1)
        entries = dict(zip(head, (entry.strip() for entry in row), strict=False))
        if not any(entries.values()):
            continue
        if len(row) != len(head):
            problems.error(
                place, f"a row has {len(head)} entries, as the first line", ",".join(row)
            )
            continue
        count = _count(entries.pop("count", "1"), place, problems)
        move, option = entries.pop("move"), entries.pop("option")
        after = {name: entry for name, entry in entries.items() if entry}
        yield Observation(move, option, count, after, f"{file}:{place.line}")


def _yaml(text: str, file: str, problems: Problems) -> Iterator[Observation]:
    root = compose(text, problems)
    if root is None:
        return
    listed = root.items.get("observations")
    if not isinstance(listed, Sequence) or len(root.items) > 1:
        problems.error(root.place, "the file has one key, 'observations', with a list")
        return
    for item in listed.items:
        if isinstance(item, Mapping):
            yield _item(item, file, problems)
        else:
            problems.error(item.place, "an observation has the keys move, option and count")


def _item(item: Mapping, file: str, problems: Problems) -> Observation:
    for key in item.items:
        if key not in KEYS:
            hint = nearest(key, KEYS) or f"there are {', '.join(KEYS)}"
            problems.error(item.places[key], "an observation has no such key", key, hint)
    words = {key: _word(item.items.get(key), item.place, key, problems) for key in NEEDED}
    count, after = item.items.get("count"), item.items.get("after", Mapping(item.place))
    number = 1.0
    if count is not None:
        number = _count(_word(count, item.place, "count", problems), count.place, problems)
    if not isinstance(after, Mapping):
        problems.error(after.place, "'after' maps earlier moves to what was chosen there")
        after = Mapping(item.place)
    before = {m: _word(o, after.place, m, problems) for m, o in after.items.items()}
    where = f"{file}:{item.place.line}"
    return Observation(words["move"], words["option"], number, before, where)


def _word(node: Node | None, place: Place, key: str, problems: Problems) -> str:
    if isinstance(node, Scalar) and node.text:
        return node.text
    problems.error(place if node is None else node.place, f"'{key}' is a word")
    return ""


def _count(text: str, place: Place, problems: Problems) -> float:
    number = exact(text)
    if number is None or number < 0:
        problems.error(place, "a count is a number of 0 or more", text)
        return 0.0
    return float(number)
