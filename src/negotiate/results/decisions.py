"""The decisions of an equilibrium: there may be thousands, and most of them are never read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from negotiate.results.report import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator


class Decisions(Sequence[Decision]):
    """Decisions that are made when they are read.

    Parameters
    ----------
    infosets : sequence of int
        In the order of the tree.
    make : callable
        What an information set prescribes.
    tied, guessing : collection of int
        Those of the information sets with a tie, and with beliefs.
    """

    def __init__(
        self,
        infosets: Sequence[int],
        make: Callable[[int], Decision],
        tied: Collection[int],
        guessing: Collection[int],
    ) -> None:
        self._infosets = infosets
        self._make = make
        self.tied = len(tied)
        self.guessing = guessing

    def __len__(self) -> int:
        return len(self._infosets)

    @overload
    def __getitem__(self, place: int) -> Decision: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Decision]: ...

    def __getitem__(self, place: int | slice) -> Decision | Sequence[Decision]:
        if isinstance(place, slice):
            return tuple(map(self._make, self._infosets[place]))
        return self._make(self._infosets[place])

    def __iter__(self) -> Iterator[Decision]:
        return map(self._make, self._infosets)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    def believing(self) -> Sequence[Decision]:
        """Return those with beliefs."""
        return [self._make(h) for h in self._infosets if h in self.guessing]


def ties(decisions: Sequence[Decision]) -> int:
    """Return how many decisions have another option that is as good."""
    if isinstance(decisions, Decisions):
        return decisions.tied
    return sum(decision.tied for decision in decisions)


def believing(decisions: Sequence[Decision]) -> Sequence[Decision]:
    """Return the decisions with beliefs."""
    if isinstance(decisions, Decisions):
        return decisions.believing()
    return [decision for decision in decisions if decision.beliefs]
