"""Maps of two parameters: which equilibrium path holds where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from negotiate.api._asked import check_scenarios, exact, model_of, numbers_of
from negotiate.api._files import FileKinds, signed
from negotiate.results.region import RegionMap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model

    Progress = Callable[[str, int, int], None]
    Limits = tuple[Fraction | float, Fraction | float]

KINDS: Final = FileKinds("a map", "svg", "png", "pdf", "csv", "json")


def region_map(
    game: Model | str | Path,
    x: str,
    y: str,
    scenario: str | None = None,
    *,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    x_range: Limits | None = None,
    y_range: Limits | None = None,
    resolution: int | None = None,
    progress: Progress | None = None,
) -> RegionMap:
    """Return which equilibrium path is played for which pair of two parameters.

    Parameters
    ----------
    game : Model, str or Path
    x, y : str
        The parameters; what a scenario sets of them itself is left aside.
    scenario : str, optional
        The first of the file if left out.
    concept, method, settings
        As in `solve`.
    x_range, y_range : pair of numbers, optional
        Instead of the ranges that the file gives.
    resolution : int, optional
        Squares along each side to begin with: what is narrower may be missed. By default 48, or
        8 where each point has to be solved by itself.
    progress : callable, optional
        Called with what is done, how many, and of how many.

    Returns
    -------
    RegionMap
        In a notebook it shows itself as a picture; `save_map` writes it.

    Raises
    ------
    NoAnswerError
        If there is no answer anywhere.
    UsageError
        If a name does not exist, or a parameter has no range.

    Examples
    --------
    >>> from negotiate.api import region_map
    >>> found = region_map("conditional-aid", "k_ua", "ua_war", "both_believed", resolution=8)
    >>> [(round(region.share, 4), region.name) for region in found.regions]
    [(0.7954, 'Ukraine comes to the table'), (0.2046, 'Ukraine refuses talks')]
    """
    from negotiate.analysis import region  # noqa: PLC0415 (solvers, only where they solve)

    model = model_of(game)
    check_scenarios(model, [scenario] if scenario is not None else [])
    return region.region_map(
        model,
        x,
        y,
        scenario,
        concept=concept,
        method=method,
        settings=numbers_of(model, settings),
        x_range=None if x_range is None else (exact(x_range[0]), exact(x_range[1])),
        y_range=None if y_range is None else (exact(y_range[0]), exact(y_range[1])),
        resolution=resolution,
        progress=progress or _silent,
    )


def _silent(what: str, done: int, total: int) -> None:
    """Say nothing of progress."""


def save_map(answer: RegionMap, path: str | Path) -> None:
    """Write a map as .svg, .png or .pdf, its points as .csv, or all of it as .json.

    Parameters
    ----------
    answer : RegionMap
    path : str or Path

    Raises
    ------
    UsageError
        If the suffix is none of these.
    """
    KINDS.save(path, partial(encoded, answer))


def encoded(answer: RegionMap, kind: str) -> tuple[bytes, str]:
    """Return a map as a file of one of `KINDS`, and the characters that its font does not have."""
    if kind == "csv":
        from negotiate.formats.region import to_csv  # noqa: PLC0415 (one of several formats)

        return to_csv(answer).encode(), ""
    if kind == "json":
        from negotiate.formats.answers import dumps, to_dict  # noqa: PLC0415 (as above)

        return f"{dumps(to_dict(answer))}\n".encode(), ""
    from negotiate.render.region_picture import picture  # noqa: PLC0415 (as above)

    shown = picture(answer)
    if kind == "svg":
        from negotiate.render.tree.svg import svg  # noqa: PLC0415 (as above)

        return signed(svg(shown))
    from negotiate.render.tree.raster import drawn  # noqa: PLC0415 (matplotlib)

    return drawn(shown, kind)


def _svg(answer: Any) -> str:
    return encoded(answer, "svg")[0].decode()


# Notebooks look for this name. Results may not import their pictures, so the picture is hung here.
setattr(RegionMap, "_repr_svg_", _svg)  # noqa: B010 (frozen data have no method for it)
