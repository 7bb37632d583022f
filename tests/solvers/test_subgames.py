"""Games with hidden moves, subgame by subgame, against the oracle's definition."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from tests.nested import enumerable, imperfect, perfect
from tests.oracle import (
    Behaviour,
    Chance,
    Leaf,
    Move,
    Node,
    as_game,
    behaviour_of,
    is_spe,
    pure_profiles,
    value,
)

from negotiate.errors import NoAnswerError
from negotiate.results.solution import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.subgames import refusal, solve

if TYPE_CHECKING:
    from negotiate.results.solution import Answer

ALL = Options(all=True, cap=200)


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


def together(first: str, second: str, cells: list[list[tuple[int, ...]]], players: int = 0) -> Move:
    """Return a table as a tree: the second player does not see the first one's move."""
    rows = tuple(Move(players + 1, second, tuple(leaf(*c) for c in row)) for row in cells)
    return Move(players, first, rows)


def profiles(root: Node, answer: Answer) -> list[Behaviour]:
    game = as_game(root)
    return [behaviour_of(game, c.behaviour) for c in answer.candidates]


def agrees(found: Behaviour, pure: Behaviour) -> bool:
    """Say whether two profiles are equal but where the found one is equally likely to do all.

    That is how decisions are shown that their owner's own choice rules out.
    """
    return all(found[h] == odds or len(set(found[h])) == 1 for h, odds in pure.items())


@given(enumerable(imperfect()))
def test_every_answer_is_perfect_and_every_pure_one_is_found(root: Node) -> None:
    truth = [b for b in pure_profiles(root) if is_spe(root, b)]
    try:
        answer = solve(as_game(root), ALL)
    except NoAnswerError:
        assert truth == []
        return
    found = profiles(root, answer)
    for behaviour, candidate in zip(found, answer.candidates, strict=True):
        assert is_spe(root, behaviour)
        assert tuple(candidate.payoff) == value(root, behaviour)
    if answer.coverage is not Coverage.SOME:
        assert all(any(agrees(f, b) for f in found) for b in truth)


@given(enumerable(imperfect()))
def test_floats_find_what_fractions_find(root: Node) -> None:
    try:
        exact = solve(as_game(root), ALL)
    except NoAnswerError:
        with pytest.raises(NoAnswerError):
            solve(as_game(root, exact=False), ALL)
        return
    floats = solve(as_game(root, exact=False), ALL)
    assert floats.coverage == exact.coverage
    assert [c.behaviour.tolist() for c in floats.candidates] == [
        pytest.approx([float(p) for p in c.behaviour]) for c in exact.candidates
    ]


@given(perfect(7))
def test_with_perfect_information_it_is_backward_induction(root: Node) -> None:
    game = as_game(root)
    ours, theirs = solve(game, ALL), backward_induction.solve(game, ALL)
    assert {tuple(c.behaviour) for c in ours.candidates[:1]} <= {
        tuple(c.behaviour) for c in theirs.candidates
    }
    if Coverage.SOME not in (ours.coverage, theirs.coverage):
        assert ours.coverage is theirs.coverage
        assert {tuple(c.behaviour) for c in ours.candidates} == {
            tuple(c.behaviour) for c in theirs.candidates
        }
    if not ours.stats["with hidden moves"]:
        assert str(ours.candidates[0].margin) == str(theirs.candidates[0].margin)


def test_threat_inside_a_table_is_credible() -> None:
    """Outside option 2, or the battle of the sexes (3, 1), (1, 3): Kohlberg & Mertens 1986.

    The subgame has three equilibria; in one of them player 1 gets 3 and enters, in the other
    two, 1 and 3/4, and stays out.
    """
    root = Move(
        0, "enter", (leaf(2, 2), together("row", "col", [[(3, 1), (0, 0)], [(0, 0), (1, 3)]]))
    )
    answer = solve(as_game(root), ALL)
    assert answer.coverage is Coverage.ALL
    assert sorted(tuple(c.payoff) for c in answer.candidates) == [(2, 2), (2, 2), (3, 1)]
    assert all(is_spe(root, b) for b in profiles(root, answer))
    assert "1 of 2 subgames" in answer.notes[0]
    assert profiles(root, solve(as_game(root), Options())) == profiles(root, answer)


def test_a_long_list_is_given_where_it_is_asked_for() -> None:
    """Three coordination games side by side have 3 equilibria each, and 27 in all."""
    games = [
        together(f"row{i}", f"column{i}", [[(1, 1), (0, 0)], [(0, 0), (1, 1)]]) for i in range(3)
    ]
    game = as_game(Chance((Fraction(1, 3),) * 3, tuple(games)))
    assert len(solve(game, ALL).candidates) == 27
    one = solve(game, Options())
    assert len(one.candidates) == 1
    assert one.coverage is Coverage.SOME
    assert any("--all" in note for note in one.notes)


def test_matching_pennies_inside_is_mixed() -> None:
    """Matching pennies is worth 0, played half and half (von Neumann 1928)."""
    root = Move(
        0,
        "in",
        (
            Leaf((Fraction(-1, 10), Fraction(0))),
            together("a", "b", [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]]),
        ),
    )
    answer = solve(as_game(root), Options())
    (found,) = profiles(root, answer)
    half = Fraction(1, 2)
    assert found == {"in": (0, 1), "a": (half, half), "b": (half, half)}
    assert answer.coverage is Coverage.ALL


def test_three_players_without_a_pure_equilibrium_are_refused_with_place() -> None:
    """Three players, each wants to match the next but the third to mismatch the first."""

    def pay(a: int, b: int, c: int) -> Leaf:
        return leaf(int(a == b), int(b == c), int(c != a))

    third = [[Move(2, "c", (pay(a, b, 0), pay(a, b, 1))) for b in (0, 1)] for a in (0, 1)]
    ring = Move(0, "a", tuple(Move(1, "b", tuple(row)) for row in third))
    root = Move(0, "start", (leaf(0, 0, 0), ring))
    assert refusal(as_game(root)) is None
    with pytest.raises(NoAnswerError, match=r"subgame at a \(after start = a1\).*no pure"):
        solve(as_game(root), Options())


def test_forgetting_is_refused() -> None:
    root = Move(0, "exit", (leaf(0), Move(0, "exit", (leaf(4), leaf(1)))))
    reason = refusal(as_game(root))
    assert reason is not None
    assert "forgets at" in reason


def test_a_table_too_large_is_refused_before_it_is_built() -> None:
    """Twenty decisions with two options each are 2^20 strategies of twenty slots."""
    lots = tuple(Fraction(1, 20) for _ in range(20))
    cells = (leaf(0, 0), leaf(1, 1))
    wide = Chance(lots, tuple(Move(0, f"z{k}", cells) for k in range(20)))
    reason = refusal(as_game(Move(1, "hidden", (wide, wide))))
    assert reason is not None
    assert "2,000,000 cells" in reason
