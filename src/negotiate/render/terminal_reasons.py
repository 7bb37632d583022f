"""What changed and why, and whether what was announced would be done."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from negotiate.render.numbers import count, number, signed
from negotiate.render.page import Row, cell
from negotiate.render.story import featured
from negotiate.render.words import fold, history, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.render.page import Page
    from negotiate.results.report import Change, Comparison, Credibility

OFF_PATH: Final = 2
"""Changed decisions off the path that are told of the scenario that the story is about."""


def write_changes(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Write which decisions differ from the first scenario, those on the path first."""
    if len(comparison.scenarios) < 2:
        return
    page.heading("What changed, and why")
    told = featured(comparison)
    subject = told.name if told else ""
    pairs = dict.fromkeys((c.from_scenario, c.to_scenario) for c in comparison.changes)
    for before, after in pairs:
        changes = [
            c for c in comparison.changes if (c.from_scenario, c.to_scenario) == (before, after)
        ]
        page.say(f"{before} → {after}", indent=2)
        on_path = [c for c in changes if c.on_path]
        for change in on_path:
            _write_change(page, change)
        if not on_path:
            page.say("no decision on the path of play changes", indent=4)
        shown = len(changes) if full else OFF_PATH * (after == subject)
        _write_off_path(page, [c for c in changes if not c.on_path], shown)
        for welfare in comparison.welfare:
            if (welfare.against, welfare.scenario) == (before, after):
                page.say(welfare.verdict, indent=4)
    first = comparison.scenarios[0].name
    changed = {after for _, after in pairs}
    still = [r.name for r in comparison.scenarios[1:] if r.name not in changed]
    for name in still:
        page.say(f"{first} → {name}", indent=2)
        page.say("no decision changes, on the path or off it", indent=4)


def _write_change(page: Page, change: Change) -> None:
    """Write who does what instead of what, and the reason."""
    line = page.player(change.player)
    line.append(plain(f", {change.move}: {change.before} → {change.after}"), style="bold")
    if not math.isnan(change.gain):
        line.append(f"  ({signed(change.gain)})")
    page.say(line, indent=4, hang=2)
    if change.history:
        page.say(f"after {history(change.history)}", indent=6, hang=2)
    if change.reason:
        page.say(change.reason, indent=6)


def _write_off_path(page: Page, changes: Sequence[Change], shown: int) -> None:
    """Write how many decisions change where play does not come, and the first of them."""
    if not changes:
        return
    lead = f"off the path, {count(len(changes), 'decision')} "
    lead += "changes" if len(changes) == 1 else "change"
    if shown and shown < len(changes):
        lead += "; for instance:"
    page.say(lead, indent=4)
    for change in changes[:shown]:
        _write_change(page, change)


def write_credibility(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Write what is announced, what it would cost to break it, and whether it would be done.

    Where each announcement is judged is told of the story's scenario, and of all in full.
    """
    entries = comparison.credibility
    if not entries:
        return
    page.heading("Credibility of what is announced")
    head = ["scenario", "who", "announces", "verdict", "cost now", "needed", "otherwise"]
    rows = [_credibility_row(page, entry) for entry in entries]
    page.table([cell(word) for word in head], rows, labels=3)
    page.say(
        "cost now: what breaking the word costs; needed: from where on it would be kept; "
        "otherwise: what would be done if breaking it cost nothing",
        indent=2,
    )
    told = featured(comparison) or comparison.scenarios[0]
    for entry in entries:
        if full or entry.scenario == told.name:
            _write_moment(page, entry)


def _credibility_row(page: Page, entry: Credibility) -> Row:
    announced = f"{entry.move}: {entry.option}"
    return Row(
        [
            cell(*fold(plain(entry.scenario), 14)),
            [page.player(entry.player, short=True)],
            cell(*fold(plain(announced), 20)),
            cell("credible" if entry.credible else "not credible", style="bold"),
            cell(number(entry.value)),
            cell(number(entry.threshold)),
            cell(*fold(plain(entry.without_cost), 14)),
        ]
    )


def _write_moment(page: Page, entry: Credibility) -> None:
    """Write where an announcement is hardest to keep, and the threshold in closed form."""
    moment = f"judged after {history(entry.history)}" if entry.history else "judged at the start"
    if entry.moments > 1:
        moment += f", the hardest of {count(entry.moments, 'moment')} at which it is judged"
    cost = f"the cost is {entry.parameter}, its margin {signed(entry.margin)}"
    page.say(f"{entry.scenario}, {entry.move}: {entry.option}: {cost}; {moment}", 2, 2)
    if entry.note:
        page.say(entry.note, indent=4, hang=2)
    if entry.closed_form:
        page.say(f"needed = {entry.closed_form}", indent=4, hang=2)
