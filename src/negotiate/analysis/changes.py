"""Which decisions differ between two scenarios."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis.foresight import apart_by
from negotiate.analysis.reasons import DIFFERS, reason, why
from negotiate.analysis.words import mixture, told
from negotiate.results.report import Change
from negotiate.results.wording import opened
from negotiate.spec.expression import NONE
from negotiate.types import one_nan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.analysis.outcome import Outcome
    from negotiate.results.report import Decision, Number, Odds


def changes(names: tuple[str, str], before: Outcome, after: Outcome) -> tuple[Change, ...]:
    """Return the decisions that differ between two scenarios' first equilibria.

    Two decisions are the same one if they are the same move after the same known history. A
    move that has no such counterpart at all, since the players know other things or move in
    another order, is compared by how it comes out.

    Parameters
    ----------
    names : tuple of str
        The scenario compared to, and the other.
    before, after : Outcome

    Returns
    -------
    tuple of Change
        Those on the path of the second scenario first; else in the order of its tree.
    """
    sides = before, after
    pairs, unmatched = _differing(before, after)
    found = [_change(names, sides, pair) for pair in pairs]
    found += _by_outcome(names, before, after, unmatched)
    return tuple(sorted(found, key=lambda change: not change.on_path))


def same(left: Odds, right: Odds) -> bool:
    """Tell whether two spreads over options are one; an option left out has odds 0."""
    return left == right or apart_by(left, right) <= DIFFERS


def _differing(before: Outcome, after: Outcome) -> tuple[list[tuple[int, int]], list[str]]:
    """Return pairs of information sets that differ, and the moves of both that have no pair."""
    old, new = before.decisions, after.decisions
    if before.tree is after.tree:
        odds = (outcome.equilibrium.behaviour.astype(float) for outcome in (before, after))
        apart = np.abs(np.subtract(*odds)) > DIFFERS
        differ = set(after.tree.slot_infoset[apart].tolist())
        return [(h, h) for h in new if h in differ], []
    there = {_key(before, h): h for h in old}
    pairs = [(there[key], h) for h in new if (key := _key(after, h)) in there]
    paired = {new.move(h) for _, h in pairs}
    alone = set(map(old.move, old)) - paired
    moves = [move for move in dict.fromkeys(map(new.move, new)) if move in alone]
    return [(g, h) for g, h in pairs if not same(old.plays(g), new.plays(h))], moves


def _key(outcome: Outcome, infoset: int) -> tuple[str, frozenset[tuple[str, str]]]:
    return outcome.decisions.move(infoset), frozenset(outcome.histories[infoset].items())


def _change(
    names: tuple[str, str], sides: tuple[Outcome, Outcome], pair: tuple[int, int]
) -> Change:
    before, after = (side.decisions[h] for side, h in zip(sides, pair, strict=True))
    return Change(
        from_scenario=names[0],
        to_scenario=names[1],
        player=after.player,
        move=after.move,
        history=after.history,
        before=mixture(before.plays),
        after=mixture(after.plays),
        gain=one_nan(_worth(after, after.plays) - _worth(after, before.plays)),
        on_path=after.reach > 0,
        reason=reason(*sides, *pair),
    )


def _worth(decision: Decision, plays: Odds) -> Number:
    """Return what playing so is worth; nan if it cannot be done, or nothing is known."""
    if any(odds > 0 and option not in decision.value for option, odds in plays.items()):
        return nan
    return sum(odds * decision.value[option] for option, odds in plays.items() if odds > 0)


def _by_outcome(
    names: tuple[str, str], before: Outcome, after: Outcome, moves: list[str]
) -> Iterator[Change]:
    """Compare moves whose decisions have no counterpart by their odds on the path."""
    for move in moves:
        old, new = before.play.path[move], after.play.path[move]
        if same(old, new):
            continue
        decision = next(d for d in after.play.decisions if d.move == move)
        here = [h for h, d in after.decisions.items() if d.move == move and d.reach > 0]
        name = opened(after.wording.name(move))
        does = f"{name} {after.wording.does(move, *told(new))}."
        because = why(after, here[0]) if len(here) == 1 else does
        yield Change(
            from_scenario=names[0],
            to_scenario=names[1],
            player=decision.player,
            move=move,
            history={},
            before=mixture(old),
            after=mixture(new),
            gain=after.decisions[here[0]].margin if len(here) == 1 else nan,
            on_path=set(new) != {NONE},
            reason=f"{because} It decides knowing other things than in {names[0]}.",
        )
