"""Answers at single values of a parameter, and what a change between two of them is."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.analysis.piecewise import Ratio
    from negotiate.forms.algebraic import Real
    from negotiate.results.thresholds import Turn

Support: TypeAlias = frozenset[int]
"""The slots that may be taken in an equilibrium."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The answer at one value of the parameter.

    Attributes
    ----------
    x : Fraction
    supports : frozenset of frozenset of int
        For each equilibrium the slots that may be taken; empty where there is no answer.
    pure : frozenset of frozenset of int
        Those in which each decision has one slot.
    leaves : frozenset of int
        Payoff rows that play may end in, in any equilibrium.
    """

    x: Fraction
    supports: frozenset[Support]
    pure: frozenset[Support]
    leaves: frozenset[int]


@dataclass(frozen=True, eq=False)
class Change:
    """Two samples close together with different answers.

    Attributes
    ----------
    low, high : Sample
    at : Real or None
        Where the answer changes, if that is known exactly.
    exact : Exact or None
        Why it does, if a pure equilibrium ends or begins there.
    """

    low: Sample
    high: Sample
    at: Real | None = None
    exact: Exact | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """Doing otherwise at one information set, in a pure profile.

    Attributes
    ----------
    support : frozenset of int
        The profile.
    infoset, kept, slot : int
        Where, what the profile says, and what is done instead.
    """

    support: Support
    infoset: int
    kept: int
    slot: int


@dataclass(frozen=True, slots=True)
class Exact:
    """A threshold that is known exactly.

    Attributes
    ----------
    at : Real
    turn : Turn
    deviation : Deviation
    ends : bool
        Whether the profile is an equilibrium below the threshold, not above it.
    gap : Ratio
        What the deviation gains.
    """

    at: Real
    turn: Turn
    deviation: Deviation
    ends: bool
    gap: Ratio


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction with the smallest denominator strictly between two others.

    Continued fractions as long as they agree (Graham, Knuth & Patashnik 1994, section 4.5).

    Examples
    --------
    >>> simplest(Fraction(333, 1000), Fraction(334, 1000))
    Fraction(1, 3)
    """
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + Fraction(1, floor(1 / (high - whole)) + 1)
    return whole + 1 / simplest(1 / (high - whole), 1 / (low - whole))
