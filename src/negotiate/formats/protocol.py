"""What a format of games is: one module, named like the suffix of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.spec.model import Spec

MAX_NODES: Final = 10**6
"""The most nodes that are read, unless somebody asks for more."""


class GameFormat(Protocol):
    """The names that ``formats/<suffix>.py`` defines.

    Attributes
    ----------
    ABOUT : str
        The format in a few words.
    """

    ABOUT: str

    def read_text(self, text: str, file: str = "<text>", max_nodes: int = MAX_NODES) -> Spec:
        """Return the game that a text describes, or raise `GameFileError`.

        A format that writes nodes one by one stops reading where there are more than
        `max_nodes`.
        """
        ...

    def write(self, spec: Spec, game: Game) -> str:
        """Return the text of a file; `game` is `spec` with numbers."""
        ...
