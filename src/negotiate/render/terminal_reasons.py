"""What changed and why, and whether what was announced would be done."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from negotiate.render.sheet import Row, cell
from negotiate.render.story import featured, words_of
from negotiate.render.words import fold, plain
from negotiate.results.numbers import certain, count, number, signed
from negotiate.results.wording import NONE, spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.render.sheet import Page
    from negotiate.results.report import Change, Comparison, Credibility


def write_changes(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Write which decisions differ from the first scenario: those on the path, or all in full."""
    if len(comparison.scenarios) < 2:
        return
    page.heading("What changed, and why")
    first = comparison.scenarios[0].name
    hidden = False
    told: dict[object, str] = {}
    for report in comparison.scenarios[1:]:
        changes = [c for c in comparison.changes if c.to_scenario == report.name]
        off_path = [c for c in changes if not c.on_path]
        lead = f"{first} → {report.name}"
        hidden = hidden or bool(off_path)
        if len(off_path) == len(changes) and not (full and changes):
            page.say(f"{lead}: {_nothing(len(off_path))}", indent=2, hang=2)
            continue
        page.say(lead, indent=2)
        for change in changes if full else [c for c in changes if c.on_path]:
            what = change.player, change.move, change.before, change.after, change.reason
            _write_change(page, comparison, change, told.setdefault(what, report.name))
        if off_path and not full:
            verb = "changes" if len(off_path) == 1 else "change"
            page.say(f"Off the path, {count(len(off_path), 'decision')} {verb}.", indent=4)
        for welfare in comparison.welfare:
            if (welfare.against, welfare.scenario) == (first, report.name):
                page.say(welfare.verdict, indent=4)
    if hidden and not full:
        page.say(
            "negotiate compare shows what changes off the path; negotiate explain --move NAME "
            "takes a decision apart",
            indent=2,
        )


def _nothing(off_path: int) -> str:
    if not off_path:
        return "no decision changes, on the path or off it"
    does = "does" if off_path == 1 else "do"
    return f"no decision on the path of play changes; off it, {off_path:,} {does}"


def _write_change(page: Page, comparison: Comparison, change: Change, told: str) -> None:
    """Write who does what instead of what, and the reason, unless a scenario above told it."""
    line = page.player(change.player)
    line.append(plain(f", {change.move}: {change.before} → {change.after}"), style="bold")
    if not math.isnan(change.gain):
        line.append(f"  ({signed(change.gain)})")
    if told != change.to_scenario:
        page.say(line.append(plain(f": as in {told}")), indent=4, hang=2)
        return
    page.say(line, indent=4, hang=2)
    if change.history and not _sure(comparison, change):
        page.say(words_of(comparison).after(change.history), indent=6, hang=2)
    if change.reason:
        page.say(change.reason, indent=6)


def _sure(comparison: Comparison, change: Change) -> bool:
    """Whether play is certain to come there, so that the table has told the way already."""
    plays = comparison.scenario(change.to_scenario).plays
    path = plays[0].path if plays else {}
    return all(certain(path.get(m, {}).get(o, 0)) for m, o in change.history.items() if o != NONE)


def write_credibility(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Write what is announced, what it would cost to break it, and whether it would be done.

    Where each announcement is judged is told of the story's scenario, and of all in full.
    """
    entries = comparison.credibility
    if not entries:
        return
    page.heading("Credibility of what is announced")
    alike: dict[object, list[Credibility]] = {}
    for entry in entries:
        numbers = number(entry.value), number(entry.threshold), entry.credible
        key = (entry.player, _announced(entry), *numbers, entry.without_cost)
        alike.setdefault(key, []).append(entry)
    head = ["scenario", "who", "announces", "verdict", "cost", "needed", "otherwise"]
    rows = [_credibility_row(page, group) for group in alike.values()]
    page.table([cell(word) for word in head], rows, labels=3)
    page.say(
        "cost: what breaking the word costs; needed: from where on it would be kept; "
        "otherwise: what would be done if breaking it cost nothing",
        indent=2,
    )
    told = featured(comparison) or comparison.scenarios[0]
    for entry in entries:
        if full or entry.scenario == told.name:
            _write_moment(page, comparison, entry)


def _announced(entry: Credibility) -> str:
    """Return what is announced, for a table: ``stick: cut``; without a name, ``aid: cut``."""
    if entry.name:
        return f"{spaced(entry.name)}: {entry.option}"
    return f"{entry.move}: {entry.option}"


def _credibility_row(page: Page, alike: Sequence[Credibility]) -> Row:
    """Return the row of an announcement, for all scenarios in which the same is to be said."""
    entry = alike[0]
    return Row(
        [
            cell(
                *(
                    f" {part}" if k else part
                    for each in alike
                    for k, part in enumerate(fold(plain(each.scenario), 14))
                )
            ),
            [page.player(entry.player, short=True)],
            cell(*fold(plain(_announced(entry)), 20)),
            cell("credible" if entry.credible else "not credible", style="bold"),
            cell(number(entry.value)),
            cell(number(entry.threshold)),
            cell(*fold(plain(entry.without_cost), 14)),
        ]
    )


def _write_moment(page: Page, comparison: Comparison, entry: Credibility) -> None:
    """Write where an announcement is hardest to keep, and the threshold in closed form."""
    moment = f"judged {words_of(comparison).after(entry.history)}"
    if entry.moments > 1:
        moment += f", the hardest of {count(entry.moments, 'moment')} at which it is judged"
    cost = f"the cost is {entry.parameter}, its margin {signed(entry.margin)}"
    about = f" ({entry.about})" if entry.about else ""
    page.say(f"{entry.scenario}, {_announced(entry)}{about}: {cost}; {moment}", 2, 2)
    if entry.note:
        page.say(entry.note, indent=4, hang=2)
    if entry.closed_form:
        page.say(f"needed = {entry.closed_form}", indent=4, hang=2)
