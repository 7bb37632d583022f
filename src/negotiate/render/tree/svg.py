"""A picture as SVG: presentation attributes only, so that every program draws it alike.

Text stays text, in whatever sans face there is; none of the usual ones is wider than the one that
room was made for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from negotiate.render.tree.shapes import Bar, Circle, Curve, Line, Polygon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.render.tree.shapes import Dash, Picture, Point, Shape, Words

FONTS: Final = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"


def svg(picture: Picture) -> str:
    """Return a picture as a document of its own.

    Parameters
    ----------
    picture : Picture
    """
    width, height = number(picture.width), number(picture.height)
    body = "".join(f"{_element(shape)}\n" for shape in picture.shapes)
    name = f"tree-{crc32((picture.description + body).encode()):08x}"
    lines = [
        _opening(width, height, name),
        f'<title id="{name}-title">{escaped(picture.title)}</title>',
        f'<desc id="{name}-desc">{escaped(picture.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{picture.paper}"/>',
    ]
    return "".join(f"{line}\n" for line in lines) + f"{body}</svg>\n"


def _opening(width: str, height: str, name: str) -> str:
    """Return the first tag; the name sets apart several pictures on one page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' font-family="{FONTS}">'
    )


def number(value: float) -> str:
    """Return a length to a hundredth of a pixel."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    """Return text as it may stand between tags and in quotes; control characters are replaced."""
    safe = "".join(c if c.isprintable() else "\ufffd" for c in text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        safe = safe.replace(character, entity)
    return safe


def _element(shape: Shape) -> str:
    match shape:
        case Line():
            points = " ".join(_point(point) for point in shape.points)
            return f'<polyline points="{points}" fill="none"{_stroke(shape)}/>'
        case Curve():
            return f'<path d="{_path(shape.points)}" fill="none"{_stroke(shape)}/>'
        case Circle():
            at = f'cx="{number(shape.x)}" cy="{number(shape.y)}" r="{number(shape.radius)}"'
            return f'<circle {at} fill="{shape.fill}"{_stroke(shape)}/>'
        case Polygon():
            points = " ".join(_point(point) for point in shape.points)
            return (
                f'<polygon points="{points}" fill="{shape.fill}" stroke="{shape.colour}"'
                f' stroke-width="{number(shape.width)}" stroke-linejoin="round"/>'
            )
        case Bar():
            at = f'x="{number(shape.x)}" y="{number(shape.y)}"'
            size = f'width="{number(shape.width)}" height="{number(shape.height)}"'
            return f'<rect {at} {size} rx="4" fill="{shape.fill}"/>'
        case _:
            return _text(shape)


def _text(words: Words) -> str:
    style = ' font-weight="bold"' if words.bold else ""
    style += ' font-style="italic"' if words.italic else ""
    style += f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    return (
        f'<text x="{number(words.x)}" y="{number(words.y)}" font-size="{number(words.size)}"'
        f' fill="{words.colour}"{style}>{escaped(words.text)}</text>'
    )


def _stroke(shape: Line | Curve | Circle) -> str:
    """Return how a line is drawn, its ends round."""
    text = f' stroke="{shape.colour}" stroke-width="{number(shape.width)}"'
    text += ' stroke-linecap="round" stroke-linejoin="round"'
    return text + _dash(shape.dash)


def _dash(dash: Dash) -> str:
    return f' stroke-dasharray="{" ".join(map(number, dash))}"' if dash else ""


def _path(points: Sequence[Point]) -> str:
    pieces = (
        "C" + " ".join(_point(point) for point in points[i : i + 3])
        for i in range(1, len(points), 3)
    )
    return f"M{_point(points[0])}" + "".join(pieces)


def _point(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"
