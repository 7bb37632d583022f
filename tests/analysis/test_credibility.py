"""Announcements: the exact cost of breaking them at which they are kept, checked on both sides."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis_games import CHEAP_WORDS, STICK, model, solved

from negotiate.analysis.compare import compare
from negotiate.analysis.credibility import credibility

if TYPE_CHECKING:
    from negotiate.results.report import Credibility, Number

TINY = Fraction(1, 10**9)

CARROT_AND_STICK = """
title: Two announcements at one price
players: {US: United States, UA: Ukraine, RU: Russia}
parameters: {shame: 4, u0: 0, u1: 3, u2: 5, cut_loss: 2, surge_cost: 7/3}
moves:
  - UA: ua
    options: [accept, refuse]
  - RU: ru
    options: [accept, refuse]
  - US: aid
    when: ua == refuse or ru == refuse
    options: [cut, hold, surge]
payoffs:
  US: 0 - (cut_loss if aid == cut else surge_cost if aid == surge else 0)
  UA: 2 if aid == none else u0 if aid == cut else u2 if aid == surge else u1
  RU: 3 if aid == none else 6 if aid == cut else 1 if aid == surge else 4
scenarios:
  war: {}
  both:
    announce:
      - {US: aid, will: cut, when: ua == refuse and ru == accept, breaking_costs: shame}
      - {US: aid, will: surge, when: ua == accept and ru == refuse, breaking_costs: shame}
"""


def entries(text: str, scenario: str, **settings: Number) -> list[Credibility]:
    return list(
        credibility(scenario, solved(text, scenario, settings=settings)[scenario].outcomes[0])
    )


def played(text: str, scenario: str, entry: Credibility, cost: Number) -> str:
    """Return what is played at the moment of an entry if the cost is another."""
    plays = solved(text, scenario, settings={entry.parameter: cost})[scenario].outcomes[0].decisions
    at = next(d for d in plays.values() if (d.move, d.history) == (entry.move, entry.history))
    return next(option for option, odds in at.plays.items() if odds == 1)


def test_threshold_margin_and_what_would_be_done_otherwise() -> None:
    (entry,) = entries(STICK, "threat")
    assert (entry.threshold, entry.value, entry.margin) == (2, 3, 1)
    assert (entry.credible, entry.without_cost, entry.moments) == (True, "hold", 1)
    assert entry.history == {"talks": "refuse"}
    assert (entry.option, entry.parameter, entry.note) == ("cut", "shame", "")


def test_cheap_talk_is_not_credible_and_has_the_same_threshold() -> None:
    (entry,) = entries(STICK, "cheap")
    assert (entry.threshold, entry.value, entry.credible) == (2, 0, False)


@pytest.mark.parametrize("k", [0, 1])
def test_what_is_played_flips_exactly_at_the_threshold(k: int) -> None:
    entry = entries(CARROT_AND_STICK, "both")[k]
    assert entry.threshold == (Fraction(2), Fraction(7, 3))[k]
    assert played(CARROT_AND_STICK, "both", entry, entry.threshold - TINY) == "hold"
    assert played(CARROT_AND_STICK, "both", entry, entry.threshold + TINY) == entry.option


@given(st.fractions(-3, 3, max_denominator=20), st.fractions(0, 6, max_denominator=7))
def test_the_threshold_is_the_closed_form(cut_loss: Fraction, shame: Fraction) -> None:
    stick, _ = entries(CARROT_AND_STICK, "both", cut_loss=cut_loss, shame=shame)
    # By hand: what cutting costs the announcer; whatever the cost of breaking the word is now.
    assert stick.threshold == cut_loss
    assert stick.credible == (shame >= cut_loss)
    assert stick.without_cost == ("hold" if cut_loss > 0 else "cut")


def test_it_is_judged_where_the_fewest_departures_lead() -> None:
    stick, carrot = entries(CARROT_AND_STICK, "both")
    # Both accept, so each leg is tested where the one that it is meant for refuses alone.
    assert stick.history == {"ua": "refuse", "ru": "accept"}
    assert carrot.history == {"ua": "accept", "ru": "refuse"}


def test_a_harder_moment_further_off_the_path_is_noted() -> None:
    text = CARROT_AND_STICK.replace("cut_loss if aid == cut", "alone_loss if aid == cut").replace(
        "payoffs:", "define: {alone_loss: cut_loss if ru == accept else 9}\npayoffs:"
    )
    text = text.replace("when: ua == refuse and ru == accept,", "when: ua == refuse,")
    stick = entries(text, "both")[0]
    assert (stick.threshold, stick.moments) == (2, 1)
    assert stick.note == (
        "Further from equilibrium play, after ua refuse and ru refuse, it would take 9."
    )


def test_several_options_may_keep_the_word() -> None:
    (entry,) = entries(CHEAP_WORDS, "word")
    # By hand: keeping pays Bob 5, giving and burning nothing.
    assert (entry.option, entry.threshold, entry.without_cost) == ("give or burn", 5, "keep")


def test_no_cost_is_enough_where_the_word_cannot_be_kept() -> None:
    text = STICK.replace(
        "options: [cut, hold]", "options: {cut: {when: talks == accept}, hold: {}}"
    )
    (entry,) = entries(text, "threat")
    assert (entry.threshold, entry.credible) == (math.inf, False)


def test_a_word_that_would_be_kept_anyway_has_a_threshold_below_zero() -> None:
    text = STICK.replace("2 * aid_value if aid == hold", "-2 * aid_value if aid == hold")
    (entry,) = entries(text, "cheap")
    assert (entry.threshold, entry.credible, entry.without_cost) == (-2, True, "cut")


def test_a_price_that_matters_elsewhere_is_said() -> None:
    text = STICK.replace("2 * aid_value if", "2 * aid_value - shame / 4 if")
    (entry,) = entries(text, "threat")
    assert entry.threshold == 2 - Fraction(3, 4)
    assert "shame also matters elsewhere" in entry.note


def test_a_price_may_be_a_number_or_a_formula() -> None:
    number = STICK.replace("breaking_costs: shame", "breaking_costs: 5/2")
    formula = STICK.replace("breaking_costs: shame", "breaking_costs: shame * aid_value / 2")
    assert entries(number, "threat")[0].parameter == "5 / 2"
    (entry,) = entries(formula, "threat")
    assert entry.parameter == "shame * aid_value / 2"
    assert (entry.value, entry.threshold, entry.credible) == (Fraction(3, 2), 2, False)


def test_a_moment_that_is_not_known_for_sure_counts_with_its_odds() -> None:
    text = """
        title: Half a secret
        players: [A, B]
        parameters: {price: 3, p: 1/4}
        moves:
          - chance: weather
            seen_by: []
            odds: {rain: p, sun: 1 - p}
          - A: go
            options: [stay, leave]
        payoffs:
          A: 1 if go == leave else 0
          B: 0
        scenarios:
          word: {announce: [{A: go, will: stay, when: weather == rain, breaking_costs: price}]}
    """
    (entry,) = entries(text, "word")
    # By hand: leaving pays 1 and breaks the word with odds 1/4, so the price must be 4.
    assert float(entry.threshold) == pytest.approx(4)
    assert entry.credible is False


def test_an_announcement_that_never_binds_is_left_out() -> None:
    assert (
        entries(STICK.replace("when: talks == refuse, b", "when: talks == accept, b"), "threat")
        == []
    )


def test_floats_carry_the_exact_threshold_rounded_once() -> None:
    found = compare(model(CARROT_AND_STICK), ["war", "both"], draws=0).credibility
    assert [e.threshold for e in found] == [2.0, 7 / 3]
    assert {type(e.threshold) for e in found} == {float}


def test_closed_form_in_the_parameters() -> None:
    found = compare(model(CARROT_AND_STICK), ["war", "both"], draws=0, closed_form=True)
    assert [e.closed_form for e in found.credibility] == ["cut_loss", "surge_cost"]
    plain = compare(model(STICK), ["plain", "threat"], draws=0, closed_form=True)
    assert [e.closed_form for e in plain.credibility] == ["2*aid_value"]


def test_closed_form_settles_comparisons_at_the_present_values() -> None:
    text = STICK.replace("2 * aid_value if", "max(aid_value, abs(0 - 2 * aid_value)) ** 2 if")
    found = compare(model(text), ["threat"], draws=0, closed_form=True, exact=True)
    (entry,) = found.credibility
    assert (entry.closed_form, entry.threshold) == ("4*aid_value**2", 4)


ENTRY = """
title: Entry deterrence
players: [Entrant, Incumbent]
parameters: {honour: 1}
tree:
  Entrant:
    out: [0, 2]
    in:
      Incumbent: {fight: [-1, -1], accommodate: [1, 1]}
scenarios:
  plain: {}
  vow: {announce: [{Incumbent: Incumbent, will: fight, breaking_costs: honour}]}
"""


def test_announcements_in_a_game_written_as_a_tree() -> None:
    # Selten 1978: fighting pays -1, accommodating 1, so that only a price of 2 deters.
    (entry,) = entries(ENTRY, "vow")
    assert (entry.threshold, entry.value, entry.credible) == (2, 1, False)
    assert played(ENTRY, "vow", entry, 2 - TINY) == "accommodate"
    assert played(ENTRY, "vow", entry, 2 + TINY) == "fight"
    paths = [
        solved(ENTRY, "vow", settings={"honour": price})["vow"].outcomes[0].play.path["Entrant"]
        for price in (1, 3)
    ]
    assert paths == [{"in": 1}, {"out": 1}]


PENNIES_AFTERWARDS = """
title: A threat to walk out of a game of matching pennies
players: {A: Ann, B: Bob}
parameters: {price: 1}
moves:
  - A: walk
    options: [out, stay]
  - A: coin
    when: walk == stay
    options: [heads, tails]
    seen_by: [A]
  - B: guess
    when: walk == stay
    options: [heads, tails]
criteria: {match: (coin == heads and guess == heads) or (coin == tails and guess == tails)}
payoffs:
  A: 0 if walk == out else 0 if match else 6
  B: 1 if match else 0
scenarios:
  vow: {announce: [{A: walk, will: out, breaking_costs: price}]}
"""


def test_what_follows_may_be_mixed() -> None:
    # Matching pennies: Bob guesses right half of the time, so that staying is worth 3.
    (entry,) = entries(PENNIES_AFTERWARDS, "vow")
    assert (entry.threshold, entry.without_cost, entry.credible) == (3, "stay", False)
    found = compare(model(PENNIES_AFTERWARDS), draws=0, closed_form=True).credibility[0]
    assert found.closed_form == ""
    assert found.threshold == pytest.approx(3)


FIRST = """
title: A word about the first move of all
players: [A, B]
parameters: {price: 3}
moves:
  - A: go
    options: [stay, leave]
  - B: reply
    options: [take, pass]
payoffs:
  A: -7/3 if go == stay and reply == take else -9 if reply == pass else 0
  B: 1 if reply == take else 0
scenarios:
  word: {announce: [{A: go, will: stay, breaking_costs: price}]}
"""


@pytest.mark.parametrize("alone", [True, False])
def test_a_word_about_the_first_move_is_judged_like_any_other(alone: bool) -> None:  # noqa: FBT001 -- a parameter
    """By hand: staying costs 7/3, exactly, whether B replies (and takes) or the game is over."""
    text = FIRST
    if alone:
        text = FIRST.replace("  - B: reply\n    options: [take, pass]\n", "")
        text = text.replace(" and reply == take else -9 if reply == pass", "")
        text = text.replace("  B: 1 if reply == take else 0\n", "  B: 0\n")
    (entry,) = entries(text, "word")
    assert isinstance(entry.threshold, Fraction)
    assert (entry.threshold, entry.credible) == (Fraction(7, 3), True)


def test_the_price_is_that_of_the_moment_it_is_paid_at() -> None:
    """Breaking the word costs 1 after one signal and 10 after the other."""
    for cheap, dear in (("low", "high"), ("high", "low")):
        text = f"""
            title: A price that depends on what came before
            players: [A, B]
            moves:
              - B: signal
                options: [low, high]
              - A: go
                options: [stay, leave]
            payoffs:
              A: 0 if go == stay else 5 if signal == {dear} else 0.5
              B: 1 if signal == {cheap} else 0
            scenarios:
              word:
                announce:
                  - {{A: go, will: stay, breaking_costs: "1 if signal == {cheap} else 10"}}
        """
        (entry,) = entries(text, "word")
        signal = entry.history["signal"]
        assert entry.value == (1 if signal == cheap else 10)
        assert entry.threshold == (Fraction(1, 2) if signal == cheap else 5)
