"""What two players could get together: the feasible set, its frontier, Nash's bargaining point."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import UsageError
from negotiate.forms.normal import normal_form
from negotiate.results.bargaining import Bargaining, Pair
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from negotiate.game.game import Game
    from negotiate.types import FloatArray

EQUAL: Final = 1e-12
"""Corners closer to a straight line than this, in shares of the ranges, are none."""

CORNERS: Final = 20_000
"""Corners of all parts of a tree: beyond, the set is too large to draw."""


def bargaining(
    game: Game,
    players: tuple[str, str],
    equilibria: Mapping[str, tuple[Pair, ...]],
    *,
    scenario: str,
    against: str,
    concept: str,
) -> Bargaining:
    """Return the payoff plane of two players.

    Parameters
    ----------
    game : Game
        Whose outcomes are feasible.
    players : tuple of str
        Keys.
    equilibria : mapping of scenario to tuple of Pair
        What was found; the first one of `against` is the disagreement point.
    scenario, against, concept : str
        Named in the answer.

    Raises
    ------
    UsageError
        If `against` has no equilibrium.
    """
    labels = game.tree.labels.players
    pair = [labels.index(key) for key in players]
    if not equilibria[against]:
        raise UsageError(f"nothing is known of what follows disagreement: {against} has no answer")
    corners = hull(feasible(game, pair))
    best = frontier(corners)
    rest = equilibria[against][0]
    return Bargaining(
        scenario=scenario,
        against=against,
        concept=concept,
        players=players,
        others=len(labels) - 2,
        hull=corners,
        frontier=best,
        equilibria=equilibria,
        disagreement=rest,
        nash=nash_point(best, rest),
        outcomes=game.tree.n_leaves,
    )


def feasible(game: Game, pair: Sequence[int]) -> list[Pair]:
    """Return pairs of expected payoffs whose mixtures are all that can be agreed upon.

    Parameters
    ----------
    game : Game
    pair : sequence of two int
        Players.

    Notes
    -----
    Where chance never moves, every leaf is the end of some pure profile. Where all is known, the
    set of a decision is the hull of what it leads to, that of a chance move the weighted sum
    (Minkowski's) of what follows. Otherwise all profiles of the normal form are gone through.

    Raises
    ------
    NoAnswerError
        If the normal form would be too large.
    UsageError
        If the set would have too many corners.
    """
    tree = game.tree
    u = game.u[:, list(pair)].astype(np.float64)
    if not (tree.owner == CHANCE).any():
        return [(x, y) for x, y in u.tolist()]
    chance = game.chance.astype(np.float64)
    if tree.perfect_information:
        return _backward(game, u, chance)
    value = np.zeros((tree.n_nodes, 2))
    value[tree.leaf] = u
    table = normal_form(tree).table(tree, chance, value)
    return [(x, y) for x, y in table.reshape(-1, 2).tolist()]


def _backward(game: Game, u: FloatArray, chance: FloatArray) -> list[Pair]:
    tree = game.tree
    sets: dict[int, tuple[Pair, ...]] = {}
    seen = 0
    for node in range(tree.n_nodes - 1, -1, -1):
        row = int(tree.leaf_row[node])
        if row >= 0:
            sets[node] = ((float(u[row, 0]), float(u[row, 1])),)
            continue
        start = int(tree.first_child[node])
        children = range(start, start + int(tree.n_children[node]))
        if tree.owner[node] == CHANCE:
            parts = [(float(chance[tree.slot[child]]), sets.pop(child)) for child in children]
            total: tuple[Pair, ...] = ((0.0, 0.0),)
            for odds, part in parts:
                total = hull((a + odds * x, b + odds * y) for a, b in total for x, y in part)
        else:
            total = hull(point for child in children for point in sets.pop(child))
        sets[node] = total
        seen += len(total)
        if seen > CORNERS:
            raise UsageError(f"the feasible set has more than {CORNERS:,} corners on the way")
    return list(sets[0])


def hull(points: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the corners of the convex hull, counter-clockwise from the lowest x (Andrew 1979).

    Examples
    --------
    >>> hull([(0, 0), (1, 0), (0, 1), (0.2, 0.2), (0.5, 0.5)])
    ((0, 0), (1, 0), (0, 1))
    """
    unique = sorted(set(points))
    if len(unique) < 3:
        return tuple(unique)
    xs, ys = zip(*unique, strict=True)
    slack = EQUAL * max((max(xs) - min(xs)) * (max(ys) - min(ys)), EQUAL * EQUAL)
    halves = []
    for ordered in (unique, unique[::-1]):
        half: list[Pair] = []
        for point in ordered:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= slack:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return tuple(halves[0] + halves[1])


def _turn(a: Pair, b: Pair, c: Pair) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def frontier(corners: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the efficient corners of a hull, from the best for the second to that for the first.

    Parameters
    ----------
    corners : sequence of Pair
        Counter-clockwise.

    Examples
    --------
    >>> frontier([(0, 0), (3, 0), (2, 2), (0, 3)])
    ((0, 3), (2, 2), (3, 0))
    """
    around = list(corners)
    first = around.index(max(around))
    around = around[first:] + around[:first]
    last = around.index(max(around, key=lambda point: (point[1], point[0])))
    return tuple(reversed(around[: last + 1]))


def nash_point(efficient: Sequence[Pair], rest: Pair) -> Pair | None:
    """Return the point of a frontier with the largest product of gains (Nash 1950).

    Parameters
    ----------
    efficient : sequence of Pair
        As `frontier` returns it.
    rest : Pair
        What follows disagreement.

    Returns
    -------
    Pair or None
        None where no point is better for both.

    Examples
    --------
    >>> nash_point([(0, 3), (3, 0)], (0, 0))
    (1.5, 1.5)
    """
    a, b = rest
    candidates = list(efficient)
    for (x, y), (v, w) in pairwise(efficient):
        dx, dy = v - x, w - y
        # On the edge, the product is a parabola in the share of the way: its top, if inside.
        at = -((x - a) * dy + (y - b) * dx) / (2 * dx * dy)
        if 0 < at < 1:
            candidates.append((x + at * dx, y + at * dy))
    spans = [max(abs(p[i] - q[i]) for p in efficient for q in [*efficient, rest]) for i in (0, 1)]
    gains = [
        ((x - a) * (y - b), (x, y))
        for x, y in candidates
        if x - a > 1e-9 * spans[0] and y - b > 1e-9 * spans[1]
    ]
    return max(gains)[1] if gains else None
