"""Many draws of one scenario of a game file, payoffs included, against two yardsticks of the run.

Every draw is priced (`ParametricGame.draw`) and solved (`solve_batch`). Time as a multiple of what
it takes to move the payoffs of all draws through memory once, and as a fraction of one
`ParametricGame.at` and one solve a draw.

    python benchmarks/draws.py [--game kellogg] [--scenario kellogg] [--draws 100000] [--workers 2]
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis.robustness import sample
from negotiate.api import load
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.batch import solve_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.game.parametric import ParametricGame
    from negotiate.types import FloatArray

SINGLES = 50
MEGABYTES = 200
AGREES = 1e-9


def solve_all(game: ParametricGame, thetas: FloatArray, workers: int) -> FloatArray:
    """Return everybody's payoff in equilibrium in every draw (P, B).

    Threads, because numpy lets go of the interpreter while it computes.
    """

    def solve_some(part: FloatArray) -> FloatArray:
        return np.hstack([solve_batch(batch).payoff for batch in game.draw(part)])

    with ThreadPoolExecutor(workers) as pool:
        return np.hstack(list(pool.map(solve_some, np.array_split(thetas, workers, axis=1))))


def solve_singly(game: ParametricGame, thetas: FloatArray) -> FloatArray:
    """Return the same by one game and one solve a draw."""
    names = [parameter.name for parameter in game.parameters]
    found = []
    for theta in thetas.T:
        one = game.at(dict(zip(names, theta.tolist(), strict=True)))
        found.append(backward_induction.solve(one, Options()).candidates[0].payoff)
    return np.stack(found, axis=1).astype(np.float64)


def timed(run: Callable[[], FloatArray]) -> tuple[float, float, FloatArray]:
    """Return the seconds on the clock, those of the processors, and what came of it."""
    clock, processor = time.perf_counter(), time.process_time()
    result = run()
    return time.perf_counter() - clock, time.process_time() - processor, result


def bandwidth() -> float:
    """Return how many bytes one core copies in a second, from and to memory out of its caches."""
    source = np.ones(MEGABYTES * 2**20 // 8)
    target = np.zeros_like(source)

    def copy() -> FloatArray:
        target[:] = source
        return target

    return source.nbytes / min(timed(copy)[1] for _ in range(5))


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--game", default="kellogg")
    parser.add_argument("--scenario", default="kellogg")
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    game = load(arguments.game).parametric(arguments.scenario)
    thetas = sample(game.parameters, arguments.draws, seed=0)
    few = thetas[:, :SINGLES]
    solve_all(game, few, 1)  # compiles
    clock, processor, payoff = timed(lambda: solve_all(game, thetas, arguments.workers))
    _, single, expected = timed(lambda: solve_singly(game, few))
    scale = np.ptp(expected, axis=1, keepdims=True) + 1
    assert np.all(np.abs(payoff[:, : few.shape[1]] - expected) <= AGREES * scale)
    tree = game.tree
    moved = 8 * tree.n_leaves * tree.n_players * arguments.draws
    print(
        f"{arguments.draws:,} draws of {tree.n_nodes:,} nodes on {arguments.workers} cores: "
        f"{arguments.draws / clock:,.0f} draws/s, "
        f"{arguments.draws / processor:,.0f} draws/s of one processor"
    )
    print(f"  {processor / (moved / bandwidth()):.1f} × moving the payoffs of all draws once")
    each = single / few.shape[1] * arguments.draws
    print(f"  {each / processor:.1f} × as fast as one game and one solve a draw")


if __name__ == "__main__":
    main()
