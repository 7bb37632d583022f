"""Along which stretches of each parameter the same happens: frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.results.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Strips:
    """The thresholds of several parameters of one scenario, each by itself.

    Attributes
    ----------
    scenario, concept : str
    common : str
        What happens on every stretch; may be empty.
    names : tuple of str
        What happens on some stretch, as far as it tells it from the others, and in how many
        equilibria.
    rows : tuple of Thresholds
        Of the parameters along which something changes.
    places : tuple of tuple of int
        For each stretch of each row the place of its name.
    still : tuple of str
        Parameters along which nothing changes.
    """

    scenario: str
    concept: str
    common: str
    names: tuple[str, ...]
    rows: tuple[Thresholds, ...]
    places: tuple[tuple[int, ...], ...]
    still: tuple[str, ...]
