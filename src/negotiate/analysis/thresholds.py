"""At which values of a parameter the answer changes, and what it would take to change it.

With perfect information: every such value in the range, exactly, by backward induction on
functions of the parameter. Otherwise: by bisection on the certified answer.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from negotiate.analysis import threshold_formulas
from negotiate.analysis.answer import AUTO, concept_for
from negotiate.analysis.bisection import LOOKS, Bisection
from negotiate.analysis.compare import game_info
from negotiate.analysis.curves import Curves, InexpressibleError
from negotiate.analysis.induction import Induction
from negotiate.analysis.piecewise import Range
from negotiate.analysis.turning import Turning
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.record import dataclass
from negotiate.results.thresholds import Nearest, Thresholds, WhatItTakes
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.game.game import Game
    from negotiate.game.model import Model
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.thresholds import Options
    from negotiate.spec.model import Parameter

INDUCTION: Final = "backward induction on functions of the parameter"
BISECTION: Final = "bisection on the certified answer"

FEWER_LOOKS: Final = 12
"""For each parameter, where all are asked for and each look solves the game."""


LARGEST: Final = Fraction(10) ** 100
"""End of a range; what is computed from a larger number may be none that floats can show."""

NARROWEST: Final = Fraction(1, 2**48)
"""Width of a range, as a share of its larger end, within which floats still differ."""


@dataclass(frozen=True, eq=False)
class Question:
    """One scenario, ready to be asked about its parameters.

    Attributes
    ----------
    model : Model
        With all settings made.
    scenario, concept, method : str
    """

    model: Model
    scenario: str
    concept: str
    method: str

    @cached_property
    def curves(self) -> Curves:
        """The scenario's numbers as functions of a parameter."""
        return Curves(self.parametric)

    @property
    def parametric(self) -> ParametricGame:
        """The scenario's game, its numbers to come."""
        return self.model.parametric(self.scenario)

    @cached_property
    def game(self) -> Game:
        """The scenario's game as it is now."""
        return self.model.game(self.scenario)

    @property
    def tree(self) -> Tree:
        """The scenario's tree."""
        return self.parametric.tree

    @property
    def by_induction(self) -> bool:
        """Whether backward induction answers it, as far as the shape of the game goes."""
        known = self.tree.perfect_information
        return self.concept == "spe" and known and self.method in {AUTO, "backward_induction"}

    def range_of(self, parameter: Parameter, asked: tuple[Fraction, Fraction] | None) -> Range:
        """Return the range to search: as asked, or the file's, widened to where it is now."""
        now = self.curves.values[parameter.name]
        low, high = asked or (parameter.low, parameter.high)
        if low is None or high is None:
            raise UsageError(
                f"parameter '{parameter.name}' has no range; write --over {parameter.name}=LOW:HIGH"
            )
        low, high = (low, high) if asked else (min(low, now), max(high, now))
        require_range(parameter.name, low, high)
        return Range(low, high)


def thresholds(
    model: Model,
    parameter: str,
    scenario: str | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    settings: Mapping[str, Any] | None = None,
    within: tuple[Fraction, Fraction] | None = None,
    closed_form: bool = False,
) -> Thresholds:
    """Return every value of a parameter at which the answer of a scenario changes.

    Parameters
    ----------
    model : Model
    parameter : str
        What the scenario sets may be varied too.
    scenario : str, optional
        The first of the file if left out.
    concept, method : str
        As in `negotiate.analysis.answer.solve`.
    settings : mapping of parameter to number, optional
    within : pair of Fraction, optional
        Instead of the range that the file gives.
    closed_form : bool
        Give thresholds as inequalities in all parameters as well (loads sympy).

    Raises
    ------
    UsageError
        If a name does not exist, or there is no range.
    NoAnswerError
        If there is no answer anywhere in the range.
    """
    question = ask(model, scenario, concept=concept, method=method, settings=settings)
    found = _parameter(question, parameter)
    whole = question.range_of(found, within)
    answer = _over(question, found, whole, LOOKS, closed_form=closed_form)
    if not any(stretch.equilibria for stretch in answer.stretches):
        raise NoAnswerError(
            f"there is no answer for any {parameter} from {whole.low} to {whole.high}",
            "see `negotiate solve` for the reason",
        )
    return answer


def what_it_takes(
    model: Model,
    scenario: str | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    settings: Mapping[str, Any] | None = None,
    closed_form: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> WhatItTakes:
    """Return, parameter by parameter, the nearest value at which the path of play changes.

    Parameters
    ----------
    model, scenario, concept, method, settings, closed_form
        As in `thresholds`. Parameters without a range are left out.
    progress : callable
        Told how many parameters of how many are done.

    Returns
    -------
    WhatItTakes
        An interrupt from the keyboard ends the work, and what was not looked at by then is named;
        where that is everything, there is nothing to return and it goes on.

    Raises
    ------
    UsageError
        If a name does not exist, or no parameter has a range.
    """
    question = ask(model, scenario, concept=concept, method=method, settings=settings)
    ranged = [p for p in model.spec.parameters if p.low is not None and p.high is not None]
    ranged = [p for p in ranged if p.low != p.high]
    if not ranged:
        raise UsageError(
            "no parameter of the game has a range; write `range: [low, high]`, or ask for one "
            "with --over NAME=LOW:HIGH"
        )
    answers: list[Thresholds] = []
    try:
        for k, parameter in enumerate(ranged):
            progress(k, len(ranged))
            whole = question.range_of(parameter, None)
            answers.append(_over(question, parameter, whole, FEWER_LOOKS, closed_form=closed_form))
    except KeyboardInterrupt:
        if not answers:
            raise
    rows = sorted(map(_nearest, answers), key=lambda row: row.share)
    left_out = [p.name for p in model.spec.parameters if p not in ranged]
    notes = list(dict.fromkeys(note for answer in answers for note in answer.notes))
    if left_out:
        notes.append(f"Without a range, and so left out: {', '.join(left_out)}.")
    tied = [a.parameter for a in answers if any(tie.on_path for tie in a.ties)]
    if tied:
        notes.append(
            f"Options tie on the path along {', '.join(tied)}: the one listed first is followed, "
            "and what the others lead to is not looked at."
        )
    return WhatItTakes(
        game=answers[0].game,
        scenario=question.scenario,
        concept=question.concept,
        path=_path_now(answers[0]),
        rows=tuple(rows),
        notes=tuple(notes),
        unfinished=tuple(p.name for p in ranged[len(answers) :]),
        version=answers[0].version,
    )


def ask(
    model: Model,
    scenario: str | None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    settings: Mapping[str, Any] | None = None,
) -> Question:
    """Return the question of `thresholds`, all names checked."""
    name = model.scenarios[0] if scenario is None else scenario
    model.spec_of(name)
    model = model.with_settings(settings) if settings else model
    if concept == AUTO:
        concept = concept_for(model.game(name))
    return Question(model, name, concept, method)


def require_range(
    name: str, low: Fraction, high: Fraction, narrowest: Fraction = NARROWEST
) -> None:
    """Refuse a range that is empty, or that floats cannot show.

    Parameters
    ----------
    name : str
        The parameter.
    low, high : Fraction
    narrowest : Fraction
        Least width, as a share of the larger end.

    Raises
    ------
    UsageError
    """
    asked = f"the range of '{name}'"
    if not low < high:
        raise UsageError(f"{asked} is empty: {low} to {high}")
    size = max(abs(low), abs(high))
    if not 1 / LARGEST <= size <= LARGEST:
        kind, least = ("wide", "at most") if size > 1 else ("narrow", "at least")
        bound = LARGEST if size > 1 else 1 / LARGEST
        raise UsageError(f"{asked} is too {kind}: its larger end is {least} {float(bound):g}")
    if high - low < size * narrowest:
        raise UsageError(
            f"{asked} is too narrow: {low} to {high}; it is at least {float(narrowest):.0e} of its "
            "larger end"
        )


def _parameter(question: Question, name: str) -> Parameter:
    known = {p.name: p for p in question.model.spec.parameters}
    if name not in known:
        hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
        raise UsageError(f"the game has no parameter '{name}'; {hint}")
    return known[name]


def _over(
    question: Question, parameter: Parameter, whole: Range, looks: int, *, closed_form: bool
) -> Thresholds:
    """Answer for one parameter."""
    reason = ""
    turning: Turning | None = None
    reader: Turning | Bisection
    if question.by_induction:
        try:
            numbers = question.curves.over(parameter.name, whole)
            reader = turning = Turning(
                question.parametric, Induction(question.tree, *numbers, whole)
            )
        except InexpressibleError as error:
            reason = error.reason
    if turning is not None:
        found = turning.thresholds
        if closed_form:
            found = threshold_formulas.of_turns(question, parameter.name, turning)
    else:
        args = question.parametric, parameter.name, whole, question.concept, question.method, looks
        reader = bisection = Bisection(*args)
        found = bisection.thresholds
        if closed_form:
            found = threshold_formulas.of_deviations(question, parameter.name, bisection)
    return Thresholds(
        game=game_info(question.model, question),
        scenario=question.scenario,
        concept=question.concept,
        method=INDUCTION if turning is not None else BISECTION,
        parameter=parameter.name,
        unit=parameter.unit,
        now=question.curves.values[parameter.name],
        low=whole.low,
        high=whole.high,
        thresholds=found,
        stretches=reader.stretches,
        ties=turning.ties if turning is not None else (),
        notes=() if turning is not None else _by_bisection(reason, looks),
        version=__version__,
    )


def _by_bisection(reason: str, looks: int) -> tuple[str, ...]:
    why = f"Not exact over the whole range, for {reason}. " if reason else ""
    looked = f"The answer was found at {looks + 2} values, and each change closed in on"
    return (f"{why}{looked}; a change and its return between two of these values go unseen.",)


def _nearest(answer: Thresholds) -> Nearest:
    """Return what it would take of one parameter."""
    now = answer.now
    below = [t for t in answer.on_path if t.at.value <= now]
    above = [t for t in answer.on_path if t.at.value >= now]
    width = float(answer.high - answer.low)
    shares = [abs(t.at.decimal - float(now)) / width for t in (*below[-1:], *above[:1])]
    return Nearest(
        parameter=answer.parameter,
        unit=answer.unit,
        now=now,
        low=answer.low,
        high=answer.high,
        below=below[-1] if below else None,
        above=above[0] if above else None,
        share_below=shares[0] if below else None,
        share_above=shares[-1] if above else None,
    )


def _path_now(answer: Thresholds) -> Mapping[str, Options]:
    """Return what is played where the parameter is; at a threshold, what is on either side."""
    path: dict[str, Options] = {}
    for stretch in answer.stretches:
        if stretch.low.value <= answer.now <= stretch.high.value:
            for move, options in stretch.path.items():
                path[move] = tuple(dict.fromkeys((*path.get(move, ()), *options)))
    return path
