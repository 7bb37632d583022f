"""Random tables as trees in which nobody sees anything, for tests and benchmarks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tests.oracle import Leaf, Move, Node, as_game

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray


def table(cells: NumberArray, player: int = 0) -> Node:
    """Return a table (n_1, ..., n_P, P) as a tree in which nobody sees anything."""
    if cells.ndim == 1:
        return Leaf(tuple(map(Fraction, cells.tolist())))
    return Move(player, f"P{player}", tuple(table(row, player + 1) for row in cells))


def random_table(shape: tuple[int, ...], seed: int, integers: int = 0) -> Game:
    """Return a table of uniform payoffs; with `integers`, of whole numbers below that."""
    rng = np.random.default_rng(seed)
    size = (*shape, len(shape))
    cells = rng.integers(0, integers, size) if integers else rng.random(size)
    return as_game(table(cells), exact=False)
