"""A value as the file writes it: an expression, one for each option, or the first that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass
from negotiate.spec.document import Mapping, Scalar, exact
from negotiate.spec.expression import NONE, ZERO, Category, If
from negotiate.spec.fields import fields, items, written
from negotiate.spec.names import WORD, alike
from negotiate.spec.parse import Syntax, parse
from negotiate.spec.problems import listed, suggest
from negotiate.spec.tokens import ExpressionError, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.names import Resolver, Scope, Typed
    from negotiate.spec.problems import Problems

MAX_CASES = 100
"""More cases than this are refused: each is one level of the expression they become."""


@dataclass(frozen=True, slots=True)
class Line:
    """An expression that follows the grammar; its names are not resolved yet."""

    tree: Syntax
    source: Source

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.source.at(self.tree.start)


@dataclass(frozen=True, slots=True)
class ByOption:
    """``{of: move, option: value, ...}``."""

    subject: str
    place: Place
    cases: dict[str, Line]
    places: dict[str, Place]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """``{first: [{when: condition, then: value}, ..., {then: value}]}``."""

    place: Place
    cases: tuple[tuple[Line, Line], ...]
    otherwise: Line


Formula: TypeAlias = Line | ByOption | FirstOf


def line(node: Node | None, what: str, problems: Problems, *, dotted: bool = False) -> Line | None:
    """Return the expression that a node is; None, with a problem noted, if it is none."""
    if not isinstance(node, Scalar):
        if node is not None:
            problems.error(node.place, f"{what} is an expression", written(node))
        return None
    if (value := exact(node.text)) is not None and "/" not in node.text:
        tree = Syntax("number", node.text, 0, len(node.text), number=value)
        return Line(tree, Source(node.text, node.place))
    source = Source(*node.written())
    try:
        return Line(parse(source.text, dotted=dotted), source)
    except ExpressionError as error:
        problems.error(source.at(error.offset), error.rule, error.value, error.hint)
        return None


def formula(node: Node | None, what: str, problems: Problems) -> Formula | None:
    """Return the value that a node is, in any of its three forms; None if it is none."""
    if not isinstance(node, Mapping):
        return line(node, what, problems)
    if "of" in node.items:
        return _by_option(node, what, problems)
    if "first" in node.items:
        return _first_of(node, what, problems)
    rule = f"{what} is an expression, {{of: move, option: value, ...}} or {{first: [...]}}"
    problems.error(node.place, rule, ", ".join(list(node.items)[:4]))
    return None


def is_formula(node: Node) -> bool:
    """Whether a mapping is one value rather than a mapping of named values."""
    return isinstance(node, Mapping) and not node.items.keys().isdisjoint({"of", "first"})


def _by_option(node: Mapping, what: str, problems: Problems) -> ByOption | None:
    subject = node.items["of"]
    if not isinstance(subject, Scalar):
        problems.error(subject.place, "`of` names a move", written(subject))
        return None
    cases = {}
    for option, value in node.items.items():
        if option != "of" and (found := line(value, f"{what} for `{option}`", problems)):
            cases[option] = found
    if _too_many(node, problems) or len(cases) < len(node.items) - 1:
        return None
    return ByOption(subject.text, subject.place, cases, node.places)


def _first_of(node: Mapping, what: str, problems: Problems) -> FirstOf | None:
    for key in node.items.keys() - {"first"}:
        problems.error(node.places[key], f"{what} has no such key beside `first`", key)
    cases: list[tuple[Line, Line]] = []
    listed = items(node.items["first"], "`first`", problems)
    for entry in listed[:-1]:
        parts = fields(entry, "a case of `first`", ("when", "then"), problems)
        when = line(parts.get("when"), "`when`", problems)
        then = line(parts.get("then"), "`then`", problems)
        if len(parts) < 2:
            problems.error(
                entry.place, "a case of `first` has `when` and `then`; only the last has no `when`"
            )
        if when and then:
            cases.append((when, then))
    last = fields(listed[-1], "the last case of `first`", ("then",), problems) if listed else {}
    otherwise = line(last.get("then"), "`then`", problems)
    if not last:
        problems.error(
            node.place, "the last case of `first` is {then: value}, for all that is left"
        )
    if otherwise is None or _too_many(node, problems) or len(cases) < len(listed) - 1:
        return None
    return FirstOf(node.place, tuple(cases), otherwise)


def _too_many(node: Mapping, problems: Problems) -> bool:
    held = node.items.get("first")
    count = len(items(held, "", problems)) if held is not None else len(node.items) - 1
    if count > MAX_CASES:
        problems.error(node.place, f"a value has at most {MAX_CASES} cases", str(count))
    return count > MAX_CASES


def values(found: Formula) -> list[Line]:
    """Return the lines of a formula that are values, not conditions."""
    if isinstance(found, ByOption):
        return list(found.cases.values())
    if isinstance(found, FirstOf):
        return [*(then for _, then in found.cases), found.otherwise]
    return []


def categories(found: Formula | None, scope: Scope) -> tuple[str, ...]:
    """Return the categories of a formula, all of whose values are words that name nothing."""
    lines = values(found) if found else []
    said = [each.source.text[each.tree.start : each.tree.end] for each in lines]
    categorical = all(
        WORD.fullmatch(word)
        and word != NONE
        and exact(word) is None
        and not _names(each.tree, scope)
        for word, each in zip(said, lines, strict=True)
    )
    return tuple(dict.fromkeys(said)) if categorical else ()


def _names(tree: Syntax, scope: Scope) -> bool:
    return any(mentioned in scope.names for mentioned in mentions(tree))


def mentions(tree: Syntax) -> Iterator[str]:
    """Yield every word of a syntax tree that may be a name, options among them."""
    if tree.kind == "name":
        yield tree.text
    for arg in tree.args:
        yield from mentions(arg)


def mentioned(found: Formula) -> set[str]:
    """Return every word of a formula that may be a name."""
    if isinstance(found, Line):
        return set(mentions(found.tree))
    if isinstance(found, ByOption):
        words = {found.subject}
    else:
        words = {word for when, _ in found.cases for word in mentions(when.tree)}
    return words.union(*(mentions(each.tree) for each in values(found)))


def resolve(found: Formula, resolver: Resolver, words: tuple[str, ...] = ()) -> Typed:
    """Return the expression of a formula and its kind.

    Parameters
    ----------
    found : Formula
    resolver : Resolver
    words : tuple of str
        Its `categories`, where it is categorical.
    """
    if isinstance(found, Line):
        return resolver.typed(found.tree, found.source)
    if isinstance(found, FirstOf):
        cases = [(resolver.condition(c.tree, c.source), v) for c, v in found.cases]
        last = found.otherwise
    elif known := _subject(found, resolver):
        *rest, final = known
        cases = [(resolver.is_option(found.subject, o), found.cases[o]) for o in rest]
        last = found.cases[final]
    else:
        return ZERO, "unknown"
    exprs, kind = alike([_end(each, resolver, words) for each in (*(v for _, v in cases), last)])
    expr = exprs[-1]
    for (condition, _), value in zip(reversed(cases), reversed(exprs[:-1]), strict=True):
        expr = If(condition, value, expr)
    return expr, kind


def _end(each: Line, resolver: Resolver, words: tuple[str, ...]) -> Typed:
    if words:
        return Category(each.source.text[each.tree.start : each.tree.end]), "category"
    return resolver.typed(each.tree, each.source)


def _subject(found: ByOption, resolver: Resolver) -> list[str]:
    """Return the words of the move that `of` names, in the order of its cases; empty if wrong."""
    problems, scope = resolver.problems, resolver.scope
    source = Source(found.subject, found.place)
    tree = Syntax("name", found.subject, 0, len(found.subject))
    _, kind = resolver.look(tree, source)
    if kind == "unknown":
        return []
    if kind not in {"move", "category"}:
        problems.error(found.place, "`of` names a move or a categorical quantity", found.subject)
        return []
    known = scope.names[found.subject]
    allowed = (*known.words, NONE) if kind == "move" else known.words
    wanted = (*known.words, NONE) if known.skippable else known.words
    sound = True
    for option in found.cases:
        if option not in allowed:
            hint = suggest(option, allowed)
            rule = f"`{found.subject}` has no such {'option' if kind == 'move' else 'category'}"
            problems.error(found.places[option], rule, option, hint)
            sound = False
    missing = [option for option in wanted if option not in found.cases]
    if missing:
        hint = "`none` is for where the move is not reached" if missing == [NONE] else ""
        rule = f"every value of `{found.subject}` needs a case; missing: {listed(missing)}"
        problems.error(found.place, rule, found.subject, hint)
    return list(found.cases) if sound and not missing else []
