"""Why a move comes out as it does, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import fold, outcome, plain
from negotiate.results.numbers import certain, count, impossible, number, odds
from negotiate.results.wording import wording

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.explanation import Explanation, MoveReport, Outlook, Situation
    from negotiate.results.wording import Wording

NAME: Final = 18
"""Columns of an option before it folds."""

OFF_PATH: Final = 4
"""Situations off the path that are told in full; the rest is counted."""


def explanation_page(
    explanation: Explanation, *, width: int = 80, colours: Colours | None = None
) -> str:
    """Return the reasons of a move, scenario by scenario.

    Parameters
    ----------
    explanation : Explanation
    width, colours
        As in `terminal.comparison_page`.
    """
    game = explanation.game
    page = Page(width, colours, game.players)
    title = page.player(explanation.player)
    title.append(f" · {plain(explanation.move)}", style="bold")
    page.say(title)
    page.say(f"{game.title} · {game.file} · concept {explanation.concept}")
    if explanation.about:
        page.say(explanation.about)
    for report in explanation.scenarios:
        _scenario(page, report, wording(game))
    return page.text()


def _scenario(page: Page, report: MoveReport, words: Wording) -> None:
    page.heading(report.scenario or "In equilibrium")
    if report.about:
        page.say(report.about, indent=2)
    if not report.situations:
        page.say("it does not come to this move: there is no such move here, or no equilibrium", 2)
        return
    page.say(f"on the path of play: {outcome(report.path)}", indent=2)
    off_path = 0
    for situation in report.situations:
        if impossible(situation.reach):
            off_path += 1
        if off_path <= OFF_PATH:
            _situation(page, situation, words)
    if off_path > OFF_PATH:
        more = count(off_path - OFF_PATH, "further situation")
        page.say(f"{more} off the path: --json tells all", indent=2)


def _situation(page: Page, situation: Situation, words: Wording) -> None:
    """Write one kind of history: what is done there, what else could be, and why not."""
    lead = words.after(situation.history) if situation.history else "in every history"
    many = f" ({count(situation.count, 'history', 'histories')})" if situation.count > 1 else ""
    page.blank()
    page.say(f"{lead}{many}: {outcome(situation.plays)}", indent=2, hang=2)
    page.say(_reached(situation), indent=4)
    page.say(situation.reason, indent=4)
    if situation.count > 1 and situation.example != situation.history:
        page.say(f"for instance {words.after(situation.example)}:", indent=4, hang=2)
    head = [cell("option"), cell("odds"), cell("worth"), cell("what follows")]
    page.table(head, list(map(_outlook, situation.outlooks)), labels=4, indent=4, prose=True)
    margin = number(situation.margin)
    if situation.margin == 0:
        page.say("another option is as good: a tie", indent=4)
    elif situation.count > 1:
        page.say(f"the smallest lead of the best option is {margin}", indent=4)


def _reached(situation: Situation) -> str:
    if impossible(situation.reach):
        return "off the path of play"
    return "always reached" if certain(situation.reach) else f"reached: {odds(situation.reach)}"


def _outlook(outlook: Outlook) -> Row:
    """Return an option's row."""
    worth = "unknown" if outlook.value is None else number(outlook.value)
    return Row(
        [
            cell(*fold(plain(outlook.option), NAME)),
            cell(odds(outlook.odds)),
            cell(worth),
            cell(outlook.follows or "the end"),
        ]
    )
