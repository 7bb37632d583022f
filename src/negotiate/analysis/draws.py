"""Many draws of the parameters, each with its answer and what comes of it.

What maps, sweeps, sensitivity and robustness share. Backward induction and agent quantal
response are solved for all draws at once; other concepts and methods one draw after the other.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from negotiate.analysis.answer import AUTO, DEFAULT
from negotiate.analysis.engines import engine_for
from negotiate.analysis.expectation import expectation
from negotiate.game.game import draws_at_once
from negotiate.game.roots import CRITERION, QUANTITY
from negotiate.record import dataclass
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from negotiate.analysis.engines import Answered
    from negotiate.analysis.expectation import Expectation
    from negotiate.game.parametric import ParametricGame
    from negotiate.solvers.protocol import Options
    from negotiate.types import BoolArray, FloatArray

Fact: TypeAlias = tuple[str, str]
"""A move and one of its outcomes."""

FREED_BYTES = 2**25 - 2**16
"""The largest block that counts in what glibc keeps, see `_keep_freed_memory`."""

MIXED_BYTES = 2**23
"""Odds of all nodes in a chunk of draws in which everybody mixes."""

Nested: TypeAlias = "Mapping[str, Mapping[str, FloatArray]]"


@dataclass(frozen=True, eq=False)
class Drawn:
    """The answer at each of B draws, the draw axis last.

    Odds are unconditional: those of a move that is not reached lie on ``none``. Where `valid`
    is false, payoffs and quantities are not numbers, and nothing happens.

    Attributes
    ----------
    decided : BoolArray (B,)
        Solved at once: whether there is one answer in pure strategies and play meets no tie.
        Solved one by one: whether there is an answer; the numbers are those of the first.
    several : BoolArray (B,)
        Whether other answers are known of: a tie, or a list of several equilibria.
    valid : BoolArray (B,)
        Whether the numbers are those of a game, and it has an answer.
    payoffs : FloatArray (P, B)
    moves : mapping of move to mapping of outcome to FloatArray (B,)
        Odds of every outcome of every move, chance's too, in the order of the file; ``none``
        last, where the move can be left out.
    quantities : mapping of name to FloatArray (B,)
        Expected values, of the quantities that are numbers.
    categories : mapping of name to mapping of category to FloatArray (B,)
        Odds, of the quantities that are categories.
    criteria : mapping of name to FloatArray (B,)
        Odds that each holds.
    """

    decided: BoolArray
    several: BoolArray
    valid: BoolArray
    payoffs: FloatArray
    moves: Mapping[str, Mapping[str, FloatArray]]
    quantities: Mapping[str, FloatArray]
    categories: Mapping[str, Mapping[str, FloatArray]]
    criteria: Mapping[str, FloatArray]

    @cached_property
    def path(self) -> Mapping[Fact, BoolArray]:
        """Whether each move can come out in each way (B,)."""
        return {
            (move, outcome): odds > 0
            for move, outcomes in self.moves.items()
            for outcome, odds in outcomes.items()
        }

    def agrees(self, supports: Mapping[str, frozenset[str]]) -> BoolArray:
        """Return where each of these moves can come out in exactly these ways (B,)."""
        agrees = np.ones(len(self.decided), dtype=bool)
        for (move, outcome), happens in self.path.items():
            if move in supports:
                agrees &= happens == (outcome in supports[move])
        return agrees

    def same_as(self, other: Drawn, moves: Sequence[str]) -> BoolArray:
        """Return where these moves can come out in the same ways in both (B,)."""
        never = np.zeros(len(self.decided), dtype=bool)
        same = np.ones(len(self.decided), dtype=bool)
        for fact in {*self.path, *other.path}:
            if fact[0] in moves:
                same &= self.path.get(fact, never) == other.path.get(fact, never)
        return same


def evaluate(
    parametric: ParametricGame,
    thetas: FloatArray,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
) -> Drawn:
    """Solve every draw and measure what comes of it.

    Parameters
    ----------
    parametric : ParametricGame
    thetas : FloatArray (K, B)
        Parameters in the order of `parametric.parameters`; what the scenario sets stays so.
    concept, method, options
        As in `negotiate.analysis.answer.solve`, but that ``auto`` is subgame perfection in pure
        strategies wherever draws can be solved at once.

    Raises
    ------
    UsageError
        If there is no concept or method of that name.
    """
    solve = engine_for(parametric.tree, concept, method, options)
    _keep_freed_memory()
    chunk = draws_at_once(parametric.tree.n_nodes, MIXED_BYTES) if concept == "qre" else None
    parts, at = [], 0
    for batch in parametric.draw(thetas, chunk):
        part = thetas[:, at : at + batch.n_draws]
        at += batch.n_draws
        parts.append(_measured(parametric, part, solve(batch)))
    return _joined(parts)


@cache
def _keep_freed_memory() -> None:
    """Let glibc hand the tables of one chunk on to the next, instead of fetching pages anew.

    What it keeps grows with the largest block that was freed, if that is no larger than 32 MB
    (mallopt(3), M_MMAP_THRESHOLD): a tenth of a draw's time. The block itself takes no memory,
    and elsewhere nothing happens.
    """
    np.empty(FREED_BYTES, dtype=np.uint8)


def _measured(parametric: ParametricGame, thetas: FloatArray, answered: Answered) -> Drawn:
    """Weigh what the ends are by their odds."""
    spec = parametric.spec
    expect = expectation(answered.ends, answered.valid)
    found = parametric.measure(thetas)
    return Drawn(
        decided=answered.decided,
        several=answered.several,
        valid=answered.valid,
        payoffs=np.where(answered.valid, answered.payoffs, np.nan),
        moves=_moves(parametric, expect),
        quantities={
            q.name: expect.mean(found[QUANTITY, q.name])
            for q in spec.quantities
            if not q.categories
        },
        categories={
            q.name: expect.categories(found[QUANTITY, q.name], q.categories)
            for q in spec.quantities
            if q.categories
        },
        criteria={c.name: expect.mean(found[CRITERION, c.name]) for c in spec.criteria},
    )


def _moves(parametric: ParametricGame, expect: Expectation) -> dict[str, dict[str, FloatArray]]:
    """Return the odds of the outcomes of each move, without those that no leaf has."""
    found = {}
    for m, move in enumerate(parametric.move_names):
        options, occurring = parametric.option_names[m], parametric.occurring[m]
        codes = [*range(len(options)), -1]
        odds = expect.outcomes(parametric.states[:, m], (*options, NONE))
        named = zip(codes, odds.items(), strict=True)
        found[move] = {name: row for code, (name, row) in named if code in occurring}
    return found


def _joined(parts: Sequence[Drawn]) -> Drawn:
    """Return the draws of all parts in order."""
    if len(parts) == 1:
        return parts[0]

    def flat(pick: Callable[[Drawn], Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
        rows = [pick(part) for part in parts]
        return {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}

    def within(pick: Callable[[Drawn], Nested], name: str) -> dict[str, FloatArray]:
        return flat(lambda part: pick(part)[name])

    def nested(pick: Callable[[Drawn], Nested]) -> dict[str, dict[str, FloatArray]]:
        return {name: within(pick, name) for name in pick(parts[0])}

    return Drawn(
        decided=np.concatenate([part.decided for part in parts]),
        several=np.concatenate([part.several for part in parts]),
        valid=np.concatenate([part.valid for part in parts]),
        payoffs=np.concatenate([part.payoffs for part in parts], axis=1),
        moves=nested(lambda part: part.moves),
        quantities=flat(lambda part: part.quantities),
        categories=nested(lambda part: part.categories),
        criteria=flat(lambda part: part.criteria),
    )
