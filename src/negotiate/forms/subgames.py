"""Where each part of a game begins that can be solved on its own, and whether it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.game import subgames
from negotiate.game.once import once_for_each
from negotiate.game.recall import forgetful

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.types import IntArray


@once_for_each
def subgame_roots(tree: Tree) -> IntArray:
    """Return the nodes at which proper subgames begin (R,), the root of the tree always first.

    Read-only.
    """
    begins = subgames.is_subgame_root(tree).copy()
    begins[0] = True
    roots = np.flatnonzero(begins)
    roots.setflags(write=False)
    return roots


def require_recall(tree: Tree) -> None:
    """Refuse a game in which a player forgets what it did or knew.

    Raises
    ------
    NoAnswerError
        Mixed and behaviour strategies then differ (Kuhn 1953), and best replies are not found
        one information set at a time.
    """
    flaw = forgetful(tree)
    if flaw is not None:
        raise NoAnswerError(
            flaw.sentence(tree),
            "give the situations that the player can tell apart different information sets",
        )
