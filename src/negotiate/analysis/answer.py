"""Solve a game under a concept: find a method, run it, and believe nothing that it cannot prove.

Whatever a method proposes is certified on the original game by the concept. Candidates that
fail are dropped, and what the list covers is said accordingly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from negotiate.analysis.prospects import Prospects
from negotiate.concepts import concept as concept_module
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.forms.evaluation import expected
from negotiate.forms.mediation import obeyed
from negotiate.forms.replies import innermost
from negotiate.forms.subgames import subgame_roots
from negotiate.results.solution import Coverage, Equilibrium, Solution
from negotiate.solvers import methods
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.concepts.protocol import (
        AssessmentConcept,
        MediatorConcept,
        QuantalConcept,
    )
    from negotiate.game.game import Game
    from negotiate.results.solution import Answer, Candidate, Certificate
    from negotiate.solvers.protocol import SolverMethod
    from negotiate.types import NumberArray

AUTO: Final = "auto"
DEFAULT: Final = Options()


def solve(
    game: Game,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    *,
    margins: bool = True,
) -> Solution:
    """Return the certified equilibria of a game, and what their list covers.

    Parameters
    ----------
    game : Game
    concept : str
        A concept, or ``auto``: see `concept_for`.
    method : str
        A method of the concept, or ``auto``: the applicable ones in the order of their
        priority, until one answers. What was passed over, and why, is in the notes.
    options : Options
    margins : bool
        False leaves out the margins, and ties, that the method does not give: of many games, of
        which no more is asked than what is played.

    Returns
    -------
    Solution
        Without equilibria only where a method proves that there are none.

    Raises
    ------
    UsageError
        If there is no concept or method of that name.
    NoAnswerError
        If no method takes the game, or none finds an answer that its certificate confirms.
    """
    concept = concept_for(game) if concept == AUTO else concept
    concept_module(concept)
    passed: list[str] = []
    for name, module in _chosen(concept, method).items():
        reason = module.refusal(game)
        if reason is None:
            try:
                answer = module.solve(game, options)
                solution = _certified(game, concept, name, answer, margins=margins)
            except NoAnswerError as error:
                reason = error.reason
            else:
                if solution.equilibria or solution.coverage is Coverage.NONE_EXISTS:
                    return replace(solution, notes=(*solution.notes, *passed))
                reason = " ".join([*solution.notes, solution.coverage.value])
        passed.append(f"{_words(name)} was passed over: {reason}")
    raise NoAnswerError(_failure(concept, passed), _next_step(game, concept, method))


def concept_for(game: Game) -> str:
    """Return the concept that ``auto`` means: ``spe`` wherever it says more than ``nash``.

    A game in which nothing is decided in any subgame but the whole, as in every table, has the
    same equilibria under both.
    """
    tree = game.tree
    inside = innermost(tree, subgame_roots(tree))[tree.owner >= 0]
    several = np.count_nonzero(tree.decision) > 1
    return "nash" if several and not inside.any() else "spe"


def _chosen(concept: str, method: str) -> Mapping[str, SolverMethod]:
    found = methods(concept)
    if method == AUTO:
        return found
    if method not in found:
        known = nearest(method, found) or f"there are {', '.join(found) or 'none'}"
        raise UsageError(f"no method for {concept} is called '{method}'; {known}")
    return {method: found[method]}


def _certified(game: Game, concept: str, method: str, answer: Answer, *, margins: bool) -> Solution:
    """Keep the candidates that the concept confirms."""
    kept = []
    for candidate in answer.candidates:
        certificate = _certificate(game, concept, candidate)
        lottery = candidate.distribution
        if certificate.holds:
            margin = _margin(game, candidate, sought=margins)
            ties = np.flatnonzero(game.tree.decision & (margin == 0)).tolist()
            kept.append(
                Equilibrium(
                    candidate.behaviour,
                    obeyed(game, lottery) if lottery else expected(game, candidate.behaviour),
                    certificate,
                    margin,
                    tuple(ties),
                    candidate.beliefs,
                    candidate.conditions,
                    candidate.rationality,
                    lottery,
                )
            )
    dropped = len(answer.candidates) - len(kept)
    coverage, notes = answer.coverage, answer.notes
    if dropped:
        coverage = Coverage.SOME if kept else Coverage.NONE_FOUND
        total = len(answer.candidates)
        notes += (f"{dropped} of {total} candidates failed the certificate and were dropped.",)
    stats = {**answer.stats, "candidates": len(answer.candidates), "certified": len(kept)}
    return Solution(concept, method, tuple(kept), coverage, stats, notes)


def _certificate(game: Game, concept: str, candidate: Candidate) -> Certificate:
    """Return the concept's judgement, of beliefs, rationality, a lottery too where given."""
    module = concept_module(concept)
    if candidate.distribution is not None:
        return cast("MediatorConcept", module).certify_distribution(game, candidate.distribution)
    if candidate.rationality is not None:
        at = cast("QuantalConcept", module).certify_at
        return at(game, candidate.behaviour, candidate.rationality)
    if candidate.beliefs is None:
        return module.certify(game, candidate.behaviour)
    judge = cast("AssessmentConcept", module).certify_assessment
    return judge(game, candidate.behaviour, candidate.beliefs, candidate.trembles)


def _margin(game: Game, candidate: Candidate, *, sought: bool) -> NumberArray:
    """Return the margins that the method gives, and compute those that it leaves out if sought."""
    given = candidate.margin
    if candidate.distribution is not None:
        return np.full(game.tree.n_infosets, np.nan)  # a lead depends on what has been told
    if not sought:
        return np.full(game.tree.n_infosets, np.nan) if given is None else given
    if given is None:
        return Prospects(game, candidate.behaviour, candidate.beliefs).margin
    unknown = game.tree.decision & np.isnan(given.astype(float))
    if not unknown.any():
        return given
    return np.where(unknown, Prospects(game, candidate.behaviour, candidate.beliefs).margin, given)


def _failure(concept: str, passed: list[str]) -> str:
    if not passed:
        return f"no method finds {concept} equilibria yet"
    article = "an" if concept[0] in "aeiou" else "a"
    return f"no method finds {article} {concept} equilibrium of this game. " + "; ".join(passed)


def _next_step(game: Game, concept: str, method: str) -> str:
    """Say what else could be asked: another method, or another concept."""
    if method != AUTO:
        able = [n for n, m in methods(concept).items() if n != method and not m.refusal(game)]
        if able:
            return f"use the method {able[0]}, or leave the choice to '{AUTO}'"
    if concept == "spe" and any(not m.refusal(game) for m in methods("nash").values()):
        return "ask for Nash equilibria (concept 'nash'), which need not be credible off the path"
    return "make the game smaller, or let the players see more of each other's moves"


def _words(name: str) -> str:
    return name.replace("_", " ")
