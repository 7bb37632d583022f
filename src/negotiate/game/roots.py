"""Where the steps of a tape go: into payoffs, into the odds of chance, into outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.record import dataclass
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiate.game.grow import Grown
    from negotiate.game.tape import Tape
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Spec
    from negotiate.types import FloatArray, IntArray, NumberArray

QUANTITY, CRITERION = "a quantity", "a criterion"
"""Kinds of outcome; no player's key has a space."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """One result of a tape.

    Attributes
    ----------
    step : int
    where : tuple
        Index of the entries that it fills, before the draw axis.
    rows : IntArray or None
        The row of the step's value that each entry takes; None: one row for all.
    """

    step: int
    where: tuple[Any, ...]
    rows: IntArray | None

    def fill(self, target: NumberArray, value: NumberArray) -> None:
        """Write the step's value to where it belongs."""
        if self.rows is None:
            target[self.where] = value
        else:
            target[self.where] = value.take(self.rows, axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What leaves are in many draws, as far as they differ.

    Attributes
    ----------
    values : FloatArray (C or 1, B or 1)
        By class of leaves and by draw; one row or column where it is the same for all.
    rows : IntArray (Z,) or None
        The class of each leaf; None: all leaves are alike.
    """

    values: FloatArray
    rows: IntArray | None

    def at(self, leaf: IntArray, draw: IntArray) -> FloatArray:
        """Return the values at pairs of a leaf and a draw (T,)."""
        row: Any = 0 if self.rows is None else self.rows[leaf]
        column: Any = draw if self.values.shape[1] > 1 else 0
        return np.broadcast_to(self.values[row, column], leaf.shape)


def payoff_roots(spec: Spec, grown: Grown, tape: Tape) -> tuple[Root, ...]:
    """Return what fills the payoffs (Z, P): a sum a player, or an expression a leaf."""
    if isinstance(spec.body, Moves):
        totals = (tape.total([t.value for t in spec.body.payoffs[p.key]]) for p in spec.players)
        return tuple(
            Root(step, (slice(None), i), _rows(tape, step)) for i, step in enumerate(totals)
        )
    entries: dict[int, tuple[list[int], list[int]]] = {}
    for z, row in enumerate(grown.payoffs):
        for i, expr in enumerate(row):
            leaves, players = entries.setdefault(tape.number(expr), ([], []))
            leaves.append(z)
            players.append(i)
    return tuple(
        Root(step, (np.array(leaves), np.array(players)), _rows(tape, step, np.array(leaves)))
        for step, (leaves, players) in entries.items()
    )


def odds_roots(grown: Grown, tape: Tape) -> tuple[Root, ...]:
    """Return what fills the odds of chance (S,), by any history through each chance node."""
    tree = grown.tree
    entries: dict[int, list[IntArray]] = {}
    for odds in grown.odds:
        entries.setdefault(tape.number(odds.value), []).append(odds.slots)
    below = leaf_below(tree) if entries else np.zeros(0, dtype=np.int64)
    roots = []
    for step, parts in entries.items():
        slots = np.concatenate(parts)
        leaves = below[tree.first_node[tree.slot_infoset[slots]]]
        roots.append(Root(step, (slots,), _rows(tape, step, leaves)))
    return tuple(roots)


def outcome_roots(spec: Spec, tape: Tape) -> dict[tuple[str, str], Root]:
    """Return what fills (Z,), by (kind, name): quantities, criteria, and terms by player key."""
    parts: dict[tuple[str, str], int] = {}
    for quantity in spec.quantities:
        parts[QUANTITY, quantity.name] = tape.number(quantity.value, quantity.categories)
    for criterion in spec.criteria:
        parts[CRITERION, criterion.name] = tape.condition(criterion.when)
    if isinstance(spec.body, Moves):
        for player, terms in spec.body.payoffs.items():
            parts |= {(player, term.name): tape.number(term.value) for term in terms}
    return {key: Root(step, (slice(None),), _rows(tape, step)) for key, step in parts.items()}


def _rows(tape: Tape, step: int, leaves: IntArray | None = None) -> IntArray | None:
    moves, _ = tape.nature(step)
    if not moves:
        return None
    of_leaf = tape.histories.classes(moves).of_leaf
    return of_leaf if leaves is None else of_leaf[leaves]


def fill(target: NumberArray, roots: Iterable[Root], values: Mapping[int, NumberArray]) -> None:
    """Write the values of all roots to where they belong."""
    for root in roots:
        root.fill(target, values[root.step])


def leaf_below(tree: Tree) -> IntArray:
    """Return the payoff row of the first leaf at or below each node (N,)."""
    below = np.array(tree.leaf_row)
    starts = tree.level_start
    for depth in range(len(starts) - 2, -1, -1):
        level = np.arange(starts[depth], starts[depth + 1])
        inner = level[tree.n_children[level] > 0]
        below[inner] = below[tree.first_child[inner]]
    return below
