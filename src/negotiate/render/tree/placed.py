"""Where everything of a tree stands: what the layout makes, and what back ends and page draw.

Lengths are pixels of a screen (1/96 inch), x to the right and y downwards. The page has the same
records as JavaScript objects, under the same names.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from negotiate.record import dataclass

Point: TypeAlias = tuple[float, float]
Kind: TypeAlias = Literal["path", "best", "other", "bare"]
"""A branch is taken on the path, would be taken if play got there, is not taken, or no play is
drawn at all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node at its place.

    Attributes
    ----------
    owner : int
        Player index, `CHANCE` or `LEAF`.
    badge : str
        What stands inside the circle; empty at chance and at leaves.
    path, tied : bool
        Whether play gets there, and whether its player has another option that is as good.
    hidden : int
        Number of nodes that are folded into it; 0 where its options are shown.
    count : str
        The same as text, such as ``+112``; empty where nothing is hidden.
    """

    node: int
    x: float
    y: float
    owner: int
    badge: str
    path: bool
    tied: bool
    hidden: int
    count: str


@dataclass(frozen=True, slots=True)
class Branch:
    """The line to a node, and the words on it.

    Attributes
    ----------
    node : int
        The node that it leads to.
    owner : int
        Who chooses it: player index or `CHANCE`.
    kind : {"path", "best", "other", "bare"}
    odds : float
    band : bool
        Whether it is on the path that this one is compared with.
    points : tuple of (x, y)
        From the parent's centre by way of the bend to the node's.
    lines : tuple of str
        What is chosen, one line above the other.
    at : (x, y)
        Where the last line of text begins: its left end, on the base line of its letters.
    width : float
        Of the widest line.
    """

    node: int
    owner: int
    kind: Kind
    odds: float
    band: bool
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    at: Point
    width: float


@dataclass(frozen=True, slots=True)
class Link:
    """A dashed line between two nodes that a player cannot tell apart.

    Attributes
    ----------
    points : tuple of (x, y)
        A start, then for each piece of a cubic curve two control points and its end.
    """

    infoset: int
    owner: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What an end of the game is worth.

    Attributes
    ----------
    x : float
        Where the branch ends; a thin line leads from there to the payoffs.
    payoffs : tuple of str (P,)
    path, band : bool
        Whether play ends here, and whether what it is compared with does.
    """

    node: int
    x: float
    y: float
    payoffs: tuple[str, ...]
    path: bool
    band: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One player's payoffs.

    Attributes
    ----------
    x : float
        Right end of the numbers.
    """

    player: int
    x: float
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of the decision at which all nodes of a column stand, centred above them."""

    x: float
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A tree, laid out.

    Attributes
    ----------
    width, height : float
    radius : float
        Of the circles.
    step : float
        From one row to the next.
    table : (left, right)
        Where the payoffs stand; both the same where none are shown.
    heading, last : float
        Base line of the headings, and of the row of expected payoffs.
    expected : tuple of str (P,)
        Expected payoffs; empty where no play is drawn.
    """

    width: float
    height: float
    radius: float
    step: float
    table: tuple[float, float]
    heading: float
    last: float
    nodes: tuple[Node, ...]
    branches: tuple[Branch, ...]
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    headings: tuple[Heading, ...]
    expected: tuple[str, ...]
