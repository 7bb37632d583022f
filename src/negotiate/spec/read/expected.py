"""What a file promises of its answers, checked here for names only."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiate.spec.document import Mapping, Scalar
from negotiate.spec.expression import NONE
from negotiate.spec.fields import choice, fields, items, mapping, number, text, truth, word, written
from negotiate.spec.model import Expected
from negotiate.spec.read.holds import read_holds
from negotiate.spec.read.scenarios import check_move, check_option, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.model import Scenario
    from negotiate.spec.read.desk import Desk

GAME = "game"
"""Stands for the scenario of a game that has none."""

PROMISES = (
    "path",
    "payoffs",
    "quantities",
    "criteria",
    "plays",
    "beliefs",
    "refinements",
    "equilibria",
    "holds",
    "threshold",
)
REFINEMENTS = (
    "intuitive_criterion",
    "D1",
    "divinity",
    "weak_dominance",
    "normal_form_perfection",
    "extensive_form_perfection",
)
VERDICTS = ("passes", "falls", "silent")
KEYS = ("claim", "scenario", "set", "concept", *PROMISES, "within", "among", "source")


def read_expected(
    node: Node | None, scenarios: tuple[Scenario, ...], desk: Desk
) -> tuple[Expected, ...]:
    """Return the promises of the file, every name in them checked."""
    reader = _Reader(desk, tuple(scenario.name for scenario in scenarios))
    return tuple(
        Expected(reader.entry(item), item.place)
        for item in items(node, "`expected`", desk.problems)
    )


class _Reader:
    """Reads entries: one method for each kind of value."""

    def __init__(self, desk: Desk, scenarios: tuple[str, ...]) -> None:
        self.desk = desk
        self.problems = desk.problems
        self.scenarios = scenarios or (GAME,)
        self.keys: dict[str, Callable[[Node], Any]] = {
            "claim": lambda node: text(node, "`claim`", self.problems),
            "source": lambda node: text(node, "`source`", self.problems),
            "concept": lambda node: word(node, "`concept`", self.problems),
            "scenario": self.scenario,
            "set": lambda node: read_settings(node, desk),
            "path": self.path,
            "payoffs": self.payoffs,
            "quantities": self.quantities,
            "criteria": self.criteria,
            "plays": self.plays,
            "beliefs": self.beliefs,
            "refinements": self.refinements,
            "equilibria": self.count,
            "holds": lambda node: read_holds(node, self.scenarios, desk),
            "threshold": self.threshold,
            "within": self.within,
            "among": self.boolean,
        }

    def entry(self, node: Node) -> dict[str, Any]:
        parts = fields(node, "an entry of `expected`", KEYS, self.problems)
        if parts.keys().isdisjoint(PROMISES):
            hint = f"write one of {', '.join(PROMISES)}"
            self.problems.error(node.place, "an entry of `expected` promises something", hint=hint)
        claims = {key: self.keys[key](part) for key, part in parts.items()}
        return {key: claim for key, claim in claims.items() if claim is not None}

    def scenario(self, node: Node) -> str:
        choice(written(node), node.place, "scenario", self.scenarios, self.problems)
        return written(node)

    def boolean(self, node: Node) -> bool:
        return truth(node, "`among`", self.problems)

    def count(self, node: Node) -> int | None:
        found = number(node, "`equilibria`", self.problems)
        if found is not None and (found < 0 or found.denominator != 1):
            self.problems.error(node.place, "`equilibria` is a count", written(node))
        return None if found is None else int(found)

    def within(self, node: Node) -> Fraction | None:
        found = number(node, "`within`", self.problems)
        if found is not None and found < 0:
            self.problems.error(node.place, "`within` is not negative", written(node))
        return found

    def odds(self, node: Node, what: str) -> Fraction | None:
        """Return a probability; true and false are 1 and 0."""
        if isinstance(node, Scalar) and node.text in {"true", "false"}:
            return Fraction(int(node.text == "true"))
        found = number(node, what, self.problems)
        if found is not None and not 0 <= found <= 1:
            self.problems.error(node.place, f"{what} is a probability, 0 to 1", written(node))
        return found

    def known(self, node: Node, what: str, among: Collection[str]) -> dict[str, Node]:
        """Return the entries of a mapping whose keys are among some words; note the others."""
        found = mapping(node, f"`{what}`", self.problems)
        if found is None:
            return {}
        return {
            key: value
            for key, value in found.items.items()
            if choice(key, found.places[key], what, among, self.problems)
        }

    def shares(self, node: Node, what: str, check: Callable[[str, Place], bool]) -> Any:
        """Return a word, or the probability of each of several; `check` knows the words."""
        if not isinstance(node, Mapping):
            found = word(node, what, self.problems)
            return found if found and check(found, node.place) else None
        return {
            key: self.odds(value, f"the odds of `{key}`")
            for key, value in node.items.items()
            if check(key, node.places[key])
        }

    def option(self, move: str, node: Node) -> Any:
        """Return an option of a move, ``none``, or the probability of each."""

        def check(name: str, place: Place) -> bool:
            return name == NONE or check_option(move, name, place, self.desk)

        return self.shares(node, f"an option of `{move}`", check)

    def path(self, node: Node) -> dict[str, Any]:
        entries = self.known(node, "move", self.desk.owners)
        return {move: self.option(move, value) for move, value in entries.items()}

    def payoffs(self, node: Node) -> dict[str, Fraction | None]:
        entries = self.known(node, "player", self.desk.players)
        what = "the payoff of `{}`"
        return {k: number(v, what.format(k), self.problems) for k, v in entries.items()}

    def criteria(self, node: Node) -> dict[str, Fraction | None]:
        entries = self.known(node, "criterion", tuple(self.desk.scope.of("criterion")))
        return {key: self.odds(value, f"criterion `{key}`") for key, value in entries.items()}

    def quantities(self, node: Node) -> dict[str, Any]:
        entries = self.known(node, "quantity", tuple(self.desk.scope.of("quantity")))
        return {key: self.quantity(key, value) for key, value in entries.items()}

    def quantity(self, name: str, node: Node) -> Any:
        categories = self.desk.scope.names[name].words
        if not categories:
            return number(node, f"quantity `{name}`", self.problems)

        def check(category: str, place: Place) -> bool:
            return choice(category, place, f"category of `{name}`", categories, self.problems)

        return self.shares(node, f"a category of `{name}`", check)

    def plays(self, node: Node) -> list[dict[str, Any]]:
        return [
            found
            for item in items(node, "`plays`", self.problems)
            if (found := self.play(item)) is not None
        ]

    def play(self, node: Node) -> dict[str, Any] | None:
        known = ("move", "after", "option")
        parts = fields(node, "an entry of `plays`", known, self.problems)
        move = self.move(parts.get("move"), node.place, "an entry of `plays`")
        if "option" not in parts:
            self.problems.error(node.place, "an entry of `plays` has an `option`")
        if not move or "option" not in parts:
            return None
        after = self.path(parts["after"]) if "after" in parts else {}
        return {"move": move, "after": after, "option": self.option(move, parts["option"])}

    def beliefs(self, node: Node) -> list[dict[str, Any]]:
        return [
            found
            for item in items(node, "`beliefs`", self.problems)
            if (found := self.belief(item)) is not None
        ]

    def belief(self, node: Node) -> dict[str, Any] | None:
        known = ("move", "after", "of")
        parts = fields(node, "an entry of `beliefs`", known, self.problems)
        move = self.move(parts.get("move"), node.place, "an entry of `beliefs`")
        if "of" not in parts:
            self.problems.error(node.place, "an entry of `beliefs` says what it is a belief `of`")
        if not move or "of" not in parts:
            return None
        after = self.path(parts["after"]) if "after" in parts else {}
        return {"move": move, "after": after, "of": self.path(parts["of"])}

    def refinements(self, node: Node) -> dict[str, str]:
        entries = self.known(node, "refinement", REFINEMENTS)
        return {
            key: written(value)
            for key, value in entries.items()
            if choice(written(value), value.place, f"verdict of `{key}`", VERDICTS, self.problems)
        }

    def move(self, node: Node | None, place: Place, what: str) -> str:
        """Return the name of a move, empty if there is none."""
        if node is None:
            self.problems.error(place, f"{what} has a `move`")
            return ""
        name = word(node, "the name of a move", self.problems)
        return name if name and check_move(name, node.place, self.desk) else ""

    def threshold(self, node: Node) -> dict[str, Any] | None:
        known = ("move", "option", "parameter", "value")
        parts = fields(node, "`threshold`", known, self.problems)
        missing = [key for key in known if key not in parts]
        if missing:
            rule = "`threshold` has move, option, parameter and value; missing"
            self.problems.error(node.place, rule, ", ".join(missing))
            return None
        move = self.move(parts["move"], node.place, "`threshold`")
        if not move:
            return None
        at, name = parts["parameter"].place, written(parts["parameter"])
        choice(name, at, "parameter", self.desk.parameters, self.problems)
        option = written(parts["option"])
        check_option(move, option, parts["option"].place, self.desk)
        value = number(parts["value"], "the value of a threshold", self.problems)
        return {"move": move, "option": option, "parameter": name, "value": value}
