"""Group histories that lead to the same choice and differ only in what does not matter for it.

A small decision tree (Breiman, Friedman, Olshen & Stone 1984): split by the move that leaves
the fewest histories with another choice than most, until all that stand together choose alike.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from negotiate.results.report import History

Group = tuple[dict[str, str], list[int]]
"""What the histories of a group have in common that sets them apart, and their positions."""


def grouped(histories: Sequence[History], choices: Sequence[str]) -> list[Group]:
    """Return groups of positions, each with one choice.

    Parameters
    ----------
    histories : sequence of mapping of move to option
    choices : sequence of str
        What is chosen after each of them.
    """
    moves = list(dict.fromkeys(move for history in histories for move in history))
    return list(_split({}, list(range(len(histories))), moves, histories, choices))


def _split(
    path: Mapping[str, str],
    rows: list[int],
    moves: list[str],
    histories: Sequence[History],
    choices: Sequence[str],
) -> Iterator[Group]:
    candidates = [move for move in moves if len(_by(move, rows, histories)) > 1]
    if len({choices[row] for row in rows}) <= 1 or not candidates:
        for same in _by_choice(rows, choices):
            yield dict(path), same
        return
    best = min(candidates, key=lambda move: _mistakes(move, rows, histories, choices))
    rest = [move for move in moves if move != best]
    for option, part in _merged(_by(best, rows, histories), choices).items():
        yield from _split({**path, best: option}, part, rest, histories, choices)


def _merged(parts: Mapping[str, list[int]], choices: Sequence[str]) -> dict[str, list[int]]:
    """Join the options after which the same is chosen throughout, as ``a or b``."""
    names: dict[object, list[str]] = {}
    for option, rows in parts.items():
        chosen = {choices[row] for row in rows}
        names.setdefault(chosen.pop() if len(chosen) == 1 else (option,), []).append(option)
    return {" or ".join(n): [row for option in n for row in parts[option]] for n in names.values()}


def _by(move: str, rows: list[int], histories: Sequence[History]) -> dict[str, list[int]]:
    parts: dict[str, list[int]] = {}
    for row in rows:
        parts.setdefault(histories[row].get(move, NONE), []).append(row)
    return parts


def _by_choice(rows: list[int], choices: Sequence[str]) -> list[list[int]]:
    parts: dict[str, list[int]] = {}
    for row in rows:
        parts.setdefault(choices[row], []).append(row)
    return list(parts.values())


def _mistakes(
    move: str, rows: list[int], histories: Sequence[History], choices: Sequence[str]
) -> int:
    """Return how many choices differ from the most frequent one of their part."""
    parts = _by(move, rows, histories).values()
    return sum(len(part) - max(Counter(choices[r] for r in part).values()) for part in parts)
