"""Backward induction on large random trees, against two yardsticks of the same run.

One tree: time as a multiple of what it takes to copy the payoffs and values once, and as a
fraction of a plain recursion over a tree of Python objects. Many draws: time as a multiple of
copying the payoffs of all draws, and as a fraction of one solve a draw.

    python benchmarks/backward_induction.py [--nodes 1000000] [--draws 2000]
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.game.build import build_tree
from negotiate.game.game import Batch, Game
from negotiate.game.tree import Labels
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.batch import solve_batch
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Callable

PLAYERS = 4
PEER_NODES = 100_000
BATCH_NODES = 2_000


def random_game(n_nodes: int, seed: int = 0) -> Game:
    """Grow a tree of four players, a tenth of its moves by chance, with two to four branches."""
    rng = np.random.default_rng(seed)
    parents, ranks, first, end = [np.array([-1])], [np.array([0])], 0, 1
    while end < n_nodes:
        inner = first + np.flatnonzero(rng.random(end - first) < 0.6)
        inner = inner if len(inner) else np.array([first])
        sizes = rng.integers(2, 5, len(inner))
        sizes = sizes[: 1 + np.searchsorted(np.cumsum(sizes), n_nodes - end)]
        parents.append(np.repeat(inner[: len(sizes)], sizes))
        ranks.append(np.concatenate([np.arange(k) for k in sizes]))
        first, end = end, end + int(sizes.sum())
    parent, rank = np.concatenate(parents), np.concatenate(ranks)
    sizes = np.bincount(parent[1:], minlength=end)
    inner = np.flatnonzero(sizes)
    owners = np.where(rng.random(len(inner)) < 0.1, CHANCE, rng.integers(0, PLAYERS, len(inner)))
    owner, infoset = np.full(end, LEAF), np.full(end, -1)
    owner[inner], infoset[inner] = owners, np.arange(len(inner))
    names = tuple(f"P{i}" for i in range(PLAYERS))
    no_names = np.zeros(len(inner), dtype=np.int64), rank[1:]
    labels = Labels(names, names, ("move",), ("a", "b", "c", "d"), *no_names)
    tree = build_tree(parent, rank, owner, infoset, owners, sizes[inner], labels).tree
    weight = np.where(tree.decision[tree.slot_infoset], 0.0, rng.random(tree.n_slots))
    total = np.add.reduceat(weight, tree.slot_start[:-1])[tree.slot_infoset]
    chance = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return Game(tree, rng.random((tree.n_leaves, PLAYERS)), chance)


def as_objects(game: Game) -> tuple[int, list[Any]]:
    """Return the tree as nested Python objects: (owner, children with odds), (LEAF, payoffs)."""
    tree = game.tree
    nodes: list[tuple[int, list[Any]]] = [(int(o), []) for o in tree.owner]
    for row, node in enumerate(tree.leaf.tolist()):
        nodes[node][1].extend(game.u[row].tolist())
    for node, (parent, slot) in enumerate(zip(tree.parent, tree.slot, strict=True)):
        if node:
            nodes[parent][1].append((nodes[node], float(game.chance[slot])))
    return nodes[0]


def recursion(node: tuple[int, list[Any]]) -> list[float]:
    """Solve a tree of objects as one would write it first."""
    owner, below = node
    if owner == LEAF:
        return below
    values = [(recursion(child), odds) for child, odds in below]
    if owner == CHANCE:
        return [sum(v[i] * odds for v, odds in values) for i in range(PLAYERS)]
    return max((v for v, _ in values), key=lambda v: v[owner])


def seconds(run: Callable[[], object], rounds: int = 3) -> float:
    """Return the least processor time of a few runs."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def one_tree(n_nodes: int) -> None:
    """Print how one large tree fares."""
    game = random_game(n_nodes)
    solving = seconds(lambda: backward_induction.solve(game, Options()))
    values = np.zeros((game.tree.n_nodes, PLAYERS))
    copying = seconds(lambda: (game.u.copy(), values.copy()))
    small = random_game(min(n_nodes, PEER_NODES))
    objects = as_objects(small)
    assert np.allclose(
        backward_induction.solve(small, Options()).candidates[0].payoff, recursion(objects)
    )
    peer = seconds(lambda: recursion(objects)) / small.tree.n_nodes * game.tree.n_nodes
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{game.tree.n_nodes:,} nodes: {solving:.3f} s, peak memory {megabytes:.0f} MB")
    print(f"  {solving / copying:.1f} × copying its payoffs and values once")
    print(f"  {peer / solving:.1f} × as fast as recursion over objects")


def many_draws(n_draws: int) -> None:
    """Print how many draws of a tree of common size fare."""
    game = random_game(BATCH_NODES)
    rng = np.random.default_rng(1)
    u = rng.random((*game.u.shape, n_draws))
    chance = np.repeat(game.chance[:, None], n_draws, axis=1)
    batch = Batch.dense(game.tree, u, chance)
    solving, copying = seconds(lambda: solve_batch(batch)), seconds(u.copy)
    single = seconds(lambda: backward_induction.solve(game, Options())) * n_draws
    print(f"{n_draws:,} draws of {game.tree.n_nodes:,} nodes: {n_draws / solving:,.0f} draws/s")
    print(f"  {solving / copying:.1f} × copying the payoffs of all draws once")
    print(f"  {single / solving:.1f} × as fast as one solve a draw")


def main() -> None:
    """Run both benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--draws", type=int, default=2_000)
    arguments = parser.parse_args()
    one_tree(arguments.nodes)
    many_draws(arguments.draws)


if __name__ == "__main__":
    main()
