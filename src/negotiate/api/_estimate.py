"""How rational observed choices are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.api._asked import check_scenarios, model_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model
    from negotiate.results.estimate import Estimate, Observation


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
    from negotiate.formats._observations import read_observations  # noqa: PLC0415

    model = model_of(game)
    name = model.scenarios[0] if scenario is None else scenario
    check_scenarios(model, [name])
    if isinstance(observations, str | Path):
        observations = read_observations(Path(observations))
    numbers = model.game(name, numbers_of(model, settings))
    found = analysis.estimate(numbers, observations, level, name)
    return replace(found, title=model.spec.title, file=model.spec.file)
