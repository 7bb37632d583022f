"""Every method against every game that it takes, against the other methods and other programs.

What a method lists is certified; methods that claim all equilibria agree as sets; units, names and
orders change nothing. The bulk is slow; what a bare run does is a sample of it.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from negotiate.analysis.answer import solve
from negotiate.concepts import concepts
from negotiate.errors import NoAnswerError
from negotiate.formats import read_any
from negotiate.formats.nfg import write_nfg
from negotiate.game.game import Game
from negotiate.game.model import Model
from negotiate.results.solution import Coverage
from negotiate.solvers import methods
from negotiate.solvers.protocol import Options
from negotiate.spec.library import find_game, shipped_games
from tests.gambit import CATALOGUE, ask, catalogue, needs_gambit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiate.results.solution import Solution
    from negotiate.types import NumberArray

Rows = list[list[float]]

EXACT: Final = 1e-8
FOLLOWED: Final = 1e-6
"""Largest relative regret of methods that solve systems, and of those that follow paths."""

PATHS: Final = {"logit", "branch"}
NEAR: Final = 1e-6
WHOLE: Final = {Coverage.ALL, Coverage.ALL_EXTREME}

OPTIONS: Final = Options(all=True, cap=100, rationality=2.0)

LARGE: Final = 400
"""Trees with more nodes are left to the tests of their own methods."""


def rows(solution: Solution) -> Rows:
    """Return behaviour, sorted, in floats."""
    return sorted((e.behaviour.astype(float) + 0.0).round(7).tolist() for e in solution.equilibria)


def same(one: Iterable[list[float]], other: Iterable[list[float]]) -> bool:
    """Return whether two lists hold the same profiles, up to rounding, as sets."""
    A, B = list(one), list(other)
    return all(near(a, B) for a in A) and all(near(b, A) for b in B)


def pure(profiles: Rows) -> Rows:
    return [row for row in profiles if set(row) <= {0.0, 1.0}]


def near(row: list[float], others: Rows) -> bool:
    return any(np.abs(np.subtract(row, other)).max() < NEAR for other in others)


def nash(payoffs: Iterable[NumberArray], method: str, *, full: bool = True) -> Solution:
    game = Game.from_payoffs(list(payoffs))
    solution = solve(game, "nash", method, Options(all=full, cap=10_000))
    assert solution.stats["certified"] == solution.stats["candidates"]
    return solution


def answers(game: Game) -> Iterator[tuple[str, str, Solution]]:
    """Yield what every method says that takes a game."""
    for concept in concepts():
        for name, module in methods(concept).items():
            reason = module.refusal(game)
            if reason is not None:
                assert reason
                continue
            try:
                yield concept, name, solve(game, concept, name, OPTIONS)
            except NoAnswerError:
                continue


def check_game(game: Game) -> None:
    """Assert that every answer is certified, and that lists which claim all are the same."""
    whole: dict[tuple[str, Coverage], Solution] = {}
    for concept, name, solution in answers(game):
        bound = FOLLOWED if name in PATHS else EXACT
        for equilibrium in solution.equilibria:
            assert equilibrium.certificate.holds
            assert equilibrium.certificate.max_regret <= bound, (concept, name)
        if solution.coverage is Coverage.ALL and concept in {"nash", "spe"}:
            assert solution.stats["certified"] == solution.stats["candidates"]
            kept = whole.setdefault((concept, Coverage.ALL), solution)
            assert same(payoffs_of(kept), payoffs_of(solution)), (concept, name, kept.method)


def payoffs_of(solution: Solution) -> Rows:
    """Return the payoffs: forms differ in what they write where nothing turns on it."""
    return [e.payoff.astype(float).tolist() for e in solution.equilibria]


# Shipped and catalogue games.


def small(model: Model, nodes: int = LARGE) -> Iterator[Game]:
    for scenario in model.scenarios:
        game = model.game(scenario)
        if game.tree.n_nodes <= nodes:
            yield game


@pytest.mark.parametrize("name", [n for n in shipped_games() if n.startswith("textbook/")])
def test_textbook_games(name: str) -> None:
    for game in small(Model(read_any(find_game(name))), 15):
        check_game(game)


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_games())
def test_all_shipped_games_in_all_scenarios(name: str) -> None:
    for game in small(Model(read_any(find_game(name)))):
        check_game(game)


@needs_gambit
@pytest.mark.slow
@pytest.mark.parametrize("file", catalogue())
def test_catalogue_games(file: str) -> None:
    assert CATALOGUE is not None
    for game in small(Model(read_any(CATALOGUE / file))):
        check_game(game)


# Random two-player games.


@functools.cache
def two_player_games(count: int, largest: int) -> tuple[tuple[NumberArray, NumberArray], ...]:
    """Return random tables, every third of them with so few different payoffs that many tie."""
    rng = np.random.default_rng(count)
    games = []
    for k in range(count):
        m, n = rng.integers(2, largest + 1, 2)
        top = int(rng.integers(2, 4)) if k % 3 == 2 else 1000
        games.append(tuple(rng.integers(0, top, (2, m, n)).astype(float)))
    return tuple(games)


def as_fractions(M: NumberArray) -> NumberArray:
    return np.array([[Fraction(x) for x in row] for row in M.tolist()], dtype=object)


def check_two_players(A: NumberArray, B: NumberArray, rng: np.random.Generator) -> None:
    listed = nash([A, B], "vertex")
    wanted = rows(listed)
    assert listed.coverage in WHOLE
    exact = nash([as_fractions(A), as_fractions(B)], "vertex")
    assert exact.coverage is listed.coverage
    assert all(e.certificate.max_regret == 0 for e in exact.equilibria)
    assert same(rows(exact), wanted)
    if listed.coverage is Coverage.ALL:
        assert all(near(row, wanted) for row in rows(nash([A, B], "lemke_howson")))
    try:
        cells = rows(nash([A, B], "pure"))
    except NoAnswerError:
        cells = []
    assert same(cells, pure(wanted))
    scale, offset = rng.uniform(0.1, 10, 2), rng.uniform(-100, 100, 2)
    moved = nash([A * scale[0] + offset[0], B * scale[1] + offset[1]], "vertex")
    assert same(rows(moved), wanted)
    r, c = rng.permutation(A.shape[0]), rng.permutation(A.shape[1])
    turned = nash([B[np.ix_(r, c)].T, A[np.ix_(r, c)].T], "vertex")
    unturned = [*len(c) + np.argsort(r), *np.argsort(c)]
    assert same([[row[k] for k in unturned] for row in rows(turned)], wanted)


def test_two_player_games_a_sample() -> None:
    rng = np.random.default_rng(1)
    for A, B in two_player_games(30, 5):
        check_two_players(A, B, rng)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(5))
def test_two_player_games(part: int) -> None:
    rng = np.random.default_rng(part)
    for A, B in two_player_games(500, 8)[part::5]:
        check_two_players(A, B, rng)


PROFILES = """
import io
def row(profile):
    if hasattr(profile, "payoffs"):  # since 17: a mapping of options to odds for each player
        return [float(odds) for mixed in profile for _, odds in mixed]
    return [float(profile[s]) for player in profile.game.players for s in player.strategies]
def rows(profiles):
    return [row(profile) for profile in profiles]
def answer(item):
    text, solvers = item
    game = pygambit.read_nfg(io.StringIO(text))
    found = []
    for name, options in solvers:
        solve = getattr(pygambit.nash, name)
        found.append(rows(solve(game, **options).equilibria))
    return found
"""
"""Each solver's equilibria of a table, as rows of probabilities."""


def table_text(payoffs: Iterable[NumberArray]) -> str:
    """Return a table as `.nfg`, every digit kept: releases of pygambit differ in all but this."""
    return write_nfg(Game.from_payoffs(list(payoffs)), "")


@needs_gambit
@pytest.mark.slow
def test_two_player_games_with_gambit() -> None:
    """`enummixed` and `enumpure` list the same; what `lcp` finds is on the list."""
    games = [(A, B) for A, B in two_player_games(500, 8) if A.size <= 30]
    solvers: list[Any] = [
        ("enummixed_solve", {"rational": True}),
        ("enumpure_solve", {}),
        ("lcp_solve", {"rational": False}),
    ]
    theirs = ask(PROFILES, [(table_text([A, B]), solvers) for A, B in games])
    for (A, B), (mixed, cells, path) in zip(games, theirs, strict=True):
        listed = nash([A, B], "vertex")
        assert same(mixed, rows(listed))
        assert same(cells, pure(rows(listed)))
        if listed.coverage is Coverage.ALL:
            assert all(near(row, rows(listed)) for row in path)


@pytest.mark.slow
def test_two_player_games_with_quantecon() -> None:
    """Its vertex enumeration is right where nothing ties."""
    theory = pytest.importorskip("quantecon.game_theory")
    for k, (A, B) in enumerate(two_player_games(500, 8)):
        if k % 3 == 2 or nash([A, B], "vertex").coverage is not Coverage.ALL:
            continue
        players = theory.Player(A), theory.Player(np.ascontiguousarray(B.T))
        found = theory.vertex_enumeration(theory.NormalFormGame(players))
        assert same([[*x, *y] for x, y in found], rows(nash([A, B], "vertex")))


# Random games of three and four players.

SHAPES: Final = ((2, 2, 2), (2, 2, 2), (2, 2, 3), (2, 3, 3), (2, 2, 2, 2), (3, 3, 3))


def games_of_many(count: int) -> list[NumberArray]:
    found = []
    for seed in range(count):
        shape = SHAPES[seed % len(SHAPES)]
        found.append(np.random.default_rng(seed).normal(size=(len(shape), *shape)))
    return found


def check_many_players(payoffs: NumberArray) -> None:
    listed = nash(payoffs, "support")
    assert listed.coverage is Coverage.ALL
    assert len(listed.equilibria) % 2 == 1
    wanted = rows(listed)
    for method in ("pure", "imitation", "logit"):
        try:
            assert all(near(row, wanted) for row in rows(nash(payoffs, method, full=False))), method
        except NoAnswerError:
            assert method == "pure"
    rng = np.random.default_rng(len(wanted))
    players = payoffs.shape[0]
    each = (players, *[1] * players)
    scale, offset = rng.uniform(0.1, 10, each), rng.uniform(-100, 100, each)
    assert same(rows(nash(payoffs * scale + offset, "support")), wanted)
    orders = [rng.permutation(n) for n in payoffs.shape[1:]]
    shuffled = payoffs[np.ix_(np.arange(players), *orders)]
    turned = np.moveaxis(shuffled[::-1], range(1, players + 1), range(players, 0, -1))
    starts = np.cumsum([0, *payoffs.shape[1:]])
    ends = [list(start + order) for start, order in zip(starts, orders, strict=False)]
    told = [slot for own in ends[::-1] for slot in own]  # which slot each one of `turned` was
    unturned = [told.index(slot) for slot in range(starts[-1])]
    assert same([[row[k] for k in unturned] for row in rows(nash(turned, "support"))], wanted)


def test_games_of_many_players_a_sample() -> None:
    for payoffs in games_of_many(12):
        check_many_players(payoffs)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_games_of_many_players(part: int) -> None:
    for payoffs in games_of_many(200)[part::4]:
        check_many_players(payoffs)


@needs_gambit
@pytest.mark.slow
def test_games_of_many_players_with_gambit() -> None:
    """What `enumpoly` finds to some precision is on the list; it need not find all of it."""
    games = [p for p in games_of_many(60) if p[0].size <= 12]
    solvers: list[Any] = [("enumpure_solve", {}), ("enumpoly_solve", {})]
    items = [(table_text(payoffs), solvers) for payoffs in games]
    for payoffs, (cells, mixed) in zip(games, ask(PROFILES, items), strict=True):
        wanted = np.array(rows(nash(payoffs, "support")))
        assert same(cells, pure(wanted.tolist()))
        assert len(mixed) <= len(wanted)
        for row in mixed:
            assert np.abs(wanted - row).max(axis=1).min() < 1e-3
