"""Which assumption matters and what would overturn a headline, on a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import listed, plain
from negotiate.results.numbers import count, number, odds

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.sensitivity import Counterexample, Influence, Sensitivity, Shift

NAMED: Final = 8
"""Parameters of a counter-example that are named; `--json` has all of them."""

ROOMY: Final = 100
"""Columns from which on both shares stand with their intervals."""

ARROWS: Final = {"increasing": "up", "decreasing": "down", "flat": "flat", "neither": "both"}

DUST: Final = 5e-4
"""Shares below this are shown as none."""


def sensitivity_page(
    answer: Sensitivity, *, width: int = 80, colours: Colours | None = None
) -> str:
    """Return how an output depends on the parameters, and what would overturn it.

    Parameters
    ----------
    answer : Sensitivity
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours, answer.game.players)
    named = " and ".join(filter(None, answer.scenarios))
    about = named and f"scenario{'s' * (len(answer.scenarios) > 1)} {named}"
    page.title(answer.game, about, f"concept {answer.concept}")
    show = odds if answer.sort == "odds" else number
    over = (
        "the same wherever it was looked"
        if answer.constant
        else (
            f"{show(answer.mean)} on average over the ranges, from {show(answer.low)} to "
            f"{show(answer.high)}"
        )
    )
    page.say(f"{answer.of}: {show(answer.value)} now, {over}")
    if answer.unfinished:
        page.say(f"Unfinished: interrupted at {answer.unfinished}. This is what there was by then.")
    _influences(page, answer)
    _overturned(page, answer)
    _case(page, answer)
    _looked(page, answer)
    return page.text()


def _influences(page: Page, answer: Sensitivity) -> None:
    page.heading("Which assumptions matter")
    if answer.constant:
        page.say("None: the output is constant, so there is no variance to share.")
        return
    page.say(
        "Shares of the variance with all parameters anywhere in their ranges, with 95% intervals: "
        "what a parameter explains alone, and what it has a part in, in all. Then the output with "
        "only that parameter moved, to the low and to the high end of its range (-: no answer "
        "there), and how far it swings between."
    )
    still = [row for row in answer.influences if _idle(row)]
    moving = [row for row in answer.influences if not _idle(row)]
    page.blank()
    head = ("parameter", "alone", "in all", "low", "high", "swing", "goes")
    wide = page.width >= ROOMY
    shares = [share for row in moving for share in _shares(row, wide=wide)]
    rows = [_influence(row, odds_like=answer.sort == "odds", wide=wide) for row in moving]
    page.table([cell(text) for text in head], rows, labels=1)
    page.blank()
    if any(_percent(share) != _percent(_possible(share)) for share in shares):
        page.say(
            "The shares are estimates and scatter about the true ones: what came out below 0 or "
            "above 100% is shown as 0 or 100%; --json has it as it came out."
        )
    if still:
        page.say(f"No part in it: {listed(row.parameter for row in still)}.")
    looked, along = answer.looked, ""
    if looked.lines:
        lines = count(looked.lines, "line")
        along = f"along {lines} for each parameter, at {looked.steps} points each, and "
    page.say(
        f"Which way it goes was looked at {along}between {count(looked.draws, 'pair')} of points "
        "that differ in it alone; up or down means never otherwise on any of them."
    )


def _idle(row: Influence) -> bool:
    return row.direction == "flat" and not row.total > DUST


def _influence(row: Influence, *, odds_like: bool, wide: bool) -> Row:
    show = odds if odds_like else _short
    values = (row.at_low, row.at_high, row.swing)
    first = (row.first, row.first_low, row.first_high)
    return Row(
        [
            cell(plain(row.parameter)),
            cell(_share(*first[: 3 if wide else 1])),
            cell(_share(row.total, row.total_low, row.total_high)),
            *(cell("-" if math.isnan(value) else show(value)) for value in values),
            cell(ARROWS[row.direction]),
        ]
    )


def _shares(row: Influence, *, wide: bool) -> list[float]:
    """Return the shares that a row shows."""
    ends = [row.first_low, row.first_high] if wide else []
    return [row.first, *ends, row.total, row.total_low, row.total_high]


def _share(value: float, *interval: float) -> str:
    if math.isnan(value):
        return "-"
    ends = " to ".join(_percent(_possible(end)) for end in interval)
    return f"{_percent(_possible(value))}%{f' ({ends})' if interval else ''}"


def _possible(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _percent(value: float) -> str:
    text = f"{100 * value:.0f}"
    return "0" if text == "-0" else text


def _short(value: float) -> str:
    """Return a number in four digits, so that columns of any numbers stand side by side."""
    return number(float(f"{value:.4g}"))


def _far(value: float) -> str:
    """Return a distance in shares of a range."""
    return f"{100 * value:.3g}%"


def _overturned(page: Page, answer: Sensitivity) -> None:
    page.heading("What would overturn it")
    head, looked = answer.headline, answer.looked
    page.say(f"The headline: {head.says}. It counts as overturned where {head.overturned}.")
    if answer.proved:
        reach = "" if answer.proved == 1 else f", as long as none moves by {_far(answer.proved)}"
        page.say(
            "Proved: with all parameters anywhere in their ranges"
            f"{f'{reach} of its range or more' if reach else ''}, no decision on the path of play "
            "changes."
        )
    nearest = answer.nearest
    if nearest is None:
        page.say(f"None found within the ranges, {count(looked.points, 'point')} looked at.")
        return
    page.say(
        f"The nearest found changes {count(len(nearest.shifts), 'parameter')}, none by more than "
        f"{_far(nearest.distance)} of its range: {_value(answer, nearest)} there."
    )
    if answer.euclid is not None:
        page.say(
            f"The nearest found in Euclid's sense is {_far(answer.euclid.distance)} away, with "
            f"{count(len(answer.euclid.shifts), 'parameter')} changed."
        )
    if looked.within:
        page.say(
            f"Of {looked.within:,} points nearer by, none overturns it; that no other does is not "
            "proved."
        )
    page.blank()
    page.say("The fewer assumptions change, the further they have to go:")
    page.blank()
    rows = [
        Row([cell(str(len(t.parameters))), cell(_far(t.distance)), cell(_which(t.parameters))])
        for t in answer.trades
    ]
    names = [cell(text) for text in ("changed", "at most by", "which")]
    page.table(names, rows, labels=2, prose=True)


def _which(parameters: tuple[str, ...]) -> str:
    if len(parameters) <= NAMED:
        return listed(parameters)
    return f"{', '.join(parameters[: NAMED - 1])} and {len(parameters) - NAMED + 1} others"


def _value(answer: Sensitivity, found: Counterexample) -> str:
    show = odds if answer.sort == "odds" else number
    return f"{answer.of} is {show(found.value)}"


def _case(page: Page, answer: Sensitivity) -> None:
    case = answer.case
    if case is None:
        return
    page.heading("The strongest case against")
    page.say(
        "The fewest assumptions that overturn it and go no further than twice the nearest. One "
        "would have to hold:"
    )
    for shift in case.shifts[:NAMED]:
        page.blank()
        _shift(page, shift)
    if len(case.shifts) > NAMED:
        page.blank()
        others = listed(f"{s.parameter} {number(s.then)}" for s in case.shifts[NAMED:])
        page.say(f"and besides: {others}.", indent=2)
    page.blank()
    page.say(f"Then {_value(answer, case)}, and not {_now(answer)}:")
    for reason in case.reasons:
        page.say(reason, indent=2, hang=2)
    if not case.reasons:
        page.say("no decision on the path of play changes", indent=2)
    for scenario, path in case.path.items():
        where = f" in {scenario}" if len(case.path) > 1 else ""
        told = ", ".join(f"{move} {listed(options, 'or')}" for move, options in path.items())
        page.say(f"The path there{where}: {told}.", indent=2, hang=2)
    page.blank()
    ties = "; a decision there is a tie" if case.ties else ""
    page.say(
        f"Verified by solving there: nobody gains more than {number(case.regret)} by deviating"
        f"{ties}."
    )


def _now(answer: Sensitivity) -> str:
    return (odds if answer.sort == "odds" else number)(answer.value)


def _shift(page: Page, shift: Shift) -> None:
    unit = f" ({shift.unit})" if shift.unit else ""
    about = f": {shift.about}" if shift.about else ""
    page.say(f"{shift.parameter}{about}", indent=2, hang=2)
    page.say(
        f"{number(float(shift.then))} instead of {number(float(shift.now))}{unit}: "
        f"{_far(abs(shift.share))} of its range, {number(float(shift.low))} to "
        f"{number(float(shift.high))}",
        indent=4,
        hang=2,
    )
    if shift.source:
        page.say(f"source of what is assumed now: {shift.source}", indent=4, hang=2)


def _looked(page: Page, answer: Sensitivity) -> None:
    page.blank()
    looked = answer.looked
    left_out = looked.draws - looked.used
    page.say(
        f"{count(looked.points, 'point')} solved; Sobol sample of {count(looked.draws, 'row')}"
        f"{f', {left_out:,} of them without an answer somewhere' if left_out else ''}; overturned "
        f"in {odds(looked.overturned)} of it; seed {answer.seed}."
    )
    if looked.several > 0:
        page.say(
            f"At {odds(looked.several)} of the points there are several answers; the first was "
            "taken."
        )
    if not looked.complete and not answer.unfinished:
        page.say("The search for counter-examples ended at its limit; there may be nearer ones.")
    for note in answer.notes:
        page.say(note)
