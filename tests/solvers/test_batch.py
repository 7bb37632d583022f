"""Many draws at once, against the oracle draw by draw."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import enumerable, imperfect, perfect
from tests.oracle import (
    Chance,
    Leaf,
    Move,
    Node,
    as_game,
    is_spe,
    n_players,
    nodes,
    pure,
    pure_profiles,
    value,
)

from negotiate.game.game import Batch
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction, batch
from negotiate.solvers.spe.batch import refusal, solve_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle import Behaviour

    from negotiate.results.batch import BatchAnswer

N_DRAWS = 5


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


def with_payoffs(root: Node, payoffs: Iterator[int]) -> Node:
    """Return the game with other payoffs, taken in the order of the leaves."""
    if isinstance(root, Leaf):
        return leaf(*(next(payoffs) for _ in root.payoffs))
    return root._replace(children=tuple(with_payoffs(c, payoffs) for c in root.children))


@st.composite
def draws(draw: st.DrawFn, games: st.SearchStrategy[Node]) -> list[Node]:
    """Draw games of one shape with payoffs of their own."""
    root = draw(games)
    size = sum(isinstance(n, Leaf) for n in nodes(root)) * n_players(root)
    numbers = st.lists(st.integers(-2, 2), min_size=size, max_size=size)
    return [with_payoffs(root, iter(draw(numbers))) for _ in range(N_DRAWS)]


def batch_of(roots: list[Node]) -> Batch:
    games = [as_game(root, exact=False) for root in roots]
    u, chance = np.stack([g.u for g in games], -1), np.stack([g.chance for g in games], -1)
    return Batch.dense(games[0].tree, u, chance)


def played(roots: list[Node], answer: BatchAnswer, draw: int) -> Behaviour:
    tree = as_game(roots[0]).tree
    return {
        tree.labels.move_of(h): pure(
            int(tree.slot_start[h + 1] - tree.slot_start[h]), int(answer.choice[h, draw])
        )
        for h in np.flatnonzero(tree.decision).tolist()
    }


@given(draws(perfect(8)))
def test_with_perfect_information_each_draw_is_solved_as_on_its_own(roots: list[Node]) -> None:
    answer = solve_batch(batch_of(roots))
    for b, root in enumerate(roots):
        game = as_game(root, exact=False)
        (one,) = backward_induction.solve(game, Options()).candidates
        assert one.margin is not None
        slots = game.tree.slot_start[:-1] + answer.choice[:, b]
        decides = game.tree.decision
        assert np.all(one.behaviour[slots[decides]] == 1)
        assert np.all(answer.choice[~decides, b] == -1)
        assert np.array_equal(answer.tied[decides, b], one.margin[decides] == 0)
        assert answer.payoff[:, b] == pytest.approx(one.payoff, abs=1e-12)


@given(draws(perfect(8)))
def test_decided_says_whether_play_meets_a_tie(roots: list[Node]) -> None:
    answer = solve_batch(batch_of(roots))
    tree = as_game(roots[0]).tree
    names = {tree.labels.move_of(h): h for h in range(tree.n_infosets)}
    for b, root in enumerate(roots):
        behaviour = played(roots, answer, b)
        met = any(answer.tied[names[h], b] for h in met_in_play(root, behaviour))
        assert answer.decided[b] == (not met)


def met_in_play(root: Node, behaviour: Behaviour) -> set[str]:
    if isinstance(root, Leaf):
        return set()
    odds = root.odds if isinstance(root, Chance) else behaviour[root.name]
    below = [met_in_play(c, behaviour) for p, c in zip(odds, root.children, strict=True) if p]
    here = {root.name} if isinstance(root, Move) else set()
    return here.union(*below)


@given(draws(enumerable(imperfect())))
def test_with_hidden_moves_a_decided_draw_is_perfect(roots: list[Node]) -> None:
    answer = solve_batch(batch_of(roots))
    for b, root in enumerate(roots):
        if answer.decided[b]:
            behaviour = played(roots, answer, b)
            assert is_spe(root, behaviour)
            assert answer.payoff[:, b] == pytest.approx([float(v) for v in value(root, behaviour)])


@given(draws(enumerable(imperfect(), 32)))
def test_a_draw_with_one_pure_answer_and_no_tie_is_decided(roots: list[Node]) -> None:
    """And where there is no pure answer, none is claimed."""
    answer = solve_batch(batch_of(roots))
    for b, root in enumerate(roots):
        truth = [p for p in pure_profiles(root) if is_spe(root, p)]
        if not truth:
            assert not answer.decided[b]
        if not answer.tied[:, b].any():
            assert answer.decided[b]
            assert played(roots, answer, b) in truth


@given(draws(enumerable(imperfect())))
def test_blocks_do_not_matter(roots: list[Node]) -> None:
    whole = solve_batch(batch_of(roots))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "draws_at_once", lambda *_: 1)
        single = solve_batch(batch_of(roots))
    for name in ("choice", "tied", "payoff", "decided"):
        assert np.array_equal(getattr(whole, name), getattr(single, name))


def conditional_aid(k_ua: float, k_ru: float) -> Move:
    """Return two simultaneous choices under a threat and a promise, u = (0, 3, 5), v = (6, 4, 1).

    Talks are worth 2 and 3. Refusing alone brings a cut with odds k_ua, more aid with odds k_ru.
    """
    threat, promise = Fraction(k_ua), Fraction(k_ru)
    cut = Chance((threat, 1 - threat), (leaf(0, 6), leaf(3, 4)))
    surge = Chance((promise, 1 - promise), (leaf(5, 1), leaf(3, 4)))
    return Move(0, "ua", (Move(1, "ru", (leaf(2, 3), surge)), Move(1, "ru", (cut, leaf(3, 4)))))


def test_conditional_aid_in_its_four_regions() -> None:
    """Both odds have the threshold 1/3.

    Both above: both accept, (2, 3). One above: that side alone accepts, (3.5, 3.25) or
    (2.25, 4.5). Neither: two pure equilibria, so no single answer.
    """
    roots: list[Node] = [
        conditional_aid(0.5, 0.5),
        conditional_aid(0.5, 0.25),
        conditional_aid(0.25, 0.5),
        conditional_aid(0.25, 0.25),
    ]
    answer = solve_batch(batch_of(roots))
    assert answer.decided.tolist() == [True, True, True, False]
    assert answer.choice[:2].T.tolist() == [[0, 0], [0, 1], [1, 0], [0, 1]]
    assert answer.payoff.T[:3].tolist() == [[2, 3], [3.5, 3.25], [2.25, 4.5]]
    assert answer.tied[:2, 3].tolist() == [True, True]


def simultaneous(cells: list[list[Node]]) -> Move:
    return Move(0, "row", tuple(Move(1, "column", tuple(line)) for line in cells))


def test_a_tie_that_follows_hidden_moves_is_met_only_on_the_path() -> None:
    """Both have a dominant strategy; the tie lies behind it, or behind the dominated one."""
    tie = Move(0, "later", (leaf(2, 2), leaf(2, 2)))
    no_tie = Move(0, "later", (leaf(2, 2), leaf(1, 1)))
    behind = [simultaneous([[end, leaf(1, 0)], [leaf(0, 1), leaf(0, 0)]]) for end in (tie, no_tie)]
    assert solve_batch(batch_of([*behind])).decided.tolist() == [False, True]
    aside = simultaneous([[leaf(3, 3), leaf(3, 0)], [leaf(0, 3), tie]])
    answer = solve_batch(batch_of([aside]))
    assert answer.decided.tolist() == [True]
    assert answer.tied.sum() == 1


def test_the_only_pure_equilibrium_is_undecided_if_it_is_weak() -> None:
    """In (0, 0) the row player does as well by its other row, from where play would go on."""
    weak = simultaneous([[leaf(1, 1), leaf(1, 0)], [leaf(1, 0), leaf(0, 1)]])
    strict = simultaneous([[leaf(2, 1), leaf(1, 0)], [leaf(1, 0), leaf(0, 1)]])
    answer = solve_batch(batch_of([weak, strict]))
    assert answer.choice[:, 0].tolist() == [0, 0]
    assert answer.decided.tolist() == [False, True]


@pytest.mark.parametrize("odds", [0, Fraction(1, 2)])
def test_a_tie_that_chance_never_leads_to_is_not_met(odds: Fraction | int) -> None:
    def tie(name: str) -> Node:
        return Move(0, name, (leaf(2, 2), leaf(2, 2)))

    lots = (Fraction(1) - odds, Fraction(odds))
    lot = Chance(lots, (leaf(2, 2), tie("late")))
    hidden = simultaneous([[lot, leaf(1, 0)], [leaf(0, 1), leaf(0, 0)]])
    plain = simultaneous([[leaf(2, 2), leaf(1, 0)], [leaf(0, 1), leaf(0, 0)]])
    ties = simultaneous([[tie("a"), leaf(1, 0)], [leaf(0, 1), leaf(0, 0)]])
    unseen = Chance(lots, (plain, ties))
    for root in (hidden, unseen):
        assert solve_batch(batch_of([root])).decided.tolist() == [odds == 0]


def test_one_part_without_pure_equilibrium_is_enough_to_be_undecided() -> None:
    pennies = [[leaf(1, 0), leaf(0, 1)], [leaf(0, 1), leaf(1, 0)]]
    dominance = [[leaf(2, 2), leaf(2, 0), leaf(2, 0)], [leaf(0, 2), leaf(0, 0), leaf(0, 0)]]

    def game(name: str, cells: list[list[Leaf]]) -> Node:
        lines = (Move(1, f"column {name}", tuple(line)) for line in cells)
        return Move(0, f"row {name}", tuple(lines))

    for parts in ([pennies, dominance], [dominance, pennies]):
        root = Move(0, "which", tuple(game(f"{k}", cells) for k, cells in enumerate(parts)))
        assert solve_batch(batch_of([root])).decided.tolist() == [False]


def test_what_differs_by_rounding_ties() -> None:
    sums = Leaf((Fraction(3, 10), Fraction(3, 10)))
    seen = Move(0, "seen", (sums, sums))
    hidden = simultaneous([[sums, sums], [sums, sums]])
    for root in (seen, hidden):
        batch = batch_of([root])
        above = [0] if root is seen else [0, 1, 4, 6]  # the first row, the first column
        batch.payoffs[above] += 1e-16
        assert np.ptp(batch.payoffs[: len(batch.u)]) > 0
        answer = solve_batch(batch)
        assert answer.tied.all()
        assert not answer.choice.any()


def test_invalid_draws_are_never_decided() -> None:
    root = Move(0, "h", (leaf(1), leaf(2)))
    two = batch_of([root, root])
    two.payoffs[0, 1] = np.nan
    assert solve_batch(two).decided.tolist() == [True, False]


def test_forgetting_is_refused() -> None:
    root = Move(0, "exit", (leaf(0), Move(0, "exit", (leaf(4), leaf(1)))))
    reason = refusal(as_game(root).tree)
    assert reason is not None
    assert "forgets at" in reason
    assert refusal(as_game(conditional_aid(0.5, 0.5)).tree) is None
