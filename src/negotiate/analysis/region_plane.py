"""What is played at points of a rectangle of two parameters.

Where all draws of a game can be solved at once, they are. A point at which that leaves doubt (a
tie, several equilibria, numbers of no game) is solved by itself, and every equilibrium of it
counts.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.answer import concept_for, solve
from negotiate.analysis.engines import together
from negotiate.analysis.mediation import node_odds
from negotiate.analysis.walk import Lots, ends
from negotiate.errors import GameFileError, NoAnswerError
from negotiate.forms.evaluation import reach
from negotiate.record import dataclass
from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe.batch import solve_batch
from negotiate.solvers.spe.batch.groups import Subgames, groups
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from negotiate.game.game import Game
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Equilibrium, Solution
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

    Path = tuple[tuple[str, tuple[str, ...]], ...]
    Progress = Callable[[str, int, int], None]

INSET: Final = 2.0**-20
"""The edge of the rectangle is looked at from so little within: at the end of its range a
parameter is often special, as odds of 0 are, and no area lies there."""

PRESENT: Final = 1e-9
"""Odds from which on an option counts as played."""

SAMPLED: Final = 7
"""Points along each side that tell how much is in doubt."""

DOUBT: Final = 0.4
"""Share of points in doubt from which on that is most."""

FEW: Final = 4
"""Equilibria of one point that are all listed; of more, one for each way of play is."""

UNDECIDED: Final = -1
"""Where solving many points at once leaves doubt."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the answer is at a point.

    Attributes
    ----------
    paths : tuple of Path
        The different ways of play, each the outcomes that each move of a player can have; in a
        fixed order. Empty where there is no answer.
    invalid : bool
        Whether the numbers are those of no game.
    """

    paths: tuple[Path, ...]
    invalid: bool = False


class Plane:
    """The answers of one scenario over two parameters, in shares of their ranges.

    Parameters
    ----------
    parametric : ParametricGame
    axes : pair of (parameter, low, high)
        What the scenario sets of them itself is left aside.
    concept, method : str
        As in `negotiate.analysis.answer.solve`, but not ``auto`` for the concept.
    progress : callable
        Told what is done, how many points of how many.

    Attributes
    ----------
    facts : Facts
    labels : list of Label
        Codes of points are places in it.
    at_once : bool
        Whether many points are solved at once.
    partial : set of int
        Codes of points at which there may be more equilibria than could be listed.
    singly : int
        Points that were solved by themselves.
    """

    def __init__(
        self,
        parametric: ParametricGame,
        axes: Sequence[tuple[str, float, float]],
        concept: str,
        method: str,
        progress: Progress = lambda _what, _done, _all: None,
    ) -> None:
        self.names = tuple(name for name, _, _ in axes)
        self.low = np.array([[low] for _, low, _ in axes])
        self.width = np.array([[high - low] for _, low, high in axes])
        self.concept, self.method, self.progress = concept, method, progress
        self.parametric = copy(parametric)
        self.parametric.fixed = {n: v for n, v in parametric.fixed.items() if n not in self.names}
        self.tree: Tree = parametric.tree
        self.at_once = self._at_once()
        self.labels: list[Label] = []
        self.partial: set[int] = set()
        self.singly = 0
        self._code: dict[Label, int] = {}
        self._known: dict[tuple[float, ...], int] = {}
        self._pattern: dict[bytes, int] = {}
        self._trusted: dict[bytes, bool] = {}
        self._slow: set[int] = set()
        self.facts = Facts(self.parametric)

    def _at_once(self) -> bool:
        if not together(self.tree, "spe", self.method):
            return False
        if self.concept == "spe":
            return True
        try:  # without proper subgames both concepts ask for the same
            return self.concept == concept_for(self.parametric.at())
        except GameFileError:
            return False

    @property
    def mixed_unseen(self) -> bool:
        """Whether a strict pure equilibrium that is alone may have mixed ones beside it.

        Not with perfect information, nor where hidden moves make two-by-two tables.
        """
        alike = [g for g in groups(self.tree) if isinstance(g, Subgames)] if self.at_once else []
        forms = [group.forms[0] for group in alike]
        return any(len(form.players) > 1 and form.shape != (2, 2) for form in forms)

    @cached_property
    def mostly_singly(self) -> bool:
        """Whether most points have to be solved one by one: so many of a few are in doubt."""
        ticks = (np.arange(SAMPLED) + 0.382) / SAMPLED
        points = np.array(np.meshgrid(ticks, ticks)).reshape(2, -1)
        return float(np.mean(self.quick(points) == UNDECIDED)) > DOUBT

    def values(self, points: FloatArray) -> FloatArray:
        """Return the parameters at points of the unit square (2, B)."""
        inside: FloatArray = self.low + self.width * np.clip(points, INSET, 1 - INSET)
        return inside

    def codes(self, points: FloatArray) -> IntArray:
        """Return the code of the label at each point of the unit square (2, B)."""
        found = self.quick(points)
        doubtful = np.flatnonzero(found == UNDECIDED)
        found[doubtful] = self._singly(points[:, doubtful])
        return found

    def _singly(self, points: FloatArray) -> list[int]:
        """Return the code of the label at each point, solved by itself."""
        found = []
        values = self.values(points).T.tolist()
        for k, pair in enumerate(values):
            found.append(self.at(dict(zip(self.names, pair, strict=True))))
            self.progress("points solved by themselves", k + 1, len(values))
        return found

    def quick(self, points: FloatArray) -> IntArray:
        """Return the codes that solving all points at once gives; elsewhere `UNDECIDED`."""
        found = np.full(points.shape[1], UNDECIDED, dtype=np.int64)
        if not self.at_once or not points.shape[1]:
            return found
        values = self.values(points)
        place = {p.name: k for k, p in enumerate(self.parametric.parameters)}
        thetas = np.array([[float(p.value)] for p in self.parametric.parameters])
        thetas = np.repeat(thetas, points.shape[1], axis=1)
        for name, row in zip(self.names, values, strict=True):
            thetas[place[name]] = row
        start = 0
        for batch in self.parametric.draw(thetas):
            answer = solve_batch(batch)
            here = found[start : start + batch.n_draws]
            start += batch.n_draws
            where = ends(batch.tree, Lots(batch.sharing.odds, batch.odds), answer)
            happens = np.packbits(self.facts.at(where.leaf, where.draw, batch.n_draws), axis=0)
            sure = answer.decided & batch.valid
            here[sure] = [self._of_pattern(column) for column in happens.T[sure]]
            tied = np.packbits(answer.tied, axis=0)
            for i in np.flatnonzero(sure & tied.any(axis=0)).tolist():
                key = answer.choice[:, i].tobytes() + tied[:, i].tobytes()
                if not self._harmless(key, int(here[i]), thetas[:, start - batch.n_draws + i]):
                    here[i] = UNDECIDED
            self.progress("points", start, points.shape[1])
        return found

    def _of_pattern(self, column: NumberArray) -> int:
        """Return the code of what happens, as packed bits."""
        key = column.tobytes()
        if key not in self._pattern:
            happens = np.unpackbits(column, count=len(self.facts.names)).astype(bool)
            self._pattern[key] = self.code(Label((self.facts.path(happens),)))
        return self._pattern[key]

    def _harmless(self, key: bytes, code: int, theta: FloatArray) -> bool:
        """Tell whether ties that play does not come to leave a single way of play.

        Found out by listing all equilibria where such ties are met first, and taken to hold
        wherever the same options are best and tie.
        """
        if key not in self._trusted:
            values = dict(zip((p.name for p in self.parametric.parameters), theta, strict=True))
            self._trusted[key] = self.at({n: float(values[n]) for n in self.names}) == code
        return self._trusted[key]

    def at(self, settings: Mapping[str, float]) -> int:
        """Return the code of one point, solved by itself: all of its equilibria count."""
        key = tuple(settings[name] for name in self.names)
        if key not in self._known:
            self.singly += 1
            self._known[key] = self._solved(settings)
        return self._known[key]

    def _solved(self, settings: Mapping[str, float]) -> int:
        try:
            game = self.parametric.at(settings)
            solution = self._listed(game)
        except GameFileError:
            return self.code(Label((), invalid=True), slow=True)
        except NoAnswerError:
            return self.code(Label(()), slow=True)
        whole = {Coverage.ALL, Coverage.ALL_EXTREME, Coverage.NONE_EXISTS}
        paths = {self._path(game, e) for e in solution.equilibria}
        code = self.code(Label(tuple(sorted(paths, key=self.facts.order))), slow=True)
        if solution.coverage not in whole:
            self.partial.add(code)
        return code

    def _listed(self, game: Game) -> Solution:
        """Return all equilibria, or one for each way of play where ties off the path are many."""
        asked, everything = (self.concept, self.method), Options(all=True)
        if not self.at_once:
            return solve(game, *asked, everything, margins=False)
        solution = solve(game, *asked, replace(everything, cap=FEW), margins=False)
        if solution.coverage is not Coverage.SOME:
            return solution
        return solve(game, "spe", "plays", everything, margins=False)

    def _path(self, game: Game, equilibrium: Equilibrium) -> Path:
        """Return what can happen in an equilibrium."""
        lottery = equilibrium.distribution
        odds = (
            reach(self.tree, equilibrium.behaviour) if lottery is None else node_odds(game, lottery)
        )
        leaves = np.flatnonzero(odds[self.tree.leaf] > PRESENT)
        return self.facts.path(self.facts.at(leaves, np.zeros_like(leaves), 1)[:, 0])

    def code(self, label: Label, *, slow: bool = False) -> int:
        """Return the code of a label; new ones get one."""
        if label not in self._code:
            self._code[label] = len(self.labels)
            self.labels.append(label)
        found = self._code[label]
        if slow and (label.invalid or len(label.paths) != 1 or not self.at_once):
            self._slow.add(found)
        return found

    def is_slow(self, codes: IntArray) -> BoolArray:
        """Tell which codes (B,) are of answers that are found one point at a time."""
        found: BoolArray = np.isin(codes, list(self._slow))
        return found

    def same(self, points: FloatArray, one: IntArray, other: IntArray) -> BoolArray:
        """Tell where points (2, B) have the first of two labels (B,), as cheaply as may be.

        A point in doubt between a label that is solved for at once and one that is not belongs
        to the latter: its own answer is not sought.
        """
        found = self.quick(points)
        slow = self.is_slow(one), self.is_slow(other)
        known: BoolArray = found == one
        doubtful = found == UNDECIDED
        known |= doubtful & slow[0] & ~slow[1]
        unclear = np.flatnonzero(doubtful & slow[0] & slow[1])
        known[unclear] = self._singly(points[:, unclear]) == one[unclear]
        return known


class Facts:
    """Which outcomes the moves of players have.

    Parameters
    ----------
    parametric : ParametricGame

    Attributes
    ----------
    names : list (F,)
        Every move with every outcome, ``none`` last.
    """

    def __init__(self, parametric: ParametricGame) -> None:
        tree = parametric.tree
        own = {tree.labels.moves[m] for m in tree.labels.move[tree.decision].tolist()}
        self.names: list[tuple[str, str]] = []
        self._columns, self._offset, self._states = [], [], parametric.states
        for m, (move, options) in enumerate(
            zip(parametric.move_names, parametric.option_names, strict=True)
        ):
            if move in own:
                self._columns.append(m)
                self._offset.append(len(self.names))
                self.names += [(move, option) for option in (*options, NONE)]
        self._width = np.diff([*self._offset, len(self.names)])

    def at(self, leaf: IntArray, draw: IntArray, n: int) -> BoolArray:
        """Return what happens in each of some draws (F, B), given where play can end (T,)."""
        happens = np.zeros((len(self.names), n), dtype=bool)
        for m, offset, width in zip(self._columns, self._offset, self._width, strict=True):
            happens[offset + self._states[leaf, m] % width, draw] = True
        return happens

    def path(self, happens: BoolArray) -> Path:
        """Return what happens (F,) move by move."""
        found: dict[str, tuple[str, ...]] = {}
        for (move, option), so in zip(self.names, happens.tolist(), strict=True):
            if so:
                found[move] = (*found.get(move, ()), option)
        return tuple(found.items())

    def order(self, path: Path) -> list[tuple[int, ...]]:
        """Order paths as the file orders the options of its moves, sure ones first."""
        place = {fact: k for k, fact in enumerate(self.names)}
        return [(len(options), *(place[move, o] for o in options)) for move, options in path]
