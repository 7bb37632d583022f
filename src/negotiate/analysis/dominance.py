"""Iterated elimination of dominated strategies, in the order in which they go.

In each round all strategies that are dominated go at once, of all players. For strict dominance
the order makes no difference to what is left; for weak dominance it does, so this is one order of
several (Gilboa, Kalai & Zemel 1990). Against mixtures, what strict elimination leaves are the
rationalizable strategies of two players (Bernheim 1984, Pearce 1984); with more players, those
rationalizable by beliefs that may be correlated (Brandenburger & Dekel 1987).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.compare import bare_info
from negotiate.forms.normal import normal_form
from negotiate.forms.plans import plan_names
from negotiate.record import dataclass
from negotiate.results.dominance import Dominance, Elimination
from negotiate.solvers.table import payoff_table, tolerance
from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.report import Number
    from negotiate.types import BoolArray, NumberArray

SUPPORT: Final = 1e-9
"""Odds below this are rounding of the linear program, and left out of a mixture."""

FINEST: Final = 10**4
"""Largest denominator of a mixture that is rounded to fractions, then judged exactly."""


@dataclass(frozen=True)
class _Better:
    """What dominates a strategy: odds by strategy, and its leads."""

    by: dict[int, Number]
    least: Number
    most: Number


def dominance(game: Game, *, weak: bool = False, mixed: bool = True) -> Dominance:
    """Return which strategies go in which round, what dominates them, and what is left.

    Parameters
    ----------
    game : Game
        Exact games are judged in fractions.
    weak : bool
        Put aside weakly dominated strategies too.
    mixed : bool
        Whether mixtures count as better, by linear programming, or single strategies only.

    Raises
    ------
    NoAnswerError
        If the game has no normal form of a size that can be handled.
    """
    form = normal_form(game.tree)
    table, slack = payoff_table(game, form), tolerance(game)
    names = plan_names(game.tree, form)
    players = game.tree.labels.players
    left = [list(range(n)) for n in form.shape]
    gone: list[Elimination] = []
    number = 0
    while True:
        number += 1
        found = []
        for axis, player in enumerate(form.players):
            own = _own(table[..., player], axis, left)
            better = _dominated(own, slack[player], weak=weak, mixed=mixed)
            found += [(axis, left[axis][i], _named(each, left[axis])) for i, each in better.items()]
        if not found:
            break
        for axis, strategy, each in found:
            left[axis].remove(strategy)
            by = {names[axis][k]: odds for k, odds in each.by.items()}
            key = players[form.players[axis]]
            gone.append(Elimination(number, key, names[axis][strategy], by, each.least, each.most))
    kept = {
        players[player]: tuple(names[axis][k] for k in left[axis])
        for axis, player in enumerate(form.players)
    }
    return Dominance(
        game=bare_info(game),
        scenario="",
        solvable=all(len(own) == 1 for own in kept.values()),
        weak=weak,
        mixed=mixed,
        eliminated=tuple(gone),
        left=kept,
        sentence=_sentence(len(form.players), weak=weak, mixed=mixed),
        version=__version__,
    )


def _sentence(n_players: int, *, weak: bool, mixed: bool) -> str:
    """Say what the surviving strategies are, and no more than that."""
    if weak:
        return "what is left in this order of elimination; another order may leave others"
    if not mixed:
        return "what no single strategy dominates; mixtures might dominate more"
    if n_players <= 2:
        return "the rationalizable strategies"
    return "the strategies that are rationalizable by beliefs that may be correlated"


def _own(payoff: NumberArray, axis: int, left: list[list[int]]) -> NumberArray:
    """Return a player's payoffs: a row for each strategy left, a column for what others do."""
    rest = payoff[np.ix_(*left)]
    return np.moveaxis(rest, axis, 0).reshape(len(left[axis]), -1)


def _named(better: _Better, left: list[int]) -> _Better:
    return _Better({left[k]: odds for k, odds in better.by.items()}, better.least, better.most)


def _dominated(own: NumberArray, slack: Number, *, weak: bool, mixed: bool) -> dict[int, _Better]:
    """Return the dominated rows and what dominates them.

    A strategy that is put aside may stand in what dominates another of the same round: whatever
    dominates it does so as well.
    """
    found = {}
    for i in range(len(own)):
        better = _by_one(own, i, slack, weak=weak)
        if better is None and mixed and len(own) > 2:
            better = _by_mixture(own, i, slack, weak=weak)
        if better is not None:
            found[i] = better
    return found


def _by_one(own: NumberArray, i: int, slack: Number, *, weak: bool) -> _Better | None:
    """Return the single strategy that leads most where it leads least, if it dominates."""
    leads = own - own[i]
    least, most = leads.min(axis=1), leads.max(axis=1)
    fits = _holds(least, most, slack, weak=weak)
    if not fits.any():
        return None
    k = max(np.flatnonzero(fits).tolist(), key=lambda j: (least[j], most[j], -j))
    one = Fraction(1) if own.dtype == object else 1.0
    return _Better({k: one}, _scalar(least[k]), _scalar(most[k]))


def _holds(least: NumberArray, most: NumberArray, slack: Number, *, weak: bool) -> BoolArray:
    """Tell which leads are dominance: everywhere ahead, or nowhere behind and ahead somewhere."""
    return (least >= -slack) & (most > slack) if weak else least > slack


def _by_mixture(own: NumberArray, i: int, slack: Number, *, weak: bool) -> _Better | None:
    """Return the mixture that dominates a row; judged on the payoffs, whatever the program says.

    Strict: the mixture with the greatest least lead. Weak: of those that are nowhere behind, the
    one with the greatest sum of leads (Conitzer & Sandholm 2005).
    """
    odds = _best_mixture(own.astype(float), i, weak=weak)
    if odds is None:
        return None
    support = np.flatnonzero(odds > SUPPORT)
    for share in _shares(odds[support], exact=own.dtype == object):
        leads = share @ own[support] - own[i]
        least, most = leads.min(), leads.max()
        if _holds(np.array([least]), np.array([most]), slack, weak=weak)[0]:
            by = dict(zip(support.tolist(), share.tolist(), strict=True))
            return _Better(by, _scalar(least), _scalar(most))
    return None


def _shares(odds: NumberArray, *, exact: bool) -> list[NumberArray]:
    """Return a mixture as it was computed, and as the simple fractions that it may stand for."""
    fractions = [Fraction(x).limit_denominator(FINEST) for x in (odds / odds.sum()).tolist()]
    rounded = np.array([x / sum(fractions) for x in fractions], dtype=object)
    return [rounded] if exact else [odds / odds.sum(), rounded.astype(float)]


def _scalar(value: Any) -> Number:
    number: Number = value.item() if isinstance(value, np.generic) else value
    return number


def _best_mixture(own: NumberArray, i: int, *, weak: bool) -> NumberArray | None:
    """Return the odds of the other rows that lead row i by most, None if none keeps up."""
    from scipy.optimize import linprog  # noqa: PLC0415 (most of a second to import)

    others = np.delete(np.arange(len(own)), i)
    scale = float(np.ptp(own)) or 1.0
    leads = (own[others] - own[i]).T / scale
    n = len(others)
    one = np.append(np.ones(n), 0.0)[None, :]
    if weak:
        cost, gap, bounds = np.append(-leads.sum(axis=0), 0.0), 0.0, (0.0, 0.0)
    else:
        cost, gap, bounds = np.append(np.zeros(n), -1.0), 1.0, (-1.0, 1.0)
    rows = np.hstack([-leads, np.full((len(leads), 1), gap)])
    limits = [(0.0, 1.0)] * n + [bounds]
    answer = linprog(cost, rows, np.zeros(len(leads)), one, [1.0], limits, method="highs")
    if answer.x is None:
        return None
    odds = np.zeros(len(own))
    odds[others] = answer.x[:n]
    return odds
