"""A game in normal form: a payoff vector for each combination of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.spec.document import Mapping, Sequence
from negotiate.spec.expression import ZERO
from negotiate.spec.fields import written
from negotiate.spec.formula import line
from negotiate.spec.model import Table
from negotiate.spec.names import Name
from negotiate.spec.problems import listed, suggest
from negotiate.spec.read.tree import NUMBERS, check_payoffs

if TYPE_CHECKING:
    from negotiate.spec.document import Node
    from negotiate.spec.expression import Expr
    from negotiate.spec.read.desk import Desk

Row = tuple["Expr", ...]


def declare_table(options: dict[str, list[str]], node: Node, desk: Desk) -> None:
    """Declare one move a player, of the player's name."""
    for key in desk.players:
        if key not in options:
            rule = "in a table every player lists its options"
            desk.problems.error(node.place, rule, key)
            continue
        name = Name("move", node.place, "move", tuple(options[key]), moves=frozenset({key}))
        desk.scope.declare(key, name, desk.problems)
        desk.owners[key] = key


def resolve_table(options: dict[str, list[str]], node: Node | None, desk: Desk) -> Table:
    """Return the table, its payoffs nested in the file in the order of the players."""
    if node is None:
        return Table((), ())
    order = [options.get(key, []) for key in desk.players]
    level: list[Node | None] = [node]
    for key, options_here in zip(desk.players, order, strict=True):
        level = [child for each in level for child in _split(each, key, options_here, desk)]
    payoffs = tuple(_payoffs(each, desk) for each in level)
    return Table(tuple(map(tuple, order)), payoffs)


def _split(node: Node | None, key: str, options: list[str], desk: Desk) -> list[Node | None]:
    """Return what stands under each of a player's options; None where nothing does."""
    if node is None or not options:
        return []
    if not isinstance(node, Mapping):
        rule = f"payoffs are nested by the options of each player; here stand those of `{key}`"
        desk.problems.error(node.place, rule, written(node), f"options: {listed(options)}")
        return []
    for option in node.items:
        if option not in options:
            hint = suggest(option, options, "options:")
            desk.problems.error(node.places[option], f"`{key}` has no such option", option, hint)
    missing = [option for option in options if option not in node.items]
    if missing:
        rule = f"payoffs are given for every option of `{key}`; missing"
        desk.problems.error(node.place, rule, listed(missing))
    return [node.items.get(option) for option in options]


def _payoffs(node: Node | None, desk: Desk) -> Row:
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        desk.problems.error(
            node.place, "payoffs are a list, one number for each player", written(node)
        )
        return ()
    check_payoffs(node, desk)
    lines = (line(item, "a payoff", desk.problems) for item in node.items)
    return tuple(desk.number(each, NUMBERS) or ZERO for each in lines)
