"""Why a move comes out as it does, as the terminal tells it."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from tests.comparisons import four_player_game

from negotiate.render.terminal_explain import explanation_page
from negotiate.results.explanation import Explanation, MoveReport, Outlook, Situation

HOLD = Outlook("hold", 1.0, 14.6, "settle accept", {"settle": {"accept": 1.0}}, {})
CUT = Outlook("cut", 0.0, -9.4, "", {"settle": {"none": 1.0}}, {"word": -24.0})
SITUATION = Situation(
    history={"ua_talks": "accept"},
    count=6,
    reach=0.4,
    plays={"hold": 1.0},
    example={"ua_talks": "accept", "ru_talks": "accept"},
    outlooks=(HOLD, CUT),
    margin=24.0,
    reason="The United States holds: cutting is worth -9.4.",
)


def page(*situations: Situation, about: str = "Arms for Ukraine", width: int = 80) -> str:
    """Return the page of one scenario."""
    report = MoveReport("kellogg", "Talks or else.", {"hold": 0.4, "none": 0.6}, situations)
    game = four_player_game()
    return explanation_page(Explanation(game, "spe", "aid", "US", about, (report,)), width=width)


def test_a_situation_is_told_with_its_options() -> None:
    text = page(SITUATION)
    assert text.startswith("United States · aid\n")
    for part in (
        "Arms for Ukraine",
        "kellogg\n  Talks or else.",
        "on the path of play: hold 40% or not reached 60%",
        "after ua talks accept (6 histories): hold",
        "reached: 40%",
        "The United States holds: cutting is worth -9.4.",
        "for instance after ua talks accept and ru talks accept:",
        "the smallest lead of the best option is 24",
    ):
        assert part in text
    rows = [line.split() for line in text.splitlines()]
    assert ["hold", "100%", "14.6", "settle", "accept"] in rows
    assert ["cut", "0%", "-9.4", "the", "end"] in rows


def test_ties_and_unknown_worths_are_said() -> None:
    blind = replace(HOLD, value=None)
    text = page(replace(SITUATION, outlooks=(blind,), margin=0.0, history={}, reach=1.0, count=1))
    assert "in every history: hold" in text
    assert "always reached" in text
    assert "another option is as good: a tie" in text
    assert "unknown" in text


def test_a_single_option_has_no_lead_to_speak_of() -> None:
    assert "lead" not in page(replace(SITUATION, margin=inf, count=1))


def test_off_the_path_a_few_are_told_and_the_rest_counted() -> None:
    text = page(*[replace(SITUATION, reach=0.0)] * 7)
    assert text.count("off the path of play") == 4
    assert "3 further situations off the path: --json tells all" in text


def test_what_does_not_occur_is_said() -> None:
    assert "it does not come to this move" in page(about="")


def test_what_follows_folds_between_words() -> None:
    long = replace(HOLD, follows=", ".join(f"move_{i} option_{i}" for i in range(12)))
    text = page(replace(SITUATION, outlooks=(long, CUT)), width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert all(f"option_{i}" in text for i in range(12))
