"""A counter-example in short decimals, verified by solving there, in the words of the file."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.changes import changes
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.counterexample_plane import distance
from negotiate.analysis.sensitivity_space import ends_of
from negotiate.analysis.words import CERTAIN
from negotiate.errors import NegotiateError, NoAnswerError
from negotiate.record import dataclass
from negotiate.results.sensitivity import Counterexample, Shift
from negotiate.solvers.protocol import Options
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.analysis.outcome import Outcome
    from negotiate.analysis.sensitivity_headline import Bar
    from negotiate.analysis.sensitivity_space import View
    from negotiate.game.model import Model
    from negotiate.spec.model import Parameter
    from negotiate.types import FloatArray

DIGITS: Final = range(2, 10)
"""Digits of a range to which numbers are rounded, the fewest that will do."""

CLOSE: Final = 1.02
"""A rounded point may be this many times as far as the boundary."""

TRIES: Final = 3
"""Rounded points that are solved before a counter-example is given up."""

AS_ASSUMED: Final = "the game as assumed"

REASONS: Final = 6
"""Changed decisions of each scenario that are told."""


@dataclass(frozen=True, eq=False)
class Teller:
    """Verifies and tells counter-examples.

    Attributes
    ----------
    model : Model
    view : View
    bar : Bar
    """

    model: Model
    view: View
    bar: Bar

    def solve(self, settings: Mapping[str, Fraction]) -> dict[str, Outcome]:
        """Return the certified answers of all scenarios, the first of each.

        Raises
        ------
        NegotiateError
            If the numbers are of no game, or there is no answer.
        """
        answers = solved(self.model, self.view, settings)
        return {name: answer.outcome for name, answer in answers.items()}

    def tell(self, point: FloatArray, norm: str) -> Counterexample | None:
        """Return a counter-example near a point of the boundary (V,); None if none is verified."""
        boundary = float(distance(point, norm))
        for settings in list(self._rounded(point, norm))[:TRIES]:
            try:
                outcomes = self.solve(settings)
            except NegotiateError:
                continue
            value, overturned = self.bar.answers(outcomes)
            proofs = [outcome.play.proof for outcome in outcomes.values()]
            if not overturned or not all(proof.holds for proof in proofs):
                continue
            shifts = self._shifts(settings)
            return Counterexample(
                norm=norm,
                boundary=boundary,
                distance=float(distance(np.array([shift.share for shift in shifts]), norm)),
                shifts=shifts,
                value=value,
                path={name: _path(outcome) for name, outcome in outcomes.items()},
                reasons=tuple(self._reasons(outcomes)),
                regret=max(proof.max_regret for proof in proofs),
                ties=any(map(_tied, outcomes.values())),
            )
        return None

    def _rounded(self, point: FloatArray, norm: str) -> Iterator[dict[str, Fraction]]:
        """Yield settings near a point that overturn, in few digits, if that is close enough."""
        chosen = self.view.space.chosen
        pairs = list(zip(chosen, point.tolist(), strict=True))
        found = [
            [_outward(p, share, digits, more) for p, share in pairs]
            for digits in DIGITS
            for more in (0, 1)  # at a round number there may be a tie: then one step beyond
        ]
        shares = np.array([_shares(chosen, numbers) for numbers in found]).T
        hits = self.view.look(shares)[1]
        far = distance(shares, norm) > CLOSE * distance(point, norm)
        order = [k for k in range(len(found)) if hits[k] and not far[k]]
        order += [k for k in reversed(range(len(found))) if hits[k] and far[k]]
        for k in order:
            yield {
                p.name: number
                for p, number in zip(chosen, found[k], strict=True)
                if number != p.value
            }

    def _shifts(self, settings: Mapping[str, Fraction]) -> tuple[Shift, ...]:
        found = []
        for parameter in self.view.space.chosen:
            if parameter.name in settings:
                low, high = ends_of(parameter)
                then = settings[parameter.name]
                share = float((then - parameter.value) / (high - low))
                found.append(
                    Shift(
                        parameter.name, parameter.unit, parameter.about, parameter.source,
                        parameter.value, then, low, high, share,
                    )
                )  # fmt: skip
        return tuple(sorted(found, key=lambda shift: -abs(shift.share)))

    def _reasons(self, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
        for name, after in outcomes.items():
            before = self.bar.plain[name]
            if before.equilibrium.distribution is not None:
                continue
            found = changes((AS_ASSUMED, name), _renamed(before), after)
            lead = f"{name}: " if len(outcomes) > 1 else ""
            for change in [change for change in found if change.on_path][:REASONS]:
                yield f"{lead}{change.reason}"


@dataclass(frozen=True, eq=False)
class Solved:
    """The first certified answer of a scenario, and the concept and method that gave it."""

    outcome: Outcome
    solved_by: tuple[str, str]


def solved(model: Model, view: View, settings: Mapping[str, Fraction]) -> dict[str, Solved]:
    """Return the first certified answer of each scenario.

    Raises
    ------
    NoAnswerError
        If one has none.
    """
    found = solve_scenarios(
        model,
        list(view.games),
        concept=view.concept,
        method=view.method,
        options=Options(seed=view.seed),
        settings=settings or None,
    )
    answers = {}
    for answer in found:
        if not answer.outcomes:
            raise NoAnswerError(f"{answer.name or 'the game'} has no equilibrium")
        by = answer.solution.concept, answer.solution.method
        answers[answer.name] = Solved(answer.outcomes[0], by)
    return answers


def _outward(parameter: Parameter, share: float, digits: int, more: int) -> Fraction:
    """Return a number at least so far from now, in so many digits of its range, but within it.

    And, if that is asked, some steps of the last digit more.
    """
    now, (low, high) = parameter.value, ends_of(parameter)
    if not share:
        return now
    size = high - low
    step = Fraction(10) ** (math.floor(math.log10(float(size))) - digits + 1)
    exact = (now + Fraction(share) * size) / step
    if share > 0:
        return min((math.ceil(exact) + more) * step, high)
    return max((math.floor(exact) - more) * step, low)


def _shares(chosen: tuple[Parameter, ...], numbers: list[Fraction]) -> list[float]:
    shares = []
    for parameter, number in zip(chosen, numbers, strict=True):
        low, high = ends_of(parameter)
        shares.append(float((number - parameter.value) / (high - low)))
    return shares


def _tied(outcome: Outcome) -> bool:
    return any(d.tied and d.reach > 0 for d in outcome.play.decisions)


def _path(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    found = {
        move: tuple(option for option, odds in spread.items() if odds > CERTAIN)
        for move, spread in outcome.play.path.items()
    }
    return {move: options for move, options in found.items() if options != (NONE,)}


def _renamed(outcome: Outcome) -> Outcome:
    """Return an answer whose reasons call it by what it is, and not by its scenario."""
    parametric = copy(outcome.parametric)
    parametric.spec = replace(parametric.spec, scenario=AS_ASSUMED)
    return replace(outcome, parametric=parametric)
