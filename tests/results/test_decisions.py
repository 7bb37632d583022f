"""Decisions that are made when they are read are to everybody the tuple that they stand for."""

from __future__ import annotations

import pickle

import pytest

from negotiate.results.decisions import Decisions, believing, ties
from negotiate.results.report import Decision


def decision(infoset: int) -> Decision:
    """Return a decision that is a tie in every third information set, with beliefs in two."""
    beliefs = {"type hard": 1.0} if infoset in {4, 6} else {}
    return Decision("A", f"m{infoset}", {}, {"x": 1.0}, 0.0, {}, infoset % 3, beliefs)


ORDER = [2, 0, 3, 4, 1, 6]
LATE = Decisions(ORDER, decision, [0, 3, 6], {4, 6})
TUPLE = tuple(map(decision, ORDER))


def test_they_are_the_tuple() -> None:
    assert LATE == TUPLE
    assert TUPLE == LATE
    assert TUPLE[1:] != LATE
    assert (len(LATE), repr(LATE)) == (len(TUPLE), repr(TUPLE))
    assert LATE[1:3] == TUPLE[1:3]
    assert LATE[-1] == TUPLE[-1]
    assert TUPLE[2] in LATE
    with pytest.raises(IndexError):
        _ = LATE[6]


def test_what_is_asked_of_all_is_answered_alike() -> None:
    assert ties(LATE) == ties(TUPLE) == 3
    assert list(believing(LATE)) == list(believing(TUPLE)) == [TUPLE[3], TUPLE[5]]


def test_only_what_is_read_is_made() -> None:
    made: list[int] = []

    def make(infoset: int) -> Decision:
        made.append(infoset)
        return decision(infoset)

    late = Decisions(ORDER, make, [0, 3, 6], {4, 6})
    assert (len(late), ties(late), late[1].move) == (6, 3, "m0")
    assert made == [0]
    assert len(believing(late)) == 2
    assert made == [0, 4, 6]


def test_a_copy_needs_no_game() -> None:
    copy = pickle.loads(pickle.dumps(LATE))  # noqa: S301 (our own)
    assert isinstance(copy, tuple)
    assert copy == TUPLE
