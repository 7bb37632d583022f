"""Thresholds in closed form, as inequalities in all parameters that matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.analysis.branches import branches
from negotiate.analysis.turning import rivals
from negotiate.forms.algebraic import between
from negotiate.results.thresholds import Condition

if TYPE_CHECKING:
    from negotiate.analysis.bisection import Bisection
    from negotiate.analysis.thresholds import Question
    from negotiate.analysis.turning import Turning
    from negotiate.results.thresholds import Threshold


def of_turns(question: Question, parameter: str, turning: Turning) -> tuple[Threshold, ...]:
    """Return thresholds with the inequality at the decision that makes each of them."""
    found = []
    for k, threshold in turning.places:
        condition = None
        if 0 < k < len(turning.induction.cells) - 1:
            condition = _condition(question, parameter, turning, k)
        found.append(replace(threshold, condition=condition))
    return tuple(found)


def _condition(question: Question, parameter: str, turning: Turning, k: int) -> Condition | None:
    from negotiate.analysis.conditions import inequality  # noqa: PLC0415 (sympy)

    induction, tree = turning.induction, turning.induction.tree
    pivot = next(((turn, node) for turn, node in turning.turns(k) if turn.indifferent), None)
    if pivot is None or pivot[0].before == pivot[0].after:
        return None
    turn, node = pivot
    before, (x, _), after = induction.cells[k - 1 : k + 2]
    one, other = rivals(induction.best_at(node, before), induction.best_at(node, after))
    gap = turning.gap(node, other, one, x, right=False)
    if gap is None:
        return None
    first = int(tree.first_child[node])
    follows = [
        branches(tree, first + rank, lambda n: induction.entered(n, before))
        for rank in (other, one)
    ]
    found = inequality(
        turning.parametric,
        int(tree.owner[node]),
        (follows[0], follows[1]),
        {**question.curves.values, parameter: between(turning.settled_from(x), x)},
        parameter=parameter,
        gap=gap,
    )
    option = tree.labels.action_of(int(tree.slot[first + other]))
    return found and Condition(turn.player, turn.move, option, turn.history, *found)


def of_deviations(
    question: Question, parameter: str, bisection: Bisection
) -> tuple[Threshold, ...]:
    """Return thresholds with the inequality of the deviation that ends an equilibrium there."""
    from negotiate.analysis.conditions import inequality  # noqa: PLC0415 (sympy)

    done = []
    for threshold, change in zip(bisection.thresholds, bisection.changes, strict=True):
        exact, condition = change.exact, None
        if exact is not None:
            deviation, turn = exact.deviation, exact.turn
            found = inequality(
                bisection.parametric,
                int(bisection.tree.infoset_owner[deviation.infoset]),
                (
                    bisection.follows(deviation, deviation.slot),
                    bisection.follows(deviation, deviation.kept),
                ),
                {**question.curves.values, parameter: change.low.x},
                parameter=parameter,
                gap=exact.gap,
            )
            option = bisection.tree.labels.action_of(deviation.slot)
            condition = found and Condition(turn.player, turn.move, option, turn.history, *found)
        done.append(replace(threshold, condition=condition or None))
    return tuple(done)
