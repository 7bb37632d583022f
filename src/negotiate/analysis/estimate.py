"""Maximum likelihood: how rational players must be to make observed choices likely.

The λ of agent quantal response equilibrium at which observed choices are likeliest (McKelvey &
Palfrey 1995, section 5; 1998, section 6), on the branch that begins at equal odds, and all λ that
a likelihood-ratio test does not reject.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isfinite
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.compare import bare_info
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.record import dataclass
from negotiate.results.estimate import Estimate, Fitted
from negotiate.solvers.logit import Principal
from negotiate.solvers.qre import backward
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.results.estimate import Observation
    from negotiate.types import FloatArray

LEVEL: Final = 0.95

GRID: Final = np.concatenate([[0.0], np.logspace(-3, 6, 109)])
"""Values of λ times the largest payoff range among which the likeliest is looked for first."""

HALVINGS: Final = 60

SAME: Final = 1e-12
"""Difference of log likelihoods, for each choice observed, that is rounding."""

MULTIPLE: Final = "The branch of equilibria turns back: of several at one λ the first was used."
ENDED: Final = "The branch of equilibria could be followed to λ = {:.6g} only, not beyond."
NO_LIMIT: Final = (
    "The larger λ, the better the fit: the choices are those of fully rational players, as far as"
    " they tell."
)
NO_REASON: Final = "No λ above 0 fits better than choices at random."


@dataclass(frozen=True, slots=True)
class Fit:
    """The likeliest λ, and the interval of those that are not rejected.

    Attributes
    ----------
    rationality, low, high : float
    log_likelihood, at_random : float
    notes : tuple of str
    """

    rationality: float
    low: float
    high: float
    log_likelihood: float
    at_random: float
    notes: tuple[str, ...]


def estimate(
    game: Game, observations: Sequence[Observation], level: float = LEVEL, scenario: str = ""
) -> Estimate:
    """Return the likeliest rationality of observed choices.

    Parameters
    ----------
    game : Game
    observations : sequence of Observation
        Choices taken independently, each once or with its count.
    level : float
        Of the confidence interval, between 0 and 1.
    scenario : str
        Named in the answer.

    Raises
    ------
    UsageError
        If an observation fits no decision of the game or several, or none fits.
    NoAnswerError
        If no quantal response equilibrium can be computed, or the choices are as likely at one λ
        as at any other.
    """
    if not 0 < level < 1:
        raise UsageError(f"a confidence level lies between 0 and 1, not at {level}")
    counts = counts_of(game.tree, observations)
    response = response_of(game)
    found = fit(game, counts, response, level)
    predicted = response(found.rationality if isfinite(found.rationality) else found.low)
    assert predicted is not None
    if not isfinite(found.rationality):
        last = response(_grid(game)[-1])
        predicted = predicted if last is None else last
    observed = counts[counts > 0]
    totals = np.add.reduceat(counts, game.tree.slot_start[:-1])[game.tree.slot_infoset]
    return Estimate(
        game=bare_info(game),
        scenario=scenario,
        rationality=found.rationality,
        low=found.low,
        high=found.high,
        level=level,
        log_likelihood=found.log_likelihood,
        at_random=found.at_random,
        at_best=float(observed @ np.log(observed / totals[counts > 0])),
        observations=float(counts.sum()),
        decisions=_fitted(game.tree, counts, np.exp(predicted)),
        notes=found.notes,
        version=__version__,
    )


def response_of(game: Game) -> Callable[[float], FloatArray | None]:
    """Return the function from λ to log behaviour (S,), None where it cannot be computed."""
    if backward.refusal(game) is not None:
        return Principal(game).at
    u = (game.u - game.u.min(axis=0)).astype(np.float64)[..., None]
    chance = game.chance.astype(np.float64)[:, None]

    def closed_form(rationality: float) -> FloatArray:
        behaviour, _ = backward.respond(game.tree, u, chance, np.array([rationality]))
        with np.errstate(divide="ignore"):
            log: FloatArray = np.log(behaviour[:, 0])
        return log

    return closed_form


def fit(
    game: Game,
    counts: FloatArray,
    response: Callable[[float], FloatArray | None],
    level: float = LEVEL,
) -> Fit:
    """Return the likeliest λ of counts of choices (S,), with its interval.

    Notes
    -----
    A grid over all magnitudes first, since the likelihood may have several peaks; then the root
    of its derivative next to the highest. The interval runs from the first λ to the last that a
    likelihood-ratio test does not reject.
    """
    chosen = counts > 0

    def likelihood(rationality: float) -> float:
        log = response(rationality)
        return -inf if log is None else float(counts[chosen] @ log[chosen])

    grid = _grid(game)
    values = [likelihood(at) for at in grid]
    known = next((k for k, at in enumerate(grid) if response(at) is None), len(grid))
    grid, values = grid[:known], values[:known]
    notes = [] if known == len(GRID) else [ENDED.format(grid[-1])]
    if max(values) - min(values) <= SAME * float(counts.sum()):
        raise NoAnswerError(
            "these choices are as likely at one λ as at any other",
            "observe decisions at which the options are worth different amounts",
        )
    k = int(np.argmax(values))
    if notes and k == len(grid) - 1:
        raise NoAnswerError(f"the fit still improves where the search ends. {notes[0]}")
    if values[-1] >= values[k] - SAME * float(counts.sum()):
        best, highest = inf, values[-1]
        notes.append(NO_LIMIT)
    else:
        best = _peak(likelihood, grid[max(k - 1, 0)], grid[k + 1], grid[1])
        highest = likelihood(best)
        notes += [] if best > 0 else [NO_REASON]
    if getattr(getattr(response, "__self__", None), "turns_back", False):
        notes.append(MULTIPLE)
    floor = highest - NormalDist().inv_cdf((1 + level) / 2) ** 2 / 2
    low, high = _interval(likelihood, grid, values, (best, highest), floor)
    return Fit(best, low, high, highest, values[0], tuple(notes))


def _grid(game: Game) -> list[float]:
    widest = float(game.payoff_range().max(initial=0.0)) or 1.0
    grid: list[float] = (GRID / widest).tolist()
    return grid


def _peak(likelihood: Callable[[float], float], low: float, high: float, unit: float) -> float:
    """Return where the likelihood is highest between two λ, by the root of its slope."""

    def rises(at: float) -> bool:
        if at == 0:
            return likelihood(1e-4 * unit) > likelihood(0.0)
        step = min(1e-3 * max(at, unit), at / 2)
        near = likelihood(at + step) - likelihood(at - step)
        far = likelihood(at + 2 * step) - likelihood(at - 2 * step)
        return 8 * near > far  # the slope up to the fourth order of the step

    if low == 0 and not rises(0.0):
        return 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) else (low, middle)
    return (low + high) / 2


def _interval(
    likelihood: Callable[[float], float],
    grid: list[float],
    values: list[float],
    peak: tuple[float, float],
    floor: float,
) -> tuple[float, float]:
    """Return the first and the last λ at which the likelihood is at least `floor`."""
    points = sorted([*zip(grid, values, strict=True), *([peak] if isfinite(peak[0]) else [])])
    inside = [k for k, (_, value) in enumerate(points) if value >= floor]
    first, last = inside[0], inside[-1]
    ends = []
    for k, outside in ((first, first - 1), (last, last + 1)):
        if outside < 0:
            ends.append(0.0)
        elif outside == len(points):
            ends.append(inf)
        else:
            within, without = points[k][0], points[outside][0]
            for _ in range(HALVINGS):
                middle = (within + without) / 2
                if likelihood(middle) >= floor:
                    within = middle
                else:
                    without = middle
            ends.append(within)
    return ends[0], ends[1]


def counts_of(tree: Tree, observations: Sequence[Observation]) -> FloatArray:
    """Return how often each slot was chosen (S,).

    Raises
    ------
    UsageError
        If an observation fits no decision or several, its count is no count, or there are none.
    """
    known = histories(tree)
    counts = np.zeros(tree.n_slots)
    for observation in observations:
        place = f"{observation.where}: " if observation.where else ""
        if not (isfinite(observation.count) and observation.count >= 0):
            raise UsageError(f"{place}a count is a number of 0 or more, not {observation.count}")
        infoset = _infoset(tree, known, observation, place)
        options = {tree.labels.action_of(s): s for s in range(*tree.slot_start[infoset:][:2])}
        if observation.option not in options:
            hint = nearest(observation.option, options) or f"it has {', '.join(options)}"
            raise UsageError(
                f"{place}'{observation.move}' has no option '{observation.option}' there; {hint}"
            )
        counts[options[observation.option]] += observation.count
    if not counts.sum() > 0:
        raise UsageError("there is no observation to estimate from")
    return counts


def histories(tree: Tree) -> dict[int, dict[str, str]]:
    """Return what is known at each decision of a player: choices that all its nodes share."""
    known: dict[int, dict[str, str]] = {}
    for node in np.flatnonzero(tree.owner >= 0).tolist():
        infoset, history = int(tree.infoset[node]), tree.history_of(node)
        before = known.setdefault(infoset, history)
        known[infoset] = {m: o for m, o in before.items() if history.get(m) == o}
    return known


def _infoset(
    tree: Tree, known: Mapping[int, Mapping[str, str]], observation: Observation, place: str
) -> int:
    """Return the decision that an observation is about."""
    move, after = observation.move, observation.after
    named = [h for h in known if tree.labels.move_of(h) == move]
    if not named:
        moves = dict.fromkeys(tree.labels.move_of(h) for h in known)
        hint = nearest(move, moves) or f"there are {', '.join(moves)}"
        raise UsageError(f"{place}no player decides '{move}'; {hint}")
    fitting = [h for h in named if all(known[h].get(m) == o for m, o in after.items())]
    if len(fitting) == 1:
        return fitting[0]
    said = ", ".join(f"{m} = {o}" for m, o in after.items()) or "nothing said of what came before"
    if not fitting:
        raise UsageError(f"{place}'{move}' is never decided knowing {said}")
    differing: defaultdict[str, set[str]] = defaultdict(set)
    for h in fitting:
        for m, o in known[h].items():
            differing[m].add(o)
    tell = ", ".join(m for m, options in differing.items() if len(options) > 1)
    raise UsageError(
        f"{place}'{move}' is decided in {len(fitting)} situations, with {said}; say after which"
        f" {tell or 'moves'}"
    )


def _fitted(tree: Tree, counts: FloatArray, predicted: FloatArray) -> tuple[Fitted, ...]:
    found = []
    for infoset, history in histories(tree).items():
        slots = range(*tree.slot_start[infoset:][:2])
        if counts[slots.start : slots.stop].sum() > 0:
            names = [tree.labels.action_of(s) for s in slots]
            found.append(
                Fitted(
                    tree.labels.players[int(tree.infoset_owner[infoset])],
                    tree.labels.move_of(infoset),
                    history,
                    dict(zip(names, counts[slots.start : slots.stop].tolist(), strict=True)),
                    dict(zip(names, predicted[slots.start : slots.stop].tolist(), strict=True)),
                )
            )
    return tuple(found)
