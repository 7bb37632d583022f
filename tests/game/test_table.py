"""Games from arrays of payoffs."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest

from negotiate.errors import UsageError
from negotiate.forms import normal
from negotiate.game.game import Game
from negotiate.solvers.nash import pure
from negotiate.solvers.protocol import Options


def nested(payoffs: np.ndarray, taken: tuple[int, ...] = ()) -> object:
    """Return the table as the nested tree of players who see nothing."""
    if len(taken) == len(payoffs):
        return [own[taken] for own in payoffs]
    name = f"Player {len(taken) + 1}"
    below = {str(k + 1): nested(payoffs, (*taken, k)) for k in range(payoffs.shape[1 + len(taken)])}
    return {name: below, "information": name}


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 4), (2, 2, 2, 2)])
def test_arrays_give_the_tree_that_nested_data_give(shape: tuple[int, ...]) -> None:
    payoffs = np.random.default_rng(0).integers(0, 9, (len(shape), *shape)).astype(float)
    quick = Game.from_payoffs(list(payoffs))
    slow = Game.from_tree(quick.tree.labels.players, nested(payoffs))
    assert np.array_equal(quick.u, slow.u)
    for name in ("owner", "infoset", "first_child", "n_children", "leaf", "slot_start"):
        assert np.array_equal(getattr(quick.tree, name), getattr(slow.tree, name)), name
    for slot in range(quick.tree.n_slots):
        assert quick.tree.labels.action_of(slot) == slow.tree.labels.action_of(slot)
    assert not quick.tree.owner.flags.writeable


def test_fractions_stay_fractions_and_names_are_kept() -> None:
    half = np.array([[Fraction(1, 2), 1], [0, 2]], dtype=object)
    game = Game.from_payoffs([half, -half], ["Ann", "Bob"], [["up", "down"], ["left", "right"]])
    assert game.exact
    assert game.u.tolist()[0] == [Fraction(1, 2), Fraction(-1, 2)]
    assert game.tree.labels.move_of(1) == "Bob"
    assert game.tree.labels.action_of(3) == "right"


@pytest.mark.parametrize(
    ("payoffs", "players", "options", "said"),
    [
        ([], None, None, "0 players"),
        ([[1, 2], [3, 4]], None, None, "2 players need 2 arrays of the same 2 axes"),
        ([[[1, 2]], [[1], [2]]], None, None, r"\(1, 2\), \(2, 1\)"),
        ([[]], None, None, "an option or more"),
        ([[[1]], [[1]]], ["A", "A"], None, "different names: A, A"),
        ([[1, 2]], ["A"], [["x", "x"]], "A needs 2 different names"),
        ([[1, 2]], ["A"], [["x"]], "A needs 2 different names"),
        ([[1, 2]], ["A"], [["x", "y"], ["z"]], "options are named for 2 of 1"),
    ],
)
def test_what_is_no_table_is_refused(
    payoffs: list[object],
    players: list[str] | None,
    options: list[list[str]] | None,
    said: str,
) -> None:
    with pytest.raises(UsageError, match=said):
        Game.from_payoffs(payoffs, players, options)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_table_is_its_own_normal_form(
    order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where players are not asked in the order in which they are named."""
    payoffs = np.random.default_rng(1).random((3, 2, 3, 4))
    game = Game.from_payoffs(list(payoffs))
    names = game.tree.labels.players

    def ask(rest: tuple[int, ...], taken: dict[int, int]) -> object:
        if not rest:
            return [own[taken[0], taken[1], taken[2]] for own in payoffs]
        width = payoffs.shape[1 + rest[0]]
        below = {str(k): ask(rest[1:], {**taken, rest[0]: k}) for k in range(width)}
        return {names[rest[0]]: below, "information": names[rest[0]]}

    turned = Game.from_tree(names, ask(order, {}))
    value = np.zeros((turned.tree.n_nodes, 3))
    value[turned.tree.leaf] = turned.u
    quick = normal.normal_form(turned.tree)
    assert type(quick) is not normal.NormalForm
    table = quick.table(turned.tree, turned.chance, value)
    assert np.array_equal(table, np.moveaxis(payoffs, 0, -1))
    listed = value[quick.ends][quick.end].reshape(table.shape)
    monkeypatch.setattr(normal, "_plain", lambda _: None)
    slow = normal.normal_form(turned.tree)
    assert np.array_equal(slow.table(turned.tree, turned.chance, value), table)
    assert np.array_equal(listed, table)
    assert (quick.players, quick.strategies) == (slow.players, slow.strategies)
    assert quick.parent_slot == slow.parent_slot


@pytest.mark.timed
def test_pure_equilibria_of_many_profiles_take_no_time() -> None:
    """Built and solved: 10^4 profiles well under a tenth of the second that pygambit 16 takes."""
    payoffs = np.random.default_rng(0).random((4, *[10] * 4))
    start = time.perf_counter()
    answer = pure.solve(Game.from_payoffs(list(payoffs)), Options())
    assert time.perf_counter() - start < 0.08
    best = [own == own.max(axis=i, keepdims=True) for i, own in enumerate(payoffs)]
    assert len(answer.candidates) == np.logical_and.reduce(best).sum()
