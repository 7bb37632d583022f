"""What was asked of many draws of the parameters, and what was found: frozen data."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo
    from negotiate.types import NumberArray

Arrays = dict[str, "NumberArray"]
"""Of one piece of a sweep: the variables of `Layout` by name, at one combination of the grid."""


@dataclass(frozen=True, slots=True)
class Design:
    """What a sweep is: the same design gives the same numbers, wherever it is computed.

    Attributes
    ----------
    scenarios : tuple of str
        The first is the one that the others are compared to.
    draws, seed : int
    sampling : str
        ``random``, ``sobol`` or ``latin``.
    replicates : int
        Independent sequences among which the blocks of draws take turns; 1 where all draws are
        independent.
    block : int
        Draws of a piece.
    grid : mapping of parameter to tuple of float
        Its values; all combinations are crossed with the draws.
    settings : mapping of parameter to float
        Parameters that stay at a value.
    concept, method : str
    rationality : float, optional
    moves : bool
        Whether the odds of every outcome of every move are kept.
    """

    scenarios: tuple[str, ...]
    draws: int
    seed: int = 0
    sampling: str = "random"
    replicates: int = 1
    block: int = 4096
    grid: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=dict)
    concept: str = "auto"
    method: str = "auto"
    rationality: float | None = None
    moves: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the dimensions of the grid."""
        return tuple(len(values) for values in self.grid.values())

    @property
    def cells(self) -> int:
        """Combinations of the values of the grid."""
        size = 1
        for length in self.shape:
            size *= length
        return size

    @property
    def blocks(self) -> int:
        """Blocks of draws, the last of which may be shorter."""
        return -(-self.draws // self.block)

    @property
    def pieces(self) -> int:
        """Units of work: a block of draws at a combination of the grid."""
        return self.blocks * self.cells

    def place(self, piece: int) -> tuple[int, int]:
        """Return the block and the combination of a piece; all combinations of a block follow."""
        return divmod(piece, self.cells)

    def span(self, piece: int) -> slice:
        """Return which draws a piece holds."""
        start = self.place(piece)[0] * self.block
        return slice(start, min(start + self.block, self.draws))

    def indices(self, cell: int) -> tuple[int, ...]:
        """Return the place of a combination along each dimension of the grid, the last fastest."""
        found: list[int] = []
        for length in reversed(self.shape):
            cell, rest = divmod(cell, length)
            found.append(rest)
        return tuple(reversed(found))

    def at(self, cell: int) -> dict[str, float]:
        """Return the values of a combination."""
        pairs = zip(self.grid.items(), self.indices(cell), strict=True)
        return {name: values[i] for (name, values), i in pairs}


@dataclass(frozen=True, slots=True)
class Variable:
    """An array of the result.

    Attributes
    ----------
    dims : tuple of str
    dtype : str
    about : str
    """

    dims: tuple[str, ...]
    dtype: str
    about: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of the result: named dimensions, labels along them, and what is in the arrays.

    Attributes
    ----------
    sizes : mapping of dimension to int
    labels : mapping of dimension to tuple of str or float
        Of all dimensions but ``draw``. What has no labels at all is left out.
    variables : mapping of name to Variable
    grid : tuple of str
        Those dimensions that are parameters; they stand before ``draw`` in every variable but
        ``input``.
    attributes : mapping of str to str, int or float
        Title, game file, its SHA-256, version, seed, design, units.
    """

    sizes: Mapping[str, int]
    labels: Mapping[str, tuple[Any, ...]]
    variables: Mapping[str, Variable]
    grid: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number is distributed over the draws: its mean and three of its quantiles."""

    mean: Estimate
    q05: Estimate
    q50: Estimate
    q95: Estimate


@dataclass(frozen=True, slots=True)
class ScenarioSweep:
    """One scenario over all draws, at one combination of the grid.

    Attributes
    ----------
    scenario : str
    answered : int
        Draws with a unique answer; all shares are of these, or, where two scenarios are
        compared, of the `compared` ones that have one in both.
    undecided, invalid : float
        Share of draws with a tie in play or without an equilibrium that was looked for, and of
        draws whose numbers are those of no game.
    outcomes : mapping of quantity to mapping of category to Estimate
        Odds.
    criteria : mapping of name to Estimate
        Odds that it holds.
    quantities, payoffs : mapping of name to Spread
    compared : int
    changes : Estimate or None
        Share of draws in which other things happen on the path than in the first scenario; None
        for the first itself, and where players mix everything.
    better, worse : mapping of player to Estimate
        Share of draws in which it is paid more, or less, than in the first scenario.
    """

    scenario: str
    answered: int
    undecided: float
    invalid: float
    outcomes: Mapping[str, Mapping[str, Estimate]]
    criteria: Mapping[str, Estimate]
    quantities: Mapping[str, Spread]
    payoffs: Mapping[str, Spread]
    compared: int = 0
    changes: Estimate | None = None
    better: Mapping[str, Estimate] = field(default_factory=dict)
    worse: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SweepCell:
    """All scenarios at one combination of the values of the grid."""

    at: Mapping[str, float]
    draws: int
    scenarios: tuple[ScenarioSweep, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The summary of a sweep: what ``sweep`` prints and ``--json`` carries.

    Attributes
    ----------
    game : GameInfo
        Its parameters have the values that they have where they are not drawn.
    parameter_units : mapping of parameter to unit
        Of those that state one.
    design : Design
    drawn : mapping of parameter to str
        What was drawn, from which distribution, in words.
    correlations : tuple of str
        In words.
    cells : tuple of SweepCell
        One for each combination of the grid; one alone where there is no grid.
    finished : bool
        Whether all draws were made.
    quantile_draws : int
        Quantiles are those of so many draws at most, the first ones, so that memory does not
        grow with the number of draws.
    notes : tuple of str
    version : str
    """

    game: GameInfo
    parameter_units: Mapping[str, str]
    design: Design
    drawn: Mapping[str, str]
    correlations: tuple[str, ...]
    cells: tuple[SweepCell, ...]
    finished: bool
    quantile_draws: int
    notes: tuple[str, ...] = ()
    version: str = ""
