"""What is to be overturned, judged over many draws and of one certified answer."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from negotiate.analysis.asked import WITHIN
from negotiate.analysis.claims import dotted, evaluate
from negotiate.analysis.robustness import support
from negotiate.analysis.words import wording_of
from negotiate.record import dataclass
from negotiate.results.sensitivity import Headline
from negotiate.spec.expression import names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.analysis.asked import Asked
    from negotiate.analysis.draws import Drawn
    from negotiate.analysis.outcome import Outcome
    from negotiate.game.parametric import ParametricGame
    from negotiate.types import BoolArray, FloatArray

EVEN: Final = 0.5
"""Odds above this make a headline."""

_WITHIN: Final = Fraction(WITHIN).limit_denominator(10**12)

Kind = Literal["instead", "odds", "sign", "path"]


@dataclass(frozen=True, eq=False)
class Bar:
    """When a headline counts as overturned.

    Attributes
    ----------
    kind : {"instead", "odds", "sign", "path"}
    asked : Asked
    instead : Asked or None
    now : float
        The output now.
    supports : mapping of scenario to mapping of move to outcomes
        What can happen on the path now, of the players' moves.
    settled : bool
        Whether the answers now are the only ones; if so, only such points count.
    slack : float
        What is less is no difference.
    """

    kind: Kind
    asked: Asked
    instead: Asked | None
    now: float
    supports: Mapping[str, Mapping[str, frozenset[str]]]
    settled: bool
    slack: float
    plain: Mapping[str, Outcome] = field(default_factory=dict)

    def draws(self, drawn: Mapping[str, Drawn], values: FloatArray) -> BoolArray:
        """Return where it is overturned (B,)."""
        counted = [d.decided & ~d.several if self.settled else d.valid for d in drawn.values()]
        sound: BoolArray = np.logical_and.reduce(counted) & np.isfinite(values)
        if self.instead is not None:
            gone = self.instead.values(drawn) > EVEN  # nan is not
        elif self.kind == "odds":
            gone = (values > EVEN) != (self.now > EVEN)
        elif self.kind == "sign":
            gone = self._signs(values) != self._signs(np.array(self.now))
        else:
            same = [drawn[name].agrees(self.supports[name]) for name in self.asked.scenarios]
            gone = ~np.logical_and.reduce(same)
        return np.logical_and(sound, gone)

    def answers(self, outcomes: Mapping[str, Outcome]) -> tuple[float, bool]:
        """Return the output, and whether it is overturned, of certified answers.

        The judgement of `negotiate check`, which shares nothing with that over draws.
        """
        value = _value(self.asked, outcomes)
        if self.instead is not None:
            return value, _value(self.instead, outcomes) > EVEN
        if self.kind == "odds":
            return value, (value > EVEN) != (self.now > EVEN)
        if self.kind == "sign":
            return value, bool(self._signs(np.array(value)) != self._signs(np.array(self.now)))
        return value, any(
            support(outcomes[name]) != support(self.plain[name]) for name in self.asked.scenarios
        )

    def _signs(self, values: FloatArray) -> FloatArray:
        return np.where(np.abs(values) <= self.slack, 0.0, np.sign(values))

    @property
    def headline(self) -> Headline:
        """What holds now, and when it counts as overturned."""
        text = self.asked.text
        if self.instead is not None:
            other = self.instead.text
            return Headline(f"not {other}", f"the odds of {other} are above one half")
        if self.kind == "odds":
            if self.now > EVEN:
                return Headline(text, "the odds of it are one half or less")
            return Headline(f"not {text}", "the odds of it are above one half")
        if self.kind == "sign":
            sign = self._signs(np.array(self.now))
            says, gone = {
                1.0: ("is positive", "it is not positive"),
                -1.0: ("is negative", "it is not negative"),
            }.get(float(sign), ("is zero", "it is not zero"))
            return Headline(f"{text} {says}", gone)
        return Headline("what the players do on the path of play", "some of it comes out otherwise")


def bar(
    asked: Asked,
    instead: Asked | None,
    games: Mapping[str, ParametricGame],
    drawn: Mapping[str, Drawn],
    plain: Mapping[str, Outcome],
) -> Bar:
    """Return the bar that the present answer sets.

    Parameters
    ----------
    asked, instead : Asked
    games : mapping of scenario to ParametricGame
    drawn : mapping of scenario to Drawn
        At the present point alone.
    plain : mapping of scenario to Outcome
        The certified answers there.
    """
    now = float(asked.values(drawn)[0])
    differs = len(asked.scenarios) > 1
    kind: Kind = "odds" if asked.sort != "number" else "sign" if differs else "path"
    supports = {}
    for name in asked.scenarios:
        moves = wording_of(games[name].spec, games[name].tree).owners
        supports[name] = {
            move: frozenset(o for o, odds in drawn[name].moves[move].items() if odds[0] > 0)
            for move in moves
            if move in drawn[name].moves
        }
    size = max(float(np.ptp(outcome.game.u.astype(float))) for outcome in plain.values())
    return Bar(
        kind="instead" if instead is not None else kind,
        asked=asked,
        instead=instead,
        now=now,
        supports=supports,
        settled=all(bool(d.decided[0] and not d.several[0]) for d in drawn.values()),
        slack=WITHIN * max(size, abs(now)),
        plain=plain,
    )


def _value(asked: Asked, outcomes: Mapping[str, Outcome]) -> float:
    values = {}
    for name in names_in(asked.expr):
        scenario, _, rest = name.partition(".")
        found = dotted(rest, outcomes[scenario if scenario in outcomes else ""].play)
        values[name] = 0.0 if found is None else found
    return float(evaluate(asked.expr, values, _WITHIN))
