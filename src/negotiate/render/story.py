"""The first paragraph: what a minister would read, in plain sentences, from the answer alone."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiate.render.numbers import certain, count, number, odds, same
from negotiate.render.words import NONE, listed, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import (
        Comparison,
        Credibility,
        Number,
        Odds,
        Play,
        Robustness,
        ScenarioReport,
    )

MOST = 6
"""Clauses of a sentence that a reader still follows."""

FEW = 3
"""Quantities that the story tells."""


def owners(comparison: Comparison) -> dict[str, str]:
    """Return the player of each move; a move that is missing belongs to chance."""
    return {
        decision.move: decision.player
        for report in comparison.scenarios
        for play in report.plays
        for decision in play.decisions
    }


def featured(comparison: Comparison) -> ScenarioReport | None:
    """Return the scenario that the story is about: the first one whose robustness was tested.

    Without such a test it is the first, other than the point of comparison, in which something
    is announced, or else the second.
    """
    others = comparison.scenarios[1:]
    tested = [r.scenario for r in comparison.robustness]
    announced = [c.scenario for c in comparison.credibility]
    for names in (tested, announced):
        for report in others:
            if report.name in names:
                return report
    return others[0] if others else None


def story(comparison: Comparison) -> str:
    """Return one paragraph: what happens without and with it, who gains, whether it is credible.

    Parameters
    ----------
    comparison : Comparison
        The first scenario is what happens without it.
    """
    if not comparison.scenarios:
        return "There is no scenario to solve."
    first = comparison.scenarios[0]
    other = featured(comparison)
    sentences = [_opening(comparison, first)]
    if other is None:
        if first.plays:
            sentences.append(_pays(comparison, first.plays[0]))
    else:
        sentences += _difference(comparison, first, other)
    subject = other or first
    sentences.append(_credible(comparison, subject))
    sentences.append(_robust(comparison, subject))
    return " ".join(sentence for sentence in sentences if sentence)


def share_of_draws(line: Robustness) -> str:
    """Return the share of draws that a headline survives, with its interval."""
    if certain(line.undecided):
        return "not tested: in no draw was a unique answer found"
    text = f"{odds(line.share)} (95% interval {odds(line.low)} to {odds(line.high)})"
    if line.undecided:
        text += f"; the {odds(line.undecided)} without a unique answer count as not"
    return text


def verdict(entry: Credibility) -> str:
    """Return ``credible`` or ``not credible``, and the two costs that decide it."""
    if not entry.credible:
        if entry.threshold == math.inf:
            return "not credible: no cost of breaking it would be enough"
        return (
            f"not credible: breaking it costs {number(entry.value)}, and only from "
            f"{number(entry.threshold)} on would it be carried out"
        )
    if entry.threshold <= 0:
        return "credible: it would be carried out even if breaking it cost nothing"
    return (
        f"credible: breaking it costs {number(entry.value)}, "
        f"and {number(entry.threshold)} is enough"
    )


def _opening(comparison: Comparison, report: ScenarioReport) -> str:
    """Say what happens in the first scenario."""
    lead = f"In {report.name}" if report.name else "In equilibrium"
    if not report.plays:
        return f"{lead if report.name else 'In this game'}: {report.coverage.value}."
    if len(report.plays) > 1:
        within = f" of {report.name}" if report.name else ""
        lead = f"In the first of {len(report.plays)} equilibria{within}"
    clauses = _choices(comparison, report.plays[0].path)
    return f"{lead}, {clauses}." if clauses else f"{lead}, nobody has anything to decide."


def _choices(comparison: Comparison, path: Mapping[str, Odds]) -> str:
    """Say what each player chooses on the path of play, in the order of the moves."""
    owner = owners(comparison)
    names = comparison.game.players
    clauses: list[str] = []
    for move, spread in path.items():
        if move not in owner or certain(spread.get(NONE, 0)):
            continue
        verb = "" if clauses else " chooses"
        about = "" if move in (owner[move], names[owner[move]]) else f" ({move})"
        clauses.append(f"{names[owner[move]]}{verb} {outcome(spread)}{about}")
    return _some(clauses, "further decisions")


def _some(clauses: list[str], rest: str) -> str:
    """Join the first clauses and count the others."""
    if len(clauses) > MOST + 1:
        return f"{', '.join(clauses[:MOST])} and {len(clauses) - MOST} {rest}"
    return listed(clauses)


def _pays(comparison: Comparison, play: Play) -> str:
    """Say what each player gets."""
    names = comparison.game.players
    pays = [f"{names[key]} {number(value)}" for key, value in play.payoffs.items()]
    return f"That pays {_some(pays, 'others their share')}."


def _difference(comparison: Comparison, first: ScenarioReport, other: ScenarioReport) -> list[str]:
    """Say what another scenario changes on the path, in the outcome and for each player."""
    if not first.plays or not other.plays:
        return [] if other.plays else [f"Under {other.name}: {other.coverage.value}."]
    before, after = first.plays[0], other.plays[0]
    return [
        _turns(comparison, before, after, other.name),
        _outcomes(before, after),
        _gains(comparison, before, after, first.name),
    ]


def _turns(comparison: Comparison, before: Play, after: Play, name: str) -> str:
    """Say which decisions on the path come out differently, and which ones are new."""
    owner, names = owners(comparison), comparison.game.players
    other: list[str] = []
    new: list[str] = []
    for move, spread in after.path.items():
        old = before.path.get(move, {NONE: 1.0})
        if move not in owner or same_spread(old, spread) or certain(spread.get(NONE, 0)):
            continue
        fresh = certain(old.get(NONE, 0))
        clauses = new if fresh else other
        who = names[owner[move]] + ("" if clauses else " chooses")
        instead = "" if fresh else f" instead of {outcome(old)}"
        clauses.append(f"{who} {outcome(spread)}{instead} ({move})")
    if not other and not new:
        return f"Under {name}, no decision on the path of play changes."
    text = f"Under {name}, {_some(other or new, 'further decisions change')}."
    if other and new:
        text += f" New on the path: {_some(new, 'further decisions')}."
    return text


def _outcomes(before: Play, after: Play) -> str:
    """Say how what the author measures differs, what stands first in the file first."""
    clauses: list[str] = []
    for name, new in after.quantities.items():
        old = before.quantities.get(name)
        if old is not None and measured(old) != measured(new):
            verb = "" if clauses else " goes"
            clauses.append(f"{name}{verb} from {measured(old)} to {measured(new)}")
    more = len(clauses) - FEW
    if more > 1:
        clauses[FEW:] = [f"{more} other quantities change"]
    return f"The outcome: {listed(clauses)}." if clauses else ""


def measured(value: Number | Odds) -> str:
    """Return a quantity: a number, or categories with their odds."""
    return number(value) if isinstance(value, int | float | Fraction) else outcome(value)


def same_spread(left: Odds, right: Odds) -> bool:
    """Tell whether two spreads over options are one, an option that is left out having odds 0."""
    return all(same(left.get(o, 0), right.get(o, 0)) for o in {*left, *right})


def _gains(comparison: Comparison, before: Play, after: Play, against: str) -> str:
    """Say who is better off and who worse."""
    names = comparison.game.players
    moved = [key for key in names if not same(before.payoffs[key], after.payoffs[key])]
    change = {key: after.payoffs[key] - before.payoffs[key] for key in moved}
    up = _amounts("gains", {names[k]: d for k, d in change.items() if d > 0})
    down = _amounts("loses", {names[k]: -d for k, d in change.items() if d < 0})
    if not moved:
        return f"Compared with {against}, nobody is better or worse off."
    if down and not up and 1 < len(moved) == len(names):
        return f"Compared with {against}, everybody is worse off: {down}."
    return f"Compared with {against}, {'; '.join(part for part in (up, down) if part)}."


def _amounts(verb: str, amounts: Mapping[str, Number]) -> str:
    """Return ``Ukraine gains 13.15 and Russia 5.2``."""
    clauses = [f"{name} {number(amount)}" for name, amount in amounts.items()]
    if clauses:
        name, amount = next(iter(amounts.items()))
        clauses[0] = f"{name} {verb} {number(amount)}"
    return listed(clauses)


def _credible(comparison: Comparison, report: ScenarioReport) -> str:
    """Say whether what is announced in a scenario would be done."""
    entries = [entry for entry in comparison.credibility if entry.scenario == report.name]
    if len(entries) > 3:
        kept = sum(entry.credible for entry in entries)
        broken = [f"{e.option} ({e.move})" for e in entries if not e.credible]
        tail = f"; not credible: {_some(broken, 'more')}" if broken else ""
        return f"Of {count(len(entries), 'announcement')}, {kept} are credible{tail}."
    return " ".join(
        f"The announcement of {comparison.game.players[entry.player]}, "
        f"{entry.option} ({entry.move}), is {verdict(entry)}."
        for entry in entries
    )


def _robust(comparison: Comparison, report: ScenarioReport) -> str:
    """Say how often the headline survives other assumptions."""
    lines = [line for line in comparison.robustness if line.scenario == report.name]
    if not lines or not lines[0].draws:
        return ""
    if certain(lines[0].undecided):
        return "How robust that is was not tested: in no draw was a unique answer found."
    share = share_of_draws(lines[0])
    where = f"{lines[0].draws:,} draws over the parameters' ranges"
    return f"That result survives in this share of {where}: {share}."
