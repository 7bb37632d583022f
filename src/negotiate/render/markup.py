"""The answer as a small piece of HTML for notebooks: the story and the scenarios side by side.

Only standard tags and inline style: it must look right inside pages that are not ours, light or
dark. Every text of the file is escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from negotiate.render.story import measured, owners, story
from negotiate.render.words import NONE, outcome, plain
from negotiate.results.numbers import number, odds
from negotiate.results.wording import entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiate.results.report import Comparison, Play
    from negotiate.results.solution import Solution

_CELL = "text-align:left;vertical-align:top;padding:.1em .8em"

LISTED = 12
"""Equilibria of one scenario that are shown; the rest is counted."""


def comparison_html(comparison: Comparison) -> str:
    """Return the story, and a table with a column a scenario.

    A game without scenarios has a column for each equilibrium instead.

    Parameters
    ----------
    comparison : Comparison
    """
    reports = [report for report in comparison.scenarios if report.plays]
    heads = [report.name for report in reports]
    plays = [report.plays[0] for report in reports]
    more = 0
    if len(reports) == 1:
        plays = list(reports[0].plays[:LISTED])
        more = len(reports[0].plays) - len(plays)
        heads = [f"no. {i + 1}" for i in range(len(plays))] if len(plays) > 1 else ["equilibrium"]
    parts = [
        f"<p><strong>{_safe(comparison.game.title)}</strong></p>",
        f"<p>{_safe(story(comparison))}</p>",
    ]
    if plays:
        parts.append(_table(comparison, heads, plays))
    parts += [f"<p>{more} more equilibria</p>"] if more else []
    parts += [f"<p>{_safe(line)}</p>" for line in _coverage(comparison)]
    return f'<div class="negotiate">{"".join(parts)}</div>'


def solution_html(solution: Solution) -> str:
    """Return what was found, and a table with a row an equilibrium, players by their number.

    Parameters
    ----------
    solution : Solution
    """
    found = solution.equilibria
    head = f"{solution.concept} by {solution.method}: {solution.coverage.value}"
    parts = [f"<p>{_safe(head)}</p>"]
    if found:
        players = range(1, len(found[0].payoff) + 1)
        names = ["", *(f"payoff of player {n}" for n in players), "largest regret"]
        rows = [_row(names, "th")]
        for place, each in enumerate(found[:LISTED], 1):
            pays = [number(value) for value in each.payoff.tolist()]
            rows.append(_row([f"no. {place}", *pays, number(each.certificate.max_regret)]))
        parts.append(f"<table>{''.join(rows)}</table>")
        more = len(found) - LISTED
        parts += [f"<p>{more} more equilibria</p>"] if more > 0 else []
    parts += [f"<p>{_safe(note)}</p>" for note in solution.notes]
    return f'<div class="negotiate">{"".join(parts)}</div>'


def _coverage(comparison: Comparison) -> Iterable[str]:
    """Say once for each way of saying it what the lists of equilibria cover."""
    said = dict.fromkeys((r.concept, r.method, r.coverage.value) for r in comparison.scenarios)
    return [f"{concept} by {method}: {covers}" for concept, method, covers in said]


def _table(comparison: Comparison, heads: Sequence[str], plays: Sequence[Play]) -> str:
    """Return the decisions, payoffs, quantities and criteria, one column a play."""
    game, owner = comparison.game, owners(comparison)
    rows = [_row(["", *heads], "th")]
    for move in dict.fromkeys(move for play in plays for move in play.path):
        who = entry(game.players[owner[move]]) if move in owner else "chance"
        spreads = [outcome(play.path.get(move, {NONE: 1})) for play in plays]
        rows.append(_row([f"{who}: {move}", *spreads]))
    for key, name in game.players.items():
        rows.append(_row([f"payoff of {name}", *(number(play.payoffs[key]) for play in plays)]))
    for name in dict.fromkeys(name for play in plays for name in play.quantities):
        values = [p.quantities.get(name) for p in plays]
        rows.append(_row([name, *("" if v is None else measured(v) for v in values)]))
    for name in dict.fromkeys(name for play in plays for name in play.criteria):
        chances = [odds(play.criteria.get(name, 0)) for play in plays]
        rows.append(_row([f"{name} holds", *chances]))
    return f"<table>{''.join(rows)}</table>"


def _row(cells: Sequence[str], tag: str = "td") -> str:
    head, *rest = cells
    first = f'<th style="{_CELL}">{_safe(head)}</th>'
    others = (f'<{tag} style="{_CELL}">{_safe(cell)}</{tag}>' for cell in rest)
    return f"<tr>{first}{''.join(others)}</tr>"


def _safe(text: str) -> str:
    return escape(plain(text))
