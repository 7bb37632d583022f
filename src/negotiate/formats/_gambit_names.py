"""Names for what other formats only label: unique and never empty, as near to the label as can be.

Labels of `.efg` and `.nfg` files may be empty, repeated, or steer a terminal. Here a player, a
decision and an option are known by name, so each gets one; the labels stay in the document.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME: Final = 60

_NOT_A_KEY = re.compile(r"[^A-Za-z0-9_]+")
_RESERVED = ("chance", "none")


class Names:
    """Hands out names, each once.

    Parameters
    ----------
    taken : iterable of str
        Names that mean something else.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Return `wanted`, or with the first number that makes it new."""
        name, k = wanted, self._next.get(wanted, 2)
        while name in self._taken:
            name, k = f"{wanted}_{k}", k + 1
        self._next[wanted] = k
        self._taken.add(name)
        return name


def player_keys(labels: Iterable[str]) -> tuple[str, ...]:
    """Return an identifier for each player: ``Player 1`` becomes ``Player_1``."""
    names = Names(_RESERVED)
    return tuple(names.give(_key(label, i)) for i, label in enumerate(labels, start=1))


def option_names(labels: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each option of one decision; without a label it is its number."""
    names = Names(_RESERVED[1:])
    return tuple(names.give(shown(label) or str(i)) for i, label in enumerate(labels, start=1))


def shown(label: str) -> str:
    """Return a label on one line, at a length that fits, without characters that steer."""
    kept = "".join(c if c.isprintable() else " " for c in label[: 4 * MAX_NAME])
    line = " ".join(kept.split())
    return line if len(line) <= MAX_NAME else f"{line[: MAX_NAME - 1]}…"


def _key(label: str, number: int) -> str:
    ascii_only = unicodedata.normalize("NFKD", shown(label)).encode("ascii", "ignore").decode()
    key = _NOT_A_KEY.sub("_", ascii_only).strip("_")
    if key.isdigit():
        return f"Player_{key}"
    return key if key[:1].isalpha() else f"Player_{number}"
