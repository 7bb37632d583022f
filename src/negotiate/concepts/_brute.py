"""Any concept, solved by trying every pure profile: slow, and right by the concept's own word."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.errors import NoAnswerError
from negotiate.results.solution import Answer, Candidate, Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.concepts.protocol import ConceptModule
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

MAX_PROFILES: Final = 20_000


def brute_force(game: Game, concept: ConceptModule, cap: int = 1000) -> Answer:
    """Return the pure profiles that a concept accepts.

    A new concept can be used at once, on small games, before any method for it is written.

    Parameters
    ----------
    game : Game
    concept : ConceptModule
    cap : int
        Longest list.

    Raises
    ------
    NoAnswerError
        If there are more than `MAX_PROFILES` pure profiles.
    """
    n = n_pure_profiles(game)
    if n > MAX_PROFILES:
        raise NoAnswerError(
            f"there are more than {MAX_PROFILES:,} pure profiles to try",
            "a method of its own is needed for this concept on games of this size",
        )
    nothing = np.full(game.tree.n_players, np.nan)  # payoffs are recomputed before they are shown
    accepted = (b for b in _pure_profiles(game) if concept.certify(game, b).holds)
    found = [Candidate(b, nothing) for b in islice(accepted, cap + 1)]
    stats: dict[str, float | int | str] = {"pure profiles": n}
    if not found:
        return Answer((), Coverage.NONE_FOUND, stats, ("No pure profile is one.",))
    if len(found) > cap:
        notes = (f"The list stops after {cap} equilibria; there are more.",)
        return Answer(tuple(found[:cap]), Coverage.SOME, stats, notes)
    return Answer(tuple(found), Coverage.ALL_PURE, stats)


def n_pure_profiles(game: Game) -> int:
    """Return the number of pure profiles."""
    widths = np.diff(game.tree.slot_start)[game.tree.decision]
    return prod(widths.tolist())


def _pure_profiles(game: Game) -> Iterator[NumberArray]:
    tree = game.tree
    slots = [range(*tree.slot_start[h : h + 2]) for h in np.flatnonzero(tree.decision)]
    for used in product(*slots):
        behaviour = game.chance.copy()
        behaviour[list(used)] = Fraction(1) if game.exact else 1.0
        yield behaviour
