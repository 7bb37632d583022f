"""Array types and the two marks that stand where a player's index would.

The letters used in shapes everywhere: Z leaves, P players, N nodes, H information sets,
S action slots, B draws of the parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CHANCE: Final = -1
"""Owner of a node at which nature moves."""

LEAF: Final = -2
"""Owner of a node at which the game is over."""

FloatArray: TypeAlias = "npt.NDArray[np.float64]"
IntArray: TypeAlias = "npt.NDArray[np.int64]"
BoolArray: TypeAlias = "npt.NDArray[np.bool_]"

NumberArray: TypeAlias = "npt.NDArray[Any]"
"""Numbers of a game: float64, or object holding `fractions.Fraction` in exact mode."""
