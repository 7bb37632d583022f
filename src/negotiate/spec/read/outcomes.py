"""Definitions, quantities, criteria and payoffs: what an outcome is, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass
from negotiate.spec.document import Mapping
from negotiate.spec.expression import ZERO, Bool, If, Is, Ref, Unary
from negotiate.spec.fields import absent, fields, mapping, text
from negotiate.spec.formula import Formula, categories, formula, is_formula, mentioned, resolve
from negotiate.spec.model import Criterion, Quantity, Term
from negotiate.spec.names import EVERYTHING, Name, Resolver, as_number
from negotiate.spec.problems import listed, suggest

if TYPE_CHECKING:
    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.expression import Expr
    from negotiate.spec.names import Role, Scope
    from negotiate.spec.read.desk import Desk

MAX_CHAIN = 64
"""Links in the longest chain of names that are defined by other names."""

MAX_PATTERN = 300
"""Parts of a condition after the definitions in it have been written out."""

UNNAMED = "payoff"
"""The term of a payoff that is a single expression."""

_HOLDERS: dict[Role, str] = {
    "definition": "define",
    "quantity": "quantities",
    "criterion": "criteria",
}


@dataclass(slots=True)
class Draft:
    """A definition, quantity or criterion whose names are not resolved yet."""

    name: str
    role: Role
    place: Place
    formula: Formula | None
    unit: str = ""
    about: str = ""
    categories: tuple[str, ...] = ()
    value: Expr = ZERO


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a file says of outcomes, in its own order."""

    definitions: tuple[Quantity, ...]
    quantities: tuple[Quantity, ...]
    criteria: tuple[Criterion, ...]


def read_outcomes(parts: dict[str, Node], desk: Desk) -> Outcomes:
    """Return definitions, quantities and criteria, each resolved after what it depends on.

    Parameters
    ----------
    parts : mapping of key to node
        The entries of the file; ``define``, ``quantities`` and ``criteria`` are read.
    desk : Desk
        Knows the parameters and the moves.
    """
    drafts = {
        draft.name: draft
        for role, key in _HOLDERS.items()
        for draft in _drafts(role, parts.get(key), desk)
    }
    for draft in drafts.values():
        draft.categories = categories(draft.formula, desk.scope)
        if draft.categories:
            # Known before anything is resolved, so that no order of the file matters.
            known = desk.scope.names[draft.name]
            known.kind, known.words = "category", draft.categories
    for draft in _in_order(drafts, desk):
        _resolve(draft, desk)
    by_role: dict[Role, list[Draft]] = {role: [] for role in _HOLDERS}
    for draft in drafts.values():
        by_role[draft.role].append(draft)
    return Outcomes(
        tuple(map(_quantity, by_role["definition"])),
        tuple(map(_quantity, by_role["quantity"])),
        tuple(Criterion(d.name, d.value, d.about, d.place) for d in by_role["criterion"]),
    )


def _quantity(draft: Draft) -> Quantity:
    about = (draft.unit, draft.about, draft.place)
    return Quantity(draft.name, draft.value, draft.categories, *about)


def _drafts(role: Role, node: Node | None, desk: Desk) -> list[Draft]:
    found = mapping(node, f"`{_HOLDERS[role]}`", desk.problems)
    if found is None:
        return []
    drafts = []
    for key, value in found.items.items():
        place = found.places[key]
        if desk.scope.declare(key, Name(role, place), desk.problems):
            drafts.append(_draft(key, role, place, value, desk))
    return drafts


def _draft(key: str, role: Role, place: Place, node: Node, desk: Desk) -> Draft:
    """Read one entry: a formula, or a mapping that holds one beside ``unit`` and ``about``."""
    inner = "when" if role == "criterion" else "value"
    what = f"{role} `{key}`"
    unit = about = ""
    if isinstance(node, Mapping):
        notes = {k: v for k, v in node.items.items() if k in {"unit", "about"}}
        unit = text(notes.get("unit"), "`unit`", desk.problems)
        about = text(notes.get("about"), "`about`", desk.problems)
        if is_formula(node):
            rest = {k: v for k, v in node.items.items() if k not in notes}
            node = Mapping(node.place, rest, node.places)
        else:
            held = fields(node, what, (inner, "unit", "about"), desk.problems).get(inner)
            if held is None:
                desk.problems.error(place, f"a {role} has a value", key, f"write `{inner}: ...`")
                return Draft(key, role, place, None, unit, about)
            node = held
    elif absent(node):
        desk.problems.error(place, f"a {role} has a value", key)
        return Draft(key, role, place, None)
    return Draft(key, role, place, formula(node, what, desk.problems), unit, about)


def _in_order(drafts: dict[str, Draft], desk: Desk) -> list[Draft]:
    """Return the drafts so that each follows what it mentions; note cycles and long chains."""
    needs = {
        name: [word for word in sorted(mentioned(draft.formula)) if word in drafts]
        if draft.formula
        else []
        for name, draft in drafts.items()
    }
    order: list[Draft] = []
    links: dict[str, int] = {}
    for root in drafts:
        # Depth first without recursion: `trail` is the path from `root` to the name in hand.
        trail = [(root, iter(needs[root]))] if root not in links else []
        open_names = {root}
        while trail:
            name, rest = trail[-1]
            step = next((word for word in rest if word not in links), None)
            if step in open_names:
                _note_cycle([each for each, _ in trail], step, drafts, desk)
            elif step is not None:
                trail.append((step, iter(needs[step])))
                open_names.add(step)
            else:
                trail.pop()
                open_names.discard(name)
                links[name] = 1 + max((links.get(word, 0) for word in needs[name]), default=0)
                order.append(drafts[name])
                if links[name] == MAX_CHAIN + 1:
                    rule = f"a chain of definitions has at most {MAX_CHAIN} links"
                    desk.problems.error(drafts[name].place, rule, name)
    return order


def _note_cycle(trail: list[str], word: str, drafts: dict[str, Draft], desk: Desk) -> None:
    cycle = trail[trail.index(word) :]
    for name in cycle:
        drafts[name].formula = None
    listed = " -> ".join([*cycle[:8], "...", word] if len(cycle) > 8 else [*cycle, word])
    desk.problems.error(drafts[word].place, "a value cannot depend on itself", listed)


def _resolve(draft: Draft, desk: Desk) -> None:
    """Settle the value of a draft, and what the scope knows of its name."""
    known = desk.scope.names[draft.name]
    if draft.formula is None:
        return
    resolver = Resolver(desk.scope, EVERYTHING, desk.problems)
    value, kind = resolve(draft.formula, resolver, draft.categories)
    if draft.role == "criterion":
        if kind in {"number", "category"}:
            hint = "compare it, as in `x > 0`"
            desk.problems.error(draft.place, "a criterion is a condition", draft.name, hint)
        kind = "condition" if kind != "unknown" else kind
    elif draft.role == "quantity" and kind == "condition":
        value, kind = as_number(value, kind), "number"
    draft.value = value
    known.kind = kind
    known.moves = frozenset(resolver.moves)
    if draft.role == "definition" and kind == "condition":
        known.pattern = _pattern(value, desk.scope)


def _pattern(value: Expr, scope: Scope) -> Expr | None:
    """Return a condition with its definitions written out, if then only moves are left in it."""
    written = _write_out(value, scope)
    return written[0] if written and written[1] <= MAX_PATTERN else None


def _write_out(expr: Expr, scope: Scope) -> tuple[Expr, int] | None:
    """Return an expression of moves alone and its size, None if it mentions anything else."""
    match expr:
        case Is():
            return expr, 1
        case Ref(name):
            pattern = scope.names[name].pattern
            return (pattern, _size(pattern)) if pattern else None
        case Unary("not", arg):
            inner = _write_out(arg, scope)
            return (Unary("not", inner[0]), 1 + inner[1]) if inner else None
        case Bool(op, args):
            parts = [part for arg in args if (part := _write_out(arg, scope))]
            if len(parts) < len(args):
                return None
            return Bool(op, tuple(p for p, _ in parts)), 1 + sum(n for _, n in parts)
        case If(condition, then, other):
            parts = [part for arg in (condition, then, other) if (part := _write_out(arg, scope))]
            if len(parts) < 3:
                return None
            return If(*(p for p, _ in parts)), 1 + sum(n for _, n in parts)
    return None


def _size(expr: Expr) -> int:
    """Return how many parts a condition on moves has; only called on those within the limit."""
    match expr:
        case Unary(_, arg):
            return 1 + _size(arg)
        case Bool(_, args):
            return 1 + sum(map(_size, args))
        case If(condition, then, other):
            return 1 + _size(condition) + _size(then) + _size(other)
    return 1


def read_payoffs(node: Node | None, place: Place, desk: Desk) -> dict[str, tuple[Term, ...]]:
    """Return each player's payoff as named terms that are summed."""
    found = mapping(node, "`payoffs`", desk.problems)
    if found is None:
        hint = "write `payoffs:` and a line for each player"
        desk.problems.error(place, "a game says what each player is paid", hint=hint)
        return {}
    payoffs = {}
    for key, value in found.items.items():
        if key not in desk.players:
            hint = suggest(key, desk.players, "players:")
            desk.problems.error(found.places[key], "there is no such player", key, hint)
        else:
            payoffs[key] = _terms(key, value, found.places[key], desk)
    missing = [key for key in desk.players if key not in found.items]
    if missing:
        rule = "every player has a payoff; missing"
        desk.problems.error(found.place, rule, listed(missing))
    return payoffs


def _terms(key: str, node: Node, place: Place, desk: Desk) -> tuple[Term, ...]:
    if not isinstance(node, Mapping) or is_formula(node) or "value" in node.items:
        return (_term(UNNAMED, f"the payoff of `{key}`", node, place, desk),)
    return tuple(
        _term(name, f"the term `{name}`", value, node.places[name], desk)
        for name, value in node.items.items()
        if desk.option_word(name, node.places[name])
    )


def _term(name: str, what: str, node: Node, place: Place, desk: Desk) -> Term:
    about = ""
    if isinstance(node, Mapping) and not is_formula(node):
        parts = fields(node, what, ("value", "about"), desk.problems)
        about = text(parts.get("about"), "`about`", desk.problems)
        held = parts.get("value")
    else:
        held = node
    if held is None or absent(held):
        desk.problems.error(place, f"{what} has a value")
        return Term(name, ZERO, about, place)
    value = formula(held, what, desk.problems)
    if value is None:
        return Term(name, ZERO, about, place)
    expr = as_number(*resolve(value, Resolver(desk.scope, EVERYTHING, desk.problems)))
    return Term(name, expr, about, place)
