"""Trees stand so that they can be read: nothing overlaps, all is labelled, folds are told."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diagrams import grown, shipped, trees

from negotiate.errors import UsageError
from negotiate.render.tree import text
from negotiate.render.tree.compose import picture
from negotiate.render.tree.fold import LIMIT, MOST, Folding, fold
from negotiate.render.tree.layout import WIDEST, WORDS, place
from negotiate.render.tree.shapes import Words
from negotiate.results.diagram import Diagram
from negotiate.spec.library import shipped_games
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from negotiate.render.tree.placed import Placed
    from negotiate.render.tree.shapes import Picture

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def box(words: Words) -> Box:
    """Return the room of a text: letters from the base line up, and what hangs below it."""
    wide = text.width(words.text, words.size, bold=words.bold)
    left = words.x - {"start": 0, "middle": wide / 2, "end": wide}[words.anchor]
    return left, words.y - 0.76 * words.size, left + wide, words.y + 0.24 * words.size


def overlaps(drawn: Picture) -> list[tuple[str, str]]:
    """Return pairs of texts that lie on each other, or a text that leaves the sheet."""
    boxes = [(box(s), s.text) for s in drawn.shapes if isinstance(s, Words)]
    boxes.sort(key=lambda pair: pair[0][1])
    found = [
        (words, "the sheet")
        for (left, top, right, bottom), words in boxes
        if left < 0 or top < 0 or right > drawn.width + 1e-9 or bottom > drawn.height
    ]
    for place_, (one, words) in enumerate(boxes):
        for other, more in boxes[place_ + 1 :]:
            if other[1] >= one[3]:
                break
            if other[0] < one[2] - 1e-9 and one[0] < other[2] - 1e-9:
                found.append((words, more))
    return found


def bare(parent: list[int], **changes: object) -> Diagram:
    """Return a tree of one player's decisions without an answer."""
    n = len(parent)
    leaf = ~np.isin(np.arange(n), parent)
    row = np.where(leaf, np.cumsum(leaf) - 1, -1)
    plain = Diagram(
        title="A tree", scenario="", against="", concept="", note="",
        players=("P",), names=("Player",), moves=("m",),
        parent=np.array(parent), owner=np.where(leaf, LEAF, 0),
        infoset=np.where(leaf, -1, np.arange(n)), move=np.where(leaf, -1, 0), row=row,
        label=("", *["go"] * (n - 1)), payoffs=np.zeros((int(leaf.sum()), 1)), odds=np.zeros(n),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def played(parent: list[int], taken: set[int]) -> Diagram:
    """Return a tree of one player who takes some branches."""
    reach = np.zeros(len(parent))
    reach[[0, *taken]] = 1
    tree = bare(parent)
    return replace(tree, odds=reach, reach=reach, tied=np.zeros(len(parent), bool),
                   expected=np.zeros(1), concept="spe")  # fmt: skip


@pytest.mark.parametrize("name", shipped_games())
def test_no_two_texts_overlap_in_shipped_games(name: str) -> None:
    for drawn in shipped(name):
        assert overlaps(picture(drawn)) == []
        if len(drawn.parent) <= LIMIT:
            assert overlaps(picture(drawn, Folding(depth=2))) == []


@given(trees())
def test_no_two_texts_overlap_in_random_trees(drawn: Diagram) -> None:
    assert overlaps(picture(drawn)) == []


def test_overlaps_are_found() -> None:
    drawn = picture(shipped("textbook/chicken")[1])
    words = [s for s in drawn.shapes if isinstance(s, Words)]
    twice = replace(drawn, shapes=(*drawn.shapes, replace(words[-1], x=words[-1].x + 1)))
    assert len(overlaps(twice)) == 1
    assert len(overlaps(replace(drawn, width=50.0))) > 1


@given(trees(most=200))
def test_every_branch_that_is_shown_has_its_words(drawn: Diagram) -> None:
    placed = place(drawn)
    assert [branch.node for branch in placed.branches] == [n.node for n in placed.nodes[1:]]
    for branch in placed.branches:
        label = " ".join(branch.lines)
        assert drawn.label[branch.node].replace(" ", "") in label.replace(" ", "")
        if drawn.owner[drawn.parent[branch.node]] == CHANCE:
            assert label.endswith("%")
        assert branch.width <= WIDEST
        ends = branch.points[-1][0] - 10
        assert branch.points[1][0] < branch.at[0]
        assert branch.at[0] + branch.width < ends


def edges(placed: Placed) -> dict[int, float]:
    return {node.node: node.y for node in placed.nodes}


@given(trees())
def test_nodes_stand_between_their_options_in_the_order_of_the_tree(drawn: Diagram) -> None:
    placed = place(drawn)
    ys = edges(placed)
    children: dict[int, list[float]] = {}
    for node in placed.nodes[1:]:
        children.setdefault(int(drawn.parent[node.node]), []).append(node.y)
    for parent, below in children.items():
        assert all(a < b for a, b in pairwise(below))
        assert ys[parent] == (below[0] + below[-1]) / 2
    rows = sorted(node.y for node in placed.nodes if node.node not in children)
    assert all(b - a == pytest.approx(placed.step) for a, b in pairwise(rows))


@given(trees())
def test_time_runs_to_the_right_and_circles_keep_apart(drawn: Diagram) -> None:
    placed = place(drawn)
    xs = {node.node: node.x for node in placed.nodes}
    for branch in placed.branches:
        assert xs[int(drawn.parent[branch.node])] < xs[branch.node]
    circles = [n for n in placed.nodes if n.owner != LEAF]
    for one in circles:
        for other in circles:
            if one.node < other.node:
                far = np.hypot(one.x - other.x, one.y - other.y)
                assert far > 2 * placed.radius


@given(trees())
def test_information_sets_are_linked_from_first_to_last(drawn: Diagram) -> None:
    placed = place(drawn)
    sizes = np.bincount(drawn.infoset[drawn.owner >= 0], minlength=1)
    assert len(placed.links) == int((sizes[sizes > 1] - 1).sum())


def test_an_information_set_stands_in_one_column() -> None:
    """Selten's horse: the third player's nodes follow one move and two."""
    drawn = shipped("deterrence/selten-horse")[1]
    (link,) = place(drawn).links
    assert link.points[0][0] == link.points[-1][0]


def test_lines_past_other_nodes_have_lanes_of_their_own() -> None:
    links = place(shipped("taiwan-signal")[1]).links
    sides = [min(x for x, _ in link.points) for link in links]
    assert len(links) == len(set(sides)) == 2


def test_path_is_marked_and_what_would_follow_elsewhere() -> None:
    """Entry deterrence (Selten 1978): the incumbent shares if entered, so entry is the path."""
    placed = place(shipped("textbook/entry-deterrence")[1])
    kinds = {branch.lines[0]: branch.kind for branch in placed.branches}
    assert kinds == {"stay out": "other", "enter": "path", "fight": "other", "share": "path"}
    assert [row.payoffs for row in placed.rows if row.path] == [("2", "2")]
    assert placed.expected == ("2", "2")


def test_large_trees_keep_open_what_happens() -> None:
    parent = grown([3] * 200)
    taken = {1, 5, 17}  # 1 is an option of 0, 5 of 1, 17 of 5
    assert [parent[n] for n in (1, 5, 17)] == [0, 1, 5]
    folded = fold(played(parent, taken), Folding())
    assert len(parent) > LIMIT
    assert sorted(folded.children) == [0, 1, 5, 17]
    assert folded.nodes == [0, 1, 2, 3, 4, 5, 6, 16, 17, 18, 52, 53, 54]
    shown_and_hidden = len(folded.nodes) + sum(folded.hidden.values())
    assert shown_and_hidden == len(parent)


@settings(max_examples=15)
@given(trees(most=800), st.one_of(st.none(), st.integers(1, 5)))
def test_nothing_is_lost_in_folds(drawn: Diagram, depth: int | None) -> None:
    folded = fold(drawn, Folding(depth))
    assert len(folded.nodes) + sum(folded.hidden.values()) == len(drawn.parent)
    at_least = 1 + int(np.count_nonzero(drawn.parent == 0))
    assert depth or len(folded.nodes) <= max(LIMIT, at_least)


def test_nodes_open_and_close_by_hand() -> None:
    parent = grown([3] * 200)
    tree = played(parent, {1, 5, 17})
    assert 2 in fold(tree, Folding(opened=frozenset({2}))).children
    assert 1 not in fold(tree, Folding(closed=frozenset({1}))).children


def test_whole_tree_on_request_and_no_more_than_can_be_read() -> None:
    parent = grown([3] * 200)
    assert len(fold(bare(parent), Folding(all=True)).nodes) == len(parent) == 601
    huge = grown([2] * MOST)
    with pytest.raises(UsageError, match="more than 5,000 nodes cannot be read"):
        fold(bare(huge), Folding(all=True))


@pytest.mark.timed
@pytest.mark.parametrize("counts", [[10] * 12_000, [1] * 100_000], ids=["broad", "deep"])
def test_huge_trees_fold_at_once(counts: list[int]) -> None:
    parent = grown(counts)
    assert len(parent) > 100_000
    for drawn in (played(parent, {1}), bare(parent)):
        start = time.perf_counter()
        assert len(place(drawn).nodes) <= LIMIT
        assert time.perf_counter() - start < 1


def test_a_tree_that_cannot_fold_is_refused() -> None:
    """One decision with a hundred thousand options: there is nothing to fold."""
    with pytest.raises(UsageError, match="this tree has 100,001; let it fold"):
        picture(played(grown([100_000]), {1}))


def test_a_game_that_is_over_at_once() -> None:
    drawn = replace(played([-1], set()), payoffs=np.array([[3.5]]))
    placed = place(drawn)
    assert [row.payoffs for row in placed.rows] == [("3.5",)]
    assert overlaps(picture(drawn)) == []


def test_a_chain_of_single_actions() -> None:
    drawn = played([-1, 0, 1, 2], {1, 2, 3})
    placed = place(drawn)
    assert len({node.y for node in placed.nodes}) == 1
    assert {branch.kind for branch in placed.branches} == {"path"}


def test_long_names_break_and_nothing_else_moves_onto_them() -> None:
    label = ("", "retaliate against every single one of them " * 3, "W" * 60)
    drawn = bare([-1, 0, 0], label=label, players=("a player of a very long key",))
    (first, second) = place(drawn).branches
    assert len(first.lines) > 3
    assert len(second.lines) > 3
    assert all(text.width(line, WORDS) <= WIDEST for line in (*first.lines, *second.lines))
    assert overlaps(picture(drawn)) == []


def test_columns_name_the_decision_where_there_is_one() -> None:
    assert [h.text for h in place(shipped("conditional-aid")[1]).headings] == [
        "ua talks",
        "ru talks",
    ]
    assert place(shipped("textbook/centipede")[1]).headings == ()
