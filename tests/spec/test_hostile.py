"""Files that mean harm, or come from a cat on the keyboard: a clear answer, and soon."""

# ruff: noqa: E501 (a table reads by rows)

from __future__ import annotations

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spec.files import MOVES, TABLE, TREE, changed, problems_of

from negotiate.errors import GameFileError
from negotiate.spec import read_text

SECONDS = 2.0
"""Processor time that no file may exceed; on a quiet machine each stays near one second."""


def allowed() -> float:
    """Return the same where every line is counted too, as under coverage, which takes as long again."""
    return SECONDS * (1 if sys.gettrace() is None else 2)


LETTERS = "abcdefghi"
DEFINE = "define:\n"
UTILITY = "level - (1 if war else 0)"


def repeat(pattern: str, n: int, start: int = 0) -> str:
    return "".join(pattern.replace("#", str(i)).replace("@", str(i + 1)) for i in range(start, n))


def payoff(text: str) -> str:
    return changed(MOVES, UTILITY, text)


HOSTILE = {
    "deep lists": "a: " + "[" * 100_000,
    "deep mappings": "{a: " * 100_000,
    "deep blocks": "".join(" " * i + "a:\n" for i in range(1_500)),
    "deep dashes": "- " * 60_000,
    "a billion laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in pairwise(LETTERS)
    ),
    "an expression of 1 MB": payoff("1+" * 500_000 + "1"),
    "a sum of thousands": payoff("1+" * 4_900 + "1"),
    "thousands of parentheses": payoff("(" * 4_900 + "1" + ")" * 4_900),
    "thousands of minuses": payoff("-" * 9_900 + "1"),
    "thousands of nots": payoff("not " * 2_400 + "1"),
    "a number of ten thousand digits": payoff("9" * 9_999),
    "a number that would fill the memory": payoff("1e999999999"),
    "an exponent of thousands of digits": payoff("1e" + "9" * 5_000),
    "more options than a file holds": changed(MOVES, "[accept,", f"[{repeat('o#,', 250_000)}accept,"),
    "every option's case": changed(MOVES, "surge: 2}", f"surge: 2, {repeat('x#: 1, ', 20_000)}}}"),
    "keys without end": MOVES + repeat("zz#: 1\n", 40_000),
    "a key again and again": MOVES + "a: 1\n" * 90_000,
    "unknown names by the thousand": changed(MOVES, DEFINE, DEFINE + repeat("  x#: y#\n", 20_000)),
    "parameters and none of them": changed(MOVES, "set: {cost: 1}", f"set: {{{repeat('y#: 1,', 9_000)}}}"),
    "a chain of definitions": changed(MOVES, DEFINE, f"{DEFINE}  d0: 1\n" + repeat("  d@: d# + 1\n", 9_000)),
    "a circle of definitions": changed(MOVES, DEFINE, DEFINE + repeat("  d#: d@\n", 9_000) + "  d9000: d0\n"),
    "a chain of scenarios": MOVES.replace("  calm:\n", repeat("  s@: {extends: s#}\n", 9_000) + "  s0: {}\n  calm:\n"),
    "a circle of scenarios": MOVES.replace("  calm:\n", repeat("  s#: {extends: s@}\n", 9_000) + "  s9000: {extends: s0}\n  calm:\n"),
    "a table too wide to fill": f"players: {{A: [{repeat('o#,', 9_000)}], B: [{repeat('o#,', 9_000)}]}}\npayoffs: {{o0: {{}}}}\n",
    "a table of forty players": "players:\n" + repeat("  P#: [a, b, c]\n", 40) + "payoffs: {a: 1}\n",
    "colons": "a:" * 900_000,
    "stars": "*" * 1_900_000,
    "one endless key": "a" * 1_900_000 + ": 1",
    "one endless quote": '"' + "\\n" * 900_000 + '"',
    "pairs in a list": "[" + "a: b, " * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon(name: str) -> None:
    start = time.process_time()
    with pytest.raises(GameFileError) as caught:
        read_text(HOSTILE[name])
    assert time.process_time() - start < allowed()
    assert all(p.rule and len(p.value) <= 60 for p in caught.value.problems)
    assert len(str(caught.value)) < 50_000


def test_conditions_that_double_at_each_step_are_not_written_out() -> None:
    doubling = f"{DEFINE}  c0: talks == refuse\n" + repeat("  c@: c# and c#\n", 60)
    text = changed(
        changed(MOVES, DEFINE, doubling),
        "    when: talks == refuse\n    odds",
        "    when: c60\n    odds",
    )
    with pytest.raises(GameFileError, match="never on numbers"):
        read_text(text)
    read_text(text.replace("when: c60", "when: c6"))


def test_a_large_honest_file_is_read_soon() -> None:
    moves = repeat("  - {UA: m#, options: [a, b], when: talks == accept}\n", 5_000)
    start = time.process_time()
    read_text(changed(MOVES, "  - US: aid\n", moves + "  - US: aid\n"))
    assert time.process_time() - start < allowed()


@pytest.mark.timed
def test_reading_is_linear_in_the_length_of_the_file() -> None:
    def seconds(n: int) -> float:
        text = changed(MOVES, DEFINE, DEFINE + repeat("  d#: cost * 2 + 1 - cost\n", n))
        start = time.process_time()
        read_text(text)
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 12 * seconds(2_000)


def only_a_game_or_an_error(text: str) -> None:
    found = problems_of(text)
    lines = text.count("\n") + 1
    assert all(0 <= problem.place.line <= lines + 1 for problem in found)
    assert all(problem.render("file").isprintable() for problem in found)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    only_a_game_or_an_error(text)


fragments = st.sampled_from([*"{}[],#'!|>%()~0é\t\n\x1b", ": ", "- ", "  ", "&a", "*a", "=="]) | (
    st.sampled_from(["none", "talks", "US", "of", "first", "when", "then", "1", "extends: calm"])
)


@given(
    st.sampled_from([MOVES, TREE, TABLE]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), fragments), min_size=1, max_size=4),
)
def test_any_slip_in_a_good_file(text: str, slips: list[tuple[float, int, str]]) -> None:
    for where, removed, added in slips:
        at = int(where * len(text))
        text = text[:at] + added + text[at + removed :]
    only_a_game_or_an_error(text)


@given(st.sampled_from([MOVES, TREE, TABLE]), st.data())
def test_any_line_lost_doubled_or_moved(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    chosen = data.draw(
        st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=len(lines) + 3)
    )
    only_a_game_or_an_error("".join(lines[i] for i in chosen))
