"""Best replies of two players with two strategies each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.answer import solve
from negotiate.errors import NoAnswerError, UsageError
from negotiate.forms.normal import normal_form
from negotiate.results.replies import Corner, Replies
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.forms.normal import NormalForm
    from negotiate.game.game import Game
    from negotiate.types import FloatArray

EQUAL: Final = 1e-12
"""A lead below this share of a player's payoff range is none."""


def replies(game: Game, scenario: str = "") -> Replies:
    """Return both best-reply correspondences of a game that is a table of 2 by 2.

    Parameters
    ----------
    game : Game
        Its reduced normal form has two strategies for each of two players.
    scenario : str
        Named in the answer.

    Raises
    ------
    UsageError
        If the game has another shape.

    Notes
    -----
    A player's lead of its first strategy over its second is linear in the odds of the other's
    first strategy, so that the correspondence turns at one value at most, in closed form.
    """
    tree = game.tree
    form = _square(game)
    value = np.zeros((tree.n_nodes, tree.n_players))
    value[tree.leaf] = game.u.astype(np.float64)
    table: FloatArray = form.table(tree, game.chance.astype(np.float64), value)
    one, two = form.players
    first = _line(table[0, :, one] - table[1, :, one], np.ptp(table[:, :, one]))
    second = _line(table[:, 0, two] - table[:, 1, two], np.ptp(table[:, :, two]))
    found = solve(game, "nash", "auto", Options(all=True))
    pairs = [(_odds(form, 0, e.behaviour), _odds(form, 1, e.behaviour)) for e in found.equilibria]
    names = [_names(game, form, place) for place in (0, 1)]
    return Replies(
        scenario=scenario,
        players=(tree.labels.players[one], tree.labels.players[two]),
        moves=(_move(game, form, 0), _move(game, form, 1)),
        strategies=(names[0], names[1]),
        payoffs=tuple(tuple(tuple(cell) for cell in row) for row in table.tolist()),
        lines=(tuple((p, q) for q, p in first), second),
        equilibria=tuple(pairs),
        coverage=found.coverage,
    )


def _square(game: Game) -> NormalForm:
    """Return the normal form, if it is a table of 2 by 2."""
    tree = game.tree
    rule = "best replies fill a square only where two players have two strategies each"
    deciding = len(set(tree.infoset_owner[tree.decision].tolist()))
    if deciding != 2:
        raise UsageError(f"{rule}; in this game players who decide are {deciding}")
    try:
        form = normal_form(tree)
    except NoAnswerError as error:
        raise UsageError(f"{rule}; this game cannot be made into a table: {error}") from error
    if form.shape != (2, 2):
        raise UsageError(f"{rule}; in this game it is {' and '.join(map(str, form.shape))}")
    return form


def _line(lead: FloatArray, span: float) -> tuple[Corner, ...]:
    """Return the corners of (the other's odds, own odds), the other's odds never falling.

    Parameters
    ----------
    lead : FloatArray (2,)
        Of the first strategy, if the other plays its first or its second for sure.
    span : float
        The player's payoff range.
    """
    sure, never = (0 if abs(x) <= EQUAL * span else int(np.sign(x)) for x in lead.tolist())
    if not (sure or never):
        return ()
    best = {1: 1.0, -1: 0.0}
    if sure * never < 0:
        turn = float(lead[1] / (lead[1] - lead[0]))
        return ((0.0, best[never]), (turn, best[never]), (turn, best[sure]), (1.0, best[sure]))
    if never == 0:
        return ((0.0, best[-sure]), (0.0, best[sure]), (1.0, best[sure]))
    if sure == 0:
        return ((0.0, best[never]), (1.0, best[never]), (1.0, best[-never]))
    return ((0.0, best[never]), (1.0, best[never]))


def _odds(form: NormalForm, place: int, behaviour: FloatArray) -> float:
    """Return the odds of a player's first strategy (Kuhn 1953)."""
    return float(np.prod(behaviour[list(form.strategies[place][0])].astype(np.float64)))


def _names(game: Game, form: NormalForm, place: int) -> tuple[str, str]:
    """Return what sets a player's two strategies apart."""
    one, two = (set(slots) for slots in form.strategies[place])
    label = game.tree.labels.action_of
    first, second = (", ".join(map(label, sorted(s))) for s in (one - two, two - one))
    return first, second


def _move(game: Game, form: NormalForm, place: int) -> str:
    one, two = (set(slots) for slots in form.strategies[place])
    slot = min(one ^ two)
    return game.tree.labels.move_of(int(game.tree.slot_infoset[slot]))
