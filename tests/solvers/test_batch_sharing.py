"""What is the same in every draw is computed once, and comes out as if it were not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.oracle import Chance, Leaf, Move, Node, as_game

from negotiate.forms.evaluation import reach
from negotiate.game.game import Batch, Game, Sharing
from negotiate.solvers.protocol import Options
from negotiate.solvers.qre import _draws
from negotiate.solvers.spe import backward_induction
from negotiate.solvers.spe.batch import solve_batch
from negotiate.solvers.spe.batch.plan import plan

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.types import FloatArray

PLAYERS = 3
N_DRAWS = 12
LOTS: list[tuple[int | str, ...]] = [(1,), (0, 1), ("1/10", "2/10", "7/10"), ("1/2", 0, "1/2")]
PAIRS: list[tuple[int | str, ...]] = [(0, 1), ("1/4", "3/4"), ("1/2", "1/2")]
END = Leaf((Fraction(0),) * PLAYERS)


def layered(rng: np.random.Generator, *, hidden: bool) -> Node:
    """Return a game in which most moves of one depth are alike."""
    kinds = ["move", "move", "lot", "lot", *(["pair", "pair"] if hidden else [])]
    layers = [rng.choice(kinds) for _ in range(rng.integers(2, 5))]
    owners, widths = rng.integers(0, PLAYERS, len(layers)), rng.integers(1, 4, len(layers))
    lots = [LOTS[k] for k in rng.integers(0, len(LOTS), len(layers))]

    def after(history: str, depth: int) -> Node:
        if depth == len(layers) or rng.random() < 0.05:
            return END

        def below(width: int) -> tuple[Node, ...]:
            return tuple(after(f"{history}{k}", depth + 1) for k in range(width))

        if layers[depth] == "move":
            return Move(int(owners[depth]), f"move {history}", below(int(widths[depth])))
        if layers[depth] == "lot":
            odds = lots[depth]
            return Chance(tuple(map(Fraction, odds)), below(len(odds)))
        return pair(history, int(rng.integers(3)), below(4))

    def pair(history: str, kind: int, ends: tuple[Node, ...]) -> Node:
        """Two moves at once; in one kind the first may end it, in one chance moves before both."""

        def reply(*ends: Node) -> Node:
            return Move(1, f"reply {history}", ends)

        def first(*below: Node) -> Node:
            return Move(0, f"first {history}", below)

        if kind == 0:
            return first(reply(*ends[:2]), ends[2])
        if kind == 1:
            return first(reply(*ends[:2]), reply(*ends[2:]))
        odds = tuple(map(Fraction, PAIRS[int(rng.integers(len(PAIRS)))]))
        return Chance(
            odds,
            (first(reply(END, END), reply(END, END)), first(reply(*ends[:2]), reply(*ends[2:]))),
        )

    return after("", 0)


def alike(tree: Tree, chance: FloatArray, rng: np.random.Generator) -> Batch:
    """Return draws in which payoffs are a few functions of the draw, some nearly equal."""
    n = int(rng.integers(3, 16))
    functions = rng.integers(-20, 20, (n, N_DRAWS)) / 3
    functions[-1] = functions[-2] + rng.choice([0, 1e-15, -1e-15, 1e-3], N_DRAWS)
    u = functions[rng.integers(0, n, (tree.n_leaves, PLAYERS))]
    return Batch.dense(tree, u, np.repeat(chance[:, None], N_DRAWS, axis=1))


def shared(dense: Batch) -> Batch:
    """Return the same batch with what is equal in all of its draws written once."""
    u, chance = dense.u, dense.chance
    payoff, tables, start = np.empty(u.shape[:2], dtype=np.int64), [], [0]
    for player in range(u.shape[1]):
        table, row = np.unique(u[:, player], axis=0, return_inverse=True)
        payoff[:, player] = start[-1] + row.reshape(-1)
        tables.append(table)
        start.append(start[-1] + len(table))
    odds, slot = np.unique(chance, axis=0, return_inverse=True)
    sharing = Sharing(payoff, np.array(start), slot.reshape(-1))
    return Batch(dense.tree, sharing, np.vstack(tables), odds)


@pytest.mark.parametrize("seed", range(120))
def test_what_is_the_same_in_all_draws_may_be_written_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    game = as_game(layered(rng, hidden=True), exact=False)
    dense = alike(game.tree, game.chance, rng)
    once = shared(dense)
    assert np.array_equal(once.u, dense.u)
    assert np.array_equal(once.chance, dense.chance)
    apart, together = solve_batch(dense), solve_batch(once)
    for name in ("choice", "tied", "payoff", "decided"):
        assert np.array_equal(getattr(apart, name), getattr(together, name)), name


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_a_draw_is_decided_where_play_meets_no_tie(seed: int, *, hidden: bool) -> None:
    rng = np.random.default_rng(seed)
    game = as_game(layered(rng, hidden=hidden), exact=False)
    tree, batch = game.tree, shared(alike(game.tree, game.chance, rng))
    answer = solve_batch(batch)
    for b in range(N_DRAWS):
        behaviour = game.chance.copy()
        own = np.flatnonzero(tree.decision)
        behaviour[tree.slot_start[own] + answer.choice[own, b]] = 1
        inner = np.flatnonzero((reach(tree, behaviour) > 0) & (tree.infoset >= 0))
        met = answer.tied[tree.infoset[inner], b].any()
        assert not (met and answer.decided[b])
        if not hidden:
            assert answer.decided[b] == (not met)
            one = Game(tree, batch.u[:, :, b], game.chance)
            (single,) = backward_induction.solve(one, Options()).candidates
            assert single.margin is not None
            assert np.array_equal(single.behaviour, behaviour)
            assert np.array_equal(single.margin[own] == 0, answer.tied[own, b])
        elif not answer.tied[:, b].any():
            assert answer.decided[b]


@pytest.mark.parametrize("seed", range(60))
def test_quantal_response_too(seed: int) -> None:
    rng = np.random.default_rng(seed)
    game = as_game(layered(rng, hidden=False), exact=False)
    dense = alike(game.tree, game.chance, rng)
    apart, together = _draws.solve_batch(dense, 1.5), _draws.solve_batch(shared(dense), 1.5)
    np.testing.assert_allclose(apart.behaviour, together.behaviour, atol=1e-13)
    np.testing.assert_allclose(apart.payoff, together.payoff, atol=1e-13)


def test_subgames_that_differ_in_ties_alone_are_two() -> None:
    """Where chance leads, a tie lies behind the equilibrium or beside it."""

    def end(payoff: int, name: str = "") -> Node:
        own = Leaf((Fraction(payoff),) * 2)
        return Move(0, name, (own, own)) if name else own

    def game(name: str, *ends: Node) -> Node:
        halves = (ends[:2], ends[2:])
        return Move(0, f"row {name}", tuple(Move(1, f"column {name}", half) for half in halves))

    behind = game("behind", end(2, "met"), end(1), end(1), end(0))
    beside = game("beside", end(2), end(1), end(1), end(0, "unmet"))
    for odds, decided in (((1, 0), False), ((0, 1), True)):
        one = as_game(Chance(tuple(map(Fraction, odds)), (behind, beside)), exact=False)
        batch = shared(Batch.dense(one.tree, one.u[..., None], one.chance[:, None]))
        assert solve_batch(batch).decided.tolist() == [decided]


def test_subgames_that_differ_in_odds_alone_are_two() -> None:
    """Nobody sees which of two lines pays: likely the first in one subgame, the other in one."""

    def game(name: str, odds: tuple[str, str]) -> Node:
        cells = [[Leaf((Fraction(n),) * 2) for n in own] for own in ((1, 0), (0, 1))]
        lines = ((Move(1, f"idle {name}", (end,)) for end in own) for own in cells)
        lot = tuple(Move(0, f"line {name}", tuple(own)) for own in lines)
        return Chance(tuple(map(Fraction, odds)), lot)

    games = game("a", ("3/4", "1/4")), game("b", ("1/4", "3/4"))
    one = as_game(Chance((Fraction(1, 2),) * 2, games), exact=False)
    answer = solve_batch(shared(Batch.dense(one.tree, one.u[..., None], one.chance[:, None])))
    names = {one.tree.labels.move_of(h): h for h in range(one.tree.n_infosets)}
    assert [answer.choice[names[f"line {name}"], 0] for name in "ab"] == [0, 1]
    assert answer.payoff.tolist() == [[0.75], [0.75]]


def test_decisions_about_the_same_things_are_made_once() -> None:
    """Two moves that matter to nobody, then one between 0 and 1: one decision in four histories."""
    ends = [Leaf((Fraction(0), Fraction(1))), Leaf((Fraction(1), Fraction(0)))]

    def after(history: str, depth: int) -> Node:
        if depth == 0:
            return Move(0, f"last {history}", (ends[0], ends[1]))
        below = tuple(after(history + option, depth - 1) for option in "xy")
        return Move(1, f"first {history}", below)

    game = as_game(after("", 2), exact=False)
    batch = shared(Batch.dense(game.tree, game.u[..., None], game.chance[:, None]))
    steps = plan(batch.tree, batch.sharing)
    assert steps.decisions == 1 + 3  # that of chance, then one a depth
    assert steps.values == 4 + 2  # two payoffs each, and what the last move is worth to both
    answer = solve_batch(batch)
    assert answer.choices[1:, 0].tolist() == [1, 0, 0]
    last = batch.tree.infoset_owner == 0
    assert last.sum() == 4
    assert np.array_equal(answer.choice[:, 0] == 1, last)
    assert np.array_equal(answer.tied[:, 0], ~last)
