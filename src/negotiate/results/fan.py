"""How a quantity is distributed over draws of the parameters, along an axis: frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Band:
    """One scenario.

    Attributes
    ----------
    quantiles : tuple of tuple of float (len(LEVELS), X)
        Of a number over the draws, at each value of the parameter; empty of categories.
    mean : tuple of float (X,)
        Of a number; empty of categories.
    odds : tuple of tuple of float (C, X)
        Of each category, over the draws; empty of a number.
    answered : int
        Draws with a unique answer, of which all this is told: the fewest of any place.
    """

    quantiles: tuple[tuple[float, ...], ...]
    mean: tuple[float, ...]
    odds: tuple[tuple[float, ...], ...]
    answered: int


@dataclass(frozen=True, slots=True)
class Fan:
    """A quantity over draws of the parameters, in several scenarios.

    Attributes
    ----------
    of : str
        A quantity, or ``payoff.KEY``.
    unit : str
    along : str
        The parameter along the axis.
    values : tuple of float (X,)
        Of the parameter.
    categories : tuple of str (C,)
        Of the quantity; empty of a number.
    now : float or None
        Where the parameter is.
    bands : mapping of scenario to Band
    draws, seed : int
    """

    of: str
    unit: str
    along: str
    values: tuple[float, ...]
    categories: tuple[str, ...]
    now: float | None
    bands: Mapping[str, Band]
    draws: int
    seed: int
