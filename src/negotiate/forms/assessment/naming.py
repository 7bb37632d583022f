"""Odds of actions and beliefs by the names of the game file, and conditions on them as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from fractions import Fraction

    from negotiate.forms.assessment.polynomial import Poly
    from negotiate.game.tree import Tree

SHOWN: Final = 10**9
"""Largest denominator that is written out."""


def known(tree: Tree, infoset: int) -> dict[str, str]:
    """Return what all histories of an information set agree on."""
    first, *others = (tree.history_of(node) for node in tree.nodes_of(infoset).tolist())
    return {m: o for m, o in first.items() if all(h.get(m) == o for h in others)}


def guesses(tree: Tree, infoset: int) -> dict[str, int]:
    """Return the nodes of an information set by what its player does not know of them."""
    certain = known(tree, infoset)
    found: dict[str, int] = {}
    for node in tree.nodes_of(infoset).tolist():
        unknown = {m: o for m, o in tree.history_of(node).items() if m not in certain}
        text = _history(unknown)
        found[text if text not in found else f"{text} (node {node})"] = node
    return found


def place(tree: Tree, infoset: int) -> str:
    """Return the move of an information set, with what is known there if that tells it apart."""
    move = tree.labels.move_of(infoset)
    alike = np.flatnonzero(tree.labels.move == tree.labels.move[infoset])
    if len(alike) == 1:
        return move
    others = [known(tree, h) for h in alike.tolist() if h != infoset]
    here = known(tree, infoset)
    telling = {m: o for m, o in here.items() if any(other.get(m) != o for other in others)}
    return f"{move} | {_history(telling)}" if telling else move


def name_of(tree: Tree, variable: int) -> str:
    """Return the name of a variable: the odds of a slot, or the belief in a node.

    Parameters
    ----------
    tree : Tree
    variable : int
        A slot, or the number of slots plus a node.

    Examples
    --------
    ``Pr(third: R)``, ``Pr(reply | meal beer: leave)``, ``belief(third: P1 L)``
    """
    if variable < tree.n_slots:
        h = int(tree.slot_infoset[variable])
        return f"Pr({place(tree, h)}: {tree.labels.action_of(variable)})"
    node = variable - tree.n_slots
    h = int(tree.infoset[node])
    text = next(text for text, n in guesses(tree, h).items() if n == node)
    return f"belief({place(tree, h)}: {text})"


def interval(name: str, low: Fraction, high: Fraction) -> str:
    """Return what is known of a probability: ``x = 1``, ``x <= 1/4``, ``1/3 <= x <= 1/2``."""
    least, most = _number(low), _number(high)
    if low == high:
        return f"{name} = {least}"
    if low <= 0:
        return f"{name} <= {most}" if high < 1 else f"{name} is free"
    return f"{name} >= {least}" if high >= 1 else f"{least} <= {name} <= {most}"


def inequality(tree: Tree, bound: Poly) -> str:
    """Return that a polynomial is 0 or more, the negative terms on the other side.

    The smallest factor of a variable is 1, whatever payoffs are measured in.

    Examples
    --------
    ``1/4 >= Pr(a: L) + 2 Pr(b: L)``
    """
    sides: tuple[list[str], list[str]] = ([], [])
    unit = min((abs(c) for m, c in bound.terms.items() if m), default=1)
    for monomial, factor in sorted(bound.terms.items()):
        names = " ".join(name_of(tree, v) + (f"^{e}" if e > 1 else "") for v, e in monomial)
        size = abs(factor) / unit
        number = _number(size)
        text = number if not names else names if size == 1 else f"{number} {names}"
        sides[factor < 0].append(text)
    more, less = (" + ".join(side) or "0" for side in sides)
    return f"{more} >= {less}"


def _number(x: Fraction) -> str:
    """Return a fraction as such, or as a decimal where it stands for an irrational number."""
    return str(x) if x.denominator <= SHOWN else f"{float(x):.9g}"


def _history(moves: dict[str, str]) -> str:
    return ", ".join(f"{m} {o}".replace("_", " ") for m, o in moves.items())
