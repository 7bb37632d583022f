"""What is proved of a box of parameters, against points in it and against closed forms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.test_region import affine_games, answers_at
from tests.sensitivity_games import CHOICE, SURE, TIED

from negotiate.analysis.sensitivity_proof import (
    OPERATIONS,
    Form,
    UnprovedError,
    hull,
    proved_distance,
)
from negotiate.api import loads, sensitivity
from negotiate.game.arithmetic import FLOAT

numbers = st.floats(-3, 3).map(lambda x: round(x, 3))
sizes = st.sampled_from([0.0, 0.01, 0.3, 1.0])
forms = st.builds(lambda c, a, b, d: Form(c, np.array([a, b]), d), numbers, numbers, sizes, sizes)
units = st.floats(-1, 1)


def at(form: Form, point: list[float], inside: float) -> float:
    return form.centre + float(form.slopes @ point) + form.slack * inside


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"and", "or", "not", "where"}))
@settings(max_examples=25)
@given(st.tuples(forms, forms), st.lists(units, min_size=2, max_size=2), st.tuples(units, units))
def test_an_operation_holds_at_every_point(
    name: str, both: tuple[Form, Form], point: list[float], slacks: tuple[float, float]
) -> None:
    """Against the arithmetic of draws, at any point of the box."""
    function, arity = OPERATIONS[name]
    try:
        found = function(*both[:arity])
    except UnprovedError:
        return
    pairs = list(zip(both, slacks, strict=True))[:arity]
    values = [np.array([at(form, point, inside)]) for form, inside in pairs]
    exact = float(FLOAT.operations[name](*values)[0])
    slack = 1e-9 * (1 + abs(exact) + found.radius)
    rest = exact - found.centre - float(found.slopes @ point)
    assert abs(rest) <= found.slack + slack


@given(forms, forms, st.lists(units, min_size=2, max_size=2), units)
def test_a_hull_holds_both(a: Form, b: Form, point: list[float], d: float) -> None:
    joined = hull(a, b)
    for form in (a, b):
        rest = at(form, point, d) - joined.centre - float(joined.slopes @ point)
        assert abs(rest) <= joined.slack + 1e-9


def proved(text: str) -> float:
    model = loads(text)
    chosen = [p for p in model.spec.parameters if p.low is not None and p.high is not None]
    low, high = (np.array([float(getattr(p, end)) for p in chosen]) for end in ("low", "high"))
    return proved_distance(model.parametric(""), [p.name for p in chosen], low, high)


shares = st.fractions(-1, 1, max_denominator=99)


@settings(max_examples=40)
@given(affine_games(), st.lists(st.tuples(shares, shares), min_size=6, max_size=6))
def test_nothing_else_happens_anywhere_in_the_box(text: str, points: Any) -> None:
    """Exact solves at points of the box and at its corners; both ranges are 2 wide."""
    reach = Fraction(proved(text)) * 2
    now = answers_at(text, Fraction(1, 3), Fraction(1, 7))
    assume(reach)
    assert len(now) == 1
    corners = [(Fraction(s), Fraction(t)) for s in (-1, 1) for t in (-1, 1)]
    for s, t in [*points, *corners]:
        x, y = (min(max(c, Fraction(-1)), Fraction(1))
                for c in (Fraction(1, 3) + s * reach, Fraction(1, 7) + t * reach))  # fmt: skip
        assert answers_at(text, x, y) == now


def test_of_a_sum_it_is_all_but_the_distance() -> None:
    """CHOICE is overturned at 1/7, and forms lose nothing of what is linear."""
    assert 0.9 / 7 < proved(CHOICE) < 1 / 7
    answer = sensitivity(loads(CHOICE), "go == right", draws=16)
    assert answer.nearest is not None
    assert 0 < answer.proved < answer.nearest.boundary


def test_what_products_and_quotients_lose_is_little() -> None:
    """Left iff a b / (1 + c) > 2, at 1 now, a and b from 1 in 0 to 2, c from 0 in 0 to 1.

    c only lowers it, so that the distance r solves (1 + 2 r)^2 = 2.
    """
    text = """
players: [One]
parameters:
  a: {value: 1, range: [0, 2]}
  b: {value: 1, range: [0, 2]}
  c: {value: 0, range: [0, 1]}
moves:
  - One: go
    options: [left, right]
payoffs: {One: "a * b / (1 + c) if go == left else 2"}
"""
    exact = (2**0.5 - 1) / 2
    assert 0.6 * exact < proved(text) < exact


@pytest.mark.parametrize(("text", "expected"), [(SURE, 1.0), (TIED, 0.0)])
def test_everywhere_and_nowhere(text: str, expected: float) -> None:
    assert proved(text) == expected


def test_of_other_concepts_and_of_hidden_moves_nothing_is_proved() -> None:
    hidden = sensitivity("conditional-aid", "ua_talks == accept", "both_believed", draws=16)
    assert hidden.proved == 0
    other = sensitivity(loads(SURE), "go == left", concept="nash", draws=16)
    assert other.proved == 0


@pytest.mark.parametrize(("name", "low", "high"), [("exp", 0, 1), ("log", 1, 9), ("sqrt", 4, 9)])
def test_a_rising_function_is_known_as_well_as_what_it_is_of(
    name: str, low: float, high: float
) -> None:
    """Its image of an interval is that between the images of the ends, and no wider."""
    function, _ = OPERATIONS[name]
    image = function(Form((low + high) / 2, np.zeros(2), (high - low) / 2))
    of = {"exp": np.exp, "log": np.log, "sqrt": np.sqrt}[name]
    assert (image.low, image.high) == pytest.approx((of(low), of(high)))


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_that_are_apart_differ(sign: int) -> None:
    one, none = Form(3.0 * sign, np.array([1.0, 0.0]), 1.0), Form(0.0, np.zeros(2))
    for name, truth in (("!=", 1), ("==", 0)):
        decided = OPERATIONS[name][0](one, none)
        assert (decided.low, decided.high) == (truth, truth)
