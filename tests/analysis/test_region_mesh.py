"""The geometry of maps: triangles that fit together, pieces that fill them, outlines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.analysis.region_mesh import Mesh, edge
from negotiate.analysis.region_names import naming, several
from negotiate.analysis.region_pieces import area, cut, rings
from negotiate.results.wording import Wording

if TYPE_CHECKING:
    from negotiate.analysis.region_mesh import Edge


def sides(mesh: Mesh) -> Counter[Edge]:
    return Counter(
        edge(a, b) for t in mesh.triangles for a, b in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0]))
    )


@given(st.lists(st.integers(0, 10**6), max_size=30))
def test_halved_triangles_cover_the_square_and_fit_together(choices: list[int]) -> None:
    mesh = Mesh(3)
    for choice in choices:
        known = sorted(mesh.triangles)
        mesh.refine([known[choice % len(known)]])
    areas = [area([mesh.points[v] for v in t]) for t in mesh.triangles]
    assert min(areas) > 0
    assert sum(areas) == pytest.approx(1, abs=1e-12)
    for (a, b), times in sides(mesh).items():
        (xa, ya), (xb, yb) = mesh.points[a], mesh.points[b]
        rim = (xa == xb and xa in {0.0, 1.0}) or (ya == yb and ya in {0.0, 1.0})
        assert times == (1 if rim else 2)  # a corner within a side would leave it with one


def test_a_copy_is_refined_by_itself() -> None:
    mesh = Mesh(2)
    twin = mesh.copy()
    twin.refine(list(twin.triangles))
    assert len(mesh.points) == 13
    assert len(mesh.triangles) == 16 < len(twin.triangles)


# A triangle with corners 0, 1, 2 and further vertices on its sides, counter-clockwise
PLACES = {
    0: (0.0, 0.0), 1: (4.0, 0.0), 2: (0.0, 4.0), 3: (1.0, 0.0), 4: (3.0, 0.0), 5: (3.0, 1.0),
    6: (1.0, 3.0), 7: (0.0, 2.0),
}  # fmt: skip


def pieces(border: list[tuple[int, int]]) -> dict[int, float]:
    found = cut(border, PLACES.__getitem__)
    assert not found.meeting
    total: dict[int, float] = {}
    for run in found.pieces:
        own = area([PLACES[v] for v in run.vertices])
        assert own > 0
        total[run.code] = total.get(run.code, 0) + own
    return total


def test_a_triangle_in_one_region() -> None:
    assert pieces([(0, 7), (1, 7), (2, 7)]) == {7: 8}


def test_a_corner_is_cut_off() -> None:
    found = cut([(0, 1), (4, 2), (1, 2), (5, 1), (2, 1)], PLACES.__getitem__)
    assert len(found.chords) == 1
    assert pieces([(0, 1), (4, 2), (1, 2), (5, 1), (2, 1)]) == {1: 7.5, 2: 0.5}


def test_a_strip_between_two_regions() -> None:
    """From (1, 0) and (3, 0) to the slanted side: 8 less the corners of 4.5 and 0.5."""
    border = [(0, 1), (3, 2), (4, 3), (1, 3), (5, 2), (6, 1), (2, 1)]
    left, strip, right = (pieces(border)[code] for code in (1, 2, 3))
    assert right == 0.5
    assert left + strip + right == 8
    assert left == area([PLACES[v] for v in (0, 3, 6, 2)])


def test_two_corners_of_one_region() -> None:
    border = [(0, 1), (4, 2), (1, 2), (5, 1), (6, 2), (2, 2), (7, 1)]
    assert pieces(border) == {1: 8 - 0.5 - 1, 2: 1.5}


def test_three_regions_meet() -> None:
    found = cut([(0, 1), (3, 2), (1, 2), (5, 3), (2, 3), (7, 1)], PLACES.__getitem__)
    assert {run.code for run in found.meeting} == {1, 2, 3}
    assert found.pieces == ()


GRID = {i + 4 * j: (float(i), float(j)) for i in range(4) for j in range(4)}


def squares(*cells: tuple[int, int]) -> list[list[int]]:
    return [[i + 4 * j, i + 1 + 4 * j, i + 5 + 4 * j, i + 4 + 4 * j] for i, j in cells]


def test_outlines_leave_out_what_is_shared_and_what_is_straight() -> None:
    (ring,) = rings(squares((0, 0), (1, 0), (2, 0)), GRID.__getitem__)
    assert sorted(ring) == [0, 3, 4, 7]
    assert area([GRID[v] for v in ring]) == 3


def test_a_hole_is_an_outline_of_its_own() -> None:
    around = [(i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    found = rings(squares(*around), GRID.__getitem__)
    assert sorted(area([GRID[v] for v in ring]) for ring in found) == [-1, 9]


# Names


WORDS = Wording(
    {"A": "Ann", "B": "Bob"},
    {"ask": "A", "reply": "B", "leave": "A"},
    {"ask": {"yes": "asks", "no": "is silent"}, "reply": {"yes": "gives", "no": "keeps"}},
)


def test_names_say_only_what_differs() -> None:
    found = naming(
        [{"ask": ("yes",), "reply": ("yes",)}, {"ask": ("yes",), "reply": ("no",)}], WORDS
    )
    assert found.common == "Ann asks"
    assert found.each == ("Bob gives", "Bob keeps")


def test_names_leave_out_what_is_not_reached() -> None:
    paths = [
        {"ask": ("no",), "reply": ("none",)},
        {"ask": ("yes",), "reply": ("yes",)},
        {"ask": ("yes",), "reply": ("no",)},
    ]
    assert naming(paths, WORDS).each == (
        "Ann is silent", "Bob gives", "Bob keeps",
    )  # fmt: skip


def test_a_name_fits_no_other_path() -> None:
    """Without its last word the first name would fit the second path as well."""
    paths = [
        {"ask": ("no",), "reply": ("no",), "leave": ("none",)},
        {"ask": ("yes",), "reply": ("no",), "leave": ("stay",)},
        {"ask": ("yes",), "reply": ("no",), "leave": ("go",)},
    ]
    names = naming(paths, WORDS).each
    assert len(set(names)) == 3
    assert "silent" in names[0]


def test_one_path_and_none() -> None:
    assert naming([{"ask": ("yes",), "reply": ("none",)}], WORDS).each == ("Ann asks",)
    assert naming([], WORDS).each == ()
    assert naming([{}], WORDS).each == ("nothing is decided",)


def test_many_answers_are_counted() -> None:
    told = several(["a", "b", "c", "d", "e", "f"])
    assert told == "6 answers: a; or b; or c; or d; and 2 more"
