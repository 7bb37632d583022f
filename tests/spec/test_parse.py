"""The grammar of expressions, against Python's own where the two agree."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.errors import Place
from negotiate.spec.parse import MAX_DEPTH, Syntax, parse
from negotiate.spec.tokens import MAX_LENGTH, ExpressionError, Source, tokens


def shape(tree: Syntax) -> str:
    """Return a syntax tree with every pair of parentheses written."""
    args = [shape(arg) for arg in tree.args]
    match tree.kind:
        case "number" | "name":
            return tree.text
        case "call":
            return f"{tree.text}({', '.join(args)})"
        case "unary":
            return f"({tree.text} {args[0]})"
        case "if":
            return f"({args[0]} if {args[1]} else {args[2]})"
    return "(" + f" {tree.text} ".join(args) + ")"


def python_shape(node: ast.AST) -> str:  # noqa: PLR0911 (a case for each kind)
    """Return what Python's grammar makes of the same text, written the same way."""
    signs = {
        ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.USub: "-",
        ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
        ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    }  # fmt: skip
    match node:
        case ast.Expression(body):
            return python_shape(body)
        case ast.Constant(value):
            return str(value)
        case ast.Name(name):
            return name
        case ast.Call(ast.Name(name), args):
            return f"{name}({', '.join(map(python_shape, args))})"
        case ast.UnaryOp(op, operand):
            return f"({signs[type(op)]} {python_shape(operand)})"
        case ast.BinOp(left, op, right):
            return f"({python_shape(left)} {signs[type(op)]} {python_shape(right)})"
        case ast.BoolOp(op, values):
            return "(" + f" {signs[type(op)]} ".join(map(python_shape, values)) + ")"
        case ast.IfExp(test, body, orelse):
            return f"({python_shape(body)} if {python_shape(test)} else {python_shape(orelse)})"
        case ast.Compare(left, ops, comparators):
            sides = [python_shape(side) for side in (left, *comparators)]
            links = [
                f"({a} {signs[type(op)]} {b})"
                for a, op, b in zip(sides, ops, sides[1:], strict=False)
            ]
            return links[0] if len(links) == 1 else f"({' and '.join(links)})"
    raise AssertionError(ast.dump(node))


atoms = st.sampled_from(["a", "b", "x1", "2", "0.5"])
signs = st.sampled_from(["+", "-", "*", "/", "**", "<", "<=", "==", "!=", ">", ">="])
pieces = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, signs, inner).map(" ".join),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("(not {})".format),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
    ),
    max_leaves=12,
)


@given(pieces)
def test_groups_as_python_does(text: str) -> None:
    assert shape(parse(text)) == python_shape(ast.parse(text, mode="eval"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("-2 ** 2", "(- (2 ** 2))"),
        ("2 ** -3 ** 2", "(2 ** (- (3 ** 2)))"),
        ("8 / 2 / 2 - 1 - 1", "((((8 / 2) / 2) - 1) - 1)"),
        ("a if p else b if q else c", "(a if p else (b if q else c))"),
        ("not a == b and c or d", "(((not (a == b)) and c) or d)"),
        ("0 < x <= 1", "((0 < x) and (x <= 1))"),
        ("a and b and c", "(a and b and c)"),
        ("+a - +1", "(a - 1)"),
        ("min(a, b, c) + abs(-1)", "(min(a, b, c) + abs((- 1)))"),
    ],
)
def test_precedence(text: str, expected: str) -> None:
    assert shape(parse(text)) == expected


def test_numbers_are_exact() -> None:
    assert parse("0.1").number == Fraction(1, 10)
    assert parse("1.5e-3").number == Fraction(3, 2000)
    assert parse(".5").number == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "offset", "rule", "hint"),
    [
        ("a = b", 2, "no meaning", "=="),
        ("a && b", 2, "no meaning", "'and'"),
        ("a || b", 2, "no meaning", "'or'"),
        ("!a", 0, "no meaning", "'not'"),
        ("a ^ 2", 2, "no meaning", "**"),
        ("5%", 1, "no meaning", "0.05"),
        ("m == 'x'", 5, "no meaning", "without quotes"),
        ("a.b", 1, "no meaning", "`holds`"),
        ("a ≤ b", 2, "no meaning", "<="),
        ("a − b", 2, "no meaning", "keyboard"),
        ("[1]", 0, "no meaning", "( )"),
        ("é", 0, "no meaning", ""),
        ("foo(1)", 0, "no such function", "there are"),
        ("mx(1, 2)", 0, "no such function", "max"),
        ("max(1)", 0, "at least two", ""),
        ("sqrt(1, 2)", 0, "one argument", ""),
        ("abs()", 0, "one argument", ""),
        ("sqrt + 1", 5, "needs its arguments", ""),
        ("0,5", 1, "operator", "point"),
        ("a b", 2, "operator", ""),
        ("a adn b", 2, "operator", "and"),
        ("m is x", 2, "operator", "=="),
        ("m in x", 2, "operator", "or move"),
        ("(a + b", 0, "not closed", "quotes"),
        ("min(a", 3, "not closed", "quotes"),
        ("a)", 1, "operator", ""),
        ("(a b)", 3, "operator or )", ""),
        ("a +", 3, "not finished", ""),
        ("", 0, "missing", ""),
        ("a if b", 6, "else", ""),
        ("1 + not a", 4, "parentheses", ""),
        ("* 2", 0, "expected", ""),
        ("else", 0, "expected", ""),
        ("1e999", 0, "60 digits", ""),
        ("1.2.3", 1, "no meaning", ""),
    ],
)
def test_slips_are_named_at_their_column(text: str, offset: int, rule: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.offset == offset
    assert rule in caught.value.rule
    assert hint in caught.value.hint


def test_names_with_dots_are_read_where_they_are_allowed() -> None:
    tree = parse("a.payoff.US - a.m.cut-now > 0", dotted=True)
    assert shape(tree) == "((a.payoff.US - a.m.cut-now) > 0)"


@pytest.mark.parametrize(
    ("deep", "flat"),
    [
        ("(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH, "(" * 63 + "1" + ")" * 63),
        ("1" + "+1" * MAX_DEPTH, "1" + "+1" * (MAX_DEPTH - 1)),
        ("-" * MAX_DEPTH + "1", "-" * (MAX_DEPTH - 1) + "1"),
        ("1 if a else " * MAX_DEPTH + "1", "1 if a else " * (MAX_DEPTH - 1) + "1"),
    ],
)
def test_depth_is_bounded(deep: str, flat: str) -> None:
    assert parse(flat).depth <= MAX_DEPTH
    with pytest.raises(ExpressionError, match="levels deep"):
        parse(deep)


def test_length_is_bounded() -> None:
    parse(" or ".join(["a"] * (MAX_LENGTH // 5)))
    with pytest.raises(ExpressionError, match="at most"):
        parse("a" * (MAX_LENGTH + 1))


def test_tokens_know_where_they_stand() -> None:
    text = "ab >= 1.5\n* (c)"
    assert [text[t.start : t.end] for t in tokens(text)] == [
        "ab", ">=", "1.5", "*", "(", "c", ")", "",
    ]  # fmt: skip
    source = Source(text, Place(3, 7))
    assert source.at(3) == Place(3, 10)
    assert source.at(text.index("*")) == Place(4, 1)


@given(st.text(max_size=60) | st.text("ab01.()+-*/<>=! notandrif,", max_size=60))
def test_any_text_is_an_expression_or_an_error_in_it(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 (either outcome will do)
