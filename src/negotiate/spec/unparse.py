"""Expressions as they are written in a game file, with no more parentheses than they need."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from negotiate.spec.expression import (
    Binary,
    Bool,
    Call,
    Category,
    Compare,
    If,
    Is,
    Num,
    Ref,
    Unary,
)

if TYPE_CHECKING:
    from negotiate.spec.expression import Expr

_ATOM: Final = 9
_LEVEL: Final = {
    "if": 0, "or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6,
    "minus": 7, "**": 8,
}  # fmt: skip


def formula(expr: Expr) -> str:
    """Return the text of an expression; reading it gives the expression back.

    Examples
    --------
    >>> from negotiate.spec.expression import Binary, Is, Ref, Unary
    >>> formula(Binary("*", Ref("a"), Binary("+", Ref("b"), Ref("c"))))
    'a * (b + c)'
    >>> formula(Unary("not", Is("aid", "cut")))
    'not aid == cut'
    """
    return _text(expr)[0]


def decimal(value: Fraction) -> str:
    """Return a number as a decimal where that is exact and short, else as a fraction.

    >>> decimal(Fraction(51, 100)), decimal(Fraction(1, 3)), decimal(Fraction(-2))
    ('0.51', '1/3', '-2')
    """
    if abs(value) >= 10**15:  # more digits than a float has
        return str(value)
    text = f"{float(value):.12f}".rstrip("0").removesuffix(".")
    return text if Fraction(text) == value else str(value)


def _text(expr: Expr) -> tuple[str, int]:  # noqa: PLR0911 (one for each kind of expression)
    """Return the text and how tightly its outermost operator binds."""
    match expr:
        case Num(value):
            text = decimal(value)
            return text, _LEVEL["/"] if "/" in text else _ATOM if value >= 0 else _LEVEL["minus"]
        case Ref(name) | Category(name):
            return name, _ATOM
        case Is(move, option):
            return f"{move} == {option}", _LEVEL["compare"]
        case Unary(op, arg):
            level = _LEVEL["not" if op == "not" else "minus"]
            return (
                f"{op} {_within(arg, level)}" if op == "not" else f"-{_within(arg, level)}",
                level,
            )
        case Binary(op, left, right):
            level = _LEVEL[op]
            power = op == "**"
            sides = _within(left, level + power), _within(right, level + (not power))
            return f" {op} ".join(sides), level
        case Compare(op, left, right):
            level = _LEVEL["compare"]
            return f"{_within(left, level + 1)} {op} {_within(right, level + 1)}", level
        case Bool(op, args):
            level = _LEVEL[op]
            return f" {op} ".join(_within(arg, level + 1) for arg in args), level
        case If(condition, then, otherwise):
            texts = (_within(then, 1), _within(condition, 1), _within(otherwise, 0))
            return "{} if {} else {}".format(*texts), _LEVEL["if"]
        case Call(function, args):
            return f"{function}({', '.join(formula(arg) for arg in args)})", _ATOM


def _within(expr: Expr, level: int) -> str:
    """Return an operand, in parentheses if it binds less tightly than what is around it."""
    text, own = _text(expr)
    return text if own >= level else f"({text})"
