"""A scenario is a rewriting of the game: `apply` returns another game, and nothing else knows.

One small function a kind of commitment. Games written as moves take them all; a tree has its
order and its information written in it; a table becomes simultaneous moves where it must.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from negotiate.errors import GameFileError, Problem, UsageError, nearest
from negotiate.spec.expression import (
    NONE,
    ZERO,
    Binary,
    Bool,
    If,
    Is,
    Num,
    Unary,
    both,
    names_in,
)
from negotiate.spec.model import Move, Moves, Node, Option, Table, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from negotiate.errors import Place
    from negotiate.spec.expression import Expr
    from negotiate.spec.model import Announcement, Body, Restriction, Scenario, Sight, Spec


def apply(spec: Spec, name: str) -> Spec:
    """Return the game that a scenario makes of the game as written.

    Parameters
    ----------
    spec : Spec
        As read from the file.
    name : str
        Empty for the game as written.

    Returns
    -------
    Spec
        With `scenario`, `announcements` and the scenario's own settings filled in.

    Raises
    ------
    UsageError
        If there is no such scenario.
    GameFileError
        If a commitment does not fit the game.
    """
    if not name:
        return spec
    chain = chain_of(spec, name)
    new_order = next((scenario for scenario in reversed(chain) if scenario.order), None)
    body = spec.body
    if isinstance(body, Table) and (new_order or any(map(_needs_moves, chain))):
        body = as_moves(body, spec)
    for restriction in (r for scenario in chain for r in scenario.restrictions):
        body = restrict(body, restriction, spec)
    for sight in (s for scenario in chain for s in scenario.sights):
        body = change_sight(body, sight, spec)
    announcements = tuple(a for scenario in chain for a in scenario.announcements)
    for announcement in announcements:
        body = announce(body, announcement, spec)
    if new_order is not None:
        body = reorder(body, new_order.order, new_order.place, spec)
    changed = replace(spec, body=body, scenario=name, announcements=announcements)
    return changed.with_settings(settings_of(changed))


def chain_of(spec: Spec, name: str) -> tuple[Scenario, ...]:
    """Return a scenario with all that it extends, the furthest first."""
    known = {scenario.name: scenario for scenario in spec.scenarios}
    if name not in known:
        hint = nearest(name, known) or f"there are: {', '.join(known) or 'none'}"
        raise UsageError(f"there is no scenario '{name}' ({hint})")
    chain = [known[name]]
    while chain[-1].extends:
        above = known.get(chain[-1].extends)
        if above is None or above in chain:
            rule = "a scenario extends another one, and not itself"
            raise _problem(spec, chain[-1].place, rule, chain[-1].extends)
        chain.append(above)
    return tuple(reversed(chain))


def settings_of(spec: Spec) -> Mapping[str, Fraction]:
    """Return what the scenario of a game sets, which nothing from outside overrules."""
    chain = chain_of(spec, spec.scenario) if spec.scenario else ()
    return {name: value for scenario in chain for name, value in scenario.settings.items()}


def announce(body: Body, said: Announcement, spec: Spec) -> Body:
    """Let a player pay where it does otherwise than it has said."""
    kept = [Unary("not", Is(said.move, option)) for option in said.will]
    cost = Unary("-", said.breaking_costs)
    if isinstance(body, Moves):
        broken = both(Bool("and", (Unary("not", Is(said.move, NONE)), *kept)), said.when)
        term = Term(
            name=_free_name(f"broken_word_{said.name or said.move}", body.payoffs[said.player]),
            value=If(broken, cost, ZERO) if broken else cost,
            about=f"the price of not doing what was announced: {' or '.join(said.will)}",
            place=said.place,
        )
        terms = (*body.payoffs[said.player], term)
        return replace(body, payoffs={**body.payoffs, said.player: terms})
    seat = _seat(spec, said.player)
    fine = said.breaking_costs if said.when is None else If(said.when, said.breaking_costs, ZERO)

    def pay(payoffs: tuple[Expr, ...]) -> tuple[Expr, ...]:
        less = Binary("-", payoffs[seat], fine)
        return (*payoffs[:seat], less, *payoffs[seat + 1 :])

    if isinstance(body, Table):
        rows = zip(product(*body.options), body.payoffs, strict=True)
        charged = (row if outcome[seat] in said.will else pay(row) for outcome, row in rows)
        return replace(body, payoffs=tuple(charged))
    return _charge_leaves(body, said, pay)


def restrict(body: Body, rule: Restriction, spec: Spec) -> Body:
    """Take options away from a move: all but those committed to, or those forbidden."""
    if isinstance(body, Moves):
        return replace(body, moves=tuple(_restrict_move(move, rule) for move in body.moves))
    if isinstance(body, Table):
        seat = _seat(spec, rule.player)
        rows = zip(product(*body.options), body.payoffs, strict=True)
        payoffs = tuple(row for outcome, row in rows if not _loses(rule, outcome[seat]))
        left = tuple(option for option in body.options[seat] if not _loses(rule, option))
        if not left:
            raise _problem(spec, rule.place, f"no option of '{rule.move}' is left")
        return Table((*body.options[:seat], left, *body.options[seat + 1 :]), payoffs)
    return _prune(body, rule, spec)


def change_sight(body: Body, sight: Sight, spec: Spec) -> Body:
    """Let players see a move, or hide it from them."""
    if not isinstance(body, Moves):
        says = "in a tree, `information` says who sees what; write the game as moves to change it"
        raise _problem(spec, sight.place, says, sight.move)
    everyone = frozenset(player.key for player in spec.players)

    def changed(move: Move) -> Move:
        if move.name != sight.move:
            return move
        seen_by = everyone if move.seen_by is None else move.seen_by
        late = {key: at for key, at in move.seen_from.items() if key not in sight.players}
        if sight.until:  # who does not see it at all does not begin to
            late |= {key: sight.until for key in sight.players if key in seen_by}
        elif sight.sees:
            seen_by = seen_by.union(sight.players)
        else:
            seen_by -= {*sight.players}
        return replace(move, seen_by=seen_by, seen_from=late)

    return replace(body, moves=tuple(map(changed, body.moves)))


def reorder(body: Body, order: Sequence[str], place: Place, spec: Spec) -> Body:
    """Put moves into another order; those listed take the positions that those listed had."""
    if not isinstance(body, Moves):
        raise _problem(spec, place, "the order of a tree is its shape and cannot be changed")
    by_name = {move.name: move for move in body.moves}
    waiting = iter(order)
    listed = set(order)
    moves = tuple(by_name[next(waiting)] if m.name in listed else m for m in body.moves)
    definitions = {q.name: q.value for q in (*spec.definitions, *spec.quantities)}
    definitions |= {c.name: c.when for c in spec.criteria}
    early: set[str] = set()
    for move in moves:
        late = _moves_needed(move, definitions) & (by_name.keys() - early)
        if late:
            rule = f"in this order '{move.name}' comes before '{min(late)}', on which it depends"
            raise _problem(spec, place, rule, ", ".join(order))
        early.add(move.name)
    return replace(body, moves=moves)


def as_moves(table: Table, spec: Spec) -> Moves:
    """Return a table as simultaneous moves, each named after its player."""
    keys = [player.key for player in spec.players]
    moves = tuple(
        Move(key, key, tuple(map(Option, options)), seen_by=frozenset())
        for key, options in zip(keys, table.options, strict=True)
    )
    payoffs = {}
    for i, key in enumerate(keys):
        column = [row[i] for row in table.payoffs]
        for move in reversed(moves):  # the last player's options run fastest
            width = len(move.options)
            column = [
                _by_option(move.name, move.options, column[start : start + width])
                for start in range(0, len(column), width)
            ]
        payoffs[key] = (Term("payoff", column[0]),)
    return Moves(moves, payoffs)


def _by_option(move: str, options: Sequence[Option], values: Sequence[Expr]) -> Expr:
    """Return the value of the option that a move came out as, by halves: depth is bounded."""
    if len(options) == 1:
        return values[0]
    half = len(options) // 2
    low = Bool("or", tuple(Is(move, option.name) for option in options[:half]))
    return If(
        low,
        _by_option(move, options[:half], values[:half]),
        _by_option(move, options[half:], values[half:]),
    )


def _needs_moves(scenario: Scenario) -> bool:
    """Return whether a scenario asks of a table what only moves can be."""
    return bool(scenario.sights) or any(rule.when is not None for rule in scenario.restrictions)


def _loses(rule: Restriction, option: str) -> bool:
    return (option in rule.options) != rule.keeps


def _restrict_move(move: Move, rule: Restriction) -> Move:
    if move.name != rule.move:
        return move
    left = Unary("not", rule.when) if rule.when is not None else ZERO
    options = tuple(
        replace(o, when=both(o.when, left)) if _loses(rule, o.name) else o for o in move.options
    )
    return replace(move, options=options)


def _free_name(name: str, terms: Sequence[Term]) -> str:
    taken = Counter(term.name for term in terms)
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _seat(spec: Spec, player: str) -> int:
    return [p.key for p in spec.players].index(player)


def _moves_needed(move: Move, definitions: Mapping[str, Expr]) -> set[str]:
    """Return all names on which the conditions and odds of a move depend."""
    exprs = [move.when, *(option.when for option in move.options), *move.odds.values()]
    waiting = [name for expr in exprs if expr is not None for name in names_in(expr)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += names_in(definitions[name]) if name in definitions else ()
    return found


def _problem(spec: Spec, place: Place, rule: str, value: str = "") -> GameFileError:
    return GameFileError(spec.file, [Problem(place, rule, value)])


def _charge_leaves(
    root: Node, said: Announcement, pay: Callable[[tuple[Expr, ...]], tuple[Expr, ...]]
) -> Node:
    """Let every leaf pay that lies behind an option other than those announced."""
    nodes, parent, taken = _preorder(root)
    broken = [False] * len(nodes)
    for i in range(1, len(nodes)):
        above = nodes[parent[i]]
        breaks = above.move == said.move and taken[i] not in said.will
        broken[i] = broken[parent[i]] or breaks
    charged = [
        replace(node, payoffs=pay(node.payoffs)) if late and not node.children else node
        for node, late in zip(nodes, broken, strict=True)
    ]
    return _rebuilt(charged, parent, taken)


def _prune(root: Node, rule: Restriction, spec: Spec) -> Node:
    """Cut the options that a move loses; a node may be left with a single one."""
    nodes, parent, taken = _preorder(root)
    cut = [False] * len(nodes)
    for i, node in enumerate(nodes):
        if node.move != rule.move or not node.children:
            continue
        history = _history(i, nodes, parent, taken)
        if rule.when is None or _holds(rule.when, history):
            lost = {option for option, _ in node.children if _loses(rule, option)}
            if len(lost) == len(node.children):
                after = ", ".join(f"{m}: {o}" for m, o in history.items()) or "the start"
                raise _problem(
                    spec, rule.place, f"no option of '{rule.move}' is left after {after}"
                )
            nodes[i] = replace(node, children=tuple(c for c in node.children if c[0] not in lost))
    for i in range(1, len(nodes)):
        above = nodes[parent[i]]
        cut[i] = cut[parent[i]] or all(option != taken[i] for option, _ in above.children)
    return _rebuilt(nodes, parent, taken, cut)


def _preorder(root: Node) -> tuple[list[Node], list[int], list[str]]:
    """Return all nodes, parents first, with their parents and the options that lead to them."""
    nodes, parent, taken = [root], [-1], [""]
    for i, node in enumerate(nodes):  # grows on the way
        for option, child in node.children:
            nodes.append(child)
            parent.append(i)
            taken.append(option)
    return nodes, parent, taken


def _rebuilt(
    nodes: Sequence[Node], parent: Sequence[int], taken: Sequence[str], cut: Sequence[bool] = ()
) -> Node:
    """Put a tree together from its leaves upwards."""
    children: list[list[tuple[str, Node]]] = [[] for _ in nodes]
    built = nodes[0]
    for i in range(len(nodes) - 1, -1, -1):
        if cut and cut[i]:
            continue
        built = replace(nodes[i], children=tuple(reversed(children[i])))
        if i:
            children[parent[i]].append((taken[i], built))
    return built


def _history(
    i: int, nodes: Sequence[Node], parent: Sequence[int], taken: Sequence[str]
) -> dict[str, str]:
    path = []
    while i:
        path.append((nodes[parent[i]].move, taken[i]))
        i = parent[i]
    return dict(reversed(path))


def _holds(expr: Expr, history: Mapping[str, str]) -> bool:
    """Return whether a condition on moves holds at a history."""
    match expr:
        case Is(move, option):
            return history.get(move, NONE) == option
        case Unary("not", arg):
            return not _holds(arg, history)
        case Bool(op, args):
            return (all if op == "and" else any)(_holds(arg, history) for arg in args)
        case If(condition, then, otherwise):
            return _holds(then if _holds(condition, history) else otherwise, history)
        case Num(value):
            return value != 0
        case _:
            raise TypeError(f"not a condition on moves: {expr!r}")
