"""Methods that follow paths give the same answer whatever units each player is paid in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from tests.private_games import BEER_QUICHE, D2, D3, HORSE, reputation

from negotiate import loads
from negotiate.analysis.answer import solve
from negotiate.errors import NoAnswerError
from negotiate.forms.evaluation import reach
from negotiate.game.game import Game
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.types import FloatArray

FOLLOWERS: Final = [
    ("nash", "logit"),
    ("nash", "imitation"),
    ("nash", "lemke_howson"),
    ("nash", "sequence_lcp"),
    ("sequential", "logit"),
    ("spe", "logit"),
]

UNITS: Final = ((1.0, 1.0, 1.0, 1.0), (1e3, 1.0, 1e-3, 7.0), (0.3, 40.0, 1.0, 1e-2))
OFFSETS: Final = ((0.0, 0.0, 0.0, 0.0), (5.0, -30.0, 2.0, 0.0), (-1.0, 0.5, 100.0, 3.0))


def games(*, ties: bool = True) -> list[Game]:
    """Return tables and trees; where nothing may tie, the trees have other payoffs."""
    rng = np.random.default_rng(0)
    tables = [Game.from_payoffs(list(rng.normal(size=(len(s), *s)))) for s in ((3, 3), (2, 2, 2))]
    trees = [loads(text).game() for text in (HORSE, BEER_QUICHE, D2, D3, reputation(2))]
    if not ties:
        trees = [replace(game, u=rng.normal(size=game.u.shape)) for game in trees]
    return [*trees, *tables]


def paid_in(game: Game, unit: tuple[float, ...], offset: tuple[float, ...]) -> Game:
    n = game.tree.n_players
    return replace(game, u=game.u * np.array(unit[:n]) + np.array(offset[:n]))


def answer(game: Game, concept: str, method: str) -> FloatArray | None:
    """Return behaviour as play shows it: the odds of each leaf, and of each slot if on a branch."""
    try:
        (found, *_) = solve(game, concept, method, Options(seed=1)).equilibria
    except NoAnswerError:
        return None
    behaviour: FloatArray = found.behaviour.astype(float)
    seen: FloatArray = reach(game.tree, behaviour)
    return np.concatenate([seen, behaviour]) if method == "logit" else seen


@pytest.mark.parametrize(("concept", "method"), FOLLOWERS)
def test_units_of_each_player(concept: str, method: str) -> None:
    solved = 0  # pivots of the sequence form choose among ties as rounding has it
    for game in games(ties=method != "sequence_lcp"):
        wanted = answer(game, concept, method)
        solved += wanted is not None
        for unit, offset in zip(UNITS, OFFSETS, strict=True):
            found = answer(paid_in(game, unit, offset), concept, method)
            assert (found is None) == (wanted is None)
            if found is not None and wanted is not None:
                assert np.abs(found - wanted).max() < 1e-6
    assert solved >= 2


def test_quantal_response_is_not_invariant_and_says_how_payoffs_count() -> None:
    """λ is per unit of payoff: all payoffs times c go with λ / c, one player's alone do not."""
    game = games()[-1]
    base = solve(game, "qre", options=Options(rationality=2.0)).equilibria[0].behaviour
    scaled = paid_in(game, (4.0,) * 4, (0.0,) * 4)
    same = solve(scaled, "qre", options=Options(rationality=0.5)).equilibria[0].behaviour
    assert np.abs(base - same).max() < 1e-6
    one = paid_in(game, (4.0, 1.0, 1.0, 1.0), (0.0,) * 4)
    other = solve(one, "qre", options=Options(rationality=2.0)).equilibria[0].behaviour
    assert np.abs(base - other).max() > 1e-3
