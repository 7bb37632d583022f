"""Data classes that cost little to define.

The standard `dataclasses.dataclass` writes the methods of each class as text and compiles it: half
a millisecond a class, which for the hundred of a typical run is more than all its games take. Here
the standard library finds the fields and makes the slots, and the methods are written once, below,
for all classes. Whatever takes a data class (`replace`, `fields`, `match`) takes these.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Class = TypeVar("Class", bound=type)

__all__ = ["dataclass", "lean"]


def lean(
    plain: Class | None = None, /, *, frozen: bool = False, eq: bool = True, slots: bool = False
) -> Any:
    """Make a data class, or return what makes one; parameters as of `dataclasses.dataclass`."""

    def decorate(cls: Class) -> Class:
        made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots)
        fields = dataclasses.fields(made)
        made.__init__ = _constructor(made, fields, slots=slots)
        made.__signature__ = _Signature()
        if "__repr__" not in vars(cls):
            made.__repr__ = _described
        if eq:
            values = _values([field.name for field in fields if field.compare])
            made.__eq__ = _comparison(values)
            made.__hash__ = (lambda self: hash(values(self))) if frozen else None
        if frozen:
            made.__setattr__ = made.__delattr__ = _refused
        if slots:
            made.__reduce__ = _reduced  # by default copies set their attributes
        return made  # type: ignore[no-any-return]  # the class that came, or one with its slots

    return decorate if plain is None else decorate(plain)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = lean


class _Signature:
    """What `help` and editors show of a class, made when they ask."""

    def __get__(self, _: object, owner: type) -> Any:
        """Return the fields as parameters."""
        from inspect import Parameter, Signature  # noqa: PLC0415 (nobody asks in a typical run)

        return Signature(
            [
                Parameter(
                    field.name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=_default(field),
                    annotation=field.type,
                )
                for field in dataclasses.fields(owner)
            ]
        )


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    from inspect import Parameter  # noqa: PLC0415 (as above)

    return Parameter.empty if field.default is dataclasses.MISSING else field.default


def _values(names: Sequence[str]) -> Callable[[Any], Any]:
    """Return what reads these attributes: one as it is, several as a tuple."""
    return attrgetter(*names) if names else lambda _: ()


def _constructor(
    made: type, fields: Sequence[dataclasses.Field[Any]], *, slots: bool
) -> Callable[..., None]:
    """Return the method that takes the fields, by position or by name."""
    names = [field.name for field in fields]
    put = [getattr(made, name).__set__ for name in names] if slots else []
    count = len(names)
    finish = getattr(made, "__post_init__", None)

    def construct(self: Any, *args: Any, **named: Any) -> None:
        if named or len(args) != count:
            args = _complete(made, fields, args, named)
        if slots:
            for place, value in zip(put, args):  # noqa: B905 (as many; thousands of times)
                place(self, value)
        else:
            self.__dict__.update(zip(names, args))  # noqa: B905 (as above)
        if finish:
            finish(self)

    return construct


def _complete(
    made: type,
    fields: Sequence[dataclasses.Field[Any]],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[Any, ...]:
    """Return the values of all fields, from what is given and from defaults.

    Raises
    ------
    TypeError
        If a field has no value, or two, or if there is no such field.
    """
    found = list(args)
    for field in fields[len(args) :]:
        if field.name in named:
            found.append(named.pop(field.name))
        elif field.default is not dataclasses.MISSING:
            found.append(field.default)
        elif field.default_factory is not dataclasses.MISSING:
            found.append(field.default_factory())
        else:
            raise TypeError(f"{made.__name__} needs a value for '{field.name}'")
    if named or len(found) > len(fields):
        wrong = ", ".join(named) or f"{len(args)} values for {len(fields)} fields"
        raise TypeError(f"{made.__name__} cannot take {wrong}")
    return tuple(found)


def _comparison(values: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    return equal


def _described(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduced(self: Any) -> tuple[type, tuple[Any, ...]]:
    return type(self), tuple(getattr(self, field.name) for field in dataclasses.fields(self))


def _refused(_: Any, name: str, *__: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field '{name}'")
