"""Where the answer changes, on a terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import fold, listed, plain
from negotiate.results.numbers import count, number
from negotiate.results.wording import opened, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiate.render.styled import Colours
    from negotiate.results.thresholds import (
        Nearest,
        Options,
        Point,
        Shift,
        Threshold,
        Thresholds,
        Tie,
        Turn,
        WhatItTakes,
    )
    from negotiate.results.wording import Wording

NONE: Final = "none"

THEN: Final = 25
"""Columns of what changes before it folds."""


def thresholds_page(
    answer: Thresholds,
    *,
    width: int = 80,
    colours: Colours | None = None,
    off_path: bool = False,
) -> str:
    """Return the thresholds of one parameter.

    Parameters
    ----------
    answer : Thresholds
    width, colours
        As in `terminal.comparison_page`.
    off_path : bool
        List the thresholds off the path of play as well.
    """
    page = Page(width, colours, answer.game.players)
    _title(page, answer)
    unit = f" ({answer.unit})" if answer.unit else ""
    low, high = number(answer.low), number(answer.high)
    page.say(f"{answer.parameter}{unit}: {number(answer.now)} now, searched from {low} to {high}")
    shown = answer.thresholds if off_path else answer.on_path
    silent = len(answer.thresholds) - len(answer.on_path)
    page.heading(_headline(answer))
    for threshold in shown:
        _threshold(page, answer, threshold)
    if silent and not off_path:
        page.blank()
        more = count(silent, "more value")
        page.say(f"At {more} only decisions off the path change: --off-path lists them.")
    _stretches(page, answer)
    _ties(page, wording(answer.game), answer.ties)
    page.blank()
    page.say(f"Found by {answer.method}.")
    for note in answer.notes:
        page.say(note)
    return page.text()


def what_it_takes_page(
    answer: WhatItTakes, *, width: int = 80, colours: Colours | None = None
) -> str:
    """Return what it would take to change the path of play, one parameter a line.

    Parameters
    ----------
    answer : WhatItTakes
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours, answer.game.players)
    _title(page, answer)
    page.heading("What would it take?")
    page.say(
        "Each parameter by itself, all others as they are: the nearest values at which the path of "
        "play changes, the closest first. Shares are of the parameter's range. Then: what "
        "comes out otherwise, and how many moves more."
    )
    moving = [row for row in answer.rows if row.below or row.above]
    still = [row.parameter for row in answer.rows if not (row.below or row.above)]
    if moving:
        page.blank()
        head = [cell(text) for text in ("parameter", "now", "down to", "up to", "then")]
        page.table(head, [_nearest(answer, row) for row in moving], labels=1)
    if still:
        page.blank()
        page.say(f"No value in its range changes the path: {listed(still)}.")
    page.blank()
    if answer.unfinished:
        page.say(f"Interrupted, and so not looked at: {listed(answer.unfinished)}.")
    page.say(f"The path now: {_path(answer.path)}.")
    for note in answer.notes:
        page.say(note)
    return page.text()


def _title(page: Page, answer: Thresholds | WhatItTakes) -> None:
    scenario = answer.scenario and f"scenario {answer.scenario}"
    page.title(answer.game, scenario, f"concept {answer.concept}")


def _headline(answer: Thresholds) -> str:
    values = len(answer.on_path)
    if not values:
        return "No value in this range changes the path of play"
    return f"The path of play changes at {count(values, 'value')}"


def _threshold(page: Page, answer: Thresholds, threshold: Threshold) -> None:
    page.blank()
    away = threshold.at.decimal - float(answer.now)
    share = abs(away) / float(answer.high - answer.low)
    side = "above" if away > 0 else "below"
    where = (
        f"{number(abs(away))} {side} now, {share:.1%} of the range" if away else "where it is now"
    )
    apart = "" if threshold.on_path else "; off the path"
    page.say(f"{exactly(threshold.at)}: {where}{apart}", indent=2, hang=2)
    for shift in threshold.shifts:
        page.say(f"{shift.move}: {_change(shift)}", indent=4, hang=2)
    if threshold.no_answer:
        page.say(f"there is no answer on {_sides(threshold)} of it", indent=4)
    elif threshold.on_path and not threshold.shifts:
        page.say(_unshifted(threshold), indent=4)
    causes = [turn for turn in threshold.turns if turn.indifferent]
    if any(turn.on_path for turn in causes):
        causes = [turn for turn in causes if turn.on_path]
    words = wording(answer.game)
    for turn in causes:
        page.say(f"because {_turn(words, turn)}", indent=4, hang=2)
    if not threshold.at.exact:
        page.say("closed in on by halving, as no pure equilibrium ends here", indent=4)
    if threshold.condition is not None:
        found = threshold.condition
        does = f"{words.name(found.move)} {words.does(found.move, (found.option, ''))}"
        page.say(opened(f"{does} exactly where"), indent=4, hang=2)
        page.say(found.text, indent=6, hang=2)
        page.say(f"LaTeX: {found.latex}", indent=6, hang=2)


def _sides(threshold: Threshold) -> str:
    side = {"below": "the lower side", "above": "the upper side"}
    return side.get(threshold.no_answer, "either side")


def _unshifted(threshold: Threshold) -> str:
    """Say what changes where each move can come out as before."""
    if any(turn.on_path and turn.before == turn.after for turn in threshold.turns):
        return "at this value alone: a tie, and both sides agree"
    return "each move can still come out in the same ways, but no longer in the same combinations"


def exactly(point: Point) -> str:
    """Return a value, and what it is exactly or how far it may be off.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from negotiate.results.thresholds import Point
    >>> third, root = Fraction(1, 3), 2**0.5
    >>> exactly(Point(third, 1 / 3, (), third, third))
    '0.3333, exactly 1/3'
    >>> exactly(Point(root, root, (-2, 0, 1), 1, 2))
    '1.414, exactly a root of x^2 - 2'
    """
    shown = number(point.decimal)
    if point.polynomial:
        return f"{shown}, exactly a root of {_polynomial(point.polynomial)}"
    if point.error:
        return f"{point.decimal:.10g}, give or take {point.error:.1g}"
    short = isinstance(point.value, Fraction) and shown.replace(",", "") == str(point.value)
    decimal = isinstance(point.value, Fraction) and Fraction(shown.replace(",", "")) == point.value
    return shown if short or decimal else f"{shown}, exactly {point.value}"


def _polynomial(coefficients: tuple[int, ...]) -> str:
    terms: list[str] = []
    for k, a in reversed(list(enumerate(coefficients))):
        if a:
            power = "" if k == 0 else "x" if k == 1 else f"x^{k}"
            size = "" if abs(a) == 1 and k else str(abs(a))
            sign = ("-" if a < 0 else "") if not terms else (" - " if a < 0 else " + ")
            terms.append(f"{sign}{size}{power}")
    return "".join(terms)


def _change(shift: Shift) -> str:
    return f"{_options(shift.before)} → {_options(shift.after)}"


def _options(options: Options) -> str:
    return listed(("not reached" if o == NONE else o for o in options), "or")


def _turn(words: Wording, turn: Turn) -> str:
    others = f" (and at {count(turn.count - 1, 'similar decision')})" if turn.count > 1 else ""
    where, name = f", {words.after(turn.history)}", words.name(turn.move)
    where = where if turn.history else ""
    if turn.before == turn.after:
        return f"{name} has a tie here alone{where}: {_options(turn.at)}{others}"
    below, above = (
        words.does(turn.move, *((option, "") for option in side))
        for side in (turn.before, turn.after)
    )
    return f"{name} {below} below this value and {above} above it{where}{others}"


def _stretches(page: Page, answer: Thresholds) -> None:
    if len(answer.stretches) < 2:
        return
    page.heading("The path of play between these values")
    for stretch in answer.stretches:
        bounds = f"{number(stretch.low.decimal)} to {number(stretch.high.decimal)}"
        here = stretch.low.value <= answer.now <= stretch.high.value
        told = _path(stretch.path) if stretch.path else "no answer: the numbers are of no game"
        several = f" ({stretch.equilibria} equilibria)" if stretch.equilibria > 1 else ""
        mark = " (now)" if here else ""
        page.say(f"{bounds}{mark}: {told}{several}", indent=2, hang=2)


def _path(path: Mapping[str, Options]) -> str:
    played = [f"{move} {_options(options)}" for move, options in path.items() if options != (NONE,)]
    return listed(played) if played else "nothing is decided"


def _ties(page: Page, words: Wording, ties: Iterable[Tie]) -> None:
    lines = list(ties)
    if not lines:
        return
    page.heading("Ties that persist")
    for tie in lines:
        name = words.name(tie.move)
        bounds = f"{number(tie.low.decimal)} to {number(tie.high.decimal)}"
        others = f" (and at {count(tie.count - 1, 'similar decision')})" if tie.count > 1 else ""
        apart = "" if tie.on_path else ", off the path"
        page.say(
            f"{bounds}: {words.after(tie.history)}, {name} at {tie.move}: "
            f"{_options(tie.options)}{others}{apart}",
            indent=2,
            hang=2,
        )


def _nearest(answer: WhatItTakes, row: Nearest) -> Row:
    upwards = row.below is None or (
        row.share_above is not None and row.share_above <= (row.share_below or 0)
    )
    nearest = row.above if upwards else row.below
    then = _told(answer, nearest) if nearest else ""
    return Row(
        [
            cell(plain(row.parameter)),
            cell(number(row.now)),
            cell(_side(row.below, row.share_below)),
            cell(_side(row.above, row.share_above)),
            cell(*fold(then, THEN)),
        ]
    )


def _side(threshold: Threshold | None, share: float | None) -> str:
    if threshold is None or share is None:
        return "-"
    return f"{number(threshold.at.decimal)} ({share:.0%})"


def _told(answer: WhatItTakes, threshold: Threshold) -> str:
    """Say what changes first: what a player decides otherwise, not what is no longer reached."""
    if threshold.no_answer:
        return f"no answer on {_sides(threshold)}"
    decided = [turn.move for turn in threshold.turns if turn.on_path]
    shifts = [s for s in threshold.shifts if s.move in decided] or list(threshold.shifts)
    if not shifts:
        return "other combinations"
    shift, more = shifts[0], len(threshold.shifts) - 1
    new = shift.before if answer.path.get(shift.move) == shift.after else shift.after
    return f"{shift.move} {_options(new)}{f' (+{more})' if more else ''}"
