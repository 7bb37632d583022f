"""What the methods that solve tables share: from a game to its table, and back to behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import normal_form
from negotiate.results.solution import Candidate
from negotiate.solvers.ties import tie_tolerance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.forms.normal import NormalForm
    from negotiate.game.game import Game
    from negotiate.solvers.bimatrix import Extremes
    from negotiate.types import NumberArray

FREE: Final = (
    "Where a player's own earlier choice rules a decision out, its options are shown as equally"
    " likely: nothing turns on it."
)


def refusal(game: Game) -> str | None:
    """Return why a game has no normal form that can be handled, or None if it has."""
    if not game.exact and not np.all(np.isfinite(game.u)):
        return "some payoffs are not finite numbers"
    try:
        normal_form(game.tree)
    except NoAnswerError as error:
        return error.reason
    return None


def payoff_table(game: Game, form: NormalForm, value: NumberArray | None = None) -> NumberArray:
    """Return the payoffs of each profile (*form.shape, P).

    Parameters
    ----------
    game : Game
    form : NormalForm
    value : NumberArray (N, P), optional
        What nodes are worth at which the part ends; by default only leaves have a worth.
    """
    if value is None:
        value = np.zeros((game.tree.n_nodes, game.tree.n_players), dtype=game.u.dtype)
        value[game.tree.leaf] = game.u
    return form.table(game.tree, game.chance, value)


def tolerance(game: Game) -> NumberArray:
    """Return by how little payoffs may differ and still tie, for each player (P,)."""
    each = np.ascontiguousarray(game.u.T)  # rows are looked through several times faster
    return tie_tolerance(each.min(axis=1), each.max(axis=1))


def two_player_equilibria(
    table: NumberArray, players: Sequence[int], slack: NumberArray
) -> Extremes:
    """Return the extreme equilibria of a table in which at most two players decide.

    Parameters are those of `two_player_payoffs`.
    """
    from negotiate.solvers.bimatrix import extreme_equilibria  # noqa: PLC0415 (few games need it)

    return extreme_equilibria(*two_player_payoffs(table, players, slack))


def two_player_payoffs(
    table: NumberArray, players: Sequence[int], slack: NumberArray
) -> tuple[NumberArray, NumberArray]:
    """Return what each of at most two players gets (n_1, n_2).

    Parameters
    ----------
    table : NumberArray (n_1, n_2, P), (n_1, P) or (P,)
    players : sequence of int
        Who decides; whoever is missing has a single strategy.
    slack : NumberArray (P,)
        A player whose payoffs all differ by no more has equal payoffs.
    """
    n_rows, n_columns = ([*table.shape[:-1], 1, 1])[:2]
    cells = table.reshape(n_rows, n_columns, -1)
    payoffs = []
    for seat in range(2):
        mine = cells[..., players[seat]] if seat < len(players) else cells[..., 0] * 0
        flat = seat < len(players) and mine.max() - mine.min() <= slack[players[seat]]
        payoffs.append(mine * 0 if flat else mine)
    return payoffs[0], payoffs[1]


def candidate(
    game: Game, form: NormalForm, mixed: Sequence[NumberArray], payoff: NumberArray
) -> Candidate:
    """Return a profile of mixed strategies as behaviour in the game.

    It is in fractions only if the strategies are: equilibria may be irrational.
    """
    exact = all(odds.dtype == object for odds in mixed)
    behaviour = game.chance.copy() if exact else game.chance.astype(np.float64)
    form.write(game.tree, mixed, behaviour)
    return Candidate(behaviour, payoff)


def expected_payoff(table: NumberArray, mixed: Sequence[NumberArray]) -> NumberArray:
    """Return what a profile of mixed strategies pays (P,)."""
    for odds in mixed:
        if odds.dtype == table.dtype == object:  # what is not played is not multiplied
            played = np.flatnonzero(odds)
            table = np.tensordot(odds[played], table[played], axes=1)
        else:
            table = np.tensordot(odds, table, axes=1)
    return table


def size(form: NormalForm) -> str:
    """Return the numbers of strategies, as in ``3 × 4``."""
    return " × ".join(map(str, form.shape)) or "1"
