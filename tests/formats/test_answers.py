"""Answers as JSON: strict, exact, in the documented words, and read back the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from math import inf, isnan, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.comparisons import exact, four_players

from negotiate.errors import UsageError
from negotiate.formats.answers import dumps, from_dict, to_dict
from negotiate.results import Comparison

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
ANSWERS = [four_players(), exact()]


def strict(text: str) -> Any:
    """Read JSON as the standard has it: no NaN, no Infinity, no key twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    def refuse(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_comes_back_as_it_was(answer: Comparison) -> None:
    assert from_dict(to_dict(answer)) == answer
    assert from_dict(strict(dumps(to_dict(answer)))) == answer


@given(st.floats() | st.fractions())
def test_every_number_survives(number: Any) -> None:
    answer = exact()
    game = replace(answer.game, parameters={"x": number})
    read = from_dict(strict(dumps(to_dict(replace(answer, game=game)))))
    assert isinstance(read, Comparison)
    back = read.game.parameters["x"]
    assert type(back) is type(number)
    assert back == number or isnan(back) == isnan(number) is True


def test_the_words_are_those_of_the_reference() -> None:
    data = to_dict(four_players())
    assert data["format"] == 1
    assert data["scenarios"][1]["equilibria"][0]["path"]["ua_talks"] == {"accept": 1.0}
    assert data["scenarios"][1]["coverage"] == "all equilibria"
    assert data["changes"][0]["from"] == "baseline"
    assert data["changes"][0]["to"] == "kellogg"
    assert data["credibility"][2]["threshold"] == "inf"
    assert to_dict(exact())["scenarios"][0]["equilibria"][0]["payoffs"] == {"A": "7/3", "B": "5"}


def keys_of(value: Any, where: str = "") -> set[str]:
    """Return every key with its place, names chosen by the author written as ``*``."""
    if isinstance(value, list):
        return set().union(*(keys_of(item, f"{where}[]") for item in value))
    if not isinstance(value, dict):
        return set()
    named = re.search(
        r"(players|parameters|owners|phrases|units|payoffs|path|quantities|criteria|terms|stats"
        r"|history|plays|value|change|beliefs|trembles)(\.\*)?$",
        where,
    )
    found: set[str] = set()
    for key, item in value.items():
        place = f"{where}.{'*' if named else key}".lstrip(".")
        found |= keys_of(item, place) | ({place} if not named else set())
    return found


def test_the_reference_documents_exactly_the_keys_that_are_printed() -> None:
    documented = set(
        re.findall(r"^\| `([^`]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    )
    printed = set().union(*(keys_of(to_dict(answer)) for answer in ANSWERS))
    assert documented == printed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "of format 2"),
        ({"kind": "recipe"}, "no kind of answer is called 'recipe'"),
        ({"concept": None, "game": {"title": "x"}}, 'game: "about" is missing'),
        ({"scenarios": 3}, "scenarios: 3 is not a list"),
    ],
)
def test_what_is_no_answer_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        from_dict({**to_dict(four_players()), **change})


@pytest.mark.parametrize("number", ["1e999999999", "seven", "1/0", None, [1], True])
def test_a_damaged_number_is_refused(number: Any) -> None:
    data = to_dict(exact())
    data["scenarios"][0]["equilibria"][0]["payoffs"]["A"] = number
    with pytest.raises(UsageError, match="damaged"):
        from_dict(data)


def test_a_key_of_a_newer_version_is_passed_over() -> None:
    data = to_dict(four_players())
    data["scenarios"][0]["mood"] = "hopeful"
    assert from_dict(data) == four_players()


@pytest.mark.parametrize("number", [inf, -inf, nan])
def test_no_number_is_left_to_the_mercy_of_a_json_reader(number: float) -> None:
    answer = replace(exact(), game=replace(exact().game, parameters={"x": number}))
    strict(dumps(to_dict(answer)))
