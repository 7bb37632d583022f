"""What a kind of plot provides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from negotiate.render.tree.shapes import Picture
    from negotiate.results.imprint import Imprint


class PlotKind(Protocol):
    """The module of a kind of plot.

    Attributes
    ----------
    ABOUT : str
        What it shows, for a list of kinds.
    """

    ABOUT: str

    def drawn(self, answer: Any, imprint: Imprint) -> Figure | Picture:
        """Return the plot of an answer, which is data: nothing is solved here."""
        ...
