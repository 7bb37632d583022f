"""Subgames in which three players hide their moves and mix."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negotiate import loads, solve
from negotiate.concepts import spe
from negotiate.errors import NoAnswerError
from negotiate.results import Coverage

JORDAN = """
title: Three pennies, if the first player wants to
players: [A, B, C]
moves:
  - A: enter
    options: [in, out]
  - A: a
    when: enter == in
    options: [h, t]
    seen_by: [A]
  - B: b
    when: enter == in
    options: [h, t]
    seen_by: [B]
  - C: c
    when: enter == in
    options: [h, t]
payoffs:
  A: 1/4 if enter == out else (1 if (a == h) == (b == h) else 0)
  B: 0 if enter == out else (1 if (b == h) == (c == h) else 0)
  C: 0 if enter == out else (0 if (c == h) == (a == h) else 1)
"""
"""Jordan 1993: each matches the next, but for the last; all mix evenly, and only so."""


def test_three_who_mix_after_a_move_that_all_see() -> None:
    game = loads(JORDAN).game(exact=True)
    with pytest.raises(NoAnswerError):
        solve(game, concept="spe", method="subgames")
    solution = solve(game, concept="spe")
    assert solution.method == "logit"
    assert solution.coverage is Coverage.SOME
    (e,) = solution.equilibria
    assert e.certificate.holds
    assert e.certificate.tol == 0
    assert e.payoff.tolist() == [Fraction(1, 2)] * 3
    for h in np.flatnonzero(game.tree.decision).tolist():
        if game.tree.labels.move_of(h) != "enter":
            assert e.behaviour[game.tree.slots_of(h)].tolist() == [Fraction(1, 2)] * 2
    assert spe.certify(game, e.behaviour).holds


TWICE = """
title: Chicken twice over, one of them chosen
players: [A, B]
moves:
  - A: field
    options: [rich, poor]
  - A: a
    options: [dare, yield]
    seen_by: [A]
  - B: b
    options: [dare, yield]
define:
  scale: 2 if field == rich else 1
payoffs:
  A: scale * (0 if a == dare and b == dare else 7 if a == dare else 2 if b == dare else 6)
  B: scale * (0 if a == dare and b == dare else 7 if b == dare else 2 if a == dare else 6)
"""


def test_all_combinations_of_the_equilibria_of_hidden_subgames() -> None:
    """Chicken has three equilibria (Aumann 1974), so that two of them have nine pairs.

    A prefers its rich field where that pays it more than the poor one: in 14, 28/3 or 4 against
    7, 14/3 or 2, it goes to the poor one in two of nine.
    """
    game = loads(TWICE).game(exact=True)
    solution = solve(game, concept="spe", all=True)
    assert solution.coverage is Coverage.ALL
    assert len(solution.equilibria) == 9
    pays = sorted(e.payoff[0] for e in solution.equilibria)
    rich, poor = (
        [Fraction(14), Fraction(28, 3), Fraction(4)],
        [Fraction(7), Fraction(14, 3), Fraction(2)],
    )
    assert pays == sorted(max(r, p) for r in rich for p in poor)
    for e in solution.equilibria:
        assert spe.certify(game, e.behaviour).holds
