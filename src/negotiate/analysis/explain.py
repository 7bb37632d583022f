"""Why a decision comes out as it does, in every situation in which it may have to be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from negotiate.analysis.answer import AUTO, DEFAULT
from negotiate.analysis.compare import game_info, solve_scenarios
from negotiate.analysis.grouping import grouped
from negotiate.analysis.reasons import DIFFERS, why
from negotiate.analysis.words import came_out, mixture
from negotiate.errors import UsageError, nearest
from negotiate.results.explanation import Explanation, MoveReport, Outlook, Situation
from negotiate.spec.expression import NONE
from negotiate.spec.model import Moves
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.analysis.compare import Solved
    from negotiate.analysis.outcome import Outcome
    from negotiate.game.model import Model
    from negotiate.results.report import Number, Odds
    from negotiate.solvers.protocol import Options

MOST_FOLLOWS: Final = 5
"""Later moves that are named; the others are in `Outlook.path`."""


def explain(
    model: Model,
    move: str,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    settings: Mapping[str, Any] | None = None,
    exact: bool = False,
) -> Explanation:
    """Return what a player chooses at a move, what each option would bring, and why.

    Parameters
    ----------
    model : Model
    move : str
        A decision of a player.
    scenarios, concept, method, options, settings, exact
        As in `negotiate.analysis.compare.compare`.

    Raises
    ------
    UsageError
        If no player decides a move of that name in any of the scenarios, or the concept has a
        mediator, whose word decides what an option is worth.
    NoAnswerError
        If a scenario has no answer.
    """
    solved = solve_scenarios(
        model, scenarios, concept=concept, method=method, options=options,
        settings=settings, exact=exact,
    )  # fmt: skip
    if any(o.equilibrium.distribution for s in solved for o in s.outcomes):
        raise UsageError(
            f"under the concept '{solved[0].solution.concept}' what an option is worth depends on"
            " what the mediator has said: `negotiate solve` shows what it says, and --concept nash"
            " explains decisions without it"
        )
    owners = {
        d.move: d.player for s in solved for o in s.outcomes[:1] for d in o.decisions.values()
    }
    if move not in owners:
        hint = nearest(move, owners) or f"there are {', '.join(owners)}"
        raise UsageError(f"no player decides '{move}'; {hint}")
    return Explanation(
        game=game_info(model, solved[0], settings),
        concept=solved[0].solution.concept,
        move=move,
        player=owners[move],
        about=_about(model, move),
        scenarios=tuple(_report(s, move) for s in solved),
        version=__version__,
    )


def _about(model: Model, move: str) -> str:
    body = model.spec.body
    moves = body.moves if isinstance(body, Moves) else ()
    return next((m.about for m in moves if m.name == move), "")


def _report(solved: Solved, move: str) -> MoveReport:
    if not solved.outcomes:
        return MoveReport(solved.name, solved.about, {}, ())
    outcome = solved.outcomes[0]
    infosets = [h for h, d in outcome.decisions.items() if d.move == move]
    decisions = [outcome.decisions[h] for h in infosets]
    groups = grouped([d.history for d in decisions], [mixture(d.plays) for d in decisions])
    found = [_situation(outcome, history, [infosets[k] for k in rows]) for history, rows in groups]
    found.sort(key=lambda situation: (-situation.reach, -situation.count))
    path: Odds = outcome.play.path.get(move, {NONE: 1.0})
    return MoveReport(solved.name, solved.about, path, tuple(found))


def _situation(outcome: Outcome, history: dict[str, str], infosets: list[int]) -> Situation:
    """Tell a group of information sets by the one that matters most."""
    departures = outcome.prospects.departures
    example = min(infosets, key=lambda h: (-outcome.decisions[h].reach, departures[h]))
    decision = outcome.decisions[example]
    reach: Number = sum(outcome.decisions[h].reach for h in infosets)
    return Situation(
        history=history,
        count=len(infosets),
        reach=reach,
        plays=decision.plays,
        example=decision.history,
        outlooks=tuple(_outlook(outcome, example, option) for option in decision.plays),
        margin=min(outcome.decisions[h].margin for h in infosets),
        reason=why(outcome, example),
    )


def _outlook(outcome: Outcome, infoset: int, option: str) -> Outlook:
    decision = outcome.decisions[infoset]
    slot = outcome.slot(infoset, option)
    later = {
        move: outcome.foresight.spread(slot, move)
        for move in outcome.parametric.move_names
        if move not in decision.history and move != decision.move
    }
    named = [came_out(m, odds) for m, odds in later.items() if odds.get(NONE, 0.0) < 1 - DIFFERS]
    rest = ["…"] if len(named) > MOST_FOLLOWS else []
    return Outlook(
        option=option,
        odds=decision.plays[option],
        value=decision.value.get(option),
        follows=", ".join(named[:MOST_FOLLOWS] + rest),
        path=later,
        terms=outcome.foresight.terms_after(decision.player, slot),
    )
