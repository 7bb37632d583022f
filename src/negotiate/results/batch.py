"""What was answered for many draws of the parameters at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from negotiate.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class BatchAnswer:
    """One pure answer for each of B draws, the draw axis last.

    Attributes
    ----------
    decision : IntArray (H,)
        The row of each information set in `choices` and `ties`: decisions that are the same
        whatever the numbers share a row.
    choices : int16 array (D, B)
        Which action is played, counted from 0; -1 at chance.
    ties : BoolArray (D, B)
        Whether another action is as good; in a subgame of several information sets, whether
        another equilibrium is there.
    payoff : FloatArray (P, B)
        Expected payoffs.
    decided : BoolArray (B,)
        False where a tie, or a subgame without exactly one strict pure equilibrium, is reached
        in play, where a subgame, reached or not, has no pure equilibrium at all, and where the
        draw's numbers are not valid. Off the path ties go to what is listed first, as in a
        single answer.
    """

    decision: IntArray
    choices: npt.NDArray[np.int16]
    ties: BoolArray
    payoff: FloatArray
    decided: BoolArray

    @cached_property
    def choice(self) -> npt.NDArray[np.int16]:
        """What is played at each information set (H, B)."""
        return self.choices[self.decision]

    @cached_property
    def tied(self) -> BoolArray:
        """Whether another action is as good at each information set (H, B)."""
        return self.ties[self.decision]


@dataclass(frozen=True, eq=False)
class BatchOdds:
    """One mixed answer for each of B draws, the draw axis last.

    Attributes
    ----------
    slot : IntArray (S,)
        The row of each slot in `odds`.
    odds : FloatArray (R, B)
        How likely an action is where its information set is reached, chance's included.
    payoff : FloatArray (P, B)
        Expected payoffs.
    """

    slot: IntArray
    odds: FloatArray
    payoff: FloatArray

    @cached_property
    def behaviour(self) -> FloatArray:
        """How likely the action of each slot is (S, B)."""
        return self.odds[self.slot]
