"""Which answer holds for which pair of parameters: a rectangle cut into regions.

Frozen data. Coordinates are values of the two parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo
    from negotiate.results.thresholds import Options

Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed outline; the last point is joined to the first."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two parameters.

    Attributes
    ----------
    parameter, unit, about : str
    low, high : float
        The side of the rectangle.
    now : float
        Where the parameter is in this scenario.
    """

    parameter: str
    unit: str
    about: str
    low: float
    high: float
    now: float


@dataclass(frozen=True, slots=True)
class Region:
    """All points at which the same can happen.

    Attributes
    ----------
    name : str
        What happens there, as far as it tells the region from the others of this map.
    answers : int
        Number of different ways of play that equilibria prescribe: 0 where there is no answer,
        more than 1 where there are several equilibria.
    paths : tuple of mapping of move to tuple of str
        Each way of play: how each move of a player can come out.
    share : float
        Of the rectangle.
    error : float
        How far the share may be off.
    rings : tuple of Ring
        Outlines; a point is inside if it is within an odd number of them.
    """

    name: str
    answers: int
    paths: tuple[Mapping[str, Options], ...]
    share: float
    error: float
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """The answer at the present values of both parameters.

    Attributes
    ----------
    name : str
        What happens there.
    region : int
        Place of its region; -1 where it is in none, on the boundary of several.
    answers : int
        As of a region.
    """

    name: str
    region: int
    answers: int


@dataclass(frozen=True, slots=True)
class RegionMap:
    """What happens for each pair of values of two parameters, all else as it is.

    Attributes
    ----------
    game : GameInfo
    scenario, concept : str
    x, y : Axis
    common : str
        What happens in every region alike; may be empty.
    regions : tuple of Region
        The largest first.
    here : Here or None
        None where the present point lies outside of the rectangle.
    points : tuple of (float, float, int)
        Every point that the regions were made from, and the place of its region; -1 at a tie.
    smallest : float
        In shares of a side: what is narrower, and holds no point, may have been missed.
    complete : bool
        Whether the map was finished, and not interrupted.
    notes : tuple of str
        What else a reader must know.
    version : str
    """

    game: GameInfo
    scenario: str
    concept: str
    x: Axis
    y: Axis
    common: str
    regions: tuple[Region, ...]
    here: Here | None
    points: tuple[tuple[float, float, int], ...]
    smallest: float
    complete: bool = True
    notes: tuple[str, ...] = ()
    version: str = ""

    def __repr__(self) -> str:
        """Return one line: the parameters, and each region with its share."""
        scenario = f" {self.scenario!r}" if self.scenario else ""
        shares = "; ".join(f"{r.share:.1%} {r.name}" for r in self.regions)
        part = "" if self.complete else ", interrupted"
        return f"<RegionMap{scenario} {self.x.parameter} × {self.y.parameter}{part}: {shares}>"
