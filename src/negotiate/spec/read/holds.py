"""Conditions over answers: ``kellogg.payoff.US > baseline.payoff.US``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.spec.expression import NONE, ZERO, Ref
from negotiate.spec.formula import line
from negotiate.spec.names import EVERYTHING, Resolver
from negotiate.spec.problems import suggest

if TYPE_CHECKING:
    from collections.abc import Collection

    from negotiate.spec import document
    from negotiate.spec.expression import Expr
    from negotiate.spec.names import Typed
    from negotiate.spec.parse import Syntax
    from negotiate.spec.read.desk import Desk
    from negotiate.spec.tokens import Source

PAYOFF = "payoff"
"""Stands before a player: ``kellogg.payoff.US``."""


def read_holds(node: document.Node, scenarios: tuple[str, ...], desk: Desk) -> Expr | None:
    """Return a condition whose names are results, each a `Ref` with dots.

    Parameters
    ----------
    node : Node
    scenarios : tuple of str
        With which a name begins.
    desk : Desk
    """
    found = line(node, "`holds`", desk.problems, dotted=True)
    if found is None:
        return None
    return Results(desk, scenarios).condition(found.tree, found.source)


class Results(Resolver):
    """Resolves ``SCENARIO.quantity`` and its like; every one of them is a number."""

    def __init__(self, desk: Desk, scenarios: tuple[str, ...]) -> None:
        super().__init__(desk.scope, EVERYTHING, desk.problems)
        self.desk = desk
        self.scenarios = scenarios

    def _compare(self, tree: Syntax, source: Source) -> Expr:
        return self._compare_numbers(tree, source)

    def _name(self, tree: Syntax, source: Source) -> Typed:
        wrong, hint = self._fault(tree.text.split("."))
        if wrong:
            self._error(tree, source, wrong, hint)
            return ZERO, "unknown"
        return Ref(tree.text), "number"

    def _fault(self, parts: list[str]) -> tuple[str, str]:
        """Return what is wrong with a dotted name, and a hint; both empty if nothing is."""
        if parts[0] not in self.scenarios:
            return "a result begins with a scenario", _near(parts[0], self.scenarios)
        if len(parts) == 1:
            return (
                "a result of a scenario is meant",
                f"write `{parts[0]}.payoff.PLAYER` or the like",
            )
        if parts[1] == PAYOFF:
            if len(parts) == 3 and parts[2] in self.desk.players:
                return "", ""
            return "after `payoff` comes a player", _near(parts[-1], self.desk.players)
        names = tuple(self.scope.of("move", "quantity", "criterion"))
        if parts[1] not in names:
            rule = "there is no such move, quantity or criterion"
            return rule, _near(parts[1], (*names, PAYOFF))
        known = self.scope.names[parts[1]]
        if not known.words:
            extra = len(parts) > 2
            return (f"`{parts[1]}` is one number", "nothing follows it") if extra else ("", "")
        words = (*known.words, NONE) if known.kind == "move" else known.words
        if len(parts) == 3 and parts[2] in words:
            return "", ""
        what = "an option" if known.kind == "move" else "a category"
        return f"after `{parts[1]}` comes {what}", _near(parts[-1], words)


def _near(word: str, known: Collection[str]) -> str:
    return suggest(word, known)
