"""All assessments of one support, as polynomial conditions, solved.

A cell fixes which actions are played and, information set by information set, which histories
are believed. Within it a consistent and sequentially rational assessment is a solution of
equations (indifference, Bayes' rule) and inequalities (no other action is better) between
polynomials in the odds of actions and beliefs (Kreps & Wilson 1982, section 5 and appendix).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from negotiate.forms.assessment.orders import Basis, bases, departures
from negotiate.forms.assessment.polynomial import Poly, constant, total, variable
from negotiate.forms.assessment.region import Region, regions
from negotiate.forms.assessment.system import System, Unsolved, solutions, unit
from negotiate.record import dataclass
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from negotiate.forms.assessment.region import Point
    from negotiate.game.tree import Tree
    from negotiate.types import NumberArray


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a game: which behaviour is sought, and where beliefs matter.

    Attributes
    ----------
    tree : Tree
    u : NumberArray (Z, P)
        Fractions.
    chance : NumberArray (S,)
        Fractions.
    matter : tuple of int
        Information sets of several nodes at which beliefs can change what is best.
    slack : NumberArray (P,)
        By how little an action may be better and still be left out; 0 for exact numbers.
    """

    tree: Tree
    u: NumberArray
    chance: NumberArray
    matter: tuple[int, ...]
    slack: NumberArray


@dataclass(frozen=True, eq=False)
class Piece:
    """Assessments of one support and one basis: a point, or a region of them.

    Attributes
    ----------
    support : tuple of tuple of int
        Played slots by information set.
    basis : Basis
    behaviour : dict of slot to Poly
        Played slots of players.
    beliefs : dict of node to Poly
        Believed nodes of information sets in which there is something to believe; up to a
        common factor within the information set.
    weak : tuple of Poly
        Conditions of the cell, before anything was solved: each is 0 or more.
    equal : tuple of Poly
        Likewise, each 0.
    payoff : tuple of Poly
        What it pays each player (P,).
    region : Region
    """

    support: tuple[tuple[int, ...], ...]
    basis: Basis
    behaviour: Mapping[int, Poly]
    beliefs: Mapping[int, Poly]
    weak: tuple[Poly, ...]
    equal: tuple[Poly, ...]
    payoff: tuple[Poly, ...]
    region: Region

    def values(self, free: Point | None = None) -> dict[int, Fraction]:
        """Return all variables, at a point of the region or at its representative."""
        return self.region.system.values(dict(self.region.point if free is None else free))


def pieces(
    question: Question,
    support: tuple[tuple[int, ...], ...],
    fixed: Mapping[int, Fraction] | None = None,
) -> tuple[list[Piece], int]:
    """Return all assessments of a support.

    Parameters
    ----------
    question : Question
    support : tuple of tuple of int (H)
        Played slots of each information set, chance's included.
    fixed : mapping of slot to Fraction, optional
        The odds of all played slots, where only beliefs are sought. Indifference is then taken
        up to the slack.

    Returns
    -------
    list of Piece
    int
        Bases whose conditions could not be solved here.
    """
    tree = question.tree
    cell = _Cell(question, support, fixed)
    played = np.zeros(tree.n_slots, dtype=bool)
    played[[s for slots in support for s in slots]] = True
    away = departures(tree, played)
    found: list[Piece] = []
    unsolved = 0
    if not cell.rational():
        return [], 0
    for basis in bases(tree, away, question.matter):
        try:
            found.extend(cell.solve(basis, away))
        except Unsolved:
            unsolved += 1
    return found, unsolved


def piece_of(
    question: Question,
    support: tuple[tuple[int, ...], ...],
    basis: Basis,
    away: Sequence[frozenset[int]],
) -> Piece | None:
    """Return an assessment of one support and one basis, or None.

    Parameters
    ----------
    question, support
        As in `pieces`.
    basis : Basis
    away : list of frozenset of int (N)
        As `departures` returns them.

    Raises
    ------
    Unsolved
        If the conditions are beyond the method.
    """
    cell = _Cell(question, support, None)
    if not cell.rational():
        return None
    return next(cell.solve(basis, away), None)


class _Cell:
    """One support: its probabilities and continuation values as polynomials."""

    def __init__(
        self,
        question: Question,
        support: tuple[tuple[int, ...], ...],
        fixed: Mapping[int, Fraction] | None,
    ) -> None:
        self.question, self.support, self.fixed = question, support, fixed
        tree = question.tree
        self.behaviour: dict[int, Poly] = {}
        self.variables: list[int] = []
        self.strict: list[Poly] = []
        for h, slots in enumerate(support):
            self._mix(h, slots)
        self.odds = [self._odds(s) for s in range(tree.n_slots)]
        self.value = self._values()
        self.weights = self._weights()

    def _mix(self, h: int, slots: tuple[int, ...]) -> None:
        if self.question.tree.infoset_owner[h] == CHANCE:
            return
        if self.fixed is not None:
            self.behaviour |= {s: constant(self.fixed[s]) for s in slots}
            return
        *free, last = slots
        for s in free:
            self.behaviour[s] = variable(s)
            self.variables.append(s)
            self.strict += unit(s)
        self.behaviour[last] = constant(1) - total(variable(s) for s in free)
        if free:
            self.strict.append(self.behaviour[last])

    def _odds(self, slot: int) -> Poly:
        tree = self.question.tree
        if tree.infoset_owner[tree.slot_infoset[slot]] == CHANCE:
            return constant(self.question.chance[slot])
        return self.behaviour.get(slot, constant(0))

    def _values(self) -> list[list[Poly]]:
        """Return what each node is worth to each player (N, P)."""
        tree, u = self.question.tree, self.question.u
        value: list[list[Poly]] = [[] for _ in range(tree.n_nodes)]
        for node in range(tree.n_nodes - 1, -1, -1):
            row = int(tree.leaf_row[node])
            if row >= 0:
                value[node] = [constant(x) for x in u[row]]
                continue
            children = range(tree.first_child[node], tree.first_child[node] + tree.n_children[node])
            likely = [c for c in children if self.odds[tree.slot[c]].terms]
            value[node] = [
                total(self.odds[tree.slot[c]] * value[c][p] for c in likely)
                for p in range(tree.n_players)
            ]
        return value

    def _weights(self) -> list[Poly]:
        """Return the odds of the played edges on the way to each node (N,)."""
        tree = self.question.tree
        weight = [constant(1)] * tree.n_nodes
        for node in range(1, tree.n_nodes):
            odds = self.odds[tree.slot[node]]
            above = weight[tree.parent[node]]
            weight[node] = above * odds if odds.terms else above
        return weight

    def lead(self, node: int, slot: int) -> Poly:
        """Return what the prescribed mixture is worth at a node beyond one action, to its owner."""
        tree = self.question.tree
        owner = int(tree.owner[node])
        child = int(tree.first_child[node] + slot - tree.slot_start[tree.infoset[node]])
        if self.fixed is not None:
            return self.value[node][owner] - self.value[child][owner]
        first = self.support[tree.infoset[node]][0]
        best = int(tree.first_child[node] + first - tree.slot_start[tree.infoset[node]])
        return self.value[best][owner] - self.value[child][owner]

    def conditions(self, h: int, beliefs: Mapping[int, Poly]) -> tuple[list[Poly], list[Poly]]:
        """Return what is 0, and what is 0 or more, for an information set to be rational."""
        tree = self.question.tree
        equal, weak = [], []
        played = self.support[h]
        slack = constant(self.question.slack[tree.infoset_owner[h]])
        for s in range(int(tree.slot_start[h]), int(tree.slot_start[h + 1])):
            lead = total(weight * self.lead(node, s) for node, weight in beliefs.items())
            if self.fixed is not None:
                weak.append(lead + slack * total(beliefs.values()))
            elif s in played[1:]:
                equal.append(lead)
            elif s not in played:
                weak.append(lead)
        return equal, weak

    def rational(self) -> bool:
        """Return whether no information set of one node rules the support out by itself."""
        tree = self.question.tree
        self.alone_equal: list[Poly] = []
        self.alone_weak: list[Poly] = []
        for h in np.flatnonzero(tree.decision & (tree.infoset_size == 1)).tolist():
            equal, weak = self.conditions(h, {int(tree.first_node[h]): constant(1)})
            self.alone_equal += equal
            self.alone_weak += weak
        never = any(p.is_constant and p.value < 0 for p in self.alone_weak)
        return not never and not any(p.is_constant and p.value for p in self.alone_equal)

    def solve(self, basis: Basis, away: Sequence[frozenset[int]]) -> Iterator[Piece]:
        """Yield the assessments with this basis."""
        beliefs, variables, strict, equal = self._beliefs(basis, away)
        weak = list(self.alone_weak)
        equal += self.alone_equal
        for h in self.question.matter:
            mine = {node: beliefs[node] for node in basis.believed[h]}
            also_equal, also_weak = self.conditions(h, mine)
            equal += also_equal
            weak += also_weak
        system = System(tuple(equal), tuple(weak), (*self.strict, *strict))
        known = [*self.variables, *variables]
        for solved in solutions(system):
            for region in regions(solved, known):
                yield Piece(
                    self.support,
                    basis,
                    self.behaviour,
                    beliefs,
                    tuple(weak),
                    tuple(equal),
                    tuple(self.value[0]),
                    region,
                )

    def _beliefs(
        self, basis: Basis, away: Sequence[frozenset[int]]
    ) -> tuple[dict[int, Poly], list[int], list[Poly], list[Poly]]:
        """Return beliefs, their variables, what is positive, and what makes them consistent."""
        n_slots = self.question.tree.n_slots
        beliefs: dict[int, Poly] = {}
        variables: list[int] = []
        strict: list[Poly] = []
        for nodes in basis.believed.values():
            if len({away[n] for n in nodes}) == 1:
                beliefs |= {n: self.weights[n] for n in nodes}
                continue
            *free, last = nodes
            for n in free:
                beliefs[n] = variable(n_slots + n)
                variables.append(n_slots + n)
                strict += unit(n_slots + n)
            beliefs[last] = constant(1) - total(variable(n_slots + n) for n in free)
            strict.append(beliefs[last])
        pairs = belief_pairs(basis, away)
        equal = [
            self._balance(pairs, beliefs, powers) for powers in dependencies([r for *_, r in pairs])
        ]
        return beliefs, variables, strict, equal

    def _balance(
        self,
        pairs: Sequence[tuple[int, int, dict[int, int]]],
        beliefs: Mapping[int, Poly],
        powers: Mapping[int, int],
    ) -> Poly:
        """Return what is 0 if ratios of beliefs whose trembles cancel are as Bayes' rule has it."""
        left, right = constant(1), constant(1)
        for k, power in powers.items():
            first, other, _ = pairs[k]
            more = beliefs[other] * self.weights[first]
            less = beliefs[first] * self.weights[other]
            if power < 0:
                more, less = less, more
            left, right = left * more ** abs(power), right * less ** abs(power)
        return left - right


def belief_pairs(
    basis: Basis, away: Sequence[frozenset[int]]
) -> list[tuple[int, int, dict[int, int]]]:
    """Return pairs of believed nodes, and the powers of trembles by which their odds differ.

    Only of information sets in which trembles matter.
    """
    pairs = []
    for nodes in basis.believed.values():
        first, *others = nodes
        if len({away[n] for n in nodes}) > 1:
            for other in others:
                row = dict.fromkeys(away[other] - away[first], 1)
                row |= dict.fromkeys(away[first] - away[other], -1)
                pairs.append((first, other, row))
    return pairs


def dependencies(rows: Sequence[dict[int, int]]) -> list[dict[int, int]]:
    """Return whole-number combinations of rows that cancel, from which all others follow."""
    reduced: list[tuple[dict[int, Fraction], dict[int, Fraction]]] = []
    found = []
    for k, row in enumerate(rows):
        line = {s: Fraction(e) for s, e in row.items()}
        made = {k: Fraction(1)}
        for other, its in reduced:
            pivot = min(other)
            if pivot in line:
                factor = line[pivot] / other[pivot]
                line = _minus(line, other, factor)
                made = _minus(made, its, factor)
        if line:
            reduced.append((line, made))
            reduced.sort(key=lambda pair: min(pair[0]))
        else:
            scale = lcm(*(x.denominator for x in made.values()))
            found.append({j: int(x * scale) for j, x in made.items()})
    return found


def _minus(
    one: Mapping[int, Fraction], other: Mapping[int, Fraction], factor: Fraction
) -> dict[int, Fraction]:
    left = {
        k: one.get(k, Fraction(0)) - factor * other.get(k, Fraction(0)) for k in {**one, **other}
    }
    return {k: x for k, x in left.items() if x}
