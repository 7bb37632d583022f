"""Quantal response: how rational observed choices are, and how play changes with rationality."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.api._asked import check_scenarios, model_of, numbers_of
from negotiate.api._notebook import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model
    from negotiate.results.estimate import Estimate, Observation
    from negotiate.results.rationality import RationalityPath


def estimate(
    game: Model | str | Path,
    observations: Sequence[Observation] | str | Path,
    scenario: str | None = None,
    *,
    settings: Mapping[str, Fraction | float] | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return how rational players must be to make observed choices likely.

    Parameters
    ----------
    game : Model, str or Path
    observations : sequence of Observation, or a file of them
        See `negotiate.formats._observations` for the file.
    scenario : str, optional
        The first of the file if left out.
    settings : mapping of parameter to number, optional
    level : float
        Of the confidence interval.

    Raises
    ------
    GameFileError
        If a file breaks rules.
    NoAnswerError
        If the observations say nothing about rationality.
    UsageError
        If an observation fits no decision of the game, or a name does not exist.

    Examples
    --------
    >>> from negotiate.api import estimate
    >>> from negotiate.results.estimate import Observation
    >>> kept = [Observation("reply", "fight", 10), Observation("reply", "share", 30)]
    >>> round(estimate("textbook/entry-deterrence", kept).rationality, 6)
    0.549306
    """
    from negotiate.analysis import estimate as analysis  # noqa: PLC0415 (as in `solve`)
    from negotiate.analysis.compare import info_of  # noqa: PLC0415 (as above)
    from negotiate.formats._observations import read_observations  # noqa: PLC0415 (as above)

    model = model_of(game)
    name = model.scenarios[0] if scenario is None else scenario
    check_scenarios(model, [name])
    numbers = numbers_of(model, settings)
    if isinstance(observations, str | Path):
        observations = read_observations(Path(observations))
    found = analysis.estimate(model.game(name, numbers), observations, level, name)
    return replace(found, game=info_of(model, name, numbers))


def rationality_path(
    game: Model | str | Path,
    to: float | None = None,
    scenario: str | None = None,
    *,
    settings: Mapping[str, Fraction | float] | None = None,
) -> RationalityPath:
    """Return what is played as players err less: the branch of quantal response equilibria.

    Parameters
    ----------
    game : Model, str or Path
    to : float, optional
        λ at which the path ends; by default where play no longer changes.
    scenario, settings
        As in `estimate`.

    Raises
    ------
    NoAnswerError
        If the branch of this game cannot be followed.
    UsageError
        If a name does not exist, or `to` is no finite number above 0.

    Examples
    --------
    >>> from negotiate.api import rationality_path
    >>> path = rationality_path("textbook/centipede", to=2)
    >>> path.rationality[0], path.rationality[-1]
    (0.0, 2.0)
    >>> round(path.decisions[0].odds["take"][-1], 5)
    0.23619
    """
    from negotiate.analysis import rationality as analysis  # noqa: PLC0415 (as in `solve`)
    from negotiate.analysis.compare import info_of  # noqa: PLC0415 (as above)

    model = model_of(game)
    name = model.scenarios[0] if scenario is None else scenario
    check_scenarios(model, [name])
    numbers = numbers_of(model, settings)
    found = analysis.rationality_path(model.game(name, numbers), to, name)
    return shown(replace(found, game=info_of(model, name, numbers)))
