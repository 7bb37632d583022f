"""Rows that are the same function of the parameters are computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.game.strategies import moves_specs

from negotiate.game.arithmetic import FLOAT
from negotiate.game.distinct import numbered
from negotiate.game.model import Model
from negotiate.spec import read_text

if TYPE_CHECKING:
    from negotiate.spec.model import Spec
    from negotiate.types import FloatArray

CONDITIONAL = """
players: [A, B]
parameters:
  cost: {value: 1, range: [0, 2]}
  prize: {value: 3, range: [1, 5]}
moves:
  - A: first
    options: [x, y, z]
  - B: second
    options: [x, y, z]
payoffs:
  A:
    stake: prize * (2 if first == x else 3) if second == x else prize / 3
    cost: cost if first == y and second == y else 0
  B: prize - cost if first == x else cost - prize
"""


@given(moves_specs(), st.integers(0, 9))
def test_distinct_rows_are_those_of_the_whole_program(spec: Spec, seed: int) -> None:
    game = Model(spec).parametric()
    rng = np.random.default_rng(seed)
    numbers = {p.name: rng.integers(-3, 4, (1, 4)) / 2 for p in game.parameters}
    whole, drawn = game.program.run(numbers, FLOAT), game.program.draw(numbers)
    for step, values in whole.items():
        rows = game.program.distinct.rows[step]
        found = np.broadcast_to(drawn[step][rows], np.broadcast_shapes(values.shape, (1, 4)))
        expected = np.broadcast_to(values, found.shape)
        assert bits(found) == bits(expected)


def bits(numbers: FloatArray) -> bytes:
    """Return all bits, the sign of a zero too, but not which nan it is."""
    return np.where(np.isnan(numbers), np.nan, numbers).tobytes()


def test_branches_that_are_not_told_apart_are_one_row() -> None:
    """A gets one of four sums in nine histories, B one of two differences."""
    game = Model(read_text(CONDITIONAL)).parametric()
    (batch,) = game.draw(np.array([[1.0, 0.5], [3.0, 2.0]]))
    assert np.diff(batch.sharing.start).tolist() == [4, 2]
    expected = {(6.0, 4.0), (9.0, 6.0), (1.0, 2 / 3), (2.0, 2 / 3 + 0.5)}
    assert set(map(tuple, batch.payoffs[:4].tolist())) == expected
    assert set(map(tuple, batch.payoffs[4:].tolist())) == {(2.0, 1.5), (-2.0, -1.5)}
    for draw, (cost, prize) in enumerate([(1.0, 3.0), (0.5, 2.0)]):
        one = game.at({"cost": cost, "prize": prize})
        assert batch.u[:, :, draw].tobytes() == one.u.tobytes()


def test_zeros_of_other_signs_are_other_rows() -> None:
    text = CONDITIONAL.replace("B: prize - cost", "B: (0 if second == x else 0 * (0 - 1)) * cost")
    game = Model(read_text(text)).parametric()
    (batch,) = game.draw(np.array([[1.0], [3.0]]))
    assert np.signbit(batch.u[:, 1]).any()
    assert batch.u[:, :, 0].tobytes() == game.at().u.tobytes()


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=20))
def test_rows_of_a_table_are_numbered_in_their_order(rows: list[tuple[int, ...]]) -> None:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    first, found = numbered(list(table.T))
    unique, expected_first, expected = np.unique(
        table, axis=0, return_index=True, return_inverse=True
    )
    assert np.array_equal(first, expected_first)
    assert np.array_equal(found, expected.reshape(-1))
    assert np.array_equal(table[first], unique)
