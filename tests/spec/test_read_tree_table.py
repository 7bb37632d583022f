"""What trees and tables become."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.spec.files import TABLE, TREE, changed

from negotiate.spec import read_text
from negotiate.spec.expression import Binary, Num, Ref
from negotiate.spec.model import Node, Table


def tree_of(text: str) -> Node:
    body = read_text(text).body
    assert isinstance(body, Node)
    return body


def numbers(node: Node) -> list[Fraction | int]:
    return [payoff.value for payoff in node.payoffs if isinstance(payoff, Num)]


def test_a_tree() -> None:
    root = tree_of(TREE)
    assert (root.owner, root.move) == ("Entrant", "Entrant")
    (out, stay), (enter, reply) = root.children
    assert (out, enter, reply.owner, reply.move) == ("out", "in", "Incumbent", "Incumbent")
    assert numbers(stay) == [0, 2]
    assert (stay.move, len(stay.children)) == ("", 0)
    assert [(o, numbers(n)) for o, n in reply.children] == [
        ("fight", [-1, -1]),
        ("accommodate", [1, 1]),
    ]


def test_chance_parameters_and_names() -> None:
    root = tree_of(
        "players: [A]\n"
        "parameters: {p: 0.25}\n"
        "tree:\n"
        "  chance: {up: {A: {l: [1], r: [p]}}, down: {name: last, A: {l: [2], r: [0]}}}\n"
        "  odds: {down: 1 - p, up: p}\n"
    )
    assert (root.owner, root.move) == (None, "chance")
    assert root.odds == (Ref("p"), Binary("-", Num(Fraction(1)), Ref("p")))
    up, down = (child for _, child in root.children)
    assert (up.move, down.move) == ("A", "last")
    assert up.children[1][1].payoffs == (Ref("p"),)


def test_nodes_without_names_are_numbered_breadth_first_past_names_that_are_taken() -> None:
    root = tree_of(
        "players: [A]\n"
        "parameters: {A_2: 1}\n"
        "tree:\n"
        "  A:\n"
        "    l: {A: {x: {A: {x: [0], y: [1]}}, y: [A_2]}}\n"
        "    r: {A: {x: {name: A_3, A: {x: [0], y: [1]}}, y: [1]}}\n"
    )
    left, right = (child for _, child in root.children)
    names = [root.move, left.move, right.move, left.children[0][1].move]
    assert names == ["A", "A_4", "A_5", "A_6"]
    assert right.children[0][1].move == "A_3"


def test_an_information_set_has_one_name_and_one_order_of_options() -> None:
    root = tree_of(
        "players: [A, B]\n"
        "tree:\n"
        "  A:\n"
        "    l: {information: dark, B: {x: [0, 1], y: [2, 3]}}\n"
        "    r: {information: dark, B: {y: [4, 5], x: [6, 7]}}\n"
    )
    left, right = (child for _, child in root.children)
    assert left.move == right.move == "dark"
    assert [option for option, _ in right.children] == ["x", "y"]
    assert numbers(right.children[0][1]) == [6, 7]


def test_moves_of_trees_and_tables_have_outcomes() -> None:
    text = TREE + "quantities: {level: {of: Incumbent, fight: 0, accommodate: 1, none: 2}}\n"
    assert read_text(text).quantities[0].name == "level"
    text = TABLE + "criteria: {both: Row == up and Column == left}\n"
    assert read_text(text).criteria[0].name == "both"


def test_a_table() -> None:
    spec = read_text(TABLE)
    assert isinstance(spec.body, Table)
    assert spec.body.options == (("up", "down"), ("left", "right"))
    assert [[p.value for p in row if isinstance(p, Num)] for row in spec.body.payoffs] == [
        [3, 3],
        [0, 5],
        [5, 0],
        [1, 1],
    ]


def test_in_a_table_of_three_the_last_player_runs_fastest() -> None:
    rows = ", ".join(
        f"{a}: {{{', '.join(f'{b}: {{{c}}}' for b, c in inner)}}}"
        for a, inner in (
            (
                "a0",
                (("b0", "c0: [0, 0, 0], c1: [0, 0, 1]"), ("b1", "c0: [0, 1, 0], c1: [0, 1, 1]")),
            ),
            (
                "a1",
                (("b0", "c0: [1, 0, 0], c1: [1, 0, 1]"), ("b1", "c0: [1, 1, 0], c1: [1, 1, 1]")),
            ),
        )
    )
    text = f"players: {{A: [a0, a1], B: [b0, b1], C: [c0, c1]}}\npayoffs: {{{rows}}}\n"
    body = read_text(text).body
    assert isinstance(body, Table)
    codes = ["".join(str(p.value) for p in row if isinstance(p, Num)) for row in body.payoffs]
    assert codes == ["000", "001", "010", "011", "100", "101", "110", "111"]


@pytest.mark.parametrize(
    "players", ["{Row: {name: The row, options: [up, down]}, Column: [left, right]}"]
)
def test_players_of_a_table_may_have_full_names(players: str) -> None:
    spec = read_text(changed(TABLE, "{Row: [up, down], Column: [left, right]}", players))
    assert [player.name for player in spec.players] == ["The row", "Column"]
