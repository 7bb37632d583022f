"""The grammar of expressions, by precedence climbing (Pratt 1973); text is never run.

From loosest to tightest::

    x if c else y     or     and     not     == != < <= > >=     + -     * /     - (minus)     **
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal, NoReturn

from negotiate.errors import nearest
from negotiate.record import dataclass
from negotiate.spec.document import exact
from negotiate.spec.tokens import MAX_LENGTH, ExpressionError, Token, tokens

MAX_DEPTH: Final = 64
"""Levels of an expression, counted in parentheses and in links of a chain such as a sum."""

FUNCTIONS: Final = {"min": 2, "max": 2, "abs": 1, "exp": 1, "log": 1, "sqrt": 1}
"""Least number of arguments of each function; those with one take exactly one."""

RESERVED: Final = frozenset(
    {"and", "or", "not", "if", "else", "none", "true", "false", "payoff", *FUNCTIONS}
)
"""Words that are no names; ``payoff`` because ``SCENARIO.payoff.PLAYER`` is a result."""

_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _MINUS, _POWER = range(1, 10)
_LEVEL: Final = {
    "if": _IF,
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(_COMPARISONS, _COMPARE),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
    "**": _POWER,
}
_WORDS: Final = {
    "is": "equality is written ==",
    "in": "write `move == a or move == b`",
    "then": "write `x if condition else y`",
    "elif": "write `x if c else y if d else z`",
}


@dataclass(frozen=True, slots=True)
class Syntax:
    """A node of an expression whose names are not resolved yet.

    Attributes
    ----------
    kind : str
        ``call`` and ``name`` say what they call and name in `text`, the operators their sign;
        the arguments of ``if`` stand as written: value, condition, other value.
    start, end : int
        Where it stands in the text.
    depth : int
        Levels from here to the deepest argument, itself included.
    """

    kind: Literal["number", "name", "unary", "binary", "compare", "bool", "if", "call"]
    text: str
    start: int
    end: int
    args: tuple[Syntax, ...] = ()
    depth: int = 1
    number: Fraction = Fraction(0)


def parse(text: str, *, dotted: bool = False) -> Syntax:
    """Return the syntax tree of an expression.

    Parameters
    ----------
    text : str
    dotted : bool
        Whether names may have dots, as in ``kellogg.payoff.US``.

    Raises
    ------
    ExpressionError
        If it is too long, too deep, or not an expression.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(0, f"an expression has at most {MAX_LENGTH} characters", text)
    parser = _Parser(text, dotted=dotted)
    tree = parser.expression(0)
    parser.finish()
    return tree


class _Parser:
    def __init__(self, text: str, *, dotted: bool) -> None:
        self.text = text
        self.stream = tokens(text, dotted=dotted)
        self.token = next(self.stream)
        self.depth = 0

    def advance(self) -> Token:
        passed = self.token
        self.token = next(self.stream, passed)
        return passed

    def expression(self, above: int) -> Syntax:
        """Parse operators that bind tighter than `above`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.too_deep(self.token.start)
        left = self.operand(above)
        while above < (level := _LEVEL.get(self.token.text, 0)):
            left = self.operation(left, level)
            if left.depth > MAX_DEPTH:
                self.too_deep(left.start)
        self.depth -= 1
        return left

    def operation(self, left: Syntax, level: int) -> Syntax:
        """Parse the operator that comes next, and what stands right of it."""
        if level == _IF:
            return self.choice(left)
        if level == _COMPARE:
            return self.comparison(left)
        sign = self.advance().text
        if level in {_OR, _AND}:
            args = [left, self.expression(level)]
            while self.token.text == sign:
                self.advance()
                args.append(self.expression(level))
            return _node("bool", sign, *args)
        # A power groups from the right and takes a minus: 2 ** -3 ** 2 is 2 ** (-(3 ** 2)).
        right = self.expression(_MINUS - 1 if level == _POWER else level)
        return _node("binary", sign, left, right)

    def choice(self, value: Syntax) -> Syntax:
        self.advance()
        condition = self.expression(_IF)
        if self.token.text != "else":
            raise self.unexpected("`x if condition else y` needs its else")
        self.advance()
        return _node("if", "if", value, condition, self.expression(_IF - 1))

    def comparison(self, left: Syntax) -> Syntax:
        """Parse ``a < b``, or ``a < b < c``, which means ``a < b and b < c``."""
        links = []
        while self.token.text in _COMPARISONS:
            sign = self.advance().text
            right = self.expression(_COMPARE)
            links.append(_node("compare", sign, left, right))
            left = right
        return links[0] if len(links) == 1 else _node("bool", "and", *links)

    def operand(self, above: int) -> Syntax:
        """Parse a number, a name, a call, a group, or a sign and what it stands before."""
        token = self.token
        if token.kind == "number":
            return self.number()
        if token.kind == "word" and token.text not in _LEVEL and token.text != "else":
            return self.word(above)
        if token.text == "(":
            self.advance()
            inside = self.expression(0)
            self.expect_closing(token)
            return inside
        if token.text in {"-", "+"}:
            self.advance()
            inside = self.expression(_MINUS - 1)
            if token.text == "+":
                return inside
            return _node("unary", "-", inside, start=token.start)
        if token.kind == "end":
            empty = not self.text.strip()
            raise self.unexpected(
                "an expression is missing" if empty else "the expression is not finished"
            )
        raise self.unexpected("a number, a name or ( is expected here")

    def number(self) -> Syntax:
        token = self.advance()
        value = exact(token.text)
        if value is None:
            rule = "a number has at most 60 digits and an exponent of at most 300"
            raise ExpressionError(token.start, rule, token.text)
        return Syntax("number", token.text, token.start, token.end, number=value)

    def word(self, above: int) -> Syntax:
        token = self.advance()
        if token.text == "not":
            if above >= _NOT:
                rule = "`not` here needs parentheses around it"
                raise ExpressionError(token.start, rule, token.text)
            return _node("unary", "not", self.expression(_NOT - 1), start=token.start)
        if self.token.text == "(":
            return self.call(token)
        if token.text in FUNCTIONS:
            raise self.unexpected(f"the function `{token.text}` needs its arguments in ( )")
        return Syntax("name", token.text, token.start, token.end)

    def call(self, name: Token) -> Syntax:
        if name.text not in FUNCTIONS:
            hint = nearest(name.text, FUNCTIONS) or f"there are {', '.join(FUNCTIONS)}"
            raise ExpressionError(name.start, "there is no such function", name.text, hint)
        opening = self.advance()
        args = []
        if self.token.text != ")":
            args.append(self.expression(0))
            while self.token.text == ",":
                self.advance()
                args.append(self.expression(0))
        closing = self.expect_closing(opening)
        least = FUNCTIONS[name.text]
        if len(args) < least or (least == 1 and len(args) > 1):
            wanted = "one argument" if least == 1 else "at least two arguments"
            rule = f"`{name.text}` takes {wanted}"
            raise ExpressionError(name.start, rule, self.text[name.start : closing.end])
        return _node("call", name.text, *args, start=name.start, end=closing.end)

    def expect_closing(self, opening: Token) -> Token:
        if self.token.text == ")":
            return self.advance()
        if self.token.kind == "end":
            hint = "inside { } or [ ] a formula with commas needs quotes around it"
            raise ExpressionError(opening.start, "this ( is not closed", "", hint)
        raise self.unexpected("an operator or ) is expected here")

    def finish(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("an operator is expected here")

    def unexpected(self, rule: str) -> ExpressionError:
        token = self.token
        hint = _WORDS.get(token.text, "")
        if token.text == ",":
            hint = "decimals are written with a point"
        elif token.kind == "word" and not hint:
            hint = nearest(token.text, ("and", "or", "not", "if", "else")) * (len(token.text) < 6)
        return ExpressionError(token.start, rule, token.text, hint)

    def too_deep(self, at: int) -> NoReturn:
        hint = "give parts of it names under `define`"
        rule = f"an expression is at most {MAX_DEPTH} levels deep"
        raise ExpressionError(at, rule, self.text[at:], hint)


def _node(
    kind: Literal["unary", "binary", "compare", "bool", "if", "call"],
    text: str,
    *args: Syntax,
    start: int | None = None,
    end: int | None = None,
) -> Syntax:
    first = args[0].start if start is None else start
    last = args[-1].end if end is None else end
    return Syntax(kind, text, first, last, args, 1 + max(arg.depth for arg in args))
