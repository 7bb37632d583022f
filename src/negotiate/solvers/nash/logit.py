"""One Nash equilibrium of any game with perfect recall: the limit of a branch of logit equilibria.

The branch is followed until play no longer changes. What is left of rounding there is removed by
Newton's method on the actions that are still played. Where the branch that begins at equal odds
comes to no good end, branches that begin elsewhere are followed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from negotiate.forms.agent import AgentForm
from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.logit import follow, in_ranges, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray, NumberArray

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = "One equilibrium, as the limit of logit quantal response equilibria as precision grows."
SOURCE = "McKelvey & Palfrey 1995, 1998; Turocy 2005, 2010"
PRIORITY = 50

GOOD: Final = 1e-9
"""Regret, relative to the payoff range, at which a limit is proposed."""

PLAYED: Final = (1e-7, 1e-5, 1e-3)
"""Odds above which an action may belong to the support of the limit."""

OUT_OF_PLAY: Final = -800.0
"""Largest log odds of other actions: 0 in floats, and their ratios still give beliefs."""

NEWTON: Final = 30

STARTS: Final = 12
"""Further branches that are followed where the first fails, or where all are asked for."""

PRINCIPAL: Final = (
    "It is the limit of the branch of logit equilibria that begins at equal odds, each player's"
    " payoffs measured in its own range."
)
OTHER: Final = (
    "The branch of logit equilibria that begins at equal odds came to no end that passes; this is"
    " the limit of one that begins at other odds."
)


class _Limit(NamedTuple):
    """A profile (S,), the most that anyone gains by deviating, and the points followed."""

    behaviour: FloatArray
    regret: float
    points: int


def solve(game: Game, options: Options) -> Answer:
    """Return the limit of the principal branch; with `options.all`, of further branches too."""
    found: list[_Limit] = []
    notes: list[str] = []
    points = branches = 0
    for limit in _limits(in_ranges(game), options.seed):
        points, branches = points + limit.points, branches + 1
        if limit.regret <= GOOD and not _known(limit, found):
            notes = notes or [PRINCIPAL if branches == 1 else OTHER]
            found.append(limit)
        if found and (not options.all or len(found) == options.cap):
            break
    candidates = tuple(_candidate(game, limit) for limit in found)
    stats: dict[str, float | int | str] = {"branches": branches, "points": points}
    return Answer(candidates, Coverage.SOME if found else Coverage.NONE_FOUND, stats, tuple(notes))


def _limits(game: Game, seed: int) -> Iterator[_Limit]:
    """Yield the limit of the principal branch, and of others that begin at random odds."""
    yield _limit(game, None)
    rng = np.random.default_rng(seed)
    for _ in range(STARTS):
        yield _limit(game, rng.normal(size=game.tree.n_slots))


def _limit(game: Game, start: FloatArray | None) -> _Limit:
    branch = follow(game, start=start)
    form = AgentForm(game, game.u)
    log = branch.log_behaviour[-1]
    regret = form.regret(form.log_odds_of(log))
    best = _Limit(np.exp(log), regret, len(branch))
    for odds in PLAYED:
        behaviour, regret = sharpened(form, log, odds)
        if regret < best.regret:
            best = _Limit(behaviour, regret, len(branch))
    return best


def sharpened(
    form: AgentForm, log_behaviour: FloatArray, played: float
) -> tuple[FloatArray, float]:
    """Return the profile nearby in which all actions that are played are worth the same.

    Parameters
    ----------
    form : AgentForm
    log_behaviour : FloatArray (S,)
        Logarithms of odds close to the limit.
    played : float
        Actions of smaller odds are left out of play.

    Returns
    -------
    behaviour : FloatArray (S,)
    regret : float
        A bound on it: large if actions were left out of play that should be in it.
    """
    log = log_behaviour.copy()
    out = form.slots[np.exp(log[form.slots]) <= played]
    log[out] = np.minimum(log[out], OUT_OF_PLAY)
    form.refer_to_played(form.log_odds_of(log))
    y = form.log_odds_of(log)
    mixing = np.flatnonzero(~np.isin(form.free, out))
    best, least = y, form.regret(y)
    for _ in range(NEWTON):
        advantage, slope = form.linearised(y)
        slope = slope[mixing][:, mixing]
        slope = slope.toarray() if form.sparse else slope
        move = np.linalg.lstsq(slope, -advantage[mixing], rcond=1e-12)[0]
        if not np.all(np.isfinite(move)) or np.abs(move).max(initial=0) > 1:
            break
        y = y.copy()
        y[mixing] += move
        regret = form.regret(y)
        if regret >= least:
            break
        best, least = y, regret
    return np.exp(form.log_behaviour(best)), least


def _known(limit: _Limit, found: list[_Limit]) -> bool:
    return any(np.allclose(limit.behaviour, one.behaviour, atol=1e-7) for one in found)


def _candidate(game: Game, limit: _Limit) -> Candidate:
    """Return the limit; in fractions where the game is exact and nobody mixes."""
    decides = game.tree.decision[game.tree.slot_infoset]
    behaviour: NumberArray = np.where(decides, limit.behaviour, game.chance.astype(np.float64))
    if game.exact and np.all(np.isin(behaviour[decides], (0.0, 1.0))):
        behaviour = game.chance.copy()
        behaviour[decides] = [Fraction(int(p)) for p in limit.behaviour[decides]]
    unknown = np.full(game.tree.n_players, np.nan)  # payoffs are recomputed before they are shown
    return Candidate(behaviour, unknown)
