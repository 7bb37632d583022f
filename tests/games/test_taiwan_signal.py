"""The regions that the comments of `taiwan-signal.yaml` derive, at random numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.analysis.answer import solve
from negotiate.analysis.outcome import Outcome
from negotiate.results import Coverage
from negotiate.solvers.protocol import Options

steps = st.integers(1, 9).map(Fraction)


@settings(max_examples=25, deadline=None)
@given(
    prior=st.integers(1, 39).map(lambda n: Fraction(n, 40)),
    price=st.tuples(steps, steps),
    pressure=steps,
    gains=st.tuples(steps, steps, steps),
)
def test_who_sustains_the_war_and_what_china_believes(
    prior: Fraction,
    price: tuple[Fraction, Fraction],
    pressure: Fraction,
    gains: tuple[Fraction, Fraction, Fraction],
) -> None:
    resolute, wavering = price[0] / pressure, (price[0] + price[1]) / pressure
    gain, clash, freed = gains[0] + gains[2], gains[1], gains[2]
    sustain, end = gain / (gain + clash), (gain - freed) / (gain + clash)
    assume(prior not in {sustain, end} and 1 not in {resolute, wavering})
    wanted = {(Fraction(0), Fraction(0))}  # pooling on end, pressed or not
    if resolute < 1 < wavering:
        wanted.add((Fraction(1), Fraction(0)))
    if wavering < 1:
        bluff = prior * (1 - sustain) / ((1 - prior) * sustain)
        wanted.add((Fraction(1), min(bluff, Fraction(1))))
    if resolute < 1 and prior > end:
        wanted.add((1 - (1 - prior) * end / (prior * (1 - end)), Fraction(0)))
    numbers = {
        "prior": prior, "war_resolute": price[0], "war_wavering": price[0] + price[1],
        "pressure_us": pressure, "gain": gain, "clash": clash, "freed_arms": freed,
    }  # fmt: skip
    parametric = negotiate.load("taiwan-signal").parametric("doubt")
    game, measured = parametric.at(numbers, exact=True), parametric.outcomes(numbers, exact=True)
    solution = solve(game, "sequential", options=Options(all=True))
    assert solution.coverage is Coverage.ALL
    found = []
    for equilibrium in solution.equilibria:
        at = {
            (d.move, *d.history.values()): d
            for d in Outcome(parametric, game, equilibrium, measured).play.decisions
        }
        firm, weak = (at["ukraine", kind].plays["sustain"] for kind in ("resolute", "wavering"))
        found.append((firm, weak))
        for seen, x, y in (("sustain", firm, weak), ("end", 1 - firm, 1 - weak)):
            total = prior * x + (1 - prior) * y
            if total:
                believed = at["taiwan", seen].beliefs["resolve resolute"]
                assert believed == prior * x / total
    assert sorted(found) == sorted(wanted)
