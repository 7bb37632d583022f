"""Subgame by subgame: the smallest first, each replaced by what one of its equilibria pays.

A subgame in which one player moves once is solved as in backward induction. One with hidden
moves is put into normal form: all equilibria if two players decide in it, pure ones if more do.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.forms.normal import NormalForm, normal_form, place_of
from negotiate.forms.subgames import subgame_roots
from negotiate.game.once import once_for_each
from negotiate.record import dataclass
from negotiate.results.solution import Answer, Candidate, Coverage
from negotiate.solvers import table as tables
from negotiate.solvers.pure import pure_equilibria, pure_strategy
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.game.game import Game
    from negotiate.game.tree import Tree
    from negotiate.solvers.protocol import Options
    from negotiate.types import IntArray, NumberArray

ABOUT = "Each proper subgame by its Nash equilibria, the smallest first; hidden moves are welcome."
SOURCE = "Selten 1965; Kuhn 1953"
PRIORITY = 20

MANY: Final = "Three or more players decide at once: mixed equilibria may exist besides."
CONTINUUM: Final = "Some subgame has infinitely many equilibria; its extreme ones are followed."
ROUNDED: Final = "Rounding has lost equilibria of some subgame; --exact finds them."
NAMED: Final = 3

FEW: Final = 12
"""Combinations that are all listed unasked; a reader still looks through so many."""


def refusal(game: Game) -> str | None:
    """Return why this method cannot solve `game`, or None if it can."""
    if not game.exact and not np.all(np.isfinite(game.u)):
        return "some payoffs are not finite numbers"
    try:
        Subgames(game)
    except NoAnswerError as error:
        return error.reason
    return None


def solve(game: Game, options: Options) -> Answer:
    """Return every combination of equilibria of the subgames, or the first if there are many.

    Up to `FEW` are listed unasked, and up to the cap if `options.all`. Where a subgame has
    several equilibria, strategies listed first come first.

    Raises
    ------
    NoAnswerError
        If a subgame of three or more players has no pure equilibrium.
    """
    search = Subgames(game)
    limit = options.cap if options.all else FEW
    found = list(islice(search.candidates(), limit + 1))
    if not found:
        raise search.failure()
    more, found = len(found) > limit, found[:limit]
    notes = search.notes()
    if more and options.all:
        notes.append(f"The list stops after {len(found)} equilibria; there are more.")
    elif more:
        found = found[:1]
        notes.append("The equilibrium listed first in each subgame is taken; --all lists others.")
    stats: dict[str, float | int | str] = {
        "subgames": len(search.parts),
        "with hidden moves": len(search.hidden),
        "largest normal form": search.largest(),
    }
    partial = more or not search.complete
    # Pure equilibria are extreme, so they are on the list even where a continuum cannot be.
    whole = Coverage.ALL_PURE if search.continuum or search.many else Coverage.ALL
    coverage = Coverage.SOME if partial else whole
    return Answer(tuple(found), coverage, stats, tuple(notes))


@dataclass(frozen=True, eq=False)
class Outcome:
    """One equilibrium of one subgame.

    Attributes
    ----------
    mixed : tuple of NumberArray
        One distribution for each player who decides in it.
    payoff : NumberArray (P,)
    margin : number
        Lead of the action that is taken, where one player moves once; otherwise nan.
    """

    mixed: tuple[NumberArray, ...]
    payoff: NumberArray
    margin: object


@once_for_each
def _parts(tree: Tree) -> tuple[IntArray, Mapping[int, NormalForm]]:
    """Return the roots of subgames, the smallest first, and the form of those with hidden moves."""
    roots = subgame_roots(tree)
    solved = np.zeros(tree.n_nodes, dtype=np.bool_)
    solved[roots] = True
    inner = np.flatnonzero(~solved & (tree.n_children > 0))
    hides = np.zeros(tree.n_nodes, dtype=np.bool_)
    hides[tree.parent[inner]] = True
    parts = roots[tree.n_children[roots] > 0][::-1]
    return parts, {root: normal_form(tree, root, solved) for root in parts[hides[parts]].tolist()}


class Subgames:
    """The subgames of one game, their values so far, and the search through their equilibria."""

    def __init__(self, game: Game) -> None:
        tree = game.tree
        self.game, self.tree = game, tree
        self.slack = tables.tolerance(game)
        self.value = np.zeros((tree.n_nodes, tree.n_players), dtype=game.u.dtype)
        self.value[tree.leaf] = game.u
        self.behaviour = game.chance.copy()
        self.margin = np.full(tree.n_infosets, np.nan, dtype=game.u.dtype)
        self.parts, self.hidden = _parts(tree)
        self.continuum = False
        self.many = any(len(form.players) > 2 for form in self.hidden.values())
        self.complete = True
        self.dead_end = ""

    def largest(self) -> str:
        """Return the size of the largest normal form, as in ``3 × 4``."""
        forms = self.hidden.values()
        return tables.size(max(forms, key=lambda f: np.prod(f.shape))) if forms else "none"

    def failure(self) -> NoAnswerError:
        """Return why no subgame-perfect equilibrium was found."""
        where = f"the subgame at {self.dead_end}"
        if not self.complete:
            return NoAnswerError(f"rounding has lost the equilibria of {where}", "try --exact")
        return NoAnswerError(
            f"{where} has three or more players with hidden moves, and no pure equilibrium",
            "no method here finds mixed equilibria of three or more players; reveal a move",
        )

    def notes(self) -> list[str]:
        """Return what a reader has to know about how the subgames were solved."""
        said = []
        if self.hidden:
            moves = [self.tree.labels.move_of(int(self.tree.infoset[r])) for r in self.hidden]
            names = list(dict.fromkeys(moves))
            listed = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            said.append(
                f"{len(self.hidden)} of {len(self.parts)} subgames hold hidden moves (from"
                f" {listed} on) and were solved by their normal form."
            )
        facts = [(self.many, MANY), (self.continuum, CONTINUUM), (not self.complete, ROUNDED)]
        facts.append((any(form.reduced for form in self.hidden.values()), tables.FREE))
        return said + [sentence for holds, sentence in facts if holds]

    def candidates(self) -> Iterator[Candidate]:
        """Yield one candidate for each combination of equilibria; none for a dead end.

        Backtracking over subgames, the smallest first. Smaller ones keep their values while the
        larger ones go through their equilibria.
        """
        pending: list[tuple[int, Iterator[Outcome]]] = []
        step = 0
        while True:
            while step < len(self.parts):
                root = int(self.parts[step])
                outcomes = self.outcomes(root)
                if not outcomes:
                    self.dead_end = self.dead_end or place_of(self.tree, root)
                    break
                self.play(root, outcomes[0])
                if len(outcomes) > 1:
                    pending.append((step, iter(outcomes[1:])))
                step += 1
            else:
                yield Candidate(self.behaviour.copy(), self.value[0].copy(), self.margin.copy())
            while pending:
                step, others = pending[-1]
                outcome = next(others, None)
                if outcome is not None:
                    self.play(int(self.parts[step]), outcome)
                    step += 1
                    break
                pending.pop()
            else:
                return

    def outcomes(self, root: int) -> list[Outcome]:
        """Return the equilibria of one subgame, given what those below it are worth."""
        if root in self.hidden:
            return self._hidden(self.hidden[root])
        children = self.tree.children_of(root)
        below = self.value[children]
        owner = int(self.tree.owner[root])
        if owner == CHANCE:
            odds = self.game.chance[self.tree.slot[children]]
            return [Outcome((), odds @ below, np.nan)]
        mine = below[:, owner].tolist()  # a handful of numbers: quicker one by one than as an array
        enough = max(mine) - self.slack[owner]
        good = [k for k, worth in enumerate(mine) if worth >= enough]
        self.continuum |= len(good) > 1
        rest = max((worth for worth in mine if worth < enough), default=-np.inf)
        margin = 0 if len(good) > 1 else max(mine) - rest
        exact = self.game.exact
        return [
            Outcome((pure_strategy(len(mine), k, exact=exact),), below[k], margin) for k in good
        ]

    def _hidden(self, form: NormalForm) -> list[Outcome]:
        table = tables.payoff_table(self.game, form, self.value)
        if len(form.players) > 2:
            return [
                Outcome(self._pure(form, cell), table[cell], np.nan)
                for cell in pure_equilibria(table, form.players, self.slack)
            ]
        extremes = tables.two_player_equilibria(table, form.players, self.slack)
        self.continuum |= not extremes.isolated
        self.complete &= extremes.complete
        mixed = [pair[: len(form.players)] for pair in extremes.pairs]
        return [Outcome(pair, tables.expected_payoff(table, pair), np.nan) for pair in mixed]

    def _pure(self, form: NormalForm, cell: tuple[int, ...]) -> tuple[NumberArray, ...]:
        exact = self.game.exact
        sizes = zip(form.shape, cell, strict=True)
        return tuple(pure_strategy(n, k, exact=exact) for n, k in sizes)

    def play(self, root: int, outcome: Outcome) -> None:
        """Let one equilibrium of a subgame be what is done in it, and what it is worth."""
        self.value[root] = outcome.payoff
        if root in self.hidden:
            self.hidden[root].write(self.tree, outcome.mixed, self.behaviour)
        elif outcome.mixed:
            infoset = int(self.tree.infoset[root])
            self.behaviour[self.tree.slots_of(infoset)] = outcome.mixed[0]
            self.margin[infoset] = outcome.margin
