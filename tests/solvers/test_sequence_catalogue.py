"""Methods on sequences, and mediators, solve exactly what they take of pygambit's games."""

from __future__ import annotations

import pytest
from tests.gambit import CATALOGUE, catalogue, needs_gambit

from negotiate.analysis.answer import solve
from negotiate.formats import read_any
from negotiate.game.model import Model
from negotiate.solvers import methods

pytestmark = [needs_gambit, pytest.mark.slow]

METHODS = [
    ("nash", "sequence_lp"),
    ("nash", "sequence_lcp"),
    ("correlated", "linear_program"),
    ("extensive_correlated", "linear_program"),
    ("coarse_correlated", "linear_program"),
]

MAX_NODES = 3_000


@pytest.mark.parametrize(("concept", "method"), METHODS)
def test_what_is_taken_is_solved_exactly(concept: str, method: str) -> None:
    assert CATALOGUE is not None
    taken = 0
    for name in catalogue():
        game = Model(read_any(CATALOGUE / name)).game(exact=True)
        if game.tree.n_nodes > MAX_NODES or methods(concept)[method].refusal(game):
            continue
        found = solve(game, concept, method).equilibria[0]
        assert found.certificate.tol == 0, name
        assert found.certificate.max_regret == 0, name
        taken += 1
    assert taken >= 5
