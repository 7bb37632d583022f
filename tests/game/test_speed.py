"""Structure of a million nodes in seconds, and many draws at once."""

from __future__ import annotations

import time

import numpy as np
import pytest

from negotiate.game.build import build_tree
from negotiate.game.model import Model
from negotiate.game.recall import forgetful
from negotiate.game.subgames import subgame_roots
from negotiate.game.tree import Labels
from negotiate.spec import read_file
from negotiate.spec.library import find_game

pytestmark = pytest.mark.timed


def test_a_million_nodes_are_put_in_order() -> None:
    rng = np.random.default_rng(0)
    n = 10**6
    kids = rng.integers(1, 5, n)
    parent = np.concatenate([[-1], np.repeat(np.arange(n), kids)[: n - 1]])
    count = np.bincount(parent[1:], minlength=n)
    rank = np.concatenate([[0], np.arange(1, n) - np.repeat(1 + np.cumsum(count) - count, count)])
    inner = count > 0
    owner = np.where(inner, rng.integers(0, 4, n), -2)
    infoset = np.where(inner, np.cumsum(inner) - 1, -1)
    slots = np.zeros(n - 1, dtype=np.int64)
    one = np.zeros(int(inner.sum()), dtype=np.int64)
    labels = Labels(tuple("abcd"), tuple("abcd"), ("m",), ("o",), one, slots)
    start = time.process_time()
    tree = build_tree(parent, rank, owner, infoset, owner[inner], count[inner], labels).tree
    assert forgetful(tree) is None
    assert len(subgame_roots(tree)) == tree.n_infosets
    assert time.process_time() - start < 5  # about 1 s on an idle core
    assert tree.n_nodes == n


def test_ten_thousand_draws_of_the_flagship() -> None:
    game = Model(read_file(find_game("kellogg"))).parametric("kellogg")
    values = np.array([[float(p.value)] for p in game.parameters])
    start = time.process_time()
    valid = sum(int(b.valid.sum()) for b in game.draw(np.repeat(values, 10_000, axis=1)))
    assert time.process_time() - start < 2  # about 0.35 s on an idle core
    assert valid == 10_000
