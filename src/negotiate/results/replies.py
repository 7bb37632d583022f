"""Best replies of two players with two strategies each: frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.results.solution import Coverage

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Replies:
    """Both best-reply correspondences in the unit square, and where they meet.

    A point of the square is a pair: the odds of the first player's first strategy, and those of
    the second player's first strategy.

    Attributes
    ----------
    scenario : str
    players : tuple of str
        Two keys.
    moves : tuple of str
        What each of them decides.
    strategies : tuple of two pairs of str
        Of each player.
    payoffs : tuple (2, 2, 2)
        By the first player's strategy, the second's, and player.
    lines : tuple of two tuples of Corner
        The correspondence of each player as a line through corners; empty where every strategy
        is a best reply to everything, so that it fills the square.
    equilibria : tuple of Corner
    coverage : Coverage
        Of the equilibria.
    """

    scenario: str
    players: tuple[str, str]
    moves: tuple[str, str]
    strategies: tuple[tuple[str, str], tuple[str, str]]
    payoffs: tuple[tuple[tuple[float, ...], ...], ...]
    lines: tuple[tuple[Corner, ...], tuple[Corner, ...]]
    equilibria: tuple[Corner, ...]
    coverage: Coverage
