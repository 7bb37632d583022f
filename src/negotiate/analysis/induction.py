"""Backward induction for a whole range of one parameter at once.

Each node has a value for every player that is a curve in the parameter. At a decision the upper
envelope of the options' values, in its owner's payoff, is cut where another option becomes best:
exactly, and only at the nodes that it concerns (Kuhn 1953, done with functions for numbers).
"""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from negotiate.analysis.curves import lifted
from negotiate.analysis.piecewise import (
    Curve,
    Range,
    Ratio,
    constant,
    gap,
    merged,
    part_at,
    plus,
    signs,
    times,
)
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.forms.algebraic import Real
    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray

Vector: TypeAlias = tuple[Ratio, ...]
Cell: TypeAlias = "tuple[Real, Real]"


class Induction:
    """What is best at every node, for every value of the parameter.

    Parameters
    ----------
    tree : Tree
        Of perfect information.
    u : NumberArray (Z, P)
    chance : NumberArray (S,)
        As `curves.Curves.over` gives them.
    whole : Range

    Attributes
    ----------
    value : list (N,)
        Curve of vectors, one ratio a player; None where the numbers are those of no game.
    plan : dict
        Of each decision node, the curve of the ranks of the best children, the first listed
        first; several at a tie.
    """

    def __init__(self, tree: Tree, u: NumberArray, chance: NumberArray, whole: Range) -> None:
        self.tree = tree
        self.whole = whole
        self.value: list[Any] = [None] * tree.n_nodes
        self.plan: dict[int, Any] = {}
        self._taken: dict[int, list[Any]] = {}
        self._odds = [lifted(odds) for odds in chance.tolist()]
        owner, rows = tree.owner.tolist(), tree.leaf_row.tolist()
        payoffs = u.tolist()
        for node in range(tree.n_nodes - 1, -1, -1):
            if owner[node] == LEAF:
                self.value[node] = whole.each(_vector, *map(lifted, payoffs[rows[node]]))
            elif owner[node] == CHANCE:
                self._average(node)
            else:
                self._decide(node, owner[node])

    def _children(self, node: int) -> list[Any]:
        return self.value[self.tree.children_of(node)]

    def _average(self, node: int) -> None:
        odds = self._odds[self.tree.slots_of(int(self.tree.infoset[node]))]
        self._taken[node] = [self.whole.sign(share) for share in odds]
        self.value[node] = self.whole.each(
            _mixture, *self._taken[node], *odds, *self._children(node)
        )

    def _decide(self, node: int, player: int) -> None:
        def envelope(low: Real, high: Real, *vectors: Vector | None) -> Any:
            if None in vectors:
                return [], [None]
            return best(low, high, [vector[player] for vector in vectors if vector is not None])

        children = self._children(node)
        settled = _settled(children, player)
        plan = self.whole.split(envelope, *children) if settled is None else settled
        self.plan[node] = plan
        self.value[node] = self.whole.each(_entered, plan, *children)

    @cached_property
    def cuts(self) -> tuple[Real, ...]:
        """Every value at which any decision changes, or chance, or whether this is a game."""
        curves = [*self.plan.values(), *(s for taken in self._taken.values() for s in taken)]
        return merged([c.cuts for c in (*curves, self.value[0]) if type(c) is Curve and c.cuts])

    @cached_property
    def cells(self) -> list[Cell]:
        """The points and open intervals between all cuts."""
        return list(self.whole.cells(self.cuts))

    def valid(self, cell: Cell) -> bool:
        """Tell whether the numbers are those of a game on a cell."""
        return part_at(self.value[0], *cell, self.whole) is not None

    def best_at(self, node: int, cell: Cell) -> tuple[int, ...]:
        """Return the ranks of the best children of a decision node on a cell."""
        found: tuple[int, ...] = part_at(self.plan[node], *cell, self.whole) or ()
        return found

    def entered(self, node: int, cell: Cell) -> list[int]:
        """Return the children of a node that play goes on to: one, or those that chance takes."""
        first = int(self.tree.first_child[node])
        if node in self.plan:
            return [first + rank for rank in self.best_at(node, cell)[:1]]
        taken = [part_at(sign, *cell, self.whole) for sign in self._taken.get(node, ())]
        return [first + rank for rank, sign in enumerate(taken) if sign]

    def reached(self, cell: Cell, root: int = 0) -> list[int]:
        """Return the nodes that play comes to on a cell, from a node on, in ascending order."""
        found = [root]
        for node in found:
            found += self.entered(node, cell)
        return found

    def leaves(self, cell: Cell) -> frozenset[int]:
        """Return the payoff rows that play may end in on a cell."""
        rows = self.tree.leaf_row[np.array(self.reached(cell))]
        return frozenset(rows[rows >= 0].tolist())


def best(low: Real, high: Real, ratios: Sequence[Ratio]) -> tuple[list[Real], list[Any]]:
    """Return the upper envelope of some ratios on a cell.

    Returns
    -------
    cuts : list of Real
        Inside the cell.
    sets : list of tuple of int
        Between and at the cuts, the ratios that are highest there.
    """
    cuts: list[Real] = []
    sets: list[tuple[int, ...]] = [(0,)]
    for k in range(1, len(ratios)):
        finer: list[Real] = []
        found: list[tuple[int, ...]] = []
        for (a, b), held in zip(_between(low, high, cuts), sets, strict=True):
            inner, judged = signs(gap(ratios[held[0]], ratios[k]), a, b)
            finer += [a, *inner] if a is b and low is not high else inner
            found += [held if s > 0 else (k,) if s < 0 else (*held, k) for s in judged]
        cuts, sets = _merged(finer, found)
    return cuts, sets


def _settled(children: Sequence[Any], player: int) -> tuple[int, ...] | None:
    """Return the best options where the parameter does not matter to the player, the usual case."""
    if any(child is None or type(child) is Curve for child in children):
        return None
    mine = [child[player] for child in children]
    if any(len(f.top) > 1 or len(f.bottom) > 1 for f in mine):
        return None
    worth = [f.top[0] if f.top else 0 for f in mine]
    highest = max(worth)
    return tuple(rank for rank, value in enumerate(worth) if value == highest)


def _between(low: Real, high: Real, cuts: Sequence[Real]) -> list[Cell]:
    ends = [low, *cuts, high]
    found = [(ends[0], ends[1])]
    for cut, after in pairwise(ends[1:]):
        found += [(cut, cut), (cut, after)]
    return found


def _merged(
    cuts: Sequence[Real], sets: Sequence[tuple[int, ...]]
) -> tuple[list[Real], list[tuple[int, ...]]]:
    """Leave out the cuts at which nothing changes."""
    kept, found = [], [sets[0]]
    for k, cut in enumerate(cuts):
        if not found[-1] == sets[2 * k + 1] == sets[2 * k + 2]:
            kept.append(cut)
            found += sets[2 * k + 1 : 2 * k + 3]
    return kept, found


def _vector(*parts: Ratio | None) -> Vector | None:
    return None if None in parts else parts  # type: ignore[return-value]  # none of them is None


def _entered(ranks: tuple[int, ...] | None, *vectors: Vector | None) -> Vector | None:
    return None if ranks is None else vectors[ranks[0]]


def _mixture(*parts: Any) -> Vector | None:
    """Return the mean of vectors under odds; None where these are no odds."""
    n = len(parts) // 3
    taken, odds, vectors = parts[:n], parts[n : 2 * n], parts[2 * n :]
    if None in parts or min(taken) < 0 or reduce(plus, odds) != constant(1):
        return None
    weighted = ([times(share, f) for f in v] for share, v in zip(odds, vectors, strict=True))
    return tuple(reduce(plus, column) for column in zip(*weighted, strict=True))
