"""What a solution concept is: a module `concepts/<concept>.py` with these names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Certificate, Distribution, Trembles
    from negotiate.types import NumberArray

TOLERANCE = 1e-8
"""Largest regret, relative to a player's payoff range, at which a float answer still holds."""


class ConceptModule(Protocol):
    """A module that says what counts as an answer."""

    ABOUT: str
    """The concept in one sentence."""

    SOURCE: str
    """Where it was defined."""

    def certify(self, game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
        """Return the proof, or disproof, that `behaviour` is an answer, on the original game."""
        ...


class AssessmentConcept(ConceptModule, Protocol):
    """A concept that asks for beliefs as well: it may judge behaviour with or without them.

    `certify` then says whether there are beliefs under which the behaviour is an answer.
    """

    def certify_assessment(
        self,
        game: Game,
        behaviour: NumberArray,
        beliefs: NumberArray,
        trembles: Trembles | None = None,
        tol: float = TOLERANCE,
    ) -> Certificate:
        """Return the proof, or disproof, that behaviour and beliefs (N,) are an answer."""
        ...


class QuantalConcept(ConceptModule, Protocol):
    """A concept with a degree of rationality λ.

    `certify` then says whether there is a λ at which the behaviour is an answer.
    """

    def certify_at(
        self, game: Game, behaviour: NumberArray, rationality: float, tol: float = TOLERANCE
    ) -> Certificate:
        """Return the proof, or disproof, that behaviour is an answer at λ = `rationality`."""
        ...


class MediatorConcept(ConceptModule, Protocol):
    """A concept whose answers are lotteries over profiles, drawn by a mediator."""

    def certify_distribution(
        self, game: Game, distribution: Distribution, tol: float = TOLERANCE
    ) -> Certificate:
        """Return the proof, or disproof, that a lottery is an answer."""
        ...
