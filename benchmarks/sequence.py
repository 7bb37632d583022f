"""Two-player trees with private types on their sequences, against pygambit in the same run.

Zero-sum trees by linear programming, others by Lemke's algorithm. Ours are exact: fractions,
certified on the tree. The peer solves the same files in a process of its own, in floats and in
fractions, with a time limit; where it is stopped, the ratio is a lower bound. Times are processor
seconds of solving alone: nothing is read, written or imported in them.

    python benchmarks/sequence.py [--seconds 60] [--seeds 3] [--nodes 125 497 2033]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import scipy

from negotiate.concepts import nash
from negotiate.formats.efg import write_efg
from negotiate.solvers.nash import sequence_lcp, sequence_lp
from negotiate.solvers.protocol import Options

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.sequence_games import typed_game

if TYPE_CHECKING:
    from negotiate.game.game import Game

SHAPES = {
    61: (2, 3),
    125: (2, 4),
    253: (2, 5),
    497: (4, 4),
    509: (2, 6),
    1009: (4, 5),
    2033: (4, 6),
}
"""Number of types of each player and number of moves, by the number of nodes."""

PEER = """
import io, json, sys, time, warnings
warnings.simplefilter("ignore")
import pygambit
method, rational = sys.argv[1], sys.argv[2] == "exact"
game = pygambit.read_efg(io.StringIO(sys.stdin.read()))
solve = pygambit.nash.lp_solve if method == "lp" else pygambit.nash.lcp_solve
start = time.process_time()
solve(game, rational=rational, use_strategic=False)
print(json.dumps(time.process_time() - start))
"""


def ours(game: Game, method: Any) -> tuple[float, float]:
    """Return the seconds that a method takes, its certificate included, and the regret."""
    start = time.process_time()
    reason = method.refusal(game)
    assert reason is None, reason
    (candidate,) = method.solve(game, Options()).candidates
    certificate = nash.certify(game, candidate.behaviour)
    seconds = time.process_time() - start
    assert certificate.holds
    assert certificate.tol == 0, "the answer is not exact"
    return seconds, certificate.max_regret


def peer(game: Game, method: str, kind: str, seconds: float) -> float | None:
    """Return the seconds that pygambit takes, or None if it is stopped or fails."""
    try:
        run = subprocess.run(
            [sys.executable, "-c", PEER, method, kind],
            input=write_efg(game),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return float(json.loads(run.stdout)) if run.returncode == 0 else None


def times(ratio: float | None, limit: float, mine: float) -> str:
    """Return a peer's time as a multiple of ours; a lower bound if it was stopped."""
    if ratio is None:
        return f"> {limit / mine:.0f} × (stopped after {limit:g} s)"
    return f"{ratio:.1f} ×"


def compare(*, zero_sum: bool, nodes: int, seeds: int, limit: float, kinds: list[str]) -> None:
    """Print how one method fares on trees of one size: medians over a few games."""
    method, theirs = (sequence_lp, "lp") if zero_sum else (sequence_lcp, "lcp")
    games = [typed_game(*SHAPES[nodes], seed, zero_sum=zero_sum) for seed in range(seeds)]
    runs = [ours(game, method) for game in games]
    mine = median(seconds for seconds, _ in runs)
    worst = max(seconds for seconds, _ in runs)
    print(f"{theirs} {games[0].tree.n_nodes:,} nodes: {mine:.3f} s exact (worst {worst:.3f} s)")
    for kind in kinds:
        ratios: list[float] = []
        for game, (seconds, _) in zip(games, runs, strict=True):
            found = peer(game, theirs, kind, limit)
            if found is None:
                ratios = []
                break
            ratios.append(found / seconds)
        middle = median(ratios) if ratios else None
        print(f"  pygambit {kind}: {times(middle, limit, mine)}", flush=True)


def main() -> None:
    """Run the comparison at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--nodes", type=int, nargs="*", default=[125, 497, 2033], choices=SHAPES)
    kinds = ["floats", "exact"]
    parser.add_argument("--kinds", nargs="*", default=kinds, choices=kinds)
    arguments = parser.parse_args()
    how = {"seeds": arguments.seeds, "limit": arguments.seconds, "kinds": arguments.kinds}
    print(f"pygambit {version('pygambit')}, scipy {scipy.__version__}; their time over ours:")
    for zero_sum in (True, False):
        ours(typed_game(2, 2, zero_sum=True), sequence_lp if zero_sum else sequence_lcp)
        for nodes in arguments.nodes:
            compare(zero_sum=zero_sum, nodes=nodes, **how)


if __name__ == "__main__":
    main()
