"""Elimination against textbook games, against a slow reading of the definition, and in order."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.analysis.answer import solve
from negotiate.analysis.dominance import dominance
from negotiate.forms.normal import normal_form
from negotiate.forms.plans import plan_names
from negotiate.game.game import Game
from negotiate.solvers.protocol import Options

# Gibbons 1992, figure 1.1.4.
ORDER = """
players: {Row: [up, down], Column: [left, middle, right]}
payoffs:
  up:   {left: [1, 0], middle: [1, 2], right: [0, 1]}
  down: {left: [0, 3], middle: [0, 1], right: [2, 0]}
"""
# Osborne & Rubinstein 1994, section 4.2: only a mixture dominates the last row.
MIXTURE = """
players: {Row: [top, middle, bottom], Column: [left, right]}
payoffs:
  top:    {left: [3, 1], right: [0, 2]}
  middle: {left: [0, 3], right: [3, 0]}
  bottom: {left: [1, 1], right: [1, 0]}
"""


def game_of(text: str, *, exact: bool = False) -> Game:
    return negotiate.loads(text).game("", exact=exact)


@pytest.mark.parametrize("exact", [False, True])
def test_gibbons_game_in_its_order(exact: bool) -> None:  # noqa: FBT001
    found = dominance(game_of(ORDER, exact=exact), mixed=False)
    assert [(e.round, e.player, e.strategy, list(e.by)) for e in found.eliminated] == [
        (1, "Column", "right", ["middle"]),
        (2, "Row", "down", ["up"]),
        (3, "Column", "left", ["middle"]),
    ]
    assert found.left == {"Row": ("up",), "Column": ("middle",)}
    assert found.solvable
    assert [(e.least, e.most) for e in found.eliminated] == [(1, 1), (1, 1), (2, 2)]


def test_a_mixture_dominates_where_no_strategy_does() -> None:
    game = game_of(MIXTURE, exact=True)
    assert dominance(game, mixed=False).eliminated == ()
    found = dominance(game)
    (gone,) = found.eliminated
    assert gone.by == {"top": Fraction(1, 2), "middle": Fraction(1, 2)}
    assert (gone.least, gone.most) == (Fraction(1, 2), Fraction(1, 2))
    assert not found.solvable
    assert found.sentence == "the rationalizable strategies"


def test_kelloggs_threat_is_dominance_solvable_where_it_is_believed() -> None:
    """Accepting is better whatever the other does: ORACLE K, (1/2, 1/2)."""
    game = negotiate.load("conditional-aid").game("both_believed", exact=True)
    found = dominance(game)
    assert found.left == {"UA": ("accept",), "RU": ("accept",)}
    assert {e.round for e in found.eliminated} == {1}


def test_a_telling_signal_is_all_that_weak_dominance_leaves() -> None:
    game = negotiate.load("taiwan-signal").game("telling", exact=True)
    found = dominance(game, weak=True)
    assert found.left == {
        "US": ("sustain (resolve resolute), end (resolve wavering)",),
        "CN": ("pressure (ukraine end), status_quo (ukraine sustain)",),
    }
    assert "another order may leave others" in found.sentence


def test_strategies_are_told_apart() -> None:
    tree = negotiate.load("unilateral-deterrence").game("bluff").tree
    names = plan_names(tree, normal_form(tree))
    assert [len(set(own)) for own in names] == [9, 4]
    assert "demand press (challenger hard)" in names[0][-1]
    assert names[1][0] == "yield (defender hard), yield (defender soft)"


def slow(table: Any, *, weak: bool) -> list[set[int]]:
    """Return what iterated elimination by single strategies leaves, read off the definition."""
    left = [set(range(n)) for n in np.shape(table)[:-1]]

    def beats(player: int, better: int, worse: int) -> bool:
        others = [sorted(own) for p, own in enumerate(left) if p != player]
        leads = []
        for rest in itertools.product(*others):
            cells = [list(rest), list(rest)]
            for cell, own in zip(cells, (better, worse), strict=True):
                cell.insert(player, own)
            leads.append(table[tuple(cells[0])][player] - table[tuple(cells[1])][player])
        if weak:
            return all(x >= 0 for x in leads) and any(x > 0 for x in leads)
        return all(x > 0 for x in leads)

    while True:
        gone = [{i for i in own if any(beats(p, j, i) for j in own)} for p, own in enumerate(left)]
        if not any(gone):
            return left
        left = [own - out for own, out in zip(left, gone, strict=True)]


tables = st.sampled_from([(2, 3), (3, 3), (4, 2), (2, 2, 2), (3, 2, 2)]).flatmap(
    lambda shape: st.lists(
        st.integers(0, 3), min_size=int(np.prod(shape)) * len(shape),
        max_size=int(np.prod(shape)) * len(shape),
    ).map(lambda flat: np.array(flat).reshape(*shape, len(shape)))
)  # fmt: skip


def as_game(table: Any) -> Game:
    return Game.from_payoffs(list(np.moveaxis(table.astype(float), -1, 0)))


@settings(max_examples=60, deadline=None)
@given(table=tables, weak=st.booleans())
def test_pure_elimination_is_as_defined(table: Any, weak: bool) -> None:  # noqa: FBT001
    found = dominance(as_game(table), weak=weak, mixed=False)
    wanted = slow(table, weak=weak)
    assert [len(own) for own in found.left.values()] == [len(own) for own in wanted]
    assert len(found.eliminated) == sum(table.shape[:-1]) - sum(map(len, wanted))


@settings(max_examples=40, deadline=None)
@given(table=tables)
def test_mixtures_prove_what_they_claim_and_keep_every_equilibrium(table: Any) -> None:
    """Strict elimination never removes a strategy that some equilibrium uses (Pearce 1984)."""
    game = as_game(table)
    found = dominance(game)
    names = plan_names(game.tree, normal_form(game.tree))
    place = dict(zip(found.left, range(len(names)), strict=True))
    left = [set(range(len(own))) for own in names]
    for number in sorted({e.round for e in found.eliminated}):
        gone = [e for e in found.eliminated if e.round == number]
        for e in gone:
            seat = place[e.player]
            own = np.moveaxis(table[..., seat][np.ix_(*map(sorted, left))], seat, 0)
            own = own.reshape(len(left[seat]), -1)
            rank = {names[seat][k]: i for i, k in enumerate(sorted(left[seat]))}
            lead = sum(float(p) * own[rank[k]] for k, p in e.by.items()) - own[rank[e.strategy]]
            assert lead.min() == pytest.approx(e.least)
            assert lead.max() == pytest.approx(e.most)
            assert e.least > 0
        for e in gone:
            left[place[e.player]].remove(names[place[e.player]].index(e.strategy))
    if table.ndim == 3:
        tree = game.tree
        for each in solve(game, "nash", "vertex", Options(all=True)).equilibria:
            for slot in np.flatnonzero(each.behaviour > 1e-9).tolist():
                owner = int(tree.infoset_owner[tree.slot_infoset[slot]])
                assert tree.labels.action_of(slot) in found.left[tree.labels.players[owner]]
