"""What must be computed to solve draws of a game's numbers, each thing once.

Values are numbered (Cocke & Schwartz 1970): decisions between the same values are one decision
with one answer, and what a player gets where that decides between the same things is one value.
A tree in which most histories matter to few players shrinks to a fraction of its nodes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from negotiate.game.distinct import numbered
from negotiate.record import dataclass
from negotiate.solvers.spe.batch.groups import Singles, groups

if TYPE_CHECKING:
    from negotiate.forms.normal import NormalForm
    from negotiate.game.game import Sharing
    from negotiate.game.tree import Tree
    from negotiate.solvers.spe.batch.groups import Subgames
    from negotiate.types import IntArray


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a table that are made of other rows of it.

    Attributes
    ----------
    first : int
        The first of q rows.
    options : IntArray (k, q)
        The rows that each is made of.
    by : IntArray (1, q) or (k, q)
        The decision that picks one of them, counted within its step; or the odds of each.
    """

    first: int
    options: IntArray
    by: IntArray

    @property
    def block(self) -> slice:
        """The q rows."""
        return slice(self.first, self.first + self.options.shape[1])


@dataclass(frozen=True, eq=False)
class Moves:
    """Decisions with equally many options.

    Attributes
    ----------
    first : int
        The row of the first of D decisions.
    own : IntArray (k, D)
        What the options are worth to the owner: rows of values.
    owner : IntArray (D,)
    value, clean : Rows
        What comes of them, and whether a tie is met.
    """

    first: int
    own: IntArray
    owner: IntArray
    value: Rows
    clean: Rows


@dataclass(frozen=True, eq=False)
class Lots:
    """Moves of chance with equally many branches; attributes as of `Moves`."""

    value: Rows
    clean: Rows


@dataclass(frozen=True, eq=False)
class Hidden:
    """Subgames with hidden moves that are alike but for what their ends are worth.

    Attributes
    ----------
    players, shape : tuple of int
        Who decides, and the number of strategies of each.
    ends : IntArray (P, m, T)
        Rows of values.
    clear : IntArray (m, T)
        Rows that tell of ties.
    odds : IntArray (m, T, c)
        Rows of the odds of chance on the way to each end, filled up with -1.
    pair_end, pair_start : IntArray (K,), (Q,)
        The ends that each of Q profiles can reach, and where each profile's begin.
    action : IntArray (Q, h)
        What each profile does at each information set.
    decision, value, clean : int
        The first of m * h decisions, P * m values and m rows that tell of ties.
    """

    players: tuple[int, ...]
    shape: tuple[int, ...]
    ends: IntArray
    clear: IntArray
    odds: IntArray
    pair_end: IntArray
    pair_start: IntArray
    action: IntArray
    decision: int
    value: int
    clean: int


Step: TypeAlias = Moves | Lots | Hidden


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps, the last moves of the game first.

    Attributes
    ----------
    steps : tuple of Step
    decisions, values, cleans : int
        How many rows there are. The first decision stands for all moves of chance; the first
        values are the distinct payoffs; the first row that tells of ties says that there is none.
    widest : int
        Rows of values that are held at once.
    decision : IntArray (H,)
        Which row tells what is chosen at each information set.
    value : IntArray (P,)
        The row of what the game is worth to each player.
    clean : int
        The row that tells whether play meets a tie.
    """

    steps: tuple[Step, ...]
    decisions: int
    values: int
    cleans: int
    widest: int
    decision: IntArray
    value: IntArray
    clean: int


@lru_cache(maxsize=8)
def plan(tree: Tree, sharing: Sharing) -> Plan:
    """Return how draws of games on this tree are solved; the structure is worked out once.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall, or a subgame with hidden moves is too large.
    """
    numbering = _Numbering(tree, sharing)
    steps: list[Step] = []
    for group in groups(tree):
        if not isinstance(group, Singles):
            steps.append(numbering.hidden(group))
        elif group.chance:
            steps.append(numbering.lots(group))
        else:
            steps.append(numbering.moves(group))
    spread = [s.ends[..., 0].size * len(s.pair_end) for s in steps if isinstance(s, Hidden)]
    return Plan(
        tuple(steps),
        numbering.decisions,
        numbering.values,
        numbering.cleans,
        numbering.values + max(spread, default=0),
        numbering.decision,
        numbering.value[0],
        int(numbering.clean[0]),
    )


class _Numbering:
    """Gives rows to what is computed, from the leaves up.

    Attributes
    ----------
    value : IntArray (N, P)
        The row of what each node is worth to each player.
    clean : IntArray (N,)
    decision : IntArray (H,)
    decisions, values, cleans : int
        The rows given so far.
    """

    def __init__(self, tree: Tree, sharing: Sharing) -> None:
        self._tree, self._sharing = tree, sharing
        self.value = np.zeros((tree.n_nodes, tree.n_players), dtype=np.int64)
        self.value[tree.leaf] = sharing.payoff
        self.clean = np.zeros(tree.n_nodes, dtype=np.int64)
        self.decision = np.zeros(tree.n_infosets, dtype=np.int64)
        self.decisions, self.values, self.cleans = 1, int(sharing.start[-1]), 1

    def moves(self, group: Singles) -> Moves:
        """Give a row to each decision between other values, and to what comes of it."""
        infosets, owner = self._tree.infoset[group.nodes], self._tree.owner[group.nodes]
        own = self.value[group.below, owner[:, None]]
        places, which = numbered(list(own.T))
        self.decision[infosets] = self.decisions + which
        first, self.decisions = self.decisions, self.decisions + len(places)
        value, clean = self._values(group, which[None]), self._cleans(group, which[None])
        return Moves(first, own[places].T, owner[places], value, clean)

    def lots(self, group: Singles) -> Lots:
        """Give a row to each average with other odds, or of other values."""
        tree, width = self._tree, group.below.shape[1]
        slots = tree.slot_start[tree.infoset[group.nodes]][:, None] + np.arange(width)
        odds = self._sharing.odds[slots].T
        return Lots(self._values(group, odds, always=True), self._cleans(group, odds))

    def _values(self, group: Singles, by: IntArray, *, always: bool = False) -> Rows:
        """Give rows to what a group is worth to all players; a pick among equals needs none."""
        nodes, players = len(group.nodes), self.value.shape[1]
        options = self.value[group.below].transpose(1, 2, 0).reshape(-1, players * nodes)
        by = np.tile(by, players)
        worth = options[0].copy()
        varied = np.full(len(worth), always)
        for option in options[1:]:
            varied |= option != worth
        places, found = numbered([*by[:, varied], *options[:, varied]])
        worth[varied] = self.values + found
        self.value[group.nodes] = worth.reshape(players, nodes).T
        first, self.values = self.values, self.values + len(places)
        return Rows(first, options[:, varied][:, places], by[:, varied][:, places])

    def _cleans(self, group: Singles, by: IntArray) -> Rows:
        options = self.clean[group.below].T
        places, found = numbered([*by, *options])
        self.clean[group.nodes] = self.cleans + found
        first, self.cleans = self.cleans, self.cleans + len(places)
        return Rows(first, options[:, places], by[:, places])

    def hidden(self, group: Subgames) -> Hidden:
        """Give rows to subgames whose ends are worth other values, or come with other odds."""
        forms, model = group.forms, group.forms[0]
        m, h = group.infosets.shape
        roots, ends = np.array([form.root for form in forms]), np.array([f.ends for f in forms])
        worth, clear, odds = self.value[ends], self.clean[ends], self._odds(group)
        keys = [part.reshape(m, -1) for part in (worth, clear, odds + 1)]
        places, which = numbered(list(np.hstack(keys).T))
        n, players = len(places), self.value.shape[1]
        self.decision[group.infosets] = self.decisions + h * which[:, None] + np.arange(h)
        self.value[roots] = self.values + which[:, None] + n * np.arange(players)
        self.clean[roots] = self.cleans + which
        step = Hidden(
            players=model.players,
            shape=model.shape,
            ends=worth[places].transpose(2, 0, 1),
            clear=clear[places],
            odds=odds[places],
            pair_end=model.end,
            pair_start=model.starts,
            action=group.action,
            decision=self.decisions,
            value=self.values,
            clean=self.cleans,
        )
        self.decisions += h * n
        self.values += players * n
        self.cleans += n
        return step

    def _odds(self, group: Subgames) -> IntArray:
        """Return the rows of the odds of chance on the way to each end (m, T, c)."""
        nature = ~self._tree.decision[self._tree.slot_infoset]

        def ways(form: NormalForm) -> list[list[int]]:
            return [[int(rows[s]) for s in way if nature[s]] for way in form.end_slots]

        rows = self._sharing.odds
        found = [ways(form) for form in group.forms]
        longest = max((len(way) for own in found for way in own), default=0)
        filled = [[way + [-1] * (longest - len(way)) for way in own] for own in found]
        shape = (len(group.forms), len(group.forms[0].ends), longest)
        return np.array(filled, dtype=np.int64).reshape(shape)
