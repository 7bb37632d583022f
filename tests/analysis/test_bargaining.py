"""The bargaining plane: hulls, frontiers, Nash's point, against brute force and by hand."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import load
from negotiate.analysis.bargaining import feasible, frontier, hull, nash_point
from negotiate.api import plot
from negotiate.forms.normal import normal_form

NUMBER = st.integers(-4, 4).map(float)
POINTS = st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=9)


def reach(points: list[tuple[float, float]], a: float, b: float) -> float:
    return max(a * x + b * y for x, y in points)


@given(POINTS)
def test_hull_supports_in_every_direction_what_its_points_do(
    points: list[tuple[float, float]],
) -> None:
    found = list(hull(points))
    assert set(found) <= set(points)
    for a, b in product(range(-3, 4), repeat=2):
        assert reach(found, a, b) == reach(points, a, b)


@given(POINTS)
def test_no_feasible_point_is_better_than_the_frontier(points: list[tuple[float, float]]) -> None:
    corners = hull(points)
    efficient = frontier(corners)
    assert efficient[-1] == max(corners)
    assert efficient[0] == max(corners, key=lambda p: (p[1], p[0]))
    for (x, y), (v, w) in pairwise(efficient):
        assert x < v
        assert y > w
        # Outwards from each edge nothing is feasible: both weights are positive.
        assert reach(list(corners), y - w, v - x) == pytest.approx((y - w) * x + (v - x) * y)


@given(POINTS, st.tuples(NUMBER, NUMBER))
def test_nash_point_has_the_largest_product(
    points: list[tuple[float, float]], rest: tuple[float, float]
) -> None:
    efficient = frontier(hull(points))
    found = nash_point(efficient, rest)
    shares = np.linspace(0, 1, 41)
    tried = [
        (x + s * (v - x), y + s * (w - y))
        for (x, y), (v, w) in zip(efficient, [*efficient[1:], efficient[-1]], strict=True)
        for s in shares
    ]
    products = [(x - rest[0]) * (y - rest[1]) for x, y in tried if x > rest[0] and y > rest[1]]
    if found is None:
        assert not products
    else:
        gain = (found[0] - rest[0]) * (found[1] - rest[1])
        assert gain >= max(products, default=0) - 1e-9


def test_split_of_one() -> None:
    # Nash (1950): the half, by symmetry.
    assert nash_point(frontier([(0, 0), (1, 0), (0, 1)]), (0, 0)) == (0.5, 0.5)


@pytest.mark.parametrize("scenario", ["both_believed", "ukraine_first", "carrot_believed"])
def test_feasible_set_is_that_of_all_profiles(scenario: str) -> None:
    game = load("conditional-aid").game(scenario)
    tree = game.tree
    value = np.zeros((tree.n_nodes, 2))
    value[tree.leaf] = game.u
    table = normal_form(tree).table(tree, game.chance, value).reshape(-1, 2)
    profiles = [(x, y) for x, y in table.tolist()]
    found = hull(feasible(game, (0, 1)))
    for angle in np.linspace(0, 6.2, 32):
        a, b = float(np.cos(angle)), float(np.sin(angle))
        assert reach(list(found), a, b) == pytest.approx(reach(profiles, a, b))


def test_disagreement_is_the_equilibrium_of_the_scenario_named() -> None:
    found = plot("conditional-aid", "bargaining", against="both_believed").answer
    # By hand: both accept, which pays Ukraine 2 and Russia 3; see the game file.
    assert found.disagreement == (2, 3)
    assert found.against == "both_believed"
    assert found.scenario == "both_believed"
