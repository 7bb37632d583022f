"""Sobol indices against published values, closed forms, and two other programs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import sobol_indices

from negotiate.analysis.sobol import Sample, indices, sample

if TYPE_CHECKING:
    from negotiate.types import FloatArray

ROWS = 4096


def ishigami(points: FloatArray) -> FloatArray:
    x = np.pi * (2 * points - 1)
    found: FloatArray = np.sin(x[0]) * (1 + 0.1 * x[2] ** 4) + 7 * np.sin(x[1]) ** 2
    return found


def linear(points: FloatArray) -> FloatArray:
    found: FloatArray = np.array([1.0, 2.0, 3.0]) @ points
    return found


def test_ishigami_has_its_published_indices() -> None:
    """Ishigami & Homma (1990), a = 7, b = 0.1: values as in Saltelli et al. (2008), table 4."""
    found = indices(sample(ishigami, 3, ROWS, seed=1), seed=1)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    assert found.variance == pytest.approx(
        49 / 8 + 0.1 * np.pi**4 / 5 + np.pi**8 / 1800 + 1 / 2, rel=0.01
    )
    inside = (found.first_interval[0] <= [0.3139, 0.4424, 0]) & (
        found.first_interval[1] >= [0.3139, 0.4424, 0]
    )
    assert inside.all()


def test_a_sum_shares_its_variance_by_the_squares_of_its_weights() -> None:
    """Closed form: S_k = ST_k = w_k^2 / sum of w^2, for independent inputs of one variance."""
    found = indices(sample(linear, 3, ROWS, seed=2), seed=2)
    assert found.first == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)
    assert found.total == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)
    assert (found.mean, found.variance) == pytest.approx((3, 14 / 12), rel=0.005)


def test_scipy_gets_the_same_from_the_same_points() -> None:
    got = sample(ishigami, 3, 512, seed=3)
    known = {"f_A": got.a[None], "f_B": got.b[None], "f_AB": got.ab[:, None]}
    theirs = sobol_indices(func=known, n=512)
    ours = indices(got, seed=3)
    assert ours.first == pytest.approx(theirs.first_order.ravel(), rel=1e-9)
    assert ours.total == pytest.approx(theirs.total_order.ravel(), rel=1e-9)


def test_salib_gets_the_same_from_the_same_points() -> None:
    sobol = pytest.importorskip("SALib.analyze.sobol")
    got = sample(ishigami, 3, 512, seed=4)
    flat = np.vstack([got.a, got.ab, got.b]).T.ravel()
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = sobol.analyze(problem, flat, calc_second_order=False, seed=1)
    ours = indices(got, seed=4)
    # It takes the mean over all points off, here that of A and B is, which is what differs.
    assert ours.first == pytest.approx(theirs["S1"], abs=1e-5)
    assert ours.total == pytest.approx(theirs["ST"], rel=1e-9)


def test_a_yes_or_no_output_has_indices_too() -> None:
    """Closed form: of x > 1/2 and y > 1/2, V = 3/16, each alone explains 1/16 of it."""
    found = indices(sample(lambda p: ((p > 0.5).all(axis=0)).astype(float), 2, ROWS, 5), 5)
    assert found.first == pytest.approx([1 / 3, 1 / 3], abs=0.02)
    assert found.total == pytest.approx([2 / 3, 2 / 3], abs=0.02)


@pytest.mark.parametrize("level", [0.0, 1.0, 1e9 / 3])
def test_a_constant_has_no_variance_to_share(level: float) -> None:
    found = indices(sample(lambda p: np.full(p.shape[1], level), 2, 64, 0), 0)
    assert found.constant
    assert found.variance < 1e-12
    assert np.isnan(found.first).all()


def test_rows_without_a_value_are_left_out() -> None:
    got = sample(linear, 3, 256, seed=6)
    a = got.a.copy()
    a[:56] = np.nan
    found = indices(Sample(a, got.b, got.ab, got.more), seed=6)
    assert found.rows == 200
    assert np.isfinite(found.total).all()
    assert indices(Sample(np.full(256, np.nan), got.b, got.ab, got.more), seed=6).rows == 0


def test_one_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, same, other = (indices(sample(ishigami, 3, 128, s), s) for s in (7, 7, 8))
    assert one.first_interval.tobytes() == same.first_interval.tobytes()
    assert one.first.tobytes() != other.first.tobytes()


def test_intervals_narrow_with_the_sample() -> None:
    """Bootstrap intervals shrink about as 1 / sqrt(N): from 256 to 4,096 rows, to a quarter."""
    widths = []
    for rows in (256, 4096):
        found = indices(sample(linear, 3, rows, 9), 9)
        widths.append(float(np.ptp(found.total_interval, axis=0).mean()))
    assert widths[1] < widths[0] / 2.5


def test_the_ends_are_those_of_all_that_was_computed() -> None:
    """Wherever the lowest and the highest number came up: at a, at b, or at a mixed point."""
    middle = np.array([0.0, 1.0, 2.0])
    for k, places in enumerate(("a", "b", "ab")):
        values = {name: middle.copy() for name in ("a", "b", "ab")}
        values[places][k] = -7.0
        values[places][(k + 1) % 3] = 9.0
        above = np.ones((1, 3), dtype=bool)
        found = indices(Sample(values["a"], values["b"], values["ab"][None], above), seed=1)
        assert (found.low, found.high) == (-7, 9)
