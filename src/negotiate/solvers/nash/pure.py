"""All pure Nash equilibria, of any number of players, by comparing best replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers.pure import pure_equilibria, pure_strategy
from negotiate.solvers.table import FREE, candidate, payoff_table, refusal, size, tolerance

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "All pure equilibria of the normal form, each cell compared with the best replies."
SOURCE = "Nash 1951; Osborne & Rubinstein 1994, section 2.2"
PRIORITY = 20


def solve(game: Game, options: Options) -> Answer:
    """Return every pure equilibrium, up to the cap, those of strategies listed first coming first.

    They are found together, so `options.all` makes no difference.
    """
    form = normal_form(game.tree)
    table = payoff_table(game, form)
    cells = pure_equilibria(table, form.players, tolerance(game))
    found = []
    for cell in cells[: options.cap]:
        mixed = [
            pure_strategy(n, k, exact=game.exact) for n, k in zip(form.shape, cell, strict=True)
        ]
        found.append(candidate(game, form, mixed, table[cell]))
    stats: dict[str, float | int | str] = {"strategies": size(form), "pure equilibria": len(cells)}
    notes = [FREE] if form.reduced else []
    if not cells:
        notes.append("No pure equilibrium exists; one in mixed strategies does (Nash 1951).")
        return Answer((), Coverage.NONE_FOUND, stats, tuple(notes))
    if len(found) < len(cells):
        notes.append(f"The list stops after {len(found)} of {len(cells)} pure equilibria.")
        return Answer(tuple(found), Coverage.SOME, stats, tuple(notes))
    return Answer(tuple(found), Coverage.ALL_PURE, stats, tuple(notes))
