"""Why a decision differs between two scenarios, as a sentence with numbers.

"Ukraine comes to the table: if it refuses talks instead, the United States cuts off the arms (in
baseline it keeps them up); that is worth 31.0, against 44.2." The sentence follows whichever of
the two options changed its worth more, and names the first later decision that comes out
differently after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.analysis.words import came_out, listed, number, numbers, signed, spaced, told
from negotiate.results.wording import opened
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
    a, b = _single(old.plays), _single(new.plays)
    if b is None:
        return _mixing(after, new)
    lead = _lead(after, new, b)
    if a is None:
        return f"{lead} for sure{_against_next_best(after, new, b)}."
    if a not in new.plays:
        return f"{lead}: {spaced(a)} is no longer open to it."
    instead = _does(after, new, a)
    if not new.value:
        return f"{lead}; {_where(before)} it {instead}."
    if new.margin == 0 and _alike(after, new, new.value[a], new.value[b]):
        return f"{lead}, but is as well off if it {instead}: both are worth {number(new.value[b])}."
    if not old.value or b not in old.value:
        worth, against = numbers(new.value[b], new.value[a])
        return f"{lead}: that is worth {worth}, against {against} if it {instead}."
    return f"{lead}: {_shift(before, after, (infoset_before, infoset_after), (a, b))}."


def why(outcome: Outcome, infoset: int) -> str:
    """Return why a decision is what it is: its best option against the next best."""
    decision = outcome.decisions[infoset]
    chosen = _single(decision.plays)
    if chosen is None:
        return _mixing(outcome, decision)
    lead = _lead(outcome, decision, chosen)
    if len(decision.plays) == 1:
        return f"{lead}: there is no other option."
    if not decision.value:
        return f"{lead}; how likely each history is that it cannot tell apart is not settled."
    rest = {option: value for option, value in decision.value.items() if option != chosen}
    other = max(rest, key=lambda option: rest[option])
    instead = _does(outcome, decision, other)
    mine, theirs = numbers(decision.value[chosen], rest[other])
    if decision.margin == 0:
        return f"{lead}, but is as well off if it {instead}: both are worth {mine}."
    slots = outcome.slot(infoset, other), outcome.slot(infoset, chosen)
    end = _difference(outcome, outcome, (slots[1], slots[0]), decision)
    ends = f" instead, {end}; that" if end else " instead, that"
    terms = [outcome.foresight.terms_after(decision.player, slot) for slot in slots]
    mostly = _mostly(terms[1], terms[0])
    return f"{lead}: if it {instead}{ends} is worth {theirs}, against {mine}{mostly}."


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
    end = _difference(before, after, slots, decision)
    worth, against, was = numbers(new[x], new[other], old[x])
    instead = _does(after, decision, a)
    condition = f"if it {instead} instead, " if x == a else "when it does, " if end else ""
    versus = against if x == a else f"{against} if it {instead}"
    mine = [
        [side.foresight.terms_after(decision.player, side.slot(h, o)) for o in options]
        for side, h in zip((before, after), infosets, strict=True)
    ]
    if end:
        mostly = _mostly(mine[1][1], mine[1][0])
        return f"{condition}{end}; that is worth {worth}, against {versus}{mostly}"
    mostly = _mostly(mine[1][x == b], mine[0][x == b])
    there = f" ({_where(before)} {was}{mostly})"
    return f"{condition}that is worth {worth}{there}, against {versus}"


def _difference(before: Outcome, after: Outcome, slots: tuple[int, int], decision: Decision) -> str:
    """Return which later decisions come out differently now, and how they came out before.

    Announced decisions say most; else the first two of players; else what chance does.
    """
    now, then = after.foresight, before.foresight
    moved = now.differing(slots[1], then, slots[0], DIFFERS)
    moved = [move for move in moved if move != decision.move]
    played = [move for move in moved if set(now.spread(slots[1], move)) != {NONE}]
    announced = {a.move for a in after.parametric.spec.announcements}
    named = (
        [move for move in played if move in announced][:1]
        or [move for move in played if move in after.wording.owners][:2]
        or played[:1]
    )
    if not named:
        return f"there is no {spaced(moved[0])}" if moved else ""
    words, me = after.wording, decision.player
    come = listed(words.happens(m, *told(now.spread(slots[1], m)), me=me) for m in named)
    spreads = [(move, then.spread(slots[0], move)) for move in named]
    was = [(move, told(odds)) for move, odds in spreads if set(odds) != {NONE}]
    if not was or before is after:
        return come
    move, odds = was[0]
    if len(named) == 1 and move in words.owners:
        return f"{come} ({_where(before)} it {words.does(move, *odds, which=False)})"
    return f"{come} ({_where(before)} {listed(words.happens(m, *o, me=me) for m, o in was)})"


def _lead(outcome: Outcome, decision: Decision, option: str) -> str:
    """Return who does what: ``Ukraine comes to the table``."""
    name = opened(outcome.wording.players[decision.player])
    return f"{name} {_does(outcome, decision, option)}"


def _does(outcome: Outcome, decision: Decision, option: str) -> str:
    return outcome.wording.does(decision.move, (option, ""), which=False)


def _where(outcome: Outcome) -> str:
    """Return in which scenario, at the beginning of what is told of it."""
    return f"in {outcome.parametric.spec.scenario or 'the game as written'}"


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


def _mixing(outcome: Outcome, decision: Decision) -> str:
    """Say that several options are played; only those who err choose what is worth less."""
    name = opened(outcome.wording.players[decision.player])
    shares = came_out("", decision.plays).strip()
    worth = [decision.value[option] for option, _ in told(decision.plays) if decision.value]
    if not worth:
        return f"{name} mixes: {shares}."
    if all(_alike(outcome, decision, each, max(worth)) for each in worth):
        return f"{name} mixes: {shares}, each worth {number(max(worth))}."
    return f"{name} mixes: {shares}, worth {listed(numbers(*worth))}."


def _against_next_best(outcome: Outcome, decision: Decision, chosen: str) -> str:
    others = {o: v for o, v in decision.value.items() if o != chosen}
    if not others:
        return ""
    best = max(others, key=lambda option: others[option])
    mine, theirs = numbers(decision.value[chosen], others[best])
    instead = _does(outcome, decision, best)
    return f": that is worth {mine}, against {theirs} if it {instead}"


def _alike(outcome: Outcome, decision: Decision, left: Number, right: Number) -> bool:
    player = outcome.tree.labels.players.index(decision.player)
    return abs(float(left - right)) <= DIFFERS * float(outcome.prospects.scale[player])


def _single(odds: Odds) -> str | None:
    """Return the option that is played for sure, or None where several are."""
    played = [option for option, chance in odds.items() if chance > DIFFERS]
    return played[0] if len(played) == 1 else None
