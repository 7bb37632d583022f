"""How unlikely each unplayed action is, in orders of magnitude, and which histories remain.

A basis in the words of Kreps & Wilson (1982): a support for strategies and for beliefs. It is
consistent when the unplayed actions can be given orders such that in every information set
exactly the believed histories have the lowest order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import lcm, prod
from typing import TYPE_CHECKING

from negotiate.forms.linear_program import minimise
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray

    Program = Callable[..., list[Fraction] | None]


@dataclass(frozen=True, slots=True)
class Basis:
    """Which histories are believed where, and orders that show that it is consistent.

    Attributes
    ----------
    believed : dict of information set to tuple of nodes
    order : dict of slot to int
        At least 1, of the unplayed slots of players that lead to the nodes above.
    """

    believed: dict[int, tuple[int, ...]]
    order: dict[int, int]


def departures(tree: Tree, played: BoolArray) -> list[frozenset[int]]:
    """Return the unplayed slots on the way to each node (N).

    Parameters
    ----------
    tree : Tree
    played : BoolArray (S,)
        Chance's slots count as played.
    """
    found: list[frozenset[int]] = [frozenset()] * tree.n_nodes
    parent, slot, kept = tree.parent.tolist(), tree.slot.tolist(), played.tolist()
    for node in range(1, tree.n_nodes):
        above = found[parent[node]]
        found[node] = above if kept[slot[node]] else above | {slot[node]}
    return found


def bases(tree: Tree, away: Sequence[frozenset[int]], infosets: Sequence[int]) -> Iterator[Basis]:
    """Yield each consistent choice of believed histories in some information sets.

    Parameters
    ----------
    tree : Tree
    away : list of frozenset of int (N)
        As `departures` returns them.
    infosets : sequence of int
    """
    choices = [_supports(tree.nodes_of(h).tolist(), away) for h in infosets]
    yield from _extend(infosets, choices, away, {})


def _extend(
    infosets: Sequence[int],
    choices: Sequence[list[tuple[int, ...]]],
    away: Sequence[frozenset[int]],
    believed: dict[int, tuple[int, ...]],
) -> Iterator[Basis]:
    """Go through the choices depth first; a part that no orders explain is not extended."""
    depth = len(believed)
    if depth == len(infosets):
        order = orders(believed, dict(zip(infosets, choices, strict=True)), away)
        if order is not None:
            yield Basis(dict(believed), order)
        return
    for support in choices[depth]:
        believed[infosets[depth]] = support
        known = dict(zip(infosets, choices[: depth + 1], strict=False))
        if len(choices[depth]) == 1 or orders(believed, known, away) is not None:
            yield from _extend(infosets, choices, away, believed)
        del believed[infosets[depth]]


def _supports(nodes: list[int], away: Sequence[frozenset[int]]) -> list[tuple[int, ...]]:
    """Return the sets of nodes that may be the ones of lowest order.

    Nodes behind the same departures go together, and none behind more than another's.
    """
    groups: dict[frozenset[int], list[int]] = {}
    for node in nodes:
        groups.setdefault(away[node], []).append(node)
    least = [g for d, g in groups.items() if not any(other < d for other in groups)]
    return [
        tuple(sorted(node for group in chosen for node in group))
        for size in range(len(least), 0, -1)
        for chosen in combinations(least, size)
    ]


def orders(
    believed: dict[int, tuple[int, ...]],
    choices: dict[int, list[tuple[int, ...]]],
    away: Sequence[frozenset[int]],
    program: Program = minimise,
) -> dict[int, int] | None:
    """Return the smallest orders that leave exactly the believed nodes, or None.

    Parameters
    ----------
    believed : dict of information set to nodes
    choices : dict of information set to sets of nodes
        Nodes in any of its sets that are not believed must be less likely.
    away : list of frozenset of int (N)
        As `departures` returns them.
    program : function
        What solves the linear program, as `forms.linear_program.minimise` does.
    """
    slots = sorted(
        {s for sets in choices.values() for nodes in sets for n in nodes for s in away[n]}
    )
    place = {s: k for k, s in enumerate(slots)}

    def row(one: int, other: int) -> list[int]:
        line = [0] * len(slots)
        for s in away[one]:
            line[place[s]] += 1
        for s in away[other]:
            line[place[s]] -= 1
        return line

    equal, upper = [], []
    for h, nodes in believed.items():
        first = nodes[0]
        equal += [row(first, n) for n in nodes[1:] if away[n] != away[first]]
        others = {n for support in choices[h] for n in support} - set(nodes)
        upper += [row(first, n) for n in others]
    if all(sum(line) == 0 for line in equal) and all(sum(line) < 0 for line in upper):
        return dict.fromkeys(slots, 1)
    # K = 1 + x with x >= 0, and a lead of 1 where one has to be lower.
    point = program(
        [1] * len(slots),
        [(line, -1 - sum(line)) for line in upper],
        [(line, -sum(line)) for line in equal],
    )
    if point is None:
        return None
    scale = lcm(*(x.denominator for x in point)) if point else 1
    return {s: int((1 + x) * scale) for s, x in zip(slots, point, strict=True)}


def weights(rows: Sequence[dict[int, int]], ratios: Sequence[Fraction]) -> dict[int, Fraction]:
    """Return positive weights of slots whose products have given ratios.

    Parameters
    ----------
    rows : sequence of dict of slot to exponent
    ratios : sequence of positive Fraction
        Each is the product of the weights to the power of its row's exponents.

    Returns
    -------
    dict of slot to Fraction
        Slots that are not in it are free. A root that is irrational is its nearest float.
    """
    pending = [
        _Line({s: Fraction(e) for s, e in row.items() if e}, {k: Fraction(1)})
        for k, row in enumerate(rows)
    ]
    solved: dict[int, _Line] = {}
    while pending:
        line = pending.pop()
        if not line.exponents:
            continue
        pivot = min(line.exponents, key=lambda s: (abs(abs(line.exponents[s]) - 1), s))
        line = line.over(line.exponents[pivot])
        pending = [other.less(line, pivot) for other in pending]
        solved = {s: other.less(line, pivot) for s, other in solved.items()}
        solved[pivot] = line
    return {
        pivot: prod((_power(ratios[k], e) for k, e in line.ratios.items()), start=Fraction(1))
        for pivot, line in solved.items()
    }


@dataclass(frozen=True, slots=True)
class _Line:
    """An equation between a product of weights and a product of ratios, by their exponents."""

    exponents: dict[int, Fraction]
    ratios: dict[int, Fraction]

    def over(self, divisor: Fraction) -> _Line:
        return _Line(
            {s: e / divisor for s, e in self.exponents.items()},
            {k: e / divisor for k, e in self.ratios.items()},
        )

    def less(self, other: _Line, pivot: int) -> _Line:
        factor = self.exponents.get(pivot, Fraction(0))
        return _Line(
            _difference(self.exponents, other.exponents, factor),
            _difference(self.ratios, other.ratios, factor),
        )


def _difference(
    one: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction
) -> dict[int, Fraction]:
    left = {k: one.get(k, Fraction(0)) - factor * other.get(k, Fraction(0)) for k in one | other}
    return {k: x for k, x in left.items() if x}


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    whole: Fraction = base**exponent.numerator
    if exponent.denominator == 1:
        return whole
    root = Fraction(float(whole) ** (1 / exponent.denominator))
    simple = root.limit_denominator(10**6)
    return simple if simple**exponent.denominator == whole else root
