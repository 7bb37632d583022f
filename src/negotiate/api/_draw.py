"""Pictures of game trees: SVG in a notebook, and files for papers and slides."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from negotiate.api._asked import check_scenarios, concept_of, model_of, numbers_of
from negotiate.api._files import FileKinds, signed
from negotiate.errors import UsageError
from negotiate.game.game import Game

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model
    from negotiate.render.tree.shapes import Picture
    from negotiate.results.diagram import Diagram

KINDS: Final = FileKinds("a tree", "svg", "pdf", "png", "tex")


class Drawing:
    """The picture of a tree; in a notebook it shows itself.

    Attributes
    ----------
    diagram : Diagram
        What is shown, as data.
    picture : Picture
        The same in shapes, all of them placed.
    shown : int
        Number of nodes that are not folded away.
    """

    def __init__(self, diagram: Diagram, picture: Picture, shown: int) -> None:
        self.diagram = diagram
        self.picture = picture
        self.shown = shown

    def __repr__(self) -> str:
        """Return one line: what it is of, and how large."""
        size = f"{self.picture.width:.0f} by {self.picture.height:.0f}"
        return f"<Drawing {self.picture.title!r}: {size} pixels>"

    @cached_property
    def svg(self) -> str:
        """The picture as an SVG document."""
        from negotiate.render.tree.svg import svg  # noqa: PLC0415 (one of several formats)

        return svg(self.picture)

    @cached_property
    def tex(self) -> str:
        """The picture as TikZ, for LaTeX to input."""
        from negotiate.render.tree.tikz import tikz  # noqa: PLC0415 (as above)

        return tikz(self.picture)

    def _repr_svg_(self) -> str:
        return self.svg

    def encoded(self, kind: str) -> tuple[bytes, str]:
        """Return the picture as a file, and the characters that its font does not have.

        Parameters
        ----------
        kind : {"svg", "pdf", "png", "tex"}

        Raises
        ------
        UsageError
            If the picture is too large for it.
        """
        if kind == "svg":
            return signed(self.svg)
        if kind == "tex":
            return self.tex.encode(), ""
        from negotiate.render.tree.raster import drawn  # noqa: PLC0415 (as above)

        return drawn(self.picture, kind)

    def save(self, path: str | Path) -> None:
        """Write a file of the kind that its suffix says: .svg, .pdf, .png or .tex.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        UsageError
            If that is no kind of picture, or this one is too large for it.
        """
        KINDS.save(path, self.encoded)


def draw(
    game: Model | Game | str | Path,
    scenario: str | None = None,
    against: str | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    rationality: float | None = None,
    equilibrium: int = 1,
    answer: bool = True,
    depth: int | None = None,
    all: bool = False,  # noqa: A002 (the word of the command line)
    dark: bool = False,
) -> Drawing:
    """Return the picture of a scenario's tree, with what is played in it.

    Parameters
    ----------
    game : Model, Game, str or Path
    scenario : str, optional
        The first of the file if left out.
    against : str, optional
        The scenario whose path is drawn beneath, as a grey band.
    concept, method, settings, rationality
        As in `solve`.
    equilibrium : int
        Which of several equilibria is drawn, counted from 1.
    answer : bool
        False: the bare tree, unsolved.
    depth : int, optional
        Decisions on a branch before it is folded. If left out, a tree of more than 300 nodes
        keeps open what happens, in either scenario, and folds the rest.
    all : bool
        Fold nothing.
    dark : bool
        For a dark background.

    Returns
    -------
    Drawing

    Raises
    ------
    NoAnswerError
        If no method here finds an answer.
    UsageError
        If a name does not exist, or there would be too much to draw.

    Examples
    --------
    >>> from negotiate.api import draw
    >>> draw("textbook/entry-deterrence")
    <Drawing 'Entry deterrence': 477 by 277 pixels>
    """
    from negotiate.render.palette import DARK, LIGHT  # noqa: PLC0415 (only where one draws)
    from negotiate.render.tree.compose import picture  # noqa: PLC0415 (as above)
    from negotiate.render.tree.fold import Folding, fold  # noqa: PLC0415 (as above)
    from negotiate.solvers.protocol import Options  # noqa: PLC0415 (as above)

    if all and depth is not None:
        raise UsageError("a depth folds what is deeper, and 'all' folds nothing; ask for one")
    how: Any = {"method": method, "equilibrium": equilibrium, "answer": answer}
    how["concept"] = concept_of(concept, rationality)
    how["options"] = Options(rationality=rationality)
    content = _content(game, scenario, against, settings, how)
    folding = Folding(depth, all)
    drawn = picture(content, folding, DARK if dark else LIGHT)
    return Drawing(content, drawn, len(fold(content, folding).nodes))


def _content(
    game: Model | Game | str | Path,
    scenario: str | None,
    against: str | None,
    settings: Mapping[str, Fraction | float] | None,
    how: Any,
) -> Diagram:
    """Return what is drawn: a scenario of a model, or a game that has its numbers."""
    from negotiate.analysis.diagram import (  # noqa: PLC0415 (solvers, only where they solve)
        diagram,
        game_diagram,
    )

    if isinstance(game, Game):
        if scenario is not None or against is not None or settings:
            raise UsageError("a Game has its numbers: scenario, against and settings need a Model")
        return game_diagram(game, **how)
    model = model_of(game)
    check_scenarios(model, [name for name in {scenario, against} if name is not None])
    return diagram(model, scenario, against, settings=numbers_of(model, settings), **how)
