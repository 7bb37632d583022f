"""Beliefs under which given behaviour is rational, if there are any."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.assemble import assessment
from negotiate.forms.assessment.cells import Question, pieces
from negotiate.forms.assessment.question import fractions, impossible
from negotiate.forms.evaluation import continuation, reach
from negotiate.forms.linear_program import minimise
from negotiate.record import dataclass
from negotiate.results.solution import Deviation, Trembles
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

PLAYED = 1e-9
"""Odds at which an action counts as played, in floats."""


@dataclass(frozen=True, eq=False)
class Support:
    """Beliefs (N,) under which behaviour is rational, and trembles that explain them."""

    beliefs: NumberArray
    trembles: Trembles


def supporting(game: Game, behaviour: NumberArray, tol: float) -> Support | None:
    """Return consistent beliefs that make every choice of `behaviour` best, or None.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    tol : float
        Largest gain from another choice, relative to payoff ranges.

    Raises
    ------
    NoAnswerError
        If the conditions on beliefs are beyond the method, so that there may be some, or if
        chance gives no odds to some option.
    """
    tree = game.tree
    if not tree.n_slots:
        return None
    reason = impossible(game)
    if reason is not None:
        raise NoAnswerError(reason, "give it some odds, or take the option away")
    numbers = _profile(game, behaviour)
    slots = np.arange(tree.n_slots)
    kept = tuple(
        tuple(s for s in slots[tree.slots_of(h)].tolist() if numbers[s] > 0)
        for h in range(tree.n_infosets)
    )
    u = fractions(game.u)
    scale = u.max(axis=0) - u.min(axis=0)
    lead = _leads(game, numbers)
    matter = tuple(
        h
        for h in np.flatnonzero(tree.decision & (tree.infoset_size > 1)).tolist()
        if any(x < 0 for row in lead[h] for x in row)
    )
    question = Question(tree, u, fractions(game.chance), matter, scale * Fraction(tol) / 2)
    fixed = {s: numbers[s] for h in range(tree.n_infosets) for s in kept[h]}
    found, unsolved = pieces(question, kept, fixed)
    if found:
        _, beliefs, trembles = assessment(question, found[0])
        if behaviour.dtype == object:
            return Support(beliefs, trembles)
        weight = trembles.weight.astype(float)
        return Support(beliefs.astype(float), replace(trembles, weight=weight))
    if unsolved:
        raise NoAnswerError(
            "beliefs that may support this behaviour are tied to each other in ways that are not"
            " solved here"
        )
    return None


def best_beliefs(game: Game, behaviour: NumberArray) -> NumberArray:
    """Return beliefs (N,) by Bayes' rule on the path, and elsewhere those that excuse most.

    Each information set by itself: the beliefs that minimise the gain from the best other
    choice there. No consistency between information sets is asked for.
    """
    tree = game.tree
    odds = reach(tree, behaviour)
    beliefs = np.zeros(tree.n_nodes, dtype=behaviour.dtype)
    lead = _leads(game, _profile(game, behaviour))
    least = PLAYED if behaviour.dtype != object else 0
    for h in np.flatnonzero(tree.decision).tolist():
        nodes = tree.nodes_of(h)
        total = odds[nodes].sum()
        if total > least:
            beliefs[nodes] = odds[nodes] / total
        else:
            beliefs[nodes] = np.array(_excuse(lead[h])[0], dtype=beliefs.dtype)
    return beliefs


def inexcusable(game: Game, behaviour: NumberArray, tol: float) -> Deviation | None:
    """Return the choice that is worst whatever its player believes, or None.

    Its gain is what the player would gain at least, under the beliefs that excuse it most.
    """
    tree = game.tree
    lead = _leads(game, _profile(game, behaviour))
    scale = game.payoff_range()
    worst: tuple[float, Deviation] | None = None
    for h in np.flatnonzero(tree.decision).tolist():
        player = int(tree.infoset_owner[h])
        beliefs, gain = _excuse(lead[h])
        relative = float(gain) / float(scale[player] or 1.0)
        if relative > tol and (worst is None or relative > worst[0]):
            gains = [-sum(b * row[k] for b, row in zip(beliefs, lead[h], strict=True))
                     for k in range(len(lead[h][0]))]  # fmt: skip
            slot = int(tree.slot_start[h]) + int(np.argmax(np.array(gains, dtype=float)))
            worst = relative, Deviation(player, h, slot, float(gain))
    return None if worst is None else worst[1]


def _excuse(lead: list[list[Fraction]]) -> tuple[list[Fraction], Fraction]:
    """Return the beliefs under which the best deviation gains least, and what it gains.

    Parameters
    ----------
    lead : rows of numbers (nodes, actions)
        What the prescribed choice is worth beyond each action.
    """
    n = len(lead)
    if n == 1:
        return [Fraction(1)], -min(lead[0])
    # Variables: beliefs, then the gain, which no mixture can make negative.
    actions = range(len(lead[0]))
    upper = [([*(-row[k] for row in lead), Fraction(-1)], Fraction(0)) for k in actions]
    point = minimise([0] * n + [1], upper, [([1] * n + [0], 1)])
    assert point is not None
    return point[:n], point[n]


def _profile(game: Game, behaviour: NumberArray) -> list[Fraction]:
    """Return behaviour in fractions; floats that are next to nothing are nothing."""
    tree = game.tree
    exact = behaviour.dtype == object
    found = [Fraction(x) if exact or x > PLAYED else Fraction(0) for x in behaviour.tolist()]
    if exact:
        return found
    for h in range(tree.n_infosets):
        if tree.infoset_owner[h] == CHANCE:
            continue
        own = range(int(tree.slot_start[h]), int(tree.slot_start[h + 1]))
        simple = [found[s].limit_denominator(10**6) for s in own]
        total = sum(simple)
        for s, x in zip(own, simple, strict=True):
            found[s] = x / total
    return found


def _leads(game: Game, numbers: list[Fraction]) -> dict[int, Any]:
    """Return what the prescribed choice leads each action by, per information set and node."""
    tree = game.tree
    profile = np.empty(tree.n_slots, dtype=object)
    profile[:] = numbers
    exact = replace(game, u=fractions(game.u), chance=fractions(game.chance))
    profile = np.where(tree.decision[tree.slot_infoset], profile, exact.chance)
    value = continuation(exact, profile)
    leads: dict[int, Any] = {}
    for h in np.flatnonzero(tree.decision).tolist():
        player = tree.infoset_owner[h]
        leads[h] = [
            [value[node, player] - v for v in value[tree.children_of(node), player]]
            for node in tree.nodes_of(h).tolist()
        ]
    return leads
