"""The marks of a picture: circles, diamonds and lines, the same in the tree and in its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.tree.layout import BADGE, MARK, WORDS
from negotiate.render.tree.shapes import DASHED, DOTTED, Circle, Curve, Line, Polygon, Words
from negotiate.render.words import plain
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.render.palette import Theme
    from negotiate.render.tree.placed import Kind
    from negotiate.render.tree.shapes import Point, Shape

BAND: Final = 12.0
LIGHTEST: Final = 1.25
BARE: Final = 1.5
CHOSEN: Final = 2.0
BOLDEST: Final = (2.6, 2.0)
"""Width of a branch that play takes now and then, and how much its odds add."""

MIDDLE: Final = 0.36
"""From the base line of letters up to their middle, as a share of the size."""


def branch(
    points: tuple[Point, ...], kind: Kind, owner: int, theme: Theme, odds: float = 1.0
) -> Shape:
    """Return a branch: bold on the path, thin where chosen off it, grey where not."""
    if kind == "other":
        return Line(points, theme.line, LIGHTEST)
    least, more = BOLDEST
    path = least + more * min(max(odds, 0.0), 1.0)
    width = {"path": path, "best": CHOSEN, "bare": BARE}[kind]
    return Line(points, theme.player(owner), width)


def band(points: tuple[Point, ...], theme: Theme) -> Shape:
    """Return the path of another scenario, to lie beneath."""
    return Line(points, theme.band, BAND)


def dashed(points: tuple[Point, ...], owner: int, theme: Theme) -> Shape:
    """Return the line between nodes that a player cannot tell apart."""
    return Curve(points, theme.player(owner), 1.5, DASHED)


def node(
    at: Point, radius: float, owner: int, theme: Theme, *, badge: str, path: bool, tied: bool
) -> Iterator[Shape]:
    """Yield a decision's circle, or chance's diamond: full on the path.

    A dotted rim says that another option is as good.
    """
    x, y = at
    colour = theme.player(owner)
    fill = colour if path else theme.paper
    if owner == CHANCE:
        size = radius - 1
        corners = ((x - size, y), (x, y - size), (x + size, y), (x, y + size))
        yield Polygon(corners, fill, colour, 1.5)
        return
    if tied:
        yield Circle(x, y, radius - 0.5, theme.paper, colour, 1.75, DOTTED)
        if path:
            yield Circle(x, y, radius - 2.5, colour, colour, 0.5)
    else:
        yield Circle(x, y, radius - 1, fill, colour, 1.75)
    if badge:
        written = theme.paper if path else colour
        y += BADGE * MIDDLE
        yield Words(x, y, plain(badge), BADGE, written, bold=True, anchor="middle")


def folded(at: Point, count: str, theme: Theme) -> Iterator[Shape]:
    """Yield a triangle and the number of nodes inside, to the right of a mark that ends here."""
    x, y = at
    points = ((x + 3, y - 4.5), (x + 9, y), (x + 3, y + 4.5))
    yield Polygon(points, theme.muted, theme.muted, 0.5)
    yield Words(x + MARK, y + WORDS * MIDDLE, count, WORDS, theme.muted)
