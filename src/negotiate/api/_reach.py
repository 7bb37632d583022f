"""How far an answer reaches: the values of the parameters at which it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.api._asked import check_scenarios, exact, model_of, not_quantal, numbers_of
from negotiate.api._notebook import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model
    from negotiate.results.thresholds import Thresholds, WhatItTakes


def thresholds(
    game: Model | str | Path,
    parameter: str,
    scenario: str | None = None,
    *,
    within: tuple[Fraction | float, Fraction | float] | None = None,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    closed_form: bool = False,
) -> Thresholds:
    """Return every value of a parameter at which the answer of a scenario changes.

    Exact where the players know everything; otherwise closed in on, and exact where a pure
    equilibrium ends.

    Parameters
    ----------
    game : Model, str or Path
    parameter : str
        A scenario's own setting of it is left aside.
    scenario : str, optional
        The first of the file if left out.
    within : pair of numbers, optional
        Instead of the range that the file gives.
    concept, method, settings
        As in `solve`.
    closed_form : bool
        Give thresholds as inequalities in all parameters too (loads sympy).

    Raises
    ------
    UsageError
        If a name does not exist, or the parameter has no range.

    Examples
    --------
    >>> from negotiate.api import thresholds
    >>> answer = thresholds("conditional-aid", "k_ua", "both_believed", closed_form=True)
    >>> [str(threshold.at.value) for threshold in answer.on_path]
    ['1/3']
    >>> answer.on_path[0].condition.text
    'k_ua >= (ua_war - ua_talks_worth)/(ua_war - ua_war_cut)'
    """
    from negotiate.analysis import thresholds as analysis  # noqa: PLC0415 (as in `solve`)

    model = model_of(game)
    check_scenarios(model, [scenario] if scenario is not None else [])
    not_quantal(concept, "there are no thresholds")
    found = analysis.thresholds(
        model,
        parameter,
        scenario,
        concept=concept,
        method=method,
        settings=numbers_of(model, settings),
        within=None if within is None else (exact(within[0]), exact(within[1])),
        closed_form=closed_form,
    )
    return shown(found)


def what_it_takes(
    game: Model | str | Path,
    scenario: str | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> WhatItTakes:
    """Return, parameter by parameter, the nearest value at which the path of play changes.

    Parameters
    ----------
    game, scenario, concept, method, settings
        As in `thresholds`.
    progress : callable
        Told how many parameters of how many are done.

    Examples
    --------
    >>> from negotiate.api import what_it_takes
    >>> what_it_takes("conditional-aid", "ukraine_first").rows[0].parameter
    'k_ru'
    """
    from negotiate.analysis import thresholds as analysis  # noqa: PLC0415 (as in `solve`)

    model = model_of(game)
    check_scenarios(model, [scenario] if scenario is not None else [])
    not_quantal(concept, "there are no thresholds")
    numbers = numbers_of(model, settings)
    found = analysis.what_it_takes(
        model, scenario, concept=concept, method=method, settings=numbers, progress=progress
    )
    return shown(found)
