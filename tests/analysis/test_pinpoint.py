"""Single outcomes from the file's own expressions: the compiled payoffs must agree with them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis_games import CONDITIONAL_AID, STICK, model

from negotiate.analysis.pinpoint import Pinpoint

EVERYTHING = """
title: Every operation
players: [A, B]
parameters: {x: 3/7, y: -2, z: 2}
define:
  kind: {first: [{when: m == a, then: warm}, {then: cold}]}
  double: 2 * x
criteria: {up: y + double > 0, first_up: m == a and not up}
moves:
  - A: m
    options: [a, b, c]
  - chance: n
    when: m != c
    odds: {s: x, t: 1 - x}
payoffs:
  A:
    power: x ** 2 - y ** 3 / (z + 1) if kind == warm else -abs(y)
    choice: min(x, y, z) + max(x, y) if n == s or up else (x if y < z else y)
    test: first_up + 3 * up
  B: {of: m, a: 1, b: x * y, c: double}
"""


def pinned(text: str, scenario: str = "", **settings: Fraction) -> None:
    """Compare every payoff and all odds with those of the compiled game."""
    parametric = model(text).with_settings(settings).parametric(scenario)
    game = parametric.at(exact=True)
    values = {p.name: p.value for p in parametric.parameters} | dict(parametric.fixed)
    point = Pinpoint(parametric, values)
    tree = game.tree
    for z in range(tree.n_leaves):
        row = [point.payoff(z, i) for i in range(tree.n_players)]
        assert row == game.u[z].tolist()
    for s, h in enumerate(tree.slot_infoset.tolist()):
        if tree.infoset_owner[h] < 0:
            node = int(tree.first_child[tree.first_node[h]] + s - tree.slot_start[h])
            while tree.leaf_row[node] < 0:
                node = int(tree.first_child[node])
            assert point.odds(s, int(tree.leaf_row[node])) == game.chance[s]


@given(st.fractions(0, 1, max_denominator=9), st.fractions(-3, 3), st.fractions(0, 3))
def test_every_operation(x: Fraction, y: Fraction, z: Fraction) -> None:
    pinned(EVERYTHING, x=x, y=y, z=z)


@pytest.mark.parametrize("scenario", ["plain", "threat", "cheap", "bound"])
def test_scenarios_of_moves(scenario: str) -> None:
    pinned(STICK, scenario)


def test_simultaneous_moves_and_other_orders() -> None:
    pinned(CONDITIONAL_AID, "neither")
    pinned(CONDITIONAL_AID, "russia_first")


def test_trees_with_chance_and_tables() -> None:
    pinned("""
        players: [A, B]
        parameters: {p: 1/4, v: 5}
        tree:
          A:
            stay: [0, v]
            go:
              chance: {win: [v, 1], lose: {B: {l: [1, p], r: [-1, 2 * v]}}}
              odds: {win: p, lose: 1 - p}
    """)
    pinned("""
        players: {A: [h, t], B: [h, t]}
        parameters: {v: 3}
        payoffs: {h: {h: [v, 0], t: [0, 1]}, t: {h: [0, 1], t: [1, v ** 2]}}
    """)


def test_functions_without_fractions_become_floats() -> None:
    text = """
        players: [A]
        parameters: {x: 2}
        moves: [{A: m, options: [a, b, c]}]
        payoffs: {A: "exp(x) if m == a else log(x) if m == b else sqrt(x) + x ** 1/2"}
    """
    parametric = model(text).parametric()
    point = Pinpoint(parametric, {"x": Fraction(2)})
    assert [point.payoff(z, 0) for z in range(3)] == pytest.approx(
        [math.exp(2), math.log(2), math.sqrt(2) + 1]
    )
    steep = model(text.replace("exp(x)", "x ** 200")).parametric()
    assert Pinpoint(steep, {"x": Fraction(2)}).payoff(0, 0) == 2.0**200
