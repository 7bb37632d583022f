"""Scenarios side by side, and the equilibria of those that have several."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from negotiate.render.page.safe import mover, safe, who
from negotiate.render.story import measured, owners, same_measure, same_spread
from negotiate.render.verdicts import telling
from negotiate.render.words import NONE, outcome
from negotiate.results.numbers import certain, count, impossible, number, odds, same
from negotiate.results.wording import entry, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from negotiate.results.report import Comparison, Number, Odds, Play, ScenarioReport

_T = TypeVar("_T")

LISTED = 12
"""Equilibria of one scenario that are shown; the rest is counted."""


def scenarios(comparison: Comparison) -> str:
    """Return the first equilibrium of every scenario, side by side, and what each is about."""
    solved = [report for report in comparison.scenarios if report.plays]
    if not solved:
        return ""
    several = len(solved) > 1
    title = "Scenarios side by side" if several else "The equilibrium"
    parts = [f'<section class="panel" id="scenarios"><h2>{title}</h2>']
    if several:
        parts.append(_about(comparison))
    heads = [_head(report.name, len(report.plays)) for report in solved]
    caption = "The first equilibrium of each. "
    caption += f"Marked: differs from {spaced(solved[0].name)}." if several else ""
    parts.append(_side_by_side(comparison, heads, [r.plays[0] for r in solved], caption))
    parts += [
        f'<p class="note">{safe(spaced(report.name))}: {safe(report.coverage.value)}.</p>'
        for report in comparison.scenarios
        if not report.plays
    ]
    return "".join((*parts, "</section>"))


def equilibria(comparison: Comparison) -> str:
    """Return all equilibria of each scenario that has several, folded away."""
    parts = []
    for report in comparison.scenarios:
        if len(report.plays) < 2:
            continue
        within = f" of {spaced(report.name)}" if report.name else ""
        title = f"{len(report.plays)} equilibria{within}: {report.coverage.value}"
        table = listed(comparison, report)
        parts.append(f"<details><summary>{safe(title)}</summary>{table}</details>")
    if not parts:
        return ""
    body = "".join(parts)
    return f'<section class="panel" id="equilibria"><h2>Several equilibria</h2>{body}</section>'


def listed(comparison: Comparison, report: ScenarioReport) -> str:
    """Return the equilibria of one scenario side by side."""
    which = telling(report.plays, LISTED)
    heads = [f"no. {i + 1}" for i in which]
    of = f" of {spaced(report.name)}" if report.name else ""
    caption = f"The equilibrium{of}."
    if len(which) > 1:
        caption = f"Equilibria{of}. Marked: differs from {heads[0]}."
    if len(which) < len(report.plays):
        caption += f" {len(report.plays) - len(which)} more are not shown."
    return _side_by_side(comparison, heads, [report.plays[i] for i in which], caption)


def _about(comparison: Comparison) -> str:
    """Return what each scenario says of itself."""
    rows = (
        f"<div><dt>{safe(spaced(r.name))}{f', {safe(r.phrase)}' if r.phrase else ''}</dt>"
        f"<dd>{safe(r.about)}</dd></div>"
        for r in comparison.scenarios
        if r.about or r.phrase
    )
    return f"<dl>{''.join(rows)}</dl>"


def _head(name: str, plays: int) -> str:
    return f"{spaced(name) or 'equilibrium'}{f' (1 of {plays})' if plays > 1 else ''}"


def _side_by_side(
    comparison: Comparison, heads: Sequence[str], plays: Sequence[Play], caption: str
) -> str:
    columns = "".join(f'<th scope="col">{safe(head)}</th>' for head in heads)
    body = "".join(
        (
            *_path(comparison, plays),
            *_payoffs(comparison, plays),
            *_quantities(comparison, plays),
            *_criteria(plays),
        )
    )
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{safe(caption)}">'
        f"<table><caption>{safe(caption)}</caption>"
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _path(comparison: Comparison, plays: Sequence[Play]) -> Iterator[str]:
    """Yield the decisions in the order of play."""
    owner = owners(comparison)
    moves = dict.fromkeys(move for play in plays for move in play.path)
    yield _group("Path of play", plays) if moves else ""
    for move in moves:
        head = mover(comparison.game.players, owner.get(move, ""), move)
        spreads: list[Odds] = [play.path.get(move, {NONE: 1.0}) for play in plays]
        yield _row(head, spreads, _options, same_spread)


def _payoffs(comparison: Comparison, plays: Sequence[Play]) -> Iterator[str]:
    """Yield what each player gets."""
    keys = list(comparison.game.players)
    yield _group("Payoffs", plays)
    for key, name in comparison.game.players.items():
        head = f'<span class="who {who(keys, key)}">{safe(entry(name))}</span>'
        yield _row(head, [play.payoffs[key] for play in plays], number, same)


def _quantities(comparison: Comparison, plays: Sequence[Play]) -> Iterator[str]:
    """Yield the author's measures: means of numbers, odds of categories."""
    names = dict.fromkeys(name for play in plays for name in play.quantities)
    yield _group("Quantities", plays) if names else ""
    for name in names:
        unit = comparison.game.units.get(name, "")
        head = safe(spaced(name)) + (f' <span class="note">{safe(unit)}</span>' if unit else "")
        values = [play.quantities.get(name, {}) for play in plays]
        yield _row(head, values, _measured, same_measure)


def _criteria(plays: Sequence[Play]) -> Iterator[str]:
    """Yield the odds that each test holds."""
    names = dict.fromkeys(name for play in plays for name in play.criteria)
    yield _group("Criteria: odds that each holds", plays) if names else ""
    for name in names:
        yield _row(safe(spaced(name)), [p.criteria.get(name, 0) for p in plays], _test, same)


def _group(title: str, plays: Sequence[Play]) -> str:
    return (
        f'<tr class="group"><th scope="rowgroup" colspan="{len(plays) + 1}">{safe(title)}</th></tr>'
    )


def _row(
    head: str, values: Sequence[_T], show: Callable[[_T], str], alike: Callable[[_T, _T], bool]
) -> str:
    """Return a row, marked where a value differs from the first."""
    cells = "".join(
        f"<td{'' if alike(values[0], value) else ' class=differs'}>{safe(show(value))}</td>"
        for value in values
    )
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _options(spread: Odds) -> str:
    text = spaced(outcome(spread))
    return "–" if text == "not reached" else text


def _test(value: Number) -> str:
    return "holds" if certain(value) else "fails" if impossible(value) else odds(value)


def _measured(value: Number | Odds) -> str:
    return spaced(measured(value))


def facts(comparison: Comparison) -> str:
    """Return how large the game is and what was looked for, for the title bar."""
    game = comparison.game
    sizes = sorted({r.nodes for r in comparison.scenarios if r.nodes}) or [game.nodes]
    size = count(sizes[-1], "node")
    if len(sizes) > 1:
        size = f"{sizes[0]:,} to {size}"
    return f"{size} · {CONCEPTS.get(comparison.concept, comparison.concept)}"


CONCEPTS = {
    "spe": "subgame-perfect equilibrium",
    "nash": "Nash equilibrium",
    "qre": "quantal response equilibrium",
    "sequential": "sequential equilibrium",
    "perfect_bayesian": "perfect Bayesian equilibrium",
    "weak_perfect_bayesian": "weak perfect Bayesian equilibrium",
    "correlated": "correlated equilibrium",
    "coarse_correlated": "coarse correlated equilibrium",
    "extensive_correlated": "extensive-form correlated equilibrium",
}
