"""What a mediator may draw and tells, in the words of the game file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.results.report import History, Number


@dataclass(frozen=True, slots=True)
class Told:
    """What a mediator tells a player to do at one information set.

    Attributes
    ----------
    player, move, option : str
    history : mapping of move to option
        What the player knows when it moves.
    """

    player: str
    move: str
    history: History
    option: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One profile that a mediator may draw, and its odds.

    Attributes
    ----------
    odds : Number
    told : tuple of Told
        In the order of the tree, where each player's own earlier ones lead.
    """

    odds: Number
    told: tuple[Told, ...]
