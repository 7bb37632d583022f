"""What names mean: from the words of an expression to parameters, moves, options, categories.

Also the only place where numbers, conditions, moves and categories are told apart, so that what
follows may rely on it: an `Expr` that stands where a number is due yields a number, and a
condition that stands there is turned into 1 or 0.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from negotiate.record import dataclass
from negotiate.spec.expression import (
    NONE,
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
)
from negotiate.spec.parse import RESERVED
from negotiate.spec.problems import MAX_CHOICES, listed, near, suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from negotiate.errors import Place
    from negotiate.spec.expression import BinaryOperator, Comparison, Expr, Function
    from negotiate.spec.parse import Syntax
    from negotiate.spec.problems import Problems
    from negotiate.spec.tokens import Source

Role: TypeAlias = Literal["parameter", "definition", "move", "quantity", "criterion"]
Kind: TypeAlias = Literal["number", "condition", "category", "move", "unknown"]

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
WORD = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class Name:
    """What is known of a name.

    Attributes
    ----------
    words : tuple of str
        The options of a move, or the categories of a categorical quantity.
    skippable : bool
        Whether a move may not be reached, so that its value is ``none``.
    moves : frozenset of str
        The moves on which the value depends, through other names too; a move's own name.
    pattern : Expr or None
        The condition on moves alone that a definition stands for, if it does.
    """

    role: Role
    place: Place
    kind: Kind = "unknown"
    words: tuple[str, ...] = ()
    skippable: bool = False
    moves: frozenset[str] = frozenset()
    pattern: Expr | None = None


@dataclass(slots=True)
class Scope:
    """The one namespace of a file, and which of its names have been used."""

    names: dict[str, Name] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def declare(self, word: str, name: Name, problems: Problems) -> bool:
        """Enter a name; False, with a problem noted, if it cannot be one or is taken."""
        if not check_name(word, name.place, name.role, problems):
            return False
        taken = self.names.get(word)
        if taken:
            rule = (
                f"this {name.role}'s name is taken by the {taken.role} on line {taken.place.line}"
            )
            problems.error(name.place, rule, word)
            return False
        self.names[word] = name
        return True

    def of(self, *roles: Role) -> Iterator[str]:
        """Yield the names of some roles."""
        return (word for word, name in self.names.items() if name.role in roles)


def check_name(word: str, place: Place, what: str, problems: Problems) -> bool:
    """Note a problem, and return False, unless `word` may be the name of something."""
    if word in RESERVED:
        problems.error(place, f"this word is part of the language and cannot name a {what}", word)
    elif not NAME.fullmatch(word):
        rule = f"the name of a {what} is letters, digits and _, and begins with a letter"
        problems.error(place, rule, word)
    else:
        return True
    return False


@dataclass(frozen=True, slots=True)
class View:
    """What an expression may mention, where it stands.

    Attributes
    ----------
    roles : collection of roles
    moves : collection of str, or None
        The moves that may be mentioned, also through definitions; None for all.
    rule : str
        Said of a name of another role.
    late : str
        Said of a move that is not among `moves`.
    expand : bool
        Whether a definition is replaced by what it stands for, so that only moves are left.
    """

    roles: Collection[Role]
    rule: str = ""
    moves: Collection[str] | None = None
    late: str = "only moves that come earlier may be mentioned here"
    expand: bool = False


EVERYTHING = View(("parameter", "definition", "move", "quantity", "criterion"))

Typed: TypeAlias = "tuple[Expr, Kind]"
_UNKNOWN: Typed = (ZERO, "unknown")


class Resolver:
    """Turns the syntax trees of one view into expressions, noting what they get wrong."""

    def __init__(self, scope: Scope, view: View, problems: Problems) -> None:
        self.scope = scope
        self.view = view
        self.problems = problems
        self.moves: set[str] = set()
        """The moves on which what was resolved depends."""

    def number(self, tree: Syntax, source: Source) -> Expr:
        """Return the expression of a number; a condition counts as 1 or 0."""
        return as_number(*self.typed(tree, source))

    def condition(self, tree: Syntax, source: Source) -> Expr:
        """Return the expression of a condition."""
        expr, kind = self.typed(tree, source)
        if kind == "number":
            self._error(tree, source, "a number is not a condition", "compare it, as in `x > 0`")
        return expr

    def typed(self, tree: Syntax, source: Source) -> Typed:
        """Return an expression and its kind: number, condition, or unknown if it is wrong."""
        expr, kind = self._resolve(tree, source)
        if kind in {"move", "category"}:
            words = self.scope.names[tree.text].words or (NONE,)
            cases = ", ".join(f"{word}: ..." for word in words[:3])
            hint = f"write `{tree.text} == {words[0]}`, or {{of: {tree.text}, {cases}}}"
            what = "a move" if kind == "move" else "a category"
            self._error(tree, source, f"{what} is neither a number nor a condition", hint)
            return _UNKNOWN
        return expr, kind

    def look(self, tree: Syntax, source: Source) -> Typed:
        """Return what a name stands for, a move among it, and its kind."""
        return self._name(tree, source)

    def is_option(self, move: str, option: str) -> Expr:
        """Return the test that a move, or a categorical quantity, came out so."""
        if self.scope.names[move].kind == "category":
            return Compare("==", Ref(move), Category(option))
        return Is(move, option)

    def _resolve(self, tree: Syntax, source: Source) -> Typed:
        match tree.kind:
            case "number":
                return Num(tree.number), "number"
            case "name":
                return self._name(tree, source)
            case "compare":
                return self._compare(tree, source), "condition"
            case "if":
                return self._choice(tree, source)
            case "bool":
                op = cast("Literal['and', 'or']", tree.text)
                return Bool(op, tuple(self.condition(a, source) for a in tree.args)), "condition"
            case "unary" if tree.text == "not":
                return Unary("not", self.condition(tree.args[0], source)), "condition"
        return self._arithmetic(tree, source), "number"

    def _arithmetic(self, tree: Syntax, source: Source) -> Expr:
        args = tuple(self.number(arg, source) for arg in tree.args)
        if tree.kind == "unary":
            return Unary("-", args[0])
        if tree.kind == "call":
            return Call(cast("Function", tree.text), args)
        return Binary(cast("BinaryOperator", tree.text), *args)

    def _choice(self, tree: Syntax, source: Source) -> Typed:
        condition = self.condition(tree.args[1], source)
        ends = [self.typed(tree.args[i], source) for i in (0, 2)]
        (then, other), kind = alike(ends)
        return If(condition, then, other), kind

    def _name(self, tree: Syntax, source: Source) -> Typed:
        found = self._look_up(tree, source)
        if found is None:
            return _UNKNOWN
        if self.view.expand and found.role == "definition":
            if found.pattern is None:
                hint = f"`{tree.text}` is not a condition on moves alone"
                self._error(tree, source, self.view.rule, hint)
                return _UNKNOWN
            return found.pattern, "condition"
        return Ref(tree.text), found.kind

    def _look_up(self, tree: Syntax, source: Source) -> Name | None:
        """Return what a name stands for, if it may be mentioned here."""
        word = tree.text
        found = self.scope.names.get(word)
        if found is None:
            self._unknown(tree, source)
            return None
        self.scope.used.add(word)
        self.moves |= found.moves
        if found.role not in self.view.roles:
            self._error(tree, source, self.view.rule, f"`{word}` is a {found.role}")
            return None
        late = [] if self.view.moves is None else sorted(found.moves.difference(self.view.moves))
        if late:
            hint = "" if found.role == "move" else f"`{word}` depends on {listed(late)}"
            self._error(tree, source, self.view.late, hint)
            return None
        return found

    def _unknown(self, tree: Syntax, source: Source) -> None:
        word = tree.text
        hint = near(word, self.scope.of(*self.view.roles))
        if word.casefold() in {"true", "false"}:
            hint = f"write {int(word.casefold() == 'true')} for a number, or a comparison"
        elif word == NONE:
            hint = "`none` is compared with a move, as in `move == none`"
        elif not hint:
            some = islice(self.scope.names.items(), MAX_CHOICES)
            home = next((name for name, known in some if word in known.words), "")
            hint = f"`{word}` is a value of {home}: write `{home} == {word}`" if home else ""
        self._error(tree, source, "there is no such name", hint)

    def _compare(self, tree: Syntax, source: Source) -> Expr:
        for side, other in (tree.args, tree.args[::-1]):
            known = self.scope.names.get(side.text) if side.kind == "name" else None
            if known and known.kind in {"move", "category"}:
                return self._compare_words(tree, side, other, source)
        return self._compare_numbers(tree, source)

    def _compare_numbers(self, tree: Syntax, source: Source) -> Expr:
        if self.view.expand:
            self._error(tree, source, self.view.rule)
        left, right = (self.number(arg, source) for arg in tree.args)
        return Compare(cast("Comparison", tree.text), left, right)

    def _compare_words(self, tree: Syntax, side: Syntax, other: Syntax, source: Source) -> Expr:
        """Resolve ``move == option`` and ``quantity == category``; `side` is the move."""
        known = self._look_up(side, source)
        if known is None:
            return ZERO
        if self.view.expand and known.kind == "category":
            self._error(tree, source, self.view.rule, f"`{side.text}` is a {known.role}")
            return ZERO
        # From the text, because an option may look like a sum or a number: cut-now, 50-50, 007.
        word = source.text[other.start : other.end]
        what = "options" if known.kind == "move" else "categories"
        if tree.text not in {"==", "!="}:
            rule = f"the {what} of `{side.text}` have no order: only == and != compare them"
            self._error(tree, source, rule)
        elif word not in known.words and not (known.kind == "move" and word == NONE):
            hint = suggest(word, known.words, f"{what}:")
            rule = f"`{side.text}` has no such {'option' if known.kind == 'move' else 'category'}"
            self._error(other, source, rule, hint)
        same = self.is_option(side.text, word)
        if tree.text == "==":
            return same
        if isinstance(same, Compare):
            return replace(same, op="!=")
        return Unary("not", same)

    def _error(self, tree: Syntax, source: Source, rule: str, hint: str = "") -> None:
        value = source.text[tree.start : tree.end]
        self.problems.error(source.at(tree.start), rule, value, hint)


def as_number(expr: Expr, kind: Kind) -> Expr:
    """Return an expression as a number: a condition counts as 1 where it holds, else 0."""
    return If(expr, ONE, ZERO) if kind == "condition" else expr


def alike(ends: list[Typed]) -> tuple[list[Expr], Kind]:
    """Return the branches of a choice in their one kind: conditions if all are, else numbers."""
    kinds = {kind for _, kind in ends}
    if len(kinds) == 1:
        return [expr for expr, _ in ends], kinds.pop()
    return [as_number(*end) for end in ends], "unknown" if "unknown" in kinds else "number"
