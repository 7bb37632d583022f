"""Draws per second of a game file, against single solves, against pygambit, and against limits.

Everything in one run on the same game and the same draws; read the ratios.

- here: every draw priced (`ParametricGame.draw`) and solved (`solve_batch`), on threads, because
  numpy lets go of the interpreter; and whole sweeps, which also measure what comes of each draw,
  compare scenarios and sum up, in processes;
- a loop of our own: one game with numbers and one solve a draw, the payoffs compared;
- a loop of pygambit: the game read once, its outcomes set and solved anew draw by draw, in a
  process of its own that is stopped after some seconds, so that its time is a lower bound;
- limits: the bytes that must go to memory and back (payoffs and values, each written and read
  once) at the measured speed of memory, and the operations that must be done (the rows of all
  steps of the payoffs, one comparison a branch and one number a player and decision) at the
  measured speed of adding numbers in the cache;
- how the rate depends on the number of nodes and of draws, and the memory of whole sweeps.

    python benchmarks/sweep.py [--game kellogg] [--scenario kellogg] [--draws 40000] [--workers 2]
        [--peer PYTHON] [--seconds 20: none with 0] [--nodes 100 1000 10000] [--series 1000 10000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.analysis.sampling import thetas as sample
from negotiate.api import load, loads
from negotiate.formats.efg import write_efg
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.batch import solve_batch
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from negotiate.game.parametric import ParametricGame
    from negotiate.types import FloatArray

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
import json, resource, sys, time
from negotiate.api import sweep
if __name__ == "__main__":
    game, scenarios, draws, workers = json.loads(sys.argv[1])
    start = time.perf_counter()
    sweep(game, draws, scenarios or None, workers=workers)
    seconds = time.perf_counter() - start
    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    print(json.dumps([seconds, max(resource.getrusage(who).ru_maxrss for who in both) / 1024]))
"""


class Timed(NamedTuple):
    """Seconds on the clock and of the processors, and what came of it."""

    clock: float
    processor: float
    result: FloatArray


def timed(run: Callable[[], FloatArray]) -> Timed:
    """Run once."""
    clock, processor = time.perf_counter(), time.process_time()
    result = run()
    return Timed(time.perf_counter() - clock, time.process_time() - processor, result)


def together(game: ParametricGame, thetas: FloatArray, workers: int) -> FloatArray:
    """Return everybody's payoff in equilibrium in every draw (P, B)."""

    def some(part: FloatArray) -> FloatArray:
        return np.hstack([solve_batch(batch).payoff for batch in game.draw(part)])

    with ThreadPoolExecutor(workers) as pool:
        return np.hstack(list(pool.map(some, np.array_split(thetas, workers, axis=1))))


def singly(game: ParametricGame, thetas: FloatArray) -> FloatArray:
    """Return the same by one game and one solve a draw."""
    names = [parameter.name for parameter in game.parameters]
    found = []
    for theta in thetas.T:
        one = game.at(dict(zip(names, theta.tolist(), strict=True)))
        found.append(backward_induction.solve(one, Options()).candidates[0].payoff)
    return np.stack(found, axis=1).astype(np.float64)


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
    tree, steps = game.tree, game.tape.steps
    moved = 2 * 8 * tree.n_players * (tree.n_leaves + tree.n_nodes)
    copied = speed(FAR, lambda source, target: np.copyto(target, source), 1)
    inner = int(np.count_nonzero(tree.owner != LEAF))
    rows = sum(game.histories.classes(steps[i].moves).size for i in game.program.varying)
    operations = rows + (tree.n_nodes - 1) + inner * tree.n_players
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


def of_size(nodes: int) -> ParametricGame:
    """Return a game of two-way moves of four players with about so many nodes."""
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
    return loads("\n".join([*lines, "payoffs:", *payoffs])).parametric()


def scaling(nodes: Sequence[int], workers: int) -> None:
    """Print draws per second by the number of nodes."""
    if nodes:
        print("nodes, draws, draws/s, nodes/s:")
    for size in nodes:
        game = of_size(size)
        draws = max(workers, min(20_000, 20_000_000 // game.tree.n_nodes))
        thetas = sample(game.parameters, draws, seed=0)
        together(game, thetas[:, :workers], workers)
        rate = draws / timed(lambda g=game, t=thetas: together(g, t, workers)).clock
        print(
            f"  {game.tree.n_nodes:>9,} {draws:>7,} {rate:>11,.0f} {rate * game.tree.n_nodes:.2e}"
        )


def against(game: ParametricGame, arguments: argparse.Namespace) -> None:
    """Print one scenario's rate, and its ratios to loops and limits."""
    thetas, workers = sample(game.parameters, arguments.draws, seed=0), arguments.workers
    few = thetas[:, :SINGLES]
    together(game, few, workers)  # compiles
    run = timed(lambda: together(game, thetas, workers))
    single = timed(lambda: singly(game, few))
    scale = np.ptp(single.result, axis=1, keepdims=True) + 1
    assert np.all(np.abs(run.result[:, : few.shape[1]] - single.result) <= AGREES * scale)
    rate = arguments.draws / run.clock
    print(
        f"{arguments.draws:,} draws of {game.tree.n_nodes:,} nodes, {workers} workers: "
        f"{rate:,.0f} draws/s, {arguments.draws / run.processor:,.0f} of one processor"
    )
    print(f"  {rate * single.clock / few.shape[1]:,.0f} × a loop of our own single solves")
    memory, arithmetic = limits(game)
    each = run.processor / arguments.draws
    print(f"  {memory / each:.0%} of the limit of memory, {arithmetic / each:.0%} of arithmetic's")
    if not arguments.seconds:
        return
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
    parser.add_argument("--draws", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--nodes", type=int, nargs="*", default=[100, 1000, 10_000, 100_000])
    parser.add_argument("--series", type=int, nargs="*", default=[1000, 10_000, 100_000])
    arguments = parser.parse_args()
    model = load(arguments.game)
    against(model.parametric(arguments.scenario), arguments)
    scaling(arguments.nodes, arguments.workers)
    if arguments.series:
        print("whole sweeps: draws, scenarios, draws/s, MB of the largest process:")
    for draws in arguments.series:
        for scenarios in ([arguments.scenario], []):
            seconds, megabytes = whole(arguments.game, scenarios, draws, arguments.workers)
            told = len(scenarios) or len(model.main_scenarios)
            print(f"  {draws:>10,} {told} {draws / seconds:>9,.0f} {megabytes:>6,.0f}")


if __name__ == "__main__":
    main()
