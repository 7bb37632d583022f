"""Thresholds as JSON: strict, exact, and documented key by key."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.threshold_games import SQUARE

from negotiate.api import load, loads, thresholds, what_it_takes
from negotiate.errors import UsageError
from negotiate.formats.answers import dumps, from_dict, to_dict

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json-thresholds.md"

TIED = SQUARE.replace("else 2", "else x ** 2")
"""Two is indifferent throughout."""


def keys_of(data: Any, before: str = "") -> set[str]:
    """Return the keys of an object as the reference writes them; points and the game as one."""
    if isinstance(data, list):
        return set().union(*(keys_of(item, f"{before}[]") for item in data))
    if not isinstance(data, dict) or "decimal" in data:
        return set()
    if before.endswith(("game", "path", "history")):
        return set()
    start = f"{before}." if before else ""
    return set().union(
        *({f"{start}{key}"} | keys_of(item, f"{start}{key}") for key, item in data.items())
    )


def test_the_reference_documents_exactly_the_keys_that_are_printed() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    one = to_dict(thresholds(loads(SQUARE), "x", closed_form=True))
    tied = to_dict(thresholds(loads(TIED), "x"))
    every = to_dict(what_it_takes(loads(SQUARE)))
    point = {"value", "decimal", "polynomial", "low", "high", "error"}
    within = {key for key in keys_of(every) if not re.match(r"rows\[\]\.(below|above)\.", key)}
    assert documented == keys_of(one) | keys_of(tied) | within | point


def test_exact_values_stay_exact() -> None:
    answer = thresholds(load("conditional-aid"), "k_ua", "both_believed")
    data = json.loads(dumps(to_dict(answer)))
    assert data["kind"] == "thresholds"
    at = data["thresholds"][0]["at"]
    assert Fraction(at["value"]) == Fraction(1, 3)
    assert at["error"] == 0


def test_an_irrational_value_carries_its_polynomial() -> None:
    at = to_dict(thresholds(loads(SQUARE), "x"))["thresholds"][0]["at"]
    assert at["polynomial"] == [-2, 0, 1]
    assert Fraction(at["low"]) ** 2 < 2 < Fraction(at["high"]) ** 2


def test_every_parameter_in_one_object() -> None:
    data = json.loads(dumps(to_dict(what_it_takes(load("conditional-aid"), "ukraine_first"))))
    assert data["kind"] == "what it takes"
    assert data["rows"][0]["parameter"] == "k_ru"
    assert data["rows"][0]["above"]["at"]["value"] == "1/3"


@pytest.mark.parametrize("text", [SQUARE, TIED])
def test_thresholds_are_read_back_whole(text: str) -> None:
    for answer in (thresholds(loads(text), "x", closed_form=True), what_it_takes(loads(text))):
        newer = {**json.loads(dumps(to_dict(answer))), "beyond": 1}
        assert from_dict(newer) == answer


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "threshold"}, "did you mean 'thresholds'"),
        ({"kind": "map"}, r"kind 'map' is damaged: .x. is missing"),
        ({"format": 2}, "format 2"),
        ({"now": "1e9"}, "damaged"),
        ({"thresholds": [{}]}, r'damaged: thresholds\[0\]: "at" is missing'),
        ({"game": None}, "damaged"),
    ],
)
def test_what_are_no_thresholds_is_refused(change: dict[str, Any], said: str) -> None:
    data = to_dict(thresholds(loads(SQUARE), "x"))
    with pytest.raises(UsageError, match=said):
        from_dict({**data, **change})
