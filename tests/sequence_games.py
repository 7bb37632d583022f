"""Two-player trees with private types, and poker: where sequences beat strategies."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.game.game import Game
from tests.oracle import Chance, Leaf, Move, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

F = Fraction


def typed_game(
    types: int, depth: int, seed: int = 0, *, zero_sum: bool = False, exact: bool = True
) -> Game:
    """Return a game of two players who know their own type and see all moves.

    Chance deals one of so many types to each, with random odds; then Ann and Bob move in turn,
    `depth` times in all. Payoffs are random whole numbers. Its tree has
    ``1 + types**2 * (2**(depth + 1) - 1)`` nodes.
    """
    rng = np.random.default_rng(seed)

    def grow(own: tuple[int, int], history: str) -> Any:
        if len(history) == depth:
            a, b = rng.integers(-20, 21, 2).tolist()
            return [a, -a if zero_sum else b]
        turn = len(history) % 2
        below = {option: grow(own, history + option) for option in "lr"}
        who = ("Ann", "Bob")[turn]
        return {who: below, "information": f"{who}{own[turn]}_{history}"}

    deals = {f"d{i}_{j}": grow((i, j), "") for i in range(types) for j in range(types)}
    weight = rng.integers(1, 5, len(deals)).tolist()
    odds = {name: F(w, sum(weight)) for name, w in zip(deals, weight, strict=True)}
    return Game.from_tree(["Ann", "Bob"], {"chance": deals, "odds": odds}, exact=exact)


def kuhn_poker() -> Node:
    """Return Kuhn's poker of three cards, one chip in the pot from each (Kuhn 1950)."""

    def after_deal(cards: Sequence[int]) -> Node:
        one, two = cards
        sign = 1 if one > two else -1

        def pays(chips: int) -> Leaf:
            return Leaf((F(chips), F(-chips)))

        def call(player: int, when: str, fold: Leaf) -> Move:
            return Move(player, f"{when}{cards[player]}", (fold, pays(2 * sign)))

        bet = call(1, "after a bet ", pays(1))
        check = Move(1, f"after a check {two}", (pays(sign), call(0, "raised ", pays(-1))))
        return Move(0, f"first {one}", (check, bet))

    deals = list(permutations(range(3), 2))
    return Chance((F(1, 6),) * 6, tuple(after_deal(deal) for deal in deals))
