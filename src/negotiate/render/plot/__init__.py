"""Plots of answers: one kind a file, found by its name, drawn by matplotlib.

matplotlib is loaded when there is something to draw.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from negotiate.errors import UsageError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from negotiate.render.plot._protocol import PlotKind
    from negotiate.render.tree.shapes import Picture
    from negotiate.results.imprint import Imprint


def kinds() -> tuple[str, ...]:
    """Return the names of all kinds: the modules beside this one without an underscore."""
    stems = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return tuple(sorted(stem for stem in stems if not stem.startswith("_")))


def find(kind: str) -> PlotKind:
    """Return the module of a kind.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if kind not in kinds():
        hint = nearest(kind, kinds()) or f"there are {', '.join(kinds())}"
        raise UsageError(f"there is no plot called '{kind}'; {hint}")
    return cast("PlotKind", import_module(f"{__name__}.{kind}"))


def drawn(kind: str, answer: Any, imprint: Imprint) -> Figure | Picture:
    """Return the plot of an answer.

    Parameters
    ----------
    kind : str
    answer : frozen data
        As the kind expects it.
    imprint : Imprint

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    import matplotlib as mpl  # noqa: PLC0415 (half a second, only where one plots)

    from negotiate.render.plot._style import STYLE, settled  # noqa: PLC0415 (as above)
    from negotiate.render.tree.shapes import Picture  # noqa: PLC0415 (as above)

    with mpl.rc_context(STYLE):
        found = find(kind).drawn(answer, imprint)
        return found if isinstance(found, Picture) else settled(found)
