"""The library: load a game, solve it, compare its scenarios, check what it promises.

>>> import negotiate
>>> model = negotiate.load("textbook/entry-deterrence")
>>> answer = negotiate.compare(model)
>>> answer.concept
'spe'
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from negotiate.errors import UsageError, nearest
from negotiate.game.game import Game
from negotiate.game.model import Model
from negotiate.results.report import Comparison
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from negotiate.results.check import CheckResult
    from negotiate.results.explanation import Explanation
    from negotiate.results.solution import Solution
    from negotiate.results.thresholds import Thresholds, WhatItTakes

__all__ = [
    "Model",
    "check",
    "compare",
    "explain",
    "load",
    "loads",
    "solve",
    "thresholds",
    "what_it_takes",
]

MAX_NODES = 10**6


def load(game: str | Path, *, max_nodes: int = MAX_NODES) -> Model:
    """Return the game of a file, or a shipped game by its name.

    Parameters
    ----------
    game : str or Path
        A path, or a name such as ``kellogg`` or ``textbook/chicken``.
    max_nodes : int
        A larger tree is refused, with the size that it would have had.

    Raises
    ------
    GameFileError
        If the file breaks rules; it carries all of them.
    UsageError
        If there is no such game.

    Examples
    --------
    >>> from negotiate import load
    >>> load("textbook/prisoners-dilemma").spec.title
    "Prisoner's dilemma"
    """
    from negotiate.formats import read_any  # noqa: PLC0415 (readers, only where one reads)
    from negotiate.spec.library import find_game  # noqa: PLC0415

    # Answers say which game they are about as it was asked for, the same on every machine.
    spec = replace(read_any(find_game(str(game))), file=str(game))
    return Model(spec, max_nodes=max_nodes)


def loads(text: str, *, max_nodes: int = MAX_NODES) -> Model:
    """Return the game that a text describes.

    Parameters
    ----------
    text : str
        What would stand in a game file.
    max_nodes : int
        As in `load`.

    Raises
    ------
    GameFileError
        If the text breaks rules.

    Examples
    --------
    >>> from negotiate import loads, solve
    >>> game = loads('''
    ... title: An ultimatum
    ... players: [Proposer, Responder]
    ... tree:
    ...   Proposer:
    ...     fair: [5, 5]
    ...     unfair:
    ...       Responder: {accept: [8, 2], reject: [0, 0]}
    ... ''')
    >>> solve(game).equilibria[0].payoff.tolist()
    [8.0, 2.0]
    """
    from negotiate.formats import read_any_text  # noqa: PLC0415 (as in `load`)

    return Model(read_any_text(text), max_nodes=max_nodes)


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

    options = Options(all=all, seed=seed, rationality=rationality)
    concept = _concept(concept, rationality)
    if isinstance(game, Game):
        if scenario is not None or settings or exact:
            raise UsageError("a Game has its numbers: scenario, settings and exact need a Model")
        return answer.solve(game, concept, method, options)
    model = _model(game)
    name = model.scenarios[0] if scenario is None else scenario
    _check_scenarios(model, [name])
    numbers = _numbers(model, settings)
    return answer.solve(model.game(name, numbers, exact=exact), concept, method, options)


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

    model = _model(game)
    _check_scenarios(model, scenarios or ())
    concept = _concept(concept, rationality)
    if concept == "qre":  # draws are solved for subgame perfection, which is another answer
        draws = 0
    return analysis.compare(
        model,
        scenarios,
        concept=concept,
        method=method,
        options=Options(all=all, seed=seed, rationality=rationality),
        settings=_numbers(model, settings),
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

    return analysis.check(_model(game))


def explain(
    game: Model | str | Path,
    move: str,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    exact: bool = False,
) -> Explanation:
    """Return why a move comes out as it does, scenario by scenario.

    Parameters
    ----------
    game : Model, str or Path
    move : str
        The name of a player's move.
    scenarios, concept, method, settings, exact
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

    model = _model(game)
    _check_scenarios(model, scenarios or ())
    return analysis.explain(
        model,
        move,
        scenarios,
        concept=concept,
        method=method,
        settings=_numbers(model, settings),
        exact=exact,
    )


def _concept(concept: str, rationality: float | None) -> str:
    """Return the concept that is meant: λ belongs to quantal response equilibrium alone.

    Raises
    ------
    UsageError
        If another concept is asked for as well.
    """
    if rationality is None or concept == "qre":
        return concept
    if concept != "auto":
        raise UsageError(f"a rationality λ belongs to the concept qre, not to {concept}")
    return "qre"


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
    'k_ua >= (-ua_talks_worth + ua_war)/(ua_war - ua_war_cut)'
    """
    from negotiate.analysis import thresholds as analysis  # noqa: PLC0415 (as in `solve`)

    model = _model(game)
    _check_scenarios(model, [scenario] if scenario is not None else [])
    return analysis.thresholds(
        model,
        parameter,
        scenario,
        concept=concept,
        method=method,
        settings=_numbers(model, settings),
        within=None if within is None else (_exact(within[0]), _exact(within[1])),
        closed_form=closed_form,
    )


def what_it_takes(
    game: Model | str | Path,
    scenario: str | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
) -> WhatItTakes:
    """Return, parameter by parameter, the nearest value at which the path of play changes.

    Parameters
    ----------
    game, scenario, concept, method, settings
        As in `thresholds`.

    Examples
    --------
    >>> from negotiate.api import what_it_takes
    >>> what_it_takes("conditional-aid", "ukraine_first").rows[0].parameter
    'k_ru'
    """
    from negotiate.analysis import thresholds as analysis  # noqa: PLC0415 (as in `solve`)

    model = _model(game)
    _check_scenarios(model, [scenario] if scenario is not None else [])
    numbers = _numbers(model, settings)
    return analysis.what_it_takes(model, scenario, concept=concept, method=method, settings=numbers)


def _exact(value: Fraction | float) -> Fraction:
    """Return a number as a fraction; a float is the decimal that it prints as."""
    from fractions import Fraction  # noqa: PLC0415

    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def _model(game: Model | str | Path) -> Model:
    return game if isinstance(game, Model) else load(game)


def _check_scenarios(model: Model, names: Sequence[str]) -> None:
    """Refuse a scenario that the file does not have, and one that is named twice."""
    for place, name in enumerate(names):
        model.spec_of(name)
        if name in names[:place]:
            raise UsageError(f"scenario '{name}' is named twice")


def _numbers(
    model: Model, settings: Mapping[str, Fraction | float] | None
) -> dict[str, Fraction] | None:
    """Return settings as exact numbers; a float is the decimal that it prints as."""
    from fractions import Fraction  # noqa: PLC0415

    if not settings:
        return None
    known = [parameter.name for parameter in model.spec.parameters]
    found = {}
    for name, value in settings.items():
        if name not in known:
            hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
            raise UsageError(f"the game has no parameter '{name}'; {hint}")
        try:
            found[name] = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
        except (OverflowError, ValueError) as error:
            raise UsageError(f"parameter '{name}' cannot be {value}: not a number") from error
    return found


def _html(answer: Any) -> str:
    from negotiate.render import html  # noqa: PLC0415 (a notebook asks; nobody else pays)

    return html(answer)


# Notebooks look for this name. Results may not import their pictures, so the picture is hung here.
for _kind in (Comparison,):
    setattr(_kind, "_repr_html_", _html)  # noqa: B010
