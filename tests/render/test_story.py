"""The first paragraph says what happens, what changes, who gains, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from tests.comparisons import OWNER, credibility, exact, four_players

from negotiate import compare
from negotiate.render.story import featured, story, verdict
from negotiate.results import Coverage


def test_the_story_of_a_threat() -> None:
    text = story(four_players())
    assert "\n" not in text
    assert text.startswith(
        "In baseline, China chooses modest, Ukraine chooses refuse (ua_talks), R"
    )
    assert "Under kellogg, Ukraine chooses accept instead of refuse (ua_talks)" in text
    assert "territory ru goes from 0.2143 to 0.18" in text
    assert "ceasefire from later 75% or never 25% to now" in text
    assert "United States gains 2.25, Ukraine 13.15 and Russia 5.212; China loses 2.5." in text
    assert "cut (aid), is credible: breaking it costs 0.8, and 0.31 is enough." in text
    assert "The same changes occur in 83.2% of 2,000 draws over the parameters' ranges (95%" in text
    assert text.endswith("Most fragile: that Ukraine chooses accept (86%).")
    assert "cheap_talk" not in text


PHRASES = {
    "support": {"modest": "sells goods to Russia"},
    "ua_talks": {"accept": "comes to the table", "refuse": "stays away"},
    "ru_talks": {"accept": "comes to the table", "refuse": "stays away"},
    "aid": {"hold": "goes on with aid"},
    "settle": {"accept": "settles", "refuse": "fights on"},
}


def test_phrases_make_it_a_story() -> None:
    answer = four_players()
    first, second, third = answer.scenarios
    players = {**answer.game.players, "US": "the United States"}
    game = replace(answer.game, players=players, phrases=PHRASES, units={"territory_ru": "share"})
    stick = replace(answer.credibility[0], name="stick", about="talks, or no arms")
    told = replace(
        answer,
        game=game,
        scenarios=(first, replace(second, phrase="under the offer"), third),
        credibility=(stick,),
    )
    text = story(told)
    assert text.startswith(
        "In baseline, China sells goods to Russia, Ukraine stays away, Russia stays away, the "
        "United States goes on with aid and Ukraine settles (75%) or fights on (25%). "
        "Under the offer (kellogg), Ukraine comes to the table, Russia comes to the table and "
        "Ukraine settles."
    )
    assert "territory ru goes from 0.2143 to 0.18 (share)" in text
    assert "Compared with baseline, the United States gains 2.25" in text
    assert "The stick (talks, or no arms) is credible: breaking it costs 0.8" in text
    one_missing = {**PHRASES, "settle": {"refuse": "fights on"}}
    text = story(replace(told, game=replace(game, phrases=one_missing)))
    assert "Ukraine chooses accept instead of accept 75% or refuse 25% (settle)" in text


def test_who_goes_on_is_not_named_again() -> None:
    answer = four_players()
    owners = {**OWNER, "aid": "RU"}
    text = story(replace(answer, game=replace(answer.game, phrases=PHRASES, owners=owners)))
    assert "Russia stays away and goes on with aid" in text


def test_the_story_is_about_the_scenario_that_was_tested() -> None:
    answer = four_players()
    tested = replace(answer.robustness[0], scenario="cheap_talk")
    other = featured(replace(answer, robustness=(tested,)))
    assert other is not None
    assert other.name == "cheap_talk"
    text = story(replace(answer, robustness=(tested,)))
    assert "no decision on the path of play changes" in text
    assert "nobody is better or worse off" in text
    assert "is not credible: no cost of breaking it would be enough" in text


def test_a_scenario_that_changes_something_comes_before_one_that_does_not() -> None:
    answer = four_players()
    line = answer.robustness[0]
    first, kellogg, cheap = answer.scenarios
    lines = (replace(line, scenario="cheap_talk"), line)
    other = featured(replace(answer, scenarios=(first, cheap, kellogg), robustness=lines))
    assert other is kellogg


def test_the_flagship_reads_without_a_name_of_the_file() -> None:
    text = story(compare("kellogg", draws=20))
    assert "_" not in text
    assert "chooses" not in text
    assert text.count("Ukraine comes to the table") == 1


def test_without_scenarios_it_tells_the_equilibrium() -> None:
    assert story(exact()) == (
        "In the first of 2 equilibria, Ann chooses top 1/3 or bottom 2/3 and Bob chooses left. "
        "That pays Ann 7/3 and Bob 5."
    )


def test_without_an_equilibrium_it_says_so() -> None:
    answer = exact()
    empty = replace(answer.scenarios[0], plays=(), coverage=Coverage.NONE_EXISTS)
    assert story(replace(answer, scenarios=(empty,))) == "In this game: no equilibrium exists."


def test_a_threat_that_hurts_everybody_is_said_to() -> None:
    answer = four_players()
    first, second, third = answer.scenarios
    poorer = replace(second.plays[0], payoffs=dict.fromkeys(answer.game.players, 1.0))
    hurt = replace(answer, scenarios=(first, replace(second, plays=(poorer,)), third))
    assert "everybody is worse off: United States loses 11.5, Ukraine 30.05" in story(hurt)


def test_verdicts_use_the_word() -> None:
    kept, empty, hopeless = credibility()
    assert verdict(kept).startswith("credible:")
    assert verdict(empty).startswith("not credible: breaking it costs 0, and only from 0.31 on")
    assert verdict(hopeless).startswith("not credible: no cost")
    assert "even if breaking it cost nothing" in verdict(replace(kept, threshold=-1.0))


def test_what_no_draw_decides_was_not_tested() -> None:
    answer = four_players()
    line = replace(answer.robustness[0], share=0.0, low=0.0, high=0.002, undecided=1.0)
    text = story(replace(answer, robustness=(line,)))
    assert "How robust that is was not tested: in no draw was a unique answer found." in text
    assert "same changes" not in text
    why = replace(line, note="in baseline, nothing is sure")
    assert "not tested: in baseline, nothing is sure." in story(replace(answer, robustness=(why,)))
