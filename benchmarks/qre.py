"""Quantal response and its limit, against pygambit in the same run on the same games.

Perfect-information trees at one λ: backward recursion against the peer's branch; probabilities
are compared. Random tables: one Nash equilibrium by the limit of the branch, certified, against
the peer's. Times are wall clock for solving alone, on whatever else the machine does meanwhile:
read the ratios. The peer runs in a process of its own, with a time limit; where it is stopped,
its time is a lower bound. `--peer` names the interpreter that has the version to compare with.

    python benchmarks/qre.py [--peer PYTHON] [--seconds 60] [--games 5] [--depths 4 6] [--small]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from negotiate.concepts import nash, qre
from negotiate.formats.efg import write_efg
from negotiate.formats.nfg import write_nfg
from negotiate.game.game import Batch, Game
from negotiate.solvers.nash import logit
from negotiate.solvers.protocol import Options
from negotiate.solvers.qre import _draws, backward, branch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.random_tables import random_table

RATIONALITY = 2.0

PEER = """
import io, json, sys, time, warnings
warnings.simplefilter("ignore")
import pygambit
task, rationality = sys.argv[1], float(sys.argv[2])
read = pygambit.read_efg if task == "qre" else pygambit.read_nfg
for text, n in json.load(sys.stdin):
    game = read(io.StringIO(text))
    start = time.perf_counter()
    if task == "qre":
        point = pygambit.qre.logit_solve_lambda(game, rationality)[0]
        seconds = time.perf_counter() - start
        found = [point[k] for k in range(n)]
    else:
        result = pygambit.nash.logit_solve(game, use_strategic=True)
        seconds = time.perf_counter() - start
        profile = result.equilibria[0] if hasattr(result, "equilibria") else result.equilibrium
        found = [float(profile.max_regret())] if profile is not None else []
    print(json.dumps([seconds, found]), flush=True)
"""


class Run(NamedTuple):
    """Seconds, and what was found."""

    seconds: float
    found: list[float]


def random_tree(depth: int, seed: int) -> Game:
    """Return a binary tree of perfect information of three players who move in turn."""
    rng = np.random.default_rng(seed)
    players = ["A", "B", "C"]

    def grow(level: int) -> Any:
        if level == depth:
            return [float(x) for x in rng.integers(0, 100, 3) / 100]
        return {players[level % 3]: {"l": grow(level + 1), "r": grow(level + 1)}}

    return Game.from_tree(players, grow(0))


def timed(work: Callable[[], Any], rounds: int = 5) -> float:
    """Return the least wall-clock time of a few runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def peer(python: str, task: str, games: Sequence[tuple[str, int]], seconds: float) -> list[Run]:
    """Return what the peer says of each game, as far as it came in the time it is given.

    Each game is its text and its number of actions. A peer that fails ends the benchmark: its
    failure must not be read as slowness.
    """
    process = subprocess.Popen(
        [python, "-c", PEER, task, str(RATIONALITY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        out, said = process.communicate(json.dumps(list(games)), timeout=seconds)
        if process.returncode:
            raise RuntimeError(f"the peer failed: {said[-500:]}")
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    return [Run(*json.loads(line)) for line in out.splitlines() if line.endswith("]]")]


def by_player(game: Game, behaviour: Any) -> list[float]:
    """Return the decisions' probabilities as the peer lists them, player by player."""
    tree = game.tree
    found: list[float] = []
    for player in range(tree.n_players):
        for h in np.flatnonzero(tree.infoset_owner == player):
            found += behaviour[tree.slots_of(int(h))].tolist()
    return found


def trees(arguments: argparse.Namespace) -> None:
    """Print how perfect-information trees at one λ fare."""
    print(f"agent quantal response at λ = {RATIONALITY:g}, perfect information:")
    options = Options(rationality=RATIONALITY)
    for depth in arguments.depths:
        game = random_tree(depth, seed=depth)
        behaviour = backward.solve(game, options).candidates[0].behaviour
        assert qre.certify_at(game, behaviour, RATIONALITY).holds
        direct = timed(lambda g=game: backward.solve(g, options))
        followed = timed(lambda g=game: branch.solve(g, options), 2)
        draws = 2_000
        batch = Batch.dense(
            game.tree,
            np.repeat(game.u[..., None], draws, axis=2),
            np.repeat(game.chance[:, None], draws, axis=1),
        )
        many = timed(lambda b=batch: _draws.solve_batch(b, RATIONALITY), 2) / draws
        runs = peer(
            arguments.peer, "qre", [(write_efg(game), game.tree.n_slots)], arguments.seconds
        )
        theirs = runs[0].seconds if runs else arguments.seconds
        least = "" if runs else "more than "
        if runs:
            difference = np.abs(np.sort(runs[0].found) - np.sort(by_player(game, behaviour))).max()
            assert difference < 1e-5, difference
        print(f"  {game.tree.n_nodes:,} nodes: {1e3 * direct:.3f} ms")
        print(f"    {least}{theirs / direct:.0f} × as fast as the peer ({least}{theirs:.3f} s)")
        print(f"    {least}{theirs / many:.0f} × as fast as the peer, a draw among {draws:,}")
        print(f"    {followed / direct:.0f} × as fast as following our own branch")


def tables(arguments: argparse.Namespace) -> None:
    """Print how one equilibrium of random tables fares."""
    print("one Nash equilibrium of random tables, by the limit of the branch:")
    for shape in arguments.shapes:
        games = [random_table(shape, seed) for seed in range(arguments.games)]
        ours, regrets = [], []
        for game in games:
            ours.append(timed(lambda g=game: logit.solve(g, Options()), 3))
            (candidate,) = logit.solve(game, Options()).candidates
            certificate = nash.certify(game, candidate.behaviour)
            assert certificate.holds
            regrets.append(certificate.max_regret)
        runs = peer(arguments.peer, "nash", [(write_nfg(g), 0) for g in games], arguments.seconds)
        size = "×".join(map(str, shape))
        print(f"  {size}: {len(games)} of {len(games)} solved, regret at most {max(regrets):.1e}")
        if not runs:
            print(f"    the peer solved none in {arguments.seconds:g} s")
            continue
        theirs = [run.seconds for run in runs]
        worst = max((run.found[0] for run in runs if run.found), default=np.nan)
        print(f"    the peer: {len(runs)} of {len(games)}, regret at most {worst:.1e}")
        ratio = median(theirs) / median(ours[: len(runs)])
        print(f"    {ratio:.2f} × as fast as the peer, medians ({1e3 * median(ours):.1f} ms)")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--games", type=int, default=5)
    parser.add_argument("--depths", type=int, nargs="*", default=[4, 6, 8])
    parser.add_argument("--small", action="store_true", help="Three players of three strategies.")
    arguments = parser.parse_args()
    arguments.shapes = [(3, 3, 3)] if arguments.small else [(5, 5, 5), (5, 5, 5, 5), (4, 4, 4, 4)]
    version = subprocess.run(
        [arguments.peer, "-c", "import pygambit; print(pygambit.__version__)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    print(f"peer: pygambit {version or 'not found'}")
    trees(arguments)
    tables(arguments)


if __name__ == "__main__":
    main()
