"""What is asked of an answer on the command line: ``ceasefire == now``, ``payoff.UA``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from negotiate.errors import Place, UsageError
from negotiate.spec.expression import NONE, ONE, ZERO, Binary, Ref, names_in
from negotiate.spec.names import Name, Scope
from negotiate.spec.parse import parse
from negotiate.spec.problems import TooManyProblems, suggest
from negotiate.spec.read.desk import Desk
from negotiate.spec.read.holds import PAYOFF, Results
from negotiate.spec.tokens import ExpressionError, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.errors import Problem
    from negotiate.spec.expression import Expr
    from negotiate.spec.model import Spec
    from negotiate.spec.names import Kind, Typed
    from negotiate.spec.parse import Syntax

GAME = "game"
"""Stands for the scenario of a game that has none."""

MAX_SHOWN = 200
"""Characters of the text that an error repeats."""

Sort: TypeAlias = Literal["odds", "condition", "number"]


def read_asked(
    text: str, spec: Spec, moves: Mapping[str, tuple[str, ...]], scenario: str
) -> tuple[Expr, Sort]:
    """Return an expression over results, each a `Ref` such as ``kellogg.ceasefire.now``.

    Parameters
    ----------
    text : str
        In the language of the game file. A name without a scenario is of `scenario`;
        ``move == option`` and ``quantity == category`` are odds.
    spec : Spec
    moves : mapping of move to its options
    scenario : str
        Empty where the game has none.

    Returns
    -------
    expr : Expr
    sort : {"odds", "condition", "number"}

    Raises
    ------
    UsageError
        With all that is wrong with the text.
    """
    desk = _desk(spec, moves)
    scenarios = tuple(s.name for s in spec.scenarios) or (GAME,)
    found: Typed = (ZERO, "unknown")
    asked = _Asked(desk, scenarios, scenario or GAME)
    try:
        tree = parse(text, dotted=True)
        found = asked.typed(tree, Source(text, Place(1, 1)))
    except ExpressionError as error:
        desk.problems.error(Place(1, error.offset + 1), error.rule, error.value, error.hint)
    except TooManyProblems:
        pass
    if desk.problems.fatal:
        raise UsageError(_line(text, desk.problems.all[0]))
    expr, kind = found
    if not names_in(expr):
        example = f"payoff.{spec.players[0].key}"
        raise UsageError(f"'{text[:MAX_SHOWN]}' names no result of an answer (try `{example}`)")
    return expr, asked.sort(expr, kind)


def _line(text: str, problem: Problem) -> str:
    value, hint = problem.value, problem.hint
    shown = f"'{value}' in " if value and value != text else ""
    return f"{shown}'{text[:MAX_SHOWN]}': {problem.rule}" + (f" ({hint})" if hint else "")


def _desk(spec: Spec, moves: Mapping[str, tuple[str, ...]]) -> Desk:
    """Return the names of a game that has been read."""
    nowhere = Place()
    names = {move: Name("move", nowhere, "move", options) for move, options in moves.items()}
    for q in spec.quantities:
        kind: Kind = "category" if q.categories else "number"
        names[q.name] = Name("quantity", q.place, kind, q.categories)
    for c in spec.criteria:
        names[c.name] = Name("criterion", c.place, "number")
    return Desk(scope=Scope(names), players={p.key: p for p in spec.players})


class _Asked(Results):
    """Names of results may lack the scenario; tests of a move or category are their odds."""

    def __init__(self, desk: Desk, scenarios: tuple[str, ...], scenario: str) -> None:
        super().__init__(desk, scenarios)
        self.scenario = scenario
        self.tested: set[Expr] = set()

    def sort(self, expr: Expr, kind: Kind) -> Sort:
        """Return what an expression is."""
        if expr in self.tested:
            return "odds"
        if isinstance(expr, Ref):
            head, *tail = expr.name.split(".")[1:]
            known = self.scope.names.get(head)
            if (tail and known) or (known is not None and known.role == "criterion"):
                return "odds"
        return "condition" if kind == "condition" else "number"

    def _resolve(self, tree: Syntax, source: Source) -> Typed:
        if tree.kind == "compare" and (odds := self._odds(tree, source)) is not None:
            self.tested.add(odds)
            return odds, "number"
        return super()._resolve(tree, source)

    def _name(self, tree: Syntax, source: Source) -> Typed:
        parts = self._parts(tree.text)
        known = self.scope.names.get(parts[1]) if len(parts) > 1 else None
        if known is not None and known.words and len(parts) == 2:
            what = "move" if known.kind == "move" else "category"
            hint = f"write `{tree.text} == {known.words[0]}`"
            self._error(tree, source, f"a {what} is neither a number nor a condition", hint)
            return ZERO, "unknown"
        wrong, hint = self._fault(parts)
        if known is None and len(parts) > 2 and parts[1] != PAYOFF:
            known_words = (*self.scenarios, PAYOFF, *self.scope.names)
            wrong = "this is no scenario, and no move, quantity or criterion"
            hint = suggest(parts[1], known_words)
        if wrong:
            self._error(tree, source, wrong, hint)
            return ZERO, "unknown"
        return Ref(".".join(parts)), "number"

    def _parts(self, text: str) -> list[str]:
        parts = text.split(".")
        if len(parts) > 1 and parts[0] in self.scenarios:
            return parts
        return [self.scenario, *parts]

    def _odds(self, tree: Syntax, source: Source) -> Expr | None:
        """Return the odds that a move or category comes out so; None if that is not asked."""
        for side, other in (tree.args, tree.args[::-1]):
            parts = self._parts(side.text) if side.kind == "name" else []
            known = self.scope.names.get(parts[1]) if len(parts) == 2 else None
            if known is None or not known.words:
                continue
            word = source.text[other.start : other.end]
            words = (*known.words, NONE) if known.kind == "move" else known.words
            what = "option" if known.kind == "move" else "category"
            if tree.text not in {"==", "!="}:
                self._error(tree, source, f"only == and != compare `{side.text}`")
            elif word not in words:
                rule = f"`{side.text}` has no such {what}"
                self._error(other, source, rule, suggest(word, words))
            found = Ref(".".join((*parts, word)))
            return found if tree.text == "==" else Binary("-", ONE, found)
        return None
