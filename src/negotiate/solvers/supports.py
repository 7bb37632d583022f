"""What an equilibrium on given supports must satisfy, and whether a point does."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from negotiate.solvers.boxes import Search, System

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.types import FloatArray, NumberArray

Supports: TypeAlias = "tuple[tuple[int, ...], ...]"
"""The strategies that each player plays."""

POSITIVE: Final = 1e-9
"""Least probability of a strategy that is played, and largest gain by one that is not."""

ROUGH: Final = (0.2, 0.1, 0.03, 0.01, 1e-3)
"""Odds above which a strategy of a rough profile may belong to the support."""


MAX_SLOPES: Final = 4_000_000
"""Most coefficients of derivatives that Newton's method is given."""


def unit(payoffs: NumberArray) -> FloatArray:
    """Return payoffs moved and scaled to [0, 1]; in floats, after the exact move."""
    moved = payoffs - payoffs.min()
    span = moved.max()
    scaled: FloatArray = (moved / span if span else moved).astype(np.float64)
    return scaled


def worth(u: FloatArray, mixed: Sequence[FloatArray], player: int) -> FloatArray:
    """Return what each strategy of a player is worth against the others' (n_player,)."""
    values: FloatArray = u[player]
    for seat in reversed(range(len(mixed))):
        if seat != player:
            values = np.moveaxis(values, seat, -1) @ mixed[seat]
    return values


def mixers(supports: Supports) -> list[int]:
    """Return the players who mix."""
    return [player for player, own in enumerate(supports) if len(own) > 1]


def system(u: FloatArray, supports: Supports) -> System:
    """Return the indifference of those who mix, and that nobody gains by other strategies.

    Parameters
    ----------
    u : FloatArray (M, n_1, ..., n_M)
    supports : Supports
        At least one player mixes.
    """
    equal: list[FloatArray] = []
    below: list[FloatArray] = []
    mixing = mixers(supports)
    sizes = [len(supports[p]) for p in mixing]
    for player, own in enumerate(supports):
        others = [*supports]
        others[player] = tuple(range(u.shape[1 + player]))
        part = np.moveaxis(u[player][np.ix_(*others)], player, 0)
        gain = part - part[own[0]]
        for seat, of_other in enumerate(supports):
            if seat != player and len(of_other) > 1:
                along = gain.swapaxes(0, seat + (seat < player))
                along[1:] -= along[:1]
        shape = [1 if p == player else len(supports[p]) for p in mixing]
        for strategy, function in enumerate(gain):
            if strategy == own[0]:
                continue
            whole = np.zeros(sizes)
            whole[tuple(slice(k) for k in shape)] = function.reshape(shape)
            (equal if strategy in own else below).append(whole)
    return System(np.array(equal), np.array(below) if below else np.zeros((0, *sizes)))


def equilibrium(
    u: FloatArray, supports: Supports, point: FloatArray
) -> tuple[list[FloatArray], float] | None:
    """Return the equilibrium with free odds `point`, and its lead; None if it is none.

    The lead of what is played over the best of what is not: 0 is a tie.
    """
    mixed, start = [], 0
    for own, n in zip(supports, u.shape[1:], strict=True):
        free = point[start : start + len(own) - 1]
        odds = np.zeros(n)
        odds[list(own)] = [1 - free.sum(), *free]
        if odds[list(own)].min() <= POSITIVE:
            return None
        mixed.append(odds / odds.sum())
        start += len(own) - 1
    least = np.inf
    for player, own in enumerate(supports):
        values = worth(u, mixed, player)
        played = values[list(own)]
        lead = played.min() - np.delete(values, list(own)).max(initial=-np.inf)
        if played.max() - played.min() > POSITIVE or lead < -POSITIVE:
            return None
        least = min(least, lead)
    return mixed, float(least)


def refined(u: FloatArray, rough: Sequence[FloatArray]) -> list[FloatArray] | None:
    """Return an equilibrium near a rough one, by Newton's method on its likely supports."""
    tried: set[Supports] = set()
    for least in ROUGH:
        supports = tuple(
            tuple(np.flatnonzero(odds > min(least, odds.max() / 2)).tolist()) for odds in rough
        )
        sizes = [len(own) for own in supports]
        if supports in tried or prod(sizes) * (sum(sizes) - len(sizes)) ** 2 > MAX_SLOPES:
            continue
        tried.add(supports)
        free = (odds[[*own[1:]]] for odds, own in zip(rough, supports, strict=True))
        point = np.concatenate([np.zeros(0), *free])
        if mixers(supports):
            point = Search(system(u, supports)).projected(point)
        found = equilibrium(u, supports, point)
        if found is not None:
            return found[0]
    return None
