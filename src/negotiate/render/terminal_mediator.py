"""What a mediator draws, with which odds, and whom it tells what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.words import plain
from negotiate.results.numbers import odds

if TYPE_CHECKING:
    from negotiate.render.sheet import Page
    from negotiate.results.mediation import Recommendation, Told
    from negotiate.results.report import Comparison

LISTED: Final = 20
"""Profiles that are shown; the rest is counted."""


def write_mediator(page: Page, comparison: Comparison) -> None:
    """Write the lottery of each scenario that has one with more than one outcome."""
    for report in comparison.scenarios:
        for play in report.plays[:1]:
            if len(play.recommendations) > 1:
                within = f" of {report.name}" if report.name else ""
                page.heading(f"What the mediator{within} draws and tells")
                _lottery(page, play.recommendations)


def _lottery(page: Page, drawn: tuple[Recommendation, ...]) -> None:
    for each in drawn[:LISTED]:
        told = "; ".join(_told(page, item) for item in each.told)
        page.say(f"{odds(each.odds)}: {told}", indent=2, hang=2)
    if len(drawn) > LISTED:
        page.say(f"{len(drawn) - LISTED} more are listed by --json", indent=2)


def _told(page: Page, told: Told) -> str:
    """Return who is told to do what, and where it stands if its moves need telling apart."""
    who = page.player(told.player, short=True).plain
    move = "" if told.move == told.player else f" {plain(told.move)}"
    known = ", ".join(f"{plain(m)} {plain(o)}" for m, o in told.history.items())
    return f"{who}{move} {plain(told.option)}{f' (after {known})' if known else ''}"
