"""What a picture of one scenario's tree shows: who moves where, and what is played.

Frozen data for `negotiate.render.tree`, which decides where things stand and how they look. The
page builds the same record in JavaScript, under the same names: see `render/page/layout.js`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Diagram:
    """A game tree with the play of one equilibrium, or with none.

    Nodes stand in breadth-first order, as in `negotiate.game.tree.Tree`. What belongs to a branch
    is kept at the node that the branch leads to.

    Attributes
    ----------
    title : str
        Of the game.
    scenario, against : str
        Names of the scenario that is drawn and of the one that it is compared with; may be empty.
    concept, note : str
        What the play is an equilibrium of, and what else a reader must know of it, such as that
        there are others; empty where no play is drawn.
    players, names : tuple of str (P,)
        Keys and full names.
    moves : tuple of str
        Distinct names of decisions.
    parent : IntArray (N,)
        -1 at the root.
    owner : IntArray (N,)
        Player index, `CHANCE` or `LEAF`.
    infoset : IntArray (N,)
        Information set; -1 at a leaf.
    move : IntArray (N,)
        Index into `moves`; -1 at a leaf.
    row : IntArray (N,)
        Row of `payoffs`; -1 where the game goes on.
    label : tuple of str (N,)
        The option by which each node is entered; empty at the root.
    payoffs : FloatArray (Z, P)
    odds : FloatArray (N,)
        Probability, at its parent, of the branch into each node: chance's own, and a player's
        where there is an answer; 0 for players where there is none, 1 at the root.
    reach : FloatArray (N,) or None
        Probability of each node; None: no answer is drawn.
    baseline : FloatArray (N,) or None
        The same in the scenario that this one is compared with, as far as its play can be found
        in this tree; None: there is no such scenario.
    tied : BoolArray (N,) or None
        Whether the player has another option that is as good.
    expected : FloatArray (P,) or None
        Expected payoffs.
    """

    title: str
    scenario: str
    against: str
    concept: str
    note: str
    players: tuple[str, ...]
    names: tuple[str, ...]
    moves: tuple[str, ...]
    parent: IntArray
    owner: IntArray
    infoset: IntArray
    move: IntArray
    row: IntArray
    label: tuple[str, ...]
    payoffs: FloatArray
    odds: FloatArray
    reach: FloatArray | None = None
    baseline: FloatArray | None = None
    tied: BoolArray | None = None
    expected: FloatArray | None = None
