"""The library: load a game, solve it, compare its scenarios, check what it promises.

>>> import negotiate
>>> model = negotiate.load("textbook/entry-deterrence")
>>> answer = negotiate.compare(model)
>>> answer.concept
'spe'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.api._answers import read_answer, write_answer
from negotiate.api._asked import check_scenarios, concept_of, load, loads, model_of, numbers_of
from negotiate.api._draw import draw
from negotiate.api._estimate import estimate, rationality_path
from negotiate.api._map import region_map, save_map
from negotiate.api._notebook import embed, remembered, shown
from negotiate.api._plot import plot
from negotiate.api._reach import thresholds, what_it_takes
from negotiate.api._report import report
from negotiate.api._sensitivity import sensitivity
from negotiate.api._sweep import sweep, sweep_dataset
from negotiate.errors import UsageError
from negotiate.game.game import Game
from negotiate.game.model import Model
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from negotiate.results.check import CheckResult
    from negotiate.results.explanation import Explanation
    from negotiate.results.report import Comparison
    from negotiate.results.solution import Solution

__all__ = [
    "Model",
    "check",
    "compare",
    "draw",
    "embed",
    "estimate",
    "explain",
    "load",
    "loads",
    "plot",
    "rationality_path",
    "read_answer",
    "region_map",
    "report",
    "save_map",
    "sensitivity",
    "solve",
    "sweep",
    "sweep_dataset",
    "thresholds",
    "what_it_takes",
    "write_answer",
]


def solve(
    game: Model | Game | str | Path,
    scenario: str | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    exact: bool = False,
    all: bool = False,  # noqa: A002 (the word of the command line)
    seed: int = 0,
    rationality: float | None = None,
    objective: str | None = None,
) -> Solution:
    """Return the certified equilibria of one game.

    Parameters
    ----------
    game : Model, Game, str or Path
        A model, a game with its numbers, or what `load` takes.
    scenario : str, optional
        The first of the file if left out.
    concept, method : str
        ``auto`` takes subgame perfection where it says more than Nash, and the first method
        that applies.
    settings : mapping of parameter to number, optional
    exact : bool
        Fractions instead of floating point.
    all : bool
        Every equilibrium that the method can list.
    seed : int
        For methods that draw random numbers.
    rationality : float, optional
        λ of a quantal response equilibrium, per unit of payoff. Where it is given, an ``auto``
        concept is ``qre``.
    objective : str, optional
        What a mediator's lottery is best for, in the concepts that have one: ``sum``, or the
        key of a player.

    Raises
    ------
    NoAnswerError
        If no method here finds an answer.
    UsageError
        If a name does not exist.

    Examples
    --------
    >>> from negotiate import solve
    >>> solve("textbook/prisoners-dilemma", exact=True).equilibria[0].payoff.tolist()
    [Fraction(1, 1), Fraction(1, 1)]
    """
    from negotiate.analysis import answer  # noqa: PLC0415 (solvers, only where they solve)

    options = Options(all=all, seed=seed, rationality=rationality, objective=objective or "sum")
    concept = concept_of(concept, rationality, objective)
    if isinstance(game, Game):
        if scenario is not None or settings or exact:
            raise UsageError("a Game has its numbers: scenario, settings and exact need a Model")
        return answer.solve(game, concept, method, options)
    model = model_of(game)
    name = model.scenarios[0] if scenario is None else scenario
    check_scenarios(model, [name])
    numbers = numbers_of(model, settings)
    found = answer.solve(model.game(name, numbers, exact=exact), concept, method, options)
    how = {"concept": concept, "method": method, "rationality": rationality}
    return remembered(found, model, name, settings=numbers, seed=seed, **how)


def compare(
    game: Model | str | Path,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    exact: bool = False,
    all: bool = False,  # noqa: A002 (the word of the command line)
    draws: int = 2000,
    seed: int = 0,
    closed_form: bool = False,
    rationality: float | None = None,
    objective: str | None = None,
) -> Comparison:
    """Return scenarios side by side: what changes, why, whether threats are credible.

    Parameters
    ----------
    game : Model, str or Path
    scenarios : sequence of str, optional
        All of the file if left out. The first is what the others are compared to.
    concept, method, settings, exact, all
        As in `solve`.
    draws : int
        Draws of the parameters over their ranges for the robustness of each headline; there is
        none of a quantal response equilibrium.
    seed : int
    closed_form : bool
        Give the thresholds of credibility as formulas too.
    rationality : float, optional
        As in `solve`.
    objective : str, optional
        What a mediator's lottery is best for, in the concepts that have one: ``sum``, or the
        key of a player.

    Returns
    -------
    Comparison
        `negotiate.render.text` prints it, `negotiate.formats.answers.to_dict` makes JSON of it.

    Raises
    ------
    NoAnswerError
        If no method here finds an answer.
    UsageError
        If a name does not exist.

    Examples
    --------
    >>> from negotiate import compare
    >>> answer = compare("textbook/ultimatum")
    >>> answer.scenarios[0].plays[0].proof.holds
    True
    """
    from negotiate.analysis import compare as analysis  # noqa: PLC0415 (as in `solve`)

    model = model_of(game)
    check_scenarios(model, scenarios or ())
    concept = concept_of(concept, rationality, objective)
    return analysis.compare(
        model,
        scenarios,
        concept=concept,
        method=method,
        options=Options(all=all, seed=seed, rationality=rationality, objective=objective or "sum"),
        settings=numbers_of(model, settings),
        exact=exact,
        draws=draws,
        seed=seed,
        closed_form=closed_form,
    )


def check(game: Model | str | Path) -> tuple[CheckResult, ...]:
    """Return what the file promises about its answers, each promise kept or broken.

    Parameters
    ----------
    game : Model, str or Path

    Examples
    --------
    >>> from negotiate import check
    >>> all(result.ok for result in check("textbook/chicken"))
    True
    """
    from negotiate.analysis import check as analysis  # noqa: PLC0415 (as in `solve`)

    return analysis.check(model_of(game))


def explain(
    game: Model | str | Path,
    move: str,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    exact: bool = False,
    rationality: float | None = None,
) -> Explanation:
    """Return why a move comes out as it does, scenario by scenario.

    Parameters
    ----------
    game : Model, str or Path
    move : str
        The name of a player's move.
    scenarios, concept, method, settings, exact, rationality
        As in `compare`.

    Raises
    ------
    UsageError
        If the game has no such move.

    Examples
    --------
    >>> from negotiate import load
    >>> from negotiate.api import explain
    >>> explain(load("textbook/entry-deterrence"), "reply").player
    'Incumbent'
    """
    from negotiate.analysis import explain as analysis  # noqa: PLC0415 (as in `solve`)

    model = model_of(game)
    check_scenarios(model, scenarios or ())
    found = analysis.explain(
        model,
        move,
        scenarios,
        concept=concept_of(concept, rationality),
        method=method,
        options=Options(rationality=rationality),
        settings=numbers_of(model, settings),
        exact=exact,
    )
    return shown(found)
