"""What follows from one object alone is worked out once for each, and goes with it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from negotiate.api import load
from negotiate.forms.normal import normal_form
from negotiate.forms.subgames import subgame_roots
from negotiate.game.once import once_for_each
from negotiate.game.subgames import is_subgame_root

if TYPE_CHECKING:
    from negotiate.game.tree import Tree


class Thing:
    """Equal to all of its kind, and told from them by identity alone."""


def test_once_for_each_object_and_no_longer_than_it_lives() -> None:
    asked: list[Thing] = []

    @once_for_each
    def listed(thing: Thing) -> list[int]:
        asked.append(thing)
        return [len(asked)]

    one, other = Thing(), Thing()
    assert listed(one) is listed(one)
    assert (listed(one), listed(other)) == ([1], [2])
    assert asked == [one, other]
    gone, found = ref(one), ref(listed)
    asked.clear()
    del one
    gc.collect()
    assert gone() is None
    assert found() is not None


def test_what_is_raised_is_not_kept() -> None:
    answers = iter([False, True])

    @once_for_each
    def second_time(_: Thing) -> bool:
        if not next(answers):
            raise ValueError
        return True

    thing = Thing()
    with pytest.raises(ValueError, match=r"^$"):
        second_time(thing)
    assert second_time(thing)


def test_a_tree_that_was_looked_at_can_be_forgotten() -> None:
    """Nothing that is kept of it refers to it."""

    def looked_at() -> ref[Tree]:
        tree = load("taiwan-signal").game().tree
        subgame_roots(tree)
        normal_form(tree)
        return ref(tree)

    gone = looked_at()
    gc.collect()
    assert gone() is None


def test_what_is_shared_cannot_be_changed() -> None:
    tree = load("taiwan-signal").game().tree
    for shared in (subgame_roots(tree), is_subgame_root(tree), normal_form(tree).profile):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 1
