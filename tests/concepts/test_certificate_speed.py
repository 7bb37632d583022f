"""A Nash certificate of a large tree takes a pass over it, hidden moves or not."""

from __future__ import annotations

import time

import numpy as np
import pytest
from tests.sequence_games import typed_game

from negotiate.concepts import nash


@pytest.mark.timed
def test_a_hundred_thousand_nodes_with_private_types_take_less_than_two_seconds() -> None:
    game = typed_game(10, 9, exact=False)
    tree = game.tree
    assert tree.n_nodes > 100_000
    weight = np.random.default_rng(0).random(tree.n_slots)
    total = np.add.reduceat(weight, tree.slot_start[:-1])[tree.slot_infoset]
    behaviour = np.where(tree.decision[tree.slot_infoset], weight / total, game.chance)
    start = time.process_time()
    proof = nash.certify(game, behaviour)
    assert time.process_time() - start < 2
    assert not proof.holds
