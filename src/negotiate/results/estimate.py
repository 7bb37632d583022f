"""How rational observed choices are: what was observed, and the λ that fits it best."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo


@dataclass(frozen=True, slots=True)
class Observation:
    """How often an option was chosen.

    Attributes
    ----------
    move, option : str
    count : float
        Need not be whole, so that frequencies times a sample size will do.
    after : mapping of move to option
        What had been chosen before, as far as it tells decisions of one name apart.
    where : str
        Line of the file that says so, for messages; may be empty.
    """

    move: str
    option: str
    count: float = 1.0
    after: Mapping[str, str] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """One decision: what was observed there and what the estimate makes of it.

    Attributes
    ----------
    player, move : str
    history : mapping of move to option
        What the player knows there.
    observed : mapping of option to count
    predicted : mapping of option to probability
    """

    player: str
    move: str
    history: Mapping[str, str]
    observed: Mapping[str, float]
    predicted: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The rationality λ that makes observed choices likeliest.

    Attributes
    ----------
    game : GameInfo
    scenario : str
    rationality : float
        The estimate, per unit of payoff; infinity where choices fit better the larger λ is.
    low, high : float
        Ends of its confidence interval, by profile likelihood.
    level : float
        Of the interval, such as 0.95.
    log_likelihood : float
        At the estimate.
    at_random : float
        The same if every option were equally likely, λ = 0.
    at_best : float
        The same if the observed frequencies were the probabilities: no model can do better.
    observations : float
        Number of choices observed.
    decisions : tuple of Fitted
        Those at which something was observed, in the order of the tree.
    notes : tuple of str
    version : str
    """

    game: GameInfo
    scenario: str
    rationality: float
    low: float
    high: float
    level: float
    log_likelihood: float
    at_random: float
    at_best: float
    observations: float
    decisions: tuple[Fitted, ...]
    notes: tuple[str, ...] = ()
    version: str = ""
