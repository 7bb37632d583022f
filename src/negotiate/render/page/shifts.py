"""What a scenario shifts: paths side by side, payoff changes as bars, decisions that flip.

The scripts draw the same panel anew when a slider moves: see ``shifts.js``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from negotiate.render.page.safe import mover, safe, who
from negotiate.render.story import featured, owners, same_spread, words_of
from negotiate.render.words import NONE, likely
from negotiate.results.numbers import certain, count, same
from negotiate.results.wording import entry, spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.results.report import Change, Comparison, Number, Odds, Play, ScenarioReport

OFF_PATH = 12
"""Decisions off the path that are listed; the rest is counted."""


def shifts(comparison: Comparison, stakes: Mapping[str, float]) -> str:
    """Return the panel for the scenario that the story is about, against the first.

    Parameters
    ----------
    comparison : Comparison
    stakes : mapping of player key to float
        Each player's payoff range, in which its bar is measured: points of different players
        are never compared.
    """
    first = comparison.scenarios[0] if comparison.scenarios else None
    other = featured(comparison)
    name = other.name if other else ""
    title = f"What {spaced(name)} shifts" if other else "The answer"
    body = ""
    if first is not None and first.plays:
        body = _alone(comparison, first)
        if other is not None and other.plays:
            body = _body(comparison, first, other, stakes)
    return (
        '<section class="panel shifts" id="shifts" aria-labelledby="shifts-title">'
        f'<h2 id="shifts-title">{safe(title)}</h2><div id="shifts-body">{body}</div></section>'
    )


def _alone(comparison: Comparison, report: ScenarioReport) -> str:
    play = report.plays[0]
    return _paths(comparison, [(report, play)]) + _payoffs(comparison, [play], {})


def _body(
    comparison: Comparison,
    first: ScenarioReport,
    other: ScenarioReport,
    stakes: Mapping[str, float],
) -> str:
    before, after = first.plays[0], other.plays[0]
    moved = any(
        not same_spread(before.path.get(move, {NONE: 1.0}), after.path.get(move, {NONE: 1.0}))
        for move in {**before.path, **after.path}
    )
    verdict = (
        '<p class="verdict shifts">It shifts the equilibrium.</p>'
        if moved
        else '<p class="verdict">It shifts nothing on the path of play.</p>'
    )
    return (
        verdict
        + _paths(comparison, [(first, before), (other, after)])
        + _payoffs(comparison, [before, after], stakes)
        + _flips(comparison, other)
    )


def _paths(comparison: Comparison, plays: Sequence[tuple[ScenarioReport, Play]]) -> str:
    """Return how each move comes out, a column a scenario."""
    owner = owners(comparison)
    heads = "".join(
        f'<th scope="col" class="{"now" if i or len(plays) == 1 else "then"}">'
        f"{safe(spaced(report.name) or 'equilibrium')}</th>"
        for i, (report, _) in enumerate(plays)
    )
    rows = []
    for move in dict.fromkeys(move for _, play in plays for move in play.path):
        spreads: list[Odds] = [play.path.get(move, {NONE: 1.0}) for _, play in plays]
        if all(certain(spread.get(NONE, 0)) for spread in spreads):
            continue
        head = mover(comparison.game.players, owner.get(move, ""), move)
        differs = "" if same_spread(spreads[0], spreads[-1]) else ' class="differs"'
        cells = "".join(f"<td>{_outcome(spread)}</td>" for spread in spreads)
        rows.append(f'<tr{differs}><th scope="row">{head}</th>{cells}</tr>')
    return (
        '<table class="paths"><caption class="unseen">Path of play</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _outcome(spread: Odds) -> str:
    """Return ``accept``, or a line an option that can happen, or a dash."""
    if certain(spread.get(NONE, 0)):
        return "–"
    texts = [
        f"{'not reached' if option == NONE else spaced(option)} {chance}".rstrip()
        for option, chance in likely(spread)
    ]
    if len(texts) == 1:
        return safe(texts[0])
    return "".join(f"<div>{safe(text)}</div>" for text in texts)


def _payoffs(comparison: Comparison, plays: Sequence[Play], stakes: Mapping[str, float]) -> str:
    """Return what each player gets, and the change as a number and as a bar."""
    players = comparison.game.players
    change = {k: float(plays[-1].payoffs[k]) - float(plays[0].payoffs[k]) for k in players}
    share = {k: change[k] / stakes[k] if stakes.get(k) else 0.0 for k in players}
    longest = max((abs(x) for x in share.values()), default=0.0) or 1.0
    rows = []
    for key, name in players.items():
        numbers = [plays[0].payoffs[key]]
        cells = f'<td class="number">{two(numbers[0])}</td>'
        if len(plays) > 1:
            cells += f'<td class="number">{two(plays[1].payoffs[key])}</td>'
            cells += f'<td class="number">{_signed(change[key])}</td>'
            cells += (
                f'<td class="bar-cell {who(list(players), key)}">{bar(share[key] / longest)}</td>'
            )
        head = f'<span class="who {who(list(players), key)}">{safe(entry(name))}</span>'
        rows.append(f'<tr><th scope="row">{head}</th>{cells}</tr>')
    heads = ("without", "with", "change") if len(plays) > 1 else ("payoff",)
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    columns += '<td class="bar-cell"></td>' if len(plays) > 1 else ""
    return (
        '<table class="payoffs"><caption class="unseen">Payoffs; a bar is the change as a share of '
        "the player's own payoff range</caption>"
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def bar(share: float) -> str:
    """Return a bar from the middle: to the right a gain, to the left a loss; -1 to 1."""
    width = abs(share) * 37
    left = 38 - width if share < 0 else 38
    return (
        '<svg class="bars" viewBox="0 0 76 14" aria-hidden="true">'
        f'<rect x="{left:.1f}" y="2" width="{width:.1f}" height="10"/>'
        '<line x1="38" x2="38" y1="0" y2="14"/></svg>'
    )


def two(value: Number) -> str:
    """Return a payoff in two decimals, with the minus sign of typography."""
    return f"{float(value):,.2f}".replace("-", "−").replace("−0.00", "0.00")


def _signed(value: float) -> str:
    text = two(value)
    return f"+{text}" if value > 0 and text != "0.00" else text


def _flips(comparison: Comparison, other: ScenarioReport) -> str:
    """Return the decisions that come out otherwise, with the inequality that says why."""
    made = [change for change in comparison.changes if change.to_scenario == other.name]
    on_path = [change for change in made if change.on_path]
    off_path = [change for change in made if not change.on_path]
    if not made:
        return ""
    parts = ["<h3>Decisions that flip</h3>"]
    if on_path:
        items = "".join(_flip(comparison, other, change) for change in on_path)
        parts.append(f'<ol class="flips">{items}</ol>')
    if off_path:
        shown = "".join(_flip(comparison, other, change) for change in off_path[:OFF_PATH])
        rest = len(off_path) - OFF_PATH
        more = f'<p class="note">and {count(rest, "other")}</p>' if rest > 0 else ""
        parts.append(
            f'<details class="more"><summary>{count(len(off_path), "decision")} off the path'
            f'</summary><ol class="flips">{shown}</ol>{more}</details>'
        )
    return "".join(parts)


def _flip(comparison: Comparison, other: ScenarioReport, change: Change) -> str:
    after = words_of(comparison).after(change.history) if change.history else ""
    where = f" <i>{safe(after)}</i>" if after and not change.on_path else ""
    off = "" if change.on_path else ' class="off"'
    return (
        f"<li{off}>{mover(comparison.game.players, change.player, change.move)}{where}: "
        f"{safe(spaced(change.before))} → "
        f"<b>{safe(spaced(change.after))}</b> "
        f'<span class="why">{safe(_why(other, change))}</span></li>'
    )


def _why(other: ScenarioReport, change: Change) -> str:
    """Return ``(2.20 > −3.00)``: what the two options are worth there."""
    for decision in other.plays[0].decisions if other.plays else ():
        if (decision.player, decision.move) == (change.player, change.move) and dict(
            decision.history
        ) == dict(change.history):
            new, old = decision.value.get(change.after), decision.value.get(change.before)
            if new is not None and old is not None and not math.isnan(change.gain):
                mark = "=" if same(new, old) else ">"
                return f"({two(new)} {mark} {two(old)})"
    return ""
