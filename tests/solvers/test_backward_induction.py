"""Backward induction against the oracle, on random games full of ties."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from tests.nested import enumerable, perfect
from tests.oracle import (
    Chance,
    Leaf,
    Move,
    Node,
    as_game,
    backward,
    behaviour_of,
    is_spe,
    key,
    pure_spe,
    value,
)

from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe.backward_induction import refusal, solve

if TYPE_CHECKING:
    from negotiate.results.solution import Answer

ALL = Options(all=True)


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


def keys(root: Node, answer: Answer, *, exact: bool) -> list[frozenset[tuple[str, int]]]:
    game = as_game(root, exact=exact)
    return [key(behaviour_of(game, c.behaviour)) for c in answer.candidates]


ENTRY = Move(0, "enter", (leaf(0, 2), Move(1, "answer", (leaf(-1, -1), leaf(1, 1)))))


def test_entry_deterrence() -> None:
    """Selten 1978: the entrant enters, the incumbent gives way, (1, 1)."""
    answer = solve(as_game(ENTRY), Options())
    assert keys(ENTRY, answer, exact=True) == [frozenset({("enter", 1), ("answer", 1)})]
    (candidate,) = answer.candidates
    assert candidate.payoff.tolist() == [1, 1]
    assert candidate.margin is not None
    assert candidate.margin.tolist() == [1, 2]
    assert answer.coverage is Coverage.ALL


@given(enumerable(perfect()))
def test_oracle_agrees_with_itself(root: Node) -> None:
    """Recursion and definition are two ways to the same set."""
    assert {frozenset(actions.items()) for actions, _ in backward(root)} == pure_spe(root)


@pytest.mark.parametrize("exact", [True, False])
@given(root=enumerable(perfect(7)))
def test_all_are_those_of_the_oracle(exact: bool, root: Node) -> None:  # noqa: FBT001
    answer = solve(as_game(root, exact=exact), ALL)
    found = keys(root, answer, exact=exact)
    truth = {frozenset(actions.items()): v for actions, v in backward(root)}
    assert len(found) == len(set(found))
    assert set(found) == set(truth)
    for profile, candidate in zip(found, answer.candidates, strict=True):
        assert candidate.payoff.astype(float) == pytest.approx(
            [float(v) for v in truth[profile]], abs=1e-12
        )
    unique = answer.coverage is Coverage.ALL
    assert unique == (len(truth) == 1)
    assert unique or answer.coverage is Coverage.ALL_PURE


@pytest.mark.parametrize("exact", [True, False])
@given(root=perfect(12))
def test_single_answer_is_the_first_of_all_and_subgame_perfect(
    exact: bool,  # noqa: FBT001
    root: Node,
) -> None:
    game = as_game(root, exact=exact)
    (one,) = solve(game, Options()).candidates
    first = solve(game, Options(all=True, cap=3)).candidates[0]
    assert one.behaviour.tolist() == first.behaviour.tolist()
    assert is_spe(root, behaviour_of(game, one.behaviour))


@given(enumerable(perfect()))
def test_margin_is_the_lead_over_the_next_best_action(root: Node) -> None:
    game = as_game(root)
    (one,) = solve(game, Options()).candidates
    played = behaviour_of(game, one.behaviour)
    assert one.margin is not None
    for h in np.flatnonzero(game.tree.decision):
        name = game.tree.labels.move_of(int(h))
        node = next(n for n in _moves(root) if n.name == name)
        worth = sorted(value(c, played)[node.player] for c in node.children)
        lead = worth[-1] - worth[-2] if len(worth) > 1 else np.inf
        assert one.margin[h] == lead


def _moves(root: Node) -> list[Move]:
    if isinstance(root, Leaf):
        return []
    below = [m for child in root.children for m in _moves(child)]
    return [root, *below] if isinstance(root, Move) else below


def test_first_listed_option_wins_a_tie() -> None:
    root = Move(0, "h", (leaf(1), leaf(2), leaf(2)))
    answer = solve(as_game(root, exact=False), Options())
    assert answer.candidates[0].behaviour.tolist() == [0, 1, 0]
    assert answer.coverage is Coverage.SOME
    assert answer.stats["ties"] == 1
    assert "One decision is a tie (h)" in answer.notes[0]


def test_a_cap_is_said() -> None:
    root = Move(0, "top", tuple(Move(0, f"h{k}", (leaf(1), leaf(1))) for k in range(3)))
    answer = solve(as_game(root), Options(all=True, cap=5))
    assert len(answer.candidates) == 5
    assert answer.coverage is Coverage.SOME
    assert any("stops after 5" in note for note in answer.notes)
    whole = solve(as_game(root), Options(all=True, cap=24))
    assert len(whole.candidates) == 24
    assert whole.coverage is Coverage.ALL_PURE


def test_rounding_noise_is_a_tie_and_a_real_difference_is_not() -> None:
    """Three times 0.1 and 0.3 differ by one rounding; 1e-9 of the range is a difference."""
    tenth = Fraction(1, 10)
    sum_of_tenths = Chance((tenth, 1 - tenth), (leaf(3), leaf(0)))
    root = Move(0, "h", (sum_of_tenths, Leaf((3 * tenth,))))
    assert solve(as_game(root, exact=False), Options()).stats["ties"] == 1
    apart = Move(0, "h", (sum_of_tenths, Leaf((3 * tenth + Fraction(1, 10**9),))))
    answer = solve(as_game(apart, exact=False), Options())
    assert answer.stats["ties"] == 0
    assert answer.candidates[0].behaviour[:2].tolist() == [0, 1]


def test_information_sets_are_refused_by_name() -> None:
    blind = Move(0, "a", tuple(Move(1, "b", (leaf(0, 0), leaf(1, 1))) for _ in range(2)))
    reason = refusal(as_game(blind))
    assert reason is not None
    assert "decision b " in reason
    assert refusal(as_game(ENTRY)) is None


def test_infinite_payoffs_are_refused() -> None:
    game = as_game(ENTRY, exact=False)
    game.u[0, 0] = np.inf
    assert refusal(game) == "some payoffs are not finite numbers"
