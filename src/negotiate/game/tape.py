"""Payoff expressions as one tape of instructions over classes of histories.

A step is computed once for each joint outcome of the moves that it depends on, as an array of
one row per outcome and one column per draw. Equal subexpressions are one step. A conditional on
moves is settled when the tape is made: the step `select` says which branch fills which row.
Sums and products are regrouped so that what depends on few moves is combined first; the tape's
order is the order of operations, for whoever runs it (`game.program`).

Operations: ``const parameter select where + - * / ** neg min max abs exp log sqrt`` on numbers,
``== != < <= > >= and or not`` for conditions that depend on parameters.
"""

from __future__ import annotations

from fractions import Fraction
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from negotiate.game.arithmetic import SETTLED, finite, perform
from negotiate.game.regroup import PRODUCT, SUM, addends, combine, factors
from negotiate.record import dataclass
from negotiate.spec.expression import (
    ONE,
    ZERO,
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
    names_in,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from negotiate.game.histories import Histories
    from negotiate.spec.expression import Expr
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One instruction.

    Attributes
    ----------
    op : str
    args : tuple of int
        Earlier steps.
    gathers : tuple of IntArray (K,) or None
        Row of each argument that each row of this step uses; None where the argument has the
        same rows, or one row for all.
    moves : int
        The moves that it depends on, as a bit mask; K is the number of their joint outcomes.
    varies : bool
        Whether it depends on parameters.
    rows : tuple of IntArray
        For `select`: the rows that each argument fills.
    value : Fraction
        For `const`.
    parameter : str
        For `parameter`.
    """

    op: str
    args: tuple[int, ...]
    gathers: tuple[IntArray | None, ...]
    moves: int
    varies: bool
    rows: tuple[IntArray, ...] = ()
    value: Fraction = Fraction(0)
    parameter: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A condition on moves only, settled for each of their joint outcomes (K,)."""

    moves: int
    truth: BoolArray


Condition: TypeAlias = "Fact | int"

SMALL_POWERS: Final = range(1, 17)
"""Exponents up to which a power is written out as products."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: its expression, and the categories that it takes its values from."""

    value: Expr
    categories: tuple[str, ...] = ()
    condition: bool = False


class Tape:
    """Compiles expressions of one game; equal ones, of any scenario, become one step.

    Parameters
    ----------
    histories : Histories
    parameters : iterable of str
    definitions : mapping of name to Definition
        Definitions, quantities and criteria.

    Attributes
    ----------
    steps : list of Step
    floats : values of steps that do not depend on parameters (K, 1)
    shared : the parameters at which a program was run last, and values of steps there (K, 1)
    """

    def __init__(
        self,
        histories: Histories,
        parameters: Iterable[str],
        definitions: Mapping[str, Definition],
    ) -> None:
        self.histories = histories
        self.steps: list[Step] = []
        self._parameters = frozenset(parameters)
        self._definitions = definitions
        self._known: dict[Hashable, int] = {}
        self._named: dict[str, int] = {}
        self._facts: dict[str, Condition] = {}
        self._sources: dict[int, IntArray] = {}
        self._exact: dict[int, NumberArray] = {}
        self.floats: dict[int, FloatArray] = {}
        self.shared: tuple[dict[str, bytes], dict[int, NumberArray]] = ({}, {})

    def number(self, expr: Expr, categories: tuple[str, ...] = ()) -> int:
        """Return the step that computes a number, or the code of a category."""
        key = ("number", expr, categories)
        if key not in self._known:
            self._prepare(names_in(expr))
            self._known[key] = self._number(expr, categories)
        return self._known[key]

    def total(self, parts: Sequence[Expr]) -> int:
        """Return the step that computes a sum."""
        key = ("total", *parts)
        if key not in self._known:
            pairs = [pair for part in parts for pair in addends(part)] or [(True, ZERO)]
            steps = [(keep, self.number(part)) for keep, part in pairs]
            self._known[key] = combine(self, steps, SUM)
        return self._known[key]

    def condition(self, expr: Expr) -> int:
        """Return the step that computes 1 where a condition holds and 0 elsewhere."""
        key = ("condition", expr)
        if key not in self._known:
            self._prepare(names_in(expr))
            self._known[key] = self._indicator(self._condition(expr))
        return self._known[key]

    def nature(self, step: int) -> tuple[int, bool]:
        """Return the moves that a step depends on, and whether it depends on parameters."""
        return self.steps[step].moves, self.steps[step].varies

    def width(self, moves: int) -> int:
        """Return the most rows that a step on these moves can have."""
        return self.histories.bound(moves)

    def add(self, op: str, *args: int) -> int:
        """Return the step of an operation on earlier steps."""
        key = (op, args)
        if key not in self._known:
            moves = 0
            for arg in args:
                moves |= self.steps[arg].moves
            varies = any(self.steps[arg].varies for arg in args)
            gathers = tuple(self.histories.gather(moves, self.steps[arg].moves) for arg in args)
            self._known[key] = self._append(Step(op, args, gathers, moves, varies))
        return self._known[key]

    def _append(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def _prepare(self, names: Iterable[str]) -> None:
        """Compile all that an expression refers to, innermost first, so that depth is no limit."""
        wanted = [name for name in names if self._is_new(name)]
        if not wanted:
            return
        graph: dict[str, list[str]] = {}
        while wanted:
            name = wanted.pop()
            if name not in graph:
                inner = names_in(self._definitions[name].value)
                graph[name] = [other for other in sorted(inner) if self._is_new(other)]
                wanted += graph[name]
        for name in TopologicalSorter(graph).static_order():
            definition = self._definitions[name]
            if definition.condition:
                self._facts[name] = self._condition(definition.value)
            else:
                self._named[name] = self._number(definition.value, definition.categories)

    def _is_new(self, name: str) -> bool:
        return name in self._definitions and not (name in self._named or name in self._facts)

    def _number(self, expr: Expr, categories: tuple[str, ...] = ()) -> int:
        match expr:
            case Num(value):
                return self._const(value)
            case Category(name):
                return self._const(Fraction(categories.index(name)))
            case Ref(name):
                return self._reference(name)
            case Binary() | Unary("-") | Call():
                return self._operation(expr)
            case If(condition, then, otherwise):
                settled = self._condition(condition)
                return self._choose(
                    settled, self._number(then, categories), self._number(otherwise, categories)
                )
            case _:
                return self._indicator(self._condition(expr))

    def _operation(self, expr: Binary | Unary | Call) -> int:
        match expr:
            case Binary("+" | "-") | Unary():
                pairs = [(keep, self._number(part)) for keep, part in addends(expr)]
                return combine(self, pairs, SUM)
            case Binary("*" | "/"):
                pairs = [(keep, self._number(part)) for keep, part in factors(expr)]
                return combine(self, pairs, PRODUCT)
            case Binary("**", base, Num(exponent)) if exponent in SMALL_POWERS:
                return self._power(self._number(base), int(exponent))
            case Binary(op, left, right):
                return self.add(op, self._number(left), self._number(right))
            case Call("min" | "max" as function, args):
                return combine(self, [(True, self._number(arg)) for arg in args], (function,))
            case Call(function, args):
                return self.add(function, self._number(args[0]))

    def _power(self, base: int, exponent: int) -> int:
        """Return a power as products: the same number on every machine, as `**` is not."""
        if exponent == 1:
            return base
        half = self._power(base, exponent // 2)
        square = self.add("*", half, half)
        return self.add("*", square, base) if exponent % 2 else square

    def _reference(self, name: str) -> int:
        if name in self._parameters:
            key = ("parameter", name)
            if key not in self._known:
                step = Step("parameter", (), (), 0, varies=True, parameter=name)
                self._known[key] = self._append(step)
            return self._known[key]
        if name in self._facts:
            return self._indicator(self._facts[name])
        return self._named[name]

    def _const(self, value: Fraction) -> int:
        key = ("const", value)
        if key not in self._known:
            self._known[key] = self._append(Step("const", (), (), 0, varies=False, value=value))
        return self._known[key]

    def _indicator(self, condition: Condition) -> int:
        return self._choose(condition, self._number(ONE), self._number(ZERO))

    def _condition(self, expr: Expr) -> Condition:
        match expr:
            case Is(move, option):
                return self._came_out(move, option)
            case Unary("not", arg):
                return self._negated(self._condition(arg))
            case Bool(op, args):
                return self._join(op, [self._condition(arg) for arg in args])
            case Compare(op, left, right):
                categories = self._categories(left) or self._categories(right)
                a, b = self._number(left, categories), self._number(right, categories)
                return self._compare(op, a, b)
            case Ref(name) if name in self._facts:
                return self._facts[name]
            case If(condition, then, otherwise):
                chosen = self._condition(condition)
                yes = self._join("and", [chosen, self._condition(then)])
                no = self._join("and", [self._negated(chosen), self._condition(otherwise)])
                return self._join("or", [yes, no])
            case _:
                return self._compare("!=", self._number(expr), self._const(Fraction(0)))

    def _categories(self, expr: Expr) -> tuple[str, ...]:
        if isinstance(expr, Ref) and expr.name in self._definitions:
            return self._definitions[expr.name].categories
        return ()

    def _came_out(self, move: str, option: str) -> Fact:
        m, code = self.histories.code(move, option)
        first = self.histories.classes(1 << m).first
        return Fact(1 << m, self.histories.column(m)[first] == code)

    def _negated(self, condition: Condition) -> Condition:
        if isinstance(condition, Fact):
            return Fact(condition.moves, ~condition.truth)
        return self.add("not", condition)

    def _join(self, op: str, conditions: Sequence[Condition]) -> Condition:
        """Return the conjunction or disjunction, all facts first."""
        fact = self._join_facts(op, [c for c in conditions if isinstance(c, Fact)])
        varying = [c for c in conditions if not isinstance(c, Fact)]
        if not varying:
            return fact
        joined = varying[0]
        for condition in varying[1:]:
            joined = self.add(op, joined, condition)
        otherwise = self._const(Fraction(op == "or"))
        return self._choose(fact if op == "and" else self._negated(fact), joined, otherwise)

    def _join_facts(self, op: str, facts: Sequence[Fact]) -> Fact:
        moves = 0
        for fact in facts:
            moves |= fact.moves
        truth = np.full(self._size(moves), op == "and")
        join = np.logical_and if op == "and" else np.logical_or
        for fact in facts:
            truth = join(truth, self._spread(fact.truth, moves, fact.moves))
        return Fact(moves, truth)

    def _spread(self, values: NumberArray, fine: int, coarse: int) -> NumberArray:
        """Return one entry for each class of `fine` from one for each class of `coarse`."""
        index = self.histories.gather(fine, coarse)
        return values if index is None else values[index]

    def _size(self, moves: int) -> int:
        return self.histories.classes(moves).size

    def _compare(self, op: str, left: int, right: int) -> Condition:
        """Return a comparison; of numbers that depend on moves only, settled exactly."""
        moves = self.steps[left].moves | self.steps[right].moves
        if self.steps[left].varies or self.steps[right].varies:
            return self.add(op, left, right)
        values = [
            self._spread(self._settle(arg)[:, 0], moves, self.steps[arg].moves)
            for arg in (left, right)
        ]
        outcome = np.broadcast_to(SETTLED.operations[op](*values), self._size(moves))
        if not finite(outcome).all():
            return self.add(op, left, right)  # undefined somewhere, which may never matter
        return Fact(moves, outcome.astype(bool))

    def _settle(self, wanted: int) -> NumberArray:
        """Return the exact value of a step that does not depend on parameters (K, 1)."""
        waiting = [wanted]
        while waiting:
            i = waiting[-1]
            missing = [arg for arg in self.steps[i].args if arg not in self._exact]
            if i not in self._exact and not missing:
                self._exact[i] = perform(self.steps[i], self._exact, SETTLED, {})
            if not missing:
                waiting.pop()
            waiting += missing
        return self._exact[wanted]

    def _choose(self, condition: Condition, then: int, otherwise: int) -> int:
        if isinstance(condition, Fact):
            return self._select(condition, then, otherwise)
        return self.add("where", condition, then, otherwise)

    def _select(self, fact: Fact, then: int, otherwise: int) -> int:
        """Return the step that takes each row from the branch that its history is in."""
        moves = fact.moves | self.steps[then].moves | self.steps[otherwise].moves
        truth = self._spread(fact.truth, moves, fact.moves)
        source = np.where(truth, self._source(then, moves), self._source(otherwise, moves))
        children = tuple(sorted(set(source.tolist())))
        if len(children) == 1:
            return int(children[0])
        key = ("select", moves, source.tobytes())
        if key not in self._known:
            rows = tuple(np.flatnonzero(source == child) for child in children)
            gathers = []
            for child, filled in zip(children, rows, strict=True):
                index = self.histories.gather(moves, self.steps[child].moves)
                same = filled if index is None else index[filled]
                gathers.append(same if self.steps[child].moves else None)
            varies = any(self.steps[child].varies for child in children)
            step = Step("select", children, tuple(gathers), moves, varies, rows)
            self._known[key] = self._append(step)
            self._sources[self._known[key]] = source
        return self._known[key]

    def _source(self, branch: int, moves: int) -> IntArray:
        """Return the step that each row takes its value from: a select looks through selects."""
        own = self._sources.get(branch)
        if own is None:
            return np.full(self._size(moves), branch, dtype=np.int64)
        return self._spread(own, moves, self.steps[branch].moves)
