"""What regions are called: what happens there, as far as it tells one from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass
from negotiate.results.wording import NONE, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.results.thresholds import Options
    from negotiate.results.wording import Wording

    Path = Mapping[str, Options]

LISTED: Final = 4
"""Answers of one point that its name lists; the rest is counted."""

INVALID: Final = "no answer: the numbers are those of no game"
UNSOLVED: Final = "no answer was found"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some ways of play.

    Attributes
    ----------
    common : str
        What happens in all of them.
    each : tuple of str
        What tells each from the others; empty if there is only one.
    """

    common: str
    each: tuple[str, ...]


def naming(paths: Sequence[Path], wording: Wording) -> Names:
    """Return names for different ways of play.

    Parameters
    ----------
    paths : sequence of mapping of move to tuple of str
        How each move of a player can come out; all different.
    wording : Wording

    Returns
    -------
    Names
        Of the moves that come out differently, names take as few as tell all apart, the earliest
        where several would do, without those that are not reached.

    Examples
    --------
    >>> from negotiate.results.wording import Wording
    >>> words = Wording({"A": "Ann", "B": "Bob"}, {"ask": "A", "reply": "B"})
    >>> found = naming([{"ask": ("no",), "reply": ("none",)}, {"ask": ("yes",), "reply": ("yes",)}],
    ...                words)
    >>> found.each
    ('Ann chooses no', 'Ann chooses yes')
    """
    if not paths:
        return Names("", ())
    moves = [move for move in paths[0] if all(move in path for path in paths)]
    shared = [m for m in moves if all(path[m] == paths[0][m] for path in paths)]
    common = listed(_told(paths[0], shared, wording))
    if len(paths) == 1:
        return Names("", (common or "nothing is decided",))
    differing = [m for m in moves if m not in shared]
    chosen = _telling(paths, differing)
    each = [_clear(path, paths, chosen, differing) for path in paths]
    brief = [listed(_told(path, own, wording)) for path, own in zip(paths, each, strict=True)]
    if len(set(brief)) < len(paths) or not all(brief):
        brief = [listed(_told(path, chosen, wording, none=True)) for path in paths]
    return Names(common, tuple(brief))


def several(names: Sequence[str]) -> str:
    """Return the name of a point with several answers.

    >>> several(["Ann asks", "Bob asks"])
    '2 answers: Ann asks; or Bob asks'
    """
    shown = list(names[:LISTED])
    more = len(names) - len(shown)
    told = "; or ".join(shown) + (f"; and {more} more" if more else "")
    return f"{len(names)} answers: {told}"


def _told(path: Path, moves: Sequence[str], wording: Wording, *, none: bool = False) -> list[str]:
    """Return what happens at some moves, as clauses."""
    return [
        wording.happens(move, *((option, "") for option in path[move]))
        for move in moves
        if none or path[move] != (NONE,)
    ]


def _telling(paths: Sequence[Path], moves: Sequence[str]) -> list[str]:
    """Return few moves that tell all paths apart, in the order of play."""
    chosen: list[str] = []

    def kinds(some: Sequence[str]) -> int:
        return len({tuple(path[m] for m in some) for path in paths})

    while kinds(chosen) < kinds(moves):
        chosen.append(max((m for m in moves if m not in chosen), key=lambda m: kinds([*chosen, m])))
    return [m for m in moves if m in chosen]


def _clear(
    path: Path, paths: Sequence[Path], chosen: Sequence[str], moves: Sequence[str]
) -> list[str]:
    """Return what to tell of one path, so that no other fits: what is not reached is not told."""
    own = [m for m in chosen if path[m] != (NONE,)]
    for other in paths:
        if other is not path and all(other[m] == path[m] for m in own):
            reached = [m for m in moves if path[m] != other[m] and path[m] != (NONE,)]
            better = [m for m in reached if other[m] != (NONE,)] or reached
            own += better[:1]
    return [m for m in moves if m in own]
