"""How plots look: one sheet, one type size, one palette; and how they become files.

matplotlib's objects are used directly: no state of `pyplot`, no window, no settings of the user.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from negotiate.record import dataclass
from negotiate.render.palette import LIGHT
from negotiate.render.tree.raster import written
from negotiate.render.tree.svg import FONTS, escaped
from negotiate.render.tree.text import wrapped
from negotiate.render.words import plain
from negotiate.results.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiate.results.imprint import Imprint

THEME: Final = LIGHT
TITLE: Final = 15.0
TEXT: Final = 12.0
SMALL: Final = 10.0
"""Type sizes in points."""

WIDTH: Final = 10.0
"""Of every plot, in inches: the text column of a slide; on A4 the smallest type is 6.5 points."""

MARGIN: Final = 0.25
DOTS: Final = 192.0
LINE: Final = 0.25
"""Height of a line of a legend, in inches."""

STYLE: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "text.parse_math": False,
    "text.color": THEME.ink,
    "axes.edgecolor": THEME.ink,
    "axes.labelcolor": THEME.ink,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.formatter.useoffset": False,
    "grid.color": THEME.leader,
    "grid.linewidth": 0.8,
    "xtick.color": THEME.ink,
    "ytick.color": THEME.ink,
    "xtick.labelsize": 11.0,
    "ytick.labelsize": 11.0,
    "legend.fontsize": 11.0,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "figure.facecolor": THEME.paper,
    "savefig.facecolor": THEME.paper,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "negotiate",
}  # fmt: skip

DASHES: Final = ("solid", (0, (4, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.4, 1.2, 1.4)))
MARKERS: Final = ("o", "s", "D", "^", "v", "P", "X", "*")
"""Lines and marks that are told apart without colour."""


@dataclass(frozen=True)
class Sheet:
    """A figure with its title and footnote; what lies between is for the plot.

    Attributes
    ----------
    figure : Figure
    base : float
        Lower edge of what lies between, in shares of the height.
    """

    figure: Figure
    base: float

    def axes(self, rows: int = 1, columns: int = 1, **how: Any) -> Sequence[Axes]:
        """Return axes, row by row."""
        found = self.figure.subplots(rows, columns, squeeze=False, **how)
        return [axes for row in found for axes in row]


def sheet(imprint: Imprint, says: Sequence[str], height: float, *, below: int = 0) -> Sheet:
    """Return a sheet to draw on.

    Parameters
    ----------
    imprint : Imprint
    says : sequence of str
        What is shown, in which scenario, how to read it: the first line is the title.
    height : float
        Of the axes with their labels, in inches.
    below : int
        Lines of a legend beneath the axes.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (half a second, only where one plots)
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 (as above)

    room = (WIDTH - 2 * MARGIN) * 72
    head, *more = (plain(text) for text in says)
    lines = [(line, TITLE) for line in wrapped(head, TITLE, room)]
    lines += [(x, TEXT) for text in more if text for x in _lines(text, TEXT, room)]
    foot = _lines(footnote(imprint), SMALL, room)
    top = MARGIN + sum(size for _, size in lines) * 1.45 / 72 + 0.05
    bottom = MARGIN + len(foot) * SMALL * 1.45 / 72
    key = below * LINE + 0.1 * (below > 0)
    total = top + height + key + bottom
    rect = (MARGIN / WIDTH, (bottom + key) / total, 1 - 2 * MARGIN / WIDTH, height / total)
    engine = ConstrainedLayoutEngine(rect=rect, h_pad=0.06, w_pad=0.06)
    figure = Figure(figsize=(WIDTH, total), layout=engine)
    y = total - MARGIN
    for text, size in lines:
        title = size == TITLE
        figure.text(
            MARGIN / WIDTH, y / total, text, fontsize=size, va="top",
            fontweight="bold" if title else "normal", color=THEME.ink if title else THEME.muted,
        )  # fmt: skip
        y -= size * 1.45 / 72
    for place, text in enumerate(reversed(foot)):
        y = MARGIN * 0.7 + place * SMALL * 1.45 / 72
        figure.text(MARGIN / WIDTH, y / total, text, fontsize=SMALL, color=THEME.muted)
    return Sheet(figure, bottom / total)


def _lines(text: str, size: float, room: float) -> tuple[str, ...]:
    # The widths that are measured with are those of bold type.
    return wrapped(text, size, room * 1.08)


def footnote(imprint: Imprint) -> str:
    """Return of which game and which numbers a plot is."""
    game = imprint.game
    changes = imprint.settings or {}
    changed = ", ".join(f"{name} = {value}" for name, value in changes.items())
    parts = [game.file, f"sha256 {game.sha256[:12]}" if game.sha256 else ""]
    known = "parameters as in the file" + (f" but {changed}" if changed else "")
    parts += [] if imprint.settings is None else [known]
    parts += [] if imprint.seed is None else [f"seed {imprint.seed}"]
    return plain(" · ".join(filter(None, [*parts, f"negotiate {imprint.version}"])))


def scenario_name(name: str) -> str:
    """Return what a scenario is called; one without a name is the game as it is written."""
    return plain(name) if name else "as written"


def labelled(name: str, unit: str = "") -> str:
    """Return a name with its unit, as it stands at an axis."""
    return plain(f"{name} ({unit})" if unit else name)


def folded(text: str, size: float, points: float) -> str:
    """Return a label on lines of at most so many points."""
    return "\n".join(wrapped(plain(text), size, points))


def player_colours(imprint: Imprint) -> dict[str, str]:
    """Return each player's colour, by key."""
    return {key: THEME.player(place) for place, key in enumerate(imprint.game.players)}


def number_axis(axes: Axes, which: str = "x") -> None:
    """Write the numbers at an axis as they are written everywhere."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 (as in `sheet`)

    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: minus(number(round(value, 12)))))


def minus(text: str) -> str:
    """Return a number with a true minus sign."""
    return text.replace("-", "\u2212")


def odds_axis(axes: Axes, which: str = "y") -> None:
    """Let an axis run from 0 to 100 per cent."""
    from matplotlib.ticker import PercentFormatter  # noqa: PLC0415 (as in `sheet`)

    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol="%"))
    (axes.set_xlim if which == "x" else axes.set_ylim)(-0.02, 1.02)
    axis.set_ticks([0, 0.25, 0.5, 0.75, 1])


def legend(sheet: Sheet, handles: Sequence[Any], columns: int = 1) -> None:
    """Put what marks mean beneath the axes, where `sheet` left room for it."""
    found = sheet.figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(MARGIN / WIDTH, sheet.base),
        ncols=columns,
        handlelength=2.2,
        borderpad=0,
        borderaxespad=0,
        labelspacing=0.5,
    )
    found.set_in_layout(False)


def settled(figure: Figure) -> Figure:
    """Return a figure whose axes stay where they were placed, in every format alike.

    matplotlib places them by a solver whose last digits are not the same each time.
    """
    for _ in range(2):
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = axes.get_position(original=True).bounds
        axes.set_position((round(left, 3), round(bottom, 3), round(width, 3), round(height, 3)))
    return figure


def encoded(figure: Figure, kind: str, title: str) -> tuple[bytes, str]:
    """Return a figure as a file, and the characters that the font does not have.

    Parameters
    ----------
    figure : Figure
    kind : {"svg", "pdf", "png"}
    title : str
        For those who do not see it.
    """
    import matplotlib as mpl  # noqa: PLC0415 (as in `sheet`)

    about: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        "pdf": {"Title": title, "CreationDate": None, "Producer": None, "Creator": "negotiate"},
        "png": {"Title": title, "Software": "negotiate"},
    }
    with mpl.rc_context(STYLE):
        data, lacking = written(figure, kind, about[kind], DOTS)
    return (_svg(data.decode(), title).encode(), "") if kind == "svg" else (data, lacking)


def _svg(text: str, title: str) -> str:
    """Return an SVG that has a name, and that takes the sans face of whoever reads it."""
    body = text[text.index("<svg ") :]
    body = re.sub(r"(px |font-family: )'DejaVu Sans'(?=[;\"])", rf"\1{FONTS}", body)
    name = f'<svg role="img" aria-label="{escaped(title)}" '
    return body.replace("<svg ", name, 1)
