"""Data classes with shared methods do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.record import dataclass, lean

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., Any]

STANDARD: Make = dataclasses.dataclass
KINDS = [
    {"frozen": frozen, "eq": eq, "slots": slots}
    for frozen in (True, False)
    for eq in (True, False)
    for slots in (True, False)
]


def point(make: Make, **kind: bool) -> Any:
    class Point:
        """A class with each sort of field."""

        x: int
        y: int = 2
        seen: list[int] = dataclasses.field(default_factory=list)
        place: int = dataclasses.field(default=0, compare=False, repr=False)

    return make(**kind)(Point)


@dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickles can find it."""

    inner: tuple[Any, ...]


@pytest.fixture(params=KINDS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """Return one class, made here and made by the standard library."""
    return point(lean, **request.param), point(STANDARD, **request.param)


CALLS: list[tuple[tuple[int, ...], dict[str, int]]] = [
    ((1,), {}),
    ((1, 3), {}),
    ((), {"x": 1}),
    ((1,), {"place": 5, "y": 3}),
    ((1, 2), {"seen": 4}),
]
WRONG: list[tuple[tuple[int, ...], dict[str, int]]] = [
    ((), {}),
    ((), {"y": 1}),
    ((1, 2, 3, 4, 5), {}),
    ((1,), {"x": 1}),
    ((1,), {"z": 1}),
]


@pytest.mark.parametrize(("args", "named"), CALLS)
def test_fields_are_filled_and_shown_alike(
    pair: tuple[Any, Any], args: tuple[int, ...], named: dict[str, int]
) -> None:
    ours, theirs = (kind(*args, **named) for kind in pair)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize(("args", "named"), WRONG)
def test_what_does_not_fit_is_refused_alike(
    pair: tuple[Any, Any], args: tuple[int, ...], named: dict[str, int]
) -> None:
    for kind in pair:
        with pytest.raises(TypeError):
            kind(*args, **named)


def test_two_are_equal_and_hash_alike(pair: tuple[Any, Any]) -> None:
    def told(kind: Any) -> list[object]:
        seen: tuple[int, ...] = ()
        same = kind(1, 2, seen, place=1) == kind(1, 2, seen, place=2)
        other = kind(1, 2, seen) == kind(1, 3, seen)
        try:
            hashed = hash(kind(1, 2, seen)) == hash(kind(1, 2, seen))
        except TypeError:
            hashed = None
        return [same, other, hashed, kind(1) == 1, kind.__match_args__]

    ours, theirs = pair
    assert told(ours) == told(theirs)
    assert ours(1) != theirs(1)


def test_a_factory_is_asked_each_time(pair: tuple[Any, Any]) -> None:
    ours, _ = pair
    assert ours(1).seen is not ours(1).seen


def test_replacing_makes_another(pair: tuple[Any, Any]) -> None:
    for kind in pair:
        first = kind(1, 3, place=7)
        second = dataclasses.replace(first, x=4)
        assert (first.x, second.x, second.y, second.place) == (1, 4, 3, 7)


@pytest.mark.parametrize("slots", [True, False])
def test_what_is_frozen_stays(*, slots: bool) -> None:
    frozen = point(lean, frozen=True, slots=slots)(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        frozen.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        del frozen.x
    loose = point(lean, slots=slots)(1)
    loose.x = 2
    assert loose.x == 2


def test_slots_take_no_other_attribute() -> None:
    with pytest.raises(AttributeError):
        point(lean, slots=True)(1).elsewhere = 1


def test_copies_are_equal() -> None:
    kept = Kept((Kept((1, 2)), "text"))
    pickled = pickle.loads(pickle.dumps(kept))  # noqa: S301 (our own)
    assert copy.copy(kept) == copy.deepcopy(kept) == pickled == kept


def test_what_comes_after_the_fields_is_called_last() -> None:
    @dataclass
    class Sum:
        parts: list[int]

        def __post_init__(self) -> None:
            self.total = sum(self.parts)

    assert Sum([1, 2]).total == 3


def test_a_class_without_fields_is_equal_to_itself_alone() -> None:
    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class Other:
        pass

    assert Empty() == Empty()
    assert len({Empty(), Empty(), Other()}) == 2


def test_help_shows_the_fields(pair: tuple[Any, Any]) -> None:
    ours, theirs = (inspect.signature(made).parameters for made in pair)
    assert list(ours) == list(theirs)
    for name in ("x", "y", "place"):
        assert ours[name] == theirs[name]
