"""Fractions over a common denominator, and what is computed with them: the same, and fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, imperfect
from tests.oracle import as_game, nodes, slots_of, value

from negotiate.forms.evaluation import continuation
from negotiate.forms.whole import in_whole_numbers
from negotiate.solvers.pure import best_replies

SMALL = st.fractions(-3, 3, max_denominator=12)


@given(st.lists(SMALL, min_size=6, max_size=6))
def test_numerators_over_the_least_denominator(numbers: list[Fraction]) -> None:
    fractions = np.array(numbers, dtype=object).reshape(2, 3)
    whole, common = in_whole_numbers(fractions)
    assert whole.shape == (2, 3)
    assert {type(n) for n in whole.flat} == {int}
    assert [Fraction(n, common) for n in whole.flat] == numbers
    assert all(common % number.denominator == 0 for number in numbers)
    assert np.gcd.reduce([common, *(common // n.denominator for n in numbers)]) == 1


@given(st.lists(SMALL, min_size=12, max_size=12), st.sampled_from([Fraction(0), Fraction(1, 5)]))
def test_best_replies_by_definition(numbers: list[Fraction], slack: Fraction) -> None:
    """A cell is good if no cell beside it in the player's line pays more, beyond the slack."""
    table = np.array(numbers, dtype=object).reshape(2, 3, 2)
    good = best_replies(table, (0, 1), np.array([slack, slack], dtype=object))
    for i, j in product(range(2), range(3)):
        assert good[0, i, j] == all(table[i, j, 0] >= table[k, j, 0] - slack for k in range(2))
        assert good[1, i, j] == all(table[i, j, 1] >= table[i, k, 1] - slack for k in range(3))


@given(st.data())
def test_what_every_node_is_worth(data: st.DataObject) -> None:
    """Off the path as on it, in fractions; `oracle.value` adds up all branches."""
    root = data.draw(imperfect())
    behaviour = data.draw(behaviours(root))
    game = as_game(root)
    found = continuation(game, slots_of(game, behaviour))
    assert {type(v) for v in found.flat} == {Fraction}
    worth = sorted(value(node, behaviour) for node in nodes(root))
    assert sorted(map(tuple, found.tolist())) == worth
