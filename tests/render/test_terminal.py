"""The page: order of sections, no number ever cut, no meaning in colour alone."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.comparisons import exact, four_players

from negotiate.render import html, text
from negotiate.render.sheet import Page, Row, cell
from negotiate.render.terminal import comparison_page
from negotiate.results import Comparison, Coverage, Play
from negotiate.results.numbers import number, odds, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.render.styled import Colours

WIDTHS = [40, 60, 80, 120, 200]
SECTIONS = [
    "Kellogg's conditional aid",
    "In baseline, China",
    "Scenarios side by side",
    "What changed, and why",
    "Credibility of what is announced",
    "Robustness",
    "How it was solved",
]


def words(page: str) -> set[str]:
    """Return what stands between blanks and signs that are no part of a number."""
    return {word.strip("(),;:.") for word in page.split()}


def numbers_of(value: Any) -> Iterator[str]:
    """Yield how every number of the reports that a page shows in full is written."""
    answer: Comparison = value
    for report in answer.scenarios:
        for play in report.plays:
            yield from map(number, play.payoffs.values())
            for measure in play.quantities.values():
                if isinstance(measure, dict):
                    yield from (odds(p) for p in measure.values() if p not in {0, 1})
                elif isinstance(measure, int | float | Fraction):
                    yield number(measure)
            for spread in play.path.values():
                yield from (odds(p) for p in spread.values() if p not in {0, 1})
            yield from (odds(p) for p in play.criteria.values() if p not in {0, 1})
    yield from (signed(change.gain) for change in answer.changes)
    for entry in answer.credibility:
        yield from (number(entry.value), number(entry.threshold), signed(entry.margin))
    for line in answer.robustness:
        yield from (odds(line.share), odds(line.low), odds(line.high), f"{line.draws:,}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("answer", [four_players(), exact()])
def test_every_number_is_whole_at_every_width(answer: Comparison, width: int) -> None:
    shown = words(comparison_page(answer, width=width, full=True))
    assert {n for n in numbers_of(answer) if n not in shown} == set()


def scaled(answer: Comparison, factor: float) -> Comparison:
    """Return an answer with every payoff and every numeric quantity multiplied."""

    def times(values: Any) -> Any:
        return {k: v if isinstance(v, dict) else v * factor for k, v in values.items()}

    def play(old: Play) -> Play:
        return replace(old, payoffs=times(old.payoffs), quantities=times(old.quantities))

    scenarios = (replace(r, plays=tuple(map(play, r.plays))) for r in answer.scenarios)
    return replace(answer, scenarios=tuple(scenarios))


@given(st.floats(-1e12, 1e12), st.integers(60, 200))
def test_no_number_is_too_long(factor: float, width: int) -> None:
    many = scaled(four_players(), factor)
    shown = words(comparison_page(many, width=width, full=True))
    assert {n for n in numbers_of(many) if n not in shown} == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_sections_stand_in_the_order_of_questions(width: int) -> None:
    page = comparison_page(four_players(), width=width)
    places = [page.index(section) for section in SECTIONS]
    assert places == sorted(places)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_longer_than_the_terminal(width: int) -> None:
    page = comparison_page(four_players(), width=width)
    hash_line = re.compile(r"\s*[0-9a-f]{64}$")
    assert [ln for ln in page.splitlines() if len(ln) > width and not hash_line.match(ln)] == []
    assert [ln for ln in page.splitlines() if ln != ln.rstrip()] == []


def test_a_wide_table_stands_in_blocks_that_repeat_the_labels() -> None:
    narrow = comparison_page(four_players(), width=50)
    wide = comparison_page(four_players(), width=200)
    assert narrow.count("ua_talks     ") > wide.count("ua_talks     ") == 1


def test_scenarios_that_come_out_alike_share_a_column() -> None:
    page = comparison_page(four_players())
    heads = re.search(r"^ +baseline +kellogg\n +cheap_talk$", page, re.MULTILINE)
    assert heads
    # A payoff term is enough to tell them apart.
    answer = four_players()
    other = replace(answer.scenarios[2].plays[0], terms={"US": {"broken_word": -1.0}})
    apart = replace(answer.scenarios[2], plays=(other,))
    page = comparison_page(replace(answer, scenarios=(*answer.scenarios[:2], apart)))
    assert re.search(r"^ +baseline +kellogg +cheap_talk$", page, re.MULTILINE)


def test_what_is_the_same_of_several_announcements_is_one_row() -> None:
    answer = four_players()
    entry = replace(answer.credibility[0], name="stick", about="talks, or no arms")
    both = (entry, replace(entry, scenario="cheap_talk"))
    page = comparison_page(replace(answer, credibility=both))
    assert re.search(r"kellogg +US +stick: cut +credible.*\n +cheap_talk\n +cost:", page)
    assert "kellogg, stick: cut (talks, or no arms): the cost is audience_cost" in page


def test_a_change_that_was_told_is_not_told_again() -> None:
    answer = four_players()
    again = tuple(replace(c, to_scenario="cheap_talk") for c in answer.changes)
    page = comparison_page(replace(answer, changes=answer.changes + again))
    assert page.count("Ukraine accepts: refusing now ends in cut") == 1
    assert page.count(": as in kellogg") == 2


def test_where_play_is_sure_to_come_the_way_is_not_told() -> None:
    answer = four_players()
    assert "after support" not in comparison_page(answer).partition("Credib")[0]
    first, second, third = answer.scenarios
    open_path = {**second.plays[0].path, "support": {"modest": 0.5, "none": 0.5}}
    unsure = replace(second, plays=(replace(second.plays[0], path=open_path),))
    page = comparison_page(replace(answer, scenarios=(first, unsure, third)))
    assert "after support modest and ua talks accept" in page


def test_each_part_of_a_headline_has_its_share() -> None:
    page = " ".join(comparison_page(four_players()).split())
    assert "Ukraine chooses accept: 86%; Russia chooses accept: 91%" in page


def test_why_something_was_not_tested_is_said_once() -> None:
    answer = four_players()
    line = replace(answer.robustness[0], undecided=1.0, note="in baseline, nothing is sure")
    lines = (replace(line, scenario="baseline"), line)
    page = " ".join(comparison_page(replace(answer, robustness=lines)).split())
    told = "not tested: baseline, baseline → kellogg, for in baseline, nothing is sure"
    assert told in page
    assert "in which each result" not in page
    assert "draws without a unique answer" not in page


def test_not_credible_is_said_in_that_word() -> None:
    page = comparison_page(four_players())
    assert re.search(r"cheap_talk +US +aid: cut +not credible", page)
    assert re.search(r"kellogg +US +aid: cut +credible", page)


def test_changes_off_the_path_are_counted_and_told_on_request() -> None:
    brief, full = (comparison_page(four_players(), full=full) for full in (False, True))
    assert "Off the path, 4 decisions change." in brief
    assert "negotiate compare" in brief
    assert brief.count("hold → cut") == 0
    assert full.count("hold → cut") == 4


@pytest.mark.parametrize("colours", ["standard", "256", "truecolor"])
def test_colour_carries_no_meaning(colours: Colours) -> None:
    answer = four_players()
    bare = re.sub(r"\x1b\[[0-9;]*m", "", comparison_page(answer, colours=colours))
    assert bare == comparison_page(answer)
    assert "\x1b" in comparison_page(answer, colours=colours)
    assert "\x1b" not in comparison_page(answer)


def test_each_player_has_one_colour() -> None:
    page = comparison_page(four_players(), colours="truecolor", width=200)
    for name in four_players().game.players.values():
        styles = set(re.findall(rf"\x1b\[([0-9;]+)m{name}", page))
        assert len(styles) == 1


def test_what_is_hostile_in_a_file_is_harmless_on_a_page() -> None:
    answer = four_players()
    game = replace(answer.game, title="\x1b[31m[red]x[/red]\n\u202ey", players={"US": "\x07Bell"})
    page = text(replace(answer, game=replace(game, players={**answer.game.players, "US": "\x07B"})))
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "[red]x[/red]" in page


def test_long_names_fold_and_numbers_stay() -> None:
    page = Page(40)
    page.table([cell("a" * 10), cell("b")], [Row([cell("x"), cell("1,234,567.8")])], labels=1)
    assert "1,234,567.8" in page.text()


def test_labels_fold_between_words_where_a_table_is_too_wide() -> None:
    page = Page(40)
    head = [cell(""), cell(""), cell("value")]
    wide = Row([cell("a criterion of many words"), cell(""), cell("99.9%")], wide=True)
    narrow = Row([cell("player"), cell("a_move_of_many_words"), cell("one_long_option 12.5%")])
    page.table(head, [wide, narrow], labels=2, indent=0)
    assert page.text().splitlines() == [
        "                  value",
        "a criterion of    99.9%",
        "many words",
        "player  a_move_   one_long_option 12.5%",
        "        of_many_",
        "        words",
    ]


def test_a_heading_wraps_too() -> None:
    page = Page(40, "256")
    page.heading("Payoffs: the median, and between which values nine draws in ten lie")
    bare = re.sub(r"\x1b\[[\d;]*m", "", page.text()).splitlines()
    assert bare == ["Payoffs: the median, and between which", "values nine draws in ten lie"]
    assert page.text().count("\x1b[1m") == 2


def test_text_in_the_last_column_wraps_in_the_room_that_is_left() -> None:
    row = Row([cell("accept"), cell("100%"), cell("what follows is told in a sentence")])
    lines = {}
    for width in (40, 80):
        page = Page(width)
        page.table([cell("option"), cell("odds"), cell("then")], [row], labels=3, prose=True)
        lines[width] = page.text().splitlines()[1:]
    assert lines[80] == ["  accept  100%  what follows is told in a sentence"]
    assert lines[40] == ["  accept  100%  what follows is told in", "                a sentence"]


def test_no_equilibrium_is_an_answer_too() -> None:
    answer = four_players()
    empty = replace(answer.scenarios[1], plays=(), coverage=Coverage.NONE_FOUND)
    page = text(replace(answer, scenarios=(answer.scenarios[0], empty), changes=(), credibility=()))
    assert "kellogg: none found, though one may exist" in page


def test_of_how_many_equilibria_a_column_shows_the_first() -> None:
    answer = four_players()
    first, second, third = answer.scenarios
    several = replace(second, plays=second.plays * 20, name="a_threat_of_a_long_name")
    page = text(replace(answer, scenarios=(first, several, third), changes=(), credibility=()))
    assert re.search(r"baseline +a_threat_of_a_\n +cheap_talk +long_name\n +\(1 of 20\)\n", page)


def test_many_equilibria_are_counted() -> None:
    answer = exact()
    report = answer.scenarios[0]
    plays = tuple(replace(play, verdict=None) for play in report.plays * 20)
    page = text(replace(answer, scenarios=(replace(report, plays=plays),)), 200)
    assert "40 equilibria: all equilibria" in page
    assert "28 more are listed by --json" in page


def test_html_escapes_and_shows_every_payoff() -> None:
    page = html(exact())
    assert "<b>table</b>" not in page
    assert "A &lt;b&gt;table&lt;/b&gt;" in page
    assert "<td" in page
    assert "7/3" in page
    threat = html(four_players())
    assert all(number(p) in threat for p in four_players().scenarios[1].plays[0].payoffs.values())


def test_html_without_equilibria() -> None:
    answer = exact()
    empty = replace(answer.scenarios[0], plays=(), coverage=Coverage.NONE_EXISTS)
    assert "no equilibrium exists" in html(replace(answer, scenarios=(empty,)))
