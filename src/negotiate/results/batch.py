"""What was answered for many draws of the parameters at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from negotiate.types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class BatchAnswer:
    """One pure answer for each of B draws, the draw axis last.

    Attributes
    ----------
    choice : int16 array (H, B)
        Which action of its information set is played, counted from 0; -1 at chance.
    tied : BoolArray (H, B)
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

    choice: npt.NDArray[np.int16]
    tied: BoolArray
    payoff: FloatArray
    decided: BoolArray
