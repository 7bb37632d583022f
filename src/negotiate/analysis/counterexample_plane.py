"""How far points are, and the nearest point of a box beyond one plane or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.types import FloatArray

MAX: Final = "max"
EUCLID: Final = "euclid"
SUM: Final = "sum"

IDLE: Final = 1e-5
"""A coordinate that does less than this share of the work stays where it is."""

NOTHING: Final = 1e-9
"""Share of the steepest slope below which another is none."""


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


def scattered(box: Box, count: int, seed: int) -> FloatArray:
    """Return points that fill a box evenly: scrambled Sobol (K, B)."""
    from scipy.stats import qmc  # noqa: PLC0415 (slow to load, and only here)

    size = max(int(np.ceil(np.log2(max(count, 1)))), 0)
    points = qmc.Sobol(len(box.lower), seed=seed).random_base2(size).T
    scaled: FloatArray = box.lower[:, None] + (box.upper - box.lower)[:, None] * points
    return scaled


def distance(points: FloatArray, norm: str) -> Any:
    """Return how far points (K,) or (K, B) are from the origin."""
    if norm == MAX:
        return np.abs(points).max(axis=0)
    if norm == SUM:
        return np.abs(points).sum(axis=0)
    return np.sqrt((points**2).sum(axis=0))


def nearest_beyond(
    normals: FloatArray, levels: FloatArray, box: Box, norm: str
) -> FloatArray | None:
    """Return the nearest point of a box with ``normals @ point >= levels``; None if none is.

    Parameters
    ----------
    normals : FloatArray (M, K)
    levels : FloatArray (M,)
    box : Box
    norm : {"max", "euclid", "sum"}
    """
    if len(levels) == 1 and norm != SUM and levels[0] > 0:
        one = nearest_on_plane(normals[0] / levels[0], box, norm)
        return one if normals[0] @ one >= levels[0] * (1 - IDLE * len(one)) else None
    point = _by_linear_program(normals, levels, box, norm)
    if norm != EUCLID or point is None:
        return point
    from scipy.optimize import minimize  # noqa: PLC0415 (slow to load, and only here)

    found = minimize(
        lambda x: x @ x / 2,
        point,
        jac=lambda x: x,
        method="SLSQP",
        bounds=list(zip(box.lower, box.upper, strict=True)),
        constraints={
            "type": "ineq", "fun": lambda x: normals @ x - levels, "jac": lambda _: normals,
        },
    )  # fmt: skip
    best: FloatArray = found.x if found.success else point
    return box.clip(best)


def _by_linear_program(
    normals: FloatArray, levels: FloatArray, box: Box, norm: str
) -> FloatArray | None:
    """Return the nearest point in the max or the sum norm: steps up and steps down, each >= 0."""
    from scipy.optimize import linprog  # noqa: PLC0415 (slow to load, and only here)

    size = len(box.lower)
    if norm == SUM:
        cost, rows = np.ones(2 * size), np.hstack([-normals, normals])
        limits, ends = -levels, []
    else:
        reach = -np.ones((2 * size, 1))
        cuts = np.hstack([-normals, normals, np.zeros((len(levels), 1))])
        cost = np.append(np.full(2 * size, 1e-6 / size), 1.0)
        rows = np.vstack([cuts, np.hstack([np.eye(2 * size), reach])])
        limits, ends = np.concatenate([-levels, np.zeros(2 * size)]), [(0.0, None)]
    bounds = [*((0.0, up) for up in box.upper), *((0.0, -down) for down in box.lower), *ends]
    found = linprog(cost, A_ub=rows, b_ub=limits, bounds=bounds)
    if found.status != 0:
        return None
    point: FloatArray = found.x[:size] - found.x[size : 2 * size]
    return box.clip(point)


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
    size = np.where(size > NOTHING * size.max(), size, 0.0)
    room = np.where(normal > 0, box.upper, -box.lower) * (size > 0)
    if size @ room <= 1:
        corner: FloatArray = sign * room
        return corner
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
    k = min(int(np.searchsorted(work, 1.0)), len(work) - 1)
    steps: FloatArray = np.minimum((1.0 - before[k]) / left[k], room)
    return steps


def _projected(size: FloatArray, room: FloatArray) -> FloatArray:
    """Return ``min(m * size, room)`` with the m for which the steps do all the work."""
    full = np.divide(room, size, out=np.zeros_like(room), where=size > 0)
    order = np.argsort(full, kind="stable")
    weight = size[order]
    before = np.concatenate([[0.0], np.cumsum(weight * room[order])[:-1]])
    left = np.cumsum((weight**2)[::-1])[::-1]
    work = before + left * full[order]
    k = min(int(np.searchsorted(work, 1.0)), len(work) - 1)
    steps: FloatArray = np.minimum((1.0 - before[k]) / left[k] * size, room)
    return steps
