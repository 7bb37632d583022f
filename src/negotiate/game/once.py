"""What follows from one object alone is worked out once, and kept as long as the object lives."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def once_for_each(function: Callable[[_Key], _Value]) -> Callable[[_Key], _Value]:
    """Return a function that is called once for each object, a tree or a game, told by identity.

    A game is solved at many values of its parameters, and its tree is the same in all of them.
    What is returned must not be changed by those who ask, nor refer to the object, which would
    then live for ever. What is raised is not kept.

    >>> from negotiate.game.game import Game
    >>> game = Game.from_payoffs([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> depth = once_for_each(lambda tree: [len(tree.level_start) - 2])
    >>> depth(game.tree) is depth(game.tree)
    True
    """
    known: WeakKeyDictionary[_Key, _Value] = WeakKeyDictionary()

    @wraps(function)
    def kept(key: _Key) -> _Value:
        try:
            return known[key]
        except KeyError:
            found = known[key] = function(key)
            return found

    return kept
