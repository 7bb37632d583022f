r"""A picture as TikZ, for LaTeX: a ``tikzpicture`` that needs nothing but the package tikz.

``\input`` it where it shall stand. It takes the sans face of the document, so that it fits in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.errors import UsageError
from negotiate.render.tree.shapes import Bar, Circle, Curve, Line, Polygon
from negotiate.render.tree.svg import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from negotiate.render.tree.shapes import Dash, Picture, Point, Shape, Words

UNIT: Final = 0.75
"""Big points of a pixel."""

LONGEST: Final = 16_000.0
"""Longest side: TeX knows no length beyond 16383pt."""

# What TeX would take as an order, and what old fonts and input encodings do not have.
TEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\ensuremath{<}", ">": r"\ensuremath{>}", "|": r"\ensuremath{|}", '"': r"\char34{}",
    "\u2212": r"\ensuremath{-}", "\u00b7": r"\ensuremath{\cdot}", "\u00d7": r"\ensuremath{\times}",
    "\u2192": r"\ensuremath{\rightarrow}", "\u2264": r"\ensuremath{\leq}",
    "\u2265": r"\ensuremath{\geq}", "\u03bb": r"\ensuremath{\lambda}",
    "\u2013": "--", "\u2014": "---", "\u2026": r"\ldots{}", "\u203a": r"\ensuremath{>}",
}  # fmt: skip

ANCHORS: Final = {"start": "base west", "middle": "base", "end": "base east"}

HEAD: Final = r"""% {title}
% Made by negotiate, which replaces this file when it draws anew.
% Needs \usepackage{{tikz}}; \input this file where the picture shall stand. A page of its own:
%   \documentclass[tikz]{{standalone}} \usepackage{{lmodern}}
%   \begin{{document}} \input{{...}} \end{{document}}
\begin{{tikzpicture}}[x={unit}bp, y=-{unit}bp, line cap=round, line join=round,
  every node/.style={{inner sep=0pt, outer sep=0pt, font=\sffamily}}]
"""


def tikz(picture: Picture) -> str:
    """Return a picture as TikZ.

    Parameters
    ----------
    picture : Picture

    Raises
    ------
    UsageError
        If TeX cannot hold a picture as large.
    """
    longest = max(picture.width, picture.height)
    if longest > LONGEST:
        raise UsageError(
            f"the picture would be {longest:,.0f} pixels long, and TeX can hold"
            f" {LONGEST:,.0f}; let more of the tree fold, or write an .svg"
        )
    colours = _colours(picture)
    lines = [f"\\definecolor{{{name}}}{{HTML}}{{{code[1:]}}}" for code, name in colours.items()]
    size = _point((picture.width, picture.height))
    lines.append(f"\\fill[{colours[picture.paper]}] (0,0) rectangle {size};")
    lines += [line for shape in picture.shapes for line in _drawn(shape, colours)]
    title = "".join(c for c in picture.title if c.isprintable())
    head = HEAD.format(title=title, unit=number(UNIT))
    return head + "".join(f"{line}\n" for line in lines) + "\\end{tikzpicture}\n"


def escaped(text: str) -> str:
    """Return text as TeX prints it; control characters are left out."""
    return "".join(TEX.get(c, c) for c in text if c.isprintable())


def _colours(picture: Picture) -> dict[str, str]:
    """Return a name for each colour, in the order in which they occur."""
    used = [picture.paper]
    for shape in picture.shapes:
        used += [getattr(shape, name) for name in ("fill", "colour") if hasattr(shape, name)]
    names = "abcdefghijklmnopqrstuvwxyz"
    found = dict.fromkeys(used)
    return {
        code: f"negotiate{names[place // 26]}{names[place % 26]}"
        for place, code in enumerate(found)
    }


def _drawn(shape: Shape, colours: Mapping[str, str]) -> Iterator[str]:
    match shape:
        case Line():
            way = " -- ".join(map(_point, shape.points))
            yield f"\\draw[{_pen(shape, colours)}] {way};"
        case Curve():
            yield f"\\draw[{_pen(shape, colours)}] {_curve(shape.points)};"
        case Circle():
            style = f"fill={colours[shape.fill]}, {_pen(shape, colours)}"
            centre, radius = _point((shape.x, shape.y)), _bp(shape.radius)
            yield f"\\draw[{style}] {centre} circle[radius={radius}];"
        case Polygon():
            style = f"fill={colours[shape.fill]}, draw={colours[shape.colour]}"
            way = " -- ".join(map(_point, shape.points))
            yield f"\\draw[{style}, line width={_bp(shape.width)}] {way} -- cycle;"
        case Bar():
            start = _point((shape.x, shape.y))
            end = _point((shape.x + shape.width, shape.y + shape.height))
            style = f"{colours[shape.fill]}, rounded corners={_bp(4)}"
            yield f"\\fill[{style}] {start} rectangle {end};"
        case _:
            yield _text(shape, colours)


def _text(words: Words, colours: Mapping[str, str]) -> str:
    size = number(words.size * UNIT)
    font = f"\\fontsize{{{size}bp}}{{{size}bp}}\\selectfont"
    font += ("\\bfseries" if words.bold else "") + ("\\itshape" if words.italic else "")
    style = f"anchor={ANCHORS[words.anchor]}, text={colours[words.colour]}"
    at = _point((words.x, words.y))
    return f"\\node[{style}] at {at} {{{font} {escaped(words.text)}}};"


def _pen(shape: Line | Curve | Circle, colours: Mapping[str, str]) -> str:
    return f"draw={colours[shape.colour]}, line width={_bp(shape.width)}{_dash(shape.dash)}"


def _dash(dash: Dash) -> str:
    if not dash:
        return ""
    on, off = dash
    return f", dash pattern=on {_bp(on)} off {_bp(off)}"


def _curve(points: Sequence[Point]) -> str:
    pieces = [
        f" .. controls {_point(points[i])} and {_point(points[i + 1])} .. {_point(points[i + 2])}"
        for i in range(1, len(points), 3)
    ]
    return _point(points[0]) + "".join(pieces)


def _bp(pixels: float) -> str:
    return f"{number(pixels * UNIT)}bp"


def _point(point: Point) -> str:
    return f"({number(point[0])},{number(point[1])})"
