"""Which assumption an output hangs on, and what would overturn it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.api._asked import check_scenarios, model_of, not_quantal, numbers_of
from negotiate.api._notebook import shown
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction
    from pathlib import Path

    from negotiate.game.model import Model
    from negotiate.results.sensitivity import Sensitivity


def sensitivity(
    game: Model | str | Path,
    of: str,
    scenario: str | None = None,
    *,
    against: str | None = None,
    instead: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    concept: str = "auto",
    method: str = "auto",
    settings: Mapping[str, Fraction | float] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Sensitivity:
    """Return how an output depends on the parameters, and what would overturn it.

    Sobol indices, one parameter at a time, the nearest counter-example, and the strongest case
    against, each counter-example verified by solving there.

    Parameters
    ----------
    game : Model, str or Path
    of : str
        Any result, or arithmetic and comparisons of results, in the language of the game file:
        ``ceasefire == now``, ``payoff.UA``, ``kellogg.burden - baseline.burden``.
    scenario : str, optional
        Of names that say none; the first of the file if left out.
    against : str, optional
        A scenario whose value is taken off.
    instead : str, optional
        What is to hold for the headline to count as overturned.
    draws : int, optional
        Rows of the Sobol sample; each is solved once for each parameter and twice more. By
        default 1024, or 64 where each point has to be solved by itself.
    seed : int
    concept, method, settings
        As in `solve`; a parameter that is set does not vary.
    progress : callable, optional
        Is told what is done, how many points of it, of how many.

    Raises
    ------
    UsageError
        If a name does not exist, or no parameter has a range.
    NoAnswerError
        If there is no answer now.

    Examples
    --------
    >>> from negotiate.api import sensitivity
    >>> found = sensitivity("conditional-aid", "ua_talks == accept", "both_believed", draws=64)
    >>> found.influences[0].parameter, round(found.nearest.boundary, 3)
    ('k_ua', 0.056)
    """
    from negotiate.analysis import sensitivity as analysis  # noqa: PLC0415 (as in `solve`)

    model = model_of(game)
    check_scenarios(model, [scenario] if scenario is not None else [])
    not_quantal(concept, "no decision is overturned; `negotiate sweep --lambda` has its odds")
    if draws is not None and draws < 2:
        raise UsageError(f"draws is at least 2, not {draws}")
    found = analysis.sensitivity(
        model,
        of,
        scenario,
        against=against,
        instead=instead,
        draws=draws,
        seed=seed,
        concept=concept,
        method=method,
        settings=numbers_of(model, settings),
        progress=progress,
    )
    return shown(found)
