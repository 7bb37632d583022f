"""A game from arrays of payoffs, one cell a profile: for library users and tests, at any size."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import UsageError
from negotiate.game.game import Game
from negotiate.game.tree import Labels, Tree
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.types import NumberArray


def game_from_payoffs(
    payoffs: Sequence[Any],
    players: Sequence[str] | None = None,
    options: Sequence[Sequence[str]] | None = None,
    *,
    title: str = "",
) -> Game:
    """Return the game in which all players choose at once.

    Parameters
    ----------
    payoffs : sequence of P arrays (n_1, ..., n_P)
        What each player gets, by profile. Numbers, or fractions throughout for exact answers.
    players : sequence of str, optional
        ``Player 1`` and so on if left out.
    options : sequence of P sequences of str, optional
        ``1``, ``2`` and so on if left out.
    title : str

    Raises
    ------
    UsageError
        If the arrays do not have one axis for each player, or names are missing or repeated.
    """
    cells = [np.asarray(own) for own in payoffs]
    n, shape = len(cells), cells[0].shape if cells else ()
    if not n or any(own.shape != shape for own in cells) or len(shape) != n or not all(shape):
        shapes = ", ".join(str(own.shape) for own in cells)
        raise UsageError(
            f"{n} players need {n} arrays of the same {n} axes, an option or more on each: {shapes}"
        )
    names = tuple(players) if players else tuple(f"Player {i + 1}" for i in range(n))
    words = (
        [tuple(own) for own in options]
        if options
        else [tuple(str(k + 1) for k in range(width)) for width in shape]
    )
    _require_names(names, words, shape)
    tree = _tree(shape, names, words)
    u = np.stack([_numbers(own).ravel() for own in cells], axis=1)
    return Game(tree, u, np.zeros(tree.n_slots, dtype=u.dtype), title)


def _numbers(own: NumberArray) -> NumberArray:
    if own.dtype != object:
        return own.astype(np.float64)
    flat = [Fraction(x) for x in own.ravel().tolist()]
    return np.array(flat, dtype=object).reshape(own.shape)


def _require_names(
    names: tuple[str, ...], words: list[tuple[str, ...]], shape: tuple[int, ...]
) -> None:
    if len(names) != len(shape) or len(set(names)) < len(names):
        raise UsageError(f"{len(shape)} players need as many different names: {', '.join(names)}")
    for name, own, width in zip(names, words, shape, strict=False):
        if len(own) != width or len(set(own)) < width:
            raise UsageError(f"{name} needs {width} different names of options: {', '.join(own)}")
    if len(words) != len(shape):
        raise UsageError(f"options are named for {len(words)} of {len(shape)} players")


def _tree(shape: tuple[int, ...], names: tuple[str, ...], words: list[tuple[str, ...]]) -> Tree:
    """Return the tree in which players move in turn without seeing anything."""
    widths = np.array(shape, dtype=np.int64)
    level = np.concatenate([[1], np.cumprod(widths)])  # nodes of each depth
    owner = np.repeat([*range(len(shape)), LEAF], level)
    start = np.cumsum(level) - level
    first = np.full(len(owner), -1, dtype=np.int64)
    first[: start[-1]] = 1 + np.concatenate(
        [start[d + 1] - 1 + widths[d] * np.arange(level[d]) for d in range(len(shape))]
    )
    actions = list(dict.fromkeys(word for own in words for word in own))
    place = {word: k for k, word in enumerate(actions)}
    labels = Labels(
        names,
        names,
        names,
        tuple(actions),
        np.arange(len(shape)),
        np.array([place[word] for own in words for word in own], dtype=np.int64),
    )
    arrays = {
        "owner": owner,
        "infoset": np.where(owner >= 0, owner, -1),
        "first_child": first,
        "n_children": np.repeat([*widths, 0], level),
        "leaf": np.arange(start[-1], len(owner)),
        "slot_start": np.concatenate([[0], np.cumsum(widths)]),
        "infoset_owner": np.arange(len(shape)),
    }
    for array in arrays.values():
        array.setflags(write=False)
    return Tree(**arrays, labels=labels)
