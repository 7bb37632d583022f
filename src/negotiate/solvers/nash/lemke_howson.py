"""One equilibrium of two players, at the end of a path of pivots; more, from other beginnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import table as tables
from negotiate.solvers.bimatrix import MAX_REGRET, is_equilibrium, scaled
from negotiate.solvers.complementary import equilibrium
from negotiate.solvers.nash.vertex import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import NumberArray

    Pair = tuple[NumberArray, NumberArray]

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "One equilibrium of two players by complementary pivoting, in tables of any size."
SOURCE = "Lemke & Howson 1964; von Stengel 2002, section 2.3"
PRIORITY = 45

MAX_PIVOTS: Final = 20_000
"""Longest path that is followed; it may be exponentially long (Savani & von Stengel 2006)."""


def solve(game: Game, options: Options) -> Answer:
    """Return the equilibrium at the end of the first path that comes to one, or of each path.

    Raises
    ------
    NoAnswerError
        If no path is short enough.
    """
    form = normal_form(game.tree)
    table = tables.payoff_table(game, form)
    A, B = (
        scaled(M) for M in tables.two_player_payoffs(table, form.players, tables.tolerance(game))
    )
    limit = options.cap if options.all else 1
    found: list[Pair] = []
    pivots = paths = 0
    for pair, steps in _paths(A, B):
        pivots, paths = pivots + steps, paths + 1
        if pair is not None and not any(_same(pair, other) for other in found):
            found.append(pair)
        if len(found) == limit:
            break
    if not found:
        raise NoAnswerError(
            f"none of {paths} paths came to an equilibrium within {MAX_PIVOTS:,} pivots",
            "leave the choice of method to 'auto'",
        )
    candidates = []
    for pair in found:
        mixed = pair[: len(form.players)]
        payoff = tables.expected_payoff(table, mixed)
        candidates.append(tables.candidate(game, form, mixed, payoff))
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "paths": paths,
        "pivots": pivots,
    }
    notes = (tables.FREE,) if form.reduced else ()
    return Answer(tuple(candidates), Coverage.SOME, stats, notes)


def _paths(A: NumberArray, B: NumberArray) -> Iterator[tuple[Pair | None, int]]:
    """Yield what each path ends at, and its length."""
    for label in range(sum(A.shape)):
        end = equilibrium(A, B, label, MAX_PIVOTS)
        if end is None:
            yield None, MAX_PIVOTS
            continue
        x, y, steps = end
        yield (x, y) if is_equilibrium(A, B, x, y) else None, steps


def _same(one: Pair, other: Pair) -> bool:
    gaps = (np.abs(a - b).max() for a, b in zip(one, other, strict=True))
    return bool(max(gaps) <= MAX_REGRET)
