"""The syntax tree of an expression: what may be written, and nothing else.

Numbers are exact fractions, so that ``0.1`` in a file is one tenth. Nodes are plain frozen
data; the parser is `spec.parse`, the arithmetic is `game.program`. A name is not resolved
here: whether ``accept`` is an option or a parameter is settled by `spec.names`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from negotiate.record import dataclass

BinaryOperator: TypeAlias = Literal["+", "-", "*", "/", "**"]
Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Function: TypeAlias = Literal["min", "max", "abs", "exp", "log", "sqrt"]


@dataclass(frozen=True, slots=True)
class Num:
    """A number, kept exact."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of a parameter, definition, quantity or criterion (true is 1)."""

    name: str


@dataclass(frozen=True, slots=True)
class Is:
    """Whether a move came out as an option (``none``: it was not reached)."""

    move: str
    option: str


@dataclass(frozen=True, slots=True)
class Category:
    """A named category, as in ``ceasefire == now`` or the value of a categorical quantity."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """Minus or ``not``."""

    op: Literal["-", "not"]
    arg: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two numbers."""

    op: BinaryOperator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two numbers, or of a categorical quantity with a `Category`."""

    op: Comparison
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Bool:
    """All (``and``) or any (``or``) of the conditions."""

    op: Literal["and", "or"]
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If:
    """``then if condition else otherwise``."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """One of the six functions."""

    function: Function
    args: tuple[Expr, ...]


Expr: TypeAlias = Num | Ref | Is | Category | Unary | Binary | Compare | Bool | If | Call

NONE = "none"
"""The value of a move that was not reached."""

ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))


def both(left: Expr | None, right: Expr | None) -> Expr | None:
    """Return the conjunction of two conditions, where None stands for always."""
    if left is None or right is None:
        return right if left is None else left
    return Bool("and", (left, right))


def names_in(expr: Expr) -> frozenset[str]:
    """Return every parameter, definition, quantity, criterion and move that `expr` mentions."""
    match expr:
        case Num() | Category():
            return frozenset()
        case Ref(name):
            return frozenset({name})
        case Is(move, _):
            return frozenset({move})
        case Unary(_, arg):
            return names_in(arg)
        case Binary(_, left, right) | Compare(_, left, right):
            return names_in(left) | names_in(right)
        case Bool(_, args) | Call(_, args):
            return frozenset().union(*map(names_in, args))
        case If(condition, then, otherwise):
            return names_in(condition) | names_in(then) | names_in(otherwise)
