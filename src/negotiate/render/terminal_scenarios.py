"""Scenarios, or equilibria, side by side: path, payoffs, quantities, criteria."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from negotiate.render.sheet import Row, cell
from negotiate.render.story import owners, same_measure, same_spread
from negotiate.render.styled import Text
from negotiate.render.verdicts import telling
from negotiate.render.words import NONE, fold, likely, plain
from negotiate.results.numbers import certain, number, odds, same

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from negotiate.render.sheet import Cell, Page
    from negotiate.results.report import Comparison, Number, Odds, Play, ScenarioReport

_T = TypeVar("_T")

HEAD: Final = 16
NAME: Final = 20
WIDE: Final = 30
"""Columns of a name before it folds: above a column, in a cell, and with a row of its own."""

LISTED: Final = 12
"""Equilibria that are shown; the rest is counted."""

MARK: Final = "•"
"""Stands beside what differs from the first column."""


def write_scenarios(page: Page, comparison: Comparison, *, full: bool) -> None:
    """Write the first equilibrium of every scenario, side by side."""
    solved = [report for report in comparison.scenarios if report.plays]
    if not solved or (len(comparison.scenarios) == 1 and len(solved[0].plays) > 1):
        return
    several = len(solved) > 1
    page.heading("Scenarios side by side" if several else "The equilibrium")
    if several and any(report.about for report in solved):
        for report in solved:
            page.say(f"{report.name}: {report.about}", indent=2, hang=2)
        page.blank()
    groups: list[list[ScenarioReport]] = []
    for report in solved:
        same_as = (g for g in groups if _come_out_alike(g[0].plays[0], report.plays[0]))
        group = next(same_as, None)
        if group is None:
            groups.append([report])
        else:
            group.append(report)
    heads = [[line for report in group for line in _head(report)] for group in groups]
    plays = [group[0].plays[0] for group in groups]
    _side_by_side(page, comparison, heads, plays, full=full)
    if several:
        page.say(f"{MARK} differs from {solved[0].name}; - is not reached", indent=2)
    for report in comparison.scenarios:
        if not report.plays:
            page.say(f"{report.name}: {report.coverage.value}", indent=2, hang=2)


def _head(report: ScenarioReport) -> list[str]:
    """Return the lines of a column's head: the name, and of how many equilibria this is one."""
    several = [f" (1 of {len(report.plays)})"] if len(report.plays) > 1 else []
    first, *rest = fold(plain(report.name), HEAD)
    return [first, *(f" {part}" for part in rest), *several]


def _come_out_alike(left: Play, right: Play) -> bool:
    """Whether two plays would fill the same column."""
    return (
        left.path.keys() == right.path.keys()
        and all(same_spread(left.path[move], right.path[move]) for move in left.path)
        and all(same(left.payoffs[key], right.payoffs[key]) for key in left.payoffs)
        and all(same_measure(left.quantities[q], right.quantities[q]) for q in left.quantities)
        and all(same(left.criteria[c], right.criteria[c]) for c in left.criteria)
        and left.terms.keys() == right.terms.keys()
        and all(_same_terms(left.terms[key], right.terms[key]) for key in left.terms)
    )


def _same_terms(left: Odds, right: Odds) -> bool:
    """Whether payoff terms are the same; one that is left out counts as 0."""
    return all(same(left.get(t, 0), right.get(t, 0)) for t in {*left, *right})


def write_equilibria(page: Page, comparison: Comparison) -> None:
    """Write all equilibria of each scenario that has several."""
    for report in comparison.scenarios:
        if len(report.plays) < 2:
            continue
        within = f" of {report.name}" if report.name else ""
        page.heading(f"{len(report.plays)} equilibria{within}: {report.coverage.value}")
        which = telling(report.plays, LISTED)
        shown = [report.plays[i] for i in which]
        _side_by_side(page, comparison, [[f"no. {i + 1}"] for i in which], shown)
        page.say(f"{MARK} differs from no. {which[0] + 1}; - is not reached", indent=2)
        if len(report.plays) > len(shown):
            page.say(f"{len(report.plays) - len(shown)} more are listed by --json", indent=2)


def _side_by_side(
    page: Page,
    comparison: Comparison,
    heads: Sequence[Sequence[str]],
    plays: Sequence[Play],
    *,
    full: bool = False,
) -> None:
    # Two blanks stand where the values have their marks.
    titles = ([Text("  " + line) for line in lines] for lines in heads)
    head = [cell(""), cell(""), *titles]
    rows = [
        *_path(page, comparison, plays),
        *_payoffs(page, comparison, plays, full=full),
        *_quantities(plays),
        *_criteria(plays),
    ]
    page.table(head, rows, labels=2, gap=1)  # a mark, or its room, stands before every value


def _path(page: Page, comparison: Comparison, plays: Sequence[Play]) -> list[Row]:
    """Return the decisions in the order of play."""
    owner = owners(comparison)
    moves = dict.fromkeys(move for play in plays for move in play.path)
    rows = [Row(title="Path of play")] if moves else []
    for move in moves:
        who = _key(page, owner[move]) if move in owner else cell("chance", style="dim")
        spreads = [play.path.get(move, {NONE: 1.0}) for play in plays]
        rows.append(Row([who, _name(move), *_marked(spreads, _options, same_spread)]))
    return rows


def _payoffs(page: Page, comparison: Comparison, plays: Sequence[Play], *, full: bool) -> list[Row]:
    """Return what each player gets, and the terms that it is the sum of where asked for."""
    rows = [Row(title="Payoffs")]
    for key in comparison.game.players:
        values = [play.payoffs[key] for play in plays]
        rows.append(Row([_player(page, key), cell(""), *_marked(values, _number, same)], wide=True))
        terms = dict.fromkeys(t for play in plays for t in play.terms.get(key, {}))
        for term in terms if full and len(terms) > 1 else ():
            parts = [play.terms.get(key, {}).get(term, 0) for play in plays]
            rows.append(Row([cell(""), _name(term), *_marked(parts, _number, same)]))
    return rows


def _quantities(plays: Sequence[Play]) -> list[Row]:
    """Return the author's measures: means of numbers, odds of categories."""
    names = dict.fromkeys(name for play in plays for name in play.quantities)
    rows = [Row(title="Quantities")] if names else []
    for name in names:
        values = [play.quantities.get(name, {}) for play in plays]
        rows.append(
            Row([_wide(name), cell(""), *_marked(values, _measured, same_measure)], wide=True)
        )
    return rows


def _criteria(plays: Sequence[Play]) -> list[Row]:
    """Return the odds that each test holds."""
    names = dict.fromkeys(name for play in plays for name in play.criteria)
    rows = [Row(title="Criteria: odds that each holds")] if names else []
    for name in names:
        values = [play.criteria.get(name, 0) for play in plays]
        rows.append(Row([_wide(name), cell(""), *_marked(values, _test, same)], wide=True))
    return rows


def _marked(
    values: Sequence[_T], show: Callable[[_T], list[str]], alike: Callable[[_T, _T], bool]
) -> list[Cell]:
    """Return a cell a column, with a mark where it differs from the first."""
    cells = []
    for value in values:
        differs = not alike(values[0], value)
        lines = show(value)
        marks = [f"{MARK} " if differs else "  ", *["  "] * (len(lines) - 1)]
        style = "bold" if differs else ""
        cells.append([Text(m + s, style=style) for m, s in zip(marks, lines, strict=True)])
    return cells


def _key(page: Page, key: str) -> Cell:
    return [Text(part, page.style(key)) for part in fold(plain(key), NAME)]


def _player(page: Page, key: str) -> Cell:
    """Return a player's name, and the key by which the path of play goes where they differ."""
    name = page.player(key).plain
    full = name if name == key else f"{name} ({plain(key)})"
    return [Text(part, page.style(key)) for part in fold(full, WIDE)]


def _name(name: str) -> Cell:
    return cell(*fold(plain(name), NAME))


def _wide(name: str) -> Cell:
    return cell(*fold(plain(name), WIDE))


def _options(spread: Odds) -> list[str]:
    """Return one line an option that can happen; names fold, their odds never."""
    lines: list[str] = []
    for option, chance in likely(spread):
        *before, last = fold("-" if option == NONE else plain(option), NAME)
        lines += [*before, f"{last} {chance}".rstrip()]
    return lines or ["-"]


def _number(value: Number) -> list[str]:
    return [number(value)]


def _test(value: Number) -> list[str]:
    return ["holds" if certain(value) else "fails" if value == 0 else odds(value)]


def _measured(value: Number | Odds) -> list[str]:
    return [number(value)] if isinstance(value, int | float | Fraction) else _options(value)
