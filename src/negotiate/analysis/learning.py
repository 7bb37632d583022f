"""Learning in two-player games, by Nashpy: processes, no solution concepts.

A process may settle where nobody gains by another strategy, go round for ever, or stop elsewhere.
So no certificate is claimed; each moment carries its regret, and the reader sees how far it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.compare import bare_info
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.forms.normal import normal_form
from negotiate.forms.plans import plan_names
from negotiate.results.learning import Learning, Moment
from negotiate.solvers.table import payoff_table
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiate.game.game import Game
    from negotiate.types import FloatArray

    Course = list[tuple[float, FloatArray, FloatArray]]

NO_EQUILIBRIUM: Final = (
    "A course of learning, and no equilibrium concept: where it stands is an equilibrium only if"
    " its regret is 0."
)

MOMENTS: Final = 8
"""Moments that are kept, each about as much later than the last as a share."""

FINEST: Final = 20
"""Steps of the replicator equation in a unit of time."""


def learn(
    game: Game, process: str = "fictitious", *, length: int = 1000, seed: int = 0
) -> Learning:
    """Return the course of a learning process.

    Parameters
    ----------
    game : Game
        Two players decide in it.
    process : {"fictitious", "replicator"}
        Fictitious play: each answers what the other has played so far. Replicator: strategies
        that do better than the average of their population spread.
    length : int
        Rounds, or units of time in which payoffs are shares of each player's range.
    seed : int
        Breaks ties of fictitious play, and draws where the replicator equation starts.

    Raises
    ------
    UsageError
        If there is no process of that name.
    NoAnswerError
        If not exactly two players decide, or the normal form is too large.
    """
    if process not in PROCESSES:
        known = nearest(process, PROCESSES) or f"there are {', '.join(PROCESSES)}"
        raise UsageError(f"no process is called '{process}'; {known}")
    form = normal_form(game.tree)
    if len(form.players) != 2:
        raise NoAnswerError(
            f"{len(form.players)} players decide something, and these processes are for two"
        )
    table = payoff_table(game, form).astype(float)
    matrices = [_shares(table[..., player]) for player in form.players]
    run, source = PROCESSES[process]
    names, keys = plan_names(game.tree, form), [game.tree.labels.players[p] for p in form.players]
    moments = []
    for at, *odds in run(matrices[0], matrices[1], length, seed):
        told = {
            key: dict(zip(own, mixed.tolist(), strict=True))
            for key, own, mixed in zip(keys, names, odds, strict=True)
        }
        moments.append(Moment(at, told, _regret(matrices[0], matrices[1], *odds)))
    return Learning(
        game=bare_info(game),
        scenario="",
        process=process,
        seed=seed,
        moments=tuple(moments),
        source=source,
        sentence=NO_EQUILIBRIUM,
        version=__version__,
    )


def _shares(payoffs: FloatArray) -> FloatArray:
    """Return payoffs as shares of their range, so that no unit of payoff sets the pace."""
    spread = float(np.ptp(payoffs))
    return (payoffs - payoffs.min()) / spread if spread else payoffs * 0


def _regret(a: FloatArray, b: FloatArray, x: FloatArray, y: FloatArray) -> float:
    """Return the larger of the two regrets, as a share of the payoff range."""
    rows, columns = a @ y, x @ b
    return float(max(rows.max() - x @ rows, columns.max() - columns @ y, 0))


def _fictitious(a: FloatArray, b: FloatArray, length: int, seed: int) -> Course:
    """Return frequencies of play after some rounds (Brown 1951)."""
    import nashpy  # noqa: PLC0415 (loads scipy)

    kept = set(_moments(length))
    with _seeded(seed):
        plays = enumerate(nashpy.Game(a, b).fictitious_play(iterations=length))
        return [(float(n), rows / n, columns / n) for n, (rows, columns) in plays if n in kept]


def _replicator(a: FloatArray, b: FloatArray, length: int, seed: int) -> Course:
    """Return the shares of two populations over time (Taylor & Jonker 1978; Taylor 1979)."""
    import nashpy  # noqa: PLC0415 (loads scipy)

    draw = np.random.default_rng(seed)
    start = [draw.dirichlet(np.ones(n)) for n in a.shape]
    times = np.linspace(0, length, FINEST * length + 1)
    rows, columns = nashpy.Game(a, b).asymmetric_replicator_dynamics(*start, timepoints=times)
    kept = [0, *(FINEST * n for n in _moments(length))]
    return [(float(times[k]), _odds(rows[k]), _odds(columns[k])) for k in kept]


def _odds(shares: FloatArray) -> FloatArray:
    """Return shares without what the integration has lost or gained."""
    kept: FloatArray = np.clip(shares, 0, None)
    kept /= kept.sum()
    return kept


def _moments(length: int) -> list[int]:
    """Return rounds from 1 to the last, as far apart as shares as may be."""
    return sorted({round(n) for n in np.geomspace(1, length, MOMENTS).tolist()})


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed numpy's global generator, which Nashpy draws from, and leave it as it was."""
    before: Any = np.random.get_state()  # noqa: NPY002 (it is Nashpy's)
    np.random.seed(seed)  # noqa: NPY002 (as above)
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002 (as above)


PROCESSES: Final[dict[str, tuple[Callable[[FloatArray, FloatArray, int, int], Course], str]]] = {
    "fictitious": (_fictitious, "Brown 1951; by Nashpy"),
    "replicator": (_replicator, "Taylor & Jonker 1978; Taylor 1979 for two populations; by Nashpy"),
}
