"""The page on the format: every example in it can be read, and it knows every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negotiate
from negotiate.spec import read_text
from negotiate.spec.document import MAX_BYTES, MAX_DEPTH, MAX_NODES
from negotiate.spec.formula import MAX_CASES
from negotiate.spec.parse import FUNCTIONS, RESERVED
from negotiate.spec.read import expected, file, header, moves, outcomes, scenarios, tree
from negotiate.spec.tokens import MAX_LENGTH

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "format.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml( complete)?\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
WHOLE = [body for complete, body in BLOCKS if complete]
PARTS = [body for complete, body in BLOCKS if not complete]


def sections(text: str) -> dict[str, str]:
    """Return the text of each top-level key."""
    found = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in found if part}


def first_words(heading: str) -> set[str]:
    """Return the keys in the first column of the tables of a section."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]*`[^|]*) \|", section, re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`([a-z_]+)", row)}


def test_the_page_shows_whole_games_and_parts_of_them() -> None:
    assert len(WHOLE) == 4
    assert len(PARTS) > 6


@pytest.mark.parametrize("text", WHOLE)
def test_whole_games_are_read_without_a_warning(text: str) -> None:
    assert not read_text(text).warnings


@pytest.mark.parametrize("part", PARTS)
def test_parts_are_read_in_place_of_those_of_the_first_game(part: str) -> None:
    whole = sections(WHOLE[0])
    read_text("".join({**whole, **sections(part)}.values()))


def test_the_promises_on_the_page_are_kept() -> None:
    whole = sections(WHOLE[0])
    promised = "".join({**whole, **sections(PARTS[-1])}.values())
    for text in (WHOLE[0], promised):
        results = negotiate.check(negotiate.loads(text))
        assert results
        assert all(result.ok for result in results), results


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("Top level", set(file.KEYS)),
        ("Moves", set(moves.KEYS) | {"chance"}),
        ("Tree", set(tree.KEYS) | {"chance"}),
        ("Scenarios", set(scenarios.KEYS)),
        ("Expected", set(expected.KEYS)),
    ],
)
def test_the_page_explains_every_key(heading: str, keys: set[str]) -> None:
    assert keys - first_words(heading) <= {"chance"}
    assert heading == "Top level" or first_words(heading) <= keys | {"name"}


def test_the_page_tells_the_limits_and_the_reserved_words() -> None:
    names = TEXT.partition("Not names:")[2].partition("\n\n")[0]
    assert set(re.findall(r"\w+", names.partition(".")[0])) == RESERVED
    keys = names.partition("none of `")[2].partition("`")[0]
    assert set(keys.split()) == header._TAKEN
    chains = (outcomes.MAX_CHAIN, scenarios.MAX_CHAIN)
    for limit in (MAX_NODES, MAX_DEPTH, MAX_CASES, MAX_LENGTH, *chains):
        assert f"{limit:,}" in TEXT
    assert f"{MAX_BYTES // 10**6} MB" in TEXT
    assert all(f"{name}(x" in TEXT for name in FUNCTIONS)
