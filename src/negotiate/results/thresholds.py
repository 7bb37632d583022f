"""At which values of a parameter the answer changes, in the words of the game file.

Frozen data. Numbers that are exact are fractions; an irrational one is a float with its minimal
polynomial beside it.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo, History, Number

Options = tuple[str, ...]
"""Names of options, the one that is taken first; several at a tie, or in several equilibria."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the parameter.

    Attributes
    ----------
    value : Number
        A fraction where it is rational and known exactly, a float otherwise.
    decimal : float
    polynomial : tuple of int
        Coefficients of the minimal polynomial, the constant first, where it is irrational and
        known exactly.
    low, high : Number
        No other root of the polynomial lies between; where the value was found by bisection, the
        change lies between. Equal to `value` where that is a fraction.
    error : float
        How far the decimal may be off; 0 where the value is known exactly.
    """

    value: Number
    decimal: float
    polynomial: tuple[int, ...]
    low: Number
    high: Number
    error: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether the value is known exactly."""
        return self.error == 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A decision that comes out otherwise below a threshold than above it.

    Attributes
    ----------
    player, move : str
    history : mapping of move to option
        Where; of several such decisions, the one that the fewest departures from play lead to.
    before, at, after : tuple of str
        The best options just below, at and just above the threshold.
    on_path : bool
        Whether play comes to it on either side.
    indifferent : bool
        Whether its owner is indifferent at the threshold, which makes it one. Other decisions
        only follow, since what they lead to changes.
    count : int
        Number of decisions with the same change.
    """

    player: str
    move: str
    history: History
    before: Options
    at: Options
    after: Options
    on_path: bool
    indifferent: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Shift:
    """A move that comes out otherwise on the path of play.

    Attributes
    ----------
    move : str
    before, after : tuple of str
        What can happen just below and just above.
    """

    move: str
    before: Options
    after: Options


@dataclass(frozen=True, slots=True)
class Condition:
    """A threshold in closed form, in all parameters that matter.

    Attributes
    ----------
    player, move, option : str
        Who chooses which option exactly where the condition holds, all else as it is now.
    history : mapping of move to option
    text, latex : str
        The condition as an inequality.
    """

    player: str
    move: str
    option: str
    history: History
    text: str
    latex: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value at which the answer changes.

    Attributes
    ----------
    at : Point
    on_path : bool
        Whether the path of play changes.
    shifts : tuple of Shift
        What changes on the path of play. Where both sides agree and only the value itself is a
        tie, nothing.
    turns : tuple of Turn
        The decisions that change: those on the path first, the causes before what follows.
    condition : Condition or None
        If asked for, and the threshold has a closed form.
    no_answer : str
        On which side of it there is none, ``below``, ``above`` or ``either``, as the numbers are
        those of no game there, or none is found; empty otherwise.
    """

    at: Point
    on_path: bool
    shifts: tuple[Shift, ...]
    turns: tuple[Turn, ...]
    condition: Condition | None = None
    no_answer: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An open interval on which the path of play stays the same.

    Attributes
    ----------
    low, high : Point
    path : mapping of move to tuple of str
        What can happen; empty where there is no answer.
    equilibria : int
        Number of equilibria listed; 0 where the numbers are those of no game, or none is found.
    """

    low: Point
    high: Point
    path: Mapping[str, Options]
    equilibria: int = 1


@dataclass(frozen=True, slots=True)
class Tie:
    """An interval on which several options stay equally good.

    Attributes
    ----------
    low, high : Point
    player, move : str
    history : mapping of move to option
        As in `Turn`.
    options : tuple of str
    on_path : bool
    count : int
        Number of decisions with the same tie.
    """

    low: Point
    high: Point
    player: str
    move: str
    history: History
    options: Options
    on_path: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every value of one parameter at which the answer of one scenario changes.

    Attributes
    ----------
    game : GameInfo
    scenario, concept, method : str
        The method says how the values were found.
    parameter, unit : str
    now : Number
        Where the parameter is.
    low, high : Number
        The range that was searched.
    thresholds : tuple of Threshold
        In ascending order.
    stretches : tuple of Stretch
        Between the thresholds that are on the path.
    ties : tuple of Tie
    notes : tuple of str
        What else a reader must know.
    """

    game: GameInfo
    scenario: str
    concept: str
    method: str
    parameter: str
    unit: str
    now: Number
    low: Number
    high: Number
    thresholds: tuple[Threshold, ...]
    stretches: tuple[Stretch, ...]
    ties: tuple[Tie, ...] = ()
    notes: tuple[str, ...] = ()
    version: str = ""

    @property
    def on_path(self) -> tuple[Threshold, ...]:
        """The thresholds at which the path of play changes."""
        return tuple(threshold for threshold in self.thresholds if threshold.on_path)


@dataclass(frozen=True, slots=True)
class Nearest:
    """What it would take of one parameter to change the path of play.

    Attributes
    ----------
    parameter, unit : str
    now, low, high : Number
    below, above : Threshold or None
        The nearest on either side; None: nothing in the range changes the path.
    share_below, share_above : float or None
        How far they are, in shares of the range.
    """

    parameter: str
    unit: str
    now: Number
    low: Number
    high: Number
    below: Threshold | None
    above: Threshold | None
    share_below: float | None
    share_above: float | None

    @property
    def share(self) -> float:
        """The share of the range to the nearest on any side; infinity if there is none."""
        shares = [s for s in (self.share_below, self.share_above) if s is not None]
        return min(shares, default=float("inf"))


@dataclass(frozen=True, slots=True)
class WhatItTakes:
    """What it would take to change the path of play, one parameter at a time.

    Attributes
    ----------
    game : GameInfo
    scenario, concept : str
    path : mapping of move to tuple of str
        What is played now.
    rows : tuple of Nearest
        The closest first, those that change nothing last.
    notes : tuple of str
        Which parameters were left out, and why.
    version : str
    unfinished : tuple of str
        The parameters that were not looked at, in the order of the file, as the work was
        interrupted; empty if it was not.
    """

    game: GameInfo
    scenario: str
    concept: str
    path: Mapping[str, Options]
    rows: tuple[Nearest, ...]
    notes: tuple[str, ...] = field(default=())
    version: str = ""
    unfinished: tuple[str, ...] = ()
