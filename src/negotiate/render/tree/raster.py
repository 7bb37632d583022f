"""A picture as PDF or PNG, drawn by matplotlib: loaded when there is something to draw.

The font is the one that the layout measured, DejaVu Sans, which comes with matplotlib; in a PDF it
is embedded and its text can be searched.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from negotiate.errors import UsageError
from negotiate.render.tree.shapes import Bar, Circle, Curve, Line, Polygon

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.render.tree.shapes import Dash, Picture, Shape, Words

PIXELS: Final = 96.0
"""An inch."""

POINT: Final = 0.75
"""Pixels to points."""

SHARPNESS: Final = 2
"""Dots of a PNG to a pixel of the layout."""

LONGEST: Final = 16_000.0
"""Longest side: readers of PDF stop at 200 inches, and a PNG takes memory by the dot."""

STYLE: Final[dict[Any, Any]] = {
    "pdf.fonttype": 42, "font.family": "DejaVu Sans", "lines.scale_dashes": True,
}  # fmt: skip
FORMATS: Final = ("pdf", "png")


def drawn(picture: Picture, kind: str) -> tuple[bytes, str]:
    """Return a picture as a file of a kind, and the characters that the font does not have.

    Parameters
    ----------
    picture : Picture
    kind : {"pdf", "png"}

    Raises
    ------
    UsageError
        If the picture is too large for such a file.
    """
    longest = max(picture.width, picture.height)
    if longest > LONGEST:
        raise UsageError(
            f"the picture would be {longest:,.0f} pixels long, and a {kind} of at most"
            f" {LONGEST:,.0f} can be written; let more of the tree fold, or write an .svg"
        )
    import matplotlib as mpl  # noqa: PLC0415 (half a second, only for these files)

    with mpl.rc_context(STYLE):
        figure = _figure(picture)
        return written(figure, kind, _metadata(picture, kind), PIXELS * SHARPNESS)


def written(figure: Figure, kind: str, metadata: dict[str, Any], dots: float) -> tuple[bytes, str]:
    """Return a figure as a file, and the characters that the font does not have.

    Parameters
    ----------
    figure : Figure
    kind : {"pdf", "png", "svg"}
    metadata : mapping
    dots : float
        To an inch, where there are any.
    """
    out = BytesIO()
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", message="Glyph")
        figure.savefig(out, format=kind, dpi=dots, metadata=metadata)
    lacking = [re.search(r"Glyph (\d+) .*missing", str(warning.message)) for warning in caught]
    return out.getvalue(), "".join(sorted({chr(int(found[1])) for found in lacking if found}))


def _metadata(picture: Picture, kind: str) -> dict[str, Any]:
    """Return what a file says of itself: nothing that changes from day to day."""
    if kind == "pdf":
        return {"Title": picture.title, "Subject": picture.description, "CreationDate": None,
                "Producer": None, "Creator": "negotiate"}  # fmt: skip
    return {"Title": picture.title, "Description": picture.description, "Software": "negotiate"}


def _figure(picture: Picture) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415 (as above)

    size = (picture.width / PIXELS, picture.height / PIXELS)
    figure = Figure(figsize=size, facecolor=picture.paper)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    for layer, shape in enumerate(picture.shapes):
        _draw(axes, shape, layer)
    return figure


def _draw(axes: Axes, shape: Shape, layer: int) -> None:
    from matplotlib import patches  # noqa: PLC0415 (as above)
    from matplotlib.path import Path  # noqa: PLC0415 (as above)

    match shape:
        case Line() | Curve():
            curved = isinstance(shape, Curve)
            code = Path.CURVE4 if curved else Path.LINETO
            codes = [Path.MOVETO, *[code] * (len(shape.points) - 1)]
            style = {"facecolor": "none", "edgecolor": shape.colour, **_pen(shape)}
            patch: Any = patches.PathPatch(Path(shape.points, codes), **style)
        case Circle():
            style = {"facecolor": shape.fill, "edgecolor": shape.colour, **_pen(shape)}
            patch = patches.Circle((shape.x, shape.y), shape.radius, **style)
        case Polygon():
            style = {"facecolor": shape.fill, "edgecolor": shape.colour}
            style |= {"linewidth": shape.width * POINT, "joinstyle": "round"}
            patch = patches.Polygon(shape.points, closed=True, **style)
        case Bar():
            patch = patches.FancyBboxPatch(
                (shape.x, shape.y), shape.width, shape.height,
                boxstyle="round,pad=0,rounding_size=4", facecolor=shape.fill, linewidth=0,
            )  # fmt: skip
        case _:
            _write(axes, shape, layer)
            return
    patch.set_zorder(layer)
    axes.add_patch(patch)


def _pen(shape: Line | Curve | Circle) -> dict[str, Any]:
    """Return how a line is drawn; dashes are counted in widths of the line."""
    return {
        "linewidth": shape.width * POINT,
        "linestyle": _dashes(shape.dash, shape.width),
        "capstyle": "round",
        "joinstyle": "round",
    }


def _dashes(dash: Dash, width: float) -> Any:
    return (0, tuple(part / width for part in dash)) if dash else "solid"


def _write(axes: Axes, words: Words, layer: int) -> None:
    axes.text(
        words.x,
        words.y,
        words.text,
        fontsize=words.size * POINT,
        color=words.colour,
        fontweight="bold" if words.bold else "normal",
        fontstyle="italic" if words.italic else "normal",
        horizontalalignment={"start": "left", "middle": "center", "end": "right"}[words.anchor],
        verticalalignment="baseline",
        parse_math=False,
        zorder=layer,
    )
