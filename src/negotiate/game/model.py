"""A game file, ready to be solved: its scenarios, each compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.errors import UsageError, nearest
from negotiate.game.grow import MAX_NODES, grow
from negotiate.game.parametric import ParametricGame, rational
from negotiate.game.tape import Definition, Tape
from negotiate.game.written import grow_table, grow_tree
from negotiate.spec.model import Moves, Table
from negotiate.spec.scenario import apply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.errors import Problem
    from negotiate.game.game import Game
    from negotiate.game.grow import Grown
    from negotiate.spec.model import Spec


class Model:
    """A game file with its scenarios.

    Parameters
    ----------
    spec : Spec
    max_nodes : int
        Largest tree that is built.
    """

    def __init__(self, spec: Spec, max_nodes: int = MAX_NODES) -> None:
        self.spec = spec
        self.max_nodes = max_nodes
        self._specs: dict[str, Spec] = {}
        self._compiled: dict[str, ParametricGame] = {}
        self._structures: list[tuple[object, Grown, Tape]] = []

    def __repr__(self) -> str:
        """Return one line: title, players, scenarios."""
        players = ", ".join(player.key for player in self.spec.players)
        named = ", ".join(filter(None, self.scenarios)) or "none"
        return f"<Model {self.spec.title!r}: players {players}; scenarios {named}>"

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names in the order of the file; one empty name where there are none."""
        return tuple(scenario.name for scenario in self.spec.scenarios) or ("",)

    @property
    def main_scenarios(self) -> tuple[str, ...]:
        """Those that are solved unasked: all but the ones set aside; all if every one is."""
        main = (scenario.name for scenario in self.spec.scenarios if not scenario.aside)
        return tuple(main) or self.scenarios

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd in the file but playable, in the game as written."""
        grown = self.parametric("").grown
        return tuple(dict.fromkeys((*self.spec.warnings, *grown.warnings)))

    def spec_of(self, scenario: str = "") -> Spec:
        """Return the game that a scenario makes of the file.

        Raises
        ------
        UsageError
            If there is no scenario of that name.
        """
        if scenario not in self._specs:
            self._specs[scenario] = apply(self.spec, scenario)
        return self._specs[scenario]

    def parametric(self, scenario: str = "") -> ParametricGame:
        """Return the compiled game of a scenario; the empty name is the game as written."""
        if scenario not in self._compiled:
            spec = self.spec_of(scenario)
            self._compiled[scenario] = ParametricGame(spec, *self._structure(spec))
        return self._compiled[scenario]

    def _structure(self, spec: Spec) -> tuple[Grown, Tape]:
        """Return the tree and the tape, shared by all scenarios with the same moves."""
        body = spec.body
        shape: object = body.moves if isinstance(body, Moves) else body
        for known, grown, tape in self._structures:
            if known is shape or (isinstance(shape, tuple) and known == shape):
                return grown, tape
        limit = self.max_nodes
        if isinstance(body, Moves):
            grown = grow(body.moves, spec.players, spec.file, limit)
        elif isinstance(body, Table):
            grown = grow_table(body, spec.players, spec.file, limit)
        else:
            grown = grow_tree(body, spec.players, spec.file, limit)
        tape = Tape(grown.histories, [p.name for p in spec.parameters], _definitions(spec))
        self._structures.append((shape, grown, tape))
        return grown, tape

    def game(
        self,
        scenario: str = "",
        settings: Mapping[str, Any] | None = None,
        *,
        exact: bool = False,
    ) -> Game:
        """Return the game of a scenario with numbers: see `ParametricGame.at`."""
        return self.parametric(scenario).at(settings, exact=exact)

    def with_settings(self, settings: Mapping[str, Any]) -> Model:
        """Return the same model with other values of parameters.

        Raises
        ------
        UsageError
            If a parameter does not exist.
        """
        names = [p.name for p in self.spec.parameters]
        for name in settings:
            if name not in names:
                hint = nearest(name, names)
                raise UsageError(f"there is no parameter '{name}'" + (f" ({hint})" if hint else ""))
        exact = {name: rational(value) for name, value in settings.items()}
        model = Model(self.spec.with_settings(exact), self.max_nodes)
        model._structures = self._structures  # the tree and the tape do not depend on values
        return model


def _definitions(spec: Spec) -> dict[str, Definition]:
    named = {
        q.name: Definition(q.value, q.categories) for q in (*spec.definitions, *spec.quantities)
    }
    return named | {c.name: Definition(c.when, condition=True) for c in spec.criteria}
