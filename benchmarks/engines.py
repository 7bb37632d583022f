"""Nash engines against QuantEcon, Nashpy and pygambit: same games, same run, same answers.

Processor times, medians over random games; ratios above 1 mean that the engine here is faster.
QuantEcon compiles before it is timed. pygambit runs in a process of its own and times itself.

    python benchmarks/engines.py [--sizes 5 8 10 12 15] [--games 5] [--profiles 4 10 20]
                                 [--strategies 5] [--nodes 100000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from backward_induction import random_game

from negotiate.analysis.answer import solve
from negotiate.concepts import nash
from negotiate.forms.evaluation import expected
from negotiate.game.game import Game
from negotiate.solvers.bimatrix import extreme_equilibria
from negotiate.solvers.nash import pure
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PEERS = ("quantecon", "nashpy", "pygambit")
NASHPY_SIZE = 5
GAMBIT_SIZE = 8
GAMBIT_PROFILES = 200_000
"""Beyond, these need minutes."""

ROUNDS = 7
SECONDS = 300
NEAR = 1e-6

TIMED = """
import io, itertools, json, sys, time
import numpy, pygambit
def built_from(arrays):
    if hasattr(pygambit.Game, "from_arrays"):  # gone in 17
        return pygambit.Game.from_arrays(*arrays)
    shape = arrays[0].shape
    cells = itertools.product(*map(range, shape[::-1]))
    numbers = " ".join(repr(float(own[cell[::-1]])) for cell in cells for own in arrays)
    names = " ".join(f'"{k}"' for k in range(len(shape)))
    head = f'NFG 1 R "" {{ {names} }} {{ {" ".join(map(str, shape))} }}'
    return pygambit.read_nfg(io.StringIO(f"{head}\\n\\n{numbers}\\n"))
def row(profile):
    if hasattr(profile, "payoffs"):  # since 17: a mapping of options to odds for each player
        return [float(odds) for mixed in profile for _, odds in mixed]
    return [float(profile[s]) for q in profile.game.players for s in q.strategies]
def timed(name, options, payoffs):
    arrays = [numpy.array(own) for own in payoffs]
    start = time.process_time()
    game = built_from(arrays)
    built = time.process_time()
    result = getattr(pygambit.nash, name)(game, **options)
    found = result.equilibria if hasattr(result, "equilibria") else [result.equilibrium]
    end = time.process_time()
    rows = [row(p) for p in found]
    return built - start, end - built, rows
json.dump([timed(*item) for item in json.load(sys.stdin)], sys.stdout)
"""


def installed() -> dict[str, str]:
    """Return the versions of the peers that are there."""
    found = {}
    for name in PEERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            print(f"{name}: not installed, left out")
    return found


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least processor time of a few runs, and what the run returned."""
    times, answer = [], None
    for _ in range(ROUNDS):
        start = time.process_time()
        answer = run()
        times.append(time.process_time() - start)
    return min(times), answer


def gambit(items: list[Any]) -> list[Any] | None:
    """Return building time, solving time and equilibria of each item; None if it fails."""
    try:
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", TIMED],
            input=json.dumps(items),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        said = getattr(error, "stderr", None) or str(error)
        print(f"           pygambit: {said.strip().splitlines()[-1]}")
        return None
    found: list[Any] = json.loads(run.stdout)
    return found


def same(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
    """Return whether two lists of profiles are the same as sets."""
    A, B = np.array(one), np.array(other)
    if not len(A) or not len(B):
        return len(A) == len(B)
    gap = np.abs(A[:, None] - B[None]).max(axis=2)
    return bool(gap.min(axis=1).max() < NEAR and gap.min(axis=0).max() < NEAR)


def line(peer: str, ours: Sequence[float], theirs: Sequence[float], agree: int) -> None:
    """Print one ratio."""
    ratio = median(theirs) / median(ours)
    print(f"  {ratio:8.2f} × as fast as {peer}; same answers in {agree} of {len(theirs)}")


def all_of_two(n: int, games: int, peers: dict[str, str]) -> None:
    """Time all equilibria of random n × n games."""
    tables = [np.random.default_rng(seed).random((2, n, n)) for seed in range(games)]
    runs = [seconds(lambda A=A, B=B: extreme_equilibria(A, B)) for A, B in tables]
    ours = [t for t, _ in runs]
    lists = [[[*x, *y] for x, y in found.pairs] for _, found in runs]
    odd = sum(len(rows) % 2 for rows in lists)
    print(f"all equilibria, {n} × {n}: {median(ours):.2g} s; odd in {odd} of {games}")
    if "quantecon" in peers:
        from quantecon import game_theory  # noqa: PLC0415 (may be absent)

        def enumerate_(A: Any, B: Any) -> Any:
            players = game_theory.Player(A), game_theory.Player(np.ascontiguousarray(B.T))
            return game_theory.vertex_enumeration(game_theory.NormalFormGame(players))

        enumerate_(tables[0][0][:2, :2], tables[0][1][:2, :2])
        theirs = [seconds(lambda A=A, B=B: enumerate_(A, B)) for A, B in tables]
        found = [[[*x, *y] for x, y in pairs] for _, pairs in theirs]
        agree = sum(map(same, lists, found))
        line(f"QuantEcon {peers['quantecon']}", ours, [t for t, _ in theirs], agree)
    if "nashpy" in peers and n <= NASHPY_SIZE:
        import nashpy  # noqa: PLC0415 (may be absent)

        theirs = [
            seconds(lambda A=A, B=B: list(nashpy.Game(A, B).vertex_enumeration()))
            for A, B in tables
        ]
        found = [[[*x, *y] for x, y in pairs] for _, pairs in theirs]
        line(
            f"Nashpy {peers['nashpy']}", ours, [t for t, _ in theirs], sum(map(same, lists, found))
        )
    if "pygambit" in peers and n <= GAMBIT_SIZE:
        items = [
            ("enummixed_solve", {"rational": False}, [A.tolist(), B.tolist()]) for A, B in tables
        ]
        report(f"pygambit {peers['pygambit']} enummixed (floats)", ours, lists, gambit(items))


def report(peer: str, ours: list[float], lists: list[Any], answers: list[Any] | None) -> None:
    """Print the ratio to pygambit, solving alone."""
    if answers is None:
        print(f"           {peer} failed")
        return
    agree = sum(same(rows, theirs) for rows, (_, _, theirs) in zip(lists, answers, strict=True))
    line(peer, ours, [solving for _, solving, _ in answers], agree)


def all_pure(width: int, peers: dict[str, str]) -> None:
    """Time building a game of four players and listing its pure equilibria."""
    payoffs = np.random.default_rng(0).random((4, *[width] * 4))
    building, game = seconds(lambda: Game.from_payoffs(list(payoffs)))
    solving, answer = seconds(lambda: pure.solve(game, Options()))
    print(f"pure equilibria, {width**4:,} profiles: {building:.2g} s built, {solving:.2g} s solved")
    if "pygambit" not in peers or width**4 > GAMBIT_PROFILES:
        return
    rows = [[c.behaviour.tolist() for c in answer.candidates]]
    answers = gambit([("enumpure_solve", {}, [own.tolist() for own in payoffs])])
    report(f"pygambit {peers['pygambit']} enumpure", [solving], rows, answers)
    if answers:
        whole = sum(answers[0][:2]) / (building + solving)
        print(f"  {whole:8.2f} × as fast as it, building included")


def one_of_many(shape: tuple[int, ...], games: int, peers: dict[str, str]) -> None:
    """Time one equilibrium of random games, certificate included on this side."""
    tables = [np.random.default_rng(seed).random((len(shape), *shape)) for seed in range(games)]
    print(f"one equilibrium, {' × '.join(map(str, shape))}:")
    items = [("logit_solve", {}, [own.tolist() for own in payoffs]) for payoffs in tables]
    answers = gambit(items) if "pygambit" in peers else None
    for method in ("imitation", "logit"):

        def run(payoffs: Any, by: str = method) -> Any:
            return solve(Game.from_payoffs(list(payoffs)), "nash", by)

        runs = [seconds(lambda p=payoffs, run=run: run(p)) for payoffs in tables]
        regret = max(s.equilibria[0].certificate.max_regret for _, s in runs)
        ours = [t for t, _ in runs]
        print(f"  {method}: {median(ours):.2g} s, all {games} solved, largest regret {regret:.0e}")
        if answers:
            theirs = [built + solving for built, solving, _ in answers]
            ratio = median(theirs) / median(ours)
            print(f"  {ratio:8.2f} × as fast as pygambit {peers['pygambit']} logit")


def certificate(n_nodes: int) -> None:
    """Time the proof that a profile of a large tree is, or is not, a Nash equilibrium.

    No peer does this at such a size: the ratio is to working out what the profile pays.
    """
    game = random_game(n_nodes)
    tree = game.tree
    weight = np.random.default_rng(0).random(tree.n_slots)
    total = np.add.reduceat(weight, tree.slot_start[:-1])[tree.slot_infoset]
    behaviour = np.where(tree.decision[tree.slot_infoset], weight / total, game.chance)
    proving, proof = seconds(lambda: nash.certify(game, behaviour))
    paying, _ = seconds(lambda: expected(game, behaviour))
    print(f"Nash certificate, {tree.n_nodes:,} nodes: {proving:.2g} s, holds: {proof.holds}")
    print(f"  {proving / paying:8.2f} × expected payoffs alone")


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5, 8, 10, 12, 15])
    parser.add_argument("--games", type=int, default=5)
    parser.add_argument("--profiles", type=int, nargs="*", default=[4, 10, 20, 30])
    parser.add_argument("--strategies", type=int, default=5)
    parser.add_argument("--nodes", type=int, default=100_000)
    arguments = parser.parse_args()
    peers = installed()
    print(", ".join(f"{name} {number}" for name, number in peers.items()))
    for n in arguments.sizes:
        all_of_two(n, arguments.games, peers)
    for width in arguments.profiles:
        all_pure(width, peers)
    if arguments.nodes:
        certificate(arguments.nodes)
    for players in (3, 4):
        one_of_many((arguments.strategies,) * players, arguments.games, peers)


if __name__ == "__main__":
    main()
