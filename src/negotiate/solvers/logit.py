"""The principal branch of logit equilibria of a tree, followed from λ = 0.

Every decision is an agent of its own (McKelvey & Palfrey 1998). In a table each player decides
once, so that the agent form is the normal form (McKelvey & Palfrey 1995).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.agent import AgentForm, best_sparse, n_pairs
from negotiate.forms.subgames import require_recall
from negotiate.results.branch import Branch
from negotiate.solvers.arclength import Curve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiate.game.game import Game
    from negotiate.solvers.arclength import Point
    from negotiate.types import FloatArray

MAX_DENSE: Final = 2_500
MAX_SPARSE: Final = 50_000
"""Most actions of all decisions together: each step solves linear systems of about that size."""

MAX_PAIRS: Final = 5_000_000
"""Most pairs of actions, one after the other, each looked at in each step."""

MAX_STEPS: Final = 1_000

LIMIT: Final = 1e10
"""Precision, times the largest payoff range, at which play counts as the limit."""

NEAR: Final = 1e4
"""Precision, times the largest payoff range, from which on rounding is what hides the branch."""

ROUNDING: Final = "Rounding hides where the branch goes from here on."
BIFURCATION: Final = "Steps became too small to go on: two branches of equilibria come close here."
TOO_LONG: Final = f"The branch was left after {MAX_STEPS:,} steps."


def refusal(game: Game) -> str | None:
    """Return why the branch of `game` cannot be followed, or None if it can."""
    tree = game.tree
    if not np.all(np.isfinite(game.u.astype(np.float64))):
        return "some payoffs are not finite numbers"
    try:
        require_recall(tree)
    except NoAnswerError as error:
        return error.reason
    actions = int(np.diff(tree.slot_start)[tree.decision].sum())
    pairs = n_pairs(tree)
    most = MAX_SPARSE if best_sparse(actions, pairs) else MAX_DENSE
    if actions > most:
        return f"{actions:,} actions that bear on each other are more than the {most:,} of a step"
    if pairs > MAX_PAIRS:
        return f"{pairs:,} pairs of actions, one after the other, are too many for a step"
    return None


def in_ranges(game: Game) -> Game:
    """Return the game in floats, each player's payoffs measured from 0 to 1."""
    spread = game.payoff_range()
    u = (game.u - game.u.min(axis=0)).astype(np.float64) / np.where(spread > 0, spread, 1.0)
    return replace(game, u=u, chance=game.chance.astype(np.float64))


def follow(
    game: Game,
    to: float | None = None,
    *,
    until: Callable[[float, FloatArray], bool] | None = None,
    start: FloatArray | None = None,
) -> Branch:
    """Return the principal branch of agent logit equilibria, from λ = 0 on.

    At λ each action's probability is proportional to exp(λ × what it is worth to its player,
    given that its information set is reached and all others play the same equilibrium).
    Deterministic.

    Parameters
    ----------
    game : Game
        With perfect recall; fractions are rounded to floats.
    to : float, optional
        λ at which the branch ends, exactly, the first time that it comes there; per unit of
        payoff. By default it is followed to the limit, λ × payoff range = `LIMIT`.
    until : callable, optional
        Called with λ and the log behaviour (S,) of each point; the branch ends where it returns
        True.
    start : FloatArray (S,), optional
        Logarithms of weights of the actions at λ = 0, in place of equal ones, by which the
        weights at every λ are multiplied: another branch, whose limits are equilibria too.

    Returns
    -------
    Branch
        Its last point is the one asked for if `reached`.

    Raises
    ------
    NoAnswerError
        If `refusal` gives a reason.

    Notes
    -----
    The limit is a sequential equilibrium (McKelvey & Palfrey 1998, theorem 4), and for almost
    all games the branch leads to one limit only (McKelvey & Palfrey 1995, theorem 3).
    """
    form, per_unit = _form(game)
    curve = Curve(form, np.zeros(form.n) if start is None else form.log_odds_of(start))
    target = None if to is None else to * per_unit
    found, ended, reached = _collect(curve, target, until, per_unit)
    lambdas = np.array([point.rationality for point in found]) / per_unit
    if reached and to is not None:
        lambdas[-1] = to
    return Branch(lambdas, np.array([point.log_behaviour for point in found]), ended, reached)


class Principal:
    """The principal branch as a function of λ: followed as far as it is asked for, and kept.

    Parameters
    ----------
    game : Game

    Attributes
    ----------
    turns_back : bool
        Whether λ falls somewhere on the part that was followed: of several equilibria at one λ
        the first is given.

    Raises
    ------
    NoAnswerError
        If `refusal` gives a reason.
    """

    def __init__(self, game: Game) -> None:
        self._form, self._per_unit = _form(game)
        self._curve = Curve(self._form, np.zeros(self._form.n))
        self._ahead = _within(self._curve.points())
        self._points = [next(self._ahead)]
        self.turns_back = False

    def at(self, rationality: float) -> FloatArray | None:
        """Return the log behaviour (S,) at λ, None if the branch cannot be followed so far."""
        target = rationality * self._per_unit
        points = self._points
        while points[-1].rationality < target:
            found = next(self._ahead, None)
            if found is None:
                return None
            self.turns_back |= found.rationality < points[-1].rationality
            points.append(found)
        k = next(k for k, point in enumerate(points) if point.rationality >= target)
        if k == 0:
            return points[0].log_behaviour
        landed = self._curve.land(points[k - 1], points[k], target)
        return None if landed is None else landed.log_behaviour


def _form(game: Game) -> tuple[AgentForm, float]:
    """Return the agent form in payoffs of range 1, and how many of its units one unit is."""
    reason = refusal(game)
    if reason is not None:
        raise NoAnswerError(reason)
    widest = float(game.payoff_range().max(initial=0.0)) or 1.0
    u = (game.u - game.u.min(axis=0)).astype(np.float64) / widest
    return AgentForm(game, u), widest


def _collect(
    curve: Curve,
    target: float | None,
    until: Callable[[float, FloatArray], bool] | None,
    per_unit: float,
) -> tuple[list[Point], str, bool]:
    """Return the points up to the end that was asked for, why they end, and whether it is there."""
    found: list[Point] = []
    for point in _within(curve.points()):
        if target is not None and found and point.rationality >= target:
            there = curve.land(found[-1], point, target)
            if there is None:
                return found, BIFURCATION, False
            return [*found, there], "The precision asked for is reached.", True
        found.append(point)
        if target is not None and point.rationality >= target:
            return found, "The precision asked for is reached.", True
        if until is not None and until(point.rationality / per_unit, point.log_behaviour):
            return found, "What was waited for has come.", True
        if target is None and point.rationality >= LIMIT:
            return found, "Play no longer changes as precision grows.", True
    if len(found) >= MAX_STEPS:
        return found, TOO_LONG, False
    return found, ROUNDING if found[-1].rationality > NEAR else BIFURCATION, False


def _within(found: Iterator[Point]) -> Iterator[Point]:
    for _, point in zip(range(MAX_STEPS), found, strict=False):
        yield point
