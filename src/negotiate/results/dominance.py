"""Which strategies are left once dominated ones are put aside, round by round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo, Number, Odds


@dataclass(frozen=True, slots=True)
class Elimination:
    """One strategy put aside, and what dominates it.

    Attributes
    ----------
    round : int
        From 1; all strategies that are dominated in the same round go at once.
    player, strategy : str
    by : mapping of strategy to odds
        What is better: one strategy, or a mixture of several.
    least, most : Number
        The smallest and the largest lead of what is better, over what the others may do.
    """

    round: int
    player: str
    strategy: str
    by: Odds
    least: Number
    most: Number


@dataclass(frozen=True, slots=True)
class Dominance:
    """The result of iterated elimination.

    Attributes
    ----------
    game : GameInfo
    scenario : str
    solvable : bool
        Whether a single profile is left.
    weak : bool
        Whether weakly dominated strategies were put aside as well.
    mixed : bool
        Whether mixtures were tried as what is better.
    eliminated : tuple of Elimination
        In the order of rounds, then of players.
    left : mapping of player key to tuple of str
        The strategies that survive.
    sentence : str
        What they are: rationalizable, or merely what is left.
    version : str
    """

    game: GameInfo
    scenario: str
    solvable: bool
    weak: bool
    mixed: bool
    eliminated: tuple[Elimination, ...]
    left: Mapping[str, tuple[str, ...]]
    sentence: str
    version: str = ""
