"""What is asked of the answers of some scenarios, as one number a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.game.arithmetic import FLOAT
from negotiate.record import dataclass
from negotiate.spec.expression import (
    Binary,
    Bool,
    Call,
    Compare,
    Expr,
    If,
    Num,
    Ref,
    Unary,
    names_in,
)
from negotiate.spec.read.asked import GAME, read_asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.analysis.draws import Drawn
    from negotiate.game.model import Model
    from negotiate.spec.read.asked import Sort
    from negotiate.types import FloatArray

WITHIN: Final = 1e-9
"""Results that differ by less, in shares of their size, are equal in a comparison."""


@dataclass(frozen=True)
class Asked:
    """An expression over results.

    Attributes
    ----------
    text : str
        As it was asked.
    expr : Expr
        Its names are of the form ``scenario.result``.
    sort : {"odds", "condition", "number"}
    players : tuple of str
    scenarios : tuple of str
        Those that it names, in the order of the file.
    """

    text: str
    expr: Expr
    sort: Sort
    players: tuple[str, ...]
    scenarios: tuple[str, ...]

    def values(self, drawn: Mapping[str, Drawn]) -> FloatArray:
        """Return its value at each draw (B,); nan where a scenario has no answer.

        Parameters
        ----------
        drawn : mapping of scenario to Drawn
        """
        known = {}
        for name in names_in(self.expr):
            scenario, _, rest = name.partition(".")
            answers = drawn[scenario if scenario in drawn else ""]
            known[name] = _result(answers, rest, self.players)
        size = next(iter(known.values())).shape
        valid = np.logical_and.reduce([drawn[name].valid for name in self.scenarios])
        with np.errstate(all="ignore"):
            found = np.broadcast_to(over_draws(self.expr, known), size).astype(float)
        return np.where(valid, found, np.nan)


def ask(model: Model, text: str, scenario: str, against: str | None = None) -> Asked:
    """Return what is asked, all names checked.

    Parameters
    ----------
    model : Model
    text : str
    scenario : str
        Of the names that say none.
    against : str, optional
        A scenario whose value is taken off.

    Raises
    ------
    UsageError
        With what is wrong.
    """
    parametric = model.parametric("")
    moves = dict(zip(parametric.move_names, parametric.option_names, strict=True))
    expr, sort = read_asked(text, model.spec, moves, scenario)
    if against is not None:
        other, _ = read_asked(text, model.spec, moves, against)
        expr, sort = Binary("-", expr, other), "number"
        text = f"{text} ({scenario} less {against})"
    named = {name.partition(".")[0] for name in names_in(expr)}
    scenarios = tuple(name for name in model.scenarios if (name or GAME) in named)
    players = tuple(player.key for player in model.spec.players)
    return Asked(text, expr, sort, players, scenarios)


def _result(drawn: Drawn, name: str, players: tuple[str, ...]) -> FloatArray:
    """Return a result by its name, less the scenario (B,); odds of what cannot happen are 0."""
    head, _, tail = name.partition(".")
    if head == "payoff":
        pay: FloatArray = drawn.payoffs[players.index(tail)]
        return pay
    if head in drawn.quantities:
        return drawn.quantities[head]
    if head in drawn.criteria:
        return drawn.criteria[head]
    spread = drawn.categories.get(head) or drawn.moves.get(head) or {}
    return spread.get(tail, np.zeros(len(drawn.valid)))


def over_draws(expr: Expr, values: Mapping[str, FloatArray]) -> Any:
    """Return an expression over results at every draw; conditions are 1 and 0.

    The counterpart for arrays of `negotiate.analysis.claims.evaluate`, which keeps fractions.
    """
    operations = FLOAT.operations
    match expr:
        case Num(value):
            return float(value)
        case Ref(name):
            return values[name]
        case Unary(op, arg):
            inner = np.asarray(over_draws(arg, values))
            return operations["not" if op == "not" else "neg"](inner)
        case Binary(op, left, right):
            sides = (np.asarray(over_draws(side, values)) for side in (left, right))
            return operations[op](*sides)
        case Compare(op, left, right):
            return _compare(op, over_draws(left, values), over_draws(right, values))
        case Bool(op, args):
            parts = [np.asarray(over_draws(arg, values)) for arg in args]
            found = parts[0]
            for part in parts[1:]:
                found = operations[op](found, part)
            return found
        case If(condition, then, otherwise):
            parts = [np.asarray(over_draws(e, values)) for e in (condition, then, otherwise)]
            return operations["where"](*parts)
        case Call(function, args):
            parts = [np.asarray(over_draws(arg, values)) for arg in args]
            found = operations[function](*parts[:2])
            for part in parts[2:]:
                found = operations[function](found, part)
            return found
    raise TypeError(f"{type(expr).__name__} has no place in an expression over results")


def _compare(op: str, left: Any, right: Any) -> FloatArray:
    """Compare; what differs by rounding alone is equal."""
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    gap = left - right
    equal = np.abs(gap) <= WITHIN * np.maximum(1, np.maximum(np.abs(left), np.abs(right)))
    found = {
        "==": equal,
        "!=": ~equal,
        "<": ~equal & (gap < 0),
        "<=": equal | (gap < 0),
        ">": ~equal & (gap > 0),
        ">=": equal | (gap > 0),
    }[op]
    return np.where(np.isnan(gap), np.nan, found.astype(float))
