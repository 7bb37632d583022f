"""What an `.efg` or `.nfg` file says, faithfully: every label, number and id, and nothing else."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from negotiate.errors import Place
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

NATURE: Final = 0
"""Stands where a player's number would, at a chance node."""

TERMINAL: Final = -1
"""Stands where a player's number would, at a node where the game is over."""

NULL: Final = 0
"""The outcome that has no label and pays nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A label, and what each player is paid.

    Attributes
    ----------
    label : str
    payoffs : tuple of Fraction (P,)
    """

    label: str
    payoffs: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class InformationSet:
    """The labels of a decision and its actions; of chance, also the odds.

    Attributes
    ----------
    label : str
    actions : tuple of str
        May be empty or repeated.
    odds : tuple of Fraction
        One an action where chance moves, else none.
    """

    label: str
    actions: tuple[str, ...]
    odds: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class GambitNode:
    """One line of the tree.

    Attributes
    ----------
    label : str
    player : int
        Counted from 1, or `NATURE`, or `TERMINAL`.
    information : int
        Id of the information set among those of the same player; 0 at a terminal node.
    outcome : int
        Id of the outcome, or `NULL`. It may stand at any node: payoffs add along the path.
    """

    label: str
    player: int
    information: int
    outcome: int
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ExtensiveFile:
    """The content of an `.efg` file.

    Attributes
    ----------
    title, comment : str
    players : tuple of str
        Labels.
    nodes : tuple of GambitNode
        In prefix order: a node, then the subtrees of its actions.
    information : mapping of (player, id) to InformationSet
    outcomes : mapping of id to Outcome
    """

    title: str
    comment: str
    players: tuple[str, ...]
    nodes: tuple[GambitNode, ...]
    information: Mapping[tuple[int, int], InformationSet]
    outcomes: Mapping[int, Outcome]

    def information_of(self, node: GambitNode) -> InformationSet:
        """Return the information set that a node lies in."""
        return self.information[node.player, node.information]


@dataclass(frozen=True, slots=True)
class StrategicFile:
    """The content of an `.nfg` file, of either version.

    Attributes
    ----------
    title, comment : str
    players : tuple of str
        Labels.
    strategies : tuple of tuples of str, or of int
        Labels by player; a number where the file gives only how many there are.
    payoffs : tuple of tuples of Fraction
        A row a profile, the FIRST player's strategy running fastest; one entry a player.
    outcomes : tuple of Outcome
        Empty in the payoff version.
    entries : tuple of int
        In the outcome version, the outcome of each profile counted from 1, or `NULL`; the rows
        of `payoffs` follow from it.
    """

    title: str
    comment: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...] | int, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]
    outcomes: tuple[Outcome, ...] = ()
    entries: tuple[int, ...] = ()
