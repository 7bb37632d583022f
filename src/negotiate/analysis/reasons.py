"""Why a decision differs between two scenarios, as a sentence with numbers.

"Ukraine chooses accept: refuse would now end in aid cut (not aid hold), worth 31.0, against
44.2." The sentence follows whichever of the two options changed its worth more, and names the
first later decision that comes out differently after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.analysis.words import came_out, listed, number, numbers, signed, spaced
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome
    from negotiate.results.report import Decision, Number, Odds

DIFFERS: Final = 1e-6
"""Odds, or shares of a payoff range, that differ by less than this are alike in a sentence."""

NOTABLE: Final = 0.05
"""A term is named if its difference is at least this share of the difference to be explained."""


def reason(before: Outcome, after: Outcome, infoset_before: int, infoset_after: int) -> str:
    """Return why the player chooses otherwise in the second scenario.

    Parameters
    ----------
    before, after : Outcome
    infoset_before, infoset_after : int
        The same decision, after the same history, in the tree of each.
    """
    old = before.decisions[infoset_before]
    new = after.decisions[infoset_after]
    name = _name(after, new.player)
    chooses = "chooses" if new.reach > 0 else "would choose"
    a, b = _single(old.plays), _single(new.plays)
    if b is None:
        return _mixing(name, new)
    lead = f"{name} {chooses} {spaced(b)}"
    if a is None:
        return f"{lead} for sure{_against_next_best(new, b)}."
    if a not in new.plays:
        return f"{lead}: {spaced(a)} is no longer open to it."
    if not new.value:
        return f"{lead} instead of {spaced(a)}."
    if new.margin == 0 and _alike(after, new, new.value[a], new.value[b]):
        return f"{lead}, but {spaced(a)} would be as good: both are worth {number(new.value[b])}."
    if not old.value or b not in old.value:
        now = numbers(new.value[a], new.value[b])
        return f"{lead}: {spaced(a)} is worth {now[0]}, against {now[1]}."
    return f"{lead}: {_shift(before, after, (infoset_before, infoset_after), (a, b))}."


def why(outcome: Outcome, infoset: int) -> str:
    """Return why a decision is what it is: its best option against the next best."""
    decision = outcome.decisions[infoset]
    name = _name(outcome, decision.player)
    chooses = "chooses" if decision.reach > 0 else "would choose"
    chosen = _single(decision.plays)
    if chosen is None:
        return _mixing(name, decision)
    lead = f"{name} {chooses} {spaced(chosen)}"
    if len(decision.plays) == 1:
        return f"{lead}: there is no other option."
    if not decision.value:
        return f"{lead}; how likely each history is that it cannot tell apart is not settled."
    rest = {option: value for option, value in decision.value.items() if option != chosen}
    other = max(rest, key=lambda option: rest[option])
    mine, theirs = numbers(decision.value[chosen], rest[other])
    if decision.margin == 0:
        return f"{lead}, but {spaced(other)} would be as good: both are worth {mine}."
    slots = outcome.slot(infoset, other), outcome.slot(infoset, chosen)
    end = _difference(outcome, outcome, (slots[1], slots[0]), but=decision.move)
    ends = f"would end in {end}, " if end else "would be "
    terms = [outcome.foresight.terms_after(decision.player, slot) for slot in slots]
    mostly = _mostly(terms[1], terms[0])
    return f"{lead}: {spaced(other)} {ends}worth {theirs}, against {mine}{mostly}."


def _shift(
    before: Outcome, after: Outcome, infosets: tuple[int, int], options: tuple[str, str]
) -> str:
    """Explain the option whose worth changed more, against the other."""
    old = before.decisions[infosets[0]].value
    decision = after.decisions[infosets[1]]
    new = decision.value
    a, b = options
    fell, rose = old[a] - new[a], new[b] - old[b]
    x, other = (a, b) if fell >= rose else (b, a)
    slots = before.slot(infosets[0], x), after.slot(infosets[1], x)
    end = _difference(before, after, slots)
    worth, against, was = numbers(new[x], new[other], old[x])
    versus = against if x == a else f"{against} for {spaced(a)}"
    mine = [
        [side.foresight.terms_after(decision.player, side.slot(h, o)) for o in options]
        for side, h in zip((before, after), infosets, strict=True)
    ]
    if end:
        ends = "would now end in" if x == a else "now leads to"
        mostly = _mostly(mine[1][1], mine[1][0])
        return f"{spaced(x)} {ends} {end}, worth {worth}, against {versus}{mostly}"
    mostly = _mostly(mine[1][x == b], mine[0][x == b])
    return f"{spaced(x)} is now worth {worth} (before {was}{mostly}), against {versus}"


def _difference(before: Outcome, after: Outcome, slots: tuple[int, int], but: str = "") -> str:
    """Return which later decisions come out differently now, and how they came out before.

    Announced decisions say most; else the first two of players; else what chance does.
    """
    now, then = after.foresight, before.foresight
    moved = [m for m in now.differing(slots[1], then, slots[0], DIFFERS) if m != but]
    played = [move for move in moved if set(now.spread(slots[1], move)) != {NONE}]
    announced = {a.move for a in after.parametric.spec.announcements}
    players = {d.move for d in after.decisions.values()}
    named = (
        [move for move in played if move in announced][:1]
        or [move for move in played if move in players][:2]
        or played[:1]
    )
    if not named:
        return f"no {spaced(moved[0])}" if moved else ""
    spreads = [(move, then.spread(slots[0], move)) for move in named]
    was = [came_out(move, odds) for move, odds in spreads if set(odds) != {NONE}]
    formerly = f" (not {listed(was)})" if was else ""
    return listed(came_out(move, now.spread(slots[1], move)) for move in named) + formerly


def _mostly(now: dict[str, float], then: dict[str, float]) -> str:
    """Return the terms that make up most of a difference: the largest, and one about as large."""
    if len(now) < 2:
        return ""
    difference = {name: now[name] - then.get(name, 0.0) for name in now}
    total = sum(difference.values())
    along = sorted(((abs(d), n) for n, d in difference.items() if d * total > 0), reverse=True)
    named = [n for size, n in along[:2] if size >= max(NOTABLE * abs(total), along[0][0] / 2)]
    terms = listed(f"{_term(name)} {signed(difference[name])}" for name in named)
    return f", mostly {terms}" if terms else ""


def _term(name: str) -> str:
    """Return a payoff term in words; those of announcements are one thing to a reader."""
    return "broken word" if name.startswith("broken_word_") else spaced(name)


def _mixing(name: str, decision: Decision) -> str:
    shares = came_out("", decision.plays).strip()
    worth = max(decision.value.values(), default=None)
    return f"{name} mixes: {shares}" + (
        f", each worth {number(worth)}." if worth is not None else "."
    )


def _against_next_best(decision: Decision, chosen: str) -> str:
    others = {o: v for o, v in decision.value.items() if o != chosen}
    if not others:
        return ""
    best = max(others, key=lambda option: others[option])
    mine, theirs = numbers(decision.value[chosen], others[best])
    return f": it is worth {mine}, against {theirs} for {spaced(best)}"


def _alike(outcome: Outcome, decision: Decision, left: Number, right: Number) -> bool:
    player = outcome.tree.labels.players.index(decision.player)
    return abs(float(left - right)) <= DIFFERS * float(outcome.prospects.scale[player])


def _single(odds: Odds) -> str | None:
    """Return the option that is played for sure, or None where several are."""
    played = [option for option, chance in odds.items() if chance > DIFFERS]
    return played[0] if len(played) == 1 else None


def _name(outcome: Outcome, player: str) -> str:
    labels = outcome.tree.labels
    return labels.player_names[labels.players.index(player)]
