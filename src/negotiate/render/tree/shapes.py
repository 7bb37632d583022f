"""What pictures are made of: the few shapes that every back end can draw.

Lengths are pixels of a screen (1/96 inch), x to the right and y downwards; colours ``#RRGGBB``.
What comes later lies above.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]
Dash: TypeAlias = tuple[float, ...]

DASHED: Dash = (5.0, 3.5)
DOTTED: Dash = (0.1, 3.2)
"""With round ends: dots."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, its joins and ends round."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve: a start, then for each cubic piece two control points and its end."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, filled, with a rim."""

    x: float
    y: float
    radius: float
    fill: str
    colour: str
    width: float
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape, filled, with a rim."""

    points: tuple[Point, ...]
    fill: str
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with rounded corners, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, its place on the base line of the letters."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    anchor: Anchor = "start"


Shape: TypeAlias = Line | Curve | Circle | Polygon | Bar | Words


def moved(shapes: Iterable[Shape], dx: float, dy: float) -> Iterator[Shape]:
    """Yield shapes at another place."""
    for shape in shapes:
        if isinstance(shape, Line | Curve | Polygon):
            yield replace(shape, points=tuple((x + dx, y + dy) for x, y in shape.points))
        else:
            yield replace(shape, x=shape.x + dx, y=shape.y + dy)


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a sheet, and what they show for those who cannot see them.

    Attributes
    ----------
    width, height : float
    paper : str
        Colour of the sheet.
    title, description : str
    """

    width: float
    height: float
    paper: str
    title: str
    description: str
    shapes: tuple[Shape, ...]
