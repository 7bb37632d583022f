"""The first paragraph: what a minister would read, in plain sentences, from the answer alone."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiate.render.words import NONE, likely, listed, outcome
from negotiate.results.numbers import certain, count, number, odds, same
from negotiate.results.wording import Wording, spaced

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


def owners(comparison: Comparison) -> Mapping[str, str]:
    """Return the player of each move; a move that is missing belongs to chance."""
    return comparison.game.owners or {
        decision.move: decision.player
        for report in comparison.scenarios
        for play in report.plays
        for decision in play.decisions
    }


def words_of(comparison: Comparison) -> Wording:
    """Return how the choices of an answer read in sentences."""
    game = comparison.game
    return Wording(game.players, owners(comparison), game.phrases)


def featured(comparison: Comparison) -> ScenarioReport | None:
    """Return the scenario that the story is about: the first one that was tested and matters.

    Of those whose robustness was tested, the first that changes a decision on the path; or else
    the first. Without such a test the same of those, other than the point of comparison, in
    which something is announced, or else the second scenario.
    """
    others = comparison.scenarios[1:]
    tested = {r.scenario for r in comparison.robustness}
    announced = {c.scenario for c in comparison.credibility}
    moved = {c.to_scenario for c in comparison.changes if c.on_path}
    for names in (tested & moved, tested, announced & moved, announced):
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
    text = f"{odds(line.share)} (95% interval {odds(line.low)} to {odds(line.high)})"
    if line.undecided:
        text += f"; the {odds(line.undecided)} without a unique answer count as not"
    return text


def untested(line: Robustness) -> str:
    """Return why a headline was not tested; empty if it was."""
    if not certain(line.undecided):
        return ""
    return line.note or "in no draw was a unique answer found"


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
    lead = _within("in", report) if report.name else "In equilibrium"
    if not report.plays:
        return f"{lead if report.name else 'In this game'}: {report.coverage.value}."
    if len(report.plays) > 1:
        within = f" of {report.name}" if report.name else ""
        lead = f"In the first of {len(report.plays)} equilibria{within}"
    clauses = _choices(comparison, report.plays[0].path)
    return f"{lead}, {clauses}." if clauses else f"{lead}, nobody has anything to decide."


def _within(preposition: str, report: ScenarioReport) -> str:
    """Return ``Under Kellogg's offer (kellogg)``; without a phrase, ``Under kellogg``."""
    if report.phrase:
        return f"{report.phrase[0].upper()}{report.phrase[1:]} ({report.name})"
    return f"{preposition.capitalize()} {report.name}"


def _choices(comparison: Comparison, path: Mapping[str, Odds]) -> str:
    """Say what each player chooses on the path of play, in the order of the moves."""
    words = words_of(comparison)
    made = [(m, s) for m, s in path.items() if m in words.owners and not certain(s.get(NONE, 0))]
    told = [(words.name(move), words.does(move, *likely(spread))) for move, spread in made]
    return _some(_joined(told), "further decisions")


def _joined(told: list[tuple[str, str]]) -> list[str]:
    """Return clauses from who does what; a player that goes on is not named again."""
    clauses: list[list[str]] = []
    before = ""
    for name, does in told:
        if name == before:
            clauses[-1].append(does)
        else:
            clauses.append([f"{name} {does}"])
        before = name
    return [listed(parts) for parts in clauses]


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
        return [] if other.plays else [f"{_within('under', other)}: {other.coverage.value}."]
    before, after = first.plays[0], other.plays[0]
    return [
        _turns(comparison, before, after, other),
        _outcomes(comparison, before, after),
        _gains(comparison, before, after, first.name),
    ]


def _turns(comparison: Comparison, before: Play, after: Play, other: ScenarioReport) -> str:
    """Say which decisions on the path come out differently, and which ones are new.

    With phrases that is one story in the order of play. Bare names of options say what they are
    instead of, or nobody could follow.
    """
    words = words_of(comparison)
    changed: list[tuple[str, str]] = []
    new: list[tuple[str, str]] = []
    differ = {
        move: (before.path.get(move, {NONE: 1.0}), spread)
        for move, spread in after.path.items()
        if move in words.owners and not certain(spread.get(NONE, 0))
    }
    told = all(words.phrased(m, s) for m, (o, s) in differ.items() if not same_spread(o, s))
    for move, (old, spread) in differ.items():
        if same_spread(old, spread):
            continue
        fresh = certain(old.get(NONE, 0)) and not told
        does = words.does(move, *likely(spread))
        if not told and not fresh:
            does = spaced(f"chooses {outcome(spread)} instead of {outcome(old)}")
            does += words.about(move)
        (new if fresh else changed).append((words.name(move), does))
    lead = _within("under", other)
    if not changed and not new:
        return f"{lead}, no decision on the path of play changes."
    text = f"{lead}, {_some(_joined(changed or new), 'further decisions')}."
    if changed and new:
        text += f" New on the path: {_some(_joined(new), 'further decisions')}."
    return text


def _outcomes(comparison: Comparison, before: Play, after: Play) -> str:
    """Say how what the author measures differs, what stands first in the file first."""
    clauses: list[str] = []
    for name, new in after.quantities.items():
        old = before.quantities.get(name)
        if old is not None and measured(old) != measured(new):
            verb = "" if clauses else " goes"
            unit = comparison.game.units.get(name, "")
            change = f"from {measured(old)} to {measured(new)}{f' ({unit})' if unit else ''}"
            clauses.append(f"{spaced(name)}{verb} {change}")
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


def same_measure(left: Number | Odds, right: Number | Odds) -> bool:
    """Tell whether two quantities are one: the same number, or the same odds of categories."""
    numbers = (int, float, Fraction)
    if isinstance(left, numbers) and isinstance(right, numbers):
        return same(left, right)
    if isinstance(left, numbers) or isinstance(right, numbers):
        return False
    return same_spread(left, right)


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
        broken = [e.name or f"{e.option} ({e.move})" for e in entries if not e.credible]
        tail = f"; not credible: {_some(broken, 'more')}" if broken else ""
        return f"Of {count(len(entries), 'announcement')}, {kept} are credible{tail}."
    return " ".join(f"{_announced(comparison, entry)} is {verdict(entry)}." for entry in entries)


def _announced(comparison: Comparison, entry: Credibility) -> str:
    """Return what was announced: ``The stick (no arms if Ukraine refuses)``."""
    about = f" ({entry.about})" if entry.about else ""
    if entry.name:
        return f"The {spaced(entry.name)}{about}"
    who = comparison.game.players[entry.player]
    what = f", {entry.about}," if entry.about else f", {entry.option} ({entry.move}),"
    return f"The announcement of {who}{what}"


def _robust(comparison: Comparison, report: ScenarioReport) -> str:
    """Say how often the headline survives other assumptions."""
    lines = [line for line in comparison.robustness if line.scenario == report.name]
    if not lines or not lines[0].draws:
        return ""
    reason = untested(lines[0])
    if reason:
        return f"How robust that is was not tested: {reason}."
    changes = "The same changes occur" if lines[0].parts else "That holds"
    share = share_of_draws(lines[0])
    where = f"{lines[0].draws:,} draws over the parameters' ranges"
    interval = share.replace(" (", f" of {where} (", 1)
    weakest = min(lines[0].parts, key=lambda part: part.share, default=None)
    least = ""
    if len(lines[0].parts) > 1 and weakest is not None:
        least = f" Most fragile: that {weakest.says} ({odds(weakest.share)})."
    return f"{changes} in {interval}.{least}"
