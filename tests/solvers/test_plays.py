"""Ways of play against lists of all equilibria, on random games full of ties."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from tests.nested import enumerable, imperfect, perfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, is_spe, pure_profiles

from negotiate.analysis.answer import solve as certified
from negotiate.errors import NoAnswerError
from negotiate.forms.evaluation import reach
from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import subgames
from negotiate.solvers.spe.plays import ONE_EACH, solve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiate.game.game import Game
    from negotiate.types import NumberArray

ALL = Options(all=True, cap=3000)


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


def plays(game: Game, profiles: Iterable[NumberArray]) -> list[tuple[float, ...]]:
    """Return the odds of each end of the game."""
    return [tuple(reach(game.tree, own)[game.tree.leaf].astype(float)) for own in profiles]


@pytest.mark.parametrize("exact", [True, False])
@given(root=enumerable(perfect(7)))
def test_each_play_of_a_pure_equilibrium_once(exact: bool, root: Node) -> None:  # noqa: FBT001
    """The definition: every pure profile is tried, by an oracle that shares no code."""
    game = as_game(root, exact=exact)
    answer = solve(game, ALL)
    found = plays(game, [c.behaviour for c in answer.candidates])
    assert len(found) == len(set(found))
    for candidate in answer.candidates:
        assert is_spe(root, behaviour_of(game, candidate.behaviour))
    truth = [b for b in pure_profiles(root) if is_spe(root, b)]
    assert set(found) == set(_plays_of(root, truth))
    assert (answer.coverage is Coverage.ALL) == (len(truth) == 1)
    assert (ONE_EACH in answer.notes) == (len(truth) > 1)


def _plays_of(
    root: Node, truth: Iterable[dict[str, tuple[Fraction, ...]]]
) -> list[tuple[float, ...]]:
    """Return the odds of each end, by walking through the tree of the oracle."""
    found = []
    for profile in truth:
        level: list[tuple[Node, Fraction]] = [(root, Fraction(1))]
        ends: list[float] = []
        while level:  # breadth first, as trees are laid out
            below = []
            for node, odds in level:
                if isinstance(node, Leaf):
                    ends.append(float(odds))
                    continue
                own = profile[node.name] if isinstance(node, Move) else node.odds
                below += [(c, odds * p) for c, p in zip(node.children, own, strict=True)]
            level = below
        found.append(tuple(ends))
    return found


@given(enumerable(imperfect()))
def test_hidden_moves_have_the_plays_of_all_equilibria(root: Node) -> None:
    game = as_game(root)
    try:
        every = subgames.solve(game, ALL)
    except NoAnswerError:
        with pytest.raises(NoAnswerError):
            solve(game, ALL)
        return
    answer = solve(game, ALL)
    for candidate in answer.candidates:
        assert is_spe(root, behaviour_of(game, candidate.behaviour))
    found = plays(game, [c.behaviour for c in answer.candidates])
    assert len(found) == len(set(found))
    if any("stops" in note for note in every.notes):
        assert set(found) >= set(plays(game, [c.behaviour for c in every.candidates]))
    else:
        assert set(found) == set(plays(game, [c.behaviour for c in every.candidates]))


def test_many_ties_off_the_path_are_not_multiplied() -> None:
    """Thirty ties that nobody comes to: 2^30 equilibria, one play, one candidate."""
    idle = Move(0, "out", tuple(Move(1, f"t{k}", (leaf(0, 1), leaf(0, 1))) for k in range(30)))
    root = Move(0, "top", (leaf(1, 1), idle))
    answer = solve(as_game(root), ALL)
    assert len(answer.candidates) == 1
    assert answer.coverage is Coverage.SOME


def test_a_threat_that_needs_the_worse_of_two_ties() -> None:
    """In is worth 2 or 0 as 2 breaks its tie; so both staying out (1) and going in are played."""
    root = Move(0, "top", (leaf(1, 0), Move(1, "tie", (leaf(2, 5), leaf(0, 5)))))
    answer = certified(as_game(root), "spe", "plays", ALL)
    assert sorted(e.payoff.tolist() for e in answer.equilibria) == [[1, 0], [2, 5]]
    assert all(e.certificate.holds for e in answer.equilibria)


def test_branches_without_odds_do_not_count() -> None:
    from tests.oracle import Chance  # noqa: PLC0415

    tie = Move(0, "never", (leaf(1), leaf(1)))
    root = Chance((Fraction(0), Fraction(1)), (tie, leaf(3)))
    answer = solve(as_game(root), ALL)
    assert [c.payoff.tolist() for c in answer.candidates] == [[3]]


def test_a_game_that_is_over() -> None:
    answer = solve(as_game(leaf(4, 2)), ALL)
    assert [c.payoff.tolist() for c in answer.candidates] == [[4, 2]]


def test_what_is_cut_off_is_said() -> None:
    root = Move(0, "top", tuple(leaf(1) for _ in range(6)))
    answer = solve(as_game(root), Options(all=True, cap=4))
    assert len(answer.candidates) == 4
    assert any("At most 4" in note for note in answer.notes)
    assert len(solve(as_game(root), Options()).candidates) == 1
