"""All equilibria of three and more players: published games, other ways to count, and limits."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from negotiate.analysis.answer import solve
from negotiate.errors import NoAnswerError
from negotiate.game.game import Game
from negotiate.results.solution import Coverage
from negotiate.solvers.boxes import Roots, System, at, roots
from negotiate.solvers.nash import support
from negotiate.solvers.protocol import Options
from negotiate.solvers.recognise import in_fractions

if TYPE_CHECKING:
    from negotiate.results.solution import Solution
    from negotiate.types import FloatArray, NumberArray


def solved(payoffs: NumberArray) -> Solution:
    solution = solve(Game.from_payoffs(list(payoffs)), "nash", "support")
    assert solution.stats["certified"] == solution.stats["candidates"]
    return solution


def behaviours(solution: Solution) -> set[tuple[float, ...]]:
    return {tuple(np.round(e.behaviour.astype(float), 8) + 0.0) for e in solution.equilibria}


def nine() -> NumberArray:
    """Return McKelvey & McLennan's game (1996, Handbook of Computational Economics, section 5)."""
    cells = np.zeros((3, 2, 2, 2), dtype=int)
    cells[:, 0, 0, 0], cells[:, 1, 1, 0] = (9, 8, 12), (9, 8, 2)
    cells[:, 0, 1, 1], cells[:, 1, 0, 1] = (3, 4, 6), (3, 4, 4)
    return cells


@pytest.mark.parametrize("exact", [False, True])
def test_nine_equilibria(*, exact: bool) -> None:
    F = Fraction
    cells = np.vectorize(F, otypes=[object])(nine()) if exact else nine()
    solution = solved(cells)
    assert solution.coverage is Coverage.ALL
    wanted = [
        (1, 0, 1, 0, 1, 0),
        (0, 1, 0, 1, 1, 0),
        (1, 0, 0, 1, 0, 1),
        (0, 1, 1, 0, 0, 1),
        (0, 1, F(1, 3), F(2, 3), F(1, 3), F(2, 3)),
        (F(1, 4), F(3, 4), 1, 0, F(1, 4), F(3, 4)),
        (F(1, 2), F(1, 2), F(1, 2), F(1, 2), 1, 0),
        (F(1, 4), F(3, 4), F(1, 2), F(1, 2), F(1, 3), F(2, 3)),
        (F(1, 2), F(1, 2), F(1, 3), F(2, 3), F(1, 4), F(3, 4)),
    ]
    assert behaviours(solution) == {tuple(round(float(x), 8) for x in w) for w in wanted}
    if exact:
        assert {tuple(e.behaviour) for e in solution.equilibria} == set(wanted)
        assert all(e.certificate.tol == 0 for e in solution.equilibria)


@pytest.mark.parametrize("n", [3, 4, 5])
@pytest.mark.parametrize("v", [1.5, 2.0, 4.0])
def test_anti_coordination(n: int, v: float) -> None:
    """Safe pays 1; risking pays v if nobody else does, else 0.

    Any k >= 2 players may mix with Pr(safe) = v^(-1/(k-1)), the others being safe, who would gain
    v * p^k < 1 by risking; with those in which one player risks, that makes 2^n - 1.
    """
    cells = np.ones((n, *[2] * n))
    for cell in np.ndindex(*[2] * n):
        cells[(slice(None), *cell)] = [1 if not a else v * (sum(cell) == 1) for a in cell]
    solution = solved(cells)
    wanted = set()
    for mixers in product([False, True], repeat=n):
        k = sum(mixers)
        if k:
            p = 0.0 if k == 1 else v ** (-1 / (k - 1))
            odds = (x for mixes in mixers for x in ((p, 1 - p) if mixes else (1, 0)))
            wanted.add(tuple(round(x, 8) + 0.0 for x in odds))
    assert behaviours(solution) == wanted
    assert solution.coverage is Coverage.ALL


@pytest.mark.parametrize(
    ("shape", "games"),
    [((2, 2, 2), 40), ((2, 2, 2, 2), 12), ((2, 3, 2), 12), ((3, 3, 3), 4), ((2, 2, 2, 2, 2), 2)],
)
def test_generic_games_have_an_odd_number(shape: tuple[int, ...], games: int) -> None:
    """Wilson 1971; the parity check inside is not what makes it so: `ALL` is claimed of all."""
    for seed in range(games):
        payoffs = np.random.default_rng(seed).normal(size=(len(shape), *shape))
        solution = solved(payoffs)
        assert solution.coverage is Coverage.ALL
        assert len(solution.equilibria) % 2 == 1
        assert max(e.certificate.max_regret for e in solution.equilibria) < 1e-9


def test_units_and_names_change_nothing() -> None:
    payoffs = np.random.default_rng(2).normal(size=(3, 2, 3, 3))
    wanted = behaviours(solved(payoffs))
    moved = payoffs * np.array([1e6, 1e-3, 1]).reshape(3, 1, 1, 1) + 1000
    assert np.allclose(sorted(behaviours(solved(moved))), sorted(wanted), atol=1e-6)
    turned = behaviours(solved(payoffs[[2, 0, 1]].transpose(0, 3, 1, 2)))
    assert {(*b[3:], *b[:3]) for b in turned} == wanted


def test_a_dummy_player_leaves_the_equilibria_of_the_others() -> None:
    """A third player with one good and one bad option: the two-player equilibria, with proof."""
    A, B = np.random.default_rng(4).random((2, 3, 3))
    cells = np.stack([np.stack([M, M], axis=2) for M in (A, B, A * 0)])
    cells[2, :, :, 0] = 1
    whole = behaviours(solved(cells))
    two = solve(Game.from_payoffs([A, B]), "nash", "vertex")
    assert {b[:6] for b in whole} == behaviours(two)
    assert {b[6:] for b in whole} == {(1.0, 0.0)}


def test_a_continuum_is_not_called_complete_and_shown_by_examples() -> None:
    cells = np.zeros((3, 2, 2, 2))
    cells[0, 0], cells[1, :, 0] = 1, 1  # the third player's choice concerns nobody
    solution = solved(cells)
    assert solution.coverage is Coverage.ALL_PURE
    assert behaviours(solution) >= {(1, 0, 1, 0, 1, 0), (1, 0, 1, 0, 0, 1)}
    assert any(0 < b[4] < 1 for b in behaviours(solution))
    assert "1 of 27 supports could not be settled" in solution.notes[-1]


def test_nothing_found_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "roots", lambda *_: Roots([], complete=False, boxes=1, nearby=[]))
    pennies = np.zeros((3, 2, 2, 2))
    pennies[0], pennies[1] = np.eye(2)[..., None], 1 - np.eye(2)[..., None]
    pennies[2, :, :, 1] = -1
    with pytest.raises(NoAnswerError, match="could not be settled"):
        support.solve(Game.from_payoffs(list(pennies)), Options())


def test_caps_are_said() -> None:
    answer = support.solve(Game.from_payoffs(list(nine())), Options(cap=2))
    assert (len(answer.candidates), answer.coverage) == (2, Coverage.SOME)
    assert "stops after 2 of 9" in answer.notes[-1]


def test_what_is_too_large_or_for_others_is_refused() -> None:
    large = Game.from_payoffs(list(np.zeros((3, 5, 5, 5))))
    assert "this one is 5 × 5 × 5" in str(support.refusal(large))
    two = Game.from_payoffs([[[1, 2]], [[1, 2]]])
    assert "fewer than three" in str(support.refusal(two))
    infinite = Game.from_payoffs(list(np.full((3, 2, 2, 2), np.inf)))
    assert support.refusal(infinite) == "some payoffs are not finite numbers"


def test_multilinear_functions_at_places() -> None:
    """2 + 3 a - b + 5 a b at (1/2, 1/4), and at all corners of the unit square."""
    function: FloatArray = np.array([[[2.0, -1], [3, 5]]])
    here = at(function, [np.array([[[1, 0.5]]]), np.array([[[1, 0.25]]])])
    assert here.tolist() == [[[2 + 1.5 - 0.25 + 0.625]]]
    corners = np.array([[[1.0, 0], [1, 1]]])
    assert at(function, [corners, corners])[0, 0].tolist() == [2, 1, 5, 9]


def test_roots_of_a_system_solved_by_hand() -> None:
    """(a - 1/3)(b - 1/2) = 0 and a + b = 3/4: (1/3, 5/12) and (1/4, 1/2), one below a = 0.3."""
    equal = np.array([[[1 / 6, -1 / 3], [-1 / 2, 1]], [[-3 / 4, 1], [1, 0]]])
    found = roots(System(equal, np.zeros((0, 2, 2))), 1000)
    points = sorted(np.round(p, 9).tolist() for p in found.points)
    assert np.allclose(points, [[1 / 4, 1 / 2], [1 / 3, 5 / 12]], atol=1e-8)
    assert found.complete
    half = roots(System(equal, np.array([[[-0.3, 0], [1, 0]]])), 1000)
    assert half.complete
    assert any(np.allclose(p, [1 / 4, 1 / 2], atol=1e-8) for p in half.points)


def test_a_line_of_roots_is_never_complete() -> None:
    """A = b twice over."""
    equal = np.array([[[0, -1.0], [1, 0]], [[0, -2.0], [2, 0]]])
    found = roots(System(equal, np.zeros((0, 2, 2))), 3000)
    assert not found.complete
    assert all(abs(a - b) < 1e-9 for a, b in found.nearby)


def test_fractions_are_only_given_where_they_are_exact() -> None:
    cells = np.vectorize(Fraction, otypes=[object])(np.moveaxis(nine(), 0, -1))
    half = np.array([0.5, 0.5])
    assert in_fractions([half, half, np.array([1.0, 0])], cells, (0, 1, 2)) is not None
    assert in_fractions([half, half, np.array([0.0, 1])], cells, (0, 1, 2)) is None
    irrational = np.array([2**-0.5, 1 - 2**-0.5])
    assert in_fractions([irrational, half, half], cells, (0, 1, 2)) is None


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(3, 3, 3), (2, 2, 3, 3), (3, 3, 4), (2, 2, 2, 2, 2, 2)])
def test_larger_games(shape: tuple[int, ...]) -> None:
    for seed in range(2):
        solution = solved(np.random.default_rng(seed).random((len(shape), *shape)))
        assert solution.coverage is Coverage.ALL
        assert len(solution.equilibria) % 2 == 1
