"""Which parameters change what happens by themselves, on games where that is plain."""

from __future__ import annotations

import math

from negotiate.analysis.leverage import LOOKS, leverage
from negotiate.api import load, loads

GAME = """
title: In or out
players: [A]
parameters:
  idle: {value: 0, range: [-1, 1]}
  worth: {value: 4, range: [0, 15]}
  fixed: {value: 3}
moves:
  - A: entry
    options: [in, out]
payoffs:
  A:
    gain: worth if entry == in else 6.5
    other: idle + fixed
scenarios:
  far: {}
  near: {set: {idle: 1}}
"""


def test_the_nearest_look_that_changes_something() -> None:
    # Looks at 0, 1, … 15: in is played from 6.5 on, so first at 7, three fifteenths away.
    assert LOOKS == 16
    found = leverage(loads(GAME), ["far"])
    assert list(found) == ["worth", "idle"]
    assert math.isclose(found["worth"], 3 / 15)
    assert found["idle"] == math.inf


def test_without_ranges_there_is_nothing_to_say() -> None:
    model = load("textbook/centipede")
    assert leverage(model, model.main_scenarios) == {}


def test_the_order_is_that_of_the_first_scenario() -> None:
    model = load("deterrence/noisy-commitment")
    names = model.main_scenarios
    found = leverage(model, names)
    assert set(found) == {p.name for p in model.spec.parameters if p.low is not None}
    alone = leverage(model, names[:1])
    assert [n for n, x in alone.items() if x < math.inf] == list(found)[
        : sum(x < math.inf for x in alone.values())
    ]
    assert all(found[name] <= alone[name] for name in alone)
