"""How rational observed choices are, on a terminal."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING, Final

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.words import plain
from negotiate.results.numbers import number, odds

if TYPE_CHECKING:
    from negotiate.render.styled import Colours
    from negotiate.results.estimate import Estimate, Fitted

MEANING: Final = (
    "λ is per unit of payoff: odds of two options differ by the factor exp(λ × the difference of"
    " what they are worth)."
)


def estimate_page(estimate: Estimate, *, width: int = 80, colours: Colours | None = None) -> str:
    """Return the estimate, its interval, and what it makes of each decision.

    Parameters
    ----------
    estimate : Estimate
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours)
    page.title(estimate.game, estimate.scenario and f"scenario {estimate.scenario}")
    page.heading("Rationality")
    page.say(_headline(estimate), indent=2)
    page.say(MEANING, indent=2)
    for note in estimate.notes:
        page.say(f"note: {note}", indent=2, hang=2)
    page.heading("Fit")
    rows = [
        Row([cell("every option equally likely"), cell(number(estimate.at_random))]),
        Row([cell("at the estimate"), cell(number(estimate.log_likelihood))]),
        Row([cell("at the observed frequencies"), cell(number(estimate.at_best))]),
    ]
    page.table([cell("log likelihood"), cell("")], rows, labels=1)
    page.heading("Observed and predicted")
    rows = [row for fitted in estimate.decisions for row in _rows(fitted)]
    head = [cell("decision"), cell("option"), cell("count"), cell("observed"), cell("predicted")]
    page.table(head, rows, labels=2)
    return page.text()


def _headline(estimate: Estimate) -> str:
    best = number(estimate.rationality) if isfinite(estimate.rationality) else "without bound"
    share = f"{100 * estimate.level:.6g}%"
    if estimate.high == inf:
        interval = f"{share} confidence: {number(estimate.low)} or more"
    else:
        interval = f"{share} confidence: {number(estimate.low)} to {number(estimate.high)}"
    return f"λ = {best} ({interval}), from {number(estimate.observations)} choices"


def _rows(fitted: Fitted) -> list[Row]:
    total = sum(fitted.observed.values())
    after = ", ".join(f"{m} {o}" for m, o in fitted.history.items())
    name = plain(f"{fitted.move} after {after}" if after else fitted.move)
    return [
        Row(
            [
                cell("" if k else name),
                cell(plain(option)),
                cell(number(count)),
                cell(odds(count / total)),
                cell(odds(fitted.predicted[option])),
            ]
        )
        for k, (option, count) in enumerate(fitted.observed.items())
    ]
