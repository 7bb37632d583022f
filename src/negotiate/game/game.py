"""A game with numbers: one set of them, or a batch of draws."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.validity import valid_draws
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class Game:
    """A tree with one set of numbers.

    Attributes
    ----------
    tree : Tree
    u : NumberArray (Z, P)
        Payoffs at the leaves. float64, or object holding fractions (then `exact` is True).
    chance : NumberArray (S,)
        Odds at the slots of chance, 0 at those of players; same dtype as `u`.
    title : str
    """

    tree: Tree
    u: NumberArray
    chance: NumberArray
    title: str = ""

    @classmethod
    def from_tree(
        cls,
        players: Sequence[str] | Mapping[str, str],
        tree: Any,
        *,
        exact: bool = False,
        title: str = "",
    ) -> Game:
        """Return the game of a nested tree: see `negotiate.game.nested.game_from_tree`.

        >>> entered = {"Incumbent": {"fight": [-1, -1], "yield": [1, 1]}}
        >>> tree = {"Entrant": {"out": [0, 2], "in": entered}}
        >>> game = Game.from_tree(["Entrant", "Incumbent"], tree)
        >>> game.u.tolist()
        [[0.0, 2.0], [-1.0, -1.0], [1.0, 1.0]]
        """
        from negotiate.game.nested import game_from_tree  # noqa: PLC0415 -- it builds on this module

        return game_from_tree(players, tree, exact=exact, title=title)

    @classmethod
    def from_payoffs(
        cls,
        payoffs: Sequence[Any],
        players: Sequence[str] | None = None,
        options: Sequence[Sequence[str]] | None = None,
        *,
        title: str = "",
    ) -> Game:
        """Return the game of a table, one array of payoffs a player: see `negotiate.game.table`.

        >>> chicken = Game.from_payoffs([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
        >>> chicken.u.tolist()
        [[6.0, 6.0], [2.0, 7.0], [7.0, 2.0], [0.0, 0.0]]
        """
        from negotiate.game.table import game_from_payoffs  # noqa: PLC0415 -- as in `from_tree`

        return game_from_payoffs(payoffs, players, options, title=title)

    @property
    def exact(self) -> bool:
        """Whether the numbers are fractions."""
        return self.u.dtype == object

    def payoff_range(self) -> FloatArray:
        """Return each player's highest minus lowest payoff (P,), the scale of its regrets."""
        spread: FloatArray = (self.u.max(axis=0) - self.u.min(axis=0)).astype(np.float64)
        return spread


FEWEST = 16
"""Draws below which each call of numpy has too little to do."""

MOST_BYTES = 2**27
"""Of numbers that are held at once so that they are not fewer."""


def draws_at_once(numbers: int, near: int) -> int:
    """Return how many draws to compute in one go.

    Parameters
    ----------
    numbers : int
        That are held of each draw.
    near : int
        Bytes that stay near the processor.
    """
    one = 8 * numbers
    return max(1, near // one, min(FEWEST, MOST_BYTES // one))


@dataclass(frozen=True, eq=False)
class Sharing:
    """Which payoffs and odds of a tree are the same in every draw of its numbers.

    Attributes
    ----------
    payoff : IntArray (Z, P)
        Row of the table of payoffs; those of one player lie together.
    start : IntArray (P + 1,)
        Where each player's rows begin.
    odds : IntArray (S,)
        Row of the table of odds.
    """

    payoff: IntArray
    start: IntArray
    odds: IntArray


@lru_cache(maxsize=8)
def nothing_shared(tree: Tree) -> Sharing:
    """Return that every payoff and all odds of a tree have a row of their own."""
    leaves, players = tree.n_leaves, tree.n_players
    payoff = np.arange(leaves * players).reshape(players, leaves).T
    return Sharing(payoff, leaves * np.arange(players + 1), np.arange(tree.n_slots))


@dataclass(frozen=True, eq=False)
class Batch:
    """A tree with B draws of its numbers, the draw axis last.

    Attributes
    ----------
    tree : Tree
    sharing : Sharing
        Where the numbers of leaves and slots are in the tables.
    payoffs : FloatArray (C, B)
        The distinct payoffs, those of one player together.
    odds : FloatArray (O, B)
        The distinct odds, 0 for the slots of players among them.
    """

    tree: Tree
    sharing: Sharing
    payoffs: FloatArray
    odds: FloatArray

    @classmethod
    def dense(cls, tree: Tree, u: FloatArray, chance: FloatArray) -> Batch:
        """Return the batch with all payoffs (Z, P, B) and all odds (S, B) written out."""
        payoffs = u.transpose(1, 0, 2).reshape(-1, u.shape[2])
        return cls(tree, nothing_shared(tree), payoffs, chance)

    @cached_property
    def u(self) -> FloatArray:
        """Payoffs at the leaves (Z, P, B)."""
        return self.payoffs[self.sharing.payoff]

    @cached_property
    def chance(self) -> FloatArray:
        """Odds at the slots of chance, 0 at those of players (S, B)."""
        if len(self.odds) == 1:  # without chance, zeros that take no room
            return np.broadcast_to(self.odds, (self.tree.n_slots, self.n_draws))
        return self.odds[self.sharing.odds]

    @cached_property
    def low(self) -> FloatArray:
        """Each player's lowest payoff in each draw (P, B)."""
        return self._extreme(np.minimum)

    @cached_property
    def high(self) -> FloatArray:
        """Each player's highest payoff in each draw (P, B)."""
        return self._extreme(np.maximum)

    @cached_property
    def valid(self) -> BoolArray:
        """Whether a draw's payoffs are finite and its odds are odds (B,)."""
        return valid_draws(self)

    def _extreme(self, of: np.ufunc) -> FloatArray:
        bounds = zip(self.sharing.start[:-1], self.sharing.start[1:], strict=True)
        with np.errstate(invalid="ignore"):  # what is not a number makes a draw invalid
            return np.stack([of.reduce(self.payoffs[first:end], axis=0) for first, end in bounds])

    @property
    def n_draws(self) -> int:
        """B."""
        return int(self.payoffs.shape[-1])
