"""What is stated of the games of pygambit's catalogue, and what the methods here find of it.

A statement that no method can reproduce yet is checked as far as certificates and brute force go.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.gambit import CATALOGUE, catalogue, needs_gambit
from tests.stated_equilibria import STATED, Stated

from negotiate.analysis.answer import solve
from negotiate.concepts import concept
from negotiate.errors import NoAnswerError
from negotiate.formats import read_any
from negotiate.game.model import Model
from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.stated_equilibria import Profile

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import FloatArray

pytestmark = needs_gambit

HERE = set(catalogue())


def among(fits: Callable[[Stated], object]) -> pytest.MarkDecorator:
    """Return a parameter for each statement of a kind about a game that this catalogue has."""
    found = [s for s in STATED if s.game in HERE and fits(s)]
    return pytest.mark.parametrize("stated", found, ids=lambda s: s.game)


def model_of(stated: Stated) -> Model:
    assert CATALOGUE is not None
    return Model(read_any(CATALOGUE / stated.game))


def behaviour_of(game: Game, profile: Profile) -> FloatArray:
    """Return a profile as the probability of each slot (S,)."""
    tree = game.tree
    behaviour = game.chance.astype(float)
    for h in np.flatnonzero(tree.decision).tolist():
        slots = tree.slots_of(h)
        given = profile[tree.labels.move_of(h)]
        odds = {given: 1.0} if isinstance(given, str) else given
        for s in range(slots.start, slots.stop):
            behaviour[s] = odds.get(tree.labels.action_of(s), 0)
    return behaviour


def holds(game: Game, profile: Profile, name: str = "nash") -> bool:
    return concept(name).certify(game, behaviour_of(game, profile)).holds


def pure_profiles(tree: Tree) -> Iterable[Profile]:
    names = {}
    for h in np.flatnonzero(tree.decision).tolist():
        slots = tree.slots_of(h)
        options = [tree.labels.action_of(s) for s in range(slots.start, slots.stop)]
        names[tree.labels.move_of(h)] = options
    return (dict(zip(names, chosen, strict=True)) for chosen in product(*names.values()))


def as_set(profiles: Iterable[Profile]) -> set[frozenset[tuple[str, object]]]:
    return {frozenset(profile.items()) for profile in profiles}


def test_every_game_is_in_the_newest_catalogue() -> None:
    missing = {s.game for s in STATED} - HERE
    assert all(game.startswith("journals/dcg/") for game in missing)  # not yet there in pygambit 16


@among(lambda s: s.nash)
def test_stated_equilibria_are_certified(stated: Stated) -> None:
    game = model_of(stated).game()
    assert all(holds(game, profile) for profile in stated.nash)


@among(lambda s: s.not_nash)
def test_stated_non_equilibria_are_not(stated: Stated) -> None:
    game = model_of(stated).game()
    assert not any(holds(game, profile) for profile in stated.not_nash)


@among(lambda s: s.pure is not None)
def test_stated_pure_equilibria_are_all_that_brute_force_finds(stated: Stated) -> None:
    game = model_of(stated).game()
    found = [profile for profile in pure_profiles(game.tree) if holds(game, profile)]
    assert as_set(found) == as_set(stated.pure or ())


@among(lambda s: s.perfect is not None)
def test_stated_subgame_perfect_equilibria_are_all_that_brute_force_finds(stated: Stated) -> None:
    game = model_of(stated).game()
    found = [profile for profile in pure_profiles(game.tree) if holds(game, profile, "spe")]
    assert as_set(found) == as_set(stated.perfect or ())
    solution = solve(game, "spe", options=Options(all=True))
    assert solution.coverage is Coverage.ALL
    assert len(solution.equilibria) == len(found)


@among(lambda s: s.count is not None)
@pytest.mark.parametrize("exact", [False, True])
def test_stated_numbers_of_equilibria_are_found(stated: Stated, *, exact: bool) -> None:
    game = model_of(stated).game(exact=exact)
    solution = solve(game, "nash", options=Options(all=True))
    assert solution.coverage is Coverage.ALL
    assert len(solution.equilibria) == stated.count


@among(lambda s: s.count is not None)
def test_stated_equilibria_are_among_those_found(stated: Stated) -> None:
    game = model_of(stated).game()
    found = [
        e.behaviour.tolist() for e in solve(game, "nash", options=Options(all=True)).equilibria
    ]
    for profile in (*stated.nash, *(stated.pure or ())):
        wanted = behaviour_of(game, profile)
        assert any(np.allclose(behaviour, wanted, atol=1e-9) for behaviour in found)


@among(lambda s: s.continuum)
def test_a_continuum_is_never_called_complete(stated: Stated) -> None:
    try:
        coverage = solve(model_of(stated).game(), "nash", options=Options(all=True)).coverage
    except NoAnswerError:
        return  # no method for it yet, and that is said
    assert coverage is not Coverage.ALL


@among(lambda s: s.forgetful)
def test_forgetful_players_are_read_and_refused_with_the_reason(stated: Stated) -> None:
    model = model_of(stated)
    assert any("forgets at" in warning.rule for warning in model.warnings)
    with pytest.raises(NoAnswerError, match="forgets at"):
        solve(model.game())
