"""Array types and the two marks that stand where a player's index would.

The letters used in shapes everywhere: Z leaves, P players, N nodes, H information sets,
S action slots, B draws of the parameters.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Value = TypeVar("Value")

CHANCE: Final = -1
"""Owner of a node at which nature moves."""

LEAF: Final = -2
"""Owner of a node at which the game is over."""

FloatArray: TypeAlias = "npt.NDArray[np.float64]"
IntArray: TypeAlias = "npt.NDArray[np.int64]"
BoolArray: TypeAlias = "npt.NDArray[np.bool_]"

NumberArray: TypeAlias = "npt.NDArray[Any]"
"""Numbers of a game: float64, or object holding `fractions.Fraction` in exact mode."""


def one_nan(number: Value) -> Value | float:
    """Return a number as it is, and the nan of `math` for any: a nan equals nothing but itself.

    With it, answers that do not know a number compare equal, and so does one read back.

    Examples
    --------
    >>> [float("nan")] == [float("nan")]
    False
    >>> [one_nan(float("nan"))] == [one_nan(float("nan"))]
    True
    """
    return number if number == number else nan  # noqa: PLR0124 (what tells a nan, of any type)
