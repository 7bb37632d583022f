"""What the methods share that solve two-player games on their sequences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.sequence import Sequences, sequence_form
from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers.extreme_plans import Side, extreme_plan

if TYPE_CHECKING:
    from negotiate.forms.sequence import Entries, SequenceForm
    from negotiate.game.game import Game
    from negotiate.types import FloatArray, NumberArray

OPPOSED: Final = 1e-10
"""Largest departure from strictly opposed interests, relative to the payoff range."""

FREE: Final = (
    "Where a player's own earlier choice rules a decision out, a best reply to the others is"
    " shown; where theirs do too, all options are shown as equally likely."
)

UNPINNED: Final = (
    "No exact vertex could be pinned down: the odds are floating-point numbers although the game"
    " is exact."
)


class Duel(NamedTuple):
    """Two seats, and what each of them has at stake as a matrix over sequences (n_1, n_2).

    Where nobody takes the second seat, or either, it has the empty sequence only.
    """

    form: SequenceForm
    seats: tuple[Sequences, Sequences]
    stakes: tuple[Entries, Entries]


def refusal(game: Game) -> str | None:
    """Return why a game is none of two players with perfect recall, or None if it is."""
    if not game.exact and not np.all(np.isfinite(game.u)):
        return "some payoffs are not finite numbers"
    deciders = np.unique(game.tree.infoset_owner[game.tree.decision])
    if len(deciders) > 2:
        return f"{len(deciders)} players decide something, and this method is for two"
    try:
        sequence_form(game)
    except NoAnswerError as error:
        return error.reason
    return None


def duel(game: Game) -> Duel:
    """Return the sequence form of a game as a contest of two seats."""
    form = sequence_form(game)
    nothing = np.zeros(0, dtype=np.int64)
    leaf = np.zeros(game.tree.n_leaves, dtype=np.int64)
    nobody = Sequences(-1, nothing, nothing, nothing, np.ones(1, dtype=np.int64), leaf)
    first, second = (*form.sides, nobody, nobody)[:2]
    worth = [game.u[:, s.player] if s.player >= 0 else game.u[:, 0] * 0 for s in (first, second)]
    return Duel(form, (first, second), (form.payoffs(worth[0]), form.payoffs(worth[1])))


def opposed(game: Game) -> bool:
    """Return whether what one decider gains the other loses, up to units and a constant.

    A single decider counts: nobody is there to disagree. Leaves that chance rules out do not.
    """
    form = sequence_form(game)
    if len(form.sides) < 2:
        return True
    u, v = (game.u[form.weight > 0, side.player] for side in form.sides)
    u, v = u - u.min(), v - v.min()
    if not u.max() or not v.max():
        return bool(u.max() == v.max())
    gap = np.abs(u * v.max() + v * u.max() - u.max() * v.max())
    slack = 0 if game.exact else OPPOSED * u.max() * v.max()
    return bool(np.all(gap <= slack))


def scaled(matrix: Entries) -> Entries:
    """Return payoffs in floats, the largest at 1 or -1."""
    value = matrix.value.astype(np.float64)
    return replace(matrix, value=value / (np.abs(value).max(initial=0.0) or 1.0))


def fractions(matrix: Entries) -> Entries:
    """Return payoffs in fractions: a float is one, too."""
    value = [Fraction(v) for v in matrix.value.tolist()]
    return replace(matrix, value=np.array(value, dtype=object))


def shifted(game: Game) -> Game:
    """Return the game with payoffs moved so that each player's range is centred on 0.

    Strategies and their comparison stay the same, and floats keep their digits.
    """
    middle = (game.u.max(axis=0) + game.u.min(axis=0)) / 2
    return replace(game, u=game.u - middle)


def answer(
    game: Game, duel: Duel, plans: tuple[FloatArray, FloatArray], notes: tuple[str, ...] = ()
) -> Answer:
    """Return an answer of one equilibrium, its plans replaced by the vertices they stand for.

    Parameters
    ----------
    game : Game
    duel : Duel
        Of the game itself, not shifted.
    plans : FloatArray (n_1,) and (n_2,)
    notes : tuple of str
    """
    better = [_vertex(duel, plans, seat) for seat in range(2)]
    found: list[NumberArray] = [
        plan if vertex is None else vertex for plan, vertex in zip(plans, better, strict=True)
    ]
    if game.exact and any(vertex is None for vertex in better):
        found = [plan.astype(np.float64) for plan in found]
        notes += (UNPINNED,)
    return Answer(
        (candidate(game, duel, found),),
        Coverage.SOME,
        {"sequences": " × ".join(str(seat.n) for seat in duel.seats)},
        (*notes, FREE) if any(seat.parent.any() for seat in duel.seats) else notes,
    )


def candidate(game: Game, duel: Duel, plans: list[NumberArray]) -> Candidate:
    """Return realization plans as a behaviour profile and what it pays."""
    own = plans[: len(duel.form.sides)]
    behaviour = duel.form.behaviour(game, own)
    duel.form.complete(game, own, behaviour)
    odds = duel.form.weight.astype(np.float64)
    for seat, plan in zip(duel.seats, plans, strict=True):
        odds = odds * plan.astype(np.float64)[seat.leaf]
    return Candidate(behaviour, odds @ game.u.astype(np.float64))


def _vertex(duel: Duel, plans: tuple[FloatArray, FloatArray], seat: int) -> NumberArray | None:
    """Return the vertex near the plan of one seat: it keeps the other one indifferent."""
    stakes = duel.stakes[1 - seat]
    over = stakes if seat == 1 else stakes.transposed
    side = Side(duel.seats[seat], duel.seats[1 - seat], over, plans[1 - seat])
    return extreme_plan(side, plans[seat])
