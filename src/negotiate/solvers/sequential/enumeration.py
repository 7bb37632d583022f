"""All sequential equilibria of a small game, support by support, in fractions.

For each choice of played actions, and each way in which trembles can leave beliefs, what has to
hold is a system of polynomial equations and inequalities. It is solved exactly; what is left
free makes a continuum, which is described by its conditions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.assemble import assessment
from negotiate.forms.assessment.cells import pieces
from negotiate.forms.assessment.components import components
from negotiate.forms.assessment.question import count, impossible, question_of, supports
from negotiate.forms.subgames import require_recall
from negotiate.results.solution import Answer, Candidate, Coverage

if TYPE_CHECKING:
    from negotiate.forms.assessment.components import Component
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import Options

ABOUT = "All assessments of a small game, support by support, with what holds in a continuum."
SOURCE = (
    "Kreps & Wilson 1982, section 5 and appendix; bases by orders of trembles as in Streufert 2006"
)
PRIORITY = 10

MAX_SUPPORTS: Final = 7_000
MAX_NODES: Final = 400

CONTINUUM: Final = (
    "{} of {} are continua: each stands for all that meet its conditions, edges included."
)
DOUBTFUL: Final = (
    "Whether some hold hangs on numbers that are 0 to 25 digits, and not proved to be."
)
IDLE: Final = "Beliefs that change nothing are those that the same trembles leave."


def refusal(game: Game) -> str | None:
    """Return why this method does not take `game`, or None if it does."""
    tree = game.tree
    if not game.exact and not np.all(np.isfinite(game.u)):
        return "some payoffs are not finite numbers"
    if tree.n_nodes > MAX_NODES:
        return f"it takes trees of up to {MAX_NODES} nodes, and this one has {tree.n_nodes:,}"
    try:
        require_recall(tree)
    except NoAnswerError as error:
        return error.reason
    reason = impossible(game)
    if reason is not None:
        return reason
    _, allowed = question_of(game)
    n = count(allowed, tree.infoset_owner)
    if n > MAX_SUPPORTS:
        return f"there are {n:,} supports to go through, and it takes up to {MAX_SUPPORTS:,}"
    return None


def solve(game: Game, options: Options) -> Answer:
    """Return all sequential equilibria, one candidate for each connected component.

    They are found together, so `options.all` makes no difference.
    """
    question, allowed = question_of(game)
    found, unsolved, tried = [], 0, 0
    for support in supports(question, allowed):
        tried += 1
        more, beyond = pieces(question, support)
        found += more
        unsolved += beyond
    parts = components(question, found)
    shown = parts[: options.cap]
    continua = sum(bool(c.conditions()) for c in shown)
    notes = [CONTINUUM.format(continua, len(shown))] if continua else []
    notes += [IDLE] if len(question.matter) < int((game.tree.infoset_size > 1).sum()) else []
    if unsolved:
        notes.append(f"{unsolved} systems of conditions are beyond this method and left out.")
    if len(parts) > len(shown):
        notes.append(f"The list stops after {len(shown)} of {len(parts)} components.")
    exact = all(c.exact for c in parts)
    if not exact:
        notes.append("Some continuum is shown by a point of it and the conditions around it.")
    doubtful = any(c.doubtful for c in parts)
    if doubtful:
        notes.append(DOUBTFUL)
    stats: dict[str, float | int | str] = {
        "supports": tried,
        "pieces": len(found),
        "components": len(parts),
    }
    whole = not unsolved and exact and not doubtful and len(parts) == len(shown)
    if not parts:
        return Answer((), Coverage.NONE_FOUND, stats, tuple(notes))
    coverage = Coverage.ALL if whole else Coverage.SOME
    return Answer(tuple(candidate(game, c) for c in shown), coverage, stats, tuple(notes))


def candidate(game: Game, component: Component) -> Candidate:
    """Return a component by its representative; in floats unless all is exact."""
    part = component.representative
    behaviour, beliefs, trembles = assessment(part.question, part.piece)
    nothing = np.full(game.tree.n_players, np.nan)  # payoffs are recomputed before they are shown
    point = part.points[-1]
    nodes = [v for v in point if v >= game.tree.n_slots]
    exact = all(beliefs[v - game.tree.n_slots] == point[v] for v in nodes)
    if not game.exact or part.piece.region.rounded or not exact:
        behaviour, beliefs = behaviour.astype(float), beliefs.astype(float)
        trembles = replace(trembles, weight=trembles.weight.astype(float))
    return Candidate(
        behaviour,
        nothing,
        beliefs=beliefs,
        trembles=trembles,
        conditions=component.conditions(),
    )
