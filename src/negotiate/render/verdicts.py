"""Many Nash equilibria of a tree in one screen: which are credible, and what the others rest on."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from negotiate.results.numbers import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.results.report import Play, ScenarioReport

EMPTY: Final = "not credible"

EXAMPLES: Final = 3
"""Empty plans that are told, and equilibria that are not credible that are shown."""

CREDIBLE: Final = 2
"""Credible equilibria that are shown beside them."""


def telling(plays: Sequence[Play], most: int) -> list[int]:
    """Return which equilibria to show, by index: all that fit, or the credible and some examples.

    Parameters
    ----------
    plays : sequence of Play
    most : int
        How many fit.
    """
    if len(plays) <= most or all(play.verdict is None for play in plays):
        return list(range(min(len(plays), most)))
    good = [i for i, play in enumerate(plays) if not _is_empty(play)]
    others: list[int] = []
    for i, play in enumerate(plays):
        if _is_empty(play) and all(play.payoffs != plays[j].payoffs for j in others):
            others.append(i)
    return sorted([*good[:CREDIBLE], *others[:EXAMPLES]])


def summary(report: ScenarioReport) -> Iterator[str]:
    """Yield how many equilibria have which standing, and what the others most often rest on."""
    plays = report.plays
    kinds = Counter(play.verdict.standing for play in plays if play.verdict)
    total = count(len(plays), "equilibrium", "equilibria")
    if kinds[EMPTY] == len(plays):
        yield f"none of the {total} listed is credible; --concept spe finds what is"
    for standing, n in kinds.items():
        if standing != EMPTY:
            found = (i for i, p in enumerate(plays) if p.verdict and p.verdict.standing == standing)
            names = ", ".join(f"no. {i + 1}" for i in islice(found, EXAMPLES))
            more = ", …" if n > EXAMPLES else ""
            yield f"{n:,} of {total}: {standing}: {names}{more}"
    if not kinds[EMPTY]:
        return
    yield f"{kinds[EMPTY]:,} of {total}: {EMPTY}; what most of them rest on:"
    places = Counter(_place(play) for play in plays if _is_empty(play))
    for where, n in places.most_common(EXAMPLES):
        first = next(i for i, p in enumerate(plays) if _is_empty(p) and _place(p) == where)
        verdict = plays[first].verdict
        assert verdict is not None
        yield f"- {n:,} of them, such as no. {first + 1}: {verdict.sentence}"


def _is_empty(play: Play) -> bool:
    return play.verdict is not None and play.verdict.standing == EMPTY


def _place(play: Play) -> tuple[object, ...]:
    verdict = play.verdict
    assert verdict is not None
    return verdict.player, verdict.move, verdict.option, tuple(verdict.history.items())
