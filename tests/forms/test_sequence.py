"""The sequence form says of payoffs what the tree says, and leads back to behaviour."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, imperfect
from tests.oracle import Leaf, Move, Node, as_game, behaviour_of, infosets, slots_of, value
from tests.sequence_games import kuhn_poker, typed_game

from negotiate.errors import NoAnswerError
from negotiate.forms.sequence import sequence_form

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn
    from tests.oracle import Behaviour

F = Fraction


@st.composite
def played(draw: DrawFn) -> tuple[Node, Behaviour]:
    root = draw(imperfect())
    return root, draw(behaviours(root))


@given(played())
def test_payoffs_are_bilinear_in_the_plans(played: tuple[Node, Behaviour]) -> None:
    root, behaviour = played
    game = as_game(root)
    form = sequence_form(game)
    if len(form.sides) > 2:
        return
    slots = slots_of(game, behaviour)
    plans = [side.plan(slots) for side in form.sides]
    x, y = (*plans, np.array([F(1)]), np.array([F(1)]))[:2]
    for player, truth in enumerate(value(root, behaviour)):
        matrix = form.payoffs(game.u[:, player])
        assert sum(x * matrix.times(y)) == truth
        assert sum(y * matrix.transposed.times(x)) == truth


@given(played())
def test_plans_satisfy_their_constraints_and_lead_back(played: tuple[Node, Behaviour]) -> None:
    root, behaviour = played
    game = as_game(root)
    form = sequence_form(game)
    slots = slots_of(game, behaviour)
    plans = [side.plan(slots) for side in form.sides]
    for side, plan in zip(form.sides, plans, strict=True):
        assert side.constraints.times(plan).tolist() == [1, *[0] * len(side.infosets)]
    back = form.behaviour(game, plans)
    assert [side.plan(back).tolist() for side in form.sides] == [p.tolist() for p in plans]
    here, there = behaviour_of(game, slots), behaviour_of(game, back)
    for side, plan in zip(form.sides, plans, strict=True):
        for j, h in enumerate(side.infosets):
            name = game.tree.labels.move_of(int(h))
            reached = plan[side.parent[j]] > 0
            equal = F(1, len(here[name]))
            assert there[name] == (here[name] if reached else (equal,) * len(here[name]))
    assert value(root, there) == value(root, here)


def test_an_own_choice_that_rules_a_decision_out_leaves_a_best_reply_there() -> None:
    """In, then out of three; or out at once, after which the second decision is a mere plan."""
    later = Move(0, "later", tuple(Leaf((F(v), F(0))) for v in (1, 3, 2)))
    root = Move(0, "first", (Leaf((F(5), F(0))), Move(1, "other", (later, Leaf((F(0), F(1)))))))
    game = as_game(root)
    form = sequence_form(game)
    out, other = (np.array(p, dtype=object) for p in ([1, 1, 0, 0, 0, 0], [1, F(1, 2), F(1, 2)]))
    for odds, then in ((other, [0, 1, 0]), (np.array([1, 0, 1], dtype=object), [F(1, 3)] * 3)):
        slots = form.behaviour(game, [out, odds])
        form.complete(game, [out, odds], slots)
        played = behaviour_of(game, slots)
        assert list(played["later"]) == then
        assert list(played["first"]) == [1, 0]
        assert list(played["other"]) == odds[1:].tolist()


@given(played())
def test_completing_plans_changes_nobodys_payoff(played: tuple[Node, Behaviour]) -> None:
    root, behaviour = played
    game = as_game(root)
    form = sequence_form(game)
    plans = [side.plan(slots_of(game, behaviour)) for side in form.sides]
    slots = form.behaviour(game, plans)
    form.complete(game, plans, slots)
    there = behaviour_of(game, slots)
    assert value(root, there) == value(root, behaviour)
    for side, plan in zip(form.sides, plans, strict=True):
        assert side.plan(slots).tolist() == plan.tolist()
        for h in (int(h) for h, p in zip(side.infosets, side.parent, strict=True) if plan[p] > 0):
            name = game.tree.labels.move_of(h)
            assert there[name] == behaviour[name]


def test_the_sequences_of_kuhn_poker() -> None:
    """Four for each card and the empty one: 13 for each player (Koller & Pfeffer 1997)."""
    form = sequence_form(as_game(kuhn_poker()))
    assert [side.n for side in form.sides] == [13, 13]
    matrix = form.payoffs(as_game(kuhn_poker()).u[:, 0])
    assert len(matrix.value) == 30  # its leaves
    assert set(np.abs(matrix.value)) == {F(1, 6), F(1, 3)}


def test_a_player_who_forgets_has_no_sequences() -> None:
    leaves = (Leaf((F(4),)), Leaf((F(1),)))
    root = Move(0, "exit", (Leaf((F(0),)), Move(0, "exit", leaves)))
    assert infosets(root) == {"exit": (0, 2)}
    with pytest.raises(NoAnswerError, match="forgets at"):
        sequence_form(as_game(root))


@pytest.mark.timed
def test_a_hundred_thousand_nodes_take_a_moment() -> None:
    """The form is built by passes over arrays: no slower than a fraction of growing the tree."""
    start = time.process_time()
    game = typed_game(7, 10, exact=False)
    growing = time.process_time() - start
    assert game.tree.n_nodes > 100_000
    start = time.process_time()
    sequence_form(game).payoffs(game.u[:, 0])
    assert time.process_time() - start < growing / 5
