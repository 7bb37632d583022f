"""How play changes as players err less: the branch of quantal response, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo


@dataclass(frozen=True, slots=True)
class DecisionPath:
    """One decision, at every λ.

    Attributes
    ----------
    player, move : str
    history : mapping of move to option
        What the player knows there.
    odds : mapping of option to tuple of float (L,)
    """

    player: str
    move: str
    history: Mapping[str, str]
    odds: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class RationalityPath:
    """The principal branch of agent quantal response equilibria of one game.

    Attributes
    ----------
    game : GameInfo
    scenario : str
    rationality : tuple of float (L,)
        λ per unit of payoff, in the order of the branch, which may turn back.
    decisions : tuple of DecisionPath
    payoffs : mapping of player key to tuple of float (L,)
        Expected payoffs.
    ended : str
        Why the branch ends where it does.
    at_limit : bool
        Whether that is because play no longer changes as λ grows.
    turns_back : bool
    version : str
    """

    game: GameInfo
    scenario: str
    rationality: tuple[float, ...]
    decisions: tuple[DecisionPath, ...]
    payoffs: Mapping[str, tuple[float, ...]]
    ended: str
    at_limit: bool
    turns_back: bool
    version: str = ""
