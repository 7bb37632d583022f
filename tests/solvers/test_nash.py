"""Tables: published equilibria, the oracle, and another program."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import enumerable, imperfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, is_nash, pure_nash, pure_profiles

from negotiate.concepts import nash as concept
from negotiate.errors import NoAnswerError
from negotiate.results.solution import Coverage
from negotiate.solvers import bimatrix, methods, polytope
from negotiate.solvers.bimatrix import extreme_equilibria
from negotiate.solvers.nash import pure, vertex
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import subgames

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.types import NumberArray

F = Fraction
Table = list[list[Any]]


def fractions(table: Table) -> NumberArray:
    return np.array([[F(cell) for cell in row] for row in table], dtype=object)


def floats(table: Table) -> NumberArray:
    return np.array(table, dtype=np.float64)


def as_set(A: NumberArray, B: NumberArray) -> set[tuple[tuple[float, ...], tuple[float, ...]]]:
    pairs = extreme_equilibria(A, B).pairs
    found = {(rounded(x), rounded(y)) for x, y in pairs}
    assert len(found) == len(pairs)
    return found


def rounded(odds: NumberArray) -> tuple[float, ...]:
    return tuple(round(float(p), 9) + 0.0 for p in odds)  # no minus zero, which sorts apart


def pair(x: list[Any], y: list[Any]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return rounded(np.array(x, dtype=object)), rounded(np.array(y, dtype=object))


both_kinds = pytest.mark.parametrize("kind", [fractions, floats])


class Known(NamedTuple):
    """A table with its source, its extreme equilibria, and whether there are no others."""

    source: str
    A: Table
    B: Table
    truth: list[tuple[list[Any], list[Any]]]
    isolated: bool


PUBLISHED = [
    Known(
        "a continuum between two extremes (published test case)",
        [[-3, 3], [-3, 5]],
        [[2, 7], [4, 2]],
        [([0, 1], [1, 0]), ([F(2, 7), F(5, 7)], [1, 0])],
        False,
    ),
    Known(
        "von Stengel's 3 × 2 game with a continuum (published test case)",
        [[3, 3], [2, 5], [0, 6]],
        [[3, 3], [2, 6], [3, 1]],
        [
            ([1, 0, 0], [1, 0]),
            ([1, 0, 0], [F(2, 3), F(1, 3)]),
            ([0, F(1, 3), F(2, 3)], [F(1, 3), F(2, 3)]),
        ],
        False,
    ),
    Known(
        "nothing at stake: every profile, four extreme ones",
        [[0, 0], [0, 0]],
        [[0, 0], [0, 0]],
        [([1, 0], [1, 0]), ([1, 0], [0, 1]), ([0, 1], [1, 0]), ([0, 1], [0, 1])],
        False,
    ),
    Known("one row", [[1, 2]], [[3, 4]], [([1], [0, 1])], True),
    Known("one column", [[1], [2]], [[3], [4]], [([0, 1], [1])], True),
    Known("one cell", [[7]], [[7]], [([1], [1])], True),
    Known(
        "regular, although an algorithm once called it degenerate (published test case)",
        [[48, -9, -48], [-15, -45, 50], [27, 2, 20]],
        [[-8, 35, 20], [26, -25, -38], [46, 29, 26]],
        [([F(17, 60), 0, F(43, 60)], [F(11, 32), F(21, 32), 0])],
        True,
    ),
    Known(
        "prisoner's dilemma (Tucker 1950)",
        [[3, 0], [5, 1]],
        [[3, 5], [0, 1]],
        [([0, 1], [0, 1])],
        True,
    ),
    Known(
        "matching pennies (von Neumann 1928)",
        [[1, -1], [-1, 1]],
        [[-1, 1], [1, -1]],
        [([F(1, 2), F(1, 2)], [F(1, 2), F(1, 2)])],
        True,
    ),
    Known(
        "Chicken (Aumann 1974)",
        [[6, 2], [7, 0]],
        [[6, 7], [2, 0]],
        [([1, 0], [0, 1]), ([0, 1], [1, 0]), ([F(2, 3), F(1, 3)], [F(2, 3), F(1, 3)])],
        True,
    ),
]


@both_kinds
@pytest.mark.parametrize("known", PUBLISHED, ids=[known.source for known in PUBLISHED])
def test_published_equilibria(kind: Callable[[Table], NumberArray], known: Known) -> None:
    A, B = kind(known.A), kind(known.B)
    assert as_set(A, B) == {pair(x, y) for x, y in known.truth}
    found = extreme_equilibria(A, B)
    assert found.isolated == known.isolated
    assert found.complete
    if kind is fractions:
        exact = {(tuple(map(F, x)), tuple(map(F, y))) for x, y in known.truth}
        assert {(tuple(x), tuple(y)) for x, y in found.pairs} == exact


@both_kinds
def test_eight_extreme_equilibria(kind: Callable[[Table], NumberArray]) -> None:
    """A degenerate 3 × 5 game of costs (published test case of vertex enumeration)."""
    A = -kind([[0, 0, 6, 0, 0], [0, 0, 3, 2, 1], [4, 3, 0, 0, 1]])
    B = -kind([[3, 0, 2, 1, 0], [0, 2, 0, 0, 4], [4, 0, 2, 4, 4]])
    found = as_set(A, B)
    assert len(found) == 8
    assert found >= {
        pair([F(2, 3), F(1, 3), 0], [0, 1, 0, 0, 0]),
        pair([0, 1, 0], [F(3, 7), 0, F(4, 7), 0, 0]),
        pair([0, 1, 0], [F(3, 8), 0, F(1, 4), F(3, 8), 0]),
    }
    assert not extreme_equilibria(A, B).isolated


@both_kinds
def test_three_extremes_with_weak_dominance(kind: Callable[[Table], NumberArray]) -> None:
    """The row player is indifferent if the column player plays its first column."""
    assert as_set(kind([[0, 1], [0, 2]]), kind([[1, 0], [0, 1]])) == {
        pair([1, 0], [1, 0]),
        pair([F(1, 2), F(1, 2)], [1, 0]),
        pair([0, 1], [0, 1]),
    }


@both_kinds
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_coordination_has_one_equilibrium_for_each_support(
    kind: Callable[[Table], NumberArray], n: int
) -> None:
    """Identity payoffs: 2^n - 1 equilibria, uniform on each support (Quint & Shubik 1997)."""
    eye = np.eye(n, dtype=int).tolist()
    found = extreme_equilibria(kind(eye), kind(eye))
    assert len(found.pairs) == 2**n - 1
    assert found.isolated


@pytest.mark.parametrize(
    ("a", "b"), [((1.0, 0.0), (1.0, 0.0)), ((0.1, 0.7), (0.3, -0.1)), ((1e6, -1e9), (1e-9, 0.0))]
)
def test_units_change_nothing(a: tuple[float, float], b: tuple[float, float]) -> None:
    """Three equilibria, which support enumeration loses when payoffs are rescaled."""
    A = floats([[1, 2, -2], [-2, 3, 1], [2, 0, 0]])
    B = floats([[1, -2, -1], [0, 3, -3], [-2, 2, 0]])
    found = as_set(a[0] * A + a[1], b[0] * B + b[1])
    exact = as_set(fractions(A.tolist()), fractions(B.tolist()))
    assert len(found) == 3
    assert np.allclose(_numbers(found), _numbers(exact), atol=1e-6)


def _numbers(pairs: set[tuple[tuple[float, ...], tuple[float, ...]]]) -> list[list[float]]:
    return [[*x, *y] for x, y in sorted(pairs)]


@st.composite
def tables(draw: st.DrawFn, low: int = -2, high: int = 2) -> tuple[Table, Table]:
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    row = st.lists(st.integers(low, high), min_size=n, max_size=n)
    table = st.lists(row, min_size=m, max_size=m)
    return draw(table), draw(table)


@given(tables())
def test_floats_the_hull_and_fractions_agree(tables: tuple[Table, Table]) -> None:
    A, B = tables
    exact = as_set(fractions(A), fractions(B))
    assert as_set(floats(A), floats(B)) == exact
    with pytest.MonkeyPatch.context() as patch:
        if len(A) > 1 and len(A[0]) > 1:  # a hull of points on a line is no hull
            patch.setattr(polytope, "MAX_BASES", 0)
            assert as_set(floats(A), floats(B)) == exact
            patch.setattr(bimatrix, "MAX_BASES", 0)
            assert as_set(floats(A), floats(B)) == exact


@given(tables(-9, 9))
def test_every_equilibrium_is_one_and_pure_ones_are_among_them(tables: tuple[Table, Table]) -> None:
    A, B = (fractions(t) for t in tables)
    pairs = extreme_equilibria(A, B).pairs
    for x, y in pairs:
        assert sum(x) == sum(y) == 1
        assert min(*x, *y) >= 0
        assert max(A @ y) == x @ A @ y
        assert max(x @ B) == x @ B @ y
    cells = {(int(np.argmax(x)), int(np.argmax(y))) for x, y in pairs if max(x) == max(y) == 1}
    stable = (A.max(axis=0) == A) & (B.max(axis=1, keepdims=True) == B)
    assert cells == {tuple(cell) for cell in np.argwhere(stable).tolist()}


@given(st.integers(0, 10**6))
def test_nashpy_finds_the_same_on_ordinary_games(seed: int) -> None:
    """Its vertex enumeration is reliable where no payoff is 0 and there are no ties."""
    nashpy = pytest.importorskip("nashpy")
    rng = np.random.default_rng(seed)
    A, B = rng.uniform(1, 2, (2, 3, 4))
    theirs = {(rounded(x), rounded(y)) for x, y in nashpy.Game(A, B).vertex_enumeration()}
    assert np.allclose(_numbers(theirs), _numbers(as_set(A, B)), atol=1e-6)


def table_tree(cells: NumberArray, player: int = 0) -> Node:
    """Return a table (n_1, ..., n_P, P) as a tree in which nobody sees anything."""
    if cells.ndim == 1:
        return Leaf(tuple(map(F, cells.tolist())))
    return Move(player, f"h{player}", tuple(table_tree(row, player + 1) for row in cells))


def test_pure_equilibria_of_three_players() -> None:
    """McKelvey & McLennan: of its nine equilibria 000, 110, 011 and 101 are pure."""
    cells = np.zeros((2, 2, 2, 3), dtype=int)
    cells[0, 0, 0], cells[1, 1, 0], cells[0, 1, 1], cells[1, 0, 1] = (
        (9, 8, 12),
        (9, 8, 2),
        (3, 4, 6),
        (3, 4, 4),
    )
    root = table_tree(cells)
    answer = pure.solve(as_game(root), Options())
    assert answer.coverage is Coverage.ALL_PURE
    found = [behaviour_of(as_game(root), c.behaviour) for c in answer.candidates]
    assert [[b[f"h{i}"].index(1) for i in range(3)] for b in found] == [
        [0, 0, 0],
        [0, 1, 1],
        [1, 0, 1],
        [1, 1, 0],
    ]


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_anti_coordination_has_one_risk_taker(n: int) -> None:
    """Safe pays 1, risky 2 if alone and else 0: n pure equilibria, one player risking in each."""
    cells = np.ones((*[2] * n, n), dtype=int)
    for cell in np.ndindex(*[2] * n):
        cells[cell] = [1 if not a else 2 * (sum(cell) == 1) for a in cell]
    answer = pure.solve(as_game(table_tree(cells), exact=False), Options())
    assert len(answer.candidates) == n
    assert [c.behaviour[1::2].sum() for c in answer.candidates] == [1] * n


def test_no_pure_equilibrium_is_said() -> None:
    pennies = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    answer = pure.solve(as_game(table_tree(pennies)), Options())
    assert answer.coverage is Coverage.NONE_FOUND
    assert "mixed" in answer.notes[-1]


def test_caps_are_said() -> None:
    flat = as_game(table_tree(np.zeros((2, 2, 2), dtype=int)))
    for method in (pure, vertex):
        answer = method.solve(flat, Options(cap=3))
        assert len(answer.candidates) == 3
        assert answer.coverage is Coverage.SOME
        assert any("stops after 3 of 4" in note for note in answer.notes)


@given(enumerable(imperfect(), 200))
def test_pure_equilibria_of_trees_are_those_of_the_definition(root: Node) -> None:
    """Strategies that differ only after an own deviation count once; one of each is found."""
    answer = pure.solve(as_game(root), Options(cap=10**6))
    found = [behaviour_of(as_game(root), c.behaviour) for c in answer.candidates]
    assert all(is_nash(root, b) for b in found)
    for truth in (b for b in pure_profiles(root) if is_nash(root, b)):
        assert any(
            all(f[h] == odds or len(set(f[h])) == 1 for h, odds in truth.items()) for f in found
        )
    assert bool(found) == bool(pure_nash(root))


@given(enumerable(imperfect()))
def test_all_equilibria_of_two_deciders_in_trees_are_certified(root: Node) -> None:
    game = as_game(root)
    if vertex.refusal(game):
        return
    answer = vertex.solve(game, Options())
    assert answer.candidates
    for candidate in answer.candidates:
        assert concept.certify(game, candidate.behaviour).holds
        assert is_nash(root, behaviour_of(game, candidate.behaviour))


def test_entry_deterrence_has_an_empty_threat_among_its_equilibria() -> None:
    """Selten 1978: enter and give way; or stay out for fear of a fight, a continuum."""
    answer = Leaf((F(-1), F(-1))), Leaf((F(1), F(1)))
    root = Move(0, "enter", (Leaf((F(0), F(2))), Move(1, "answer", answer)))
    found = vertex.solve(as_game(root), Options())
    assert found.coverage is Coverage.ALL_EXTREME
    assert "in 2 components. All 3 extreme ones" in found.notes[-1]
    assert "within one of these sets: no. 1 and 2." in found.notes[-1]
    assert [c.behaviour.tolist() for c in found.candidates] == [
        [1, 0, 1, 0],
        [1, 0, F(1, 2), F(1, 2)],
        [0, 1, 0, 1],
    ]


def test_three_deciders_are_refused_by_the_method_for_two() -> None:
    root = table_tree(np.zeros((2, 2, 2, 3), dtype=int))
    assert vertex.refusal(as_game(root)) == "3 players decide something, and this method is for two"
    assert pure.refusal(as_game(root)) is None


def test_what_tables_cannot_be_made_of_is_refused() -> None:
    game = as_game(table_tree(np.zeros((2, 2, 2), dtype=int)), exact=False)
    game.u[0, 0] = np.inf
    assert pure.refusal(game) == vertex.refusal(game) == "some payoffs are not finite numbers"
    leaves = (Leaf((F(4),)), Leaf((F(1),)))
    driver = Move(0, "exit", (Leaf((F(0),)), Move(0, "exit", leaves)))
    assert "forgets at" in str(vertex.refusal(as_game(driver)))


def test_a_table_too_large_for_all_equilibria_is_refused() -> None:
    with pytest.raises(NoAnswerError, match="20 × 20 strategies is too large"):
        extreme_equilibria(np.zeros((20, 20)), np.zeros((20, 20)))


def test_equilibria_lost_by_rounding_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pennies = as_game(table_tree(np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])), exact=False)
    monkeypatch.setattr(bimatrix, "MAX_REGRET", -1.0)
    answer = vertex.solve(pennies, Options())
    assert answer.coverage is Coverage.NONE_FOUND
    assert "Rounding" in answer.notes[-1]
    with pytest.raises(NoAnswerError, match=r"rounding has lost .* the subgame at h0"):
        subgames.solve(pennies, Options())


def test_methods_are_found_by_file_name_in_order_of_priority() -> None:
    found = [name for name in methods("nash") if name in {"pure", "support", "vertex"}]
    assert found == ["vertex", "support", "pure"]
    assert list(methods("spe"))[:2] == ["backward_induction", "subgames"]
    assert methods("no such concept") == {}
