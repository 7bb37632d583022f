"""A game written as decisions in order."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from negotiate.record import dataclass
from negotiate.spec.document import Mapping
from negotiate.spec.fields import as_meant, fields, items, mapping, text, words
from negotiate.spec.formula import Line, line
from negotiate.spec.model import Move, Option
from negotiate.spec.names import Name, View
from negotiate.spec.problems import listed
from negotiate.spec.read.desk import CHANCE

if TYPE_CHECKING:
    from collections.abc import Collection

    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.read.desk import Desk

KEYS = ("options", "odds", "when", "seen_by", "about")


@dataclass(frozen=True, slots=True)
class Draft:
    """A move whose expressions are not resolved yet."""

    name: str
    owner: str | None
    place: Place
    options: dict[str, Line | None] = field(default_factory=dict)
    abouts: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    odds: dict[str, Line] = field(default_factory=dict)
    when: Line | None = None
    seen_by: frozenset[str] | None = None
    about: str = ""

    @property
    def skippable(self) -> bool:
        """Whether a play of the game may pass this move by."""
        return self.when is not None


def draft_moves(node: Node | None, desk: Desk) -> list[Draft]:
    """Return the moves of the file in order, and declare their names."""
    listed = items(node, "`moves`", desk.problems)
    if node is not None and not listed:
        desk.problems.error(node.place, "a game has at least one move")
    drafts = []
    for entry in listed:
        draft = _draft(entry, desk)
        if draft and _declare(draft, desk):
            drafts.append(draft)
    return drafts


def _declare(draft: Draft, desk: Desk) -> bool:
    name = Name(
        "move",
        draft.place,
        "move",
        words=tuple(draft.options),
        skippable=draft.skippable,
        moves=frozenset({draft.name}),
    )
    if not desk.scope.declare(draft.name, name, desk.problems):
        return False
    desk.owners[draft.name] = draft.owner
    return True


def _draft(entry: Node, desk: Desk) -> Draft | None:
    found = desk.mover(entry, KEYS, "a move")
    if found is None or not isinstance(entry, Mapping):
        return None
    key, name, place = found
    parts = as_meant(entry, KEYS)
    options, told = _options(parts.get("options"), name, desk)
    odds = _odds(parts.get("odds"), name, desk)
    if key == CHANCE:
        _check_chance(name, place, options, parts, desk)
        options = options or dict.fromkeys(odds)
    else:
        if "odds" in parts:
            rule = "only chance has odds; a player chooses"
            desk.problems.error(entry.places["odds"], rule, name)
        if not options and "options" not in parts:
            desk.problems.error(place, "a move has options", name, "write `options: [...]`")
    seen_by = None
    if "seen_by" in parts:
        seen_by = frozenset(desk.player_list(parts["seen_by"], "`seen_by`"))
    when = line(parts.get("when"), "`when`", desk.problems)
    about = text(parts.get("about"), "`about`", desk.problems)
    owner = None if key == CHANCE else key
    abouts, phrases = told["about"], told["phrase"]
    return Draft(name, owner, place, options, abouts, phrases, odds, when, seen_by, about)


def _options(
    node: Node | None, move: str, desk: Desk
) -> tuple[dict[str, Line | None], dict[str, dict[str, str]]]:
    """Return each option's condition, and what is said about it under each of the keys for it."""
    problems = desk.problems
    options: dict[str, Line | None] = {}
    told: dict[str, dict[str, str]] = {"about": {}, "phrase": {}}
    if not isinstance(node, Mapping):
        found = words(node, f"the options of `{move}`", problems) if node is not None else {}
        options = {o: None for o, item in found.items() if desk.option_word(o, item.place)}
    else:
        for option, value in node.items.items():
            place = node.places[option]
            if desk.option_word(option, place):
                parts = fields(value, f"option `{option}`", ("when", *told), problems)
                options[option] = line(parts.get("when"), "`when`", problems)
                for key, texts in told.items():
                    texts[option] = text(parts.get(key), f"`{key}`", problems)
    if node is not None and not options:
        problems.error(node.place, "a move has at least one option", move)
    return options, told


def _odds(node: Node | None, move: str, desk: Desk) -> dict[str, Line]:
    found = mapping(node, f"the odds of `{move}`", desk.problems)
    if found is None:
        return {}
    odds = {}
    for option, value in found.items.items():
        if desk.option_word(option, found.places[option]):
            odd = line(value, f"the odds of `{option}`", desk.problems)
            if odd:
                odds[option] = odd
    return odds


def _check_chance(
    name: str,
    place: Place,
    options: dict[str, Line | None],
    parts: dict[str, Node],
    desk: Desk,
) -> None:
    problems = desk.problems
    if "odds" not in parts:
        problems.error(place, "a chance move has odds", name, "write `odds: {option: number, ...}`")
        return
    if options:
        check_odds(options, parts["odds"], desk)
    for condition in options.values():
        if condition:
            rule = "an option of chance has no condition: give it odds of 0 where it is impossible"
            problems.error(condition.place, rule)


def check_odds(options: Collection[str], node: Node, desk: Desk) -> None:
    """Check that the odds are of the options, all of them and no others."""
    if not isinstance(node, Mapping):
        return
    missing = [option for option in options if option not in node.items]
    if missing:
        desk.problems.error(node.place, "every option of chance has odds; missing", listed(missing))
    for option in node.items:
        if option not in options:
            hint = f"options: {listed(options)}"
            desk.problems.error(
                node.places[option], "odds of an option that is not there", option, hint
            )


def resolve_moves(drafts: list[Draft], desk: Desk) -> tuple[Move, ...]:
    """Return the moves, their conditions and odds resolved among what comes earlier."""
    earlier: set[str] = set()  # grows, and the two views with it
    when, odds_view = conditions_after(earlier), odds_after(earlier)
    moves = []
    for draft in drafts:
        options = tuple(
            Option(
                option,
                desk.condition(condition, when),
                draft.abouts.get(option, ""),
                draft.phrases.get(option, ""),
            )
            for option, condition in draft.options.items()
        )
        odds = {option: desk.number(odd, odds_view) for option, odd in draft.odds.items()}
        moves.append(
            Move(
                draft.name,
                draft.owner,
                options,
                {option: odd for option, odd in odds.items() if odd is not None},
                desk.condition(draft.when, when),
                draft.seen_by,
                draft.about,
                draft.place,
            )
        )
        earlier.add(draft.name)
    return tuple(moves)


def conditions_after(moves: Collection[str]) -> View:
    """Return what the condition of a move may mention that comes after `moves`."""
    rule = "the condition of a move or an option depends on earlier moves, never on numbers"
    late = "the condition of a move or an option mentions moves that come earlier in the order"
    return View(("move", "definition"), rule, moves, late, expand=True)


def odds_after(moves: Collection[str]) -> View:
    """Return what the odds of a chance move may mention that comes after `moves`."""
    rule = "odds depend on parameters, definitions and earlier moves"
    late = "odds mention moves that come earlier in the order"
    return View(("parameter", "definition", "move"), rule, moves, late)
