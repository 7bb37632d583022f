"""How far points are, and the nearest point of a plane within a box, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from negotiate.types import FloatArray

MAX: Final = "max"
EUCLID: Final = "euclid"

IDLE: Final = 1e-5
"""A coordinate that does less than this share of the work stays where it is."""


@dataclass(frozen=True, eq=False)
class Box:
    """Where points may be.

    Attributes
    ----------
    lower, upper : FloatArray (K,)
        ``lower <= 0 <= upper``.
    """

    lower: FloatArray
    upper: FloatArray

    def clip(self, points: FloatArray) -> FloatArray:
        """Return points (K,) or (K, B), each coordinate moved into the box."""
        shape = (-1,) + (1,) * (points.ndim - 1)
        return np.clip(points, self.lower.reshape(shape), self.upper.reshape(shape))

    def within(self, reach: float) -> Box:
        """Return the part of the box in which no coordinate exceeds `reach`."""
        return Box(np.maximum(self.lower, -reach), np.minimum(self.upper, reach))


def distance(points: FloatArray, norm: str) -> Any:
    """Return how far points (K,) or (K, B) are from the origin."""
    if norm == MAX:
        return np.abs(points).max(axis=0)
    return np.sqrt((points**2).sum(axis=0))


def nearest_on_plane(normal: FloatArray, box: Box, norm: str) -> FloatArray:
    """Return the nearest point of a box with ``normal . point = 1`` (K,).

    Where the plane misses the box, the corner that is nearest to it.

    Examples
    --------
    >>> import numpy as np
    >>> box = Box(np.array([-1.0, -1.0]), np.array([1.0, 0.1]))
    >>> nearest_on_plane(np.array([1.0, 3.0]), box, "max").tolist()
    [0.7, 0.1]
    """
    sign, size = np.sign(normal), np.abs(normal)
    room = np.where(normal > 0, box.upper, -box.lower) * (size > 0)
    if size @ room <= 1:
        return sign * room
    steps = _even_reach(size, room) if norm == MAX else _projected(size, room)
    idle = size * steps < IDLE
    return np.where(idle, 0.0, sign * steps)


def _even_reach(size: FloatArray, room: FloatArray) -> FloatArray:
    """Return ``min(r, room)`` with the r for which the steps do all the work.

    ``size . min(r, room)`` is piecewise linear in r, with a kink where a room is full.
    """
    order = np.argsort(room, kind="stable")
    full, weight = room[order], size[order]
    before = np.concatenate([[0.0], np.cumsum(weight * full)[:-1]])
    left = np.cumsum(weight[::-1])[::-1]
    work = before + left * full
    k = int(np.searchsorted(work, 1.0))
    reach = (1.0 - before[k]) / left[k]
    return np.minimum(reach, room)


def _projected(size: FloatArray, room: FloatArray) -> FloatArray:
    """Return ``min(m * size, room)`` with the m for which the steps do all the work."""
    full = np.divide(room, size, out=np.zeros_like(room), where=size > 0)
    order = np.argsort(full, kind="stable")
    weight = size[order]
    before = np.concatenate([[0.0], np.cumsum(weight * room[order])[:-1]])
    left = np.cumsum((weight**2)[::-1])[::-1]
    work = before + left * full[order]
    k = int(np.searchsorted(work, 1.0))
    return np.minimum((1.0 - before[k]) / left[k] * size, room)
