"""Many draws against a loop of exact single answers, draw by draw, ties included."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis_games import CONDITIONAL_AID, STICK, model

from negotiate.analysis.answer import solve
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.draws import Drawn, evaluate
from negotiate.analysis.engines import together
from negotiate.analysis.sampling import thetas
from negotiate.errors import UsageError
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.game.model import Model
    from negotiate.results.report import Play
    from negotiate.types import FloatArray

GAME = """
title: Two moves, a nature, and one more
players: [A, B]
parameters:
  a: {value: 1, range: [-2, 2]}
  b: {value: 1, range: [-2, 2]}
  p: {value: 1/2, range: [0, 1]}
moves:
  - A: first
    options: [left, right, out]
  - chance: luck
    when: first == left
    odds: {good: p, bad: 1 - p}
  - B: second
    when: first != out
    options: [up, down]
    SEEN
  - A: last
    when: second == up and luck != bad
    options: [stop, go]
payoffs:
  A:
    one: C0 * a if luck == good else C1 * b
    two: C2 * a if last == go else C3 if second == up else b
  B:
    one: C4 * a if last == go else C5 * b
    two: C6 if first == right else C7 * p if second == down else 0
quantities:
  worth: a + 1 if luck == good else 2 * b if second == up else 0.5
  ending:
    first:
      - {when: luck == good and a > 0, then: fine}
      - {when: last == go, then: gone}
      - {then: other}
criteria: {upper: second == up, rich: a + b > 1 and first != out}
"""

SMALL_INTS = st.lists(st.integers(-1, 1), min_size=8, max_size=8)
CORNERS = st.lists(
    st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.sampled_from([0, 0.5, 1])),
    min_size=1,
    max_size=6,
)
"""Parameters at which ties are common, chance moves are sure, and payoffs vanish."""


def near(expected: object) -> object:
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


def written(coefficients: list[int], seen: str = "") -> str:
    text = GAME.replace("SEEN", seen)
    for k, c in enumerate(coefficients):
        text = text.replace(f"C{k}", f"({c})")
    return text


def single(game: Model, theta: FloatArray, concept: str = "spe") -> tuple[Play, bool]:
    """Return the exact answer at one draw, and whether play meets a tie."""
    values = {p.name: Fraction(x) for p, x in zip(game.spec.parameters, theta, strict=True)}
    (solved,) = solve_scenarios(game, concept=concept, settings=values, exact=True)
    play = solved.outcomes[0].play
    return play, any(decision.tied and decision.reach > 0 for decision in play.decisions)


def agrees(drawn: Drawn, b: int, play: Play) -> None:
    assert drawn.payoffs[:, b] == near([float(v) for v in play.payoffs.values()])
    for move, outcomes in drawn.moves.items():
        found = {name: float(odds[b]) for name, odds in outcomes.items() if odds[b]}
        expected = {name: float(odds) for name, odds in play.path[move].items() if odds}
        assert found == near(expected)
    for name, mean in drawn.quantities.items():
        number = play.quantities[name]
        assert not isinstance(number, Mapping)
        assert mean[b] == near(float(number))
    for name, categories in drawn.categories.items():
        shares = play.quantities[name]
        assert isinstance(shares, Mapping)
        found = {category: float(share[b]) for category, share in categories.items() if share[b]}
        assert found == near({k: float(v) for k, v in shares.items() if v})
    for name, mean in drawn.criteria.items():
        assert mean[b] == near(float(play.criteria[name]))


@settings(max_examples=25)
@given(SMALL_INTS, CORNERS)
def test_each_draw_is_the_exact_single_answer(
    coefficients: list[int], corners: list[tuple[float, ...]]
) -> None:
    game = model(written(coefficients))
    points = np.array(corners, dtype=float).T
    drawn = evaluate(game.parametric(), points)
    for b, theta in enumerate(points.T):
        play, tie = single(game, theta)
        agrees(drawn, b, play)
        assert drawn.decided[b] == (not tie)
        assert drawn.several[b] == tie


@settings(max_examples=15)
@given(SMALL_INTS, CORNERS)
def test_with_hidden_moves_decided_draws_are(
    coefficients: list[int], corners: list[tuple[float, ...]]
) -> None:
    game = model(written(coefficients, "seen_by: [B]"))
    points = np.array(corners, dtype=float).T
    drawn = evaluate(game.parametric(), points)
    for b in np.flatnonzero(drawn.decided).tolist():
        agrees(drawn, b, single(game, points[:, b])[0])


@settings(max_examples=10)
@given(SMALL_INTS, CORNERS)
def test_one_by_one_is_the_same_as_together(
    coefficients: list[int], corners: list[tuple[float, ...]]
) -> None:
    game = model(written(coefficients)).parametric()
    points = np.array(corners, dtype=float).T
    assert together(game.tree)
    assert not together(game.tree, "spe", "subgames")
    one, all_ = evaluate(game, points, method="subgames"), evaluate(game, points)
    sure = np.flatnonzero(all_.decided)
    assert np.array_equal(one.payoffs[:, sure], all_.payoffs[:, sure])
    assert one.valid.all()
    for fact, happens in all_.path.items():
        assert np.array_equal(one.path[fact][sure], happens[sure])


def test_quantal_response_is_that_of_single_games() -> None:
    game = model(STICK)
    points = thetas(game.spec.parameters, 7, 1)
    options = Options(rationality=1.5)
    for name in game.scenarios:
        drawn = evaluate(game.parametric(name), points, concept="qre", options=options)
        for b, theta in enumerate(points.T):
            values = {p.name: float(x) for p, x in zip(game.spec.parameters, theta, strict=True)}
            (solved,) = solve_scenarios(
                game, [name], concept="qre", settings=values, options=options
            )
            agrees(drawn, b, solved.outcomes[0].play)
        assert drawn.decided.all()
        assert not drawn.several.any()


def test_a_mediator_and_mixed_equilibria_go_one_by_one() -> None:
    text = """
    players: {Row: [stop, go], Column: [stop, go]}
    parameters: {crash: {value: 0, range: [-1, 1]}}
    payoffs:
      stop: {stop: [6, 6], go: [2, 7]}
      go: {stop: [7, 2], go: [crash, crash]}
    """
    game = model(text).parametric()
    points = np.array([[0.0, 1.0]])
    drawn = evaluate(game, points, concept="correlated")
    # Aumann 1974: the best sum of correlated equilibria in this game of chicken is 21/2.
    assert drawn.payoffs[:, 0].sum() == near(10.5)
    assert sum(odds[0] for odds in drawn.moves["Row"].values()) == near(1)
    mixed = evaluate(game, points, concept="nash")
    assert mixed.several.all()
    assert mixed.decided.all()


def test_one_by_one_is_the_single_solve_to_the_last_bit() -> None:
    # numpy adds up numbers that lie apart in memory in another order than those side by side.
    game = model(written([1, -1, 0, 0, 1, -1, 0, -1])).parametric()
    points = thetas(game.parameters, 40, 3)
    drawn = evaluate(game, points, concept="correlated")
    for b, theta in enumerate(points.T):
        values = {p.name: float(x) for p, x in zip(game.parameters, theta, strict=True)}
        (first, *_) = solve(game.at(values), "correlated", "auto").equilibria
        assert np.array_equal(drawn.payoffs[:, b], first.payoff)


def test_what_is_no_game_is_not_answered() -> None:
    text = STICK.replace("0.75 if aid == cut else 0.25", "shame").replace(
        "0.25 if aid == cut else 0.75", "1 - shame"
    )
    drawn = evaluate(model(text).parametric(), np.array([[2.0, 0.5], [1.0, 1.0]]))
    assert drawn.valid.tolist() == [False, True]
    assert not drawn.decided[0]
    assert not drawn.several[0]
    assert np.isnan(drawn.payoffs[:, 0]).all()
    assert np.isnan(drawn.quantities["aid_level"][0])
    assert np.isnan(drawn.categories["ending"]["war"][0])
    assert not any(happens[0] for happens in drawn.path.values())
    assert sum(odds[1] for odds in drawn.moves["front"].values()) == near(1)


@pytest.mark.parametrize(("concept", "rationality"), [("auto", None), ("qre", 0.5)])
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_a_draw_does_not_depend_on_its_company(
    chunk: int, concept: str, rationality: float | None
) -> None:
    game = model(CONDITIONAL_AID).parametric("both")
    points = thetas(game.parameters, 6, 5)
    options = Options(rationality=rationality)
    whole, *parts = (
        evaluate(game, part, concept=concept, options=options)
        for part in (points, *(points[:, i : i + chunk] for i in range(0, 6, chunk)))
    )
    assert np.array_equal(whole.payoffs, np.concatenate([p.payoffs for p in parts], axis=1))
    for move, outcomes in whole.moves.items():
        for outcome, odds in outcomes.items():
            assert np.array_equal(odds, np.concatenate([p.moves[move][outcome] for p in parts]))
    for name, mean in whole.quantities.items():
        assert np.array_equal(mean, np.concatenate([p.quantities[name] for p in parts]))


def test_more_than_fits_the_cache_is_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    game = model(STICK).parametric("threat")
    points = thetas(game.parameters, 40, 2)
    whole = evaluate(game, points)
    monkeypatch.setattr("negotiate.game.parametric.CHUNK_BYTES", 300)
    parts = evaluate(game, points)
    assert np.array_equal(whole.payoffs, parts.payoffs)
    assert np.array_equal(whole.decided, parts.decided)
    assert np.array_equal(whole.quantities["aid_level"], parts.quantities["aid_level"])
    assert np.array_equal(whole.categories["ending"]["war"], parts.categories["ending"]["war"])


FAULTS = """
import resource
from negotiate.api import load
from negotiate.analysis.draws import evaluate
from negotiate.analysis.sampling import thetas
game = load("kellogg").parametric("kellogg")
points = thetas(game.parameters, 4000, 0)
evaluate(game, points)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
evaluate(game, points)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
"""Counts how often memory is fetched once all is warm."""


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have other rules")
def test_tables_are_handed_on_from_chunk_to_chunk() -> None:
    run = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 400  # pages; a page for every draw where each chunk fetches its own


@pytest.mark.parametrize("how", ["sobol", "latin"])
def test_even_draws_are_even(how: str) -> None:
    parameters = model(CONDITIONAL_AID).spec.parameters
    drawn = thetas(parameters, 64, 3, how=how)
    assert np.array_equal(drawn, thetas(parameters, 64, 3, how=how))
    assert not np.array_equal(drawn, thetas(parameters, 64, 4, how=how))
    for row in drawn:  # one draw in each 64th of the range: a (t, 6, s)-net, a Latin hypercube
        assert sorted((row * 64).astype(int).tolist()) == list(range(64))


def test_there_is_no_other_way_to_draw() -> None:
    with pytest.raises(UsageError, match="did you mean 'sobol'"):
        thetas((), 3, 0, how="soboll")
