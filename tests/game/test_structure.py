"""Trees written as trees and tables, proper subgames, perfect recall, and breadth-first order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.game.strategies import move_lists, nested_trees

from negotiate.errors import GameFileError, Place, UsageError
from negotiate.game import Game
from negotiate.game.build import build_tree
from negotiate.game.grow import grow
from negotiate.game.model import Model
from negotiate.game.recall import forgetful
from negotiate.game.subgames import is_subgame_root, subgame_roots
from negotiate.game.tree import Labels
from negotiate.game.written import grow_tree
from negotiate.spec import read_text
from negotiate.spec.expression import Num
from negotiate.spec.model import Moves, Node, Player
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from negotiate.game.tree import Tree
    from negotiate.spec.model import Spec

HORSE: Any = {
    "P1": {
        "R": {
            "P2": {
                "R": [1, 1, 1],
                "L": {"P3": {"R": [4, 4, 0], "L": [0, 0, 1]}, "information": "third"},
            }
        },
        "L": {"P3": {"R": [3, 2, 2], "L": [0, 0, 0]}, "information": "third"},
    }
}
"""Selten's horse (Selten 1975, figure 1)."""


def below(tree: Tree, node: int) -> set[int]:
    found = {node}
    for child in range(*tree.children_of(node).indices(tree.n_nodes)):
        if tree.parent[child] == node:
            found |= below(tree, child)
    return found


def is_root(tree: Tree, node: int) -> bool:
    """Return whether a proper subgame begins here, by the words of Selten (1965)."""
    if tree.owner[node] == LEAF or len(tree.nodes_of(int(tree.infoset[node]))) > 1:
        return False
    inside = below(tree, node)
    touched = {int(tree.infoset[n]) for n in inside if tree.owner[n] != LEAF}
    return all(set(tree.nodes_of(h).tolist()) <= inside for h in touched)


def remembers(tree: Tree, infoset: int) -> bool:
    """Whether all nodes of an information set have one history of the owner's own moves."""
    owner = tree.infoset_owner[infoset]
    own = {
        tuple(edge for edge in tree.path_to(node) if tree.infoset_owner[edge[0]] == owner)
        for node in tree.nodes_of(infoset).tolist()
    }
    return len(own) == 1


@st.composite
def loose_trees(draw: st.DrawFn) -> Tree:
    """Return trees whose information sets join any nodes of a player with as many options."""
    game = Game.from_tree(["P0", "P1"], draw(nested_trees()))
    tree = game.tree
    kinds: dict[tuple[int, int, int], int] = {}
    infoset = np.full(tree.n_nodes, -1)
    shapes: list[tuple[int, int]] = []
    for node in np.flatnonzero(tree.owner != LEAF).tolist():
        owner, size = int(tree.owner[node]), int(tree.n_children[node])
        label = node if owner == CHANCE else draw(st.integers(-2, -1))
        h = kinds.setdefault((owner, size, label), len(shapes))
        if h == len(shapes):
            shapes.append((owner, size))
        infoset[node] = h
    owners, sizes = np.array(shapes, dtype=np.int64).reshape(-1, 2).T
    slots = np.zeros(int(sizes.sum()), dtype=np.int64)
    labels = Labels(("P0", "P1"), ("P0", "P1"), ("m",), ("o",), np.zeros_like(owners), slots)
    rank = np.arange(tree.n_nodes) - tree.first_child[np.maximum(tree.parent, 0)]
    return build_tree(tree.parent, rank, tree.owner, infoset, owners, sizes, labels).tree


@given(move_lists())
def test_subgames_of_grown_games_are_those_of_the_definition(spec: Spec) -> None:
    assert isinstance(spec.body, Moves)
    tree = grow(spec.body.moves, spec.players).tree
    expected = [node for node in range(tree.n_nodes) if is_root(tree, node)]
    assert subgame_roots(tree).tolist() == expected


@given(loose_trees())
def test_subgames_of_any_tree_are_those_of_the_definition(tree: Tree) -> None:
    expected = [node for node in range(tree.n_nodes) if is_root(tree, node)]
    assert subgame_roots(tree).tolist() == expected


@given(loose_trees())
def test_forgetting_is_found_exactly_where_it_is(tree: Tree) -> None:
    decisions = np.flatnonzero(tree.decision).tolist()
    flaw = forgetful(tree)
    if flaw is None:
        assert all(remembers(tree, h) for h in decisions)
    else:
        assert not all(remembers(tree, h) for h in decisions)
        assert flaw.player == tree.infoset_owner[flaw.infoset]
        assert flaw.one != flaw.other


@given(nested_trees(), st.randoms(use_true_random=False))
def test_any_numbering_gives_the_same_tree(nested: Any, random: Any) -> None:
    tree = Game.from_tree(["P0", "P1"], nested).tree
    new = np.array(random.sample(range(tree.n_nodes), tree.n_nodes))
    parent = np.empty_like(new)
    parent[new] = np.where(tree.parent >= 0, new[tree.parent], -1)
    rank, owner, infoset = np.empty_like(new), np.empty_like(new), np.empty_like(new)
    rank[new] = np.arange(tree.n_nodes) - tree.first_child[np.maximum(tree.parent, 0)]
    owner[new], infoset[new] = tree.owner, tree.infoset
    sizes = np.diff(tree.slot_start)
    built = build_tree(parent, rank, owner, infoset, tree.infoset_owner, sizes, tree.labels)
    np.testing.assert_array_equal(built.source, new)
    for name in ("owner", "infoset", "first_child", "n_children", "leaf", "slot_start"):
        np.testing.assert_array_equal(getattr(built.tree, name), getattr(tree, name))


def test_seltens_horse_has_one_subgame_and_one_shared_set() -> None:
    tree = Game.from_tree(["P1", "P2", "P3"], HORSE).tree
    assert subgame_roots(tree).tolist() == [0]
    assert sorted(tree.infoset_size.tolist()) == [1, 1, 2]
    assert forgetful(tree) is None


def test_a_player_that_forgets_its_own_choice_is_a_warning() -> None:
    zero = Node(payoffs=(Num(Fraction(0)),))
    again = Node("A", "again", (("l", zero), ("r", zero)), place=Place(5, 1))
    root = Node("A", "first", (("x", again), ("y", again)))
    (warning,) = grow_tree(root, (Player("A", "A"),)).warnings
    assert (warning.severity, warning.place.line) == ("warning", 5)
    assert warning.rule.startswith("A forgets at 'again' what it did or knew")
    assert "'first: x' or 'first: y'" in warning.rule


def test_an_absent_mind_forgets() -> None:
    """The driver of Piccione and Rubinstein (1997) comes to one crossing twice."""
    drive: Any = {"A": {"exit": [4], "on": [1]}, "information": "road"}
    tree = Game.from_tree(["A"], {"A": {"exit": [0], "on": drive}, "information": "road"}).tree
    flaw = forgetful(tree)
    assert flaw is not None
    assert "forgets at 'road'" in flaw.sentence(tree)
    assert tree.infoset_size.tolist() == [2]


def test_the_later_choice_of_an_absent_mind_counts() -> None:
    zero = Node(payoffs=(Num(Fraction(0)),))
    later = Node("A", "road", (("exit", zero), ("on", zero)))
    root = Node("A", "road", (("exit", zero), ("on", later)))
    grown = grow_tree(root, (Player("A", "A"),))
    told = [grown.tree.history_of(leaf)["road"] for leaf in grown.tree.leaf.tolist()]
    assert [("exit", "on")[k] for k in grown.histories.column(0).tolist()] == told
    assert sorted(told) == ["exit", "exit", "on"]


def test_one_move_of_chance_comes_out_in_one_way() -> None:
    zero = Node(payoffs=(Num(Fraction(0)),))
    half = (Num(Fraction(1, 2)),) * 2
    coin = Node(None, "coin", (("heads", zero), ("tails", zero)), half)
    root = Node(None, "coin", (("heads", coin), ("tails", zero)), half)
    with pytest.raises(GameFileError, match="no play passes a move of chance twice: coin"):
        grow_tree(root, (Player("A", "A"),))


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"A": {"l": [0, 0], "r": [0, 0]}}, "so one player moves there: A, but B"),
        ({"B": {"l": [0, 0], "s": [0, 0]}}, "so its options are the same everywhere: l, s, but"),
    ],
)
def test_nodes_of_an_information_set_look_alike(other: Any, message: str) -> None:
    first: Any = {"B": {"l": [0, 0], "r": [0, 0]}, "information": "h"}
    nested = {"chance": {"a": first, "b": {**other, "information": "h"}}, "odds": {"a": 1, "b": 0}}
    with pytest.raises(GameFileError, match=message):
        Game.from_tree(["A", "B"], nested)


def test_nested_data_that_is_no_tree_is_refused() -> None:
    with pytest.raises(UsageError, match="names the one who moves"):
        Game.from_tree(["A"], {"Z": {"x": [1]}})
    with pytest.raises(UsageError, match="one payoff for each of A, B"):
        Game.from_tree(["A", "B"], {"A": {"x": [1]}})


def test_nested_odds_and_exact_numbers() -> None:
    nested = {"chance": {"a": [0.1], "b": [1]}, "odds": {"a": 0.7, "b": 0.3}}
    game = Game.from_tree({"A": "Anna"}, nested, exact=True)
    assert game.chance.tolist() == [Fraction(7, 10), Fraction(3, 10)]
    assert game.u.tolist() == [[Fraction(1, 10)], [1]]
    assert game.tree.labels.player_names == ("Anna",)
    with pytest.raises(GameFileError, match="odds that sum to 9/10, not 1"):
        Game.from_tree(["A"], {**nested, "odds": {"a": 0.7, "b": 0.2}}, exact=True)


def test_a_table_is_one_information_set_a_player_with_payoffs_in_order() -> None:
    text = """
players: {A: [a, b], B: [c], C: [d, e, f]}
payoffs:
  a: {c: {d: [0, 0, 0], e: [1, 0, 0], f: [2, 0, 0]}}
  b: {c: {d: [3, 0, 0], e: [4, 0, 0], f: [5, 0, 0]}}
"""
    game = Model(read_text(text)).game()
    assert game.tree.infoset_size.tolist() == [1, 2, 2]
    told = {
        tuple(game.tree.history_of(leaf).values()): row[0]
        for leaf, row in zip(game.tree.leaf.tolist(), game.u.tolist(), strict=True)
    }
    assert [told[a, "c", c] for a in "ab" for c in "def"] == [0, 1, 2, 3, 4, 5]


def test_a_table_of_one_player_is_one_decision() -> None:
    game = Model(read_text("players: {A: [x, y]}\npayoffs: {x: [1], y: [2]}")).game()
    assert game.tree.n_infosets == 1
    assert game.u.tolist() == [[1], [2]]


def test_a_written_tree_is_bounded() -> None:
    leaf = Node(payoffs=(Num(Fraction(0)),))
    tree = Node("A", "m", tuple((str(k), leaf) for k in range(10)))
    players = (Player("A", "A"),)
    with pytest.raises(
        GameFileError, match="would have 11 nodes or more, more than the 10 allowed"
    ):
        grow_tree(tree, players, max_nodes=10)
    assert grow_tree(tree, players, max_nodes=11).tree.n_nodes == 11


def test_histories_of_a_written_tree_skip_what_is_not_reached() -> None:
    game = Model(
        read_text("players: [A, B]\ntree: {A: {out: [0, 0], in: {B: {l: [1, 1], r: [2, 2]}}}}")
    ).parametric()
    assert game.move_names == ("A", "B")
    assert game.option_names == (("out", "in"), ("l", "r"))
    assert game.states.tolist() == [[0, -1], [1, 0], [1, 1]]


def test_a_game_that_is_over_has_no_subgame() -> None:
    tree = Game.from_tree(["A", "B"], [1, 2]).tree
    assert subgame_roots(tree).tolist() == []
    assert is_subgame_root(tree).tolist() == [False]
