"""All Nash equilibria of two players, by the vertices of their best-reply polytopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import table as tables

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options

ABOUT = "All equilibria of two players, mixed ones included, by vertex enumeration."
SOURCE = "Mangasarian 1964; von Stengel 2002, section 2; Avis, Rosenberg, Savani & von Stengel 2010"
PRIORITY = 10

CONTINUUM: Final = (
    "There are infinitely many equilibria. All {} extreme ones are found; each other one mixes"
    " extreme ones that share a strategy."
)


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
    found = []
    for pair in extremes.pairs[: options.cap]:
        mixed = pair[: len(form.players)]
        payoff = tables.expected_payoff(table, mixed)
        found.append(tables.candidate(game, form, mixed, payoff))
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "extreme equilibria": len(extremes.pairs),
    }
    notes = [tables.FREE] if form.reduced else []
    capped = len(found) < len(extremes.pairs)
    if capped:
        notes.append(f"The list stops after {len(found)} of {len(extremes.pairs)} equilibria.")
    if not extremes.isolated:
        notes.append(CONTINUUM.format(len(extremes.pairs)))
    if not extremes.complete:
        notes.append("Rounding has lost some equilibria; --exact finds them.")
    if not found:
        return Answer((), Coverage.NONE_FOUND, stats, tuple(notes))
    whole = extremes.isolated and extremes.complete and not capped
    coverage = Coverage.ALL if whole else Coverage.SOME
    return Answer(tuple(found), coverage, stats, tuple(notes))
