"""What happened on the way to each leaf, and which leaves agree on what.

A subexpression that mentions two moves takes as many values as those two moves have joint
outcomes, however many leaves there are. `Histories` finds those classes for any set of moves;
a set is written as a bit mask, bit m for move m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.preorder import preorder
from negotiate.record import dataclass
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiate.game.tree import Tree
    from negotiate.types import IntArray


@dataclass(frozen=True, eq=False)
class Classes:
    """A partition of the leaves into K classes, numbered in the order of outcomes.

    Attributes
    ----------
    of_leaf : IntArray (Z,)
        Class of each leaf.
    first : IntArray (K,)
        First leaf of each class.
    """

    of_leaf: IntArray
    first: IntArray

    @property
    def size(self) -> int:
        """K."""
        return len(self.first)


class Histories:
    """The outcome of every move at every leaf.

    Parameters
    ----------
    move_names : tuple of str
        M moves.
    option_names : tuple of tuples of str
        Options of each move; the code of an option is its index, -1 where the move was not
        reached.
    column : callable
        Codes of one move at all leaves (Z,), by index of the move; asked once a move.
    n_leaves : int
        Z.
    """

    def __init__(
        self,
        move_names: tuple[str, ...],
        option_names: tuple[tuple[str, ...], ...],
        column: Callable[[int], IntArray],
        n_leaves: int,
    ) -> None:
        self.move_names = move_names
        self.option_names = option_names
        self.n_leaves = n_leaves
        self.index = {name: m for m, name in enumerate(move_names)}
        self._column = column
        self._columns: dict[int, IntArray] = {}
        self._classes = {0: Classes(*number(np.zeros(n_leaves, dtype=np.int64), 1))}
        self._gathers: dict[tuple[int, int], IntArray | None] = {}
        self._bounds: dict[int, int] = {}

    def column(self, move: int) -> IntArray:
        """Return the option code of a move at each leaf (Z,)."""
        if move not in self._columns:
            self._columns[move] = self._column(move)
        return self._columns[move]

    def states(self) -> IntArray:
        """Return the option codes of all moves at all leaves (Z, M)."""
        columns = [self.column(m) for m in range(len(self.move_names))]
        empty = np.zeros((self.n_leaves, 0), dtype=np.int64)
        return np.column_stack(columns).astype(np.int64) if columns else empty

    def code(self, move: str, option: str) -> tuple[int, int]:
        """Return the index of a move and the code of one of its options (``none``: -1)."""
        m = self.index[move]
        options = self.option_names[m]
        return m, options.index(option) if option in options else -1

    def classes(self, moves: int) -> Classes:
        """Return the partition of the leaves by the outcomes of a set of moves."""
        if moves not in self._classes:
            coarse, known = self._classes[0], 0
            for m in bits(moves):
                known |= 1 << m
                if known not in self._classes:
                    self._classes[known] = self._refine(coarse, m)
                coarse = self._classes[known]
        return self._classes[moves]

    def _refine(self, coarse: Classes, move: int) -> Classes:
        radix = len(self.option_names[move]) + 1
        codes = coarse.of_leaf * radix + (self.column(move) + 1)
        return Classes(*number(codes, coarse.size * radix))

    def gather(self, fine: int, coarse: int) -> IntArray | None:
        """Return, for each class of `fine`, its class in `coarse`, a subset of its moves.

        None where a row of `coarse` broadcasts or the two partitions are the same.
        """
        key = (fine, coarse)
        if key not in self._gathers:
            index = None
            if coarse not in {0, fine}:
                index = self.classes(coarse).of_leaf[self.classes(fine).first]
                if np.array_equal(index, np.arange(self.classes(coarse).size)):
                    index = None
            self._gathers[key] = index
        return self._gathers[key]

    def bound(self, moves: int) -> int:
        """Return a number that is at least that of the classes of a set of moves."""
        if moves not in self._bounds:
            size = 1
            for m in bits(moves):
                size = min(self.n_leaves, size * (len(self.option_names[m]) + 1))
            self._bounds[moves] = size
        return self._bounds[moves]


def histories_of(tree: Tree, option_names: tuple[tuple[str, ...], ...]) -> Histories:
    """Return the histories of a tree.

    Where an absent-minded player comes to one decision twice, the later choice counts.

    Parameters
    ----------
    tree : Tree
    option_names : tuple of tuples of str
        Options of each move in `tree.labels`, in the order of their codes.
    """
    start, size = preorder(tree, (tree.owner == LEAF).astype(np.int64))
    entered = np.arange(1, tree.n_nodes)
    move = tree.labels.move[tree.infoset[tree.parent[entered]]]
    by_move = entered[np.argsort(move, kind="stable")]
    bounds = np.searchsorted(np.sort(move), np.arange(len(option_names) + 1))

    def column(m: int) -> IntArray:
        """Mark where the leaves behind each option begin and end, and add up."""
        nodes = by_move[bounds[m] : bounds[m + 1]]
        codes = {option: k for k, option in enumerate(option_names[m])}
        of_action = np.array([codes.get(name, -1) for name in tree.labels.actions], dtype=np.int64)
        code = of_action[tree.labels.action[tree.slot[nodes]]] + 1
        begin, end = start[nodes], start[nodes] + size[nodes]
        ordered = np.argsort(begin, kind="stable")
        if (begin[ordered[1:]] < end[ordered[:-1]]).any():
            found = np.zeros(tree.n_leaves, dtype=np.int64)
            for a, b, k in zip(begin.tolist(), end.tolist(), code.tolist(), strict=True):
                found[a:b] = k  # nodes stand in breadth-first order: the deeper come later
            return (found - 1)[start[tree.leaf]]
        change = np.zeros(tree.n_leaves + 1, dtype=np.int64)
        np.add.at(change, begin, code)
        np.subtract.at(change, end, code)
        return (np.cumsum(change) - 1)[start[tree.leaf]]

    return Histories(tree.labels.moves, option_names, column, tree.n_leaves)


def number(codes: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Return the rank of each code among the distinct ones, and where each is first.

    Parameters
    ----------
    codes : IntArray (Z,)
        In ``0 .. size - 1``.
    size : int

    Returns
    -------
    number : IntArray (Z,)
    first : IntArray (K,)
        First position of each distinct code.
    """
    seen = np.zeros(size, dtype=bool)
    seen[codes] = True
    rank = np.cumsum(seen) - 1
    numbers = rank[codes]
    first = np.empty(int(rank[-1]) + 1 if size else 0, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return numbers, first


def bits(moves: int) -> Iterator[int]:
    """Yield the moves of a bit mask in ascending order."""
    while moves:
        low = moves & -moves
        yield low.bit_length() - 1
        moves ^= low
