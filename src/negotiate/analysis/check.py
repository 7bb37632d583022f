"""Verify what a file promises: solve what its ``expected`` entries need, and compare.

Each scenario is solved once for each setting of the parameters and concept that some entry asks
for. A promise that cannot be checked, because there is no answer or no such decision, is broken.
"""

from __future__ import annotations

from dataclasses import field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from negotiate.analysis.answer import AUTO, solve
from negotiate.analysis.claims import (
    Claim,
    dotted,
    evaluate,
    judge_beliefs,
    judge_criteria,
    judge_path,
    judge_payoffs,
    judge_plays,
    judge_quantities,
    judge_refinements,
    shown,
)
from negotiate.analysis.outcome import Outcome
from negotiate.errors import NoAnswerError, UsageError
from negotiate.record import dataclass
from negotiate.results.check import CheckResult
from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options
from negotiate.spec.expression import names_in
from negotiate.spec.unparse import formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from negotiate.game.model import Model
    from negotiate.results.report import Play
    from negotiate.spec.model import Expected

WITHIN: Final = Fraction(1, 10**6)
"""Largest distance of a number that is still kept to, unless the entry says another."""

GAME: Final = "game"
"""Stands in `holds` for the scenario of a game that has none."""

# Kinds that are about one equilibrium, and so can be met by another than the first.
_OF_PLAY: Final[dict[str, Callable[[Any, Play, Fraction], Claim]]] = {
    "path": judge_path,
    "payoffs": judge_payoffs,
    "quantities": judge_quantities,
    "criteria": judge_criteria,
    "plays": judge_plays,
    "beliefs": judge_beliefs,
    "refinements": judge_refinements,
}


def check(model: Model) -> tuple[CheckResult, ...]:
    """Return one result for each kind of promise of each entry, in the order of the file.

    Parameters
    ----------
    model : Model

    Returns
    -------
    tuple of CheckResult
        Empty if the file promises nothing.

    Raises
    ------
    GameFileError
        If some scenario of the file cannot be played, whether or not it is promised anything.
    """
    for scenario in model.scenarios:
        model.game(scenario)
    answers = _Answers(model)
    expected = model.spec.expected
    return tuple(result for entry in expected for result in _entry(entry, answers))


@dataclass(frozen=True)
class _Found:
    """What was found for one scenario, setting and concept."""

    plays: tuple[Play, ...] = ()
    coverage: Coverage = Coverage.NONE_FOUND
    failure: str = ""


@dataclass
class _Answers:
    """Solves what is asked for, each question once."""

    model: Model
    _known: dict[object, _Found] = field(default_factory=dict)

    def get(self, scenario: str, settings: Mapping[str, Fraction], question: _Question) -> _Found:
        how = question.concept, question.every, question.refined
        key = (scenario, tuple(sorted(settings.items())), *how)
        if key not in self._known:
            try:
                self._known[key] = self._solve(scenario, settings, question)
            except (NoAnswerError, UsageError) as error:
                self._known[key] = _Found(failure=str(error).replace("\n", ";"))
        return self._known[key]

    def _solve(
        self, scenario: str, settings: Mapping[str, Fraction], question: _Question
    ) -> _Found:
        parametric = self.model.parametric(scenario)
        game = parametric.at(settings)
        solution = solve(game, question.concept, options=Options(all=question.every))
        measured = parametric.outcomes(settings)
        outcomes = [Outcome(parametric, game, e, measured) for e in solution.equilibria]
        plays = tuple(o.play for o in outcomes)
        if question.refined:
            from negotiate.analysis.refine import refinements  # noqa: PLC0415 (many modules)

            found = map(refinements, outcomes)
            plays = tuple(replace(p, refinements=r) for p, r in zip(plays, found, strict=True))
        return _Found(plays, solution.coverage)


@dataclass(frozen=True)
class _Question:
    """The part of an entry that says what to solve and how strictly to compare."""

    scenario: str
    settings: Mapping[str, Fraction]
    concept: str
    within: Fraction
    every: bool
    among: bool
    refined: bool


def _entry(entry: Expected, answers: _Answers) -> Iterator[CheckResult]:
    """Check every promise of one entry."""
    claims = entry.claims
    scenario = claims.get("scenario", answers.model.scenarios[0])
    question = _Question(
        scenario="" if scenario == GAME else scenario,
        settings=claims.get("set", {}),
        concept=claims.get("concept", AUTO),
        within=claims.get("within", WITHIN),
        every=bool(claims.get("among")) or "equilibria" in claims,
        among=bool(claims.get("among")),
        refined="refinements" in claims,
    )
    for claim in _claims(claims, question, answers):
        where = f"{scenario}: " if scenario and claim.kind != "holds" else ""
        yield CheckResult(
            claim=claims.get("claim", ""),
            kind=claim.kind,
            expectation=where + claim.expectation,
            found=claim.found,
            ok=claim.ok,
            place=entry.place,
        )


def _claims(claims: Mapping[str, Any], question: _Question, answers: _Answers) -> Iterator[Claim]:
    of_play = {kind: claims[kind] for kind in _OF_PLAY if kind in claims}
    if of_play or "equilibria" in claims:
        found = answers.get(question.scenario, question.settings, question)
        if of_play:
            yield from _about_play(of_play, found, question)
        if "equilibria" in claims:
            yield _count(claims["equilibria"], found)
    if "holds" in claims:
        yield _holds(claims["holds"], question, answers)
    if "threshold" in claims:
        yield _threshold(claims["threshold"], question, answers)


def _about_play(of_play: Mapping[str, Any], found: _Found, question: _Question) -> Iterator[Claim]:
    """Check the first equilibrium, or with ``among`` find one that keeps all at once."""
    candidates = found.plays if question.among else found.plays[:1]
    if not candidates:
        reason = found.failure or found.coverage.value
        for kind in of_play:
            yield Claim(kind, "an equilibrium to look at", reason, ok=False)
        return
    judged = [
        [_OF_PLAY[kind](wanted, play, question.within) for kind, wanted in of_play.items()]
        for play in candidates
    ]
    best = max(judged, key=lambda claims: sum(claim.ok for claim in claims))
    if not question.among:
        yield from best
        return
    for claim in best:
        of = f"in one of {len(candidates)} equilibria, " if len(candidates) > 1 else ""
        yield Claim(claim.kind, of + claim.expectation, f"nearest: {claim.found}", ok=claim.ok)


def _count(wanted: int, found: _Found) -> Claim:
    """Check the number of equilibria; a list that may lack some proves no number."""
    complete = found.coverage not in {Coverage.SOME, Coverage.NONE_FOUND}
    said = found.failure or f"{len(found.plays)}, {found.coverage.value}"
    ok = complete and len(found.plays) == wanted
    return Claim("equilibria", f"the number of equilibria is {wanted}", said, ok=ok)


def _holds(condition: Any, question: _Question, answers: _Answers) -> Claim:
    """Check a condition over the first equilibria of the scenarios that it names."""
    wanted, values = formula(condition), dict[str, Any]()
    for name in sorted(names_in(condition)):
        scenario, _, rest = name.partition(".")
        where = "" if scenario == GAME else scenario
        found = answers.get(where, question.settings, question)
        if not found.plays:
            reason = found.failure or found.coverage.value
            return Claim("holds", wanted, f"{scenario}: {reason}", ok=False)
        value = dotted(rest, found.plays[0])
        if value is None:
            return Claim("holds", wanted, f"there is no {name}", ok=False)
        values[name] = value
    ok = bool(evaluate(condition, values, question.within))
    said = ", ".join(f"{name} is {shown(value)}" for name, value in values.items())
    return Claim("holds", wanted, said, ok=ok)


def _threshold(wanted: Mapping[str, Any], question: _Question, answers: _Answers) -> Claim:
    """Check that the option is played on one side of the value of a parameter only.

    Playing it just below and not just above, or the other way round, proves that the threshold
    lies in between; nothing else does for every concept and kind of game.
    """
    move, option, parameter, value = (
        wanted[key] for key in ("move", "option", "parameter", "value")
    )
    sides = []
    for at in (value - question.within, value + question.within):
        settings = {**question.settings, parameter: at}
        found = answers.get(question.scenario, settings, question)
        if not found.plays:
            reason = found.failure or found.coverage.value
            said = f"at {parameter} = {shown(at)}: {reason}"
            return Claim("threshold", _switch(wanted), said, ok=False)
        sides.append(_odds_of(move, option, found.plays[0]))
    below, above = sides
    switches = [h for h in below if h in above and _switches(below[h], above[h])]
    said = f"at {_moment(switches[0])} it does" if switches else _steady(below, above)
    return Claim("threshold", _switch(wanted), said, ok=bool(switches))


def _switch(wanted: Mapping[str, Any]) -> str:
    return (
        f"{wanted['move']} turns to or from {wanted['option']} where {wanted['parameter']} is "
        f"{shown(wanted['value'])}"
    )


def _odds_of(move: str, option: str, play: Play) -> dict[tuple[tuple[str, str], ...], float]:
    """Return the odds of an option at each decision of a move, rounded to the certain ones."""
    return {
        tuple(decision.history.items()): round(float(decision.plays.get(option, 0)), 6)
        for decision in play.decisions
        if decision.move == move
    }


def _switches(below: float, above: float) -> bool:
    """Tell whether an option begins or ceases to be played at all, or to be the only one."""
    return (below == 0) != (above == 0) or (below == 1) != (above == 1)


def _moment(history: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{move} {option}" for move, option in history) or "the start"


def _steady(below: Mapping[Any, float], above: Mapping[Any, float]) -> str:
    """Say that nothing switches, and what is played instead."""
    if not below:
        return "there is no such decision"
    low, high = sorted(set(below.values())), sorted(set(above.values()))
    odds = " or ".join(dict.fromkeys(shown(each) for each in (*low, *high)))
    return f"no decision switches: just below and just above the odds are {odds}"
