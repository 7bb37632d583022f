"""What the methods share that find a mediator's lottery over the profiles of the normal form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from negotiate.errors import NoAnswerError, UsageError
from negotiate.forms.mediation import marginal
from negotiate.forms.normal import normal_form
from negotiate.forms.sequence import Entries
from negotiate.record import dataclass
from negotiate.results.solution import Answer, Candidate, Coverage, Distribution
from negotiate.solvers import table as tables
from negotiate.solvers.program import Program, optimum, vertex

if TYPE_CHECKING:
    from negotiate.forms.normal import NormalForm
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options
    from negotiate.types import FloatArray, IntArray, NumberArray

MAX_CELLS: Final = 50_000
"""Most profiles among which a lottery is drawn."""

USED: Final = 1e-9
"""Odds below this are 0 where they are not known exactly."""

MAX_ENTRIES: Final = 5_000_000
"""Most entries of the conditions of a linear program."""

SUM: Final = "sum"

UNPINNED: Final = (
    "No exact vertex could be pinned down: the odds are floating-point numbers although the game"
    " is exact."
)


@dataclass(frozen=True, eq=False)
class Setting:
    """A game with its reduced normal form in floats and, where it is exact, in fractions.

    Attributes
    ----------
    game : Game
    form : NormalForm
    table : NumberArray (*shape, P)
        Payoffs, as exact as the game.
    """

    game: Game
    form: NormalForm
    table: NumberArray

    def cells(self) -> IntArray:
        """Return every profile as one strategy of each player (K, axes)."""
        shape = self.form.shape
        return np.indices(shape).reshape(len(shape), int(np.prod(shape))).T

    def pays(self, cells: IntArray) -> NumberArray:
        """Return what profiles pay (K, P)."""
        paid: NumberArray = self.table[tuple(cells.T)].reshape(len(cells), -1)
        return paid


class Builder(Protocol):
    """Writes down what a concept asks of a lottery over some profiles."""

    def __call__(self, setting: Setting, cells: IntArray) -> Entries:
        """Return conditions ``rows @ x <= 0`` on the odds of cells (K, axes), and maybe more."""
        ...


class Completion(Protocol):
    """Adds to the odds of some profiles the unknowns that the conditions have besides."""

    def __call__(self, setting: Setting, cells: IntArray, odds: FloatArray) -> FloatArray:
        """Return the point of the program with these odds."""
        ...


def odds_only(setting: Setting, cells: IntArray, odds: FloatArray) -> FloatArray:  # noqa: ARG001 (a hook)
    """Return the point of a program that has no other unknowns than odds."""
    return odds


def refusal(game: Game) -> str | None:
    """Return why a game has no normal form that can be handled, or None if it has."""
    reason = tables.refusal(game)
    if reason is None:
        cells = int(np.prod(normal_form(game.tree).shape))
        if cells > MAX_CELLS:
            return f"its {cells:,} profiles are more than the {MAX_CELLS:,} that are drawn from"
    return reason


def goal(setting: Setting, cells: IntArray, objective: str) -> NumberArray:
    """Return what each profile contributes to what the lottery is chosen for (K,).

    Raises
    ------
    UsageError
        If there is no player of that key.
    """
    paid, players = setting.pays(cells), setting.game.tree.labels.players
    if objective == SUM:
        total: NumberArray = paid.sum(axis=1)
        return total
    if objective not in players:
        known = ", ".join([SUM, *players])
        raise UsageError(f"no lottery can be chosen for '{objective}'; there are {known}")
    chosen: NumberArray = paid[:, players.index(objective)]
    return chosen


def solve(
    game: Game,
    options: Options,
    conditions: Builder,
    name: str,
    completion: Completion = odds_only,
) -> Answer:
    """Return the lottery that is best for what it is chosen for.

    Parameters
    ----------
    game : Game
    options : Options
        Of which `objective` counts.
    conditions : Builder
    name : str
        What such a lottery is called, in the plural.
    completion : Completion

    Raises
    ------
    NoAnswerError
        If the program is too large, or not solved.
    UsageError
        If there is no such player to choose the lottery for.
    """
    form = normal_form(game.tree)
    table = tables.payoff_table(game, form)
    exact = Setting(game, form, table)
    rough = Setting(game, form, table.astype(np.float64))
    cells = exact.cells()
    program = _program(rough, cells, conditions, options)
    odds = optimum(program)[: len(cells)]
    notes = [_chosen(game, options.objective, name)]
    for least in (1e-12, 1e-9, 1e-7):
        used = cells[odds > least]
        small = _program(exact, used, conditions, options)
        found = vertex(small, completion(rough, used, odds[odds > least]))
        if found is not None:
            break
    else:
        used, found = cells[odds > USED], odds[odds > USED] / odds[odds > USED].sum()
        notes += [UNPINNED] if game.exact else []
    share = found[: len(used)]
    some = np.flatnonzero(share > 0)
    stats: dict[str, float | int | str] = {
        "strategies": tables.size(form),
        "conditions": program.rows.shape[0],
    }
    lottery = candidate(exact, used[some], share[some])
    return Answer((lottery,), Coverage.SOME, stats, tuple(notes))


def _program(setting: Setting, cells: IntArray, conditions: Builder, options: Options) -> Program:
    rows = conditions(setting, cells)
    value = goal(setting, cells, options.objective)
    besides = np.zeros(rows.shape[1] - len(cells), dtype=np.int64).astype(value.dtype)
    return Program(np.concatenate([value, besides]), rows, len(cells))


def deviations(setting: Setting, cells: IntArray, *, told: bool) -> Entries:
    """Return conditions under which no other strategy is better than obeying (R, K).

    Parameters
    ----------
    setting : Setting
    cells : IntArray (K, axes)
        The profiles that may be drawn.
    told : bool
        Whether a player knows its recommendation when it deviates: one row then for each pair
        of a recommended strategy and another one, and else one for each strategy.
    """
    shape, n_cells = setting.form.shape, len(cells)
    require_entries(n_cells * sum(shape))
    row, column, value, start = [], [], [], 0
    paid = setting.pays(cells)
    for axis, player in enumerate(setting.form.players):
        n = shape[axis]
        other = np.repeat(cells[:, None], n, axis=1)
        other[..., axis] = np.arange(n)
        instead = setting.pays(other.reshape(-1, len(shape)))[:, player].reshape(n_cells, n)
        gain = instead - paid[:, [player]]
        from_strategy = cells[:, [axis]] * n if told else np.zeros((n_cells, 1), dtype=np.int64)
        row.append((start + from_strategy + np.arange(n)).ravel())
        column.append(np.repeat(np.arange(n_cells), n))
        value.append(gain.ravel())
        start += n * n if told else n
    return entries(row, column, value, (start, n_cells), setting.table.dtype)


def entries(
    row: list[IntArray],
    column: list[IntArray],
    value: list[NumberArray],
    shape: tuple[int, int],
    kind: np.dtype[np.generic],
) -> Entries:
    """Return the entries of several pieces, without those that are 0."""
    nothing = np.zeros(0, dtype=np.int64)
    rows, columns = np.concatenate([nothing, *row]), np.concatenate([nothing, *column])
    values = np.concatenate([nothing.astype(kind), *value])
    inside = np.flatnonzero(values != 0)
    return Entries(rows[inside], columns[inside], values[inside], shape)


def candidate(setting: Setting, cells: IntArray, odds: NumberArray) -> Candidate:
    """Return a lottery over cells (K, axes) in the words of the tree."""
    tree = setting.game.tree
    actions = np.full((len(cells), tree.n_infosets), -1, dtype=np.int64)
    for k, cell in enumerate(cells.tolist()):
        for own, strategy in zip(setting.form.strategies, cell, strict=True):
            slots = list(own[strategy])
            actions[k, tree.slot_infoset[slots]] = slots
    lottery = Distribution(actions, odds)
    payoff = odds @ setting.pays(cells)
    return Candidate(marginal(setting.game, lottery), payoff, distribution=lottery)


def require_entries(entries: int) -> None:
    """Refuse conditions that are too many.

    Raises
    ------
    NoAnswerError
    """
    if entries > MAX_ENTRIES:
        raise NoAnswerError(
            f"the linear program has more than {MAX_ENTRIES:,} entries",
            "leave out options, so that there are fewer strategies",
        )


def _chosen(game: Game, objective: str, name: str) -> str:
    """Say what the lottery was chosen for."""
    if objective == SUM:
        return f"Of all {name}, the one shown pays the most in sum; another may pay as much."
    who = game.tree.labels.player_names[game.tree.labels.players.index(objective)]
    return f"Of all {name}, the one shown pays {who} the most; another may pay as much."
