"""Every kind of answer is read back from JSON to the last bit, and nothing else is read."""

from __future__ import annotations

import copy
import json
import math
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from tests.comparisons import four_players
from tests.formats.records import exactly, made

import negotiate
from negotiate import render
from negotiate.errors import NoAnswerError, UsageError
from negotiate.formats.answers import KINDS, dumps, from_dict, loads, to_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from negotiate.formats.answers import AnyAnswer

SEEDS = range(8)
OTHER: list[Any] = [
    None, True, False, 0, 7, -1.5, "x", "nan", "1/0", "1e9", [], {}, [[]], [1, 2, 3], {"a": 1},
    10**5000, math.inf, math.nan, {"kind": []}, [None] * 3,
]  # fmt: skip
"""What may stand where it should not."""


def some(kind: str, seed: int, least: int = 0) -> AnyAnswer:
    """Return some answer of a kind, with this many entries at least in each list and mapping."""
    known = KINDS[kind]
    record = getattr(import_module(known.home), known.record)
    answer: AnyAnswer = made(record, Random(seed), least)  # noqa: S311 (no secrets here)
    return answer


def read(data: Any) -> AnyAnswer | UsageError:
    """Return the answer, or why there is none."""
    try:
        return from_dict(data)
    except UsageError as error:
        return error


def places(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside an object."""
    parts = data.items() if isinstance(data, dict) else enumerate(data)
    for key, part in parts:
        yield (*way, key)
        if isinstance(part, dict | list):
            yield from places(part, (*way, key))


def at(data: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        data = data[key]
    return data


def changed(data: Any, way: tuple[Any, ...], value: Any) -> Any:
    """Return a copy with another value at one place."""
    if not way:
        return value
    other = copy.copy(data)
    other[way[0]] = changed(data[way[0]], way[1:], value)
    return other


def near(value: Any) -> Any:
    """Return another value of the same type, as near as there is."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return math.nextafter(value, math.copysign(math.inf, -value))
    if isinstance(value, int):
        return value + 1
    words = {"inf": "-inf", "-inf": "nan", "nan": 0.0}
    return words.get(value, f"{value}1") if isinstance(value, str) else "x"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: negotiate.compare("conditional-aid", draws=20, closed_form=True),
        lambda: negotiate.compare("taiwan-signal", concept="sequential", exact=True, all=True),
        lambda: negotiate.compare("chicken", concept="correlated"),
        lambda: negotiate.explain("entry-deterrence", "reply"),
        lambda: negotiate.rationality_path("chicken", 2),
        lambda: negotiate.region_map("conditional-aid", "k_ua", "k_ru", resolution=2),
        lambda: negotiate.sensitivity("conditional-aid", "payoff.UA > -99", draws=4),
        lambda: negotiate.sweep("conditional-aid", 2, settings={"k_ua": 1 / 3}),
        lambda: negotiate.what_it_takes("ultimatum"),
    ],
)
def test_what_the_library_returns_comes_back_equal(ask: Callable[[], AnyAnswer]) -> None:
    """Numbers that are not known too: leads under a mediator, gains, shares of no draw at all."""
    answer = ask()
    assert loads(dumps(to_dict(answer))) == answer


@pytest.mark.parametrize("concept", ["sequential", "nash", "correlated"])
def test_what_is_read_back_looks_as_it_did(concept: str) -> None:
    """Beliefs, ties and lotteries too, whose decisions are made only when they are read."""
    answer = negotiate.compare("taiwan-signal", concept=concept, draws=0)
    back = loads(dumps(to_dict(answer)))
    assert isinstance(back, negotiate.Comparison)
    assert render.text(back) == render.text(answer)
    assert render.html(back) == render.html(answer)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_comes_back_to_the_last_bit(kind: str, seed: int) -> None:
    answer = some(kind, seed)
    text = dumps(to_dict(answer))
    back = loads(text)
    assert back == answer
    assert exactly(back) == exactly(answer)
    assert dumps(to_dict(back)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_every_leaf_matters(kind: str) -> None:
    answer = some(kind, 0, least=1)
    data, as_it_was = to_dict(answer), exactly(answer)
    leaves = [way for way in places(data) if not isinstance(at(data, way), dict | list)]
    accepted = 0
    for way in leaves:
        back = read(changed(data, way, near(at(data, way))))
        accepted += not isinstance(back, UsageError)
        assert exactly(back) != as_it_was, way
    assert accepted > len(leaves) / 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_fit_is_refused_with_its_place_and_no_traceback(kind: str) -> None:
    answer = some(kind, 1, least=1)
    data, as_it_was = to_dict(answer), exactly(answer)
    refused = 0
    for place, way in enumerate(places(data)):
        for value in OTHER[place % 5 :: 5]:
            if value == at(data, way):
                continue
            back = read(changed(data, way, value))
            assert exactly(back) != as_it_was, way
            if isinstance(back, UsageError):
                refused += 1
                assert len(str(back)) < 600
                assert way[0] in {"kind", "format"} or f"damaged: {way[0]}" in str(back)
    assert refused > 2 * len(data)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_is_named(kind: str) -> None:
    data = to_dict(some(kind, 2))
    optional = 0
    for key in data:
        rest = {name: value for name, value in data.items() if name != key}
        back = read(rest)
        if isinstance(back, UsageError):
            assert key in {"kind", "format"} or f'"{key}" is missing' in str(back)
        else:
            optional += 1
    assert 1 <= optional < len(data) - 2  # the version, at least


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_a_newer_version_are_passed_over(kind: str) -> None:
    answer = some(kind, 3)
    newer = {**to_dict(answer), "beyond": {"deep": [1, "x"]}}
    assert exactly(from_dict(newer)) == exactly(answer)


def test_a_text_that_was_cut_short_is_refused() -> None:
    text = dumps(to_dict(four_players()))
    for length in range(0, len(text), 97):
        with pytest.raises(UsageError, match=r"no JSON, or cut short: line \d+, column \d+"):
            loads(text[:length])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 10**5, "nested too deeply"),
        ('{"kind": "map", "format": 1, "game": ' + '{"a": ' * 10**5, "nested too deeply"),
        ('{"kind": 1, "kind": 2}', "the key 'kind' is there twice"),
        ('{"kind": NaN}', "NaN is no number of JSON"),
        ('{"kind": -Infinity}', "-Infinity is no number"),
        (f'{{"kind": {"9" * 5000}}}', "thousands of digits"),
        (b"\xff\xfe\xfd", "not in UTF-8"),
        ("", "line 1, column 1"),
        ("null", "null is not an object"),
        ("[1, 2]", "a list of 2 is not an object"),
        ("{}", 'it has no "kind"'),
        ('{"kind": 7}', "no kind of answer is called 7; there are check, comparison"),
        ('{"kind": "tresholds"}', "'tresholds'; did you mean 'thresholds'?"),
        ('{"kind": "\\u001b[2J"}', r"'\\x1b\[2J'"),
        ('{"kind": "map"}', "of format null; read here is 1"),
        ('{"kind": "map", "format": true}', "of format true; read here is 1"),
        ('{"kind": "map", "format": 1.0}', "of format 1.0; read here is 1"),
        ('{"kind": "map", "format": -3}', "of format -3; read here is 1"),
        ('{"kind": "map", "format": 9}', "read here is 1: a newer version of negotiate wrote it"),
        (
            '{"kind": "dominance", "format": 1}',
            "as those of the other kinds do, in place of its title. Ask negotiate anew",
        ),
        ('{"kind": "sweep", "format": 1}', '"title", "file", "sha256", "players" and "units"'),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        loads(text)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("way", "value", "said"),
    [
        ("scenarios 0 equilibria 0 payoffs US", "seven", r"equilibria\[0\].payoffs.US: 'seven' is"),
        ("scenarios 0 equilibria 0 payoffs US", "8e9", "'8e9' is not a number, nor a fraction"),
        ("scenarios 0 equilibria 0 payoffs US", "1/0", "'1/0' has the denominator 0"),
        ("scenarios 0 equilibria 0 payoffs US", "9" * 5000, "9…? is not a number"),
        ("scenarios 0 equilibria 0 payoffs US", 10**400, "a number that long is not a number"),
        ("scenarios 0 coverage", "all equilibra", "did you mean 'all equilibria'?"),
        ("game nodes", 1.5, "game.nodes: 1.5 is not a whole number"),
        ("game nodes", True, "game.nodes: true is not a whole number"),
        ("changes", "abc", "changes: 'abc' is not a list"),
        ("changes 0 on_path", "yes", r"changes\[0\].on_path: 'yes' is not true or false"),
        ("game players", {"\x1b[2J": 1}, r"game.players.\\x1b\[2J: 1 is not a text"),
    ],
)  # fmt: skip
def test_a_refusal_says_where_what_and_which_rule(way: str, value: Any, said: str) -> None:
    data = to_dict(four_players())
    keys = tuple(int(key) if key.isdigit() else key for key in way.split())
    with pytest.raises(UsageError, match=said):
        from_dict(changed(data, keys, value))


def test_a_misspelt_key_is_told() -> None:
    data = to_dict(four_players())
    data["game"]["titel"] = data["game"].pop("title")
    with pytest.raises(UsageError, match="game: \"title\" is missing, and there is 'titel'"):
        from_dict(data)


def test_data_that_no_text_made_is_refused() -> None:
    deep: Any = []
    for _ in range(10**5):
        deep = [deep]
    data = to_dict(four_players())
    with pytest.raises(UsageError, match=r"changes\[0\]: a list of 1 is not an object"):
        from_dict({**data, "changes": deep})
    with pytest.raises(UsageError, match="a list of 1 is not an object"):
        from_dict(deep)
    with pytest.raises(UsageError, match="game: the key 7 is not a text"):
        from_dict({**data, "game": {7: "title"}})


def test_a_file_is_read_by_the_kind_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    for kind in KINDS:
        answer = some(kind, 4)
        negotiate.write_answer(answer, path)
        back = negotiate.read_answer(path)
        assert type(back) is type(answer)
        assert back == answer


def test_a_file_that_is_no_answer_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    for wrong in (path, tmp_path, "no\0name"):
        with pytest.raises(UsageError, match="cannot read the answer"):
            negotiate.read_answer(wrong)
    path.write_text(json.dumps({"kind": "recipe"}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"answer\.json': no kind of answer is called 'recipe'"):
        negotiate.read_answer(path)


def test_what_is_read_shows_itself_in_notebooks(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    answer = negotiate.thresholds("ultimatum", "envy")
    negotiate.write_answer(answer, str(path))
    back = negotiate.read_answer(str(path))
    assert "<svg" in back._repr_html_()  # type: ignore[union-attr]  # it is hung on when read


def test_numbers_of_thousands_of_digits_are_written_whole_or_not_at_all() -> None:
    answer = negotiate.compare("textbook/chicken", exact=True)
    longest = Fraction(-(10**4300) + 1, 10**4299 + 1)
    kept = replace(answer, game=replace(answer.game, parameters={"x": longest}))
    assert loads(dumps(to_dict(kept))) == kept
    beyond = replace(answer, game=replace(answer.game, parameters={"x": Fraction(1, 10**4300)}))
    with pytest.raises(NoAnswerError, match="more digits than are written, 4,300"):
        to_dict(beyond)


def test_what_is_no_answer_is_not_written() -> None:
    with pytest.raises(UsageError, match="a GameInfo is no answer"):
        to_dict(four_players().game)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(UsageError, match="there is no folder"):
        negotiate.write_answer(four_players(), "no-such-folder/answer.json")
