"""The page: one HTML file with the story, the tree, and sliders that re-solve the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.api._asked import check_scenarios, concept_of, model_of, numbers_of
from negotiate.api._files import FileKinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model
    from negotiate.results.board import Board
    from negotiate.results.report import Comparison
    from negotiate.results.thresholds import WhatItTakes

KINDS: Final = FileKinds("a page", "html", "htm")

SMALL = {True: 300, False: 20}
"""Nodes of a tree up to which the thresholds of all parameters are looked for unasked: where all
is known backward induction finds them, elsewhere a search."""


def report(
    game: Model | str | Path,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    draws: int = 2000,
    seed: int = 0,
    thresholds: bool | None = None,
    rationality: float | None = None,
    command: str = "",
    served: bool = False,
) -> str:
    """Return a game and its answer as one self-contained HTML page with live sliders.

    Parameters
    ----------
    game : Model, str or Path
    scenarios : sequence of str, optional
        All that are solved unasked if left out. The first is what the others are compared to.
    concept, method, settings, draws, seed
        As in `compare`. Settings become the values that the sliders start from.
    thresholds : bool, optional
        Give, for every parameter, the nearest values at which the path of play changes. It takes
        seconds to minutes on a large tree; by default on trees of up to 300 nodes, or of up to
        20 where something is hidden.
    rationality : float, optional
        As in `compare`.
    command : str
        What makes the same page again, as it shall stand in the page.
    served : bool
        The page is served by an `Explorer`, and asks it what a browser cannot solve.

    Returns
    -------
    str
        HTML. It asks no network for anything, and reads well with scripts off. The same input
        gives the same text.

    Raises
    ------
    NoAnswerError
        If no method here finds an answer.
    UsageError
        If a name does not exist.

    Examples
    --------
    >>> from negotiate.api import report
    >>> report("textbook/entry-deterrence").startswith("<!doctype html>")
    True
    """
    from negotiate.analysis import compare as analysis  # noqa: PLC0415 (solvers, where they solve)
    from negotiate.analysis.board import board  # noqa: PLC0415 (as above)
    from negotiate.analysis.diagram import diagram  # noqa: PLC0415 (as above)
    from negotiate.formats.board import dumps  # noqa: PLC0415 (as above)
    from negotiate.render.page.build import page  # noqa: PLC0415 (as above)
    from negotiate.render.story import featured  # noqa: PLC0415 (as above)
    from negotiate.solvers.protocol import Options  # noqa: PLC0415 (as above)

    model = model_of(game)
    check_scenarios(model, scenarios or ())
    numbers = numbers_of(model, settings)
    options = Options(seed=seed, rationality=rationality)
    concept = concept_of(concept, rationality)
    comparison = analysis.compare(
        model,
        scenarios,
        concept=concept,
        method=method,
        options=options,
        settings=numbers,
        draws=draws,
        seed=seed,
        closed_form=True,
    )
    names = [each.name for each in comparison.scenarios]
    told = featured(comparison)
    shown, against = (told.name, names[0]) if told else (names[0], None)
    ready = model.with_settings(numbers) if numbers else model
    how: Any = {"concept": concept, "method": method, "options": options}
    what = board(ready, names, **how)
    return page(
        comparison,
        what,
        dumps(what),
        diagram(ready, shown, against, **how),
        levers=_levers(ready, what, shown),
        command=command,
        reach=_reach(ready, shown, comparison, asked=thresholds, concept=concept, method=method),
        served=served,
    )


def _levers(model: Model, what: Board, shown: str) -> Mapping[str, float]:
    """Return which parameters matter, where so many games are solved at once; else none."""
    from negotiate.analysis.leverage import leverage  # noqa: PLC0415 (as in `report`)

    names = [each.name for each in what.scenarios]
    if any(each.mode == "table" for each in what.scenarios):
        return {}
    return leverage(model, [shown, *(name for name in names if name != shown)])


def _reach(
    model: Model,
    scenario: str,
    comparison: Comparison,
    *,
    asked: bool | None,
    concept: str,
    method: str,
) -> WhatItTakes | None:
    """Return the thresholds of a scenario, where there is a parameter to look along."""
    from negotiate.analysis import thresholds as analysis  # noqa: PLC0415 (as in `report`)

    ranged = any(p.low is not None and p.high is not None for p in model.spec.parameters)
    small = SMALL[model.parametric(scenario).tree.perfect_information]
    wanted = comparison.scenario(scenario).nodes <= small if asked is None else asked
    if concept == "qre" or not (ranged and wanted):
        return None
    found = analysis.what_it_takes(
        model, scenario, concept=concept, method=method, closed_form=True
    )
    if found.unfinished:
        raise KeyboardInterrupt  # half a page is none
    return found
