"""Reading and writing extensive games in Gambit's format (`.efg`).

What the format means is said in Gambit's documentation, "The extensive game (.efg) file format".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.documents import extensive_files, spoilt

from negotiate.errors import GameFileError, NegotiateError, Problem
from negotiate.formats import read_any_text
from negotiate.formats._gambit_games import NATURE, NULL, TERMINAL, ExtensiveFile
from negotiate.formats._gambit_tree import kept_document
from negotiate.formats.efg import document_text, parse, read_text, write, write_efg
from negotiate.game.game import Game
from negotiate.game.model import Model
from negotiate.spec.expression import Num
from negotiate.spec.model import Node, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 'EFG 2 R "t" { "A" "B" }\n'
CHOICE = 'p "" 1 1 "" { "a" "b" } 0\n'

# A stage game after Gambit's description of incremental payoffs: the outcome of stage 1 stands at
# the root of stage 2, and the second mention of everything is left out.
STAGES = """EFG 2 R "Two \\"stages\\"" { "Ann" "Bob" }
"A comment
in two lines."
c "root" 5 "" { "x" 1/3 "" .25 "x" 5/12 } 0
p "" 2 1 "see" { "l" "l" } 3 "inner" { 1, -2 }
t "left" 3
t "" 7 "end" { 1/2 .1 }
p "" 2 1 3
t "" 0
t "" 7
p "" 1 1 "" { "only" } 0
t "" 7
and then anything: " { ,
"""


def node(spec: Spec) -> Node:
    assert isinstance(spec.body, Node)
    return spec.body


def leaves(root: Node) -> list[tuple[Fraction, ...]]:
    """Return the payoffs of the leaves from left to right."""
    if not root.children:
        return [tuple(number(p) for p in root.payoffs)]
    return [found for _, child in root.children for found in leaves(child)]


def number(expr: Any) -> Fraction:
    assert isinstance(expr, Num)
    return expr.value


def problems(text: str) -> list[str]:
    with pytest.raises(GameFileError) as caught:
        read_text(text, "a.efg")
    return str(caught.value).splitlines()


def test_payoffs_add_along_the_path_and_stay_exact() -> None:
    assert leaves(node(read_text(STAGES))) == [
        (Fraction(2), Fraction(-4)),  # the same outcome twice on one path counts twice
        (Fraction(3, 2), Fraction(-19, 10)),
        (Fraction(1), Fraction(-2)),  # outcome 0 adds nothing
        (Fraction(3, 2), Fraction(-19, 10)),
        (Fraction(1, 2), Fraction(1, 10)),
    ]


def test_odds_are_exact() -> None:
    odds = [number(p) for p in node(read_text(STAGES)).odds]
    assert odds == [Fraction(1, 3), Fraction(1, 4), Fraction(5, 12)]


def test_ids_are_apart_by_player_and_chance_has_its_own() -> None:
    text = HEAD + (
        'c "" 1 "" { "x" 1 } 0 p "" 1 1 "" { "a" "b" } 0 p "" 2 1 "" { "a" } 0 t "" 0 t "" 0'
    )
    root = node(read_text(text))
    first = root.children[0][1]
    second = first.children[0][1]
    assert [root.owner, first.owner, second.owner] == [None, "A", "B"]
    assert len({root.move, first.move, second.move}) == 3


def test_same_id_is_one_information_set() -> None:
    tree = Model(read_text(STAGES)).game().tree
    assert sorted(tree.infoset_size[tree.decision].tolist()) == [1, 2]


def test_names_are_unique_where_labels_are_not() -> None:
    root = node(read_text(STAGES))
    assert [option for option, _ in root.children] == ["x", "2", "x_2"]
    assert [child.move for _, child in root.children] == ["see", "see", "Ann"]
    assert [option for option, _ in root.children[0][1].children] == ["l", "l_2"]


def test_an_event_that_comes_twice_on_a_path_is_two_moves_of_chance() -> None:
    text = (
        'c "" 1 "coin" { "h" 1/2 "t" 1/2 } 0 c "" 1 0 t "" 1 "" { 1 0 } t "" 0 '
        'p "" 1 1 "" { "x" } 0 c "" 1 0 t "" 0 t "" 1'
    )
    spec = read_text(HEAD + text)
    tree = Model(spec).game(exact=True).tree
    moves = [tree.labels.move_of(h) for h in tree.infoset.tolist() if h >= 0]
    assert moves == ["coin", "coin_2", "A", "coin_2"]
    assert parse(write(spec, Model(spec).game())) == parse(HEAD + text)


def test_labels_title_and_comment_survive_for_people_and_for_writing() -> None:
    spec = read_text(STAGES)
    assert (spec.title, spec.about) == ('Two "stages"', "A comment\nin two lines.")
    assert [(p.key, p.name) for p in spec.players] == [("Ann", "Ann"), ("Bob", "Bob")]
    assert parse(document_text(parse(STAGES))) == parse(STAGES)
    assert parse(write(spec, Model(spec).game())) == parse(STAGES)


def test_players_with_empty_or_equal_labels_have_keys_and_names() -> None:
    spec = read_text(
        'EFG 2 R "" { "Player 1" "" "Player 1" "1" "Élan" "none" } ' + CHOICE + 't "" 0 t "" 0'
    )
    keys = ["Player_1", "Player_2", "Player_1_2", "Player_1_3", "Elan", "none_2"]
    assert [player.key for player in spec.players] == keys
    assert [player.name for player in spec.players] == [
        "Player 1", "Player_2", "Player 1", "1", "Élan", "none"
    ]  # fmt: skip
    assert parse(write(spec, Model(spec).game())).players[1:3] == ("", "Player 1")


def test_names_cannot_steer_a_terminal_or_fill_it() -> None:
    label = "\x1b[31m red\t\u202e" + "x" * 100
    spec = read_text(
        f'EFG 2 R "" {{ "{label}" }} p "" 1 1 "{label}" {{ "{label}" "b" }} 0 t "" 0 t "" 0'
    )
    root = node(spec)
    for name in (spec.players[0].name, root.move, root.children[0][0]):
        assert name == "[31m red " + "x" * 50 + "…"
        assert len(name) == 60
    assert parse(write(spec, Model(spec).game())).players == (label,)


def test_a_player_who_never_moves_is_a_warning() -> None:
    warning = read_text(HEAD + CHOICE + 't "" 0 t "" 0').warnings
    assert [(w.rule, w.value, w.severity) for w in warning] == [
        ("this player never moves", "B", "warning")
    ]


@given(extensive_files())
def test_any_document_reads_back_label_for_label(document: ExtensiveFile) -> None:
    assert parse(document_text(document)) == document


@given(extensive_files())
def test_any_document_is_a_game_whose_payoffs_are_sums_over_paths(document: ExtensiveFile) -> None:
    spec = read_text(document_text(document))
    assert leaves(node(spec)) == list(sums(document))
    assert kept_document(spec) == document


def sums(document: ExtensiveFile) -> Iterator[tuple[Fraction, ...]]:
    """Yield the payoffs of each leaf, path by path: quadratic, and plain."""
    path: list[list[int]] = []  # (outcome, children still to come)
    for entry in document.nodes:
        while path and not path[-1][1]:
            path.pop()
        if path:
            path[-1][1] -= 1
        if entry.player == TERMINAL:
            on_the_way = [*(outcome for outcome, _ in path), entry.outcome]
            paid = [document.outcomes[o].payoffs for o in on_the_way if o != NULL]
            yield tuple(
                sum((p[i] for p in paid), Fraction(0)) for i in range(len(document.players))
            )
        else:
            path.append([entry.outcome, len(document.information_of(entry).actions)])


@given(st.data(), extensive_files())
def test_a_spoilt_text_is_a_game_or_a_game_file_error(data: Any, document: ExtensiveFile) -> None:
    spec, found = attempt(data.draw(spoilt(document_text(document))))
    assert isinstance(spec, Spec) or found
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in found)


@given(st.text(st.sampled_from('EFG 2R"{},pct01/\\\n'), max_size=60))
def test_so_is_any_other_text(text: str) -> None:
    for start in ("", HEAD, HEAD + CHOICE):
        spec, found = attempt(start + text)
        assert isinstance(spec, Spec) or found


def attempt(text: str) -> tuple[Spec | None, tuple[Problem, ...]]:
    try:
        return read_text(text), ()
    except GameFileError as error:
        return None, error.problems


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "a.efg:2:1: error: a node begins with c, p or t: end of the file (the tree lacks 1"),
        (CHOICE + 't "" 0', "the tree lacks 1 more node)"),
        (CHOICE + 'x "" 0', "a.efg:3:1: error: a node begins with c, p or t: x"),
        ("t x 0", "a.efg:2:3: error: the label of the node stands here, in quotation marks: x"),
        ('p "" 3 1 "" { "a" } 0 t "" 0', "a.efg:2:6: error: players are numbered from 1 to 2: 3"),
        ('p "" 0 1 "" { "a" } 0 t "" 0', "players are numbered from 1 to 2: 0"),
        ('p "" 1 1 0', "information set 1 is described where it is first met"),
        ('c "" 9 0', "event 9 is described where it is first met"),
        ('t "" 4', "outcome 4 is described where it is first met"),
        ('p "" 1 1 "" { } 0', "a decision has at least one action"),
        ('p "" 1 1 "" { "a", "b" } 0', "the label of an action stands here"),
        ('p "" 1 1 "" { "a" } 0 "" { 0 0 } t "" 0', "outcome 0 is the null outcome"),
        (
            't "" 1 "" { 1 }',
            "a.efg:2:8: error: an outcome has one payoff for each of the 2 players",
        ),
        ('t "" 1 "" { 1 2 3 }', "one payoff for each of the 2 players: { 1, 2, 3 }"),
        ('t "" 1 "" { 1,, 2 }', "a payoff stands here"),
        ('t "" 1 "" { 1 x }', "a payoff stands here"),
        ('c "" 1 "" { "a" 1/2 "b" 1/3 } 0 t "" 0 t "" 0', "sum to exactly 1: 5/6"),
        ('c "" 1 "" { "a" .3333 "b" .6666 } 0 t "" 0 t "" 0', "sum to exactly 1: 9999/10000"),
        ('c "" 1 "" { "a" 3/2 "b" -1/2 } 0 t "" 0 t "" 0', "a probability is not negative: -1/2"),
        ('t "" 0', "in a game somebody decides; here only chance moves, or nobody"),
        (
            CHOICE + 'p "" 1 1 "" { "a" "c" } 0' + 't "" 0 ' * 3,
            "the same as the first, or left out",
        ),
        (CHOICE + 'p "" 1 1 "x" { "a" "b" } 0' + 't "" 0 ' * 3, 'first: ""'),
        (CHOICE + 't "" 1 "x" { 1 2 } t "" 1 "y" { 1 2 }', "description of outcome 1 is the same"),
        (CHOICE + 't "" 1 "x" { 1 2 } t "" 1 "x" { 1 3 }', "description of outcome 1 is the same"),
    ],
)
def test_errors_say_place_rule_and_value(body: str, message: str) -> None:
    assert message in "\n".join(problems(HEAD + body))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.efg:1:1: error: an extensive game begins with the word EFG: end of the file"),
        ('efg 2 R "t" { "A" }', "begins with the word EFG: efg"),
        ('EFG 1 R "t" { "A" }', "only version 2"),
        ('EFG 2 "t" { "A" }', "the letter R stands here"),
        ('EFG 2 R t { "A" }', "the title of the game stands here"),
        ('EFG 2 R "t" "A"', "'{' opens the list of players"),
        ('EFG 2 R "t" { } t "" 0', "a.efg:1:13: error: a game has at least one player"),
    ],
)
def test_errors_in_the_prologue(text: str, message: str) -> None:
    assert message in problems(text)[0]


def test_all_problems_are_shown_at_once() -> None:
    text = HEAD + 'p "" 3 1 "" { "a" } 1 "" { 1 } t "" 2 "" { 1 2 3 }'
    assert [line.split(": ")[2] for line in problems(text)] == [
        "players are numbered from 1 to 2",
        "an outcome has one payoff for each of the 2 players",
        "an outcome has one payoff for each of the 2 players",
    ]


def test_a_reader_that_gives_up_says_so_early() -> None:
    text = HEAD + 'p "" 9 1 "" { "a" } 0\n' * 10**4
    assert len(problems(text)) == 50


def test_a_repeated_description_is_compared_by_value() -> None:
    text = HEAD + CHOICE + 't "" 1 "x" { 0.5 2 } t "" 1 "x" { 1/2, 2.0 }'
    assert leaves(node(read_text(text))) == [(Fraction(1, 2), Fraction(2))] * 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_mean_nothing(end: str, mark: str) -> None:
    assert parse(mark + STAGES.replace("\n", end)) == parse(STAGES)


def test_blanks_are_needed_only_between_words() -> None:
    tight = 'EFG 2 R"t"{"A""B"}p""1 1""{"a""b"}1""{1,2}t""1 t""0'
    loose = HEAD + 'p "" 1 1 "" { "a" "b" } 1 "" { 1 2 }\n\nt "" 1\tt "" 0 '
    assert parse(tight) == parse(loose)


def test_a_number_that_adds_up_for_ever_is_refused() -> None:
    primes = [10**149 + k for k in (183, 187, 219, 333)]
    inner = "".join(
        f'p "" 1 {k} "" {{ "a" }} {k} "" {{ 1/{prime * 10**140 + k} 0 }} '
        for k, prime in enumerate(primes * 20, start=1)
    )
    assert "too long to add up exactly" in problems(HEAD + inner + 't "" 0')[0]


def test_so_are_odds_that_do() -> None:
    odds = " ".join(f'"" 1/{10**280 + k}' for k in range(1, 60))
    assert (
        "the odds are too long to add up exactly" in problems(HEAD + f'c "" 1 "" {{ {odds} }} 0')[0]
    )


def test_a_deep_tree_is_no_trouble() -> None:
    depth = 10_000
    steps = "".join(f'p "" 1 {k} "" {{ "on" "off" }} 1 "" {{ 1 0 }}\n' for k in range(1, depth + 1))
    text = HEAD + steps + 't "" 0\n' * (depth + 1)
    spec = read_text(text)
    root, passed = node(spec), 0
    while root.children:
        (_, root), (_, leaf) = root.children
        passed += 1
        if passed % 2500 == 0:
            assert number(leaf.payoffs[0]) == passed
    assert passed == depth
    assert document_text(parse(text)).count("\n") == 2 * depth + 3


def test_too_many_nodes_are_refused() -> None:
    with pytest.raises(GameFileError, match="a game has at most 4 nodes"):
        read_text(HEAD + CHOICE * 3 + 't "" 0 ' * 4, max_nodes=4)


def exact_game(text: str) -> Game:
    return Model(read_any_text(text)).game(exact=True)


@given(extensive_files())
def test_any_game_can_be_written_and_is_read_back_as_the_same_game(document: ExtensiveFile) -> None:
    game = exact_game(document_text(document))
    again = exact_game(write_efg(game, "again"))
    for name in ("owner", "first_child", "leaf"):
        np.testing.assert_array_equal(getattr(again.tree, name), getattr(game.tree, name))
    assert np.array_equal(again.u, game.u)
    assert partition(again) == partition(game)
    assert odds(again) == odds(game)
    assert words(again) == words(game)


def partition(game: Game) -> set[frozenset[int]]:
    """Return which nodes are indistinguishable."""
    tree = game.tree
    return {frozenset(tree.nodes_of(h).tolist()) for h in np.flatnonzero(tree.decision).tolist()}


def odds(game: Game) -> list[Fraction]:
    """Return the odds of each node given its parent, where chance moves."""
    tree = game.tree
    chance = tree.owner[tree.parent[1:]] == -1
    return [game.chance[s] for s in tree.slot[1:][chance].tolist()]


def words(game: Game) -> list[str]:
    """Return the action by which each node is entered."""
    return [game.tree.labels.action_of(s) for s in game.tree.slot[1:].tolist()]


def test_floats_are_written_as_the_decimals_that_they_stand_for() -> None:
    game = exact_game(STAGES)
    rounded = Game(game.tree, game.u.astype(float), game.chance.astype(float))
    document = parse(write_efg(rounded))
    paid = {p for outcome in document.outcomes.values() for p in outcome.payoffs}
    assert Fraction(-19, 10) in paid
    assert sum(document.information[NATURE, 1].odds) == 1


def test_odds_that_floats_have_rounded_are_written_as_summing_to_1() -> None:
    third = read_text(
        HEAD + 'c "" 1 "" { "x" 1/3 "y" 1/3 "z" 1/3 } 0 t "" 0 t "" 0 ' + CHOICE + 't "" 0 t "" 0'
    )
    text = write_efg(Model(third).game())
    odds = parse(text).information[NATURE, 1].odds
    assert odds[1:] == (Fraction(repr(1 / 3)),) * 2
    assert sum(odds) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    game = exact_game(STAGES)
    with pytest.raises(NegotiateError, match="cannot be written"):
        write_efg(Game(game.tree, np.full(game.u.shape, value), game.chance.astype(float)))


def test_odds_that_do_not_sum_to_1_are_not_written() -> None:
    game = exact_game(STAGES)
    with pytest.raises(NegotiateError, match="odds sum to"):
        write_efg(Game(game.tree, game.u, game.chance / 2))


def test_information_sets_of_one_decision_get_labels_that_gambit_can_tell_apart() -> None:
    game = exact_game(
        "players: {A: Ann, B: Bob}\nmoves:\n- A: first\n  options: [x, y]\n"
        "- B: second\n  options: [x, y]\npayoffs: {A: 1 if first == x else 0, B: 0}\n"
    )
    document = parse(write_efg(game))
    assert document.players == ("Ann", "Bob")
    labels = [described.label for described in document.information.values()]
    assert labels == ["first", "second", "second_2"]
