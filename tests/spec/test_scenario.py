"""Scenarios rewrite the game: each commitment kind, on moves, trees and tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from negotiate.errors import GameFileError, Place, UsageError
from negotiate.game.model import Model
from negotiate.spec import read_text
from negotiate.spec.expression import Is, Num, Ref, Unary
from negotiate.spec.model import (
    Announcement,
    Moves,
    Node,
    Player,
    Restriction,
    Scenario,
    Sight,
    Spec,
    Table,
)
from negotiate.spec.scenario import apply

MOVES = """
players: {US: United States, RU: Russia}
parameters: {cost: {value: 3, range: [0, 9]}}
moves:
  - RU: talks
    options: [accept, refuse]
  - US: aid
    options: [cut, hold, surge]
payoffs: {US: 0, RU: 0}
"""
TREE = """
players: [Entrant, Incumbent]
parameters: {cost: 3}
tree:
  Entrant:
    out: [0, 2]
    in:
      Incumbent: {fight: [-1, -1], accommodate: [1, 1]}
"""
TABLE = """
players: {Row: [up, down], Column: [left, right]}
parameters: {cost: 3}
payoffs:
  up: {left: [1, 2], right: [3, 4]}
  down: {left: [5, 6], right: [7, 8]}
"""
COST = Ref("cost")


def model(text: str, **parts: Any) -> Model:
    return Model(replace(read_text(text, "g.yaml"), scenarios=(Scenario("s", **parts),)))


def payoffs(model: Model, scenario: str = "s") -> dict[tuple[str, ...], list[Fraction]]:
    game = model.game(scenario, exact=True)
    leaves = zip(game.tree.leaf.tolist(), game.u.tolist(), strict=True)
    return {tuple(game.tree.history_of(leaf).values()): row for leaf, row in leaves}


def said(player: str, move: str, *will: str, when: Any = None) -> tuple[Announcement, ...]:
    return (Announcement(player, move, will, when, COST),)


def rule(
    player: str, move: str, *options: str, keeps: bool, when: Any = None
) -> tuple[Restriction, ...]:
    return (Restriction(player, move, options, when, keeps, Place(9, 1)),)


def test_the_game_as_written_is_left_as_it_is() -> None:
    spec = read_text(MOVES)
    assert apply(spec, "") is spec


def test_an_unknown_scenario_is_told_the_nearest() -> None:
    spec = replace(read_text(MOVES), scenarios=(Scenario("kellogg"),))
    with pytest.raises(UsageError, match="did you mean 'kellogg'"):
        apply(spec, "kelog")


def test_breaking_an_announcement_costs_where_it_binds() -> None:
    refused = Is("talks", "refuse")
    game = model(MOVES, announcements=said("US", "aid", "cut", when=refused))
    assert {h: row[0] for h, row in payoffs(game).items()} == {
        ("accept", "cut"): 0,
        ("accept", "hold"): 0,
        ("accept", "surge"): 0,
        ("refuse", "cut"): 0,
        ("refuse", "hold"): -3,
        ("refuse", "surge"): -3,
    }
    assert {row[1] for row in payoffs(game).values()} == {0}
    spec = game.spec_of("s")
    assert isinstance(spec.body, Moves)
    (_, term) = spec.body.payoffs["US"]
    assert term.name == "broken_word_aid"
    assert spec.announcements == said("US", "aid", "cut", when=refused)


def test_one_of_several_announced_options_keeps_the_word() -> None:
    game = model(MOVES, announcements=said("US", "aid", "cut", "hold"))
    assert {h[1]: row[0] for h, row in payoffs(game).items()} == {"cut": 0, "hold": 0, "surge": -3}


def test_a_move_that_is_not_reached_breaks_no_word() -> None:
    text = MOVES.replace("options: [cut", "when: talks == refuse\n    options: [cut")
    game = model(text, announcements=said("US", "aid", "cut"))
    assert payoffs(game)["accept",] == [0, 0]
    assert payoffs(game)["refuse", "hold"] == [-3, 0]


def test_several_announcements_about_a_move_are_separate_terms() -> None:
    both = said("US", "aid", "cut", when=Is("talks", "refuse")) + said("US", "aid", "hold")
    outcomes = model(MOVES, announcements=both).parametric("s").outcomes()
    assert list(outcomes.terms["US"])[1:] == ["broken_word_aid", "broken_word_aid_2"]
    assert payoffs(model(MOVES, announcements=both))["refuse", "surge"][0] == -6


def test_a_commitment_leaves_only_what_was_committed_to() -> None:
    kept = rule("US", "aid", "cut", keeps=True, when=Is("talks", "refuse"))
    assert sorted(payoffs(model(MOVES, restrictions=kept))) == [
        ("accept", "cut"),
        ("accept", "hold"),
        ("accept", "surge"),
        ("refuse", "cut"),
    ]


def test_a_ban_takes_its_options_away() -> None:
    banned = rule("US", "aid", "cut", "surge", keeps=False)
    assert sorted(payoffs(model(MOVES, restrictions=banned))) == [
        ("accept", "hold"),
        ("refuse", "hold"),
    ]


def test_restrictions_that_leave_nothing_name_the_history() -> None:
    none = rule("US", "aid", "cut", keeps=True) + rule(
        "US", "aid", "cut", keeps=False, when=Is("talks", "refuse")
    )
    with pytest.raises(GameFileError, match="no option of 'aid' is left after talks: refuse"):
        model(MOVES, restrictions=none).game("s")


def test_a_commitment_on_what_is_not_seen_is_refused() -> None:
    kept = rule("US", "aid", "cut", keeps=True, when=Is("talks", "refuse"))
    game = model(MOVES, restrictions=kept, sights=(Sight("talks", ("US",), sees=False),))
    with pytest.raises(GameFileError, match="would tell US how 'talks' came out"):
        game.game("s")


def test_hiding_merges_information_sets_and_revealing_parts_them() -> None:
    hide = Scenario("hidden", sights=(Sight("talks", ("US",), sees=False),))
    show = Scenario("shown", extends="hidden", sights=(Sight("talks", ("US",), sees=True),))
    game = Model(replace(read_text(MOVES), scenarios=(hide, show)))
    assert game.game("hidden").tree.infoset_size.tolist() == [1, 2]
    assert game.game("shown").tree.infoset_size.tolist() == [1, 1, 1]


def test_what_is_hidden_for_a_while_is_learnt_at_that_move() -> None:
    text = MOVES.replace(
        "payoffs:",
        "  - RU: reply\n    options: [yes, no]\n  - US: end\n    options: [stop, go]\npayoffs:",
    )
    late = Scenario("late", sights=(Sight("talks", ("US",), False, until="end"),))
    never = Scenario("never", extends="late", sights=(Sight("talks", ("US",), sees=False),))
    again = Scenario("again", extends="late", sights=(Sight("talks", ("US",), sees=True),))
    blind = Scenario(
        "blind", extends="never", sights=(Sight("talks", ("US",), False, until="end"),)
    )
    game = Model(replace(read_text(text), scenarios=(late, never, again, blind)))

    def sizes(scenario: str) -> dict[str, set[int]]:
        tree = game.game(scenario).tree
        found: dict[str, set[int]] = {}
        for h, size in enumerate(tree.infoset_size.tolist()):
            found.setdefault(tree.labels.move_of(h), set()).add(size)
        return found

    assert sizes("late") == {"talks": {1}, "aid": {2}, "reply": {1}, "end": {1}}
    assert sizes("never") == sizes("blind") == {"talks": {1}, "aid": {2}, "reply": {1}, "end": {2}}
    assert sizes("again") == {"talks": {1}, "aid": {1}, "reply": {1}, "end": {1}}


def test_the_listed_moves_take_the_places_that_they_had() -> None:
    text = MOVES.replace(
        "payoffs:", "  - RU: end\n    options: [yes, no]\n    when: talks == accept\npayoffs:"
    )
    spec = model(text, order=("aid", "talks")).spec_of("s")
    assert isinstance(spec.body, Moves)
    assert [move.name for move in spec.body.moves] == ["aid", "talks", "end"]


def test_a_condition_comes_after_what_it_mentions() -> None:
    text = MOVES.replace("options: [cut", "when: talks == refuse\n    options: [cut")
    with pytest.raises(GameFileError, match="'aid' comes before 'talks', on which it depends"):
        model(text, order=("aid", "talks")).spec_of("s")


def test_settings_add_up_along_the_chain_and_the_nearest_wins() -> None:
    far = Scenario("far", settings={"cost": Fraction(1)}, announcements=said("US", "aid", "cut"))
    near = Scenario("near", extends="far")
    last = Scenario("last", extends="near", settings={"cost": Fraction(7)})
    game = Model(replace(read_text(MOVES), scenarios=(last, near, far)))
    assert payoffs(game, "near")["refuse", "hold"][0] == -1
    assert payoffs(game, "last")["refuse", "hold"][0] == -7
    assert [p.value for p in game.spec_of("last").parameters] == [7]


def test_a_circle_of_scenarios_is_an_error() -> None:
    circle = Scenario("a", extends="b"), Scenario("b", extends="a")
    with pytest.raises(GameFileError, match="extends another one"):
        apply(replace(read_text(MOVES), scenarios=circle), "a")


def test_an_announcement_in_a_tree_charges_the_leaves_behind_it() -> None:
    game = model(TREE, announcements=said("Incumbent", "Incumbent", "fight"))
    assert payoffs(game) == {
        ("out",): [0, 2],
        ("in", "fight"): [-1, -1],
        ("in", "accommodate"): [1, -2],
    }
    bound = said("Incumbent", "Incumbent", "fight", when=Unary("not", Is("Entrant", "in")))
    assert payoffs(model(TREE, announcements=bound)) == payoffs(model(TREE))


def test_commitments_and_bans_prune_a_tree() -> None:
    kept = rule("Incumbent", "Incumbent", "fight", keeps=True)
    game = model(TREE, restrictions=kept)
    assert sorted(payoffs(game)) == [("in", "fight"), ("out",)]
    assert game.game("s").tree.n_children.tolist() == [2, 0, 1, 0]
    banned = rule("Entrant", "Entrant", "in", keeps=False)
    assert sorted(payoffs(model(TREE, restrictions=banned))) == [("out",)]
    never = rule("Incumbent", "Incumbent", "fight", keeps=True, when=Is("Entrant", "out"))
    assert payoffs(model(TREE, restrictions=never)) == payoffs(model(TREE))


def test_a_tree_left_without_options_names_the_history() -> None:
    none = rule("Incumbent", "Incumbent", "fight", "accommodate", keeps=False)
    with pytest.raises(GameFileError, match="no option of 'Incumbent' is left after Entrant: in"):
        model(TREE, restrictions=none).spec_of("s")


def test_nothing_left_at_the_start_is_said_of_the_start() -> None:
    none = rule("Entrant", "Entrant", "in", "out", keeps=False)
    with pytest.raises(GameFileError, match="no option of 'Entrant' is left after the start"):
        model(TREE, restrictions=none).spec_of("s")


def test_a_tree_keeps_its_order_and_its_information() -> None:
    with pytest.raises(GameFileError, match="`information` says who sees what"):
        model(TREE, sights=(Sight("Entrant", ("Incumbent",), sees=False),)).spec_of("s")
    with pytest.raises(GameFileError, match="the order of a tree is its shape"):
        model(TREE, order=("Incumbent", "Entrant")).spec_of("s")


def test_an_announcement_in_a_table_may_hang_on_the_other_players_choice() -> None:
    said_left = said("Column", "Column", "left", when=Is("Row", "up"))
    assert payoffs(model(TABLE, announcements=said_left)) == {
        ("up", "left"): [1, 2],
        ("up", "right"): [3, 1],
        ("down", "left"): [5, 6],
        ("down", "right"): [7, 8],
    }


def test_commitments_and_bans_drop_rows_of_a_table() -> None:
    game = model(TABLE, restrictions=rule("Row", "Row", "down", keeps=True))
    assert payoffs(game) == {("down", "left"): [5, 6], ("down", "right"): [7, 8]}
    assert isinstance(game.spec_of("s").body, Table)
    banned = rule("Column", "Column", "left", keeps=False)
    assert payoffs(model(TABLE, restrictions=banned)) == {
        ("up", "right"): [3, 4],
        ("down", "right"): [7, 8],
    }
    with pytest.raises(GameFileError, match="no option of 'Row' is left"):
        model(TABLE, restrictions=rule("Row", "Row", "up", "down", keeps=False)).spec_of("s")


def test_a_table_becomes_a_sequence_when_one_sees_the_others_choice() -> None:
    game = model(TABLE, sights=(Sight("Row", ("Column",), sees=True),))
    assert game.game("s").tree.infoset_size.tolist() == [1, 1, 1]
    assert payoffs(game) == payoffs(game, "")
    assert game.game("").tree.infoset_size.tolist() == [1, 2]


def test_a_table_in_another_order_has_the_same_payoffs() -> None:
    game = model(TABLE, order=("Column", "Row"))
    swapped = {(b, a): row for (a, b), row in payoffs(game).items()}
    assert swapped == payoffs(game, "")


def test_a_table_of_three_becomes_moves_with_the_same_payoffs() -> None:
    options = (("a", "b", "c"), ("d",), ("e", "f"))
    rows = tuple((Num(Fraction(i)), Num(Fraction(-i)), Num(Fraction(i * i))) for i in range(6))
    players = tuple(Player(key, key) for key in "XYZ")
    table = Spec("three", players, Table(options, rows))
    shown = Scenario("s", sights=(Sight("X", ("Z",), sees=True),))
    game = Model(replace(table, scenarios=(shown,)))
    assert payoffs(game) == payoffs(game, "")
    assert payoffs(game)["b", "d", "f"] == [3, -3, 9]


def test_a_long_table_becomes_moves_without_depth() -> None:
    options = (tuple(f"a{k}" for k in range(2000)), ("b",))
    rows = tuple((Num(Fraction(k)), Num(Fraction(0))) for k in range(2000))
    table = Spec("long", (Player("X", "X"), Player("Y", "Y")), Table(options, rows))
    shown = Scenario("s", sights=(Sight("X", ("Y",), sees=True),))
    game = Model(replace(table, scenarios=(shown,))).game("s")
    assert sorted(game.u[:, 0].tolist()) == list(range(2000))


def test_a_commitment_on_the_others_choice_needs_to_see_it() -> None:
    tit = rule("Column", "Column", "left", keeps=True, when=Is("Row", "up"))
    with pytest.raises(GameFileError, match="would tell Column how 'Row' came out"):
        model(TABLE, restrictions=tit).game("s")
    seen = model(TABLE, restrictions=tit, sights=(Sight("Row", ("Column",), sees=True),))
    assert sorted(payoffs(seen)) == [("down", "left"), ("down", "right"), ("up", "left")]


def test_a_very_deep_tree_is_rewritten_without_recursion() -> None:
    zero = (Num(Fraction(0)),)
    tree = Node(payoffs=zero)
    for i in range(3000):
        stop = Node(payoffs=zero)
        tree = Node("P", f"m{i}", (("stop", stop), ("on", tree)))
    deep = Spec("deep", (Player("P", "P"),), tree)
    scenario = Scenario(
        "s",
        announcements=(Announcement("P", "m5", ("on",), None, Num(Fraction(2))),),
        restrictions=rule("P", "m7", "stop", keeps=False),
    )
    game = Model(replace(deep, scenarios=(scenario,))).game("s")
    assert game.tree.n_nodes == 6000
    assert sorted(game.u[:, 0].tolist())[:2] == [-2, 0]
