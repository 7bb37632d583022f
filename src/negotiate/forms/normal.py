"""The reduced normal form of a game, or of a part of it, with the way back to behaviour.

A part begins at one node and ends at leaves and at subgames that are solved already. Pure
strategies that differ only where a player's own earlier choice rules the difference out are one.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.subgames import require_recall
from negotiate.forms.whole import in_whole_numbers
from negotiate.game.once import once_for_each
from negotiate.record import dataclass
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, IntArray, NumberArray

MAX_CELLS: Final = 2_000_000
"""Most profiles that a table may have, and most pairs of a profile with an end of the game."""


@dataclass(frozen=True, eq=False)
class NormalForm:
    """Which strategies there are and where each profile of them ends. No payoffs.

    Attributes
    ----------
    root : int
        Where the part begins.
    players : tuple of int
        Who decides anything in it, in increasing order; one axis of the table each.
    strategies : tuple of tuple of tuple of int
        The slots that each strategy of each player uses, in the order of `players`.
    parent_slot : dict of int to int
        For each information set inside, the slot by which its owner came there; -1 if by none.
    ends : IntArray (T,)
        Leaves, and roots of subgames that count as solved.
    end_slots : tuple of tuple of int
        All slots on the way from the root to each end, chance's included.
    profile, end : IntArray (K,)
        Which ends each profile can reach, sorted by profile; one pair an entry. Several for one
        profile where chance moves.
    """

    root: int
    players: tuple[int, ...]
    strategies: tuple[tuple[tuple[int, ...], ...], ...]
    parent_slot: dict[int, int]
    ends: IntArray
    end_slots: tuple[tuple[int, ...], ...]
    profile: IntArray
    end: IntArray

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies of each of `players`."""
        return tuple(len(own) for own in self.strategies)

    @property
    def reduced(self) -> bool:
        """Whether strategies leave out decisions that a player's own choice rules out."""
        return any(parent >= 0 for parent in self.parent_slot.values())

    @cached_property
    def starts(self) -> IntArray:
        """Where each profile's pairs begin (profiles,)."""
        return np.flatnonzero(np.diff(self.profile, prepend=-1))

    def __post_init__(self) -> None:
        """Let nobody change what all share who ask for it."""
        for shared in (self.ends, self.profile, self.end):
            shared.setflags(write=False)

    def table(self, tree: Tree, chance: NumberArray, value: NumberArray) -> NumberArray:
        """Return the payoffs of each profile.

        Parameters
        ----------
        tree : Tree
        chance : NumberArray (S,)
        value : NumberArray (N, P)
            What each end is worth; other rows are not read.

        Returns
        -------
        NumberArray (*shape, P)
        """
        weighted = value[self.ends] * self.end_odds(tree, chance)[:, None]
        if weighted.dtype == object:
            whole, common = in_whole_numbers(weighted)
            table = np.add.reduceat(whole[self.end], self.starts, axis=0)
            exactly = {n: Fraction(n, common) for n in set(table.flat)}
            table = np.array([exactly[n] for n in table.flat], dtype=object)
        else:
            table = np.add.reduceat(weighted[self.end], self.starts, axis=0)
        return table.reshape(*self.shape, -1)

    def end_odds(self, tree: Tree, chance: NumberArray) -> NumberArray:
        """Return the odds with which chance alone leads from the root to each end (T,)."""
        nature = ~tree.decision[tree.slot_infoset]
        one = chance.dtype.type(1) if chance.dtype != object else 1
        odds = [prod((chance[s] for s in way if nature[s]), start=one) for way in self.end_slots]
        return np.array(odds, dtype=chance.dtype)

    def write(self, tree: Tree, mixed: Sequence[NumberArray], behaviour: NumberArray) -> None:
        """Write mixed strategies as behaviour, into the slots of this part (Kuhn 1953).

        The odds of an action are the weight of the strategies that use its slot, given those
        that come to its information set. Where a player's own strategy never comes, the actions
        are equally likely: nothing that this part of the game turns on depends on it.

        Parameters
        ----------
        tree : Tree
        mixed : sequence of NumberArray
            One distribution over `strategies` for each of `players`.
        behaviour : NumberArray (S,)
            Changed in place.
        """
        weight = np.zeros(tree.n_slots, dtype=behaviour.dtype)
        for own, odds in zip(self.strategies, mixed, strict=True):
            for k in np.flatnonzero(odds).tolist():
                weight[list(own[k])] += odds[k]
        for infoset in self.parent_slot:
            slots = tree.slots_of(infoset)
            if total := weight[slots].sum():
                behaviour[slots] = weight[slots] / total
            else:
                behaviour[slots] = Fraction(1, slots.stop - slots.start)


def normal_form(tree: Tree, root: int = 0, solved: BoolArray | None = None) -> NormalForm:
    """Return the reduced normal form of the part of a game that begins at `root`.

    That of the whole game is kept as long as its tree: every method asks for it, at every value
    of the parameters.

    Parameters
    ----------
    tree : Tree
    root : int
    solved : BoolArray (N,), optional
        Nodes, other than `root`, at which the part ends because what follows is solved.

    Raises
    ------
    NoAnswerError
        If a player forgets its own choices, or if the table would be too large.
    """
    return _whole(tree) if root == 0 and solved is None else _part(tree, root, solved)


@once_for_each
def _whole(tree: Tree) -> NormalForm:
    return _plain(tree) or _part(tree, 0, None)


def _part(tree: Tree, root: int, solved: BoolArray | None) -> NormalForm:
    require_recall(tree)
    ends, ways, parent_slot = _walk(tree, root, solved)
    players = tuple(sorted({int(tree.infoset_owner[h]) for h in parent_slot}))
    plans = [_Plans(tree, parent_slot, player) for player in players]
    for plan in plans:
        _require_size(tree, root, plan.size())
    _require_size(tree, root, prod(plan.count() for plan in plans))
    strategies = tuple(tuple(plan.list()) for plan in plans)
    profile, end = _pairs(tree, root, players, strategies, ways)
    return NormalForm(
        root, players, strategies, parent_slot, np.array(ends), tuple(ways), profile, end
    )


class _Plain(NormalForm):
    """A game that is a table already: each player chooses once, and nobody sees anything.

    Its leaves are the profiles, so that nothing is listed for each of them; `end_slots` is empty.
    """

    # As of the form in general; no chance moves here.
    def table(self, tree: Tree, chance: NumberArray, value: NumberArray) -> NumberArray:  # noqa: ARG002
        """Return the payoffs of each profile, which are those of the leaves."""
        movers = tree.owner[tree.level_start[:-2]]
        in_order = value[tree.leaf].reshape(
            *(self.shape[self.players.index(p)] for p in movers), -1
        )
        return in_order.transpose(*np.argsort(movers), -1)


def _plain(tree: Tree) -> NormalForm | None:
    """Return the normal form of a game that is a table; None of any other, without a walk."""
    depth = len(tree.level_start) - 2
    if tree.n_infosets != depth or not 0 < depth == len(set(tree.infoset_owner.tolist())):
        return None
    firsts = tree.infoset[tree.level_start[:-2]]
    together = np.repeat(firsts, np.diff(tree.level_start[:-1]))
    inner = tree.infoset[: tree.level_start[-2]]
    if not (tree.decision.all() and np.array_equal(inner, together)):
        return None
    _require_size(tree, 0, tree.n_leaves)
    by_player = np.argsort(tree.infoset_owner).tolist()
    slots = [range(*tree.slot_start[h : h + 2]) for h in by_player]
    shape = [len(own) for own in slots]
    players = tuple(tree.infoset_owner[by_player].tolist())
    axes = [players.index(p) for p in tree.infoset_owner[firsts]]
    profile = np.arange(tree.n_leaves).reshape([shape[a] for a in axes])
    profile = profile.transpose(np.argsort(axes)).ravel()
    return _Plain(
        root=0,
        players=players,
        strategies=tuple(tuple((s,) for s in own) for own in slots),
        parent_slot=dict.fromkeys(range(depth), -1),
        ends=tree.leaf,
        end_slots=(),
        profile=np.arange(tree.n_leaves),
        end=profile,
    )


def _walk(
    tree: Tree, root: int, solved: BoolArray | None
) -> tuple[list[int], list[tuple[int, ...]], dict[int, int]]:
    """Return ends, the slots on the way to each, and the own slot before each information set."""
    ends: list[int] = []
    ways: list[tuple[int, ...]] = []
    parent_slot: dict[int, int] = {}
    last: dict[int, dict[int, int]] = {root: {}}  # by node and player, the slot used last
    stack: list[tuple[int, tuple[int, ...]]] = [(root, ())]
    steps = 0
    while stack:
        node, way = stack.pop()
        steps += len(way)
        _require_size(tree, root, steps // 10)
        children = tree.children_of(node)
        closed = solved is not None and node != root and solved[node]
        if closed or children.start == children.stop:
            ends.append(node)
            ways.append(way)
            continue
        owner, infoset = int(tree.owner[node]), int(tree.infoset[node])
        before = last.pop(node)
        if owner != CHANCE:
            own = before.get(owner, -1)
            parent_slot[infoset] = own
        for child in range(children.stop - 1, children.start - 1, -1):
            slot = int(tree.slot[child])
            last[child] = before if owner == CHANCE else {**before, owner: slot}
            stack.append((child, (*way, slot)))
    return ends, ways, dict(sorted(parent_slot.items()))


class _Plans:
    """The reduced strategies of one player: which information sets follow each of its slots."""

    def __init__(self, tree: Tree, parent_slot: dict[int, int], player: int) -> None:
        mine = [h for h in parent_slot if tree.infoset_owner[h] == player]
        mine.sort(key=lambda h: -int(tree.first_node[h]))  # what comes later stands first
        slots = [tree.slots_of(h) for h in mine]
        self.steps = [
            (parent_slot[h], range(s.start, s.stop)) for h, s in zip(mine, slots, strict=True)
        ]

    def count(self) -> int:
        """Return how many strategies there are, without listing them."""
        return self._measure()[0]

    def size(self) -> int:
        """Return how many slots all strategies use together, a tenth of it counting."""
        return self._measure()[1] // 10

    def _measure(self) -> tuple[int, int]:
        """Return number and total length of the strategies, once they are too many to list."""
        after: dict[int, tuple[int, int]] = {}
        for parent, slots in self.steps:
            ways = [after.get(s, (1, 0)) for s in slots]
            count, length = sum(c for c, _ in ways), sum(c + n for c, n in ways)
            others, long = after.get(parent, (1, 0))
            after[parent] = (count * others, count * long + length * others)
            if after[parent][1] > 10 * (MAX_CELLS + 1):
                return after[parent]
        return after.get(-1, (1, 0))

    def list(self) -> list[tuple[int, ...]]:
        """Return each strategy as the slots that it uses.

        Ways to go on are nested pairs while they grow, so that common parts are not copied.
        """
        after: dict[int, list[object]] = {}
        for parent, slots in self.steps:
            here: list[object] = [(s, rest) for s in slots for rest in after.pop(s, [()])]
            others = after.get(parent)
            after[parent] = [(a, b) for a in here for b in others] if others else here
        return [_flat(way) for way in after.get(-1, [()])]


def _flat(way: object) -> tuple[int, ...]:
    """Return the slots in nested pairs, the first one first."""
    slots: list[int] = []
    stack = [way]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.extend(reversed(part))
        else:
            assert isinstance(part, int)
            slots.append(part)
    return tuple(slots)


def _pairs(
    tree: Tree,
    root: int,
    players: tuple[int, ...],
    strategies: tuple[tuple[tuple[int, ...], ...], ...],
    ways: list[tuple[int, ...]],
) -> tuple[IntArray, IntArray]:
    """Return which ends each profile can reach, sorted by profile.

    A strategy allows an end if it uses the last of its player's slots on the way; by perfect
    recall it then uses the earlier ones too.
    """
    allows: list[dict[int, IntArray]] = []
    for own in strategies:
        users: dict[int, list[int]] = {}
        for k, strategy in enumerate(own):
            for slot in strategy:
                users.setdefault(slot, []).append(k)
        allows.append({slot: np.array(ks) for slot, ks in users.items()})
        allows[-1][-1] = np.arange(len(own))
    axis = {player: k for k, player in enumerate(players)}
    owners = tree.infoset_owner[tree.slot_infoset].tolist()
    boxes = []
    for way in ways:
        last = [-1] * len(players)
        for slot in way:
            if owners[slot] != CHANCE:
                last[axis[owners[slot]]] = slot
        boxes.append([allows[k][slot] for k, slot in enumerate(last)])
    _require_size(tree, root, sum(prod(map(len, box)) for box in boxes))
    shape = tuple(len(own) for own in strategies)
    flat = [np.ravel_multi_index(np.ix_(*box), shape).ravel() if box else [0] for box in boxes]
    profile = np.concatenate(flat).astype(np.int64)
    end = np.repeat(np.arange(len(ways)), [len(f) for f in flat])
    order = np.argsort(profile, kind="stable")
    return profile[order], end[order]


def _require_size(tree: Tree, root: int, cells: int) -> None:
    if cells > MAX_CELLS:
        where = f"the subgame that begins at {place_of(tree, root)}" if root else "the game"
        raise NoAnswerError(
            f"the normal form of {where} has more than {MAX_CELLS:,} cells",
            "hide fewer moves, or leave out options, so that fewer strategies are compared at once",
        )


def place_of(tree: Tree, node: int) -> str:
    """Return a node's decision and what led to it, for a message."""
    history = ", ".join(f"{move} = {option}" for move, option in tree.history_of(node).items())
    move = tree.labels.move_of(int(tree.infoset[node]))
    return f"{move} (after {history})" if history else move
