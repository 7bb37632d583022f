"""The course of a learning process, moment by moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import outcome
from negotiate.results.numbers import number

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.learning import Learning


def learning_page(course: Learning, *, width: int = 80, colours: Colours | None = None) -> str:
    """Return where play stands at some moments, and how far that is from an equilibrium.

    Parameters
    ----------
    course : Learning
    width, colours
        As in `terminal.comparison_page`.
    """
    players = course.game.players
    page = Page(width, colours, players)
    process = "fictitious play" if course.process == "fictitious" else "replicator dynamics"
    page.title(course.game, course.scenario and f"scenario {course.scenario}", process)
    page.blank()
    page.say(course.sentence)
    page.blank()
    unit = "rounds" if course.process == "fictitious" else "time"
    rows = [Row([cell(number(m.at)), cell(number(round(m.regret, 6)))]) for m in course.moments]
    page.table([cell(unit), cell("regret, of the payoff range")], rows, labels=1)
    page.heading("Where it stands in the end")
    for key, spread in course.moments[-1].odds.items():
        likely = {plan: odds for plan, odds in spread.items() if odds > FAINT}
        page.say(f"{players.get(key, key)}: {outcome(likely)}", indent=2, hang=4)
    page.say(f"source: {course.source}; seed {course.seed}", indent=2)
    return page.text()


FAINT = 5e-5
"""Odds below this are not told."""
