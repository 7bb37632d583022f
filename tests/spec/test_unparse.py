"""Formulas are shown as they could be written: reading them back gives the same."""

from __future__ import annotations

import pytest

from negotiate.spec import read_text
from negotiate.spec.model import Moves
from negotiate.spec.unparse import formula

GAME = """
players: [A, B]
parameters: {{x: 0.5, y: 2}}
moves:
  - A: first
    options: [left, right]
  - B: second
    options: [left, right]
quantities:
  q: {formula}
payoffs: {{A: q, B: x}}
"""

WRITTEN = [
    "x + y - 1",
    "x - (y - 1)",
    "x - (y + 1)",
    "x * (y + 1) / 3",
    "x / (y * 3)",
    "-(x + y)",
    "-x ** 2",
    "(-x) ** 2",
    "x ** y ** 2",
    "(x ** y) ** 2",
    "min(x, y, 3) + abs(-x)",
    "1 if first == left else 0",
    "1 if first == left and (second == left or second == right) else 2 if x > y else 3",
    "(1 if x > y else 2) + 1",
    "1 if not (first == left and second == left) else 0",
    "1 if not first == left and second != right else 0",
    "x if x <= y else sqrt(y) * exp(x)",
]


def value_of(written: str) -> object:
    """Return the expression that a text in a file is read as."""
    return read_text(GAME.format(formula=written)).quantities[0].value


@pytest.mark.parametrize("written", WRITTEN)
def test_a_formula_is_read_back_the_same(written: str) -> None:
    value = read_text(GAME.format(formula=written)).quantities[0].value
    assert value_of(formula(value)) == value


@pytest.mark.parametrize("written", ["x - (y - 1)", "x * (y + 1) / 3", "min(x, 0.25)"])
def test_a_formula_has_only_the_parentheses_it_needs(written: str) -> None:
    assert formula(read_text(GAME.format(formula=written)).quantities[0].value) == written


def test_conditions_of_moves_are_shown_as_written() -> None:
    text = GAME.format(formula="1").replace("- B: second", "- B: second\n    when: first == left")
    body = read_text(text).body
    assert isinstance(body, Moves)
    when = body.moves[1].when
    assert when is not None
    assert formula(when) == "first == left"
