"""Why a decision comes out as it does: what ``negotiate explain`` prints.

Frozen data in the words of the game file. Situations that lead to the same choice, and differ
only in what does not matter for it, stand together, so that a reader is not drowned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo, History, Number, Odds


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one option would bring, all else played as the equilibrium prescribes.

    Attributes
    ----------
    option : str
    odds : Number
        Probability with which it is played.
    value : Number or None
        What it is worth to the player; None where nothing says how likely the player thinks
        each history that it cannot tell apart.
    follows : str
        The decisions that would follow, such as ``aid cut, settle refuse``; chance as odds.
        Empty where the game is over.
    path : mapping of move to odds over options
        The same for every later move, ``none`` where it would not be reached.
    terms : mapping of payoff term to Number
        The parts that `value` is the sum of; empty where the payoff has no named parts.
    """

    option: str
    odds: Number
    value: Number | None
    follows: str
    path: Mapping[str, Odds]
    terms: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Situation:
    """Histories in which the player chooses alike, told by the one that matters most.

    Attributes
    ----------
    history : mapping of move to option
        What they have in common and what sets them apart from the others; ``none`` stands for a
        move that was not reached, ``a or b`` for either. Empty: every history.
    count : int
        Number of histories, that is of information sets.
    reach : Number
        Probability that one of them is reached.
    plays : mapping of option to probability
        What is chosen in all of them.
    example : mapping of move to option
        The history that `outlooks` and `reason` are about: the likeliest; if none is reached,
        the one that the fewest departures from equilibrium play lead to.
    outlooks : tuple of Outlook
        One per option of the example.
    margin : Number
        Smallest lead of the best option over the next best among the histories.
    reason : str
        Why, as a sentence with numbers.
    """

    history: History
    count: int
    reach: Number
    plays: Odds
    example: History
    outlooks: tuple[Outlook, ...]
    margin: Number
    reason: str


@dataclass(frozen=True, slots=True)
class MoveReport:
    """One scenario's answer to why a move comes out as it does.

    Attributes
    ----------
    scenario, about : str
    path : mapping of option to odds
        Of the move itself, ``none`` where it is not reached.
    situations : tuple of Situation
        Likeliest first. Empty where the scenario does not have the move, or no equilibrium.
    """

    scenario: str
    about: str
    path: Odds
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a move comes out as it does, scenario by scenario.

    Attributes
    ----------
    game : GameInfo
    concept : str
    move, player : str
        The player by its key.
    about : str
        What the move is, in the file's words.
    scenarios : tuple of MoveReport
    version : str
    """

    game: GameInfo
    concept: str
    move: str
    player: str
    about: str
    scenarios: tuple[MoveReport, ...]
    version: str = ""
