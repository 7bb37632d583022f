"""The catalogue of concepts and methods, read from the modules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.concepts import concept, concepts
from negotiate.results.catalogue import ConceptEntry, MethodEntry
from negotiate.solvers import methods

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.solvers.protocol import SolverMethod


def catalogue(game: Game | None = None) -> tuple[ConceptEntry, ...]:
    """Return every concept, with the methods that serve it.

    Parameters
    ----------
    game : Game, optional
        Each method then says whether it takes this game, and if not, why.

    Returns
    -------
    tuple of ConceptEntry
        In alphabetical order; methods in the order in which they are tried.
    """
    found = []
    for name in concepts():
        module = concept(name)
        served = tuple(_entry(key, method, game) for key, method in methods(name).items())
        found.append(ConceptEntry(name, module.ABOUT, module.SOURCE, served))
    return tuple(found)


def _entry(name: str, method: SolverMethod, game: Game | None) -> MethodEntry:
    refusal = None if game is None else method.refusal(game) or ""
    return MethodEntry(name, method.ABOUT, method.SOURCE, refusal)
