"""Plots of answers: what is drawn is worked out here, and handed over as data."""

from __future__ import annotations

from functools import cached_property
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

from negotiate.api import _plot_data
from negotiate.api._asked import model_of, numbers_of
from negotiate.api._files import FileKinds, signed
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model
    from negotiate.results.imprint import Imprint

KINDS: Final = FileKinds("a plot", "svg", "pdf", "png")


class Plot:
    """A plot and the data it is of; in a notebook it shows itself.

    Attributes
    ----------
    kind : str
    answer : frozen data
        All that is drawn.
    imprint : Imprint
        Of which game, at which assumptions.
    """

    def __init__(self, kind: str, answer: Any, imprint: Imprint) -> None:
        self.kind = kind
        self.answer = answer
        self.imprint = imprint

    def __repr__(self) -> str:
        """Return one line."""
        return f"<Plot {self.kind} of {self.imprint.game.title!r}>"

    @cached_property
    def figure(self) -> Any:
        """The matplotlib Figure; of a map, the shapes that it is made of."""
        from negotiate.render.plot import drawn  # noqa: PLC0415 (matplotlib)

        return drawn(self.kind, self.answer, self.imprint)

    @cached_property
    def svg(self) -> str:
        """The plot as an SVG document."""
        return self.encoded("svg")[0].decode()

    def _repr_svg_(self) -> str:
        return self.svg

    def encoded(self, kind: str) -> tuple[bytes, str]:
        """Return the plot as a file, and the characters that its font does not have.

        Parameters
        ----------
        kind : {"svg", "pdf", "png"}
        """
        from negotiate.render.plot._style import encoded  # noqa: PLC0415 (where one draws)
        from negotiate.render.tree.shapes import Picture  # noqa: PLC0415 (as above)

        if not isinstance(self.figure, Picture):
            found = encoded(self.figure, kind, f"{self.imprint.game.title}: {self.kind}")
            return signed(found[0].decode()) if kind == "svg" else found
        from negotiate.api._map import encoded as map_encoded  # noqa: PLC0415 (as above)

        return map_encoded(self.answer, kind)

    def save(self, path: str | Path) -> None:
        """Write a file of the kind that its suffix says: .svg, .pdf or .png.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        UsageError
            If that is no kind of picture.
        """
        KINDS.save(path, self.encoded)


def plot(
    game: Model | str | Path,
    kind: str,
    *,
    settings: Mapping[str, Fraction | float] | None = None,
    **how: Any,
) -> Plot:
    """Return a plot of a game's answer.

    Parameters
    ----------
    game : Model, str or Path
    kind : str
        ``payoffs``, ``map``, ``strip``, ``sweep``, ``tornado``, ``qre``, ``replies``,
        ``bargaining`` or ``fan``.
    settings : mapping of parameter to number, optional
        Instead of the values of the file.
    **how
        What the kind asks for: ``scenarios`` (a sequence) or ``scenario``, ``of`` (what is
        plotted: a quantity, a criterion, ``payoff.KEY``, a move), ``x``, ``y`` (parameters),
        ``players`` (two keys), ``against``, ``draws``, ``seed``, ``to``, ``resolution``,
        ``concept``, ``method``, ``rationality``, ``progress``.

    Returns
    -------
    Plot

    Raises
    ------
    NoAnswerError
        If there is nothing to plot.
    UsageError
        If there is no such kind, the game does not fit it, it does not take an option, or a
        name does not exist.

    Examples
    --------
    >>> from negotiate.api import plot
    >>> found = plot("textbook/chicken", "replies")
    >>> found, len(found.answer.equilibria)
    (<Plot replies of 'Chicken'>, 3)
    """
    from negotiate.render import plot as kinds  # noqa: PLC0415 (where one plots)

    kinds.find(kind)
    model = model_of(game)
    numbers = numbers_of(model, settings)
    ready = model.with_settings(numbers) if numbers else model
    work = getattr(_plot_data, kind)
    known = list(signature(work).parameters)[1:]
    given = {name: value for name, value in how.items() if value is not None and value != ()}
    for name in given:
        if name == "progress" and name not in known:
            continue
        if name not in known:
            takes = ", ".join(n for n in known if n != "progress") or "nothing else"
            raise UsageError(f"a plot of kind {kind} takes no '{name}'; it takes {takes}")
    answer, seed = work(ready, **{k: v for k, v in given.items() if k in known})
    return Plot(kind, answer, _plot_data.imprint(ready, numbers or {}, seed))
