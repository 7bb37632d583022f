"""An independent, slow reading of a game written as moves: dictionaries, fractions, recursion.

Shares no code with `negotiate.game`: one history at a time, one expression at a time.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiate.spec.expression import (
    NONE,
    Binary,
    Bool,
    Call,
    Category,
    Compare,
    Expr,
    If,
    Is,
    Num,
    Ref,
    Unary,
)
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from negotiate.spec.model import Move, Spec

History = dict[str, str]
OPERATORS: dict[str, Any] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "min": min,
    "max": max,
    "abs": abs,
}


@dataclass
class Grown:
    """Leaves in depth-first order, and which histories each player cannot tell apart."""

    leaves: list[History] = field(default_factory=list)
    infosets: dict[Any, set[frozenset[tuple[str, str]]]] = field(default_factory=dict)


def grow(spec: Spec) -> Grown:
    """Return the leaves and information sets of a game written as moves."""
    assert isinstance(spec.body, Moves)
    grown = Grown()
    _follow(spec, spec.body.moves, 0, {}, grown)
    return grown


def _follow(spec: Spec, moves: tuple[Move, ...], m: int, history: History, grown: Grown) -> None:
    if m == len(moves):
        grown.leaves.append(history)
        return
    move = moves[m]
    if move.when is not None and not value(move.when, history, spec):
        _follow(spec, moves, m + 1, history, grown)
        return
    past = frozenset(history.items())
    view: Any = past
    if move.owner is not None:
        view = tuple(
            history.get(e.name, NONE)
            for e in moves[:m]
            if e.owner == move.owner
            or (
                (e.seen_by is None or move.owner in e.seen_by)
                and e.seen_from.get(move.owner, e.name) in {x.name for x in moves[: m + 1]}
            )
        )
    grown.infosets.setdefault((move.name, view), set()).add(past)
    for option in move.options:
        if option.when is None or value(option.when, history, spec):
            _follow(spec, moves, m + 1, {**history, move.name: option.name}, grown)


def value(expr: Expr, history: History, spec: Spec) -> Any:  # noqa: PLR0911 -- one a kind
    """Return the value of an expression: a Fraction, a truth value, or the name of a category.

    Raises
    ------
    ZeroDivisionError
        Where it is undefined; what is not chosen is not looked at.
    """
    match expr:
        case Num(number):
            return number
        case Category(name):
            return name
        case Is(move, option):
            return history.get(move, NONE) == option
        case Ref(name):
            return _named(name, history, spec)
        case Unary(op, arg):
            inner = value(arg, history, spec)
            return not inner if op == "not" else -inner
        case Binary(op, left, right) | Compare(op, left, right):
            pair = [value(side, history, spec) for side in (left, right)]
            if op == "**":
                return Fraction(pair[0]) ** int(pair[1])
            result = OPERATORS[op](*pair)
            return result if isinstance(expr, Compare) else Fraction(result)
        case Bool(op, args):
            return _joined(op, args, history, spec)
        case If(condition, then, otherwise):
            return value(then if value(condition, history, spec) else otherwise, history, spec)
        case Call(function, args):
            return OPERATORS[function](*(value(arg, history, spec) for arg in args))


def _joined(op: str, args: tuple[Expr, ...], history: History, spec: Spec) -> bool:
    """Return a conjunction or disjunction; one part may settle it though another is undefined."""
    settles = op == "or"
    undefined = False
    for arg in args:
        try:
            if bool(value(arg, history, spec)) is settles:
                return settles
        except ZeroDivisionError:
            undefined = True
    if undefined:
        raise ZeroDivisionError
    return not settles


def _named(name: str, history: History, spec: Spec) -> Any:
    for parameter in spec.parameters:
        if parameter.name == name:
            return parameter.value
    for quantity in (*spec.definitions, *spec.quantities):
        if quantity.name == name:
            return value(quantity.value, history, spec)
    (criterion,) = (c for c in spec.criteria if c.name == name)
    return Fraction(int(value(criterion.when, history, spec)))


def payoffs(history: History, spec: Spec) -> list[Fraction]:
    """Return each player's payoff; ZeroDivisionError where one is undefined."""
    assert isinstance(spec.body, Moves)
    terms = spec.body.payoffs
    return [
        sum((Fraction(value(t.value, history, spec)) for t in terms[p.key]), Fraction(0))
        for p in spec.players
    ]
