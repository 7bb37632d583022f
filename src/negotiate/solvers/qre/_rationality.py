"""The precision that a quantal response equilibrium is asked for at."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from negotiate.solvers.protocol import Options

UNIT: Final = (
    "Odds of two options differ by the factor exp(λ × the difference of their worth), λ = {:.6g}"
    " per unit of payoff as the game states it."
)


def rationality(options: Options) -> float:
    """Return λ.

    Raises
    ------
    UsageError
        If none was given, or one that is no finite number of 0 or more.
    """
    asked = options.rationality
    if asked is None:
        raise UsageError(
            "a quantal response equilibrium needs a rationality: give --lambda, such as --lambda 2"
            " (0: every option is equally likely; larger: better options are likelier)"
        )
    if not isfinite(asked) or asked < 0:
        raise UsageError(f"the rationality λ is a finite number of 0 or more, not {asked}")
    return float(asked)
