"""How sure a conclusion is, on a terminal: odds over many draws of the parameters."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import listed
from negotiate.results.numbers import count, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from negotiate.render.sheet import Cell
    from negotiate.render.styled import Colours
    from negotiate.results.sweep import Estimate, ScenarioSweep, Spread, Sweep, SweepCell

NOTHING: Final = "-"

SAMPLED: Final = {
    "random": "independent draws",
    "sobol": "draws, in {replicates} independent scramblings of a Sobol sequence,",
    "latin": "draws, in Latin hypercubes of {block},",
}


def sweep_page(answer: Sweep, *, width: int = 80, colours: Colours | None = None) -> str:
    """Return the summary of a sweep.

    Parameters
    ----------
    answer : Sweep
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours, answer.game.players)
    page.title(answer.game)
    _asked(page, answer)
    if len(answer.cells) == 1:
        _cell(page, answer.cells[0])
    else:
        _grid(page, answer)
    _unsettled(page, answer)
    page.blank()
    if answer.drawn:
        page.say(
            "Intervals are of 95% confidence: the draws are a sample, and more of them narrow"
            " them. They say nothing of whether the ranges and the game itself are right."
        )
    for note in answer.notes:
        page.say(note)
    return page.text()


def _asked(page: Page, answer: Sweep) -> None:
    design = answer.design
    if not answer.drawn:
        page.say("One game for each combination of the grid: no parameter is drawn.")
        return
    done = answer.cells[0].draws
    kind = SAMPLED[design.sampling].format(replicates=design.replicates, block=design.block)
    of = count(len(answer.drawn), "parameter")
    shared = ", the same for every scenario" if len(design.scenarios) > 1 else ""
    page.say(f"{number(done)} {kind} of {of}{shared}; seed {design.seed}.")
    if not answer.finished:
        page.say(f"Interrupted: these are the first of {number(design.draws)} draws.")
    stated = {k: v for k, v in answer.drawn.items() if not v.startswith("uniform")}
    for name, law in stated.items():
        page.say(f"{name}: {law}", indent=2, hang=2)
    if stated and len(stated) < len(answer.drawn):
        page.say("All others are uniform over their ranges.", indent=2)
    for pair in answer.correlations:
        page.say(f"rank correlation of {pair}", indent=2)


def _cell(page: Page, found: SweepCell) -> None:
    """Write all that is known where there is no grid: a column a scenario."""
    scenarios = found.scenarios
    head = [cell(""), *(cell(s.scenario) for s in scenarios)]
    rows: list[Row] = []
    for name, categories in scenarios[0].outcomes.items():
        rows.append(Row(title=name))
        rows += [
            _row(category, [s.outcomes[name][category] for s in scenarios], _share)
            for category in categories
        ]
    if scenarios[0].criteria:
        rows.append(Row(title="criteria hold"))
        rows += [
            _row(name, [s.criteria[name] for s in scenarios], _share)
            for name in scenarios[0].criteria
        ]
    if rows:
        page.heading("Odds")
        page.table(head, rows, labels=1)
    if len(scenarios) > 1:
        _against(page, scenarios)
    page.heading("Payoffs: the median, and between which values nine draws in ten lie")
    paid = [
        _row(page.players.get(key, key), [s.payoffs[key] for s in scenarios], _spread)
        for key in scenarios[0].payoffs
    ]
    page.table(head, paid, labels=1)
    if scenarios[0].quantities:
        page.heading("Quantities")
        rows = [
            _row(name, [s.quantities[name] for s in scenarios], _spread)
            for name in scenarios[0].quantities
        ]
        page.table(head, rows, labels=1)


def _against(page: Page, scenarios: Sequence[ScenarioSweep]) -> None:
    """Write in how many draws a scenario changes what happens, and for whom it is better."""
    first, others = scenarios[0], scenarios[1:]
    page.heading(f"Against {first.scenario}: in how many draws")
    head = [cell(""), *(cell(s.scenario) for s in others)]
    rows = []
    if any(s.changes is not None for s in others):
        rows.append(_row("something else happens", [s.changes for s in others], _share))
    for key in others[0].better:
        name = page.players.get(key, key)
        rows.append(_row(f"better for {name}", [s.better[key] for s in others], _share))
        rows.append(_row(f"worse for {name}", [s.worse[key] for s in others], _share))
    page.table(head, rows, labels=1)


def _grid(page: Page, answer: Sweep) -> None:
    """Write a table a scenario: a row a combination of the grid, shares only."""
    names = list(answer.design.grid)
    for s, scenario in enumerate(answer.design.scenarios):
        page.heading(f"{scenario or 'The game'}: odds")
        first = answer.cells[0].scenarios[s]
        head = [cell(name) for name in names]
        head += [cell(c) for categories in first.outcomes.values() for c in categories]
        head += [cell(name) for name in first.criteria]
        if first.changes is not None:
            head.append(cell("changes"))
        rows = []
        for found in answer.cells:
            own = found.scenarios[s]
            shares = [e for categories in own.outcomes.values() for e in categories.values()]
            shares += own.criteria.values()
            if own.changes is not None:
                shares.append(own.changes)
            values = [cell(number(found.at[name])) for name in names]
            rows.append(Row([*values, *(cell(_percent(each.value)) for each in shares)]))
        page.table(head, rows, labels=len(names))


def _unsettled(page: Page, answer: Sweep) -> None:
    """Say which draws had no unique answer; where there are none, nothing."""
    worst: dict[str, tuple[float, float]] = {}
    for found in answer.cells:
        for own in found.scenarios:
            before = worst.get(own.scenario, (0.0, 0.0))
            worst[own.scenario] = max(before[0], own.undecided), max(before[1], own.invalid)
    most = "up to " if len(answer.cells) > 1 else ""
    open_ = [f"{most}{_percent(u)} in {n or 'the game'}" for n, (u, _) in worst.items() if u > 0]
    void = [f"{most}{_percent(v)} in {n or 'the game'}" for n, (_, v) in worst.items() if v > 0]
    if open_:
        page.blank()
        page.say(
            f"Draws without a unique answer, by a tie or for want of an equilibrium that was looked"
            f" for, are left out: {listed(open_)}."
        )
    if void:
        page.blank()
        page.say(f"Draws whose numbers are those of no game are left out: {listed(void)}.")


def _row(
    label: str,
    values: Sequence[Estimate | Spread | None],
    write: Callable[..., Cell],
) -> Row:
    return Row([cell(label), *(write(value) for value in values)])


def _share(found: Estimate | None) -> Cell:
    if found is None or isnan(found.value):
        return cell(NOTHING)
    return cell(_percent(found.value), f"{_bare(found.low)} to {_bare(found.high)}")


def _spread(found: Spread) -> Cell:
    if isnan(found.q50.value):
        return cell(NOTHING)
    return cell(number(found.q50.value), f"{number(found.q05.value)} to {number(found.q95.value)}")


def _percent(value: float) -> str:
    return NOTHING if isnan(value) else f"{_bare(value)}%"


def _bare(value: float) -> str:
    """Return a share in per cent with one digit, or more where it is close to none or to all."""
    percent = 100 * value
    if percent in {0.0, 100.0}:
        return f"{percent:.0f}"
    text = f"{percent:.1f}"
    return text if text not in {"0.0", "100.0"} else f"{percent:.2g}" if value < 0.5 else "99.9+"
