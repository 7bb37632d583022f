"""In notebooks results show themselves, and a game's page can be embedded.

Results are data and may not import their pictures, so the pictures are hung on them here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from negotiate.api._asked import load, model_of
from negotiate.api._report import KINDS, report
from negotiate.errors import UsageError
from negotiate.results.report import Comparison
from negotiate.results.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model

Result = TypeVar("Result")

HEIGHT: Final = 900
"""Pixels of an embedded page."""

PAGES: Final = {
    "Explanation": ("negotiate.render.terminal_explain", "explanation_page"),
    "RationalityPath": ("negotiate.render.terminal_rationality", "rationality_page"),
    "Sensitivity": ("negotiate.render.terminal_sensitivity", "sensitivity_page"),
    "Sweep": ("negotiate.render.terminal_sweep", "sweep_page"),
    "Thresholds": ("negotiate.render.terminal_thresholds", "thresholds_page"),
    "WhatItTakes": ("negotiate.render.terminal_thresholds", "what_it_takes_page"),
}
"""What the terminal shows of a result, by its class."""

_asked: WeakKeyDictionary[Solution, Callable[..., Page]] = WeakKeyDictionary()
"""What makes the page of the game that a solution is of; a solution itself holds no names."""


class Page:
    """The live page of a game, inside a notebook.

    Attributes
    ----------
    html : str
        The whole page, as `negotiate.api.report` returns it.
    height : int
        Pixels.
    """

    def __init__(self, html: str, title: str, height: int = HEIGHT) -> None:
        self.html = html
        self.height = height
        self._title = title

    def __repr__(self) -> str:
        """Return one line."""
        return f"<Page {self._title!r}: {len(self.html):,} characters>"

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 (a notebook asks; nobody else pays)

        return (
            f'<iframe title="{escape(self._title)}" sandbox="allow-scripts"'
            f' style="width:100%;height:{self.height}px;border:1px solid #b9bec7"'
            f' srcdoc="{escape(self.html)}"></iframe>'
        )

    def save(self, path: str | Path) -> None:
        """Write the page as an HTML file: .html or .htm."""
        KINDS.save(path, lambda _: (self.html.encode(), ""))


def embed(
    game: Model | str | Path,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    seed: int = 0,
    rationality: float | None = None,
    height: int = HEIGHT,
) -> Page:
    """Return the live page of a game, which a notebook shows where it stands.

    Parameters
    ----------
    game : Model, str or Path
    scenarios, concept, method, settings, seed, rationality
        As in `report`.
    height : int
        Pixels.

    Examples
    --------
    >>> from negotiate.api import embed
    >>> embed("textbook/entry-deterrence")._repr_html_().startswith("<iframe")
    True
    """
    model = model_of(game)
    how: Any = {"concept": concept, "method": method, "rationality": rationality}
    html = report(model, scenarios, settings=settings, seed=seed, **how)
    return Page(html, model.spec.title, height)


def remembered(solution: Solution, game: Model, scenario: str, **how: Any) -> Solution:
    """Return a solution after taking note of which game it is of."""

    def page(height: int = HEIGHT) -> Page:
        return embed(game, [scenario], height=height, **how)

    _asked[solution] = page
    return solution


def _solution_page(self: Solution, height: int = HEIGHT) -> Page:
    """Return the live page of the game that this is the solution of.

    Raises
    ------
    UsageError
        If that is not known: the solution is of a `Game`, which has its numbers and so no sliders,
        or it was copied or read from somewhere. `embed` takes the model.
    """
    if self not in _asked:
        raise UsageError(
            "this solution does not know its game file; negotiate.api.embed(model) makes the page"
        )
    return _asked[self](height)


def _comparison_page(self: Comparison, height: int = HEIGHT) -> Page:
    """Return the live page of the game that is compared, at the same numbers.

    Raises
    ------
    UsageError
        If the game file is gone, or is another one now. `embed` takes the model.
    """
    instead = "negotiate.api.embed(model) makes the page of a model"
    try:
        model = load(self.game.file)
    except UsageError as error:
        raise UsageError(f"the game is not in a file that can be found: {instead}") from error
    if model.spec.sha256 != self.game.sha256:
        raise UsageError(f"the file '{self.game.file}' has changed since: {instead}")
    used = self.game.parameters
    settings = {
        p.name: used[p.name] for p in model.spec.parameters if used[p.name] != float(p.value)
    }
    names = [each.name for each in self.scenarios]
    how: Any = {"concept": self.concept, "rationality": self.scenarios[0].stats.get("lambda")}
    return embed(model, names, settings=settings, seed=self.seed, height=height, **how)


def _comparison_html(answer: Any) -> str:
    from negotiate.render import html  # noqa: PLC0415 (a notebook asks; nobody else pays)

    return html(answer)


def _solution_html(answer: Solution) -> str:
    from negotiate.render.markup import solution_html  # noqa: PLC0415 (as above)

    return solution_html(answer)


def _told(answer: Any) -> str:
    """Return a picture, where there is one, above what the terminal shows."""
    from html import escape  # noqa: PLC0415 (as above)

    module, name = PAGES[type(answer).__name__]
    text = getattr(import_module(module), name)(answer, width=96)
    style = "white-space:pre-wrap;overflow-wrap:normal"
    return (
        f'<div class="negotiate">{_picture(answer)}<pre style="{style}">{escape(text)}</pre></div>'
    )


def _picture(answer: Any) -> str:
    from negotiate.api._plot import Plot  # noqa: PLC0415 (a notebook asks)
    from negotiate.results.imprint import Imprint  # noqa: PLC0415 (as above)

    kind = type(answer).__name__
    if kind == "Thresholds":
        from negotiate.analysis.strips import strips  # noqa: PLC0415 (as above)

        units = {answer.parameter: answer.unit}
        imprint = Imprint(answer.game, units, None, None, answer.version)
        return Plot("strip", strips([answer]), imprint).svg
    if kind == "Sensitivity":
        units = {each.parameter: each.unit for each in answer.influences}
        imprint = Imprint(answer.game, units, None, answer.seed, answer.version)
        return Plot("tornado", answer, imprint).svg
    return ""


def shown(answer: Result) -> Result:
    """Return a result after its class has learnt to show itself in notebooks.

    Not all at once when the library is loaded: that would load the results of every command.
    """
    setattr(type(answer), "_repr_html_", _told)  # noqa: B010 (what notebooks look for)
    return answer


setattr(Comparison, "_repr_html_", _comparison_html)  # noqa: B010 (what notebooks look for)
setattr(Comparison, "page", _comparison_page)  # noqa: B010 (results import no pictures)
setattr(Solution, "_repr_html_", _solution_html)  # noqa: B010 (as above)
setattr(Solution, "page", _solution_page)  # noqa: B010 (as above)
