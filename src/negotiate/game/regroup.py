"""Regroup sums and products so that what depends on few moves is combined first.

A payoff is a sum of many terms, most of which depend on one or two moves. Added from left to
right, every addition would run over all leaves; added smallest first, few do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from negotiate.spec.expression import Binary, Unary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.spec.expression import Expr

SUM = ("+", "-", "neg")
PRODUCT = ("*", "/")

SETTLED_COST = 0.01
"""Work on a step that depends on moves only, relative to one that is redone at every draw."""


class Steps(Protocol):
    """What regrouping needs of a tape."""

    def add(self, op: str, *args: int) -> int:
        """Return the step of an operation."""
        ...

    def width(self, moves: int) -> int:
        """Return the most rows that a step on these moves can have."""
        ...

    def nature(self, step: int) -> tuple[int, bool]:
        """Return the moves that a step depends on, and whether it depends on parameters."""
        ...


def addends(expr: Expr) -> list[tuple[bool, Expr]]:
    """Return the parts of a sum in order, each with whether it is added or subtracted."""
    parts: list[tuple[bool, Expr]] = []
    waiting = [(True, expr)]
    while waiting:
        keep, part = waiting.pop()
        match part:
            case Binary("+" | "-" as op, left, right):
                waiting += [(keep == (op == "+"), right), (keep, left)]
            case Unary("-", arg):
                waiting.append((not keep, arg))
            case _:
                parts.append((keep, part))
    return parts


def factors(expr: Expr) -> list[tuple[bool, Expr]]:
    """Return the parts of a product in order, each with whether it multiplies or divides.

    A quotient below the line stays whole: ``a / (b / 0)`` must not become ``a * 0 / b``.
    """
    parts: list[tuple[bool, Expr]] = []
    waiting = [(True, expr)]
    while waiting:
        keep, part = waiting.pop()
        match part:
            case Binary("*" | "/" as op, left, right) if keep or op == "*":
                waiting += [(keep == (op == "*"), right), (keep, left)]
            case _:
                parts.append((keep, part))
    return parts


def combine(tape: Steps, parts: Sequence[tuple[bool, int]], ops: tuple[str, ...]) -> int:
    """Return the step that combines all parts, cheapest pair first.

    Parameters
    ----------
    tape : Steps
    parts : sequence of (bool, step)
        False: by the inverse operation (subtracted, divided by).
    ops : tuple of str
        The operation, which commutes; its inverse; what undoes a remaining inverse.
    """
    groups: dict[tuple[int, bool], tuple[bool, int]] = {}
    for part in parts:
        nature = tape.nature(part[1])
        groups[nature] = _merge(tape, groups[nature], part, ops) if nature in groups else part
    left = list(groups.items())
    while len(left) > 1:
        _, i, j = min(
            (_cost(tape, left[i][0], left[j][0]), i, j)
            for i in range(len(left))
            for j in range(i + 1, len(left))
        )
        (moves_j, varies_j), b = left.pop(j)
        (moves_i, varies_i), a = left.pop(i)
        left.insert(i, ((moves_i | moves_j, varies_i or varies_j), _merge(tape, a, b, ops)))
    keep, step = left[0][1]
    return step if keep else tape.add(ops[2], step)


def _cost(tape: Steps, a: tuple[int, bool], b: tuple[int, bool]) -> float:
    return tape.width(a[0] | b[0]) * (1 if a[1] or b[1] else SETTLED_COST)


def _merge(
    tape: Steps, a: tuple[bool, int], b: tuple[bool, int], ops: tuple[str, ...]
) -> tuple[bool, int]:
    low, high = sorted((a[1], b[1]))
    if a[0] == b[0]:
        return a[0], tape.add(ops[0], low, high)
    kept, inverted = (a[1], b[1]) if a[0] else (b[1], a[1])
    return True, tape.add(ops[1], kept, inverted)
