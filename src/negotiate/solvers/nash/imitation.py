"""One equilibrium of any number of players, by games in which one side imitates the other.

A mover wants to be near what is a best reply, an imitator wants to do as the mover does. The
equilibria of their two-player game, over more and more profiles and best replies to them, come
as near to an equilibrium of the game itself as one likes. Newton's method takes the last step.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import normal_form
from negotiate.results.solution import Answer, Coverage
from negotiate.solvers import complementary
from negotiate.solvers import table as tables
from negotiate.solvers.bimatrix import scaled
from negotiate.solvers.recognise import in_fractions
from negotiate.solvers.supports import refined, unit, worth

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray

ABOUT = "One equilibrium of any number of players, as a fixed point found by imitation games."
SOURCE = "McLennan & Tourky 2006, From imitation games to Kakutani"
PRIORITY = 60

STEPS: Final = 60
"""Profiles that are tried from one beginning."""

STARTS: Final = 12
MAX_PIVOTS: Final = 5_000
MAX_CELLS: Final = 200_000


def refusal(game: Game) -> str | None:
    """Return why this method cannot solve `game`, or None if it can."""
    reason = tables.refusal(game)
    if reason is None and prod(normal_form(game.tree).shape) > MAX_CELLS:
        return f"its table has more than {MAX_CELLS:,} cells"
    return reason


def solve(game: Game, options: Options) -> Answer:
    """Return one equilibrium; the beginnings after the first are drawn by `options.seed`.

    Raises
    ------
    NoAnswerError
        If none of the beginnings leads to one.
    """
    form = normal_form(game.tree)
    table = tables.payoff_table(game, form)
    u = np.array([unit(table[..., p]) for p in form.players])
    rng = np.random.default_rng(options.seed)
    steps = 0
    for start in range(STARTS):
        begin = [np.full(n, 1 / n) if not start else rng.dirichlet(np.ones(n)) for n in form.shape]
        mixed, used = _follow(u, begin)
        steps += used
        if mixed is not None:
            break
    else:
        raise NoAnswerError(
            f"{STARTS} beginnings of {STEPS} steps led to no equilibrium", "try another method"
        )
    if game.exact:
        mixed = in_fractions(mixed, table, form.players) or mixed
    payoff = tables.expected_payoff(table, mixed)
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "beginnings": start + 1,
        "steps": steps,
    }
    notes = (tables.FREE,) if form.reduced else ()
    return Answer((tables.candidate(game, form, mixed, payoff),), Coverage.SOME, stats, notes)


def _follow(u: FloatArray, begin: list[FloatArray]) -> tuple[list[FloatArray] | None, int]:
    """Return the equilibrium that one beginning leads to, if any, and the steps it took."""
    ends = np.cumsum(u.shape[1:])[:-1]
    here = begin
    profiles: list[FloatArray] = []
    replies: list[FloatArray] = []
    for step in range(1, STEPS + 1):
        found = refined(u, here)
        if found is not None:
            return found, step
        profiles.append(np.concatenate(here))
        replies.append(np.concatenate(_best_reply(u, here)))
        X, Y = np.array(profiles), np.array(replies)
        distance = ((X[:, None] - Y[None]) ** 2).sum(axis=2)
        end = complementary.equilibrium(
            scaled(-distance), scaled(np.eye(step)), step - 1, MAX_PIVOTS
        )
        if end is None:
            return None, step
        here = np.split(end[1] @ Y, ends)
    return None, STEPS


def _best_reply(u: FloatArray, mixed: list[FloatArray]) -> list[FloatArray]:
    """Return a pure best reply of each player."""
    return [np.eye(n)[worth(u, mixed, p).argmax()] for p, n in enumerate(u.shape[1:])]
