"""Quantal response equilibrium: better options are likelier, by a logistic rule.

Every decision is taken as if by an agent of its own, who knows what the player knows there and
expects all others to play the equilibrium. In a table this is the quantal response equilibrium of
the normal form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.concepts._certificate import is_profile, no_profile
from negotiate.concepts.protocol import TOLERANCE
from negotiate.forms.evaluation import continuation, reach
from negotiate.forms.subgames import require_recall
from negotiate.results.solution import Certificate, Deviation

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.types import BoolArray, FloatArray, NumberArray

ABOUT = "Better options are likelier, by the logit rule: odds grow with λ times an option's worth."
SOURCE = "McKelvey & Palfrey 1995 (normal form), 1998 (extensive form, by agents)"

CONDITION: Final = (
    "at λ = {:.6g} each option's odds are those of the logit rule, so that no player gains by other"
    " odds where their entropy, divided by λ, counts as payoff"
)
NO_LAMBDA: Final = "there is a λ at which each option's odds are those of the logit rule"


def certify(game: Game, behaviour: NumberArray, tol: float = TOLERANCE) -> Certificate:
    """Return the proof, or disproof, that there is a λ at which `behaviour` is an equilibrium.

    The λ tried is the one that fits log-odds best, by least squares weighted by probabilities.
    """
    behaviour = behaviour.astype(np.float64)
    if not is_profile(game, behaviour, tol):
        return no_profile(game, tol)
    decides = game.tree.decision[game.tree.slot_infoset]
    if np.any(behaviour[decides] <= 0):
        return Certificate(NO_LAMBDA, *_never(game), tol, None, holds=False)
    worth, known = _worth(game, behaviour)
    used = decides & known[game.tree.slot_infoset]
    advantage = _centred(game.tree, worth, behaviour)[used]
    log_odds = _centred(game.tree, np.log(np.where(used, behaviour, 1.0)), behaviour)[used]
    weight = behaviour[used] * advantage
    total = float(weight @ advantage)
    rationality = max(float(weight @ log_odds) / total, 0.0) if total > 0 else 0.0
    return certify_at(game, behaviour, rationality, tol)


def certify_at(
    game: Game, behaviour: NumberArray, rationality: float, tol: float = TOLERANCE
) -> Certificate:
    """Return the proof, or disproof, that `behaviour` is the logit response to itself.

    Parameters
    ----------
    game : Game
    behaviour : NumberArray (S,)
    rationality : float
        λ, per unit of payoff.
    tol : float
        Largest error of a probability, and largest regret relative to the player's payoff range.

    Returns
    -------
    Certificate
        Its regrets are not those of plain payoffs, in which a quantal response always leaves
        something to gain. A logit response maximises payoff + entropy / λ (Anderson, Goeree &
        Holt 2002), and the regret is what other odds at one decision would add to that sum.
        Where λ times the payoff range is less than 1 the sum is measured in units of 1 / λ, as
        shares of the payoff range.

    Raises
    ------
    NoAnswerError
        If a player has imperfect recall.

    Notes
    -----
    An information set that no play reaches whose odds are above 0 in floats has no belief to
    check. Where chance itself rules it out, nothing is asked of it. Otherwise λ is too large for
    floats to tell, and the certificate does not hold.
    """
    require_recall(game.tree)
    behaviour = behaviour.astype(np.float64)
    if not is_profile(game, behaviour, tol):
        return no_profile(game, tol)
    condition = CONDITION.format(rationality)
    tree, scale = game.tree, game.payoff_range()
    worth, known = _worth(game, behaviour)
    if np.any(tree.decision & ~known & _possible(game)):
        return Certificate(condition, *_never(game), tol, None, holds=False)
    judged = np.flatnonzero(tree.decision & known)
    log_response = _log_response(tree, rationality * worth)
    error = np.abs(np.exp(log_response) - behaviour)
    gap = _divergence(tree, behaviour, log_response)[judged]
    owner = tree.infoset_owner[judged]
    gain = gap * np.where(rationality * scale > 1, 1 / max(rationality, 1e-300), scale)[owner]
    regret = np.zeros(tree.n_players)
    np.maximum.at(regret, owner, gain)
    checked = np.isin(tree.slot_infoset, judged)
    holds = bool(np.all(error[checked] <= tol) and np.all(regret <= tol * scale))
    worst = None
    if len(judged):
        k = int(np.argmax(gap))
        h = int(judged[k])
        short = (np.exp(log_response) - behaviour)[tree.slots_of(h)]
        slot = int(tree.slot_start[h] + np.argmax(short))
        worst = Deviation(int(owner[k]), h, slot, float(gain[k]))
    return Certificate(condition, regret, scale, tol, worst, holds)


def _never(game: Game) -> tuple[FloatArray, FloatArray]:
    return np.full(game.tree.n_players, np.inf), game.payoff_range()


def _possible(game: Game) -> BoolArray:
    """Return which information sets are reached if everybody takes every option (H,)."""
    tree = game.tree
    everything = np.where(tree.decision[tree.slot_infoset], 1.0, game.chance.astype(np.float64))
    arrives = reach(tree, everything) > 0
    possible = np.zeros(tree.n_infosets, dtype=np.bool_)
    inner = np.flatnonzero(tree.infoset >= 0)
    np.logical_or.at(possible, tree.infoset[inner], arrives[inner])
    return possible


def _worth(game: Game, behaviour: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return each slot's worth given that its information set is reached, and where that is known.

    Bayes' rule on the odds of each node; where a player knows exactly where it is, no odds are
    needed.
    """
    tree = game.tree
    lowest = game.u.min(axis=0)
    shifted = type(game)(tree, (game.u - lowest).astype(np.float64), game.chance)
    value = continuation(shifted, behaviour).astype(np.float64)
    odds = _relative_reach(tree, behaviour)
    inner = np.flatnonzero(tree.infoset >= 0)
    total = np.bincount(tree.infoset[inner], odds[inner], tree.n_infosets)
    known = (total > 0) | (tree.infoset_size == 1)
    belief = np.ones(tree.n_nodes)
    several = inner[tree.infoset_size[tree.infoset[inner]] > 1]
    here = total[tree.infoset[several]]
    belief[several] = np.divide(odds[several], here, out=np.zeros(len(several)), where=here > 0)
    moved = 1 + np.flatnonzero(tree.owner[tree.parent[1:]] >= 0)
    mine = value[moved, tree.owner[tree.parent[moved]]]
    worth = np.zeros(tree.n_slots)
    np.add.at(worth, tree.slot[moved], belief[tree.parent[moved]] * mine)
    return worth, known


def _relative_reach(tree: Tree, behaviour: FloatArray) -> FloatArray:
    """Return the odds of each node, times a factor common to its information set (N,).

    Factors are powers of 2 that keep small odds from vanishing.
    """
    with np.errstate(divide="ignore"):
        log = np.log2(behaviour)
    total = np.zeros(tree.n_nodes)
    for first, end in zip(tree.level_start[1:-1], tree.level_start[2:], strict=True):
        level = slice(int(first), int(end))
        total[level] = total[tree.parent[level]] + log[tree.slot[level]]
    highest = np.full(tree.n_infosets, -np.inf)
    inner = np.flatnonzero(tree.infoset >= 0)
    np.maximum.at(highest, tree.infoset[inner], total[inner])
    highest[~np.isfinite(highest)] = 0
    odds = np.zeros(tree.n_nodes)
    odds[inner] = np.exp2(total[inner] - highest[tree.infoset[inner]])
    return odds


def _centred(tree: Tree, values: FloatArray, behaviour: FloatArray) -> FloatArray:
    """Return slots' values less their mean at their information set (S,)."""
    mean = np.add.reduceat(values * behaviour, tree.slot_start[:-1])
    centred: FloatArray = values - mean[tree.slot_infoset]
    return centred


def _log_response(tree: Tree, weight: FloatArray) -> FloatArray:
    """Return the logarithm of logit odds of each slot, given λ times its worth (S,)."""
    if not len(weight):
        return weight
    starts = tree.slot_start[:-1]
    weight = weight - np.maximum.reduceat(weight, starts)[tree.slot_infoset]
    total = np.add.reduceat(np.exp(weight), starts)
    response: FloatArray = weight - np.log(total)[tree.slot_infoset]
    return response


def _divergence(tree: Tree, behaviour: FloatArray, log_response: FloatArray) -> FloatArray:
    """Return the divergence of behaviour from the response at each information set (H,)."""
    if not len(behaviour):
        return np.zeros(0)
    log = np.log(np.where(behaviour > 0, behaviour, 1.0))
    terms = np.where(behaviour > 0, behaviour * (log - log_response), 0.0)
    divergence: FloatArray = np.maximum(np.add.reduceat(terms, tree.slot_start[:-1]), 0)
    return divergence
