"""Nearest counter-examples of random games against exact thresholds and exact solves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from tests.analysis.test_region import affine_games, answers_at

from negotiate.api import loads, sensitivity, what_it_takes

NOW = {"x": Fraction(1, 3), "y": Fraction(1, 7)}
BEYOND = Fraction(1, 10**5)
"""How far behind a threshold it is looked whether anything else happens there."""


def single_distance(text: str, now: Any) -> float | None:
    """Return the share of a range to the nearest threshold of one parameter that overturns.

    Behind it, something else happens for sure: there is no tie there.
    """
    shares = []
    for row in what_it_takes(loads(text)).rows:
        for side, turn, share in (
            (-1, row.below, row.share_below), (1, row.above, row.share_above)
        ):  # fmt: skip
            if turn is None or share is None:
                continue
            there = {**NOW, row.parameter: Fraction(turn.at.value) + side * BEYOND}
            if abs(there[row.parameter]) <= 1:
                found = answers_at(text, there["x"], there["y"])
                if len(found) == 1 and found != now:
                    shares.append(share)
    return min(shares, default=None)


@settings(max_examples=30)
@given(affine_games())
def test_no_threshold_of_one_parameter_is_nearer_than_the_nearest(text: str) -> None:
    now = answers_at(text, NOW["x"], NOW["y"])
    if len(now) > 1:
        return
    alone = single_distance(text, now)
    answer = sensitivity(loads(text), "payoff.P0", draws=16)
    if answer.nearest is None:
        assert alone is None
        return
    if alone is not None:
        assert answer.nearest.boundary <= alone * (1 + 1e-3) + 1e-5
    there = NOW | {shift.parameter: Fraction(shift.then) for shift in answer.nearest.shifts}
    found = answers_at(text, there["x"], there["y"])
    assert found != now
    assert answer.nearest.ties or not found & now
