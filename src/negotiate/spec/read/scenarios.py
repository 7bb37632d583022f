"""Named variations of the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass
from negotiate.spec.document import Mapping
from negotiate.spec.expression import ZERO, names_in
from negotiate.spec.fields import (
    choice,
    fields,
    items,
    mapping,
    number,
    text,
    truth,
    word,
    words,
    written,
)
from negotiate.spec.formula import line
from negotiate.spec.model import Announcement, Moves, Node, Restriction, Scenario, Sight
from negotiate.spec.names import EVERYTHING, View, check_name
from negotiate.spec.problems import listed
from negotiate.spec.read.desk import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Map
    from fractions import Fraction

    from negotiate.errors import Place
    from negotiate.spec import document
    from negotiate.spec.expression import Expr
    from negotiate.spec.model import Body, Move
    from negotiate.spec.read.desk import Desk

KEYS = (
    "about", "phrase", "extends", "set", "announce", "commit", "forbid", "order", "hide", "reveal",
    "aside",
)  # fmt: skip

MAX_CHAIN = 32
"""Scenarios in the longest chain of those that extend each other."""

_ANNOUNCE = ("will", "when", "breaking_costs", "name", "about")
_COMMIT = ("to", "when")
_FORBID = ("option", "when")
_WHEN = View(
    ("move", "definition"), "this condition depends on moves, never on numbers", expand=True
)


Ranks: TypeAlias = "dict[str, dict[str, int]]"
"""Place of each move, by the scenario that orders them; the empty name is the game as written.

Moves of a tree stand breadth first, those of a table in the order of the players.
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The player, move, options and condition of an announcement, commitment or ban."""

    player: str
    move: str
    options: tuple[str, ...]
    when: Expr | None
    parts: dict[str, document.Node]
    place: Place


def read_scenarios(node: document.Node | None, body: Body, desk: Desk) -> tuple[Scenario, ...]:
    """Return the scenarios in the order of the file."""
    found = mapping(node, "`scenarios`", desk.problems)
    if found is None:
        return ()
    scenarios = []
    for name, value in found.items.items():
        if check_name(name, found.places[name], "scenario", desk.problems):
            scenarios.append(_scenario(name, value, found, body, desk))
    known = {scenario.name: scenario for scenario in scenarios}
    ranks = {scenario.name: _ranks(scenario.order) for scenario in scenarios if scenario.order}
    ranks[""] = _ranks(desk.owners)
    for scenario in scenarios:
        _check_order(_chain(scenario, known, desk), body, ranks, desk)
    return tuple(scenarios)


def _scenario(
    name: str,
    node: document.Node,
    holder: Mapping,
    body: Body,
    desk: Desk,
) -> Scenario:
    parts = fields(node, f"scenario `{name}`", KEYS, desk.problems)
    extends = None
    if "extends" in parts:
        extends = written(parts["extends"])
        if not choice(extends, parts["extends"].place, "scenario", holder.items, desk.problems):
            extends = None
    bans = [
        *_restrictions(parts.get("commit"), "commit", desk),
        *_restrictions(parts.get("forbid"), "forbid", desk),
    ]
    sights = [
        *_sights(parts.get("hide"), "hide", body, desk),
        *_sights(parts.get("reveal"), "reveal", body, desk),
    ]
    return Scenario(
        name,
        text(parts.get("about"), "`about`", desk.problems),
        extends,
        read_settings(parts.get("set"), desk),
        tuple(_announcements(parts.get("announce"), desk)),
        tuple(bans),
        _order(parts.get("order"), body, desk),
        tuple(sights),
        holder.places[name],
        text(parts.get("phrase"), "`phrase`", desk.problems),
        truth(parts.get("aside"), "`aside`", desk.problems),
    )


def read_settings(node: document.Node | None, desk: Desk) -> dict[str, Fraction]:
    """Return the values that ``set`` gives to parameters."""
    found = mapping(node, "`set`", desk.problems)
    settings: dict[str, Fraction] = {}
    if found is None:
        return settings
    for name, value in found.items.items():
        if not choice(name, found.places[name], "parameter", desk.parameters, desk.problems):
            continue
        desk.scope.used.add(name)
        setting = number(value, f"the value of `{name}`", desk.problems)
        if setting is not None:
            settings[name] = setting
    return settings


def _target(
    entry: document.Node, kind: str, key: str, known: tuple[str, ...], desk: Desk
) -> Target | None:
    """Read who an entry is about and which options it names; None if that is not clear."""
    what = f"an entry of `{kind}`"
    found = desk.mover(entry, known, what)
    if found is None or not isinstance(entry, Mapping):
        return None
    player, move, place = found
    parts = {k: v for k, v in entry.items.items() if k in known}
    if not check_move(move, place, desk):
        return None
    owner = desk.owners[move]
    if player == CHANCE or owner != player:
        rule = f"this move is {'made by chance' if owner is None else f'made by {owner}'}"
        desk.problems.error(place, rule, move, f"{player} cannot {kind} it")
        return None
    if key not in parts:
        hint = f"write `{key}: {desk.scope.names[move].words[0]}`"
        desk.problems.error(entry.place, f"{what} has `{key}`", move, hint)
        return None
    options = tuple(
        option
        for option, item in words(parts[key], f"`{key}`", desk.problems).items()
        if check_option(move, option, item.place, desk)
    )
    condition = line(parts.get("when"), "`when`", desk.problems)
    when = desk.condition(condition, _WHEN)
    if condition and when and move in names_in(when):
        rule = "this condition depends on moves that come before the move it is about"
        desk.problems.error(condition.place, rule, move)
    return Target(player, move, options, when, parts, place) if options else None


def check_move(move: str, place: Place, desk: Desk) -> bool:
    """Note a problem, and return False, unless there is such a move."""
    return choice(move, place, "move", desk.owners, desk.problems)


def check_option(move: str, option: str, place: Place, desk: Desk) -> bool:
    """Note a problem, and return False, unless the move has such an option."""
    known = desk.scope.names[move].words
    return choice(option, place, f"option of `{move}`", known, desk.problems)


def _announcements(node: document.Node | None, desk: Desk) -> Iterator[Announcement]:
    for entry in items(node, "`announce`", desk.problems):
        target = _target(entry, "announce", "will", _ANNOUNCE, desk)
        if target is None:
            continue
        cost = desk.number(
            line(target.parts.get("breaking_costs"), "`breaking_costs`", desk.problems), EVERYTHING
        )
        if "breaking_costs" not in target.parts:
            rule = "an announcement says what breaking it costs"
            hint = "write `breaking_costs: 0` if talk is cheap"
            desk.problems.error(entry.place, rule, target.move, hint)
        called = ""
        if "name" in target.parts:
            called = word(target.parts["name"], "the name of an announcement", desk.problems)
        about = text(target.parts.get("about"), "`about`", desk.problems)
        said = (target.player, target.move, target.options, target.when)
        yield Announcement(*said, cost or ZERO, target.place, called, about)


def _restrictions(node: document.Node | None, kind: str, desk: Desk) -> Iterator[Restriction]:
    keeps = kind == "commit"
    key, known = ("to", _COMMIT) if keeps else ("option", _FORBID)
    for entry in items(node, f"`{kind}`", desk.problems):
        target = _target(entry, kind, key, known, desk)
        if target is None:
            continue
        if not keeps and target.when is None:
            left = set(desk.scope.names[target.move].words).difference(target.options)
            if not left:
                rule = "a move keeps at least one option"
                desk.problems.error(target.place, rule, target.move)
        about = (target.player, target.move, target.options, target.when)
        yield Restriction(*about, keeps, target.place)


def _sights(node: document.Node | None, kind: str, body: Body, desk: Desk) -> Iterator[Sight]:
    key = "from" if kind == "hide" else "to"
    if node is not None and isinstance(body, Node):
        rule = "in a tree, `information` says who sees what; write the game as moves to change it"
        desk.problems.error(node.place, rule, kind)
        return
    for entry in items(node, f"`{kind}`", desk.problems):
        what = f"an entry of `{kind}`"
        known = ("move", key, "until") if kind == "hide" else ("move", key)
        parts = fields(entry, what, known, desk.problems)
        if not {"move", key} <= parts.keys():
            desk.problems.error(entry.place, f"{what} has `move` and `{key}`")
            continue
        move = word(parts["move"], "the name of a move", desk.problems)
        players = tuple(desk.player_list(parts[key], f"`{key}`"))
        if not move or not check_move(move, parts["move"].place, desk):
            continue
        if kind == "hide" and desk.owners[move] in players:
            rule = "a player always knows what it did itself"
            desk.problems.error(parts[key].place, rule, str(desk.owners[move]))
        until = word(parts.get("until"), "the name of a move", desk.problems)
        if until and not check_move(until, parts["until"].place, desk):
            continue
        yield Sight(move, players, kind == "reveal", entry.place, until)


def _order(node: document.Node | None, body: Body, desk: Desk) -> tuple[str, ...]:
    """Return the new order of the moves; empty if it stays, or is none."""
    if node is None:
        return ()
    if isinstance(body, Node):
        desk.problems.error(node.place, "the order of a tree is its shape and cannot be changed")
        return ()
    found = words(node, "`order`", desk.problems)
    sound = [check_move(name, item.place, desk) for name, item in found.items()]
    missing = [name for name in desk.owners if name not in found]
    if missing:
        rule = "`order` lists every move once; missing"
        desk.problems.error(node.place, rule, listed(missing))
    return tuple(found) if all(sound) and not missing else ()


def _ranks(order: Iterable[str]) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(order)}


def _chain(scenario: Scenario, known: Map[str, Scenario], desk: Desk) -> list[Scenario]:
    """Return a scenario and those it extends, the furthest first."""
    chain = [scenario]
    while (above := known.get(chain[-1].extends or "")) is not None:
        if above is scenario:
            rule = "a scenario cannot extend itself"
            names = " -> ".join(each.name for each in (*chain, above))
            desk.problems.error(scenario.place, rule, names)
            break
        if len(chain) == MAX_CHAIN:
            rule = f"scenarios extend each other at most {MAX_CHAIN} deep"
            desk.problems.error(scenario.place, rule, scenario.name)
            break
        chain.append(above)
    return chain[::-1]


def _check_order(chain: list[Scenario], body: Body, ranks: Ranks, desk: Desk) -> None:
    """Check that, in the order that a scenario has, conditions mention only what comes before."""
    scenario = chain[-1]
    last = next((each for each in reversed(chain) if each.order), None)
    rank = ranks[last.name if last else ""]
    if scenario.order and isinstance(body, Moves):
        for move in body.moves:
            late = max(_needs(move, desk), key=lambda other: rank.get(other, -1), default="")
            if rank.get(late, -1) >= rank[move.name]:
                rule = f"in this order `{move.name}` comes before `{late}`, on which it depends"
                desk.problems.error(scenario.place, rule, scenario.name)
    # Whatever is inherited has been checked where it stands, unless the order is new.
    for each in chain if scenario.order else [scenario]:
        entries: list[Announcement | Restriction] = [*each.announcements, *each.restrictions]
        for entry in entries:
            later = _late(entry.when, entry.move, rank)
            if later:
                rule = "this condition depends on moves that come before the move it is about"
                desk.problems.error(entry.place, rule, entry.move, f"`{later}` comes later")
        for sight in each.sights:
            if sight.until and rank.get(sight.until, 0) <= rank.get(sight.move, 0):
                rule = f"a move is hidden until a later one; `{sight.until}` is none"
                desk.problems.error(sight.place, rule, sight.move)


def _late(when: Expr | None, move: str, rank: Map[str, int]) -> str:
    """Return a move that a condition mentions though it comes after `move`; empty if none does."""
    named = sorted(names_in(when)) if when is not None else []
    return next((name for name in named if rank.get(name, -1) > rank.get(move, -1)), "")


def _needs(move: Move, desk: Desk) -> set[str]:
    """Return the moves on which the conditions and odds of a move depend."""
    exprs = [move.when, *(option.when for option in move.options), *move.odds.values()]
    named = {name for expr in exprs if expr is not None for name in names_in(expr)}
    return {each for name in named for each in desk.scope.names[name].moves}
