"""The space of the parameters, and what an answer says of a headline at its points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.counterexample import SpentError
from negotiate.analysis.counterexample_plane import EUCLID, MAX, Box, distance
from negotiate.analysis.draws import evaluate
from negotiate.analysis.engines import together
from negotiate.analysis.quantile import quantile
from negotiate.record import dataclass
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from negotiate.analysis.asked import Asked
    from negotiate.analysis.draws import Drawn
    from negotiate.game.parametric import ParametricGame
    from negotiate.spec.distribution import Correlation
    from negotiate.spec.model import Parameter
    from negotiate.types import BoolArray, FloatArray, IntArray

    Verdict = Callable[[Mapping[str, Drawn], FloatArray], BoolArray]
    Progress = Callable[[str, int, int], None]

CHUNK: Final = 2048
"""Points that are solved before progress is said."""

MOST_RESOLVED: Final = 2_000
"""Points that are solved again by themselves."""

TAILS: Final = np.array([0.001, 0.999])
"""Shares of a distribution between which a parameter without a range varies."""

KEPT: Final = 48
"""Nearest overturned points that are kept, in each norm."""


@dataclass(frozen=True, eq=False)
class Space:
    """The parameters that vary, in units of their ranges, from where they are now.

    Attributes
    ----------
    parameters : tuple of Parameter
        All of the file (K).
    varied : IntArray (V,)
        Places of those that vary.
    """

    parameters: tuple[Parameter, ...]
    varied: IntArray

    @cached_property
    def now(self) -> FloatArray:
        """Where they are (V,)."""
        return np.array([float(parameter.value) for parameter in self.chosen])

    @cached_property
    def low(self) -> FloatArray:
        """The low ends of their ranges (V,)."""
        return np.array([float(ends_of(parameter)[0]) for parameter in self.chosen])

    @cached_property
    def size(self) -> FloatArray:
        """The sizes of their ranges (V,)."""
        ends = [ends_of(parameter) for parameter in self.chosen]
        return np.array([float(high - low) for low, high in ends])

    @property
    def box(self) -> Box:
        """The ranges."""
        lower = np.minimum((self.low - self.now) / self.size, 0.0)
        return Box(lower, np.maximum(lower + 1, 0.0))

    @property
    def chosen(self) -> tuple[Parameter, ...]:
        """The parameters that vary (V)."""
        return tuple(self.parameters[k] for k in self.varied.tolist())

    def at(self, points: FloatArray) -> FloatArray:
        """Return the parameters (K, B) at points (V, B)."""
        thetas = np.empty((len(self.parameters), points.shape[1]))
        thetas[:] = np.array([[float(p.value)] for p in self.parameters])
        thetas[self.varied] += points * self.size[:, None]
        return thetas

    def among(self, correlations: Iterable[Correlation]) -> tuple[Correlation, ...]:
        """Return those rank correlations both of whose parameters vary."""
        names = {parameter.name for parameter in self.chosen}
        return tuple(each for each in correlations if {each.first, each.second} <= names)

    def spread(self, cube: FloatArray) -> FloatArray:
        """Return points (V, B) from those of the unit cube, each parameter as it is distributed.

        They are independent where those of the cube are.
        """
        drawn = [quantile(p, share) for p, share in zip(self.chosen, cube, strict=True)]
        return self.points(np.array(drawn))

    def points(self, values: FloatArray) -> FloatArray:
        """Return where values of those that vary lie (V, B)."""
        found: FloatArray = (values - self.now[:, None]) / self.size[:, None]
        return found


def ends_of(parameter: Parameter) -> tuple[Fraction, Fraction]:
    """Return the ends of a range, widened to where the parameter is.

    Without a range, nearly all of its distribution counts as one, in four digits.
    """
    low, high = parameter.low, parameter.high
    if low is None or high is None:
        if parameter.distribution is None:
            return parameter.value, parameter.value
        low, high = (Fraction(f"{end:.4g}") for end in quantile(parameter, TAILS).tolist())
    return min(low, parameter.value), max(high, parameter.value)


def fixed(parameter: Parameter) -> bool:
    """Tell whether a parameter has nowhere else to be."""
    low, high = ends_of(parameter)
    return low == high


@dataclass(eq=False)
class View:
    """Looks at points: what the output is there, and whether the headline is overturned.

    Attributes
    ----------
    space : Space
    games : mapping of scenario to ParametricGame
    asked : Asked
    overturns : callable
        From what is drawn, and the output (B,), to whether the headline is overturned (B,).
    concept, method, seed
        As in `negotiate.analysis.draws.evaluate`.
    progress : callable
        Is told what is done, how many points of it, of how many.
    looked, hits, several : int
        Points so far, those that overturn, those with several answers.
    limit : int or None
        Points after which `overturned` looks no more.
    by_itself : tuple of (str, str) or None
        Concept and method that solve a point by itself.
    resolved : int
        Points that were solved again so.
    stage : tuple of (str, int, int)
        What is being done, how many points had been looked at when it began, how many it takes.
    """

    space: Space
    games: Mapping[str, ParametricGame]
    asked: Asked
    overturns: Verdict
    concept: str
    method: str
    seed: int
    progress: Progress
    looked: int = 0
    hits: int = 0
    several: int = 0
    limit: int | None = None
    stage: tuple[str, int, int] = ("", 0, 0)
    by_itself: tuple[str, str] | None = None
    resolved: int = 0
    _near: dict[str, FloatArray] = field(default_factory=dict)

    def draw(self, points: FloatArray) -> dict[str, Drawn]:
        """Solve all scenarios at points (V, B).

        Where moves are hidden, draws that are solved together and have no one answer in pure
        strategies are solved again by themselves, for what is mixed there, or which of several
        is meant, only a solver of single games can say; beyond so many, they count as having
        no answer.
        """
        thetas, found = self.space.at(points), {}
        for name, game in self.games.items():
            drawn = self._evaluate(game, thetas, self.concept, self.method)
            again = np.flatnonzero(drawn.valid & ~drawn.decided)
            if again.size and self.pure_only(name):
                if self.by_itself is not None and self.resolved + again.size <= MOST_RESOLVED:
                    self.resolved += again.size
                    single = self._evaluate(game, thetas[:, again], *self.by_itself)
                    drawn = _put(drawn, again, single)
                else:
                    drawn = replace(drawn, valid=drawn.valid & drawn.decided)
            found[name] = drawn
        return found

    def _evaluate(
        self, game: ParametricGame, thetas: FloatArray, concept: str, method: str
    ) -> Drawn:
        options = Options(seed=self.seed)
        return evaluate(game, thetas, concept=concept, method=method, options=options)

    def pure_only(self, scenario: str) -> bool:
        """Whether only answers in pure strategies are found in a scenario with hidden moves."""
        tree = self.games[scenario].tree
        return not tree.perfect_information and together(tree, self.concept, self.method)

    def look(self, points: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Return the output and whether the headline is overturned at points (V, B)."""
        drawn = self.draw(points)
        values = self.asked.values(drawn)
        hits = self.overturns(drawn, values)
        self.looked += points.shape[1]
        self.hits += int(np.count_nonzero(hits))
        several = np.logical_or.reduce([d.several for d in drawn.values()])
        self.several += int(np.count_nonzero(several))
        self._keep(points[:, hits])
        what, began, total = self.stage
        self.progress(what, self.looked - began, total)
        return values, hits

    def begin(self, what: str, total: int) -> None:
        """Say from now on that this is being done."""
        self.stage = what, self.looked, total

    def values(self, points: FloatArray) -> FloatArray:
        """Return the output at points (V, B), some at a time."""
        count = points.shape[1]
        found = np.empty(count)
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            found[part] = self.look(points[:, part])[0]
        return found

    def overturned(self, points: FloatArray) -> BoolArray:
        """Return whether the headline is overturned at points (V, B).

        Raises
        ------
        SpentError
            If that is more than may be looked at.
        """
        if self.limit is not None and self.looked + points.shape[1] > self.limit:
            raise SpentError
        starts = range(0, points.shape[1], CHUNK)
        return np.concatenate([self.look(points[:, s : s + CHUNK])[1] for s in starts])

    def nearest(self, norm: str) -> FloatArray:
        """Return the nearest points looked at that overturn, the nearest first (V, B)."""
        return self._near.get(norm, np.empty((len(self.space.varied), 0)))

    def _keep(self, points: FloatArray) -> None:
        points = points[:, (points == self.space.box.clip(points)).all(axis=0)]
        for norm in (MAX, EUCLID) if points.shape[1] else ():
            both = np.concatenate([self.nearest(norm), points], axis=1)
            order = np.argsort(distance(both, norm), kind="stable")[:KEPT]
            self._near[norm] = both[:, order]


def _put(drawn: Drawn, places: IntArray, single: Drawn) -> Drawn:
    """Return draws with some of them replaced."""

    def put(into: Any, what: Any) -> Any:
        if isinstance(into, Mapping):
            lacking = np.zeros(len(places))
            return {key: put(value, what.get(key, lacking)) for key, value in into.items()}
        into = into.copy()
        into[..., places] = what
        return into

    names = [f.name for f in fields(drawn)]
    return replace(drawn, **{n: put(getattr(drawn, n), getattr(single, n)) for n in names})
