"""Which refinements an equilibrium passes, and by which deviation it falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.refine.criteria import D1, DIVINITY, INTUITIVE, TESTS, refined
from negotiate.analysis.refine.dominance import dominated, too_large
from negotiate.analysis.refine.signal import sender_types, unsent, what_else
from negotiate.analysis.refine.trembles import MAX_NODES, best_along
from negotiate.analysis.words import number, spaced
from negotiate.forms.assessment.naming import place
from negotiate.results.report import Refinement
from negotiate.results.wording import opened

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome

DOMINANCE: Final = "weak dominance"
NORMAL: Final = "trembling-hand perfection (normal form)"
EXTENSIVE: Final = "trembling-hand perfection (extensive form)"

WORDS: Final = {
    "intuitive_criterion": INTUITIVE,
    "D1": D1,
    "divinity": DIVINITY,
    "weak_dominance": DOMINANCE,
    "normal_form_perfection": NORMAL,
    "extensive_form_perfection": EXTENSIVE,
}
"""What game files call them."""


def refinements(outcome: Outcome) -> tuple[Refinement, ...]:
    """Return the refinements that can be decided of an equilibrium.

    In games of signals the intuitive criterion, D1 and divinity, or why they say nothing of
    this one; in small games weak dominance and trembling-hand perfection of strategies and of
    agents. What is left open by the tests of these is left out.

    Notes
    -----
    With two players an equilibrium is normal-form perfect exactly if neither strategy is weakly
    dominated (van Damme 1991, theorem 3.2.2); with more, a dominated strategy rules it out.
    """
    found = []
    if sender_types(outcome.tree):
        reason = what_else(outcome.game)
        if reason:
            found += [Refinement(name, survives=None, sentence=reason) for name in TESTS]
        else:
            found += refined(outcome, unsent(outcome.game, outcome.equilibrium.behaviour))
    return (*found, *_strategies(outcome), *_agents(outcome))


def _strategies(outcome: Outcome) -> list[Refinement]:
    tree = outcome.tree
    owner = tree.infoset_owner
    players = sorted({int(p) for p in owner if p >= 0})
    own = {p: np.flatnonzero(owner == p).tolist() for p in players}
    if any(too_large(outcome.game, sets) for sets in own.values()):
        return []
    for sets in own.values():
        sentence = _better(outcome, sets)
        if sentence:
            return [Refinement(name, survives=False, sentence=sentence)
                    for name in (DOMINANCE, NORMAL)]  # fmt: skip
    passes = "no other strategy does as well against everything and better against something"
    found = [Refinement(DOMINANCE, survives=True, sentence=passes)]
    if len(players) == 2:
        with_two = f"{passes}, which with two players is enough"
        found.append(Refinement(NORMAL, survives=True, sentence=with_two))
    return found


def _agents(outcome: Outcome) -> list[Refinement]:
    """Return whether the equilibrium is perfect in the game in which each decision is an agent."""
    game, equilibrium = outcome.game, outcome.equilibrium
    proof = equilibrium.certificate.consistency
    if proof is None or game.tree.n_nodes > MAX_NODES:
        return []
    if best_along(game, equilibrium.behaviour, proof.trembles):
        sentence = "every choice is best against the very trembles that explain the beliefs"
        return [Refinement(EXTENSIVE, survives=True, sentence=sentence)]
    for h in np.flatnonzero(game.tree.decision).tolist():
        sentence = "" if too_large(game, [h]) else _better(outcome, [h])
        if sentence:
            return [Refinement(EXTENSIVE, survives=False, sentence=sentence)]
    return []


def _better(outcome: Outcome, own: list[int]) -> str:
    """Return what weakly dominates a plan as a sentence; empty if nothing does."""
    found = dominated(outcome.game, outcome.equilibrium.behaviour, own)
    if found is None:
        return ""
    tree = outcome.tree
    name = opened(tree.labels.player_names[int(tree.infoset_owner[own[0]])])
    option = spaced(tree.labels.action_of(found.slot))
    return (
        f"{name} never loses by {option} at {spaced(place(tree, found.infoset))}, whatever the"
        f" others plan, and can gain up to {number(found.gain)}"
    )
