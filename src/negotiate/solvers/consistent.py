"""Equilibria with beliefs by way of sequential ones, and when there are no others.

Each sequential equilibrium is perfect Bayesian, in the weak sense and in the plain one. The
reverse holds where trembles can explain any beliefs that Bayes' rule leaves open, as in games of
one message and one reply.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.question import question_of
from negotiate.results.solution import Coverage
from negotiate.solvers import methods

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer
    from negotiate.solvers.protocol import Options

MORE: Final = (
    "These are sequential; there may be others, whose beliefs off the path no trembles explain."
)
SAME: Final = (
    "In this game trembles explain all beliefs that Bayes' rule leaves open, so that these are"
    " the sequential equilibria and no others."
)


def refusal(game: Game) -> str | None:
    """Return why no method for sequential equilibria takes `game`, or None if one does."""
    reasons = {name: module.refusal(game) for name, module in methods("sequential").items()}
    if None in reasons.values():
        return None
    return "; ".join(f"{name.replace('_', ' ')}: {reason}" for name, reason in reasons.items())


def solve(game: Game, options: Options) -> Answer:
    """Return sequential equilibria by the first of their methods that answers.

    Raises
    ------
    NoAnswerError
        If none does.
    """
    failures = []
    for name, module in methods("sequential").items():
        if module.refusal(game) is None:
            try:
                return _told(game, name, module.solve(game, options))
            except NoAnswerError as error:
                failures.append(error.reason)
    raise NoAnswerError("; ".join(failures) or "no method takes this game", "make it smaller")


def _told(game: Game, name: str, answer: Answer) -> Answer:
    stats = {**answer.stats, "by": name.replace("_", " ")}
    if beliefs_are_free(game):
        notes = (*answer.notes, SAME) if not game.tree.perfect_information else answer.notes
        return replace(answer, stats=stats, notes=notes)
    whole = answer.coverage is Coverage.ALL
    coverage = Coverage.SOME if whole else answer.coverage
    return replace(answer, coverage=coverage, stats=stats, notes=(*answer.notes, MORE))


def beliefs_are_free(game: Game) -> bool:
    """Return whether trembles explain any beliefs that follow Bayes' rule on the path.

    They do if at most one decision, at an action that leads nowhere else that matters, precedes
    each history that somebody has to guess: each history then has a tremble of its own, whose
    weight may be anything. Where one action alone can be best, nothing hangs on beliefs.
    """
    tree = game.tree
    if tree.perfect_information:
        return True
    question, _ = question_of(game)
    owner = tree.infoset_owner
    before: Counter[int] = Counter()
    for h in question.matter:
        for node in np.asarray(tree.nodes_of(h)).tolist():
            decided = [slot for at, slot in tree.path_to(node) if owner[at] >= 0]
            if len(decided) > 1:
                return False
            before.update(decided)
    return max(before.values(), default=0) <= 1
