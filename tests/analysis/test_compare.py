"""Scenarios side by side: which decisions change, why, and for whom it is better."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis_games import CONDITIONAL_AID, STICK, half, model, solved
from tests.private_games import BEER_QUICHE

if TYPE_CHECKING:
    from negotiate.results.report import Comparison

from negotiate.analysis.compare import compare
from negotiate.errors import NoAnswerError, UsageError
from negotiate.solvers.protocol import Options


@pytest.fixture(scope="module")
def stick() -> Comparison:
    return compare(model(STICK), exact=True, draws=0)


def test_changes_on_the_path_come_first_with_gain_and_reason(stick: Comparison) -> None:
    talks, aid = (c for c in stick.changes if c.to_scenario == "threat")
    assert (talks.move, talks.history, talks.before, talks.after) == (
        "talks", {}, "refuse", "accept"
    )  # fmt: skip
    assert (talks.gain, talks.on_path) == (half(9), True)
    assert talks.reason == (
        "Ukraine chooses accept: if it chooses refuse instead, United States chooses cut "
        "(in plain it chooses hold); that is worth -5.00, against -0.50, mostly war +5."
    )
    assert (aid.history, aid.on_path, aid.gain) == ({"talks": "refuse"}, False, 1)
    assert aid.reason == (
        "United States chooses cut: if it chooses hold instead, that is worth -1 "
        "(in plain 2, mostly broken word -3), against 0."
    )


def test_phrases_of_the_file_are_what_sentences_say() -> None:
    told = STICK.replace("US: United States", "US: the United States")
    told = told.replace(
        "options: [accept, refuse]",
        "options: {accept: {phrase: comes}, refuse: {phrase: stays away}}",
    ).replace("[cut, hold]", "{cut: {phrase: cuts off the aid}, hold: {phrase: goes on with aid}}")
    found = compare(model(told), ["plain", "threat"], exact=True, draws=0)
    talks, aid = (c.reason for c in found.changes)
    assert talks == (
        "Ukraine comes: if it stays away instead, the United States cuts off the aid (in plain it "
        "goes on with aid); that is worth -5.00, against -0.50, mostly war +5."
    )
    assert aid == (
        "The United States cuts off the aid: if it goes on with aid instead, that is worth -1 "
        "(in plain 2, mostly broken word -3), against 0."
    )
    assert found.game.phrases["talks"] == {"accept": "comes", "refuse": "stays away"}
    assert found.game.owners == {"talks": "UA", "aid": "US"}


def test_an_option_that_is_gone_is_said_to_be_gone(stick: Comparison) -> None:
    aid = next(c for c in stick.changes if (c.to_scenario, c.move) == ("bound", "aid"))
    assert aid.reason == "United States chooses cut: hold is no longer open to it."
    assert math.isnan(aid.gain)


def test_cheap_talk_changes_nothing(stick: Comparison) -> None:
    assert [c for c in stick.changes if c.to_scenario == "cheap"] == []
    cheap = next(w for w in stick.welfare if w.scenario == "cheap")
    assert cheap.verdict == "Nobody is better or worse off than in plain."


def test_a_rise_of_the_new_option_is_what_the_reason_is_about() -> None:
    found = compare(model(CONDITIONAL_AID), ["war", "russia_first"], exact=True, draws=0)
    ru = next(c for c in found.changes if c.move == "ru")
    # Oracle K: moving first, Russia accepts for 4.5; refusing would leave Ukraine to accept: 3.25.
    assert ru.reason == (
        "Russia chooses accept: when it does, Ukraine chooses refuse (in war it chooses accept); "
        "that is worth 4.50, against 3.25 if it chooses refuse."
    )


def test_a_move_that_knows_other_things_is_compared_by_how_it_comes_out() -> None:
    found = compare(model(CONDITIONAL_AID), ["war", "russia_first"], exact=True, draws=0)
    ua = next(c for c in found.changes if c.move == "ua")
    assert (ua.before, ua.after, ua.history) == ("accept", "refuse", {})
    # Seeing Russia accept, Ukraine refuses for 2.25 (aid cut with odds 1/4, else 3), not 2.
    assert ua.reason == (
        "Ukraine chooses refuse: if it chooses accept instead, there is no stick; that is worth "
        "2.00, against 2.25. It decides knowing other things than in war."
    )


# Oracle K with u = (0, 3, 5), v = (6, 4, 1), talks worth 2 and 3: both thresholds are 1/3.
REGIONS = [
    ("both", {("accept", "accept"): (2, 3)}),
    ("ukraine_only", {("accept", "refuse"): (half(7), Fraction(13, 4))}),
    ("russia_only", {("refuse", "accept"): (Fraction(9, 4), half(9))}),
    (
        "neither",
        {
            ("accept", "refuse"): (half(7), Fraction(13, 4)),
            ("refuse", "accept"): (Fraction(9, 4), half(9)),
            None: (half(5), half(7)),
        },
    ),
    ("ukraine_first", {("accept", "refuse"): (half(7), Fraction(13, 4))}),
    ("russia_first", {("refuse", "accept"): (Fraction(9, 4), half(9))}),
]


@pytest.mark.parametrize(("scenario", "wanted"), REGIONS)
def test_conditional_aid_in_all_its_regions(
    scenario: str, wanted: dict[tuple[str, str] | None, tuple[Fraction, Fraction]]
) -> None:
    concept = "spe" if scenario.endswith("first") else "nash"
    found = compare(
        model(CONDITIONAL_AID), [scenario],
        concept=concept, options=Options(all=True), exact=True, draws=0,
    )  # fmt: skip
    seen = {}
    for play in found.scenarios[0].plays:
        path = [play.path[move] for move in ("ua", "ru")]
        mixes = any(len(odds) > 1 for odds in path)
        key = None if mixes else tuple(next(iter(odds)) for odds in path)
        seen[key] = tuple(play.payoffs.values())
        if mixes:
            # Both accept two times in three.
            assert {odds["accept"] for odds in path} == {Fraction(2, 3)}
            assert play.criteria["talks"] == Fraction(4, 9)
    assert seen == wanted


def test_a_threat_that_works_can_leave_both_worse_off_than_the_war() -> None:
    found = compare(model(CONDITIONAL_AID), ["war", "both"], concept="nash", exact=True, draws=0)
    welfare = found.welfare[0]
    assert welfare.change == {"UA": -1, "RU": -1}
    assert welfare.verdict == "Everyone is worse off than in war."


def test_auto_is_one_concept_for_all_scenarios() -> None:
    found = compare(model(CONDITIONAL_AID), ["both", "ukraine_first"], draws=0)
    assert {found.concept} == {s.concept for s in found.scenarios} == {"spe"}
    assert compare(model(CONDITIONAL_AID), ["both"], draws=0).concept == "nash"


def test_settings_from_outside_yield_to_the_scenario() -> None:
    found = compare(model(STICK), settings={"shame": Fraction(1)}, exact=True, draws=0)
    assert found.game.parameters["shame"] == 1
    entries = {c.scenario: c for c in found.credibility}
    assert (entries["threat"].value, entries["threat"].credible) == (1, False)
    assert entries["cheap"].value == 0


def test_unknown_scenarios_and_unsolved_ones_are_named() -> None:
    with pytest.raises(UsageError, match="did you mean 'threat'"):
        compare(model(STICK), ["treat"])
    with pytest.raises(NoAnswerError, match=r"scenario both: .* knowing everything"):
        compare(model(CONDITIONAL_AID), ["both"], concept="spe", method="backward_induction")


def test_a_game_without_scenarios_compares_nothing() -> None:
    table = """
        players: {Row: [up, down], Column: [left, right]}
        payoffs: {up: {left: [3, 1], right: [0, 0]}, down: {left: [2, 0], right: [1, 3]}}
    """
    found = compare(model(table), draws=0)
    assert [s.name for s in found.scenarios] == [""]
    assert (found.changes, found.welfare, found.credibility) == ((), (), ())
    assert found.game.information_sets == 2


@given(
    st.fractions(0, 1, max_denominator=9),
    st.fractions(0, 1, max_denominator=9),
    st.sampled_from(["nash", "spe"]),
)
def test_equal_scenarios_have_no_changes(k_ua: Fraction, k_ru: Fraction, concept: str) -> None:
    text = CONDITIONAL_AID.split("scenarios:", maxsplit=1)[0] + "scenarios: {one: {}, two: {}}\n"
    found = compare(
        model(text), concept=concept, settings={"k_ua": k_ua, "k_ru": k_ru}, exact=True, draws=0
    )
    assert found.changes == ()
    assert found.welfare[0].verdict == "Nobody is better or worse off than in one."


def test_the_announcer_need_not_lose_where_a_threat_works() -> None:
    rich = STICK.replace('calm: "1 if', 'calm: "4 if')
    found = compare(model(rich), ["plain", "threat"], exact=True, draws=0)
    assert found.welfare[0].verdict == (
        "The threat works and leaves Ukraine worse off than in plain. "
        "United States is better off than in plain."
    )


def test_float_and_exact_runs_agree() -> None:
    exact, floats = solved(STICK), solved(STICK, exact=False)
    for name, one in exact.items():
        mine, theirs = one.outcomes[0].play, floats[name].outcomes[0].play
        assert theirs.path == {m: {o: float(p) for o, p in s.items()} for m, s in mine.path.items()}
        assert list(theirs.payoffs.values()) == pytest.approx(
            [float(v) for v in mine.payoffs.values()]
        )


PENNIES = """
title: Pennies at stake
players: {A: Ann, B: Bob}
parameters: {bonus: 0}
moves:
  - A: a
    options: [heads, tails]
    seen_by: [A]
  - B: b
    options: [heads, tails]
payoffs:
  A: {match: match, bonus: bonus if a == heads else 0}
  B: 1 - match
criteria: {match: (a == heads and b == heads) or (a == tails and b == tails)}
scenarios:
  sure: {set: {bonus: 2}}
  fair: {}
"""


def test_reasons_for_mixing_and_for_mixing_no_more() -> None:
    found = compare(model(PENNIES), ["sure", "fair"], exact=True, draws=0)
    ann, bob = found.changes
    # Matching pennies: each mixes half and half, worth 1/2.
    assert (ann.before, ann.after, ann.gain) == ("heads", "heads 0.5, tails 0.5", 0)
    assert ann.reason == "Ann mixes: heads 50% or tails 50%, each worth 0.500."
    assert (bob.before, bob.after) == ("tails", "heads 0.5, tails 0.5")
    back = compare(model(PENNIES), ["fair", "sure"], exact=True, draws=0)
    ann, bob = back.changes
    # With a bonus of 2 for heads Ann shows them, and Bob shows tails: 2 against 1 for tails.
    assert (ann.after, ann.gain) == ("heads", half(1))
    assert (
        ann.reason == "Ann chooses heads for sure: that is worth 2, against 1 if it chooses tails."
    )
    assert (
        bob.reason == "Bob chooses tails for sure: that is worth 1, against 0 if it chooses heads."
    )


def test_an_indifferent_player_is_said_to_be_indifferent() -> None:
    text = STICK.replace("set: {shame: 0}", "set: {shame: 2}")
    found = compare(model(text), ["plain", "cheap"], exact=True, draws=0)
    aid = next(c for c in found.changes if c.move == "aid")
    assert aid.reason == (
        "United States chooses cut, but is as well off if it chooses hold: both are worth 0."
    )


def test_an_option_that_was_not_there_before() -> None:
    text = STICK + "  lifted: {}\n"
    found = compare(model(text), ["bound", "lifted"], exact=True, draws=0)
    aid = next(c for c in found.changes if c.move == "aid")
    assert aid.reason == "United States chooses hold: that is worth 2, against 0 if it chooses cut."


def test_what_is_said_of_an_equilibrium_goes_with_its_concept() -> None:
    """Refinements where there are beliefs: Cho & Kreps 1987, the intuitive criterion at breakfast.

    Pooling on beer passes it, pooling on quiche does not; Nash equilibria are judged credible or
    not, and perfect ones need neither.
    """
    found = compare(model(BEER_QUICHE), draws=0, concept="sequential").scenarios[0]
    passed = [
        {r.name: r.survives for r in play.refinements if "ntuitive" in r.name}
        for play in found.plays
    ]
    assert sorted(str(mark) for marks in passed for mark in marks.values()) == ["False", "True"]
    nash = compare(model(STICK), ["plain"], draws=0, concept="nash").scenarios[0]
    assert all(play.verdict is not None and not play.refinements for play in nash.plays)
    perfect = compare(model(STICK), ["plain"], draws=0, concept="spe").scenarios[0]
    assert all(play.verdict is None and not play.refinements for play in perfect.plays)
