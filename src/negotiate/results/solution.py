"""What a solver found and how far it can be trusted.

Frozen data. Behaviour is one number per action slot (chance's own odds at chance's slots), so
that an answer is read without the solver that found it.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.types import IntArray, NumberArray


class Coverage(Enum):
    """What a list of equilibria covers; the value is the sentence that is shown."""

    ALL = "all equilibria"
    ALL_EXTREME = "all equilibria, by their extreme points"
    ALL_PURE = "all pure equilibria"
    SOME = "some equilibria, perhaps not all"
    NONE_EXISTS = "no equilibrium exists"
    NONE_FOUND = "none found, though one may exist"


@dataclass(frozen=True, slots=True)
class Deviation:
    """The best that a player can gain by doing otherwise at one information set.

    Attributes
    ----------
    player, infoset, slot : int
        Who, where, and by which action. -1 for `infoset` and `slot` where the deviation is a
        whole strategy.
    gain : float
        In the player's own payoff.
    """

    player: int
    infoset: int
    slot: int
    gain: float


@dataclass(frozen=True, eq=False)
class Trembles:
    """Strategies in which every action has some probability, and less and less of it.

    At a small positive epsilon, the action of slot s is taken with odds proportional to
    ``weight[s] * epsilon ** order[s]`` within its information set. As epsilon falls to 0 the
    actions of order 0 remain. Each consistent assessment is the limit of such a sequence (Kreps
    & Wilson 1982, lemma A1).

    Attributes
    ----------
    order : IntArray (S,)
        0 where the action is played; chance's own slots have order 0, or it has no odds at all.
    weight : NumberArray (S,)
        Positive, but 0 at slots that chance never takes.
    """

    order: IntArray
    weight: NumberArray


@dataclass(frozen=True, eq=False)
class Consistency:
    """Proof that beliefs are the limit of Bayes' rule along a sequence of trembles.

    Attributes
    ----------
    trembles : Trembles
        The sequence, explicitly.
    error : float
        Largest difference between the stated beliefs, or strategies, and the limit of the
        sequence, which is computed from the lowest orders; 0 where arithmetic is exact.
    steps : tuple of (epsilon, distance)
        Distance of the assessment from Bayes' rule at some trembles, largest epsilon first.
    holds : bool
    """

    trembles: Trembles
    error: float
    steps: tuple[tuple[float, float], ...]
    holds: bool


@dataclass(frozen=True, eq=False)
class Certificate:
    """Proof of an equilibrium, by code that shares nothing with its solver.

    Attributes
    ----------
    condition : str
        What was checked, as a sentence.
    regret : NumberArray (P,)
        The most that each player can gain, recomputed on the original game.
    scale : NumberArray (P,)
        Each player's payoff range; regrets are judged relative to it.
    tol : float
        Largest relative regret that still holds; 0 where arithmetic is exact.
    worst : Deviation or None
        The best deviation found; None where there is nothing to decide.
    holds : bool
    consistency : Consistency or None
        Where the concept asks that beliefs are consistent.
    """

    condition: str
    regret: NumberArray
    scale: NumberArray
    tol: float
    worst: Deviation | None
    holds: bool
    consistency: Consistency | None = None

    @property
    def max_regret(self) -> float:
        """The largest relative regret; 0 for a player whose payoffs are all equal."""
        pairs = zip(self.regret.tolist(), self.scale.tolist(), strict=True)
        return max((float(r) / float(s) if s else float(r) for r, s in pairs), default=0.0)


@dataclass(frozen=True, eq=False)
class Distribution:
    """A mediator's lottery over profiles of pure strategies.

    Attributes
    ----------
    actions : IntArray (K, H)
        The slot that each profile recommends at each information set; -1 at chance's, and where
        the player's own earlier actions in the profile do not lead.
    odds : NumberArray (K,)
        Positive, adding up to 1.
    """

    actions: IntArray
    odds: NumberArray


@dataclass(frozen=True, eq=False)
class Candidate:
    """A profile that a solver proposes; it has not been checked.

    Attributes
    ----------
    behaviour : NumberArray (S,)
        Probability of each action slot; chance's own odds at chance's slots.
    payoff : NumberArray (P,)
        Expected payoffs as the solver sees them; recomputed before they are shown.
    margin : NumberArray (H,) or None
        Lead of the best action over the next best at each decision, in the owner's payoff:
        0 is a tie, infinity a single action, nan where the method does not say.
    beliefs : NumberArray (N,) or None
        Probability of each node within its information set; 0 at leaves.
    trembles : Trembles or None
        A sequence that makes the beliefs consistent.
    conditions : tuple of str
        Where this stands for a continuum: what holds throughout it, as in ``Pr3(R) <= 1/4``.
    rationality : float or None
        λ of a quantal response equilibrium, per unit of payoff.
    distribution : Distribution or None
        Where a mediator is part of the concept; `behaviour` then holds the odds of each action
        among its recommendations.
    """

    behaviour: NumberArray
    payoff: NumberArray
    margin: NumberArray | None = None
    beliefs: NumberArray | None = None
    trembles: Trembles | None = None
    conditions: tuple[str, ...] = ()
    rationality: float | None = None
    distribution: Distribution | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What a solver method returns, before certification.

    Attributes
    ----------
    candidates : tuple of Candidate
    coverage : Coverage
        What the list covers if every candidate is certified.
    stats : mapping
        What was done, not what was asked: counts, sizes, iterations.
    notes : tuple of str
        Sentences for the reader: assumptions, selection rules, caps that were hit.
    """

    candidates: tuple[Candidate, ...]
    coverage: Coverage
    stats: Mapping[str, float | int | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """A certified answer.

    Attributes
    ----------
    behaviour : NumberArray (S,)
    payoff : NumberArray (P,)
        Expected payoffs, recomputed on the original game.
    certificate : Certificate
    margin : NumberArray (H,)
        As in `Candidate`; nan where unknown.
    ties : tuple of int
        Information sets at which another action is as good.
    beliefs : NumberArray (N,) or None
        Probability of each node within its information set, where the concept has beliefs.
    conditions : tuple of str
        Where this stands for a continuum: what holds throughout it, as in ``Pr3(R) <= 1/4``.
    rationality : float or None
        λ of a quantal response equilibrium, per unit of payoff.
    distribution : Distribution or None
        Where a mediator is part of the concept; `behaviour` then holds the odds of each action
        among its recommendations.
    """

    behaviour: NumberArray
    payoff: NumberArray
    certificate: Certificate
    margin: NumberArray
    ties: tuple[int, ...] = ()
    beliefs: NumberArray | None = None
    conditions: tuple[str, ...] = ()
    rationality: float | None = None
    distribution: Distribution | None = None


@dataclass(frozen=True, eq=False)
class Solution:
    """Everything that was found for one game under one concept.

    Attributes
    ----------
    concept, method : str
    equilibria : tuple of Equilibrium
    coverage : Coverage
    stats : mapping
    notes : tuple of str
    """

    concept: str
    method: str
    equilibria: tuple[Equilibrium, ...]
    coverage: Coverage
    stats: Mapping[str, float | int | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return one line: concept, method, number found, coverage."""
        found = len(self.equilibria)
        return f"<Solution {self.concept} by {self.method}: {found} found, {self.coverage.value}>"
