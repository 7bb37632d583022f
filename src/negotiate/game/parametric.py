"""A game whose numbers come late: structure once, payoffs for any parameters."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import Place, UsageError, nearest
from negotiate.game.arithmetic import EXACT, FLOAT, InexactError
from negotiate.game.game import Game, draws_at_once
from negotiate.game.prices import Prices
from negotiate.game.program import Program
from negotiate.game.roots import (
    CRITERION,
    QUANTITY,
    Measured,
    fill,
    odds_roots,
    outcome_roots,
    payoff_roots,
)
from negotiate.game.validity import check_numbers, inexact
from negotiate.record import dataclass
from negotiate.spec.model import Moves
from negotiate.spec.scenario import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.game.arithmetic import Arithmetic
    from negotiate.game.game import Batch
    from negotiate.game.grow import Grown
    from negotiate.game.roots import Root
    from negotiate.game.tape import Tape
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Parameter, Spec
    from negotiate.types import FloatArray, IntArray, NumberArray

CHUNK_BYTES = 6 * 2**20
"""Distinct payoffs of a chunk of draws: enough draws to spread the cost of each call of numpy, few
enough to stay in the cache."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What each leaf is, in the words of the game file.

    Attributes
    ----------
    quantities : mapping of name to NumberArray (Z,)
        The code of its category where the quantity is categorical.
    categories : mapping of name to tuple of str
        Of the categorical quantities.
    criteria : mapping of name to NumberArray (Z,)
        1 where the criterion holds, 0 elsewhere.
    terms : mapping of player key to mapping of term to NumberArray (Z,)
        The parts that payoffs are the sums of.
    """

    quantities: Mapping[str, NumberArray]
    categories: Mapping[str, tuple[str, ...]]
    criteria: Mapping[str, NumberArray]
    terms: Mapping[str, Mapping[str, NumberArray]]


class ParametricGame:
    """A tree, and its numbers as a function of parameters.

    Parameters
    ----------
    spec : Spec
        With its scenario applied.
    grown : Grown
    tape : Tape
        Over the same histories; may hold steps of other scenarios.
    """

    def __init__(self, spec: Spec, grown: Grown, tape: Tape) -> None:
        self.spec = spec
        self.grown = grown
        self.histories = grown.histories
        self.tree: Tree = grown.tree
        self.tape = tape
        self.fixed: Mapping[str, Fraction] = settings_of(spec)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """K parameters with their values as written."""
        return self.spec.parameters

    @property
    def move_names(self) -> tuple[str, ...]:
        """M moves in order."""
        return self.histories.move_names

    @property
    def option_names(self) -> tuple[tuple[str, ...], ...]:
        """Options of each move (M)."""
        return self.histories.option_names

    @cached_property
    def states(self) -> IntArray:
        """Option code by leaf and move (Z, M); -1 where the move was not reached."""
        states = self.histories.states()
        states.setflags(write=False)
        return states

    @cached_property
    def occurring(self) -> tuple[frozenset[int], ...]:
        """The option codes of each move that some leaf has (M)."""
        # Asked for counts as well, numpy does not load its masked arrays, which take a while.
        columns = (np.unique(column, return_counts=True)[0] for column in self.states.T)
        return tuple(frozenset(column.tolist()) for column in columns)

    @cached_property
    def _payoffs(self) -> tuple[Root, ...]:
        return payoff_roots(self.spec, self.grown, self.tape)

    @cached_property
    def _odds(self) -> tuple[Root, ...]:
        return odds_roots(self.grown, self.tape)

    @cached_property
    def program(self) -> Program:
        """The steps that payoffs and odds need."""
        return Program(self.tape, [root.step for root in (*self._payoffs, *self._odds)])

    def at(self, settings: Mapping[str, Any] | None = None, *, exact: bool = False) -> Game:
        """Return the game at one set of parameters.

        Parameters
        ----------
        settings : mapping of name to number, optional
            Parameters that differ from the file. What the scenario sets stays as it sets it.
        exact : bool
            In fractions instead of floats.

        Returns
        -------
        Game

        Raises
        ------
        UsageError
            If a parameter does not exist, or exact numbers are asked of an inexact function.
        GameFileError
            If a payoff is not finite, or odds are negative or do not sum to 1.
        """
        arithmetic = EXACT if exact else FLOAT
        theta = self._theta(settings, exact=exact)
        values = self._run(self.program, theta, arithmetic)
        shape = (self.tree.n_leaves, self.tree.n_players, 1)
        u: NumberArray = np.zeros(shape, dtype=arithmetic.dtype)
        chance = np.full((self.tree.n_slots, 1), arithmetic.constant(Fraction(0)))
        fill(u, self._payoffs, values)
        fill(chance, self._odds, values)
        check_numbers(self, u[:, :, 0], chance[:, 0], theta)
        return Game(self.tree, u[:, :, 0], chance[:, 0], self.spec.title)

    def draw(self, thetas: FloatArray, chunk: int | None = None) -> Iterator[Batch]:
        """Yield the games of many draws of the parameters, some draws at a time.

        Parameters
        ----------
        thetas : FloatArray (K, B)
            In the order of `parameters`. Rows of parameters that the scenario sets are ignored.
        chunk : int, optional
            Draws at a time; by default as many as fit a processor's cache.

        Yields
        ------
        Batch
            In order; its arrays are its own.
        """
        chunk = chunk or draws_at_once(self._prices.width, CHUNK_BYTES)
        for start in range(0, thetas.shape[1], chunk):
            part = thetas[:, start : start + chunk]
            yield self._prices.batch(self.program.draw(self._rows(part)), part.shape[1])

    @cached_property
    def _prices(self) -> Prices:
        return Prices(self.tree, self.program, self._payoffs, self._odds)

    def _rows(self, thetas: FloatArray) -> dict[str, FloatArray]:
        rows = {p.name: thetas[k : k + 1] for k, p in enumerate(self.parameters)}
        return rows | {name: np.array([[float(v)]]) for name, v in self.fixed.items()}

    def _theta(self, settings: Mapping[str, Any] | None, *, exact: bool) -> dict[str, NumberArray]:
        names = [p.name for p in self.parameters]
        for name in settings or {}:
            if name not in names:
                raise UsageError(f"there is no parameter '{name}' {nearest(name, names)}".rstrip())
        chosen = {p.name: p.value for p in self.parameters} | dict(settings or {})
        chosen |= self.fixed
        if exact:
            return {name: np.array([[rational(v)]], dtype=object) for name, v in chosen.items()}
        return {name: np.array([[float(v)]]) for name, v in chosen.items()}

    def _run(
        self, program: Program, theta: Mapping[str, NumberArray], arithmetic: Arithmetic
    ) -> dict[int, NumberArray]:
        try:
            return program.run(theta, arithmetic)
        except InexactError as error:
            raise inexact(self.spec, error) from None

    def outcomes(
        self, settings: Mapping[str, Any] | None = None, *, exact: bool = False
    ) -> Outcomes:
        """Return what each leaf is: quantities, criteria and the terms of payoffs.

        Parameters
        ----------
        settings, exact
            As in `at`.
        """
        arithmetic = EXACT if exact else FLOAT
        roots = outcome_roots(self.spec, self.tape)
        program = Program(self.tape, [root.step for root in roots.values()])
        values = self._run(program, self._theta(settings, exact=exact), arithmetic)
        terms: dict[str, dict[str, NumberArray]] = {p.key: {} for p in self.spec.players}
        others: dict[str, dict[str, NumberArray]] = {QUANTITY: {}, CRITERION: {}}
        for (kind, name), root in roots.items():
            column: NumberArray = np.empty((self.tree.n_leaves, 1), dtype=arithmetic.dtype)
            root.fill(column, values[root.step])
            (others if kind in others else terms)[kind][name] = column[:, 0]
        if not isinstance(self.spec.body, Moves):
            u = self.at(settings, exact=exact).u
            terms = {p.key: {"payoff": u[:, i]} for i, p in enumerate(self.spec.players)}
        categories = {q.name: q.categories for q in self.spec.quantities if q.categories}
        return Outcomes(others[QUANTITY], categories, others[CRITERION], terms)

    def measure(self, thetas: FloatArray) -> Mapping[tuple[str, str], Measured]:
        """Return what leaves are in many draws, by (kind, name): quantities and criteria.

        Parameters
        ----------
        thetas : FloatArray (K, B)
            As in `draw`.
        """
        roots, program = self._measures
        values, distinct = program.draw(self._rows(thetas)), program.distinct.rows
        return {
            key: Measured(
                values[root.step], None if root.rows is None else distinct[root.step][root.rows]
            )
            for key, root in roots.items()
        }

    @cached_property
    def _measures(self) -> tuple[Mapping[tuple[str, str], Root], Program]:
        found = outcome_roots(self.spec, self.tape)
        roots = {key: root for key, root in found.items() if key[0] in {QUANTITY, CRITERION}}
        return roots, Program(self.tape, [root.step for root in roots.values()])

    def symbolic(self) -> tuple[NumberArray, NumberArray, dict[str, Any]]:
        """Return the numbers as formulas in the parameters, those that the scenario sets too.

        Returns
        -------
        u : array of sympy expressions (Z, P)
        chance : array of sympy expressions (S,)
        symbols : mapping of parameter to sympy symbol
        """
        from negotiate.game.symbolic import SYMBOLIC, symbol  # noqa: PLC0415 -- sympy is slow

        symbols = {p.name: symbol(p.name) for p in self.parameters}
        theta = {name: np.array([[s]], dtype=object) for name, s in symbols.items()}
        values = self.program.run(theta, SYMBOLIC)
        zero = SYMBOLIC.constant(Fraction(0))
        u = np.full((self.tree.n_leaves, self.tree.n_players, 1), zero, dtype=object)
        chance = np.full((self.tree.n_slots, 1), zero, dtype=object)
        fill(u, self._payoffs, values)
        fill(chance, self._odds, values)
        return u[:, :, 0], chance[:, 0], symbols

    def odds_place(self, slot: int) -> Place:
        """Return where the odds of a slot are written."""
        return next(odds.place for odds in self.grown.odds if slot in odds.slots)

    def leaf_place(self, leaf: int) -> Place:
        """Return where the payoffs of a leaf are written, if each leaf has its own."""
        return self.grown.places[leaf] if self.grown.places else Place()


def rational(value: Any) -> Fraction:
    """Return the number as written: 0.1 is one tenth."""
    return Fraction(repr(float(value))) if isinstance(value, float) else Fraction(value)
