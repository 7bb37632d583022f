"""Choices in sentences: phrases where the file has them, names where it has not."""

from __future__ import annotations

import pytest

from negotiate.results.wording import Wording, entry, opened

WORDS = Wording(
    players={"US": "the United States", "UA": "Ukraine"},
    owners={"aid": "US", "late_aid": "US", "ua_talks": "UA"},
    phrases={
        "ua_talks": {"accept": "comes", "refuse": "stays away"},
        "aid": {"cut": "cuts off the arms"},
        "front": {"holds": "the front holds"},
    },
)


CLAUSES = {
    ("ua_talks", "accept"): "Ukraine comes",
    ("ua_talks", "refuse 60%", "accept 40%"): "Ukraine stays away (60%) or comes (40%)",
    ("ua_talks", "accept 60%", "none 40%"): "Ukraine comes (60%) or has no choice to make (40%)",
    # One option without a phrase, and names stand for all of them.
    ("aid", "cut"): "the United States cuts off the arms",
    ("aid", "cut 1/3", "on 2/3"): "the United States chooses cut 1/3 or on 2/3 (aid)",
    ("late_aid", "go_on"): "the United States chooses go on (late_aid)",
    ("front", "holds"): "the front holds",
    ("front", "holds 90%", "none 10%"): "the front holds (90%) or there is no front (10%)",
    ("front", "breaks"): "front breaks",
    ("rain", "wet 60%", "very_dry 40%"): "rain wet 60% or very dry 40%",
}


@pytest.mark.parametrize(("case", "clause"), CLAUSES.items())
def test_clauses(case: tuple[str, ...], clause: str) -> None:
    move, *told = case
    outcomes = [(o.partition(" ")[0], o.partition(" ")[2]) for o in told]
    assert WORDS.happens(move, *outcomes) == clause


def test_whom_the_sentence_is_about_is_called_it() -> None:
    assert WORDS.happens("ua_talks", ("accept", ""), me="UA") == "it comes"
    assert WORDS.happens("ua_talks", ("accept", ""), me="US") == "Ukraine comes"


def test_a_move_is_named_where_its_player_has_others() -> None:
    assert WORDS.does("aid", ("hold", "")) == "chooses hold (aid)"
    assert WORDS.does("aid", ("hold", ""), which=False) == "chooses hold"
    assert Wording(owners={"a": "A", "b": "B"}).does("a", ("x", "")) == "chooses x"


def test_histories() -> None:
    assert WORDS.after({}) == "at the start"
    assert (
        WORDS.after({"ua_talks": "accept", "aid": "hold_on"})
        == "after Ukraine comes and aid hold on"
    )
    assert WORDS.after({"ua_talks": "accept or refuse"}) == "after Ukraine comes or stays away"
    assert (
        WORDS.after({"front": "none", "late_aid": "none"}) == "after front none and late aid none"
    )


def test_articles() -> None:
    assert [opened("the United States"), opened("Ukraine"), opened("theo")] == [
        "The United States", "Ukraine", "theo"
    ]  # fmt: skip
    assert [entry("the United States"), entry("Ukraine")] == ["United States", "Ukraine"]
