"""Who is better off, and who is worse off, than in the first scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.analysis.changes import same
from negotiate.analysis.words import listed
from negotiate.results.report import Welfare
from negotiate.results.wording import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.analysis.outcome import Outcome
    from negotiate.results.report import Number

EQUAL: Final = 1e-9
"""A change below this share of the player's payoff range is none."""


def welfare(names: tuple[str, str], before: Outcome, after: Outcome) -> Welfare:
    """Return what each player gains against another scenario, and the verdict as a sentence.

    Parameters
    ----------
    names : tuple of str
        The scenario compared to, and the other.
    before, after : Outcome
        Their first equilibria.

    Notes
    -----
    A threat works if somebody chooses otherwise on the path of play; it can do so and leave
    everyone worse off, which the verdict then says.
    """
    labels = after.tree.labels
    change: dict[str, Number] = {
        key: new - before.play.payoffs[key] for key, new in after.play.payoffs.items()
    }
    slack = (before.prospects.scale + after.prospects.scale).tolist()
    signs = {
        key: 0 if abs(gain) <= EQUAL * s else 1 if gain > 0 else -1
        for (key, gain), s in zip(change.items(), slack, strict=True)
    }
    full = dict(zip(labels.players, labels.player_names, strict=True))
    against, scenario = names
    verdict = _everyone(signs, against) or _some(signs, full, against)
    moved = _moved(before, after)
    threatened = _threatened(after) & set(moved)
    if moved and len(threatened) > 0 and all(signs[key] < 0 for key in threatened):
        verdict = _works(threatened, signs, full, against)
    return Welfare(scenario, against, change, verdict)


def _everyone(signs: Mapping[str, int], against: str) -> str:
    """Say what holds for all players alike; empty if nothing does."""
    if len(set(signs.values())) != 1 or len(signs) < 2:
        return ""
    sign = next(iter(signs.values()))
    if sign == 0:
        return f"Nobody is better or worse off than in {against}."
    return f"Everyone is {'better' if sign > 0 else 'worse'} off than in {against}."


def _some(signs: Mapping[str, int], full: Mapping[str, str], against: str) -> str:
    """Say who gains and who loses; players whose payoff stays are left out."""
    up = [full[key] for key, sign in signs.items() if sign > 0]
    down = [full[key] for key, sign in signs.items() if sign < 0]
    parts = [
        f"{listed(group)} {'is' if len(group) == 1 else 'are'} {word} off"
        for group, word in ((up, "better"), (down, "worse"))
        if group
    ]
    if not parts:
        return f"Nobody is better or worse off than in {against}."
    return opened(f"{' and '.join(parts)} than in {against}.")


def _works(
    threatened: set[str], signs: Mapping[str, int], full: Mapping[str, str], against: str
) -> str:
    """Say that a threat does what it is meant to do, and what that costs."""
    if all(sign < 0 for sign in signs.values()):
        return f"The threat works and leaves everyone worse off than in {against}."
    losers = [full[key] for key in full if key in threatened]
    both = "both " if len(losers) == 2 else ""
    others = {key: sign for key, sign in signs.items() if key not in threatened and sign != 0}
    rest = f" {_some(others, full, against)}" if others else ""
    return f"The threat works and leaves {both}{listed(losers)} worse off than in {against}.{rest}"


def _moved(before: Outcome, after: Outcome) -> dict[str, str]:
    """Return who chooses otherwise on the path of play, by key, and in which of its moves."""
    owners = after.wording.owners
    old = before.play.path
    return {
        owners[move]: move
        for move, odds in after.play.path.items()
        if move in owners and move in old and not same(old[move], odds)
    }


def _threatened(outcome: Outcome) -> set[str]:
    """Return the players that a scenario's announcements are meant to move: all the others."""
    announcers = {a.player for a in outcome.parametric.spec.announcements}
    everyone = set(outcome.tree.labels.players)
    return everyone - announcers if announcers else set()
