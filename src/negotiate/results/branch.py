"""A branch of quantal response equilibria: what is played as precision grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.types import FloatArray


@dataclass(frozen=True, eq=False)
class Branch:
    """Points on one connected curve of logit equilibria, in the order of the curve.

    Attributes
    ----------
    rationality : FloatArray (L,)
        The precision λ of each point, per unit of payoff. It begins at 0, where every action is
        equally likely, and need not increase throughout.
    log_behaviour : FloatArray (L, S)
        Logarithm of the probability of each action slot; minus infinity where chance never takes
        it. Logarithms, because actions that are nearly never taken still shape beliefs.
    ended : str
        Why the curve ends where it does, as a sentence.
    reached : bool
        Whether it came as far as it was asked to.
    """

    rationality: FloatArray
    log_behaviour: FloatArray
    ended: str
    reached: bool

    @property
    def behaviour(self) -> FloatArray:
        """Probability of each action slot at each point (L, S)."""
        behaviour: FloatArray = np.exp(self.log_behaviour)
        return behaviour

    @property
    def turns_back(self) -> bool:
        """Whether λ falls anywhere on the way, so that some λ has several equilibria here."""
        return bool(np.any(np.diff(self.rationality) < 0))

    def __len__(self) -> int:
        """L."""
        return len(self.rationality)
