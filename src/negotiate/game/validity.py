"""Are these the numbers of a game? If not: which expression, at which history, with what value."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import GameFileError, Place, Problem, UsageError
from negotiate.game.arithmetic import FLOAT, finite
from negotiate.game.conditions import words
from negotiate.game.program import Program
from negotiate.spec.expression import Call, Expr, names_in
from negotiate.spec.model import Moves
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.game.arithmetic import InexactError
    from negotiate.game.game import Batch, Sharing
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Spec, Term
    from negotiate.types import BoolArray, IntArray, NumberArray

ODDS_TOLERANCE = 1e-9
"""How far odds in floats may sum away from 1."""


def chance_slots(tree: Tree) -> tuple[IntArray, IntArray]:
    """Return the slots of chance in order, and where each chance node's begin among them."""
    chance = tree.infoset_owner == CHANCE
    sizes = np.diff(tree.slot_start)[chance]
    return np.flatnonzero(chance[tree.slot_infoset]), np.cumsum(sizes) - sizes


def valid_draws(batch: Batch) -> BoolArray:
    """Return the draws whose payoffs are finite and whose odds are odds (B,)."""
    valid: BoolArray = np.all(np.isfinite(batch.low) & np.isfinite(batch.high), axis=0)
    for rows in _distinct_odds(batch.tree, batch.sharing):
        odds = batch.odds[rows]
        with np.errstate(invalid="ignore"):
            off = np.abs(odds.sum(axis=0) - 1)
            valid &= (odds >= 0).all(axis=(0, 1)) & (off <= ODDS_TOLERANCE).all(axis=0)
    return valid


@lru_cache(maxsize=8)
def _distinct_odds(tree: Tree, sharing: Sharing) -> tuple[IntArray, ...]:
    """Return the rows of the odds at moves of chance (k, m), by the number of branches k."""
    slots, starts = chance_slots(tree)
    sizes = np.diff(starts, append=len(slots))
    rows = sharing.odds[slots]
    return tuple(
        # Asked for places as well, numpy loads no masked arrays, which take a while.
        np.unique(rows[starts[sizes == k][:, None] + np.arange(k)], axis=0, return_index=True)[0].T
        for k in sorted(set(sizes.tolist()))
    )


def check_numbers(
    game: ParametricGame, u: NumberArray, chance: NumberArray, theta: Mapping[str, NumberArray]
) -> None:
    """Refuse numbers that are not those of a game.

    Parameters
    ----------
    game : ParametricGame
    u : NumberArray (Z, P)
    chance : NumberArray (S,)
    theta : mapping of parameter to NumberArray (1, 1)

    Raises
    ------
    GameFileError
        One problem for each player with a payoff that is not finite, and for each chance move
        whose odds are not odds, each with the first history at which it happens.
    """
    problems = [*_odds_problems(game, chance)]
    broken = ~finite(u)
    for i in np.flatnonzero(broken.any(axis=0)).tolist():
        leaf = int(np.argmax(broken[:, i]))
        problems.append(_payoff_problem(game, i, leaf, u[leaf, i], theta))
    if problems:
        raise GameFileError(game.spec.file, problems)


def _odds_problems(game: ParametricGame, chance: NumberArray) -> Iterator[Problem]:
    tree = game.tree
    slots, starts = chance_slots(tree)
    if not len(slots):
        return
    odds = chance[slots]
    tolerance = 0 if odds.dtype == object else ODDS_TOLERANCE
    sound = finite(odds)
    with np.errstate(invalid="ignore"):
        off = np.abs(np.add.reduceat(odds, starts) - 1)
        wrong = ~np.logical_and.reduceat(sound, starts) | (off > tolerance).astype(bool)
        wrong |= np.logical_or.reduceat((odds < 0).astype(bool), starts)
    told: set[int] = set()
    for start in starts[wrong].tolist():
        infoset = int(tree.slot_infoset[slots[start]])
        move = int(tree.labels.move[infoset])
        if move in told:
            continue
        told.add(move)
        own = chance[tree.slots_of(infoset)]
        names = [tree.labels.action_of(s) for s in range(*tree.slots_of(infoset).indices(10**9))]
        listed = ", ".join(f"{n} {show(x)}" for n, x in zip(names, own.tolist(), strict=True))
        after = words(tree.history_of(int(tree.first_node[infoset])))
        if any(x < 0 for x in own.tolist()):
            rule = "has negative odds"
        else:
            rule = f"has odds that sum to {show(own.sum())}, not 1,"
        rule = f"chance move '{tree.labels.moves[move]}' {rule} after {after}"
        yield Problem(game.odds_place(int(slots[start])), rule, listed)


def _payoff_problem(
    game: ParametricGame, i: int, leaf: int, value: object, theta: Mapping[str, NumberArray]
) -> Problem:
    player = game.tree.labels.players[i]
    place, what = game.leaf_place(leaf), f"the payoff of {player}"
    if isinstance(game.spec.body, Moves):
        for term in game.spec.body.payoffs[player]:
            if not _is_finite(game, term.value, (), leaf, theta):
                place, what = _innermost(game, player, term, leaf, theta)
                break
    after = words(game.tree.history_of(int(game.tree.leaf[leaf])))
    hint = "divided by zero, or a root or logarithm of a negative number"
    shown = "not a number" if value != value else "too large"  # noqa: PLR0124 -- only nan differs
    return Problem(place, f"{what} is {shown} after {after}", hint if value != value else "")  # noqa: PLR0124 -- as above


def _innermost(
    game: ParametricGame, player: str, term: Term, leaf: int, theta: Mapping[str, NumberArray]
) -> tuple[Place, str]:
    """Return the place and name of the expression in which it goes wrong first."""
    named = {q.name: q for q in (*game.spec.definitions, *game.spec.quantities)}
    expr, place, what = term.value, term.place, f"payoff '{term.name}' of {player}"
    while True:
        for name in sorted(names_in(expr) & named.keys()):
            inner = named[name]
            if not _is_finite(game, inner.value, inner.categories, leaf, theta):
                expr, place, what = inner.value, inner.place, f"'{name}'"
                break
        else:
            return place, what


def _is_finite(
    game: ParametricGame,
    expr: Expr,
    categories: tuple[str, ...],
    leaf: int,
    theta: Mapping[str, NumberArray],
) -> bool:
    step = game.tape.number(expr, categories)
    floats = {name: value.astype(np.float64) for name, value in theta.items()}
    value = Program(game.tape, [step]).run(floats, FLOAT)[step]
    moves, _ = game.tape.nature(step)
    row = int(game.tape.histories.classes(moves).of_leaf[leaf]) if moves else 0
    return bool(np.isfinite(value[row, 0]))


def inexact(spec: Spec, error: InexactError) -> UsageError:
    """Return the refusal of exact mode, naming the expressions that are not exact."""
    named: list[tuple[str, Place, Expr]] = [
        (f"'{q.name}'", q.place, q.value) for q in (*spec.definitions, *spec.quantities)
    ]
    if isinstance(spec.body, Moves):
        for player, terms in spec.body.payoffs.items():
            named += [(f"payoff '{t.name}' of {player}", t.place, t.value) for t in terms]
        for move in spec.body.moves:
            named += [(f"the odds of '{move.name}'", move.place, e) for e in move.odds.values()]
    guilty = [
        f"{name} (line {place.line})" if place.line else name
        for name, place, expr in named
        if any(isinstance(part, Call) and part.function in INEXACT for part in walk(expr))
    ]
    where = f"; see {', '.join(guilty)}" if guilty else ""
    return UsageError(f"{error}{where}")


INEXACT = frozenset({"exp", "log", "sqrt"})


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield an expression and all of its parts."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        yield part
        for slot in part.__slots__:
            inner = getattr(part, slot)
            waiting += [x for x in (inner if isinstance(inner, tuple) else (inner,)) if _is_expr(x)]


def _is_expr(value: object) -> bool:
    return type(value).__module__ == Call.__module__


def show(value: object) -> str:
    """Return a number as a reader writes it."""
    return str(value) if isinstance(value, Fraction | int) else f"{value:.10g}"
