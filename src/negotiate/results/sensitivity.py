"""Which assumption matters, and how far from overturned a headline is.

Frozen data. A distance is in units of the ranges: 0.1 is a tenth of a parameter's range.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo, Number

Direction: TypeAlias = Literal["increasing", "decreasing", "flat", "neither"]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one parameter does to the output.

    Attributes
    ----------
    parameter, unit : str
    now, low, high : Number
        Where it is, and the ends of its range; without one, the outer quantiles of its
        distribution.
    first, first_low, first_high : float
        First-order Sobol index and its 95 % interval: the share of the variance that the
        parameter explains by itself. nan where the output is constant.
    total, total_low, total_high : float
        Total index: the share that it has a part in.
    at_low, at_high : float
        The output with the parameter at either end of its range, all others as they are.
    swing : float
        Largest less smallest output as it alone moves through its range.
    direction : {"increasing", "decreasing", "flat", "neither"}
        Of the output along all lines that were looked at.
    """

    parameter: str
    unit: str
    now: Number
    low: Number
    high: Number
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    at_low: float
    at_high: float
    swing: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class Shift:
    """A parameter that is otherwise than assumed.

    Attributes
    ----------
    parameter, unit, about, source : str
        In the words of the file.
    now, then, low, high : Number
        Where it is, where it would have to be, and the ends of its range.
    share : float
        How far that is, with its sign, in shares of the range.
    """

    parameter: str
    unit: str
    about: str
    source: str
    now: Number
    then: Number
    low: Number
    high: Number
    share: float


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which the headline is overturned, verified by solving there.

    Attributes
    ----------
    norm : {"max", "euclid"}
        What was made small: the largest change, or the root of the sum of squares.
    boundary : float
        The distance at which the search met the boundary.
    distance : float
        That of this point, whose numbers are rounded away from where they are now.
    shifts : tuple of Shift
        The largest first; all other parameters are where they are.
    value : float
        The output there.
    path : mapping of scenario to mapping of move to tuple of str
        What can happen there, of the moves that are reached.
    reasons : tuple of str
        Why it comes out otherwise, as sentences.
    regret : float
        The largest gain from a deviation there, by the certificates of its answers.
    ties : bool
        Whether a decision there is a tie.
    """

    norm: str
    boundary: float
    distance: float
    shifts: tuple[Shift, ...]
    value: float
    path: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    regret: float = 0.0
    ties: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """The nearest point found that changes only so many parameters.

    Attributes
    ----------
    parameters : tuple of str
    distance : float
        The largest change, in shares of a range.
    """

    parameters: tuple[str, ...]
    distance: float


@dataclass(frozen=True, slots=True)
class Headline:
    """What is to be overturned.

    Attributes
    ----------
    says : str
        What holds now.
    overturned : str
        When it counts as overturned.
    """

    says: str
    overturned: str


@dataclass(frozen=True, slots=True)
class Looked:
    """How much was looked at.

    Attributes
    ----------
    draws : int
        Rows of the Sobol sample; each is solved once more for every parameter and once for
        itself and its pair.
    used : int
        Rows that have an answer everywhere.
    points : int
        Points at which the scenarios were solved, all told.
    lines, steps : int
        Lines along which each parameter alone was moved, and points on each.
    overturned : float
        Share of the Sobol sample in which the headline is overturned; where the file states
        rank correlations, of as many draws that respect them.
    several : float
        Share of all points at which there are several answers; the first was taken.
    within : int
        Points looked at within the distance of the nearest one, none of which overturns.
    complete : bool
        Whether the search ended by itself, and not because it had looked at as many points as
        it was allowed to.
    """

    draws: int
    used: int
    points: int
    lines: int
    steps: int
    overturned: float
    several: float
    within: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which assumption an output hangs on, and what would overturn it.

    Attributes
    ----------
    game : GameInfo
    scenarios : tuple of str
        Those that the output is about.
    concept : str
        As asked.
    of, instead : str
        The output, and what was asked to hold in its place; the latter may be empty.
    sort : {"odds", "condition", "number"}
    value : float
        The output now.
    mean, deviation, low, high : float
        Of the output over the ranges, with the rank correlations that the file states.
    constant : bool
        Whether it is the same everywhere.
    influences : tuple of Influence
        The largest total index first; where the output is constant, in the order of the file.
    headline : Headline
    nearest : Counterexample or None
        The nearest found in the max norm; None: nothing overturns within the ranges.
    euclid : Counterexample or None
        The nearest found in Euclid's norm.
    case : Counterexample or None
        The strongest case against: of the points that change few parameters, the one with the
        fewest among those no further than twice the nearest.
    trades : tuple of Trade
        The distance, by the number of parameters that change.
    proved : float
        As long as no parameter moves by so much, all of them together, no decision on the path
        of play changes: proved for the whole box, by backward induction in affine forms. 1: for
        all of the ranges; 0: nothing is proved, as where moves are hidden.
    looked : Looked
    seed : int
    notes : tuple of str
    unfinished : str
        What was being done when it was interrupted; empty if it was not. What is missing then is
        nan or None, and `nearest` is the nearest that had been looked at.
    """

    game: GameInfo
    scenarios: tuple[str, ...]
    concept: str
    of: str
    instead: str
    sort: str
    value: float
    mean: float
    deviation: float
    low: float
    high: float
    constant: bool
    influences: tuple[Influence, ...]
    headline: Headline
    nearest: Counterexample | None
    euclid: Counterexample | None
    case: Counterexample | None
    trades: tuple[Trade, ...]
    proved: float
    looked: Looked
    seed: int
    notes: tuple[str, ...] = ()
    unfinished: str = ""
    version: str = ""
