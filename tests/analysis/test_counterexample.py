"""The search for the nearest counter-example, where the answer is known in closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from negotiate.analysis.counterexample import Effort, Search, SpentError
from negotiate.analysis.counterexample_nearest import check_within, nearest, sparse
from negotiate.analysis.counterexample_plane import (
    EUCLID,
    MAX,
    Box,
    distance,
    nearest_on_plane,
    scattered,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.types import BoolArray, FloatArray

WIDE = Box(np.full(4, -1.0), np.full(4, 1.0))
NORMAL = np.array([1.0, -2.0, 3.0, 0.0])


def beyond(normal: FloatArray, level: float) -> Callable[[FloatArray], BoolArray]:
    """Return what overturns where ``normal . x > level``."""
    return lambda x: normal @ x > level


def starts_of(search: Search, norm: str, seed: int = 0) -> FloatArray:
    points = scattered(search.box, 2048, seed)
    hits = points[:, search.overturned(points)]
    return hits[:, np.argsort(distance(hits, norm), kind="stable")]


slopes = st.floats(0.05, 3) | st.floats(-3, -0.05) | st.just(0.0)
weights = st.lists(slopes, min_size=2, max_size=6).filter(any)


@given(weights, st.data())
def test_the_nearest_point_of_a_plane_is_that_of_a_linear_program(w: Any, data: Any) -> None:
    """The max norm as a linear program, Euclid's as a quadratic one, by scipy."""
    normal = np.array(w)
    ends = st.lists(st.floats(0.05, 2), min_size=len(w), max_size=len(w))
    box = Box(-np.array(data.draw(ends)), np.array(data.draw(ends)))
    point = nearest_on_plane(normal, box, MAX)
    size = len(w)
    rows = [[*(s * np.eye(size)[k]), -1.0] for k in range(size) for s in (1, -1)]
    bounds = [*zip(box.lower, box.upper, strict=True), (0, None)]
    exact = linprog(
        [0] * size + [1], A_ub=rows, b_ub=[0] * len(rows), A_eq=[[*normal, 0]], b_eq=[1],
        bounds=bounds,
    )  # fmt: skip
    if exact.status == 2:  # the plane misses the box
        assert normal @ point <= 1 + 1e-9
        return
    assert distance(point, MAX) == pytest.approx(exact.fun, rel=1e-3, abs=1e-6)
    round_ = nearest_on_plane(normal, box, EUCLID)
    assert normal @ round_ == pytest.approx(1, abs=1e-3)
    assert (box.clip(round_) == round_).all()
    best = minimize(
        lambda x: x @ x, point, jac=lambda x: 2 * x, method="SLSQP",
        bounds=list(zip(box.lower, box.upper, strict=True)),
        constraints={"type": "eq", "fun": lambda x: normal @ x - 1},
    )  # fmt: skip
    assert distance(round_, EUCLID) ** 2 <= best.fun * (1 + 1e-3) + 1e-5


@pytest.mark.parametrize(("norm", "expected"), [(MAX, 0.5 / 6), (EUCLID, 0.5 / 14**0.5)])
def test_a_plane_is_met_at_its_distance(norm: Any, expected: float) -> None:
    """Closed form: level / dual norm of the normal."""
    search = Search(beyond(NORMAL, 0.5), WIDE, Effort())
    point = nearest(search, starts_of(search, norm), norm)
    assert point is not None
    assert distance(point, norm) == pytest.approx(expected, rel=2e-3)
    assert search.overturned(point[:, None])[0]


def test_rays_that_meet_nothing_do_not_hide_those_that_do() -> None:
    search = Search(beyond(NORMAL, 0.5), WIDE, Effort())
    first, last = np.eye(4)[[0, 3]]
    found = search.along(np.stack([-NORMAL / 4, NORMAL / 4, last, first], axis=1))
    assert np.isnan(found[:, [0, 2]]).all()
    assert NORMAL @ found[:, 1] == pytest.approx(0.5, abs=1e-5)
    assert found[:, 1] == pytest.approx(NORMAL * 0.5 / 14, abs=1e-5)
    assert found[:, 3] == pytest.approx([0.5, 0, 0, 0], abs=1e-5)


def test_a_plane_is_read_off_the_rays_beside_one_that_meets_it() -> None:
    """It is n . x = 1, where n is the normal over its level; what is parallel has no part."""
    search = Search(beyond(NORMAL, 0.5), WIDE, Effort())
    point = np.array([0.1, -0.05, 0.1, 0.3])
    assert NORMAL @ point == pytest.approx(0.5)
    normal, level = search.plane(point, np.arange(4), np.zeros(4))
    assert normal == pytest.approx(NORMAL / 0.5, abs=0.02)
    assert level == pytest.approx(1, abs=0.02)
    assert level > normal @ point
    some, _ = search.plane(point, np.array([0, 3]), np.zeros(4))
    assert some == pytest.approx([2, 0, 0, 0], abs=0.02)


def test_of_two_regions_the_nearer_one_is_found() -> None:
    """A large region far away, and a sliver near by: |x| >= 0.9, and the plane at 0.2 / 6."""

    def either(x: FloatArray) -> BoolArray:
        sliver: BoolArray = (-NORMAL @ x > 0.2) & (-NORMAL @ x <= 0.6)
        found: BoolArray = sliver | (x[0] > 0.9)
        return found

    search = Search(either, WIDE, Effort())
    point = nearest(search, starts_of(search, MAX), MAX)
    assert point is not None
    assert distance(point, MAX) == pytest.approx(0.2 / 6, rel=2e-3)


def test_a_curved_boundary_is_followed_to_its_nearest_point() -> None:
    """Beyond a sphere about (1, 1, 0, 0) of radius sqrt 2 - 0.4: Euclid 0.4, straight there."""
    centre = np.array([1.0, 1, 0, 0])
    inside = lambda x: ((x - centre[:, None]) ** 2).sum(axis=0) < (2**0.5 - 0.4) ** 2  # noqa: E731
    search = Search(inside, WIDE, Effort(rounds=20))
    point = nearest(search, starts_of(search, EUCLID), EUCLID)
    assert point is not None
    assert distance(point, EUCLID) == pytest.approx(0.4, rel=5e-3)


def test_within_a_narrow_box_the_others_go_further() -> None:
    box = Box(np.array([-1.0, -0.05, -1.0, -1.0]), np.array([1.0, 1.0, 0.05, 1.0]))
    search = Search(beyond(NORMAL, 0.5), box, Effort())
    point = nearest(search, starts_of(search, MAX), MAX)
    assert point is not None
    assert point == pytest.approx([0.25, -0.05, 0.05, 0], abs=2e-3)


def test_a_nearer_point_within_the_distance_is_taken() -> None:
    search = Search(beyond(NORMAL, 0.5), WIDE, Effort())
    far = np.array([0.5, 0.0, 0.0, 0.9])
    point, looked = check_within(search, far, seed=0)
    assert distance(point, MAX) == pytest.approx(0.5 / 6, rel=5e-3)
    assert looked == search.effort.within


def test_fewer_parameters_go_further() -> None:
    """Closed form: with the m largest weights, level / their sum."""
    search = Search(beyond(NORMAL, 0.5), WIDE, Effort())
    whole = np.array([1.0, -1, 1, 0]) * 0.5 / 6
    found = sparse(search, whole, np.zeros((4, 0)))
    assert [np.flatnonzero(point).tolist() for point in found] == [[2], [1, 2], [0, 1, 2]]
    sizes = [float(distance(point, MAX)) for point in found]
    assert sizes == pytest.approx([0.5 / 3, 0.5 / 5, 0.5 / 6], rel=5e-3)


def test_a_boundary_that_one_parameter_does_not_reach_needs_two() -> None:
    search = Search(beyond(np.array([1.0, 1.0]), 1.5), Box(-np.ones(2), np.ones(2)), Effort())
    found = sparse(search, np.array([0.75, 0.75]), np.zeros((2, 0)))
    assert [np.count_nonzero(point) for point in found] == [2]


@pytest.mark.parametrize(("norm", "expected"), [(MAX, 0.25), (EUCLID, 0.25 * 2**0.5)])
def test_where_two_things_must_change_the_corner_is_found(norm: Any, expected: float) -> None:
    """By hand: x >= 1/4 and y >= 1/4, from anywhere beyond."""
    search = Search(lambda p: (p[0] > 0.25) & (p[1] > 0.25), WIDE, Effort())
    point = search.descend(np.array([0.9, 0.5, -0.3, 0.7]), norm)
    assert distance(point, norm) == pytest.approx(expected, rel=5e-3)
    assert point[2:] == pytest.approx([0, 0], abs=1e-9)


def test_nothing_overturned_is_no_point() -> None:
    search = Search(beyond(NORMAL, 100), WIDE, Effort())
    assert nearest(search, np.zeros((4, 0)), MAX) is None


def test_a_search_that_may_look_no_more_gives_what_it_has() -> None:
    seen = 0

    def looked(x: FloatArray) -> BoolArray:
        nonlocal seen
        seen += x.shape[1]
        if seen > 300:
            raise SpentError
        found: BoolArray = NORMAL @ x > 0.5
        return found

    start = np.array([0.9, 0, 0.0, 0])
    found = nearest(Search(looked, WIDE, Effort()), start[:, None], MAX)
    assert found is not None
    assert NORMAL @ found > 0.5
