"""What stands on every plot besides the data: of which game it is, and at which assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import GameInfo


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where the data of a plot come from.

    Attributes
    ----------
    game : GameInfo
        Its parameters have the values that were used.
    parameter_units : mapping of parameter to unit
    settings : mapping of parameter to value
        Those that are otherwise than in the file, as text; None where that is not known.
    seed : int or None
        None where nothing was drawn.
    version : str
    """

    game: GameInfo
    parameter_units: Mapping[str, str]
    settings: Mapping[str, str] | None
    seed: int | None
    version: str
