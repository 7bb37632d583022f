"""Elimination of dominated strategies, round by round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page
from negotiate.results.numbers import number, odds
from negotiate.results.wording import listed, opened

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.dominance import Dominance, Elimination

LISTED: Final = 4
"""Strategies of a player that are listed as left; the JSON has all of them."""


def dominance_page(found: Dominance, *, width: int = 80, colours: Colours | None = None) -> str:
    """Return which strategies go in which round, what dominates them, and what is left.

    Parameters
    ----------
    found : Dominance
    width, colours
        As in `terminal.comparison_page`.
    """
    players = found.game.players
    page = Page(width, colours, players)
    kind = "weak" if found.weak else "strict"
    scenario = found.scenario and f"scenario {found.scenario}"
    page.title(
        found.game,
        scenario,
        f"{kind} dominance, {'by mixtures too' if found.mixed else 'by single strategies'}",
    )
    last = 0
    for each in found.eliminated:
        if each.round != last:
            page.heading(f"Round {each.round}")
        last = each.round
        name = players.get(each.player, each.player)
        page.say(f"{opened(name)} drops {each.strategy}", indent=2, hang=4)
        page.say(f"better: {_better(each)}", indent=6, hang=4)
    page.heading(f"Left: {found.sentence}")
    if not found.eliminated:
        page.say("no strategy is dominated", indent=2)
    for key, own in found.left.items():
        page.say(f"{opened(players.get(key, key))}: {_some(own)}", indent=2, hang=4)
    return page.text()


def _better(each: Elimination) -> str:
    """Say what dominates, and by how much."""
    by = listed(
        f"{plan} with {odds(p)}" if len(each.by) > 1 else plan for plan, p in each.by.items()
    )
    if each.least <= 0:
        return f"{by}; never worse, and by up to {number(each.most)} better"
    if each.least == each.most:
        return f"{by}; by {number(each.least)} whatever others do"
    return f"{by}; by {number(each.least)} to {number(each.most)}, as others do"


def _some(strategies: tuple[str, ...]) -> str:
    """Return the strategies, the first few of many."""
    if len(strategies) <= LISTED:
        return "; or ".join(strategies)
    return f"{'; or '.join(strategies[:LISTED])}; or one of {len(strategies) - LISTED} others"
