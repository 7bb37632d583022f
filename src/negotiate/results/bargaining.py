"""What two players could get together, and what they get: frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bargaining:
    """The payoff plane of two players.

    Attributes
    ----------
    scenario : str
        The one whose outcomes are feasible.
    against : str
        The one whose equilibrium is what follows if they do not agree.
    concept : str
    players : tuple of str
        Two keys.
    others : int
        Players besides them, whose choices count as agreed too.
    hull : tuple of Pair
        The feasible set, counter-clockwise; one point or two where it is no area.
    frontier : tuple of Pair
        Its efficient part: no other feasible point is better for one and no worse for the other.
        From the best for the second player to the best for the first.
    equilibria : mapping of scenario to tuple of Pair
        Payoffs of the equilibria found in each.
    disagreement : Pair
    nash : Pair or None
        The feasible point with the largest product of gains over `disagreement` (Nash 1950);
        None where no point is better for both.
    outcomes : int
        Leaves of the tree.
    """

    scenario: str
    against: str
    concept: str
    players: tuple[str, str]
    others: int
    hull: tuple[Pair, ...]
    frontier: tuple[Pair, ...]
    equilibria: Mapping[str, tuple[Pair, ...]]
    disagreement: Pair
    nash: Pair | None
    outcomes: int
