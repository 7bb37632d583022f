"""A mediator's lotteries: published values, the definitions by brute force, and their order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import enumerable, imperfect
from tests.oracle import (
    Behaviour,
    Chance,
    Leaf,
    Move,
    Node,
    as_game,
    infosets,
    nodes,
    pure,
    pure_profiles,
    value,
)

from negotiate.analysis.answer import solve
from negotiate.concepts import concept
from negotiate.errors import NoAnswerError, UsageError
from negotiate.game.game import Game
from negotiate.results.solution import Distribution
from negotiate.solvers import mediator, methods
from negotiate.solvers.nash import vertex
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.results.solution import Equilibrium

F = Fraction

CONCEPTS = ["correlated", "extensive_correlated", "coarse_correlated"]
"""From the narrowest to the widest (von Stengel & Forges 2008)."""


def best(game: Game, name: str, objective: str = "sum") -> Equilibrium:
    (found,) = solve(game, name, options=Options(objective=objective)).equilibria
    assert found.certificate.holds
    return found


def told(game: Game, found: Equilibrium) -> dict[tuple[str, ...], Fraction]:
    """Return the odds of each recommended profile, as the names of its actions."""
    assert found.distribution is not None
    labels, rows = game.tree.labels, found.distribution.actions.tolist()
    names = [tuple(labels.action_of(s) for s in row if s >= 0) for row in rows]
    return dict(zip(names, found.distribution.odds.tolist(), strict=True))


def chicken(*, exact: bool = True) -> Game:
    """Return the game of Aumann (1974): (6,6) (2,7) / (7,2) (0,0)."""
    column = {"information": "Column"}
    tree = {
        "Row": {
            "yield": {"Column": {"yield": [6, 6], "dare": [2, 7]}, **column},
            "dare": {"Column": {"yield": [7, 2], "dare": [0, 0]}, **column},
        }
    }
    return Game.from_tree(["Row", "Column"], tree, exact=exact)


@pytest.mark.parametrize("exact", [True, False])
def test_chicken(exact: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    """The traffic light that is best in sum: 10.5, with odds 1/2, 1/4, 1/4 (Aumann 1974)."""
    game = chicken(exact=exact)
    found = best(game, "correlated")
    truth = {("yield", "yield"): F(1, 2), ("yield", "dare"): F(1, 4), ("dare", "yield"): F(1, 4)}
    odds = told(game, found)
    assert odds.keys() == truth.keys()
    assert all(abs(odds[k] - truth[k]) <= (0 if exact else 1e-12) for k in truth)
    assert np.allclose(found.payoff.astype(float), [5.25, 5.25])
    assert best(game, "correlated", "Row").payoff.tolist() == [7, 2]
    assert best(game, "correlated", "Column").payoff.tolist() == [2, 7]


def test_coarse_is_wider_than_correlated() -> None:
    """Moulin & Vial 1978: with (4,4) (1,5) (0,0) ... a lottery that no told player would obey.

    Rock, paper, scissors with a small loss for a tie: avoiding ties pays 0 in sum, but told its
    part a player knows what beats the other's; only the mixture 1/3 each is correlated.
    """
    beats = {("r", "s"), ("s", "p"), ("p", "r")}
    tree = {
        "A": {
            a: {
                "B": {
                    b: [-1, -1] if a == b else [1, -1] if (a, b) in beats else [-1, 1]
                    for b in "rps"
                },
                "information": "B",
            }
            for a in "rps"
        }
    }
    game = Game.from_tree(["A", "B"], tree, exact=True)
    assert best(game, "coarse_correlated").payoff.sum() == 0
    assert best(game, "correlated").payoff.sum() > F(-2, 3)
    assert set(told(game, best(game, "coarse_correlated"))) <= {
        (a, b) for a in "rps" for b in "rps" if a != b
    }


def signalling() -> Node:
    """Return the signalling game of von Stengel & Forges (2008, figure 1).

    A student is good or bad with equal odds and sends one of two signals, which cost nothing; a
    professor accepts it, for (4, 10) if good and (6, 0) if bad, or refuses, for (0, 6).
    """

    def student(kind: str, accepted: tuple[int, int]) -> Node:
        leaves = Leaf((F(accepted[0]), F(accepted[1]))), Leaf((F(0), F(6)))
        return Move(0, kind, (Move(1, "X", leaves), Move(1, "Y", leaves)))

    return Chance((F(1, 2), F(1, 2)), (student("good", (4, 10)), student("bad", (6, 0))))


def test_the_signalling_game_of_von_stengel_and_forges() -> None:
    """Nothing but refusal, (0, 6), is correlated; told when it is due, (3.5, 6.5) is possible."""
    game = as_game(signalling())
    for objective in ("sum", "P0", "P1"):
        assert best(game, "correlated", objective).payoff.tolist() == [0, 6]
    assert best(game, "extensive_correlated", "P1").payoff.tolist() == [F(7, 2), F(13, 2)]


def with_two(root: Node) -> bool:
    return len({n.player for n in nodes(root) if isinstance(n, Move)}) == 2


@given(enumerable(imperfect(), 60))
def test_each_concept_is_wider_than_the_one_before(root: Node) -> None:
    """The best sum grows from Nash to coarse correlated equilibria, whatever is unique."""
    game = as_game(root)
    sums = [best(game, name).payoff.sum() for name in CONCEPTS]
    assert sums == sorted(sums)
    if vertex.refusal(game) is None:
        answer = solve(game, "nash", "vertex", Options(cap=10**4))
        assert max(e.payoff.sum() for e in answer.equilibria) <= sums[0]


@given(enumerable(imperfect(), 60).filter(with_two))
def test_floats_find_as_much(root: Node) -> None:
    game = as_game(root)
    floats = replace(game, u=game.u.astype(float), chance=game.chance.astype(float))
    for name in CONCEPTS:
        exact = float(best(game, name).payoff.sum())
        assert abs(best(floats, name).payoff.sum() - exact) < 1e-7


Lottery = list[tuple[Behaviour, Fraction]]


def mixed_value(root: Node, lottery: Lottery, player: int) -> Fraction:
    return sum((odds * value(root, b)[player] for b, odds in lottery), F(0))


def gain_if_told(root: Node, lottery: Lottery, player: int) -> Fraction:
    """Return what is gained by the best reply to each recommended strategy, by definition."""
    mine = [h for h, (owner, _) in infosets(root).items() if owner == player]
    groups: dict[Any, Lottery] = {}
    for b, odds in lottery:
        groups.setdefault(tuple(b[h] for h in mine), []).append((b, odds))
    total = F(0)
    for group in groups.values():
        replies = ([({**b, **r}, p) for b, p in group] for r in pure_profiles(root, player))
        top = max(mixed_value(root, changed, player) for changed in replies)
        total += top - mixed_value(root, group, player)
    return total


def gain_before(root: Node, lottery: Lottery, player: int) -> Fraction:
    replies = ([({**b, **r}, p) for b, p in lottery] for r in pure_profiles(root, player))
    top = max(mixed_value(root, changed, player) for changed in replies)
    return top - mixed_value(root, lottery, player)


def gain_on_the_way(root: Node, lottery: Lottery, player: int) -> Fraction:
    """Return the most that is gained by ignoring one action and everything after it."""
    gain = F(0)
    for h, (owner, n) in infosets(root).items():
        if owner != player:
            continue
        at = [m for m in nodes(root) if isinstance(m, Move) and m.name == h]
        after = {
            m.name for node in at for m in nodes(node) if isinstance(m, Move) and m.player == player
        }
        for action in range(n):
            group = [(b, p) for b, p in lottery if b[h] == pure(n, action)]
            now = mixed_value(root, group, player)
            for reply in pure_profiles(root, player):
                own = {k: v for k, v in reply.items() if k in after}
                changed = [({**b, **own}, p) for b, p in group]
                gain = max(gain, mixed_value(root, changed, player) - now)
    return gain


DEFINITIONS = dict(zip(CONCEPTS, (gain_if_told, gain_on_the_way, gain_before), strict=True))


@st.composite
def lotteries(draw: st.DrawFn) -> tuple[Node, Lottery]:
    root = draw(enumerable(imperfect(), 30))
    profiles = list(pure_profiles(root))
    some = draw(st.lists(st.sampled_from(profiles), min_size=1, max_size=4))
    weight = [draw(st.integers(1, 3)) for _ in some]
    return root, [(b, F(w, sum(weight))) for b, w in zip(some, weight, strict=True)]


@given(lotteries())
def test_certificates_are_the_definitions(drawn: tuple[Node, Lottery]) -> None:
    """Regrets of arbitrary lotteries over full strategies, against trying every reply."""
    root, lottery = drawn
    game = as_game(root)
    tree = game.tree
    names = [tree.labels.move_of(h) for h in range(tree.n_infosets)]
    actions = np.array(
        [
            [int(tree.slot_start[h]) + b[n].index(1) if n in b else -1 for h, n in enumerate(names)]
            for b, _ in lottery
        ],
        dtype=np.int64,
    ).reshape(len(lottery), tree.n_infosets)
    distribution = Distribution(actions, np.array([p for _, p in lottery], dtype=object))
    for name, definition in DEFINITIONS.items():
        judge: Any = concept(name)
        certificate = judge.certify_distribution(game, distribution)
        truth = [max(definition(root, lottery, i), F(0)) for i in range(tree.n_players)]
        assert certificate.regret.tolist() == truth
        assert certificate.holds == (not any(truth))


@pytest.mark.parametrize("name", CONCEPTS)
def test_what_is_no_lottery_is_no_equilibrium(name: str) -> None:
    game, judge = chicken(), concept(name)
    half = np.array([F(1, 2)], dtype=object)
    one = np.array([F(1)], dtype=object)
    for actions, odds in [([[0, 3]], half), ([[0, -1]], one), ([[0, 1]], one), ([[0]], one)]:
        wrong = Distribution(np.array(actions), odds)
        assert not judge.certify_distribution(game, wrong).holds  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CONCEPTS)
def test_independent_behaviour_is_judged_as_nash(name: str) -> None:
    game = chicken()
    third = np.array([F(2, 3), F(1, 3), F(2, 3), F(1, 3)], dtype=object)
    assert concept(name).certify(game, third).holds
    assert not concept(name).certify(game, np.array([F(1), F(0)] * 2, dtype=object)).holds


def test_what_cannot_be_drawn_from_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="there are sum, Row, Column"):
        solve(chicken(), "correlated", options=Options(objective="Rwo"))
    leaves = (Leaf((F(4),)), Leaf((F(1),)))
    driver = Move(0, "exit", (Leaf((F(0),)), Move(0, "exit", leaves)))
    monkeypatch.setattr(mediator, "MAX_CELLS", 3)
    for name in CONCEPTS:
        method = methods(name)["linear_program"]
        assert "forgets at" in str(method.refusal(as_game(driver)))
        assert "4 profiles" in str(method.refusal(chicken()))
    monkeypatch.setattr(mediator, "MAX_ENTRIES", 3)
    for name in CONCEPTS:
        with pytest.raises(NoAnswerError, match="more than 3 entries"):
            methods(name)["linear_program"].solve(chicken(), Options())


def test_floats_that_pin_nothing_down_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediator, "vertex", lambda *_: None)
    found = solve(chicken(), "correlated")
    assert mediator.UNPINNED in found.notes
    assert found.equilibria[0].certificate.tol > 0
