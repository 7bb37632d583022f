"""All equilibria of two-player tables: speed must not cost any, and components are the whole."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import NoAnswerError
from negotiate.solvers import bimatrix, regular
from negotiate.solvers.bimatrix import extreme_equilibria, most_vertices, undominated
from negotiate.solvers.components import components
from negotiate.solvers.polytope import exact_vertices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiate.types import NumberArray

Pairs = set[tuple[float, ...]]


def as_set(A: NumberArray, B: NumberArray) -> Pairs:
    found = extreme_equilibria(A, B)
    assert found.complete
    return {tuple(np.round([*map(float, x), *map(float, y)], 7) + 0.0) for x, y in found.pairs}


def as_fractions(M: NumberArray) -> NumberArray:
    return np.array([[Fraction(x) for x in row] for row in M.tolist()], dtype=object)


@pytest.mark.parametrize("n", [7, 8, 9])
def test_one_polytope_finds_what_two_find(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way for regular tables, and the general way, on random tables."""
    tables = np.random.default_rng(n).random((4, 2, n, n))
    quick = [as_set(A, B) for A, B in tables]
    assert all(regular.equilibria(*map(bimatrix.scaled, pair)) is not None for pair in tables)
    monkeypatch.setattr(regular, "equilibria", lambda *_: None)
    assert [as_set(A, B) for A, B in tables] == quick


@pytest.mark.parametrize("shape", [(2, 30), (5, 12), (12, 5), (7, 9)])
def test_oblong_tables_transposed(shape: tuple[int, int]) -> None:
    m, _ = shape
    A, B = np.random.default_rng(1).random((2, *shape))
    turned = {(*pair[len(pair) - m :], *pair[: len(pair) - m]) for pair in as_set(B.T, A.T)}
    assert turned == as_set(A, B)


def test_floats_and_integers_agree_on_random_tables() -> None:
    """Eight by eight in fractions: the exact answer, to which the float one is rounded."""
    A, B = np.random.default_rng(3).integers(-50, 50, (2, 8, 8))
    exact = extreme_equilibria(as_fractions(A), as_fractions(B))
    assert all(sum(x) == sum(y) == 1 for x, y in exact.pairs)
    assert as_set(A.astype(float), B.astype(float)) == as_set(as_fractions(A), as_fractions(B))


@pytest.mark.parametrize("seed", range(6))
def test_ties_in_tables_that_need_the_hull(seed: int) -> None:
    """Seven by seven with payoffs 0 to 2: floats against fractions."""
    A, B = np.random.default_rng(seed).integers(0, 3, (2, 6, 7))
    assert as_set(A.astype(float), B.astype(float)) == as_set(as_fractions(A), as_fractions(B))


def test_large_offsets_and_scales_lose_nothing() -> None:
    A, B = np.random.default_rng(5).integers(0, 100, (2, 8, 8)).astype(float)
    wanted = sorted(as_set(A, B))
    assert np.allclose(sorted(as_set(A * 1e6 + 1e9, B * 1e-6 - 1e3)), wanted, atol=1e-6)


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=2, max_size=4))
def test_vertices_in_integers_are_all_feasible_bases(table: list[list[int]]) -> None:
    M = as_fractions(bimatrix.scaled(as_fractions(np.array(table))))
    k, d = M.shape
    G = np.concatenate([np.eye(d), M.astype(float)])
    h = np.repeat([0.0, 1.0], [d, k])
    wanted = set()
    for basis in combinations(range(d + k), d):
        if abs(np.linalg.det(G[list(basis)])) > 1e-9:
            z = np.linalg.solve(G[list(basis)], h[list(basis)])
            if z.min() > -1e-9 and (M.astype(float) @ z).max() < 1 + 1e-9:
                wanted.add(tuple(np.round(z, 6) + 0.0))
    found = list(exact_vertices(M))
    assert {tuple(round(float(x), 6) + 0.0 for x in point) for point, _ in found} == wanted
    for point, tight in found:
        slack = [*point, *(1 - M @ np.array(point, dtype=object))]
        assert tight == [c for c in range(d + k) if slack[c] == 0]


def brute_subsets(edges: list[tuple[int, int]]) -> set[tuple[int, ...]]:
    """Return the maximal complete bipartite subgraphs, by trying every set of left ends."""
    lefts = sorted({left for left, _ in edges})
    chosen: Iterable[Any] = chain(*(combinations(lefts, k) for k in range(1, len(lefts) + 1)))
    blocks = set()
    for some in chosen:
        rights = set.intersection(*({r for x, r in edges if x == left} for left in some))
        block = tuple(i for i, (x, r) in enumerate(edges) if x in some and r in rights)
        if rights:
            blocks.add(block)
    return {b for b in blocks if not any(set(b) < set(other) for other in blocks)}


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(10, 14)), min_size=1, max_size=14))
def test_components_are_the_maximal_blocks_joined_where_they_meet(
    edges: set[tuple[int, int]],
) -> None:
    ordered = sorted(edges)
    parts = components(ordered)
    assert sorted(m for part in parts for m in part.members) == list(range(len(edges)))
    assert {s for part in parts for s in part.subsets} == brute_subsets(ordered)
    ends = [{e for m in part.members for e in ordered[m]} for part in parts]
    assert all(not a & b for a, b in combinations(ends, 2))
    for part in parts:
        met, rest = set(part.subsets[0]), list(part.subsets[1:])
        while rest:  # each further block shares an end with those that hang together already
            known = {end for m in met for end in ordered[m]}
            near = next(s for s in rest if known & {end for m in s for end in ordered[m]})
            met |= set(near)
            rest.remove(near)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_every_mixture_within_a_block_is_an_equilibrium(seed: int) -> None:
    rng = np.random.default_rng(seed)
    A, B = (as_fractions(M) for M in rng.integers(0, 2, (2, 3, 3)))
    found = extreme_equilibria(A, B)
    for part in found.components:
        for block in part.subsets:
            weight = [Fraction(int(w)) for w in rng.integers(1, 5, len(block))]
            odds = [w / sum(weight) for w in weight]
            x = sum(w * found.pairs[k][0] for w, k in zip(odds, block, strict=True))
            y = sum(w * found.pairs[k][1] for w, k in zip(odds[::-1], block, strict=True))
            assert max(A @ y) == x @ A @ y
            assert max(x @ B) == x @ B @ y


def test_the_published_degenerate_table_in_components() -> None:
    """Avis, Rosenberg, Savani & von Stengel 2010, example 1: one point and one segment."""
    A = np.array([[3.0, 3], [2, 5], [0, 6]])
    B = np.array([[3.0, 3], [2, 6], [3, 1]])
    found = extreme_equilibria(A, B)
    assert [part.members for part in found.components] == [(0, 1), (2,)]


def test_everything_ties() -> None:
    found = extreme_equilibria(np.zeros((3, 4)), np.zeros((3, 4)))
    (whole,) = found.components
    assert whole.subsets == (tuple(range(12)),)


def test_large_tables_in_which_everything_ties() -> None:
    """The quick way declines, whether the hull is ambiguous or a system singular."""
    ones = np.ones((7, 7))
    assert regular.equilibria(ones, ones) is None
    assert len(extreme_equilibria(ones * 0, ones * 0).pairs) == 49
    A, B = 1 + np.random.default_rng(8).random((2, 7, 7))
    assert regular.equilibria(np.repeat(A[:1], 7, axis=0), B) is None
    twin = np.concatenate([A[:6], A[:1]])
    assert regular.equilibria(twin, B) is None
    assert as_set(twin, B) == as_set(as_fractions(twin), as_fractions(B))


def test_dominated_strategies_are_left_out_and_put_back() -> None:
    A = np.array([[5.0, 4, 0], [4, 3, -1], [0, 0, 9]])
    B = np.array([[1.0, 0, 0], [0, 2, 0], [0, 0, -1]])
    assert [side.tolist() for side in undominated(A, B)] == [[0], [0]]
    (pair,) = extreme_equilibria(A, B).pairs
    assert [side.tolist() for side in pair] == [[1, 0, 0], [1, 0, 0]]


def test_most_vertices_is_that_of_cyclic_polytopes() -> None:
    """Polygons have as many corners as sides; four dimensions n(n-3)/2 facets (McMullen 1970)."""
    assert [most_vertices(2, n) for n in (3, 5, 9)] == [3, 5, 9]
    assert [most_vertices(3, n) for n in (4, 6, 9)] == [4, 8, 14]
    assert [most_vertices(4, n) for n in (5, 6, 8)] == [5, 9, 20]


def test_sizes_that_are_refused_say_so() -> None:
    fine = np.zeros((12, 12), dtype=object)
    with pytest.raises(NoAnswerError, match=r"12 × 12 strategies .* in fractions"):
        extreme_equilibria(fine, fine)


@pytest.mark.slow
@pytest.mark.parametrize("n", [10, 12, 13])
def test_larger_random_tables_lose_none(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = np.random.default_rng(n).normal(0, 1000, (3, 2, n, n))
    quick = [as_set(A, B) for A, B in tables]
    monkeypatch.setattr(regular, "equilibria", lambda *_: None)
    assert [as_set(A, B) for A, B in tables] == quick
