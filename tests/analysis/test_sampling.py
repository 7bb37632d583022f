"""Draws: their distributions against scipy's, their correlations, and that blocks are the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from negotiate.analysis.quantile import quantile
from negotiate.analysis.sampling import HOW, Block, draw_block, thetas
from negotiate.spec.distribution import Correlation
from negotiate.spec.model import Parameter
from negotiate.spec.read.distribution import distribution_of

F = Fraction
SHARES = np.concatenate([[1e-9, 1e-4], np.linspace(0.01, 0.99, 41), [0.9999]])


def parameter(text: str = "", name: str = "p", low: int | None = 0, high: int = 2) -> Parameter:
    plain = Parameter(name, F(1, 2), *((None, None) if low is None else (F(low), F(high))))
    if not text:
        return plain
    return Parameter(
        name, F(1, 2), plain.low, plain.high, distribution=distribution_of(text, plain)
    )


# The same laws, as scipy parametrises them.
LAWS = [
    ("", 0, stats.uniform(0, 2)),
    ("uniform(0.5, 1)", 0, stats.uniform(0.5, 0.5)),
    ("triangular", 0, stats.triang(0.25, 0, 2)),
    ("triangular(mode=0)", 0, stats.triang(0, 0, 2)),
    ("triangular(mode=2)", 0, stats.triang(1, 0, 2)),
    ("normal(0.8, 0.3)", None, stats.norm(0.8, 0.3)),
    ("normal(0.8, 0.3, truncated=false)", 0, stats.norm(0.8, 0.3)),
    ("normal(0.8, 0.3)", 0, stats.truncnorm(-0.8 / 0.3, 1.2 / 0.3, 0.8, 0.3)),
    ("normal(-1, 0.25)", 0, stats.truncnorm(4, 12, -1, 0.25)),
    ("normal(3, 0.25)", 0, stats.truncnorm(-12, -4, 3, 0.25)),
    ("log-normal(0.7, 0.5)", None, stats.lognorm(0.5, scale=0.7)),
    ("beta(2, 5)", 0, stats.beta(2, 5, 0, 2)),
    ("beta(0.5, 0.5)", 0, stats.beta(0.5, 0.5, 0, 2)),
]


@pytest.mark.parametrize(("text", "low", "law"), LAWS)
def test_quantiles_are_those_of_the_law(
    text: str, low: int | None, law: stats.rv_continuous
) -> None:
    found = quantile(parameter(text, low=low), SHARES)
    assert found == pytest.approx(law.ppf(SHARES), rel=1e-7, abs=1e-12)
    # Scipy's own truncated normal is a third way only; the distribution function is the definition.
    assert law.cdf(found) == pytest.approx(SHARES, rel=1e-7)


def test_a_log_normal_is_cut_off_at_the_range() -> None:
    law, low, high = stats.lognorm(0.5, scale=0.7), 0.0, 2.0
    found = quantile(parameter("log-normal(0.7, 0.5)"), SHARES)
    share = (law.cdf(found) - law.cdf(low)) / (law.cdf(high) - law.cdf(low))
    assert share == pytest.approx(SHARES, rel=1e-7)


def test_discrete_values_have_their_shares() -> None:
    found = quantile(parameter("discrete(0: 0.25, 1: 0.5, 2: 0.25)"), np.linspace(0, 0.999, 1000))
    values, counts = np.unique(found, return_counts=True)
    assert values.tolist() == [0, 1, 2]
    assert counts == pytest.approx([250, 500, 250], abs=1)


@pytest.mark.parametrize(
    "text", [text for text, low, _ in LAWS if low == 0 and "false" not in text]
)
def test_draws_stay_in_the_range_to_its_ends(text: str) -> None:
    ends = quantile(parameter(text), np.array([0.0, 1 - 2.0**-53]))
    assert np.isfinite(ends).all()
    assert ((ends >= 0) & (ends <= 2)).all()


def test_without_ends_draws_are_finite() -> None:
    for text in ("normal(0.8, 0.3)", "log-normal(0.7, 0.5)"):
        assert np.isfinite(quantile(parameter(text, low=None), np.array([0.0, 1.0]))).all()


MIXED = (
    parameter("", "plain"),
    parameter("normal(0.8, 0.3)", "normal"),
    Parameter("fixed", F(3)),
    parameter("triangular", "third"),
    parameter("beta(2, 5)", "last"),
)
TOGETHER = (Correlation("plain", "third", F(3, 5)), Correlation("third", "last", F(-1, 2)))


@pytest.mark.parametrize("how", HOW)
def test_rank_correlations_are_those_stated(how: str) -> None:
    drawn = thetas(MIXED, 2**14, 5, how=how, correlations=TOGETHER)
    found = stats.spearmanr(drawn[[0, 1, 3, 4]], axis=1).statistic
    # The standard error of a rank correlation of 16,384 pairs is less than 0.008.
    expected = np.array([[1, 0, 0.6, None], [0, 1, 0, 0], [0.6, 0, 1, -0.5], [None, 0, -0.5, 1]])
    for i, j in ((0, 1), (0, 2), (1, 2), (1, 3), (2, 3)):
        assert found[i, j] == pytest.approx(expected[i, j], abs=0.03)
    assert (drawn[2] == 3).all()


def test_a_correlation_leaves_each_parameter_its_distribution() -> None:
    drawn = thetas(MIXED, 4096, 6, correlations=TOGETHER)
    assert stats.kstest(drawn[0], stats.uniform(0, 2).cdf).pvalue > 0.01
    assert stats.kstest(drawn[3], stats.triang(0.25, 0, 2).cdf).pvalue > 0.01
    assert stats.kstest(drawn[4], stats.beta(2, 5, 0, 2).cdf).pvalue > 0.01


def test_what_is_fixed_leaves_the_rest_as_it_is() -> None:
    whole = thetas(MIXED, 50, 7, correlations=TOGETHER)
    some = thetas(MIXED, 50, 7, correlations=TOGETHER, fixed=["last"])
    assert np.array_equal(whole[:4], some[:4])
    assert (some[4] == 0.5).all()
    behind = (*MIXED, parameter("", "another"))
    assert np.array_equal(whole, thetas(behind, 50, 7, correlations=TOGETHER)[:5])


@pytest.mark.parametrize("how", ["random", "sobol"])
def test_a_block_is_the_same_whoever_draws_it(how: str) -> None:
    whole = thetas(MIXED, 64, 8, how=how, correlations=TOGETHER)
    for start, size in ((0, 16), (16, 16), (32, 32)):
        block = draw_block(MIXED, Block(start, size), 8, how=how, correlations=TOGETHER)
        assert np.array_equal(block, whole[:, start : start + size])


@pytest.mark.parametrize("how", ["sobol", "latin"])
def test_replicates_differ_and_are_even(how: str) -> None:
    blocks = [draw_block(MIXED, Block(0, 64, r), 8, how=how)[0] / 2 for r in range(2)]
    assert not np.array_equal(*blocks)
    for block in blocks:
        assert sorted((block * 64).astype(int).tolist()) == list(range(64))


def test_uniform_draws_are_those_of_a_generator_of_their_own() -> None:
    # Headlines of earlier answers were tested on these.
    drawn = thetas(MIXED, 20, 9)
    assert np.array_equal(drawn[0], np.random.default_rng((9, 0)).uniform(0, 2, 20))
