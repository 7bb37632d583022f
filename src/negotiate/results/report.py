"""What was answered, in the words of the game file: what every picture and table reads.

Frozen data, no tree needed to read it. Numbers are floats, or fractions in exact mode.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.results.mediation import Recommendation
    from negotiate.results.solution import Coverage

Number: TypeAlias = float | Fraction
Odds: TypeAlias = "Mapping[str, Number]"
History: TypeAlias = "Mapping[str, str]"


@dataclass(frozen=True, slots=True)
class GameInfo:
    """Which game was solved, so that the answer can be reproduced.

    Attributes
    ----------
    players : mapping of key to full name
    parameters : mapping of name to value
        As used, after ``--set``; scenarios may set others on top.
    nodes, leaves, information_sets : int
        Of the first scenario's tree; information sets of players, not of chance.
    owners : mapping of move to player key
        Without the moves of chance.
    phrases : mapping of move to mapping of option to phrase
        What sentences say of an option; where there is none, they use its name.
    units : mapping of quantity to unit
        Of those that state one.
    scenarios : tuple of str
        All of the file, solved or not.
    """

    title: str
    about: str
    file: str
    sha256: str
    players: Mapping[str, str]
    parameters: Mapping[str, Number]
    nodes: int
    leaves: int
    information_sets: int
    perfect_information: bool
    owners: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    scenarios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What one information set prescribes.

    Attributes
    ----------
    player, move : str
    history : mapping of move to option
        What the player knows when it moves.
    plays : mapping of option to probability
    reach : Number
        Probability that it is reached.
    value : mapping of option to Number
        What each option is worth to the player, all else played as prescribed. Empty where the
        information set has several nodes and no reach probability to weigh them with.
    margin : Number
        Lead of the best option over the next best; infinity for a single option.
    beliefs : mapping of history to probability
        What the player thinks of the histories that it cannot tell apart, each written as what
        it does not know, as in ``type hard, first D``. Empty where the concept has no beliefs,
        or there is nothing to guess.
    trembles : mapping of option to (weight, order)
        The sequence that makes beliefs consistent takes the option with odds proportional to
        ``weight * epsilon ** order``. Empty where the concept has none.
    """

    player: str
    move: str
    history: History
    plays: Odds
    reach: Number
    value: Mapping[str, Number]
    margin: Number
    beliefs: Odds = field(default_factory=dict)
    trembles: Mapping[str, tuple[Number, int]] = field(default_factory=dict)

    @property
    def tied(self) -> bool:
        """Whether another option is as good."""
        return self.margin == 0


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate in words: see `results.solution.Certificate`.

    Attributes
    ----------
    consistency : str
        Why beliefs are consistent, as a sentence; empty where the concept does not ask.
    """

    condition: str
    max_regret: float
    holds: bool
    worst: str
    consistency: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How credible a Nash equilibrium of a tree is.

    Attributes
    ----------
    standing : {"sequential", "subgame perfect", "not credible", "not settled"}
        The strongest that was shown; ``not settled``: the search for beliefs was cut short.
    sentence : str
        Why, naming the information set, what its player would rather do, and by how much.
    player, move, option : str
        Who would rather do what where; empty if it is credible.
    history : mapping of move to option
    gain : Number
        In the player's payoff.
    """

    standing: str
    sentence: str
    player: str = ""
    move: str = ""
    option: str = ""
    history: History = field(default_factory=dict)
    gain: Number = 0.0


@dataclass(frozen=True, slots=True)
class Refinement:
    """Whether an equilibrium passes a refinement, and which deviation makes it fall.

    Attributes
    ----------
    name : str
        Such as ``intuitive criterion``.
    survives : bool or None
        None where the refinement says nothing of such a game, or was not decided.
    sentence : str
        Why.
    """

    name: str
    survives: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Play:
    """One equilibrium, told.

    Attributes
    ----------
    payoffs : mapping of player key to Number
    path : mapping of move to odds over options
        Unconditional; ``none`` takes the odds that the move is not reached.
    quantities : mapping of name to Number, or to odds over categories
    criteria : mapping of name to the odds that it holds
    decisions : sequence of Decision
        All of them, in the order of the tree: this is the strategy profile.
    proof : Proof
    terms : mapping of player key to mapping of payoff term to expected value
        The parts that a player's payoff is the sum of.
    conditions : tuple of str
        Where this stands for a continuum of equilibria: what holds throughout it.
    verdict : Verdict or None
        Of a Nash equilibrium of a tree.
    refinements : tuple of Refinement
        Those that were asked of it.
    recommendations : tuple of Recommendation
        Where a mediator is part of the concept: its lottery, the likeliest profile first. The
        odds of each decision are then those among its recommendations.
    """

    payoffs: Mapping[str, Number]
    path: Mapping[str, Odds]
    quantities: Mapping[str, Number | Odds]
    criteria: Mapping[str, Number]
    decisions: Sequence[Decision]
    proof: Proof
    terms: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    verdict: Verdict | None = None
    refinements: tuple[Refinement, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """The answer for one scenario.

    Attributes
    ----------
    name, about : str
        Empty name: the game as written, where the file has no scenarios.
    plays : tuple of Play
        The equilibria, the first being the one that headlines use.
    stats : mapping
        What the solver did.
    notes : tuple of str
    nodes : int
        Of this scenario's tree.
    phrase : str
        How a sentence about it begins, such as ``under the offer``; may be empty.
    """

    name: str
    about: str
    concept: str
    method: str
    coverage: Coverage
    plays: tuple[Play, ...]
    stats: Mapping[str, float | int | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    nodes: int = 0
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that differs between two scenarios.

    Attributes
    ----------
    before, after : str
        The options played; ``none`` where the move is not reached, a mixture as "a 0.3, b 0.7".
    gain : Number
        In the new scenario, what `after` is worth to the player above `before`.
    on_path : bool
        Whether the decision is reached with positive probability in the new scenario.
    reason : str
        Why, as a sentence with numbers.
    """

    from_scenario: str
    to_scenario: str
    player: str
    move: str
    history: History
    before: str
    after: str
    gain: Number
    on_path: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Credibility:
    """Whether an announcement would be carried out when its moment comes.

    Attributes
    ----------
    option : str
        What was announced (several: joined by "or").
    history : mapping of move to option
        The moment at which it is judged: one of those at which the announcement binds.
    without_cost : str
        What the player would do if breaking its word cost nothing.
    parameter : str
        The parameter that the cost of breaking is, or the text of the expression.
    value, threshold : Number
        The cost as it stands, and the cost at which carrying it out becomes optimal; 0 or less:
        it would be carried out anyway. Infinity: no cost is enough.
    margin : Number
        `value` minus `threshold`.
    credible : bool
    moments : int
        Number of decisions at which the announcement is judged: of those at which it binds, the
        ones that the fewest departures from equilibrium play lead to. `threshold` is the
        highest of theirs, and `history` is where it is attained.
    closed_form : str
        The threshold as an expression in the parameters; empty unless asked for.
    note : str
        What else a reader must know: whether it would take more further from equilibrium play,
        and whether the parameter that is the cost matters elsewhere too.
    name, about : str
        What the announcement is called, such as ``stick``, and what it says; may be empty.
    """

    scenario: str
    player: str
    move: str
    option: str
    history: History
    without_cost: str
    parameter: str
    value: Number
    threshold: Number
    margin: Number
    credible: bool
    moments: int = 1
    closed_form: str = ""
    note: str = ""
    name: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Welfare:
    """Who gains and who loses against the first scenario."""

    scenario: str
    against: str
    change: Mapping[str, Number]
    verdict: str


@dataclass(frozen=True, slots=True)
class Part:
    """One decision of a headline, and how much of the assumption space it survives by itself.

    Attributes
    ----------
    move : str
    says : str
        What happens there, as a clause: ``Ukraine comes to the table``.
    share : float
        Share of draws in which the move comes out as the headline says.
    """

    move: str
    says: str
    share: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """How much of the assumption space a headline survives.

    Attributes
    ----------
    headline : str
        The sentence that is tested.
    draws, seed : int
        Of the parameters, from their distributions, or uniform over their ranges.
    share : float
        Share of draws in which the headline holds.
    low, high : float
        95 % Wilson interval of the share.
    undecided : float
        Share of draws without a unique answer; counted as not surviving.
    parts : tuple of Part
        The decisions that the headline is about; empty where it is that none changes.
    note : str
        Why it was not tested, where no draw has a unique answer.
    """

    scenario: str
    against: str
    headline: str
    draws: int
    seed: int
    share: float
    low: float
    high: float
    undecided: float = 0.0
    parts: tuple[Part, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side: what ``solve`` prints and ``--json`` carries."""

    game: GameInfo
    concept: str
    scenarios: tuple[ScenarioReport, ...]
    changes: tuple[Change, ...] = ()
    credibility: tuple[Credibility, ...] = ()
    welfare: tuple[Welfare, ...] = ()
    robustness: tuple[Robustness, ...] = ()
    seed: int = 0
    version: str = ""

    def scenario(self, name: str) -> ScenarioReport:
        """Return the report of one scenario; KeyError if there is none of that name."""
        for report in self.scenarios:
            if report.name == name:
                return report
        raise KeyError(name)
