"""Draws per second of a game file, against single solves, against pygambit, and against limits.

Everything in one run on the same game and the same draws; read the ratios.

- here: every draw priced (`ParametricGame.draw`) and solved (`solve_batch`), in processes that
  have made the game before; and whole sweeps, which also measure what comes of each draw,
  compare scenarios and sum up;
- two loops of our own, the payoffs compared: one call of `negotiate.solve` a draw, as a reader
  would write it, with its certificate; and the bare numbers and method inside that call;
- a loop of pygambit: the game read once, its outcomes set and solved anew draw by draw, in a
  process of its own that is stopped after some seconds, so that its time is a lower bound;
- limits: the bytes that must go to memory and back (distinct payoffs and values, each written
  and read once) at the measured speed of memory, and the operations that must be done (the
  distinct rows of all steps of the payoffs, one comparison an option of a distinct decision and
  one number a value that it picks) at the measured speed of adding numbers in the cache;
- how the rate depends on the number of nodes and of draws, and the memory of whole sweeps.

    python benchmarks/sweep.py [--game kellogg] [--scenario kellogg] [--draws 200000] [--workers 2]
        [--peer PYTHON] [--seconds 20: none with 0] [--nodes 100 1000 10000] [--series 1000 10000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.analysis.sampling import thetas as sample
from negotiate.api import load, loads, solve
from negotiate.formats.efg import write_efg
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.batch import solve_batch
from negotiate.solvers.spe.batch.plan import Hidden, Moves, plan
from negotiate.spec.library import find_game

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from negotiate.game.model import Model
    from negotiate.game.parametric import ParametricGame
    from negotiate.types import FloatArray, NumberArray

    Single = Callable[[Mapping[str, float]], NumberArray]

SINGLES = 30
AGREES = 1e-9
FAR, NEAR = 200 * 2**20, 2**17
"""Bytes out of the reach of caches, and within the nearest."""

PEER = """
import io, json, sys, time, warnings
warnings.simplefilter("ignore")
import pygambit
given = json.load(sys.stdin)
game = pygambit.read_efg(io.StringIO(given["game"]))
outcomes, players = list(game.outcomes), list(game.players)
start = time.perf_counter()
for outcome in outcomes:
    for player in players:
        outcome[player] = 0.5
repricing = time.perf_counter() - start
print(json.dumps([pygambit.__version__, repricing]), flush=True)
start = time.perf_counter()
pygambit.nash.logit_solve(pygambit.read_efg(io.StringIO(given["game"])), use_strategic=False)
print(json.dumps(time.perf_counter() - start), flush=True)
"""

WHOLE = """
import json, re, resource, sys, time
from pathlib import Path
from negotiate.api import sweep
if __name__ == "__main__":
    game, scenarios, draws, workers = json.loads(sys.argv[1])
    start = time.perf_counter()
    sweep(game, draws, scenarios or None, workers=workers)
    seconds = time.perf_counter() - start
    # Not ru_maxrss, which counts the process that this one was forked from.
    own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([seconds, max(own, workers) / 1024]))
"""


class Timed(NamedTuple):
    """Seconds on the clock and of the processors, and what came of it."""

    clock: float
    processor: float
    payoffs: FloatArray


class Workers:
    """Processes that have made a game and solve draws of it.

    Parameters
    ----------
    source : str
        The text of a game file.
    scenario : str
    workers : int
    """

    game: ParametricGame

    def __init__(self, source: str, scenario: str, workers: int) -> None:
        self.workers = workers
        self.pool = ProcessPoolExecutor(
            workers, initializer=Workers.make, initargs=(source, scenario)
        )

    @classmethod
    def make(cls, source: str, scenario: str) -> None:
        """Make the game once a process."""
        cls.game = loads(source).parametric(scenario)

    @classmethod
    def some(cls, thetas: FloatArray) -> tuple[FloatArray, float]:
        """Return everybody's payoff in every draw (P, B), and the seconds of the processor."""
        start = time.process_time()
        payoffs = [solve_batch(batch).payoff for batch in cls.game.draw(thetas)]
        return np.hstack(payoffs), time.process_time() - start

    def run(self, thetas: FloatArray) -> Timed:
        """Solve all draws, in as many parts as there are processes."""
        start = time.perf_counter()
        found = list(self.pool.map(Workers.some, np.array_split(thetas, self.workers, axis=1)))
        clock = time.perf_counter() - start
        return Timed(clock, sum(own for _, own in found), np.hstack([part for part, _ in found]))


def by_call(model: Model, scenario: str, settings: Mapping[str, float]) -> NumberArray:
    """Return everybody's payoff as a reader would ask for it."""
    return solve(model, scenario, concept="spe", settings=settings).equilibria[0].payoff


def bare(game: ParametricGame, settings: Mapping[str, float]) -> NumberArray:
    """Return the same without looking for a method or certifying what it finds."""
    return backward_induction.solve(game.at(settings), Options()).candidates[0].payoff


def singly(names: Sequence[str], thetas: FloatArray, one: Single) -> Timed:
    """Solve one draw after the other."""
    draws = [dict(zip(names, theta.tolist(), strict=True)) for theta in thetas.T]
    one(draws[0])
    clock, processor = time.perf_counter(), time.process_time()
    found = [one(settings) for settings in draws]
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    return Timed(clock, processor, np.stack(found, axis=1).astype(np.float64))


def speed(size: int, run: Callable[[FloatArray, FloatArray], object], repeats: int) -> float:
    """Return how many bytes of one array a core gets through in a second."""
    source, target = np.ones(size // 8), np.zeros(size // 8)
    best = np.inf
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(repeats):
            run(source, target)
        best = min(best, time.perf_counter() - start)
    return size * repeats / best


def limits(game: ParametricGame) -> tuple[float, float]:
    """Return the seconds that one draw takes at least on one core, for memory and arithmetic."""
    batch = next(game.draw(np.zeros((len(game.parameters), 1))))
    steps, distinct = plan(game.tree, batch.sharing), game.program.distinct
    moved = 2 * 8 * steps.values
    copied = speed(FAR, lambda source, target: np.copyto(target, source), 1)
    operations = sum(int(distinct.rows[i].max()) + 1 for i in game.program.varying)
    for step in steps.steps:
        assert not isinstance(step, Hidden)
        operations += step.own.size if isinstance(step, Moves) else step.value.by.size
        operations += step.value.options.shape[1]
    added = speed(NEAR, lambda source, target: np.add(source, target, out=target), 200) / 8
    return moved / (2 * copied), operations / added


def peer(python: str, game: ParametricGame, seconds: float) -> tuple[str, float, float, bool]:
    """Return the peer's version, and its seconds for prices, for a solve, and if it finished."""
    text = json.dumps({"game": write_efg(game.at())})
    process = subprocess.Popen(
        [python, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        out, _ = process.communicate(text, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    lines = [json.loads(line) for line in out.splitlines()]
    if not lines:
        return "", seconds, seconds, False
    solving = lines[1] if len(lines) > 1 else seconds
    return lines[0][0], lines[0][1], solving, len(lines) > 1


def whole(game: str, scenarios: Sequence[str], draws: int, workers: int) -> tuple[float, float]:
    """Return the seconds of a whole sweep and the megabytes of its largest process."""
    asked = json.dumps([game, list(scenarios), draws, workers])
    run = subprocess.run(
        [sys.executable, "-c", WHOLE, asked], capture_output=True, text=True, check=True
    )
    seconds, megabytes = json.loads(run.stdout)
    return seconds, megabytes


def of_size(nodes: int) -> str:
    """Return a file of two-way moves of four players, with about so many nodes, none alike."""
    depth = max(1, int(np.log2(nodes + 1)) - 1)
    players = ["A", "B", "C", "D"][: max(1, min(4, depth))]
    moves = [f"  - {players[k % len(players)]}: m{k}\n    options: [l, r]" for k in range(depth)]
    ranges = [f"  p{k}: {{value: {k + 1}, range: [0, {2 * k + 3}]}}" for k in range(depth)]
    terms = {
        player: " + ".join(
            f"(p{k} if m{k} == {'lr'[(k + j) % 2]} else p{(k * 7 + j) % depth} / {k + 2})"
            for k in range(depth)
        )
        for j, player in enumerate(players)
    }
    payoffs = [f"  {player}: {term}" for player, term in terms.items()]
    lines = [f"players: [{', '.join(players)}]", "parameters:", *ranges, "moves:", *moves]
    return "\n".join([*lines, "payoffs:", *payoffs])


def scaling(nodes: Sequence[int], workers: int) -> None:
    """Print draws per second by the number of nodes."""
    if nodes:
        print("nodes, draws, draws/s, nodes/s, of one processor:")
    for size in nodes:
        source = of_size(size)
        game = loads(source).parametric()
        n = game.tree.n_nodes
        draws = max(4 * workers, min(100_000, 40_000_000 // n))
        thetas = sample(game.parameters, draws, seed=0)
        pool = Workers(source, "", workers)
        pool.run(thetas[:, :workers])
        run = pool.run(thetas)
        rate, alone = draws / run.clock, draws / run.processor
        print(f"  {n:>9,} {draws:>7,} {rate:>11,.0f} {rate * n:.2e} {alone:>11,.0f}")


def against(name: str, scenario: str, arguments: argparse.Namespace) -> None:
    """Print one scenario's rate, and its ratios to loops and limits."""
    model = load(name)
    game, source = model.parametric(scenario), find_game(name).read_text()
    thetas, workers = sample(game.parameters, arguments.draws, seed=0), arguments.workers
    pool = Workers(source, scenario, workers)
    pool.run(thetas[:, : 100 * workers])  # makes the game
    run = pool.run(thetas)
    rate = arguments.draws / run.clock
    print(
        f"{arguments.draws:,} draws of {game.tree.n_nodes:,} nodes, {workers} workers: "
        f"{rate:,.0f} draws/s, {arguments.draws / run.processor:,.0f} of one processor"
    )
    names, few = [parameter.name for parameter in game.parameters], thetas[:, :SINGLES]
    for what, one in (
        ("`negotiate.solve`", partial(by_call, model, scenario)),
        ("the bare method", partial(bare, game)),
    ):
        single = singly(names, few, one)
        scale = np.ptp(single.payoffs, axis=1, keepdims=True) + 1
        assert np.all(np.abs(run.payoffs[:, :SINGLES] - single.payoffs) <= AGREES * scale)
        ratio = rate * single.clock / SINGLES
        print(f"  {ratio:,.0f} × a loop of {what} ({1e3 * single.clock / SINGLES:.2f} ms each)")
    memory, arithmetic = limits(game)
    each = run.processor / arguments.draws
    print(f"  {memory / each:.0%} of the limit of memory, {arithmetic / each:.0%} of arithmetic's")
    if arguments.seconds:
        against_peer(game, rate, arguments)


def against_peer(game: ParametricGame, rate: float, arguments: argparse.Namespace) -> None:
    """Print the ratio to a loop of the peer."""
    version, pricing, solving, done = peer(arguments.peer, game, arguments.seconds)
    if version:
        least = "" if done else "more than "
        print(
            f"  {least}{rate * (pricing + solving):,.0f} × a loop of pygambit {version} "
            f"({rate * pricing:,.0f} × its setting of the payoffs alone)"
        )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--game", default="kellogg")
    parser.add_argument("--scenario", default="kellogg")
    parser.add_argument("--draws", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--nodes", type=int, nargs="*", default=[100, 1000, 10_000, 100_000])
    parser.add_argument("--series", type=int, nargs="*", default=[1000, 10_000, 100_000])
    arguments = parser.parse_args()
    against(arguments.game, arguments.scenario, arguments)
    scaling(arguments.nodes, arguments.workers)
    if arguments.series:
        print("whole sweeps: draws, scenarios, draws/s, MB of the largest process:")
    for draws in arguments.series:
        for scenarios in ([arguments.scenario], []):
            seconds, megabytes = whole(arguments.game, scenarios, draws, arguments.workers)
            told = len(scenarios) or len(load(arguments.game).main_scenarios)
            print(f"  {draws:>10,} {told} {draws / seconds:>9,.0f} {megabytes:>6,.0f}")


if __name__ == "__main__":
    main()
