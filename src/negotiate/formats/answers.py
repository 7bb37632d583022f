"""Answers as JSON objects: what ``--json`` prints, and how it is read back.

The keys are those of `docs/reference/json.md` and the pages beside it. Numbers are JSON numbers;
an exact fraction is a string such as ``"7/3"``, and what JSON has no number for is ``"inf"``,
``"-inf"`` or ``"nan"``.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from negotiate.errors import UsageError, nearest
from negotiate.formats._records import UnfitError, plain, quoted, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results.catalogue import Catalogue, Library
    from negotiate.results.check import Checked
    from negotiate.results.dominance import Dominance
    from negotiate.results.estimate import Estimate
    from negotiate.results.explanation import Explanation
    from negotiate.results.learning import Learning
    from negotiate.results.outline import Outline
    from negotiate.results.rationality import RationalityPath
    from negotiate.results.region import RegionMap
    from negotiate.results.report import Comparison
    from negotiate.results.sensitivity import Sensitivity
    from negotiate.results.sweep import Sweep
    from negotiate.results.thresholds import Thresholds, WhatItTakes

    AnyAnswer: TypeAlias = (
        Catalogue | Checked | Comparison | Dominance | Estimate | Explanation | Learning | Library
        | Outline | RationalityPath | RegionMap | Sensitivity | Sweep | Thresholds | WhatItTakes
    )  # fmt: skip


class Kind(NamedTuple):
    """One kind of answer.

    Attributes
    ----------
    module, record : str
        The record that it is, in a module of `negotiate.results`.
    changed : tuple of str
        What each format after the first changed, as a clause. A key that goes or changes its
        meaning makes a format; a new key does not.
    """

    module: str
    record: str
    changed: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The module of the record, with its dots."""
        return f"negotiate.results.{self.module}"

    @property
    def format(self) -> int:
        """The version of the object that is written and read."""
        return 1 + len(self.changed)


_GAME: Final = (
    '"game" is an object that tells the game as those of the other kinds do, in place of {}'
)

KINDS: Final[Mapping[str, Kind]] = {
    "check": Kind("check", "Checked"),
    "comparison": Kind("report", "Comparison"),
    "concepts": Kind("catalogue", "Catalogue", (_GAME.format("its title"),)),
    "dominance": Kind("dominance", "Dominance", (_GAME.format("its title"),)),
    "estimate": Kind("estimate", "Estimate", (_GAME.format('"title" and "file"'),)),
    "explanation": Kind("explanation", "Explanation"),
    "game": Kind("outline", "Outline"),
    "games": Kind("catalogue", "Library"),
    "learning": Kind("learning", "Learning", (_GAME.format("its title"),)),
    "map": Kind("region", "RegionMap"),
    "rationality": Kind("rationality", "RationalityPath", (_GAME.format('"title" and "file"'),)),
    "sensitivity": Kind("sensitivity", "Sensitivity"),
    "sweep": Kind(
        "sweep",
        "Sweep",
        (
            _GAME.format('"title", "file", "sha256", "players" and "units"')
            + ', and "parameter_units" has the units of parameters',
        ),
    ),
    "thresholds": Kind("thresholds", "Thresholds"),
    "what it takes": Kind("thresholds", "WhatItTakes"),
}


def to_dict(answer: AnyAnswer) -> dict[str, Any]:
    """Return an answer as plain data that any strict JSON writer takes.

    Examples
    --------
    >>> from negotiate.formats.answers import from_dict, to_dict
    >>> from negotiate.results import Comparison, GameInfo
    >>> info = GameInfo("Chicken", "", "chicken.yaml", "", {"A": "Ann"}, {}, 3, 2, 1, True)
    >>> answer = Comparison(info, "spe", ())
    >>> to_dict(answer)["kind"], to_dict(answer)["game"]["title"]
    ('comparison', 'Chicken')
    >>> from_dict(to_dict(answer)) == answer
    True
    """
    made = type(answer)
    for name, kind in KINDS.items():
        if (kind.home, kind.record) == (made.__module__, made.__name__):
            return {"format": kind.format, "kind": name, **plain(answer)}
    raise UsageError(f"a {made.__name__} is no answer that JSON carries")


def from_dict(data: Mapping[str, Any]) -> AnyAnswer:
    """Return the answer that `to_dict` wrote, of whatever kind.

    Keys that this version does not know are passed over, so that an answer of a newer version
    of the same format can be read.

    Raises
    ------
    UsageError
        If `data` is no answer, or one of another format, with the first thing that is wrong.
    """
    name = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(name, str) or name not in KINDS:
        raise UsageError(_no_kind(data, name))
    kind = KINDS[name]
    if type(data.get("format")) is not int or data["format"] != kind.format:
        raise UsageError(_other_format(name, kind, data.get("format")))
    record = getattr(import_module(kind.home), kind.record)
    try:
        answer: AnyAnswer = read(record, data)
    except UnfitError as error:
        raise UsageError(f"this answer of kind '{name}' is damaged: {error}") from error
    return answer


def dumps(data: Mapping[str, Any]) -> str:
    """Return strict JSON, indented, in ASCII so that every terminal and locale can carry it."""
    return json.dumps(data, indent=2, allow_nan=False)


def loads(text: str | bytes) -> AnyAnswer:
    """Return the answer in a text, as `to_dict` and `dumps` wrote it.

    Raises
    ------
    UsageError
        If it is no strict JSON, with its line, or no answer.
    """
    try:
        data = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"this is no JSON, or cut short: {where}: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise UsageError("this is no JSON: it is not in UTF-8") from error
    except UnfitError as error:
        raise UsageError(f"this is no strict JSON: {error}") from error
    except ValueError as error:  # of `int`, which has a limit
        raise UsageError("this is no answer: it has a number of thousands of digits") from error
    except RecursionError as error:
        raise UsageError("this is no answer: it is nested too deeply") from error
    return from_dict(data)


def _no_number(word: str) -> Any:
    raise UnfitError(f'{word} is no number of JSON; an answer has it in quotes, as "nan" or "inf"')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object: of two values for one key a reader would lose one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        places = {key: place for place, (key, _) in enumerate(pairs)}
        twice = next(key for place, (key, _) in enumerate(pairs) if places[key] != place)
        raise UnfitError(f"the key {quoted(twice)} is there twice in one object")
    return found


def _no_kind(data: object, name: object) -> str:
    if not isinstance(data, dict):
        return f"this is no answer: {quoted(data)} is not an object"
    if name is None:
        return 'this is no answer: it has no "kind"'
    near = nearest(name, KINDS) if isinstance(name, str) else ""
    hint = near or f"there are {', '.join(KINDS)}"
    return f"no kind of answer is called {quoted(name)}; {hint}"


def _other_format(name: str, kind: Kind, found: object) -> str:
    said = f"this answer of kind '{name}' is of format {quoted(found)}; read here is {kind.format}"
    if type(found) is not int or found < 1:
        return said
    if found > kind.format:
        return f"{said}: a newer version of negotiate wrote it"
    since = "; ".join(kind.changed[found - 1 :])
    return f"{said}: since then {since}. Ask negotiate anew"
