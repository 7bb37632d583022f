"""Sender and receiver: what each type gets from a message, by what is replied to it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.forms.assessment.question import fractions, question_of
from negotiate.forms.evaluation import continuation
from negotiate.forms.linear_program import minimise
from negotiate.record import dataclass
from negotiate.results.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray

MAX_REPLIES: Final = 500
"""Sets of replies to one message that are looked at."""

Replies = dict[int, tuple[int, ...]]
"""Slots that may be played at each information set of the receiver."""

Row = list[Fraction]


@dataclass(frozen=True, eq=False)
class Message:
    """A message that is not sent in equilibrium, and what hangs on the reply.

    Attributes
    ----------
    option : str
    types : tuple of int
        The sender's information sets: what it may be.
    prior : dict of type to Fraction
    kept : dict of type to Fraction
        What each type gets in equilibrium.
    asked : tuple of int
        The receiver's information sets; several where it has types of its own.
    pays : dict of (type, slot) to Fraction
        What a reply adds to what the message is worth to a type, if it is given for sure.
    rest : dict of type to Fraction
        What the message is worth to a type where nobody is asked.
    wants : dict of (type, slot) to Fraction
        What a reply is worth to the receiver if it faces a type, by the odds of being asked.
    """

    tree: Tree
    option: str
    types: tuple[int, ...]
    prior: dict[int, Fraction]
    kept: dict[int, Fraction]
    asked: tuple[int, ...]
    pays: dict[tuple[int, int], Fraction]
    rest: dict[int, Fraction]
    wants: dict[tuple[int, int], Fraction]

    @property
    def large(self) -> bool:
        """Whether there are too many sets of replies to look at."""
        return prod((1 << len(self.slots(h))) - 1 for h in self.asked) > MAX_REPLIES

    def slots(self, h: int) -> range:
        """Return the replies at one of the receiver's information sets."""
        return range(int(self.tree.slot_start[h]), int(self.tree.slot_start[h + 1]))

    def replies(self, types: Sequence[int], limits: Sequence[Row] = ()) -> Iterator[Replies]:
        """Yield each set of replies that are all best against one belief about these types.

        Parameters
        ----------
        types : sequence of int
            Those that are thought possible.
        limits : sequence of rows
            Further conditions on beliefs: ``row @ belief <= 0``.
        """
        subsets = [
            [c for size in range(1, len(self.slots(h)) + 1)
             for c in combinations(self.slots(h), size)]
            for h in self.asked
        ]  # fmt: skip
        for chosen in product(*subsets):
            replies = dict(zip(self.asked, chosen, strict=True))
            if self.belief(replies, types, limits) is not None:
                yield replies

    def belief(
        self, replies: Replies, types: Sequence[int], limits: Sequence[Row] = ()
    ) -> Row | None:
        """Return a belief about types against which all of these replies are best, or None."""
        upper = [(row, 0) for row in limits]
        for h, chosen in replies.items():
            for a in chosen:
                upper += [
                    ([self.wants[t, b] - self.wants[t, a] for t in types], 0) for b in self.slots(h)
                ]
        return minimise([0] * len(types), upper, [([1] * len(types), 1)])

    def gain(self, t: int, replies: Replies) -> Fraction:
        """Return what a type gains by the message if one reply is given at each place."""
        return self.rest[t] + sum(self.pays[t, s] for (s,) in replies.values()) - self.kept[t]

    def can_be(self, replies: Replies, least: Sequence[int] = (), most: Sequence[int] = ()) -> bool:
        """Return whether some mixture of replies lets some types not lose, and others not gain.

        Parameters
        ----------
        replies : dict of information set to slots
        least, most : sequence of int
            Types that get at least, or at most, what they get in equilibrium.
        """
        slots = [s for chosen in replies.values() for s in chosen]
        upper = [([-self.pays[t, s] for s in slots], self.rest[t] - self.kept[t]) for t in least]
        upper += [([self.pays[t, s] for s in slots], self.kept[t] - self.rest[t]) for t in most]
        equal = [([int(s in chosen) for s in slots], 1) for chosen in replies.values()]
        return minimise([0] * len(slots), upper, equal) is not None


def sender_types(tree: Tree) -> tuple[int, ...]:
    """Return the sender's information sets, or nothing if this is no game of signals.

    In a game of signals nature draws types, one player moves first whatever they are, with the
    same options for each type, and another one replies who cannot tell them apart.
    """
    first = [n for n in np.flatnonzero(tree.owner >= 0).tolist() if not _decided(tree, n)]
    players = {int(tree.owner[n]) for n in first}
    types = tuple(dict.fromkeys(int(tree.infoset[n]) for n in first))
    options = {
        tuple(tree.labels.action_of(s) for s in range(*tree.slot_start[h : h + 2].tolist()))
        for h in types
    }
    second = [n for n in np.flatnonzero(tree.owner >= 0).tolist() if _decided(tree, n) == 1]
    repliers = {int(tree.owner[n]) for n in second}
    if len(players) != 1 or len(types) < 2 or len(options) != 1 or len(next(iter(options))) < 2:
        return ()
    if not second or players & repliers or any(tree.infoset_size[tree.infoset[n]] < 2
                                               for n in second):  # fmt: skip
        return ()
    return types


def what_else(game: Game) -> str:
    """Return why criteria for unsent messages say nothing of a game of signals; empty if they do.

    They are about one sender, one message and one receiver (Cho & Kreps 1987, section II; Banks
    & Sobel 1987, section 2): the beliefs and the reply that they weigh are those of one player,
    and with them all is settled. What others would make of the message, before, after or at the
    same time, would be a belief of theirs, of which the definitions do not speak. Who does the
    same whatever it believes does not count.
    """
    tree = game.tree
    question, _ = question_of(game)
    nodes = [n for h in question.matter for n in tree.nodes_of(h).tolist()]
    guessing = [n for n in nodes if _decided(tree, n)]
    names = tree.labels.player_names
    heard = [names[p] for p in dict.fromkeys(int(tree.owner[n]) for n in guessing)]
    if len(heard) > 1:
        return (
            f"it is defined for one sender and one receiver, and here each of {listed(heard)} has"
            " to guess what a message means"
        )
    if any(_decided(tree, n) > 1 for n in guessing):
        return (
            f"it is defined for one message and one reply, and here {heard[0]} has to guess once"
            " more after it has replied"
        )
    return ""


def unsent(game: Game, behaviour: NumberArray) -> list[Message]:
    """Return the messages that no type sends, of a game of signals; otherwise nothing."""
    tree = game.tree
    types = sender_types(tree)
    if not types:
        return []
    u, odds = fractions(game.u), fractions(behaviour)
    exact = type(game)(tree, u, fractions(game.chance), game.title)
    value = continuation(exact, odds)
    found = []
    for k in range(int(tree.slot_start[types[0] + 1] - tree.slot_start[types[0]])):
        slots = [int(tree.slot_start[h]) + k for h in types]
        if all(odds[s] == 0 for s in slots):
            message = _message(tree, exact.chance, value, types, k)
            found += [message] if message.asked else []
    return found


def _message(
    tree: Tree, chance: NumberArray, value: NumberArray, types: tuple[int, ...], k: int
) -> Message:
    """Return what the k-th option means, by going through all that can follow it."""
    sender = int(tree.infoset_owner[types[0]])
    prior = dict.fromkeys(types, Fraction(0))
    kept, rest = dict.fromkeys(types, Fraction(0)), dict.fromkeys(types, Fraction(0))
    pays: dict[tuple[int, int], Fraction] = {}
    wants: dict[tuple[int, int], Fraction] = {}
    asked: dict[int, None] = {}
    for t in types:
        for node in tree.nodes_of(t).tolist():
            odds = _by_chance(tree, chance, node)
            prior[t] += odds
            kept[t] += odds * value[node, sender]
            for end, p in _ends(tree, chance, int(tree.first_child[node]) + k):
                if tree.owner[end] < 0:
                    rest[t] += odds * p * value[end, sender]
                    continue
                h = int(tree.infoset[end])
                asked[h] = None
                for j, child in enumerate(range(*_span(tree, end))):
                    slot = int(tree.slot_start[h]) + j
                    here = odds * p
                    add = here * value[child, sender]
                    pays[t, slot] = pays.get((t, slot), Fraction(0)) + add
                    want = here * value[child, tree.owner[end]]
                    wants[t, slot] = wants.get((t, slot), Fraction(0)) + want
    for h in asked:
        for s in range(int(tree.slot_start[h]), int(tree.slot_start[h + 1])):
            for t in types:
                pays[t, s] = pays.get((t, s), Fraction(0)) / prior[t]
                wants[t, s] = wants.get((t, s), Fraction(0)) / prior[t]
    kept = {t: x / prior[t] for t, x in kept.items()}
    rest = {t: x / prior[t] for t, x in rest.items()}
    option = tree.labels.action_of(int(tree.slot_start[types[0]]) + k)
    return Message(tree, option, types, prior, kept, tuple(asked), pays, rest, wants)


def _ends(tree: Tree, chance: NumberArray, node: int) -> Iterator[tuple[int, Fraction]]:
    """Yield where nature leads from a node: to decisions and outcomes, with their odds."""
    pending = [(node, Fraction(1))]
    while pending:
        here, p = pending.pop()
        if tree.owner[here] != -1:
            yield here, p
            continue
        pending += [(c, p * chance[tree.slot[c]]) for c in range(*_span(tree, here))]


def _span(tree: Tree, node: int) -> tuple[int, int]:
    first = int(tree.first_child[node])
    return first, first + int(tree.n_children[node])


def _by_chance(tree: Tree, chance: NumberArray, node: int) -> Fraction:
    odds = Fraction(1)
    for _, slot in tree.path_to(node):
        odds *= chance[slot]
    return odds


def _decided(tree: Tree, node: int) -> int:
    """Return how many decisions of players lead to a node."""
    return sum(int(tree.infoset_owner[h] >= 0) for h, _ in tree.path_to(node))
