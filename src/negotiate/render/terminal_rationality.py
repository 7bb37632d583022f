"""How play changes as players err less, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import plain
from negotiate.results.numbers import count, number, odds

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.rationality import RationalityPath

SHOWN: Final = 8
"""Points that are shown; --json has all."""

DECISIONS: Final = 12
"""Decisions that are shown; --json has all."""

CHANGE: Final = 1e-3
"""Odds that change by less along the rest of the path have come to their end."""

MEANING: Final = (
    "λ is per unit of payoff: odds of two options differ by the factor exp(λ × the difference of"
    " what they are worth). At λ = 0 choice is random."
)


def rationality_page(
    path: RationalityPath, *, width: int = 80, colours: Colours | None = None
) -> str:
    """Return the odds of options and the payoffs at some points of the path.

    Parameters
    ----------
    path : RationalityPath
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours)
    page.title(path.game, path.scenario and f"scenario {path.scenario}")
    page.blank()
    page.say(MEANING)
    points = _points(path)
    head = [cell("λ"), *(cell(_at(path, k)) for k in points)]
    page.heading("Odds of options")
    rows = []
    for decision in path.decisions[:DECISIONS]:
        after = ", ".join(f"{m} {o}" for m, o in decision.history.items())
        name = plain(f"{decision.move} after {after}" if after else decision.move)
        rows.append(Row(title=name))
        for option, values in decision.odds.items():
            rows.append(Row([cell(plain(option)), *(cell(odds(values[k])) for k in points)]))
    page.table(head, rows, labels=1)
    if len(path.decisions) > DECISIONS:
        more = count(len(path.decisions) - DECISIONS, "further decision")
        page.say(f"{more}: --json tells all", indent=2)
    page.heading("Payoffs")
    rows = [
        Row([cell(plain(player)), *(cell(number(values[k])) for k in points)])
        for player, values in path.payoffs.items()
    ]
    page.table(head, rows, labels=1)
    page.blank()
    page.say(path.ended)
    if path.turns_back:
        page.say("λ falls on the way: there are several equilibria at some λ.")
    return page.text()


def _at(path: RationalityPath, k: int) -> str:
    last = k == len(path.rationality) - 1
    return "limit" if last and path.at_limit else number(path.rationality[k])


def _points(path: RationalityPath) -> list[int]:
    """Return points spread over the part of the path on which odds still change, and its end."""
    last = len(path.rationality) - 1
    lines = [values for decision in path.decisions for values in decision.odds.values()]
    settled = last
    while settled > 1 and all(abs(v[settled - 1] - v[last]) < CHANGE for v in lines):
        settled -= 1
    inner = min(SHOWN - 1, settled + 1)
    spread = [round(k * settled / max(inner - 1, 1)) for k in range(inner)]
    return sorted({*spread, last})
