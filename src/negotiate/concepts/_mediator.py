"""What the concepts with a mediator share: the best reply to a lottery over profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.concepts import nash
from negotiate.concepts._certificate import shifted
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.mediation import allowed, chance_odds
from negotiate.forms.subgames import require_recall
from negotiate.game.recall import last_slots
from negotiate.results.solution import Certificate, Deviation

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiate.game.game import Game
    from negotiate.results.solution import Distribution
    from negotiate.types import BoolArray, FloatArray, NumberArray


class Lottery:
    """A game and a lottery over its profiles, from the point of view of one player.

    Parameters
    ----------
    game : Game
    distribution : Distribution
    player : int
    """

    def __init__(self, game: Game, distribution: Distribution, player: int) -> None:
        tree = game.tree
        self.tree, self.player = tree, player
        self.actions, self.odds = distribution.actions, distribution.odds
        self.mine = np.flatnonzero(tree.infoset_owner == player)
        self.mine = self.mine[np.argsort(tree.first_node[self.mine], kind="stable")]
        self._last = last_slots(tree)[player]
        self._others = allowed(tree, distribution, player)
        self._all = allowed(tree, distribution)
        self._worth = chance_odds(game) * game.u[:, player]

    def obeying(self, some: BoolArray) -> NumberArray:
        """Return what each leaf contributes if the player obeys, in some of the profiles (Z,)."""
        odds = self.odds[some]
        total: NumberArray = odds @ self._all[some] * self._worth
        return total

    def steering(self, some: BoolArray) -> NumberArray:
        """Return the same if the player steers to each leaf and the others obey (Z,)."""
        odds = self.odds[some]
        total: NumberArray = odds @ self._others[some] * self._worth
        return total

    def best(self, leaves: NumberArray, start: int = -1) -> Any:
        """Return the most that can be had by steering, from one information set or the outset on.

        Values of information sets are the best over actions of the leaves that follow without
        another own choice, and of the own information sets that come next (von Stengel 1996).
        """
        tree = self.tree
        worth = np.zeros(tree.n_slots + 1, dtype=leaves.dtype)
        np.add.at(worth, self._last[tree.leaf], leaves)
        for h in self.mine[::-1].tolist():
            top = worth[tree.slots_of(h)].max()
            if h == start:
                return top
            worth[self._last[tree.first_node[h]]] += top
        return worth[-1]

    def total(self, leaves: NumberArray, infoset: int) -> Any:
        """Return what those leaves contribute together that come after an information set."""
        tree = self.tree
        worth = np.zeros(tree.n_slots + 1, dtype=leaves.dtype)
        np.add.at(worth, self._last[tree.leaf], leaves)
        here: Any = 0
        for h in self.mine[::-1].tolist():
            here = worth[tree.slots_of(h)].sum()
            if h == infoset:
                break
            worth[self._last[tree.first_node[h]]] += here
        return here


def certify_independent(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof, or disproof, that independent behaviour is an equilibrium of this kind.

    Without a mediator recommendations tell nothing of the others: it is one exactly if it is a
    Nash equilibrium.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest regret, relative to the player's payoff range. Exact arithmetic uses 0.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.
    """
    return nash.certify(game, behaviour, tol)


def certify(
    game: Game,
    distribution: Distribution,
    condition: str,
    gain: Callable[[Lottery], tuple[Any, int, int]],
    tol: float,
) -> Certificate:
    """Return the proof, or disproof, that nobody gains by deviating from a lottery.

    Parameters
    ----------
    game : Game
    distribution : Distribution
    condition : str
    gain : callable
        Given a player's view, returns the most that it gains, and at which information set and
        by ignoring which recommended action (-1 where it is a whole strategy).
    tol : float
    """
    require_recall(game.tree)
    exact = game.exact and distribution.odds.dtype == object
    tol = 0.0 if exact else tol
    scale = game.u.max(axis=0) - game.u.min(axis=0)
    if not _is_lottery(game, distribution, tol):
        regret: FloatArray = np.full(game.tree.n_players, np.inf)
        return Certificate(
            "the odds of the profiles sum to 1", regret, scale, tol, None, holds=False
        )
    game = shifted(game)
    found = [gain(Lottery(game, distribution, p)) for p in range(game.tree.n_players)]
    regrets = np.array([g for g, _, _ in found], dtype=scale.dtype)
    regrets = np.maximum(regrets, 0)
    ratio = [float(r) / float(s) if s else float(r) for r, s in zip(regrets, scale, strict=True)]
    player = int(np.argmax(ratio))
    _, infoset, slot = found[player]
    worst = Deviation(player, infoset, slot, float(regrets[player]))
    holds = bool(np.all(regrets <= tol * scale))
    decides = game.tree.decision.any()
    return Certificate(condition, regrets, scale, tol, worst if decides else None, holds)


def _is_lottery(game: Game, distribution: Distribution, tol: float) -> bool:
    """Return whether odds are odds, and every profile says what each player does.

    It may be silent, with -1, where the player's own earlier actions in it do not lead.
    """
    tree, actions, odds = game.tree, distribution.actions, distribution.odds
    if actions.shape != (len(odds), tree.n_infosets) or not len(odds):
        return False
    if np.any(odds < -tol) or abs(odds.sum() - 1) > tol:
        return False
    mine = np.flatnonzero(tree.decision)
    before = last_slots(tree)[tree.infoset_owner[mine], tree.first_node[mine]]
    own = before < 0
    led = np.where(own, True, actions[:, tree.slot_infoset[before]] == before)
    here = actions[:, mine]
    fits = (tree.slot_start[mine] <= here) & (here < tree.slot_start[mine + 1])
    return bool(np.all(fits | (~led & (here < 0))))
