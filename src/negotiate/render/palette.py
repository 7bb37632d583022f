"""Colours: each player has one everywhere, in the terminal, in trees, in plots and on the page.

Hues follow Okabe & Ito (2008), blue first, in the shades that a background asks for: text and
circles stand out from it by 4.5 to 1 at least (WCAG 2.1, level AA), and any two colours of a list
are told apart by every kind of colour vision, simulated after Machado, Oliveira & Fernandes
(2009). Tests say so. Nothing is told by colour alone: circles hold keys, regions have numbers.
"""

from __future__ import annotations

from typing import Final

from negotiate.record import dataclass
from negotiate.types import CHANCE

# Okabe & Ito's own shades, for terminals, whose background is not known. Without black and yellow,
# each of which is unreadable on one of the two usual ones.
TERMINAL: Final = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#0072B2")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture, as ``#RRGGBB``.

    Attributes
    ----------
    paper, ink : str
        Background, and what is written on it.
    muted : str
        Of words that matter less; still read easily.
    chance : str
        Of chance's moves.
    line, leader : str
        Branches that are not taken, and the thin lines that lead to payoffs.
    band, mark : str
        Behind the path that another is compared with, and behind the end of the path.
    players : tuple of str
        From the seventh player on they come again.
    regions : tuple of str
        Fills of maps; text on them is `ink`.
    """

    paper: str
    ink: str
    muted: str
    chance: str
    line: str
    leader: str
    band: str
    mark: str
    players: tuple[str, ...]
    regions: tuple[str, ...]

    def player(self, index: int) -> str:
        """Return the colour of a player, or of chance."""
        return self.chance if index == CHANCE else self.players[index % len(self.players)]

    def region(self, index: int) -> str:
        """Return the fill of a region, counted from 0."""
        return self.regions[index % len(self.regions)]


LIGHT: Final = Theme(
    paper="#FFFFFF",
    ink="#1A1D23",
    muted="#636A76",
    chance="#4A4F57",
    line="#B9BEC7",
    leader="#D5D9DF",
    band="#DCE0E8",
    mark="#FFF0CC",
    players=("#096DD1", "#946300", "#0B6246", "#B0388F", "#8A1500", "#5010E0"),
    regions=(
        "#72CB75", "#B2D2FA", "#C7B3A3", "#DD96C0", "#F0EC87", "#AAA1F6", "#9DF5EE", "#DCF3CC",
    ),
)  # fmt: skip

DARK: Final = Theme(
    paper="#15191F",
    ink="#F2F4F8",
    muted="#A3ABB8",
    chance="#B4BAC4",
    line="#565E6B",
    leader="#333A45",
    band="#343B47",
    mark="#463A17",
    players=("#72B4F7", "#F4C64F", "#45E5B0", "#E070B4", "#E06A3C", "#9173FF"),
    regions=(
        "#577250", "#2E4C73", "#34261A", "#4F1C3E", "#52501F", "#37257B", "#2F7976", "#806A23",
    ),
)  # fmt: skip
