"""One claim against one equilibrium: is it so, and what is so instead."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from negotiate.analysis.words import spaced
from negotiate.record import dataclass
from negotiate.spec.expression import (
    Binary,
    Bool,
    Call,
    Compare,
    Expr,
    If,
    Num,
    Ref,
    Unary,
)
from negotiate.spec.unparse import decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from negotiate.results.report import Decision, Number, Odds, Play

_PAYOFF: Final = "payoff"

_DUST: Final = 1e-12
"""Odds below this are rounding."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an entry promises of one kind, and what was found."""

    kind: str
    expectation: str
    found: str
    ok: bool


def judge_path(wanted: Mapping[str, Any], play: Play, within: Fraction) -> Claim:
    """Compare the odds of every option of the moves that are named; the unnamed ones have 0."""
    found = {move: play.path.get(move) for move in wanted}
    ok = all(_alike(wanted[move], spread, within) for move, spread in found.items())
    return _claim("path", wanted, found, ok=ok)


def judge_payoffs(wanted: Mapping[str, Number], play: Play, within: Fraction) -> Claim:
    """Compare expected payoffs."""
    found = {player: play.payoffs.get(player) for player in wanted}
    ok = all(_alike(wanted[player], pay, within) for player, pay in found.items())
    return _claim("payoffs", wanted, found, ok=ok)


def judge_quantities(wanted: Mapping[str, Any], play: Play, within: Fraction) -> Claim:
    """Compare means with numbers, and odds of categories with words or odds."""
    found = {name: play.quantities.get(name) for name in wanted}
    ok = all(_alike(wanted[name], value, within) for name, value in found.items())
    return _claim("quantities", wanted, found, ok=ok)


def judge_criteria(wanted: Mapping[str, Number], play: Play, within: Fraction) -> Claim:
    """Compare the odds that criteria hold."""
    found = {name: play.criteria.get(name) for name in wanted}
    ok = all(_alike(wanted[name], odds, within) for name, odds in found.items())
    return _claim("criteria", wanted, found, ok=ok)


def judge_plays(wanted: Iterable[Mapping[str, Any]], play: Play, within: Fraction) -> Claim:
    """Compare what is prescribed at every decision that fits the move and what went before."""
    expectations, findings, ok = [], [], True
    for one in wanted:
        after = one.get("after", {})
        moment = f"{one['move']} after {_said(after)}" if after else one["move"]
        expectations.append(f"{moment} is {shown(one['option'])}")
        fitting = [d for d in play.decisions if d.move == one["move"] and _fits(d, after)]
        wrong = [d for d in fitting if not _alike(one["option"], d.plays, within)]
        if not fitting:
            findings.append(f"{moment} does not occur")
        else:
            worst = (wrong or fitting)[0]
            known = f" (after {_said(worst.history)})" if wrong and worst.history != after else ""
            findings.append(f"{moment} is {shown(worst.plays)}{known}")
        ok = ok and bool(fitting) and not wrong
    return Claim("plays", "; ".join(expectations), "; ".join(findings), ok=ok)


def judge_beliefs(wanted: Iterable[Mapping[str, Any]], play: Play, within: Fraction) -> Claim:
    """Compare what is believed of earlier moves, at every decision that fits."""
    expectations, findings, ok = [], [], True
    for one in wanted:
        after = one.get("after", {})
        moment = f"{one['move']} after {_said(after)}" if after else one["move"]
        fitting = [d for d in play.decisions if d.move == one["move"] and _fits(d, after)]
        for move, odds in one["of"].items():
            spread = {odds: 1} if isinstance(odds, str) else odds
            expectations.append(f"at {moment}, {move} is believed {shown(spread)}")
            held = [_believed(d, move, spread) for d in fitting if d.beliefs]
            wrong = [each for each in held if not _alike(spread, each, within)]
            worst = shown((wrong or held)[0]) if held else "not guessed"
            findings.append(f"at {moment}, {move} is {worst}")
            ok = ok and bool(held) and not wrong
    return Claim("beliefs", "; ".join(expectations), "; ".join(findings), ok=ok)


def judge_refinements(wanted: Mapping[str, str], play: Play, within: Fraction) -> Claim:  # noqa: ARG001 -- a verdict has no size
    """Compare which refinements the equilibrium passes."""
    from negotiate.analysis.refine import WORDS  # noqa: PLC0415 (many modules)

    verdict = {None: "silent", True: "passes", False: "falls"}
    told = {r.name: verdict[r.survives] for r in play.refinements}
    found = {word: told.get(WORDS[word], "not decided") for word in wanted}
    said = ", ".join(f"{spaced(word)} {how}" for word, how in found.items())
    promised = ", ".join(f"{spaced(word)} {how}" for word, how in wanted.items())
    return Claim("refinements", promised, said, ok=found == wanted)


def _believed(decision: Decision, move: str, options: Iterable[str]) -> dict[str, float]:
    """Return the odds of some options of an earlier move; ``others`` has what they lack of 1."""
    found = {
        option: math.fsum(
            float(odds)
            for guess, odds in decision.beliefs.items()
            if f"{spaced(move)} {spaced(option)}" in guess.split(", ")
        )
        for option in options
    }
    rest = 1 - math.fsum(found.values())
    return {**found, "others": rest} if abs(rest) > _DUST else found


def dotted(name: str, play: Play) -> Number | None:
    """Return a result by its name in `holds`, less the scenario; None if there is none.

    Examples of names: ``payoff.US``, ``territory``, ``ceasefire.now``, ``aid.cut``.
    """
    head, _, tail = name.partition(".")
    if head == _PAYOFF and tail in play.payoffs:
        return play.payoffs[tail]
    measured = play.quantities.get(head)
    if isinstance(measured, int | float | Fraction):
        return None if tail else measured
    if measured is not None:
        return measured.get(tail, 0) if tail else None
    if head in play.criteria:
        return None if tail else play.criteria[head]
    if head in play.path and tail:
        return play.path[head].get(tail, 0)
    return None


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
}


def evaluate(expr: Expr, values: Mapping[str, Any], within: Fraction) -> Any:
    """Return the value of a condition over results.

    What is to be greater must be so by more than `within`, what is to be equal may differ by
    no more, so that a condition never holds by rounding alone.
    """
    match expr:
        case Num(value):
            return value
        case Ref(name):
            return values[name]
        case Unary(op, arg):
            inner = evaluate(arg, values, within)
            return not inner if op == "not" else -inner
        case Binary(op, left, right):
            return _arithmetic(op, evaluate(left, values, within), evaluate(right, values, within))
        case Compare(op, left, right):
            gap = float(evaluate(left, values, within)) - float(evaluate(right, values, within))
            return _compare(op, gap, float(within))
        case Bool(op, args):
            results = (evaluate(arg, values, within) for arg in args)
            return all(results) if op == "and" else any(results)
        case If(condition, then, otherwise):
            chosen = then if evaluate(condition, values, within) else otherwise
            return evaluate(chosen, values, within)
        case Call(function, args):
            return _FUNCTIONS[function](*(evaluate(arg, values, within) for arg in args))
    raise TypeError(f"{type(expr).__name__} has no place in a condition over results")


def shown(value: Any) -> str:
    """Return a value of a claim or of a result as the reader would write it."""
    if value is None:
        return "missing"
    if isinstance(value, str | bool):
        return str(value)
    if isinstance(value, int | float | Fraction):
        return decimal(value) if isinstance(value, Fraction) else f"{value:.10g}"
    likely = {word: odds for word, odds in value.items() if abs(float(odds)) > 1e-12}
    if len(likely) == 1:
        return str(*likely)
    return " or ".join(f"{word} {shown(odds)}" for word, odds in likely.items()) or "nothing"


def _arithmetic(op: str, left: Any, right: Any) -> Any:
    if isinstance(left, float) or isinstance(right, float):
        left, right = float(left), float(right)
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right else math.nan
    return float(left) ** float(right)


def _compare(op: str, gap: float, within: float) -> bool:
    match op:
        case "==":
            return abs(gap) <= within
        case "!=":
            return abs(gap) > within
        case "<":
            return gap < -within
        case "<=":
            return gap <= within
        case ">":
            return gap > within
    return gap >= -within


def _alike(wanted: Any, found: Number | Odds | None, within: Fraction) -> bool:
    """Compare a number with a number, a word with odds, or odds with odds over every word."""
    if found is None:
        return False
    if isinstance(found, int | float | Fraction):
        return (
            not isinstance(wanted, str)
            and hasattr(wanted, "__float__")
            and _near(wanted, found, within)
        )
    spread = {wanted: 1} if isinstance(wanted, str) else wanted
    if not hasattr(spread, "keys"):
        return False
    words = {*spread, *found}
    return all(_near(spread.get(word, 0), found.get(word, 0), within) for word in words)


def _near(wanted: Number, found: Number, within: Fraction) -> bool:
    gap = abs(float(wanted) - float(found))
    return gap <= float(within)


def _fits(decision: Decision, after: Mapping[str, str]) -> bool:
    """Tell whether the player knows all of `after` when it decides."""
    return all(decision.history.get(move) == option for move, option in after.items())


def _claim(kind: str, wanted: Mapping[str, Any], found: Mapping[str, Any], *, ok: bool) -> Claim:
    expectation = ", ".join(f"{name} is {shown(value)}" for name, value in wanted.items())
    return Claim(
        kind, expectation, ", ".join(f"{name} is {shown(v)}" for name, v in found.items()), ok
    )


def _said(history: Mapping[str, str]) -> str:
    return ", ".join(f"{move} {option}" for move, option in history.items())
