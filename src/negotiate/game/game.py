"""A game with numbers: one set of them, or a batch of draws."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.validity import valid_draws
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, FloatArray, NumberArray


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


@dataclass(frozen=True, eq=False)
class Batch:
    """A tree with B draws of its numbers, the draw axis last.

    Attributes
    ----------
    tree : Tree
    u : FloatArray (Z, P, B)
        In memory those of one player together, which is how they are written and compared.
    chance : FloatArray (S, B)
    """

    tree: Tree
    u: FloatArray
    chance: FloatArray

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
        with np.errstate(invalid="ignore"):  # what is not a number makes a draw invalid
            extreme: FloatArray = of.reduce(self.u, axis=0)
        return extreme

    @property
    def n_draws(self) -> int:
        """B."""
        return int(self.u.shape[-1])
