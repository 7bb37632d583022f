"""What a solver method is: a module `solvers/<concept>/<method>.py` with these names.

A method proposes; it never grades itself. `negotiate.concepts` certifies on the original game.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    Attributes
    ----------
    all : bool
        List every equilibrium that the method can list, up to `cap`.
    cap : int
        Longest list; reaching it is said in the answer's notes and coverage.
    seed : int
        For methods that draw random numbers.
    rationality : float, optional
        λ of quantal response, per unit of payoff as the game states it: where payoffs are
        multiplied by c, the same play goes with λ / c.
    objective : str
        What a mediator's lottery is chosen for, where there are many: the key of a player, or
        ``sum`` for the sum of all payoffs.
    """

    all: bool = False
    cap: int = 3000
    seed: int = 0
    rationality: float | None = None
    objective: str = "sum"


class SolverMethod(Protocol):
    """A module that finds equilibria of one concept by one method."""

    ABOUT: str
    """One sentence: what it does."""

    SOURCE: str
    """Where the method is published."""

    PRIORITY: int
    """``auto`` tries applicable methods in this order, lowest first."""

    def refusal(self, game: Game) -> str | None:
        """Return why this method does not take `game`, or None if it does."""
        ...

    def solve(self, game: Game, options: Options) -> Answer:
        """Return candidates and what their list covers."""
        ...
