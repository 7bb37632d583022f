"""The course of a learning process, moment by moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import outcome
from negotiate.results.numbers import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.render.styled import Colours
    from negotiate.results.learning import Learning


def learning_page(
    title: str,
    course: Learning,
    players: Mapping[str, str],
    *,
    width: int = 80,
    colours: Colours | None = None,
) -> str:
    """Return where play stands at some moments, and how far that is from an equilibrium.

    Parameters
    ----------
    title : str
        Of the game, with its scenario.
    course : Learning
    players : mapping of key to full name
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours, players)
    page.heading(f"{title}: {course.process} {'play' * (course.process == 'fictitious')}".rstrip())
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
