"""The page's solver against Python's, bit for bit, on random games and on those that ship."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.game.strategies import moves_spec
from tests.render.agreement import agree, random_tree
from tests.render.engine import HELPERS, Engine, bits, plain_engine, written

from negotiate.analysis.board import board
from negotiate.api import load
from negotiate.formats.board import dumps
from negotiate.game.model import Model
from negotiate.render.page.engine import engine
from negotiate.results.board import LIVE, TABLE
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.spec import read_text
from negotiate.spec.library import shipped_games
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from pathlib import Path

    from negotiate.spec.model import Spec

WEIRD = [0.0, -0.0, 1.0, -1.0, 5e-324, 1e-310, 1e300, 0.1]


def seen_by_all(spec: Spec) -> Spec:
    assert isinstance(spec.body, Moves)
    moves = tuple(replace(move, seen_by=None, seen_from={}) for move in spec.body.moves)
    return replace(spec, body=replace(spec.body, moves=moves))


def moves_game(rng: random.Random) -> Model:
    return Model(seen_by_all(moves_spec(lambda several: several[rng.randrange(len(several))])))


def tree_game(rng: random.Random) -> Model:
    players = rng.choice([1, 1, 2, 3])
    data = {
        "players": [f"P{i}" for i in range(players)],
        "parameters": {"a": 2, "b": 0, "p": 0.25},
        "tree": {"P0": {"go": random_tree(rng, players, rng.choice([0, 1, 2, 3, 4]))}},
    }
    return Model(read_text(json.dumps(data), "random.yaml"))


def check_random(count: int, seed: int) -> None:
    answered = refused = live = 0
    for k in range(count):
        rng = random.Random(f"{seed} {k}")  # noqa: S311 -- games, not secrets
        model = rng.choice([moves_game, tree_game])(rng)
        game = model.parametric("")
        if not game.tree.n_leaves:
            continue
        made = board(model, concept="spe") if game.tree.perfect_information else None
        if made is None or made.scenarios[0].mode != LIVE:
            continue
        live += 1
        engine = Engine(made)
        for _ in range(2):
            theta = [rng.choice([rng.uniform(-3, 3), rng.choice(WEIRD)]) for _ in range(2)]
            theta.append(rng.choice([0.0, 1.0, 0.3, rng.random()]))
            if agree(engine, "", game, theta):
                answered += 1
            else:
                refused += 1
    assert live > 0.8 * count
    assert answered > 0.8 * count
    assert refused > 0.02 * count


def test_random_games_have_the_same_bits() -> None:
    check_random(120, 1)


@pytest.mark.slow
def test_thousands_of_random_games_have_the_same_bits() -> None:
    check_random(2500, 2)


def check_shipped(name: str, draws: int, most_nodes: int) -> int:
    """Compare every live scenario at its own and at random parameters; return how many points."""
    model = load(name)
    live = [
        scenario
        for scenario in model.scenarios
        if (game := model.parametric(scenario)).tree.perfect_information
        and game.tree.n_nodes <= most_nodes
    ]
    if not live:
        return 0
    made = board(model, live, concept="spe")
    engine = Engine(made)
    rng = np.random.default_rng(20 + len(name))
    points = 0
    for scenario in made.scenarios:
        assert scenario.mode == LIVE
        game = model.parametric(scenario.name)
        own = engine.run(f"negotiate.theta(board, {json.dumps(scenario.name)})")
        thetas = [own.tolist()]
        for _ in range(draws):
            low = [p.value if p.low is None else p.low for p in made.parameters]
            high = [p.value if p.high is None else p.high for p in made.parameters]
            thetas.append(rng.uniform(low, high).tolist())
        for theta in thetas:
            points += agree(engine, scenario.name, game, theta)
    return points


GAMES = sorted(shipped_games())


@pytest.mark.parametrize("name", GAMES)
def test_shipped_games_have_the_same_bits(name: str) -> None:
    check_shipped(name, draws=4, most_nodes=1000)


def test_the_largest_shipped_game_has_the_same_bits() -> None:
    assert check_shipped("kellogg", draws=0, most_nodes=1000) > 0
    model = load("kellogg")
    engine = Engine(board(model, ["kellogg"]))
    theta = engine.run("negotiate.theta(board, 0)").tolist()
    assert agree(engine, "kellogg", model.parametric("kellogg"), theta)


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
def test_shipped_games_have_the_same_bits_all_over_their_ranges(name: str) -> None:
    check_shipped(name, draws=25, most_nodes=10_000)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 16, 17, 127, 128, 129, 130, 257, 1000])
def test_sums_are_added_in_the_order_of_numpy(count: int) -> None:
    rng = np.random.default_rng(count)
    values = rng.normal(size=count) * 10.0 ** rng.integers(-6, 6, count)
    run = plain_engine().run
    total = run(f"negotiate.pairwise({written(values)})")
    segment = run(f"negotiate.segment({written(values)}, {count})")
    assert bits(np.array([0 + total])) == bits(values.sum(keepdims=True))
    assert bits(np.array([segment])) == bits(np.add.reduceat(values, [0]))
    columns = np.add.reduceat(np.stack([values, values], axis=1), [0], axis=0)
    assert bits(np.array([segment, segment])) == bits(columns.ravel())


def test_numbers_reach_the_page_with_all_their_bits() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=400) * 10.0 ** rng.integers(-320, 300, 400)
    read = plain_engine().run(f"Float64Array.from({json.dumps(values.tolist())})")
    assert bits(read) == bits(values)


UNSAFE = """
players: [A]
parameters: {a: {value: 0.5, range: [0, 1]}, b: {value: 2, range: [0, 4]}}
moves:
  - A: act
    options: [yes, no]
payoffs:
  A: {gain: "PAYOFF if act == yes else 1"}
"""


@pytest.mark.parametrize(
    ("payoff", "mode", "word"),
    [
        ("exp(a)", TABLE, "exp()"),
        ("log(b)", TABLE, "log()"),
        ("b ** a", TABLE, "power"),
        ("b ** 0.5", TABLE, "power"),
        ("b ** -1", TABLE, "power"),
        ("b ** 3 + sqrt(a)", LIVE, ""),
        ("2 ** 0.5 * a", LIVE, ""),
    ],
)
def test_what_machines_round_differently_is_not_solved_in_the_page(
    payoff: str, mode: str, word: str
) -> None:
    model = Model(read_text(UNSAFE.replace("PAYOFF", payoff), "unsafe.yaml"))
    made = board(model)
    (scenario,) = made.scenarios
    assert scenario.mode == mode
    assert word in scenario.reason
    found = Engine(made).solve("", [0.5, 2.0])
    assert found["exact"] is (mode == LIVE)
    (payoff_here,) = found["payoff"]
    expected = model.game()
    assert payoff_here == pytest.approx(expected.u.max(), rel=1e-15)


@pytest.mark.parametrize("gap", ["0", "1e-10", "4e-10", "2e-9", "1e-3"])
def test_a_rounding_of_large_payoffs_is_a_tie_in_both(gap: str) -> None:
    data = {
        "players": ["A"],
        "parameters": {"a": {"value": 0.1, "range": [0, 1]}},
        "tree": {"A": {"x": [f"1000000 + a + {gap}"], "y": ["1000000.1"], "z": ["a + 1000000"]}},
    }
    model = Model(read_text(json.dumps(data), "large.yaml"))
    engine = Engine(board(model))
    assert agree(engine, "", model.parametric(""), [0.1])
    assert engine.solve("", [0.1])["decided"] == (float(gap) > 1e-9)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node here to run V8")
@pytest.mark.parametrize("name", ["kellogg", "textbook/asymmetric-escalation", "taiwan-signal"])
def test_the_engine_of_chromium_has_the_same_bits(name: str, tmp_path: Path) -> None:
    model = load(name)
    live = [s for s in model.scenarios if model.parametric(s).tree.perfect_information]
    made = board(model, live, concept="spe")
    rng = np.random.default_rng(3)
    low = [p.value if p.low is None else p.low for p in made.parameters]
    high = [p.value if p.high is None else p.high for p in made.parameters]
    names, cases = [p.name for p in made.parameters], []
    for scenario in live:
        for theta in rng.uniform(low, high, (10, len(low))):
            game = model.game(scenario, dict(zip(names, theta.tolist(), strict=True)))
            (candidate,) = backward_induction.solve(game, Options()).candidates
            parts = theta, game.u.ravel(), candidate.payoff, candidate.behaviour
            cases.append([scenario, *map(bits, parts)])
    check = """
const wrong = CASES.filter(function ([scenario, theta, ...expected]) {
  const { u, payoff, behaviour } = negotiate.solve(board, scenario, fromHex(theta));
  return [u, payoff, behaviour].map(toHex).join() !== expected.join();
});
console.log(CASES.length - wrong.length);
"""
    decoded = f"board = negotiate.decode({dumps(made)});\nconst CASES = {json.dumps(cases)};"
    script = tmp_path / "check.js"
    script.write_text(f"{engine()}\n{HELPERS}\n{decoded}\n{check}", encoding="utf-8")
    ran = subprocess.run(
        [str(shutil.which("node")), str(script)], capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == str(len(cases)), ran.stderr
