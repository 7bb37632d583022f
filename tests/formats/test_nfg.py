"""Reading and writing strategic games in Gambit's format (`.nfg`).

What the format means is said in Gambit's documentation, "The strategic game (.nfg) file format",
payoff version and outcome version.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.formats.documents import extensive_files, spoilt, strategic_files

from negotiate.errors import GameFileError, NoAnswerError, Problem
from negotiate.formats import read_any_text
from negotiate.formats._gambit_table import kept_document
from negotiate.formats.efg import document_text as efg_text
from negotiate.formats.nfg import document_text, parse, read_text, write, write_nfg
from negotiate.game.model import Model
from negotiate.game.recall import forgetful
from negotiate.spec.expression import Num
from negotiate.spec.model import Spec, Table

if TYPE_CHECKING:
    from negotiate.formats._gambit_games import ExtensiveFile, StrategicFile
    from negotiate.game.game import Game

# Selten (1975), figure 2, in normal form: the sample file of Gambit's documentation, both versions.
PAYOFFS = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"""
OUTCOMES = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }
{ { "1" "2" "3" } { "1" "2" } }
{ { "" 1, 1 } { "" 0 2 } { "" 0, 2, } { "" 1, 1 } { "" 0, 3 } { "" 2, 0 } }
1 2 3 4 5 6
"""
TWO = 'NFG 1 R "t" { "A" "B" } '


def table(spec: Spec) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    """Return the payoffs by profile of option names, the last player's option running fastest."""
    body = spec.body
    assert isinstance(body, Table)
    rows = [tuple(value(p) for p in row) for row in body.payoffs]
    return dict(zip(product(*body.options), rows, strict=True))


def value(expr: Any) -> Fraction:
    assert isinstance(expr, Num)
    return expr.value


def problems(text: str) -> str:
    with pytest.raises(GameFileError) as caught:
        read_text(text, "a.nfg")
    return str(caught.value)


@pytest.mark.parametrize("text", [PAYOFFS, OUTCOMES])
def test_the_first_players_strategy_runs_fastest(text: str) -> None:
    expected: dict[tuple[str, ...], tuple[int, ...]] = {
        ("1", "1"): (1, 1),
        ("2", "1"): (0, 2),
        ("3", "1"): (0, 2),
        ("1", "2"): (1, 1),
        ("2", "2"): (0, 3),
        ("3", "2"): (2, 0),
    }
    assert dict(table(read_text(text)).items() ^ expected.items()) == {}


def test_three_players() -> None:
    text = 'NFG 1 R "" { "A" "B" "C" } { 2 3 2 } ' + " ".join(f"{k} 0 0" for k in range(12))
    found = table(read_text(text))
    assert {profile: row[0] for profile, row in found.items()} == {
        (str(a), str(b), str(c)): (a - 1) + 2 * (b - 1) + 6 * (c - 1)
        for a, b, c in product((1, 2), (1, 2, 3), (1, 2))
    }


def test_outcomes_may_be_shared_and_0_pays_nothing() -> None:
    text = TWO + '{ { "a" "b" } { "c" } } "why" { { "x" 1/3 -.5 } } 0 1'
    spec = read_text(text)
    assert table(spec) == {("a", "c"): (0, 0), ("b", "c"): (Fraction(1, 3), Fraction(-1, 2))}
    assert spec.about == "why"


def test_labels_may_be_empty_or_repeated() -> None:
    spec = read_text('NFG 1 R "" { "" "" } { { "a" "a" "" } { "" } } 1 1 2 2 3 3')
    assert [player.key for player in spec.players] == ["Player_1", "Player_2"]
    assert isinstance(spec.body, Table)
    assert spec.body.options == (("a", "a_2", "3"), ("1",))
    assert write(spec, Model(spec).game()) == document_text(parse(document_text(parse(
        'NFG 1 R "" { "" "" } { { "a" "a" "" } { "" } } 1 1 2 2 3 3'
    ))))  # fmt: skip


@given(strategic_files())
def test_any_document_reads_back_label_for_label(document: StrategicFile) -> None:
    assert parse(document_text(document)) == document


@given(strategic_files())
def test_any_document_is_a_game(document: StrategicFile) -> None:
    spec = read_text(document_text(document))
    assert kept_document(spec) == document
    sizes = [s if isinstance(s, int) else len(s) for s in document.strategies]
    rows = list(table(spec).values())
    for profile in np.ndindex(*sizes):
        there = sum(s * int(np.prod(sizes[:i])) for i, s in enumerate(profile))
        here = int(np.ravel_multi_index(profile, sizes))
        assert rows[here] == document.payoffs[there]


@given(strategic_files())
def test_any_table_is_written_as_it_is(document: StrategicFile) -> None:
    game = Model(read_text(document_text(document))).game(exact=True)
    again = read_text(write_nfg(game))
    assert list(table(again).values()) == [*table(read_text(document_text(document))).values()]


@given(st.data(), strategic_files())
def test_a_spoilt_text_is_a_game_or_a_game_file_error(data: Any, document: StrategicFile) -> None:
    spec, found = attempt(data.draw(spoilt(document_text(document))))
    assert isinstance(spec, Spec) or found
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in found)


@given(st.text(st.sampled_from('NFG 1R"{},01/-\\\n'), max_size=60))
def test_so_is_any_other_text(text: str) -> None:
    for start in ("", TWO, TWO + "{ 2 1 } "):
        spec, found = attempt(start + text)
        assert isinstance(spec, Spec) or found


def attempt(text: str) -> tuple[Spec | None, tuple[Problem, ...]]:
    try:
        return read_text(text), ()
    except GameFileError as error:
        return None, error.problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.nfg:1:1: error: a strategic game begins with the word NFG"),
        ('NFG 2 R "t" { "A" } { 1 } 0', "only version 1"),
        ('NFG 1 R "t" { } { } 0', "a game has at least one player"),
        (TWO + '"why" { 1 1 } 0 0', "opens the strategies of the players"),
        (TWO + "{ 2 } 0 0", "each of the 2 players has its strategies here"),
        (TWO + "{ 2 2 2 }", "there are only 2 players to have strategies"),
        (TWO + "{ 0 2 }", "the number of a player's strategies is at least 1: 0"),
        (TWO + "{ -1 -1 } 0 0", "the number of a player's strategies is at least 1: -1"),
        (TWO + '{ { } { "a" } }', "a player has at least one strategy"),
        (TWO + "{ 2 1 } 1 2 3", "a payoff of profile 2 of 2 stands here"),
        (TWO + "{ 2 1 } 1, 2, 3, 4", "a payoff of profile 1 of 2 stands here"),
        (TWO + "{ 2 1 } 1 2 3 4 5", "nothing follows the 2 entries of the table: 5"),
        (TWO + '{ 2 1 } 1 2 3 4 "x"', 'nothing follows the 2 entries of the table: "x"'),
        (TWO + "{ 1000000000 1000000000 } 1 2 3 4", "a payoff of profile 3 of 1,000,000,000,0"),
        (TWO + '{ 1 1 } { { "x" 1 } } 1', "one payoff for each of the 2 players: { 1 }"),
        (TWO + "{ 1 1 } { { 1 2 } } 1", "the label of the outcome stands here"),
        (TWO + '{ 1 1 } { { "x" 1 2 } } 2', "outcomes are numbered from 1 to 1; 0 is none: 2"),
        (TWO + '{ 1 1 } { { "x" 1 2 } } -1', "outcomes are numbered from 1 to 1; 0 is none: -1"),
        (TWO + '{ 2 1 } { { "x" 1 2 } } 1', "the outcome of profile 2 of 2 stands here"),
        (TWO + '{ 2 1 } { { "x" 1 2 } } 1 1 1', "nothing follows the 2 entries of the table: 1"),
    ],
)
def test_errors_say_place_rule_and_value(text: str, message: str) -> None:
    assert message in problems(text)


def test_all_problems_are_shown_at_once() -> None:
    text = TWO + '{ 2 1 } { { "x" 1 } } 7 8'
    assert problems(text).count("error") == 3


# The oracle: what a tree pays under every combination of actions, by walking it.


@given(extensive_files())
def test_a_tree_is_written_as_its_normal_form(document: ExtensiveFile) -> None:
    game = Model(read_any_text(efg_text(document))).game(exact=True)
    assume(forgetful(game.tree) is None)
    text = write_nfg(game)
    assert set(table(read_text(text)).values()) == set(pure_payoffs(game))


def test_a_forgetful_player_has_no_normal_form_here() -> None:
    text = 'EFG 2 R "" { "A" } p "" 1 1 "" { "x" "y" } 0 p "" 1 1 0' + ' t "" 0' * 3
    with pytest.raises(NoAnswerError, match="forgets at"):
        write_nfg(Model(read_any_text(text)).game())


def pure_payoffs(game: Game) -> list[tuple[Fraction, ...]]:
    """Return the expected payoffs under each pure behaviour profile."""
    tree = game.tree
    decisions = np.flatnonzero(tree.decision).tolist()
    choices = [range(tree.slots_of(h).start, tree.slots_of(h).stop) for h in decisions]
    return [tuple(play(game, 0, set(chosen))) for chosen in product(*choices)]


def play(game: Game, node: int, chosen: set[int]) -> list[Fraction]:
    tree = game.tree
    if tree.n_children[node] == 0:
        return [Fraction(x) for x in game.u[tree.leaf_row[node]]]
    children = range(tree.children_of(node).start, tree.children_of(node).stop)
    slots = [int(tree.slot[child]) for child in children]
    weights = [game.chance[s] if tree.owner[node] == -1 else int(s in chosen) for s in slots]
    parts = [play(game, c, chosen) for c, w in zip(children, weights, strict=True) if w]
    kept = [w for w in weights if w]
    return [
        sum((w * part[i] for w, part in zip(kept, parts, strict=True)), Fraction(0))
        for i in range(tree.n_players)
    ]


def test_strategies_of_a_tree_are_labelled_by_what_they_do() -> None:
    game = Model(
        read_any_text(
            "players: {A: Ann, B: Bob}\n"
            "tree: {A: {out: [0, 2], in: {B: {fight: {A: {stay: [-1, -1], go: [0, 1]}},"
            " yield: [1, 1]}}}}"
        )
    ).game()
    document = parse(write_nfg(game, "Entry"))
    assert document.title == "Entry"
    assert document.players == ("Ann", "Bob")
    assert document.strategies == (
        ("A: out", "A: in; A_2: stay", "A: in; A_2: go"),
        ("fight", "yield"),
    )
    paid = [[int(x) for x in row] for row in document.payoffs]
    assert paid == [[0, 2], [-1, -1], [0, 1], [0, 2], [1, 1], [1, 1]]


def test_a_player_who_decides_nothing_has_one_strategy() -> None:
    game = Model(
        read_any_text('EFG 2 R "" { "A" "B" } p "" 2 1 "" { "x" "y" } 0 t "" 0 t "" 0')
    ).game()
    assert parse(write_nfg(game)).strategies == (("",), ("x", "y"))
