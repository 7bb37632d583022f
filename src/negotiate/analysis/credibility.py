"""Whether what was announced would be done, and from what cost of breaking one's word on.

At a moment at which an announcement binds, breaking it costs the same whatever follows: the
cost is sunk, so that nobody's later choices depend on it. Without the cost, let the best option
that keeps the word be worth k, and the best that breaks it b. Keeping it is optimal exactly from
the cost b - k on.

An announcement is judged where it is put to the test: at those of its moments that the fewest
departures from equilibrium play lead to. A threat that works is never carried out; the moment
that counts is the one after the single choice that it is meant to deter, not one that three
players would have to blunder into. The threshold is the highest among these moments; if other
moments would take more, the note says how much.
"""

from __future__ import annotations

import math
from copy import copy
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.analysis.pinpoint import EXACT, Pinpoint
from negotiate.analysis.words import number, spaced
from negotiate.errors import NegotiateError
from negotiate.game.arithmetic import FLOAT
from negotiate.game.program import Program
from negotiate.game.roots import leaf_below
from negotiate.record import dataclass
from negotiate.results.report import Credibility
from negotiate.spec import unparse
from negotiate.spec.expression import Ref

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome
    from negotiate.game.game import Game
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.report import Number
    from negotiate.spec.model import Announcement
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray

SLACK = 1e-9
"""A margin this small, relative to the payoff range, counts as none."""


def credibility(
    scenario: str, outcome: Outcome, *, closed_form: bool = False
) -> tuple[Credibility, ...]:
    """Return, for each announcement of a scenario, whether it would be carried out.

    Parameters
    ----------
    scenario : str
    outcome : Outcome
        Of the scenario's equilibrium; what follows each option is what it prescribes.
    closed_form : bool
        Write the threshold as an expression in the parameters as well (loads sympy).

    Returns
    -------
    tuple of Credibility
        In the order of the file, without announcements that never bind. Thresholds are
        computed in fractions wherever the game's numbers and the play that follows permit;
        where the game itself is in floats they are then rounded once.
    """
    announcements = outcome.parametric.spec.announcements
    found = (judge(scenario, outcome, a, closed_form=closed_form) for a in announcements)
    return tuple(entry for entry in found if entry is not None)


def judge(
    scenario: str, outcome: Outcome, announcement: Announcement, *, closed_form: bool = False
) -> Credibility | None:
    """Return whether one announcement would be carried out; None if it never binds."""
    test = Test(outcome, announcement)
    moments = test.moments
    if not moments:
        return None
    nearest = min(moment.departures for moment in moments)
    judged = [moment for moment in moments if moment.departures == nearest]
    binding = max(judged, key=lambda moment: moment.threshold)
    hardest = max(moments, key=lambda moment: moment.threshold)
    threshold, value = test.exactly(binding), test.cost(binding)
    if not outcome.game.exact:
        threshold, value = float(threshold), float(value)
    margin = value - threshold
    scale = float(outcome.prospects.scale[test.player])
    formula = ""
    if closed_form and math.isfinite(threshold):
        from negotiate.analysis.closed_form import threshold_formula  # noqa: PLC0415 (sympy)

        formula = threshold_formula(test, binding)
    return Credibility(
        scenario=scenario,
        player=announcement.player,
        move=announcement.move,
        option=" or ".join(announcement.will),
        history=outcome.histories[binding.infoset],
        without_cost=binding.without_cost,
        parameter=unparse.formula(announcement.breaking_costs),
        value=value,
        threshold=threshold,
        margin=margin,
        credible=bool(margin >= -SLACK * scale if isinstance(margin, float) else margin >= 0),
        moments=len(judged),
        closed_form=formula,
        name=announcement.name,
        about=announcement.about,
        note=" ".join(filter(None, [_elsewhere(outcome, binding, hardest), test.caveat(binding)])),
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """An information set at which an announcement binds.

    Attributes
    ----------
    infoset, departures : int
        Where, and how many choices against equilibrium play lead there.
    kept, broken : int
        Slots of the best option that keeps the word and of the best that breaks it, the cost
        left aside; -1 for `kept` if no option would keep it.
    without_cost : str
        What would be done if breaking one's word cost nothing.
    threshold : float
    """

    infoset: int
    departures: int
    kept: int
    broken: int
    without_cost: str
    threshold: float


@dataclass(frozen=True, eq=False)
class Test:
    """One announcement put to the test in one equilibrium."""

    outcome: Outcome
    announcement: Announcement

    @cached_property
    def player(self) -> int:
        """Index of who announced it."""
        return self.outcome.tree.labels.players.index(self.announcement.player)

    @cached_property
    def _move(self) -> int:
        return self.outcome.parametric.move_names.index(self.announcement.move)

    @cached_property
    def binds(self) -> BoolArray:
        """Leaves at which the move was made while the announcement's condition held (Z,)."""
        parametric, when = self.outcome.parametric, self.announcement.when
        made: BoolArray = parametric.states[:, self._move] >= 0
        if when is None:
            return made
        tape = parametric.tape
        binds: BoolArray = np.logical_and(made, _at_leaves(parametric, tape.condition(when)) != 0)
        return binds

    @cached_property
    def breaks(self) -> BoolArray:
        """Leaves at which the word was broken (Z,)."""
        options = self.outcome.parametric.option_names[self._move]
        kept = np.array([option in self.announcement.will for option in options])
        keeps = kept[self.outcome.parametric.states[:, self._move]]
        breaks: BoolArray = np.logical_and(self.binds, ~keeps)
        return breaks

    @cached_property
    def _price(self) -> NumberArray:
        """What breaking the word costs, at every leaf (Z,)."""
        parametric = self.outcome.parametric
        return _at_leaves(parametric, parametric.tape.number(self.announcement.breaking_costs))

    @cached_property
    def _after(self) -> FloatArray:
        """After each slot: odds that it binds, that it is broken, expected cost (S, 3)."""
        price = np.where(self.breaks, self._price, 0.0)
        return self.outcome.foresight.average(np.column_stack([self.binds, self.breaks, price]))

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every moment at which it binds and could be broken."""
        outcome, tree = self.outcome, self.outcome.tree
        departures = outcome.prospects.departures
        worth = outcome.prospects.worth.astype(float) + self._after[:, 2]
        announced = np.array([move == self.announcement.move for move in tree.labels.moves])
        may_bind = (announced[tree.labels.move] & outcome.known).tolist()
        found = []
        for h in filter(may_bind.__getitem__, outcome.decisions):
            slots = tree.slots_of(h)
            broken_share = self._after[slots, 1]
            if not broken_share.any():
                continue
            names = list(outcome.decisions.plays(h))
            keeps = [s for s, o in enumerate(names) if o in self.announcement.will]
            breaks = [s for s, o in enumerate(names) if o not in self.announcement.will]
            base = worth[slots].tolist()
            broken = max(breaks, key=base.__getitem__)
            kept = max(keeps, key=base.__getitem__, default=-1)
            gap = base[broken] - base[kept] if keeps else math.inf
            best = broken if gap > SLACK * float(outcome.prospects.scale[self.player]) else kept
            found.append(
                Moment(
                    infoset=h,
                    departures=int(departures[h]),
                    kept=slots.start + kept if keeps else -1,
                    broken=slots.start + broken,
                    without_cost=names[best],
                    threshold=gap / float(broken_share[broken]),
                )
            )
        return tuple(found)

    def cost(self, moment: Moment) -> Number:
        """Return what breaking the word costs at a moment, exactly if it can be."""
        leaf = int(
            np.flatnonzero(self.breaks & _leaves_below(self.outcome.tree, moment.infoset))[0]
        )
        value: Number = self.pinpoint.value(self.announcement.breaking_costs, leaf)
        return value

    @cached_property
    def _leaf_below(self) -> IntArray:
        return leaf_below(self.outcome.tree)

    @cached_property
    def pinpoint(self) -> Pinpoint:
        """The game's numbers at single leaves, in fractions as far as they go."""
        parametric = self.outcome.parametric
        values = {p.name: p.value for p in parametric.parameters} | dict(parametric.fixed)
        return Pinpoint(parametric, values, EXACT)

    def exactly(self, moment: Moment) -> Number:
        """Return the threshold of a moment in fractions; as a float where they do not reach.

        Only the outcomes that can follow the two options are computed.
        """
        if moment.kept < 0:
            return math.inf
        gap = self.gap(moment, self.pinpoint)
        return moment.threshold if gap is None else gap

    def gap(self, moment: Moment, numbers: Pinpoint) -> Any:
        """Return what breaking the word brings above keeping it, the cost left aside.

        None where that is not one number: the player does not know the history, or others mix.
        """
        lotteries = [
            self._lottery(moment.infoset, slot, numbers) for slot in (moment.broken, moment.kept)
        ]
        if None in lotteries:
            return None
        broken, kept = (
            sum(odds * self._payoff(leaf, numbers) for leaf, odds in lottery or [])
            for lottery in lotteries
        )
        return broken - kept

    def _payoff(self, leaf: int, numbers: Pinpoint) -> Any:
        payoff = numbers.payoff(leaf, self.player)
        if self.breaks[leaf]:
            payoff += numbers.value(self.announcement.breaking_costs, leaf)
        return payoff

    def _lottery(self, infoset: int, slot: int, numbers: Pinpoint) -> list[tuple[int, Any]] | None:
        """Return the leaves that follow a slot with their odds; None if behaviour mixes."""
        outcome, tree = self.outcome, self.outcome.tree
        weight = outcome.prospects.weight
        nodes = [n for n in tree.nodes_of(infoset).tolist() if weight[n] > 0]
        if len(nodes) != 1:
            return None
        rank = slot - int(tree.slot_start[infoset])
        open_nodes = [(int(tree.first_child[nodes[0]]) + rank, numbers.one)]
        behaviour = outcome.equilibrium.behaviour
        lottery = []
        while open_nodes:
            node, odds = open_nodes.pop()
            row = int(tree.leaf_row[node])
            if row >= 0:
                lottery.append((row, odds))
                continue
            children = tree.children_of(node)
            for child in range(children.start, children.stop):
                s = int(tree.slot[child])
                if behaviour[s] == 0:
                    continue
                if tree.owner[node] >= 0:
                    if behaviour[s] != 1:
                        return None
                    open_nodes.append((child, odds))
                else:
                    leaf = int(self._leaf_below[child])
                    open_nodes.append((child, odds * numbers.odds(s, leaf)))
        return lottery

    def caveat(self, moment: Moment) -> str:
        """Say so if the parameter that is the cost matters elsewhere in what follows as well."""
        cost = self.announcement.breaking_costs
        if not isinstance(cost, Ref) or not math.isfinite(moment.threshold):
            return ""
        outcome = self.outcome
        now = float(self.pinpoint.parameters[cost.name])
        change = moment.threshold - now or 1.0
        try:
            moved = _with_parameter(outcome.parametric, cost.name, now + change)
        except NegotiateError:  # no numbers of a game there, so nothing to compare
            return ""
        leaves = _leaves_below(outcome.tree, moment.infoset)
        shift = moved.u[leaves] - outcome.game.u[leaves].astype(float)
        shift[:, self.player] += change * self.breaks[leaves]
        slack = SLACK * (outcome.prospects.scale + abs(change))
        odds = np.abs(moved.chance - outcome.game.chance.astype(float))
        if np.all(np.abs(shift) <= slack) and np.all(odds <= SLACK):
            return ""
        return (
            f"{spaced(cost.name)} also matters elsewhere in what follows: the threshold is that "
            "of the cost of breaking this word alone."
        )


def _at_leaves(parametric: ParametricGame, step: int) -> FloatArray:
    """Return the value of a step of the tape at every leaf (Z,)."""
    values = {p.name: p.value for p in parametric.parameters} | dict(parametric.fixed)
    theta = {name: np.array([[float(value)]]) for name, value in values.items()}
    found: FloatArray = Program(parametric.tape, [step]).run(theta, FLOAT)[step][:, 0]
    moves, _ = parametric.tape.nature(step)
    if not moves:
        return np.full(parametric.tree.n_leaves, float(found[0]))
    return found[parametric.histories.classes(moves).of_leaf]


def _with_parameter(parametric: ParametricGame, name: str, value: float) -> Game:
    """Return the scenario's game with another value of a parameter, even one that it sets."""
    loose = copy(parametric)
    loose.fixed = {**parametric.fixed, name: Fraction(value)}
    return loose.at()


def _leaves_below(tree: Tree, infoset: int) -> BoolArray:
    """Return the leaves that can follow an information set (Z,)."""
    below: BoolArray = tree.infoset == infoset
    for first, end in pairwise(tree.level_start[1:].tolist()):
        below[first:end] |= below[tree.parent[first:end]]
    return np.take(below, tree.leaf)


def _elsewhere(outcome: Outcome, judged: Moment, hardest: Moment) -> str:
    """Say where keeping the word would take a higher cost than where it is judged."""
    slack = SLACK * float(outcome.prospects.scale.max())
    if hardest.threshold <= judged.threshold + slack:
        return ""
    where = outcome.wording.after(outcome.histories[hardest.infoset])
    if hardest.threshold == math.inf:
        return f"It cannot be kept {where}."
    return f"Further from equilibrium play, {where}, it would take {number(hardest.threshold)}."
