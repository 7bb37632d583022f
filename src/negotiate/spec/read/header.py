"""The story, the sources, the players and the parameters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiate.spec.document import Mapping, Scalar
from negotiate.spec.fields import absent, fields, items, mapping, number, text, words, written
from negotiate.spec.model import Parameter, Player
from negotiate.spec.names import Name, check_name

if TYPE_CHECKING:
    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.read.desk import Desk

FORMAT = 1
"""The version of the format that this package reads."""

# Keys that stand beside a player's key in some entry, so that they could not be told apart.
_TAKEN = {"about", "chance", "information", "name", "odds"}
_TAKEN |= {"options", "seen_by", "when", "will", "breaking_costs", "to", "option", "move", "from"}


def read_format(node: Node | None, desk: Desk) -> None:
    """Check that the file is of a version that is understood."""
    if node is not None and written(node) != str(FORMAT):
        rule = f"this program reads format {FORMAT}"
        desk.problems.error(node.place, rule, written(node))


def read_sources(node: Node | None, desk: Desk) -> tuple[str, ...]:
    """Return the sources of the game: a text or a list of texts."""
    listed = [node] if isinstance(node, Scalar) else items(node, "`sources`", desk.problems)
    found = (text(each, "a source", desk.problems) for each in listed)
    return tuple(each for each in found if each)


def read_players(node: Node | None, desk: Desk) -> dict[str, list[str]]:
    """Enter the players on the desk; return the options of those that list some (a table).

    Three forms: a list of keys, a mapping of keys to names, a mapping of keys to options.
    """
    options: dict[str, list[str]] = {}
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            if _may_be_player(key, node.places[key], desk):
                _read_player(key, value, desk, options)
    elif node is not None:
        for key, item in words(node, "`players`", desk.problems).items():
            if _may_be_player(key, item.place, desk):
                desk.players[key] = Player(key, key)
    return options


def _may_be_player(key: str, place: Place, desk: Desk) -> bool:
    if key in _TAKEN:
        rule = "this key means something else and cannot be a player's"
        desk.problems.error(place, rule, key)
        return False
    return check_name(key, place, "player", desk.problems)


def _read_player(key: str, value: Node, desk: Desk, options: dict[str, list[str]]) -> None:
    name = key
    if isinstance(value, Mapping):
        parts = fields(value, f"player `{key}`", ("name", "options"), desk.problems)
        name = text(parts.get("name"), "the name of a player", desk.problems) or key
        listed = parts.get("options")
    elif isinstance(value, Scalar):
        name = text(value, "the name of a player", desk.problems) or key
        listed = None
    else:
        listed = value
    desk.players[key] = Player(key, name)
    if listed is not None:
        found = words(listed, f"the options of `{key}`", desk.problems)
        options[key] = [o for o, item in found.items() if desk.option_word(o, item.place)]
        if not found:
            desk.problems.error(listed.place, "a player has at least one option", key)


def read_parameters(node: Node | None, desk: Desk) -> None:
    """Enter the parameters on the desk and declare their names."""
    found = mapping(node, "`parameters`", desk.problems)
    if found is None:
        return
    for key, value in found.items.items():
        place = found.places[key]
        if desk.scope.declare(key, Name("parameter", place, "number"), desk.problems):
            desk.parameters[key] = _read_parameter(key, value, place, desk)
    if any(parameter.source for parameter in desk.parameters.values()):
        for parameter in desk.parameters.values():
            if not parameter.source:
                rule = "this parameter has no source, though others have one"
                desk.problems.warn(parameter.place, rule, parameter.name)


def _read_parameter(key: str, node: Node, place: Place, desk: Desk) -> Parameter:
    problems = desk.problems
    if not isinstance(node, Mapping):
        if absent(node):
            problems.error(place, "a parameter has a value", key)
        value = number(node, f"parameter `{key}`", problems)
        return Parameter(key, value or Fraction(0), place=place)
    known = ("value", "range", "distribution", "unit", "about", "source")
    parts = fields(node, f"parameter `{key}`", known, problems)
    if "value" not in parts:
        problems.error(place, "a parameter has a value", key, "write `value: ...`")
    value = number(parts.get("value"), f"the value of `{key}`", problems)
    low, high = _read_range(key, parts.get("range"), desk)
    if value is not None and low is not None and high is not None and not low <= value <= high:
        rule = f"the value of `{key}` lies in its range, {_say(low)} to {_say(high)}"
        problems.error(parts["value"].place, rule, written(parts["value"]))
    unit, about, source = (
        text(parts.get(k), f"`{k}`", problems) for k in ("unit", "about", "source")
    )
    read = Parameter(key, value or Fraction(0), low, high, unit, about, source, place)
    if "distribution" not in parts:
        return read
    from negotiate.spec.read.distribution import read_distribution  # noqa: PLC0415 (seldom needed)

    return replace(read, distribution=read_distribution(parts["distribution"], read, problems))


def _read_range(
    key: str, node: Node | None, desk: Desk
) -> tuple[Fraction, Fraction] | tuple[None, None]:
    if node is None:
        return None, None
    ends = items(node, f"the range of `{key}`", desk.problems)
    if len(ends) != 2:
        if ends:
            rule = f"the range of `{key}` is [low, high]"
            desk.problems.error(node.place, rule, f"{len(ends)} entries")
        return None, None
    low, high = (number(end, f"the range of `{key}`", desk.problems) for end in ends)
    if low is None or high is None:
        return None, None
    if low >= high:
        rule = f"the range of `{key}` goes from low to high, and the two differ"
        desk.problems.error(node.place, rule, f"[{_say(low)}, {_say(high)}]")
        return None, None
    return low, high


def _say(value: Fraction) -> str:
    return f"{float(value):g}"
