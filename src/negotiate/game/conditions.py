"""Conditions on moves, for many histories at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import GameFileError, Problem
from negotiate.spec.expression import Bool, If, Is, Num, Unary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from negotiate.errors import Place
    from negotiate.spec.expression import Expr
    from negotiate.types import BoolArray


def holds(expr: Expr | None, came_out: Callable[[Is], BoolArray], n: int) -> BoolArray:
    """Return where a condition holds (n,); None holds everywhere.

    Parameters
    ----------
    expr : Expr or None
        Mentions moves only.
    came_out : callable
        Where a move came out as an option (n,).
    n : int
        Number of histories.

    Raises
    ------
    TypeError
        If the condition mentions a number.
    """
    match expr:
        case None:
            return np.ones(n, dtype=bool)
        case Num(value):
            return np.full(n, value != 0)
        case Is():
            return came_out(expr)
        case Unary("not", arg):
            return ~holds(arg, came_out, n)
        case Bool(op, args):
            join = np.logical_and if op == "and" else np.logical_or
            truth = np.full(n, op == "and")
            for arg in args:
                truth = join(truth, holds(arg, came_out, n))
            return truth
        case If(condition, then, otherwise):
            chosen = holds(condition, came_out, n)
            return np.where(chosen, holds(then, came_out, n), holds(otherwise, came_out, n))
        case _:
            raise TypeError(f"not a condition on moves: {expr!r}")


def fail(file: str, place: Place, rule: str, value: str = "", hint: str = "") -> GameFileError:
    """Return the error for one broken rule."""
    return GameFileError(file, [Problem(place, rule, value, hint)])


def too_large(file: str, place: Place, size: int, limit: int, where: str) -> GameFileError:
    """Return the error for a tree beyond the limit, found before it is allocated."""
    rule = f"the tree would have {size:,} nodes {where}, more than the {limit:,} allowed"
    return fail(file, place, rule, hint="leave out moves or options, or raise --max-nodes")


def words(history: Mapping[str, str]) -> str:
    """Return a history as ``move: option, ...``."""
    return ", ".join(f"{move}: {option}" for move, option in history.items()) or "the start"
