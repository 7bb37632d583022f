"""All Nash equilibria of two players, by the vertices of their best-reply polytopes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import table as tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.game.game import Game
    from negotiate.solvers.bimatrix import Extremes
    from negotiate.solvers.protocol import Options

ABOUT = "All equilibria of two players, mixed ones included, by vertex enumeration."
SOURCE = "Mangasarian 1964; von Stengel 2002, section 2; Avis, Rosenberg, Savani & von Stengel 2010"
PRIORITY = 10

SETS: Final = 12
"""Maximal Nash subsets that are spelled out; the rest is counted."""


def refusal(game: Game) -> str | None:
    """Return why vertex enumeration cannot solve `game`, or None if it can."""
    deciders = set(game.tree.infoset_owner[game.tree.decision].tolist())
    if len(deciders) > 2:
        return f"{len(deciders)} players decide something, and this method is for two"
    return tables.refusal(game)


def solve(game: Game, options: Options) -> Answer:
    """Return all equilibria, or all extreme ones where there are infinitely many.

    They are found together, so `options.all` makes no difference.
    """
    form = normal_form(game.tree)
    table = tables.payoff_table(game, form)
    extremes = tables.two_player_equilibria(table, form.players, tables.tolerance(game))
    where = _conditions(extremes)
    found = []
    for pair, conditions in list(zip(extremes.pairs, where, strict=True))[: options.cap]:
        mixed = pair[: len(form.players)]
        payoff = tables.expected_payoff(table, mixed)
        candidate = tables.candidate(game, form, mixed, payoff)
        found.append(replace(candidate, conditions=conditions))
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "extreme equilibria": len(extremes.pairs),
        "components": len(extremes.components),
    }
    notes = [tables.FREE] if form.reduced else []
    capped = len(found) < len(extremes.pairs)
    if capped:
        notes.append(f"The list stops after {len(found)} of {len(extremes.pairs)} equilibria.")
    if not extremes.isolated:
        notes.append(_continuum(extremes))
    if not extremes.complete:
        notes.append("Rounding has lost some equilibria; --exact finds them.")
    if not found:
        return Answer((), Coverage.NONE_FOUND, stats, tuple(notes))
    whole = Coverage.ALL if extremes.isolated else Coverage.ALL_EXTREME
    coverage = whole if extremes.complete and not capped else Coverage.SOME
    return Answer(tuple(found), coverage, stats, tuple(notes))


def _continuum(extremes: Extremes) -> str:
    """Return the set of all equilibria in words: its components, and what they consist of."""
    parts = extremes.components
    subsets = [subset for part in parts for subset in part.subsets if len(subset) > 1]
    sets = "; ".join(_numbers(subset) for subset in subsets[:SETS])
    more = f"; and {len(subsets) - SETS} more" if len(subsets) > SETS else ""
    where = "one connected set" if len(parts) == 1 else f"{len(parts)} components"
    listed = f": {sets}{more}" if all(part.subsets for part in parts) else ", too many to spell out"
    return (
        f"There are infinitely many equilibria, in {where}. All {len(extremes.pairs)} extreme ones"
        " are found; every other one pairs a mixture of one player's strategies with a mixture of"
        f" the other's, within one of these sets{listed}."
    )


def _conditions(extremes: Extremes) -> list[tuple[str, ...]]:
    """Return for each equilibrium which component it belongs to, unless that is a point."""
    where: list[tuple[str, ...]] = [()] * len(extremes.pairs)
    for number, part in enumerate(extremes.components, start=1):
        if len(part.members) > 1:
            said = f"component {number} of {len(extremes.components)}: {_numbers(part.members)}"
            for place in part.members:
                where[place] = (said,)
    return where


def _numbers(places: Sequence[int]) -> str:
    """Return places as they are counted on screen, as in ``no. 1, 2 and 5``."""
    *first, last = (str(place + 1) for place in places)
    return f"no. {', '.join(first)} and {last}" if first else f"no. {last}"
