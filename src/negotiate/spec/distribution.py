"""How likely the values of an uncertain parameter are, as the author states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.errors import Place
from negotiate.record import dataclass
from negotiate.spec.unparse import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "log-normal": ("median", "sigma"),
    "beta": ("a", "b"),
    "discrete": (),
}
"""Each kind with its numbers, in the order in which they are written in parentheses."""

UNBOUNDED: Final = frozenset({"normal", "log-normal"})
"""Kinds that leave a range unless they are cut off at its ends."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of one parameter, complete in itself.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    numbers : tuple of Fraction
        Those of its kind, in the order of `KINDS`. `sigma` is the standard deviation of the
        logarithm.
    low, high : Fraction or None
        Where it is cut off, or what a beta distribution is stretched over; None: nowhere.
    values : tuple of (Fraction, Fraction)
        Of a discrete one: each value and its probability, ascending.
    """

    kind: str
    numbers: tuple[Fraction, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    values: tuple[tuple[Fraction, Fraction], ...] = ()
    place: Place = Place()

    def words(self) -> str:
        """Return it in words.

        Examples
        --------
        >>> from fractions import Fraction
        >>> Distribution("normal", (Fraction(1), Fraction(1, 5)), Fraction(0), Fraction(2)).words()
        'normal, mean 1, sd 0.2, cut off at 0 and 2'
        >>> Distribution("discrete", values=((Fraction(1), Fraction(1)),)).words()
        'discrete, 1 with probability 1'
        """
        parts = [
            f"{name} {decimal(number)}"
            for name, number in zip(KINDS[self.kind], self.numbers, strict=True)
        ]
        parts += [f"{decimal(v)} with probability {decimal(p)}" for v, p in self.values]
        if self.low is not None and self.high is not None:
            ends = "cut off at" if self.kind in UNBOUNDED else "between"
            parts.append(f"{ends} {decimal(self.low)} and {decimal(self.high)}")
        return ", ".join([self.kind, *parts])


@dataclass(frozen=True, slots=True)
class Correlation:
    """The rank correlation (Spearman's) of two uncertain parameters."""

    first: str
    second: str
    rho: Fraction
    place: Place = Place()
