"""Certified answers around a point, for games that a page does not solve itself.

From the point outward, an equilibrium is followed for as long as its certificate holds at the
next computed point; where it ends, the game is solved anew and the first equilibrium followed
on. Nothing enters the table without a certificate at its own numbers.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.answer import AUTO, DEFAULT, solve
from negotiate.analysis.beliefs import told_beliefs
from negotiate.analysis.outcome import known_histories
from negotiate.analysis.words import number, situation, spaced
from negotiate.concepts import concept as concept_module
from negotiate.errors import GameFileError, NoAnswerError
from negotiate.results.board import CertifiedAnswer, RegimeTable, Sheet
from negotiate.results.solution import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from negotiate.concepts.protocol import AssessmentConcept
    from negotiate.game.game import Game
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.results.solution import Certificate, Equilibrium, Solution
    from negotiate.solvers.protocol import Options
    from negotiate.spec.model import Parameter
    from negotiate.types import FloatArray, IntArray

LOOKS: Final = 21
"""Points along one parameter."""

HALVINGS: Final = 6
"""How often the gap between two of them is halved where the play changes."""

CELLS: Final = 13
"""Points along each of two parameters."""

PAIRED: Final = 3
"""Parameters of which each two get a sheet: those along which the answer changes most."""

SOLVED: Final = 160
"""Points that are solved anew, at most; beyond, what no known equilibrium covers stays open."""

ONE: Final = frozenset({Coverage.ALL})


class Follower:
    """The answers of one scenario at many points.

    Parameters
    ----------
    parametric : ParametricGame
    concept, method, options
        As in `negotiate.analysis.answer.solve`.
    """

    def __init__(
        self,
        parametric: ParametricGame,
        concept: str,
        method: str = AUTO,
        options: Options = DEFAULT,
    ) -> None:
        self.parametric = parametric
        self.concept, self.method, self.options = concept, method, options
        self.found: list[tuple[Equilibrium, bool]] = []
        self.solved = self.followed = 0

    def at(self, settings: Mapping[str, float], near: Iterator[int]) -> int:
        """Return the answer at a point: one of those near it, or a new one; -1 without."""
        try:
            game = self.parametric.at(settings)
        except GameFileError:
            return -1
        for known in dict.fromkeys(k for k in near if k >= 0):
            if self._holds(game, self.found[known][0]):
                self.followed += 1
                return known
        if self.solved >= SOLVED:
            return -1
        self.solved += 1
        try:
            solution = solve(game, self.concept, self.method, self.options)
        except NoAnswerError:
            return -1
        return self._add(solution)

    def plays(self, answer: int) -> bytes:
        """Return which options an answer plays, to tell answers apart."""
        return b"" if answer < 0 else (self.found[answer][0].behaviour > 0).tobytes()

    def _add(self, solution: Solution) -> int:
        if not solution.equilibria:
            return -1
        first = solution.equilibria[0]
        alone = solution.coverage in ONE and len(solution.equilibria) == 1
        self.found.append((first, alone))
        return len(self.found) - 1

    def _holds(self, game: Game, known: Equilibrium) -> bool:
        if known.rationality is not None or known.distribution is not None:
            return False
        behaviour = np.where(
            game.tree.decision[game.tree.slot_infoset], known.behaviour, game.chance
        )
        return _certificate(game, self.concept, behaviour, known).holds


def regime_table(
    parametric: ParametricGame, concept: str, method: str = AUTO, options: Options = DEFAULT
) -> RegimeTable:
    """Return certified answers along every parameter, and over pairs of those that matter most.

    Parameters
    ----------
    parametric : ParametricGame
    concept : str
        Not ``auto``, and not one with a mediator, whose lottery no odds of options express.
    method, options
        As in `negotiate.analysis.answer.solve`.
    """
    follower = Follower(parametric, concept, method, options)
    here = follower.at({}, iter(()))
    moving = [
        (k, p)
        for k, p in enumerate(parametric.parameters)
        if p.low is not None and p.low != p.high and p.name not in parametric.fixed
    ]
    lines = [_sharpened(follower, _sheet(follower, here, [pair], LOOKS), pair) for pair in moving]
    ranked = sorted(zip(moving, lines, strict=True), key=lambda item: -_changes(item[1]))
    eventful = [pair for pair, line in ranked[:PAIRED] if _changes(line)]
    sheets = [_sheet(follower, here, pair, CELLS) for pair in combinations(sorted(eventful), 2)]
    theta = [float(parametric.fixed.get(p.name, p.value)) for p in parametric.parameters]
    return RegimeTable(
        theta=np.array(theta),
        here=here,
        answers=tuple(_told(parametric.tree, *known) for known in follower.found),
        sheets=(*lines, *sheets),
        concept=concept,
        certified=(
            f"{follower.solved + follower.followed} points were computed beforehand, "
            f"each with its certificate ({concept})."
        ),
    )


def _sheet(follower: Follower, here: int, axes: Any, looks: int) -> Sheet:
    """Compute the points over some parameters, from the present values outward."""
    values = [_points(follower.parametric, parameter, looks) for _, parameter in axes]
    names = [parameter.name for _, parameter in axes]
    centre = [at for _, at in values]
    points = [own for own, _ in values]
    cells = np.full([len(own) for own in points], -1, dtype=np.int64)
    order = sorted(
        product(*(range(len(own)) for own in points)),
        key=lambda cell: sum(abs(i - c) for i, c in zip(cell, centre, strict=True)),
    )
    for cell in order:
        if list(cell) == centre:
            cells[cell] = here
            continue
        settings = {n: own[i] for n, own, i in zip(names, points, cell, strict=True)}
        cells[cell] = follower.at(settings, _inward(cells, cell, centre))
    return Sheet(tuple(k for k, _ in axes), tuple(points), cells.ravel(order="F"))


def _sharpened(follower: Follower, line: Sheet, axis: tuple[int, Parameter]) -> Sheet:
    """Add points where the play changes along a line."""
    points, cells = line.points[0].tolist(), line.cells.tolist()
    for _ in range(HALVINGS):
        for i in range(len(points) - 1, 0, -1):
            a, b = cells[i - 1 : i + 1]
            if follower.plays(a) != follower.plays(b):
                middle = (points[i - 1] + points[i]) / 2
                found = follower.at({axis[1].name: middle}, iter((a, b)))
                points.insert(i, middle)
                cells.insert(i, found)
    return Sheet(line.axes, (np.array(points),), np.array(cells, dtype=np.int64))


def _inward(cells: IntArray, cell: tuple[int, ...], centre: list[int]) -> Iterator[int]:
    """Yield the answers of the neighbours that are nearer to the centre."""
    for axis, (i, c) in enumerate(zip(cell, centre, strict=True)):
        if i != c:
            beside = list(cell)
            beside[axis] += 1 if i < c else -1
            yield int(cells[tuple(beside)])


def _points(parametric: ParametricGame, parameter: Parameter, n: int) -> tuple[FloatArray, int]:
    """Return values over the range, the present one among them, and where that is."""
    now = float(parametric.fixed.get(parameter.name, parameter.value))
    assert parameter.low is not None and parameter.high is not None  # noqa: PT018 (one fact)
    values = np.linspace(float(parameter.low), float(parameter.high), n)
    points = np.unique(np.append(values, now))
    return points, int(np.searchsorted(points, now))


def _changes(sheet: Sheet) -> int:
    return int(np.count_nonzero(np.diff(sheet.cells)))


def _certificate(
    game: Game, concept: str, behaviour: FloatArray, known: Equilibrium
) -> Certificate:
    module = concept_module(concept)
    if known.beliefs is None:
        return module.certify(game, behaviour)
    consistency = known.certificate.consistency
    judge: AssessmentConcept = module  # type: ignore[assignment]  # beliefs come of no other
    trembles = consistency.trembles if consistency else None
    return judge.certify_assessment(game, behaviour, known.beliefs, trembles)


def _told(tree: Tree, equilibrium: Equilibrium, alone: bool) -> CertifiedAnswer:  # noqa: FBT001 (of a pair)
    players = tree.decision[tree.slot_infoset]
    slots = np.flatnonzero(players & (equilibrium.behaviour > 0))
    odds = equilibrium.behaviour[slots].astype(np.float64)
    return CertifiedAnswer(
        slots=slots,
        odds=None if np.all(odds >= 1) else odds,
        beliefs=tuple(_guesses(tree, equilibrium)),
        decided=alone and not equilibrium.ties,
    )


def _guesses(tree: Tree, equilibrium: Equilibrium) -> Iterator[str]:
    """Yield what each player thinks has happened, where it cannot tell."""
    labels, histories = tree.labels, known_histories(tree)
    for h, odds in told_beliefs(tree, equilibrium).items():
        name = labels.player_names[int(tree.infoset_owner[h])]
        guesses = ", ".join(f"{text} {number(chance)}" for text, chance in odds.items())
        where = situation(histories[h])
        yield " ".join(f"{name} at {spaced(labels.move_of(h))} {where}: {guesses}".split())
