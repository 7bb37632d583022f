"""Tell an equilibrium in the words of the game file: what is played, and what comes of it.

Everything is a weighted sum over the outcomes that can happen, or one look-up a decision: no
loop over nodes in Python but the one that copies histories out.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.beliefs import told_consistency
from negotiate.analysis.decisions import Prescribed
from negotiate.analysis.foresight import Foresight
from negotiate.analysis.mediation import node_odds, recommendations
from negotiate.analysis.prospects import Prospects
from negotiate.analysis.words import number, situation, spaced, wording_of
from negotiate.record import dataclass
from negotiate.results.report import Play, Proof
from negotiate.results.wording import opened
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.parametric import Outcomes, ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.report import Number, Odds
    from negotiate.results.solution import Certificate, Equilibrium
    from negotiate.results.wording import Wording
    from negotiate.types import BoolArray, NumberArray

ROUNDING: Final = 1e-14
"""Share of a player's payoff range that may be lost where payoffs are added up to 0."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """One equilibrium of one parametric game at one set of numbers.

    Attributes
    ----------
    parametric : ParametricGame
    game : Game
        `parametric` at these numbers.
    equilibrium : Equilibrium
    measured : Outcomes
        Quantities, criteria and payoff terms at every leaf.
    """

    parametric: ParametricGame
    game: Game
    equilibrium: Equilibrium
    measured: Outcomes

    @property
    def tree(self) -> Tree:
        """The tree of the game."""
        return self.game.tree

    @cached_property
    def prospects(self) -> Prospects:
        """What every node and option is worth."""
        return Prospects(self.game, self.equilibrium.behaviour, self.equilibrium.beliefs)

    @cached_property
    def reach(self) -> NumberArray:
        """Probability of each node (N,)."""
        lottery = self.equilibrium.distribution
        return self.prospects.reach if lottery is None else node_odds(self.game, lottery)

    @cached_property
    def known(self) -> BoolArray:
        """Whether options have values (H,): with a mediator that depends on what it has said."""
        known = self.prospects.known
        return known if self.equilibrium.distribution is None else np.zeros_like(known)

    @cached_property
    def foresight(self) -> Foresight:
        """What would follow each option."""
        return Foresight(self)

    def slot(self, infoset: int, option: str) -> int:
        """Return the slot of an option of an information set; -1 if it has none of that name."""
        tree = self.tree
        slots = range(int(tree.slot_start[infoset]), int(tree.slot_start[infoset + 1]))
        return next((s for s in slots if tree.labels.action_of(s) == option), -1)

    @cached_property
    def wording(self) -> Wording:
        """How its choices read in sentences."""
        return wording_of(self.parametric.spec, self.tree)

    @cached_property
    def histories(self) -> list[dict[str, str]]:
        """What the player knows at each information set, in the order of play (H)."""
        return known_histories(self.tree)

    @cached_property
    def decisions(self) -> Prescribed:
        """What each information set of a player prescribes, by its index, in the tree's order."""
        return Prescribed(self)

    @cached_property
    def play(self) -> Play:
        """The equilibrium as results show it."""
        leaf_odds = self.reach[self.tree.leaf]
        happens = np.flatnonzero(leaf_odds > 0)
        odds = leaf_odds[happens]
        measured = self.measured
        quantities: dict[str, Number | Odds] = {}
        for name, values in measured.quantities.items():
            names = measured.categories.get(name)
            here = values[happens]
            quantities[name] = mean(odds, here) if names is None else spread(odds, here, names)
        return Play(
            payoffs=dict(zip(self.tree.labels.players, self._payoffs().tolist(), strict=True)),
            path=self._path(odds, happens),
            quantities=quantities,
            criteria={n: mean(odds, v[happens]) for n, v in measured.criteria.items()},
            decisions=self.decisions.all(),
            proof=proof(self.tree, self.equilibrium.certificate, self.histories),
            terms={
                player: {name: mean(odds, values[happens]) for name, values in terms.items()}
                for player, terms in measured.terms.items()
            },
            conditions=self.equilibrium.conditions,
            recommendations=recommendations(
                self.tree, self.equilibrium.distribution, self.histories
            ),
        )

    def _payoffs(self) -> NumberArray:
        """Return each player's payoff (P,); what the rounding of sums leaves of 0 is 0."""
        payoff = self.equilibrium.payoff
        if self.game.exact:
            return payoff
        return np.where(np.abs(payoff) <= ROUNDING * self.prospects.scale, 0.0, payoff)

    def _path(self, odds: NumberArray, happens: NumberArray) -> dict[str, Odds]:
        states = self.parametric.states[happens]
        return {
            move: spread(odds, states[:, m], options)
            for m, (move, options) in enumerate(
                zip(self.parametric.move_names, self.parametric.option_names, strict=True)
            )
        }


def mean(odds: NumberArray, values: NumberArray) -> Number:
    """Return the expectation of `values` under `odds`; exact where both are."""
    return _scalar((odds * values).sum())


def spread(odds: NumberArray, codes: NumberArray, names: tuple[str, ...]) -> dict[str, Number]:
    """Return the odds of each name that can come up; code -1 is ``none`` and stands last."""
    found = sorted(set(codes.tolist()), key=lambda code: (code < 0, code))
    return {
        names[int(code)] if code >= 0 else NONE: _scalar(odds[codes == code].sum())
        for code in found
    }


def _scalar(value: Any) -> Number:
    number: Number = value.item() if isinstance(value, np.generic) else value
    return number


@lru_cache(maxsize=4)  # scenarios that differ in payoffs only share their tree
def known_histories(tree: Tree) -> list[dict[str, str]]:
    """Return what is known at each information set: what all of its histories agree on (H).

    Chance's entries are its histories as well, and of no use.
    """
    labels = tree.labels
    moves = [labels.moves[m] for m in labels.move.tolist()]
    actions = [labels.actions[a] for a in labels.action.tolist()]
    infoset, parent, slot = tree.infoset.tolist(), tree.parent.tolist(), tree.slot.tolist()
    of_node: list[dict[str, str]] = [{}] * tree.n_nodes
    known: list[dict[str, str] | None] = [None] * tree.n_infosets
    for node in np.flatnonzero(tree.infoset >= 0).tolist():
        h = infoset[node]
        if node:
            above = parent[node]
            of_node[node] = {**of_node[above], moves[infoset[above]]: actions[slot[node]]}
        before = known[h]
        if before is None:
            known[h] = of_node[node]
        else:
            known[h] = {m: o for m, o in before.items() if of_node[node].get(m) == o}
    return [history or {} for history in known]


def proof(tree: Tree, certificate: Certificate, histories: list[dict[str, str]]) -> Proof:
    """Return a certificate in words."""
    worst = certificate.worst
    sentence = "there is nothing to decide"
    if worst is not None:
        name = opened(tree.labels.player_names[worst.player])
        if worst.gain <= certificate.tol * float(certificate.scale[worst.player]):
            sentence = "nobody gains by deviating"
        elif worst.infoset < 0:
            sentence = f"{name} would gain {number(worst.gain)} by another strategy"
        else:
            option = spaced(tree.labels.action_of(worst.slot))
            move = spaced(tree.labels.move_of(worst.infoset))
            where = situation(histories[worst.infoset])
            sentence = f"{name} would gain {number(worst.gain)} by {move} {option} {where}"
    return Proof(
        certificate.condition,
        certificate.max_regret,
        certificate.holds,
        sentence,
        told_consistency(certificate),
    )
