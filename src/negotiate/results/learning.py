"""What a learning process did: where play went, and how far from an equilibrium it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo, Odds


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a process stands.

    Attributes
    ----------
    at : float
        Rounds played, or time passed.
    odds : mapping of player key to mapping of strategy to odds
        Frequencies of play so far, or shares of a population.
    regret : float
        The most that a player could gain by another strategy against these odds, as a share of
        its payoff range: 0 in a Nash equilibrium, and seldom 0 on the way.
    """

    at: float
    odds: Mapping[str, Odds]
    regret: float


@dataclass(frozen=True, slots=True)
class Learning:
    """The course of a learning process.

    Attributes
    ----------
    game : GameInfo
    scenario : str
    process : {"fictitious", "replicator"}
    seed : int
    moments : tuple of Moment
        From the start to the end, some of them.
    source : str
    sentence : str
        What this is, and what it is not.
    version : str
    """

    game: GameInfo
    scenario: str
    process: str
    seed: int
    moments: tuple[Moment, ...]
    source: str
    sentence: str
    version: str = ""
