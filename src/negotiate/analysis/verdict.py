"""How credible a Nash equilibrium is: whether its plans would be carried out where they bind.

A Nash equilibrium may rest on plans for situations that it never leads to. Each is put to the
test: subgame perfection where everything is seen, and otherwise whether any beliefs that
vanishing trembles explain would make every plan worth carrying out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.words import listed, number, spaced, told
from negotiate.concepts import sequential, spe
from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.support import inexcusable
from negotiate.results.report import Verdict

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Certificate, Deviation

SEQUENTIAL: Final = "sequential"
PERFECT: Final = "subgame perfect"
EMPTY: Final = "not credible"
OPEN: Final = "not settled"

MAX_NODES: Final = 3_000
"""Largest tree with hidden moves for which beliefs are looked for."""

SHOWN: Final = 200
"""Equilibria of a list of a game with hidden moves for which beliefs are looked for."""


def verdicts(outcomes: tuple[Outcome, ...]) -> tuple[Verdict | None, ...]:
    """Return how credible each of several Nash equilibria of one game is.

    None where nothing is planned for situations that do not come about, as in a table.
    """
    if not outcomes or always_reached(outcomes[0].tree):
        return tuple(None for _ in outcomes)
    return tuple(verdict(outcome, search=k < SHOWN) for k, outcome in enumerate(outcomes))


def verdict(outcome: Outcome, *, search: bool = True) -> Verdict:
    """Return how credible a Nash equilibrium of a tree is.

    Parameters
    ----------
    outcome : Outcome
    search : bool
        Whether to look for beliefs where some player has to guess.
    """
    game, behaviour = outcome.game, outcome.equilibrium.behaviour
    certificate = spe.certify(game, behaviour)
    if game.tree.perfect_information:
        if certificate.holds:
            sentence = "every plan would be carried out, reached or not"
            return Verdict(PERFECT, sentence)
        return _empty(outcome, certificate.worst)
    tol = certificate.tol
    found = inexcusable(game, behaviour, tol)
    if found is not None:
        return _empty(outcome, found)
    if not certificate.holds:
        return _empty(outcome, certificate.worst)
    if not search or game.tree.n_nodes > MAX_NODES:
        return Verdict(OPEN, "subgame perfect; whether beliefs support it was not looked into")
    try:
        return _by_beliefs(sequential.certify(game, behaviour))
    except NoAnswerError as error:
        return Verdict(OPEN, f"subgame perfect; {error.reason}")


def _by_beliefs(certificate: Certificate) -> Verdict:
    if certificate.holds:
        return Verdict(SEQUENTIAL, "beliefs that trembles explain make every plan worth keeping")
    return Verdict(
        EMPTY,
        "each plan can be excused by some belief, but no beliefs that trembles explain excuse all",
    )


def _empty(outcome: Outcome, worst: Deviation | None) -> Verdict:
    """Return that a plan is empty: whose, where, what it would rather do, and by how much."""
    if worst is None or worst.infoset < 0:
        return Verdict(EMPTY, "some player would rather have another plan for a part of the game")
    tree = outcome.tree
    decision = outcome.decisions[worst.infoset]
    option = tree.labels.action_of(worst.slot)
    played = [f"{spaced(other)} {odds}".rstrip() for other, odds in told(decision.plays)]
    name = outcome.wording.players[decision.player]
    where = outcome.wording.after(decision.history)
    several = int(tree.infoset_size[worst.infoset]) > 1
    whatever = ", whatever it believes" if several and not decision.reach else ""
    return Verdict(
        EMPTY,
        f"{where}, {name} would rather choose {spaced(option)} than"
        f" {'mix ' * (len(played) > 1)}{listed(played)}, by {number(worst.gain)}{whatever}",
        player=decision.player,
        move=decision.move,
        option=option,
        history=dict(decision.history),
        gain=worst.gain,
    )


def always_reached(tree: Tree) -> bool:
    """Return whether every decision comes about whatever is played, as in a table."""
    mine = tree.decision[tree.slot_infoset]
    below: list[set[int]] = [set() for _ in range(tree.n_nodes)]
    for node in range(tree.n_nodes - 1, -1, -1):
        if tree.owner[node] >= 0:
            below[node].add(int(tree.infoset[node]))
        if node:
            below[tree.parent[node]] |= below[node]
    for node in np.flatnonzero(tree.owner >= 0).tolist():
        children = tree.children_of(node)
        first = below[children.start]
        if any(below[c] != first for c in range(children.start, children.stop)):
            return False
    return bool(mine.any())
