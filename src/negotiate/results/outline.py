"""A game before it is solved: what ``negotiate show --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.report import Number


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """A parameter, as the file states it.

    Attributes
    ----------
    name : str
    value : Number
        As used, after ``--set``.
    low, high : Number or None
        The ends of its range, if it has one.
    distribution : str or None
        In the words of the file.
    unit, about, source : str
    """

    name: str
    value: Number
    low: Number | None
    high: Number | None
    distribution: str | None
    unit: str
    about: str
    source: str


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """A decision, as written or as the tree names it.

    Attributes
    ----------
    name : str
    player : str or None
        None: chance decides.
    options : tuple of str
    seen_by : tuple of str or None
        Players who see it; None: all.
    about : str
    """

    name: str
    player: str | None
    options: tuple[str, ...]
    seen_by: tuple[str, ...] | None
    about: str


@dataclass(frozen=True, slots=True)
class QuantityEntry:
    """A quantity that outcomes have; without categories it is a number."""

    name: str
    categories: tuple[str, ...]
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion or a scenario."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file says of its game, and how large the tree is.

    Attributes
    ----------
    title, about, file, sha256 : str
    sources : tuple of str
    players : mapping of key to full name
    parameters : tuple of ParameterEntry
    moves : tuple of MoveEntry
    quantities : tuple of QuantityEntry
    criteria, scenarios : tuple of Named
    nodes, leaves, information_sets : int
        Of the tree; information sets of players, not of chance.
    perfect_information : bool
    version : str
    """

    title: str
    about: str
    file: str
    sha256: str
    sources: tuple[str, ...]
    players: Mapping[str, str]
    parameters: tuple[ParameterEntry, ...]
    moves: tuple[MoveEntry, ...]
    quantities: tuple[QuantityEntry, ...]
    criteria: tuple[Named, ...]
    scenarios: tuple[Named, ...]
    nodes: int
    leaves: int
    information_sets: int
    perfect_information: bool
    version: str = ""
