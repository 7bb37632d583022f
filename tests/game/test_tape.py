"""The tape does each piece of work once, on as few rows as it depends on."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from tests.game.strategies import PARAMETERS, moves_specs

from negotiate.game.arithmetic import EXACT
from negotiate.game.grow import grow
from negotiate.game.model import Model
from negotiate.game.program import Program
from negotiate.game.regroup import PRODUCT, SUM, addends, factors
from negotiate.game.tape import Definition, Tape
from negotiate.spec.expression import Binary, Expr, If, Is, Num, Ref, Unary
from negotiate.spec.model import Move, Moves, Option, Player, Spec

A, B, P = Ref("a"), Ref("b"), Ref("p")
DEFINITIONS = {"first": Definition(If(Is("m0", "x"), A, B))}


def tape(n_moves: int = 6) -> Tape:
    """Return a tape over unconditional moves of two options: 2 ** n_moves leaves."""
    moves = [Move(f"m{i}", "A", (Option("x"), Option("y"))) for i in range(n_moves)]
    histories = grow(moves, [Player("A", "A")]).histories
    return Tape(histories, [p.name for p in PARAMETERS], DEFINITIONS)


def came(move: int) -> Expr:
    return If(Is(f"m{move}", "x"), A, B)


def rows(tape: Tape, step: int) -> int:
    return tape.histories.classes(tape.steps[step].moves).size


def test_equal_subexpressions_are_one_step() -> None:
    t = tape()
    one = t.number(Binary("*", Ref("first"), P))
    count = len(t.steps)
    assert t.number(Binary("*", P, came(0))) == one
    assert len(t.steps) == count


def test_a_step_has_one_row_for_each_joint_outcome_of_its_moves() -> None:
    t = tape()
    assert rows(t, t.number(came(3))) == 2
    assert rows(t, t.number(Binary("*", came(3), came(5)))) == 4
    assert rows(t, t.number(Binary("*", A, P))) == 1


def test_what_depends_on_few_moves_is_added_first() -> None:
    t = tape()
    wide: Expr = came(0)
    for move in range(1, 6):
        wide = Binary("*", wide, came(move))
    total = t.total([wide, came(1), Binary("*", P, came(1)), P])
    width = [rows(t, i) for i, step in enumerate(t.steps) if step.op == "+"]
    assert width == [2, 2, 64]
    assert rows(t, total) == 64


def test_what_depends_on_moves_only_is_settled_before_any_draw() -> None:
    t = tape()
    settled = If(Is("m0", "x"), Num(Fraction(1, 2)), Num(Fraction(2)))
    step = t.number(Binary("/", Binary("+", settled, Num(Fraction(1))), settled))
    program = Program(t, [step])
    assert program.varying == ()
    assert program.constants()[step][:, 0].tolist() == [3, 1.5]


def test_nested_conditionals_on_moves_are_one_step() -> None:
    t = tape()
    chosen = If(Is("m0", "x"), A, If(Is("m1", "x"), B, If(Is("m2", "x"), P, A)))
    step = t.steps[t.number(chosen)]
    assert step.op == "select"
    assert {t.steps[arg].op for arg in step.args} == {"parameter"}


def test_a_conditional_that_settles_nothing_leaves_no_trace() -> None:
    t = tape()
    assert t.number(If(Is("m0", "x"), A, A)) == t.number(A)


def test_parts_of_sums_and_products() -> None:
    difference = Binary("-", A, Binary("-", B, Unary("-", P)))
    assert addends(difference) == [(True, A), (False, B), (False, P)]
    quotient = Binary("/", Binary("*", A, B), Binary("*", P, Binary("/", A, B)))
    assert factors(quotient) == [(True, A), (True, B), (False, P), (False, Binary("/", A, B))]
    assert (SUM[:2], PRODUCT) == (("+", "-"), ("*", "/"))


def test_a_definition_behind_thousands_of_others_costs_no_recursion() -> None:
    chain = {f"d{i}": Definition(Binary("+", Ref(f"d{i + 1}"), A)) for i in range(3000)}
    t = tape(1)
    long = Tape(t.histories, ["a"], {**chain, "d3000": Definition(A)})
    step = long.number(Ref("d0"))
    values = Program(long, [step]).run({"a": np.array([[Fraction(2)]], dtype=object)}, EXACT)
    assert values[step].tolist() == [[6002]]


@given(moves_specs())
def test_every_step_stands_after_its_arguments_and_on_the_rows_of_its_moves(spec: Spec) -> None:
    game = Model(spec).parametric()
    assert isinstance(spec.body, Moves)
    order = game.program.order
    assert len(set(order)) == len(order)
    for i in order:
        step = game.tape.steps[i]
        size = rows(game.tape, i)
        assert all(arg < i for arg in step.args)
        for arg, gather in zip(step.args, step.gathers, strict=True):
            below = game.tape.steps[arg]
            assert below.moves & ~step.moves == 0
            assert gather is None or gather.max(initial=0) < rows(game.tape, arg)
        if step.op == "select":
            filled = np.concatenate(step.rows)
            assert sorted(filled.tolist()) == list(range(size))
