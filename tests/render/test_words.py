"""Words: lists, folding, and text that no terminal obeys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.render.words import carried_by, fold, listed, outcome, plain


def test_lists() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("spread", "text"),
    [
        ({"accept": 1.0, "refuse": 0.0}, "accept"),
        ({"accept": 0.75, "refuse": 0.25}, "accept 75% or refuse 25%"),
        ({"none": 1.0}, "not reached"),
    ],
)
def test_outcome(spread: dict[str, float], text: str) -> None:
    assert outcome(spread) == text


@given(st.text(), st.integers(1, 30))
def test_folding_loses_nothing_and_keeps_the_width(word: str, width: int) -> None:
    lines = fold(word, width)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(word.split())


def test_folding_breaks_where_words_end() -> None:
    assert fold("no_reward_for_aggression", 16) == ["no_reward_for_", "aggression"]


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    shown = plain(text)
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert "\u202e" not in shown


@given(st.text(), st.sampled_from(["ascii", "latin-1", "utf-8"]))
def test_every_text_can_be_carried(text: str, encoding: str) -> None:
    carried_by(plain(text), encoding).encode(encoding)


def test_glyphs_become_their_lookalikes() -> None:
    assert carried_by("a → b · é ≥ 中", "ascii") == "a -> b - e >= ?"
    assert carried_by("λ = 0.2 ε", "ascii") == "lambda = 0.2 epsilon"


def test_a_letter_at_the_head_of_a_column_keeps_the_column() -> None:
    """Where the label column has room for the name; a narrow one still ends in two blanks."""
    assert carried_by("  λ       0    1", "ascii") == "  lambda  0    1"
    assert carried_by("λ  0", "ascii") == "lambda  0"
