"""Maps of two parameters against closed forms, single exact answers, and what is degenerate."""

from __future__ import annotations

from fractions import Fraction
from math import log
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.threshold_games import DEMAND, DETERRENCE

from negotiate.analysis.answer import solve
from negotiate.analysis.region import region_map
from negotiate.analysis.region_names import INVALID
from negotiate.api import load, loads
from negotiate.errors import NoAnswerError, UsageError
from negotiate.render.region_cells import row
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from negotiate.results.region import RegionMap

F = Fraction


def shares(answer: RegionMap) -> dict[str, float]:
    return {region.name: region.share for region in answer.regions}


# Conditional aid: kU* = (u(a0) - tU) / (u(a0) - u(0)), kR* = (v(a0) - tR) / (v(a0) - v(aH)), both
# 1/3 in the instance. Docs: explanation/threats-and-credibility.


def test_the_four_regions_of_conditional_aid() -> None:
    answer = region_map(load("conditional-aid"), "k_ua", "k_ru", "both_believed", resolution=12)
    both, ukraine, russia, neither = answer.regions
    assert both.name == "Ukraine comes to the table and Russia comes to the table"
    assert {ukraine.name, russia.name} == {
        "Ukraine comes to the table and Russia refuses talks",
        "Ukraine refuses talks and Russia comes to the table",
    }
    exact = (F(4, 9), F(2, 9), F(2, 9), F(1, 9))
    for region, share in zip(answer.regions, exact, strict=True):
        assert abs(region.share - share) <= region.error < 1e-6
    assert [region.answers for region in answer.regions] == [1, 1, 1, 3]
    assert neither.name.startswith("3 answers: ")
    corners = {(round(x, 3), round(y, 3)) for x, y in neither.rings[0]}
    assert corners == {(0, 0), (0.333, 0), (0.333, 0.333), (0, 0.333)}
    assert answer.here is not None
    assert (answer.here.region, answer.here.answers) == (0, 1)
    assert answer.common == ""


def test_a_curved_boundary() -> None:
    """Ukraine refuses where k < (u - 2) / u: over u from 1 to 4 a third of 2 - 2 log 2."""
    answer = region_map(load("conditional-aid"), "k_ua", "ua_war", "both_believed", resolution=24)
    refuses = (2 - 2 * log(2)) / 3
    comes, stays = answer.regions
    assert (comes.name, stays.name) == ("Ukraine comes to the table", "Ukraine refuses talks")
    assert abs(stays.share - refuses) <= stays.error < 1e-5
    assert comes.share + stays.share == pytest.approx(1, abs=1e-12)
    assert answer.common == "Russia comes to the table"
    for x, y in stays.rings[0]:
        inner = 0 < x < 1 and 1 < y < 4
        assert not inner or x == pytest.approx((y - 2) / y, abs=1e-8)


def test_deterrence_is_cut_by_a_line() -> None:
    """D1: deterred iff p > (aDC - aSQ) / (aDC - aDD), here (3 - aSQ) / 3."""
    limits = (F(0), F(3))
    answer = region_map(loads(DETERRENCE), "p", "aSQ", y_range=limits, resolution=9)
    assert {region.answers for region in answer.regions} == {1}
    for region in answer.regions:
        assert abs(region.share - 0.5) <= max(region.error, 1e-9)
    assert shares(answer).keys() == {"A chooses C", "A chooses D"}


def test_a_demand_in_the_shadow_of_war() -> None:
    """W1: risky iff q > (cL + cA) / (cH + cA); over cH from .1 to .5 an area in logarithms."""
    limits = (F(1, 10), F(1, 2))
    answer = region_map(loads(DEMAND), "q", "cost_high", y_range=limits, resolution=12)
    safe = (0.05 + 0.1) * log((0.5 + 0.1) / (0.1 + 0.1)) / 0.4
    found = {name: share for name, share in shares(answer).items() if "safe" in name}
    # A crumb of a millionth makes B accept, and moves nothing but by about as much.
    assert sum(found.values()) == pytest.approx(safe, abs=2e-5)


# Random trees whose payoffs are affine in two parameters: points against single exact answers


@st.composite
def affine_games(draw: st.DrawFn) -> str:
    """Draw a game of two or three moves, each a choice of two or three, and random payoffs."""
    number = st.integers(-3, 3)
    moves = draw(st.integers(1, 3))
    widths = [draw(st.integers(1, 3)) for _ in range(moves)]
    outcomes: list[dict[str, str]] = [{}]
    lines = []
    for m, size in enumerate(widths):
        names = [f"o{m}{k}" for k in range(size)]
        lines += [f"  - P{m % 2}: m{m}", f"    options: [{', '.join(names)}]"]
        outcomes = [{**before, f"m{m}": name} for before in outcomes for name in names]
    payoffs = []
    for player in ("P0", "P1"):
        cases = []
        for outcome in outcomes:
            a, b, c = draw(number), draw(number), draw(number)
            when = " and ".join(f"{move} == {option}" for move, option in outcome.items())
            cases.append(f"        - {{when: {when}, then: {a} + {b} * x + {c} * y}}")
        cases[-1] = f"        - {{then: {cases[-1].split('then: ')[1]}"
        payoffs.append(
            "\n".join([f"  {player}:", "    first:", *cases]).replace("        ", "      ")
        )
    return "\n".join(
        ["title: Random", "players: [P0, P1]", "parameters:", "  x: {value: 1/3, range: [-1, 1]}",
         "  y: {value: 1/7, range: [-1, 1]}", "moves:", *lines, "payoffs:", *payoffs]
    )  # fmt: skip


def answers_at(text: str, x: Fraction, y: Fraction) -> set[frozenset[tuple[str, str]]]:
    """Return what is played on the path in every exact equilibrium at one point."""
    game = loads(text).game("", {"x": x, "y": y}, exact=True)
    found = set()
    tree = game.tree
    for equilibrium in solve(game, "spe", options=Options(all=True)).equilibria:
        node, played = 0, set()
        while tree.n_children[node]:
            slots = range(*tree.slots_of(int(tree.infoset[node])).indices(tree.n_slots))
            slot = next(s for s in slots if equilibrium.behaviour[s] == 1)
            played.add((tree.labels.move_of(int(tree.infoset[node])), tree.labels.action_of(slot)))
            node = int(tree.first_child[node]) + slot - slots[0]
        found.add(frozenset(played))
    return found


@settings(max_examples=12)
@given(affine_games(), st.lists(st.tuples(*[st.integers(1, 996)] * 2), min_size=4, max_size=4))
def test_points_inside_have_the_answer_of_a_single_exact_solve(
    text: str, points: list[tuple[int, int]]
) -> None:
    answer = region_map(loads(text), "x", "y", resolution=6, concept="spe")
    assert sum(region.share for region in answer.regions) == pytest.approx(1, abs=1e-6)
    for i, j in points:
        x, y = F(2 * i, 997) - 1, F(2 * j, 997) - 1
        exact = answers_at(text, x, y)
        (place,) = row(answer, [float(x)], float(y))
        if place < 0 or _thin(answer, place):
            continue
        paths = answer.regions[place].paths
        told = {frozenset((m, o) for m, (o,) in path.items() if o != "none") for path in paths}
        assert exact == told, (x, y)


def _thin(answer: RegionMap, place: int) -> bool:
    """Tell whether a smaller region than the mesh may have been missed: none is that near here."""
    return answer.regions[place].share < 1e-6


# What is degenerate


def test_a_boundary_point_is_a_tie() -> None:
    at = {"k_ua": F(1, 3), "k_ru": F(2, 3)}
    model = load("conditional-aid")
    answer = region_map(model, "k_ua", "k_ru", "both_believed", settings=at, resolution=6)
    assert answer.here is not None
    assert answer.here.region == -1
    assert answer.here.answers > 1
    assert "answers: " in answer.here.name


def test_the_present_point_may_lie_outside() -> None:
    model = load("conditional-aid")
    limits = (F(0), F(1, 4))
    answer = region_map(model, "k_ua", "k_ru", "both_believed", x_range=limits, resolution=4)
    assert answer.here is None


TIED = """
title: Indifferent
players: [One]
parameters: {x: {value: 1, range: [0, 2]}, y: {value: 1, range: [0, 2]}}
moves:
  - One: choice
    options: {left: {phrase: goes left}, right: {phrase: goes right}, stay: {phrase: stays}}
payoffs:
  One: x + y if choice != stay else 2
"""


def test_a_tie_that_persists_is_a_region_of_its_own() -> None:
    answer = region_map(loads(TIED), "x", "y", resolution=6)
    names = {"2 answers: One goes left; or One goes right", "One stays"}
    assert shares(answer).keys() == names
    for region in answer.regions:
        assert abs(region.share - 0.5) <= region.error < 1e-3


def test_parameters_that_do_not_matter() -> None:
    text = TIED.replace("x + y if choice != stay else 2", "1 if choice == stay else 0")
    (region,) = region_map(loads(text), "x", "y", resolution=3).regions
    assert (region.name, len(region.rings)) == ("One stays", 1)
    assert region.share == pytest.approx(1)
    assert sorted(region.rings[0]) == [(0, 0), (0, 2), (2, 0), (2, 2)]


def test_nothing_to_decide() -> None:
    text = TIED.replace("right: {phrase: goes right}, stay: {phrase: stays}", "").replace(
        "x + y if choice != stay else 2", "x"
    )
    (region,) = region_map(loads(text), "x", "y", resolution=2).regions
    assert region.name == "One goes left"


ODDS = """
title: Odds that need not be
players: [One]
parameters: {x: {value: 1/4, range: [0, 1]}, y: {value: 1/4, range: [0, 1]}}
moves:
  - chance: luck
    odds: {good: x, fair: y, bad: 1 - x - y}
  - One: choice
    options: [in, out]
payoffs: {One: 1 if choice == in and luck == good else 0}
"""


def test_numbers_of_no_game_are_said_to_be_such() -> None:
    answer = region_map(loads(ODDS), "x", "y", resolution=6)
    assert {region.answers for region in answer.regions} >= {0}
    assert shares(answer)[INVALID] == pytest.approx(0.5, abs=1e-3)


def test_no_answer_anywhere() -> None:
    limits = (F(9, 10), F(1))
    with pytest.raises(NoAnswerError, match="no answer for any x and y"):
        region_map(loads(ODDS), "x", "y", x_range=limits, y_range=limits, resolution=3)


def test_an_interrupt_leaves_what_is_done() -> None:
    seen = []

    def impatient(what: str, done: int, total: int) -> None:
        seen.append((what, done, total))
        if len(seen) > 60:
            raise KeyboardInterrupt

    answer = region_map(
        load("conditional-aid"), "k_ua", "k_ru", "both_believed", method="vertex", resolution=8,
        progress=impatient,
    )  # fmt: skip
    assert not answer.complete
    assert answer.smallest > 1 / 8
    assert "interrupted" in repr(answer)
    assert sum(region.share for region in answer.regions) == pytest.approx(1)
    assert any("Interrupted" in note for note in answer.notes)
    both = answer.regions[0]
    assert abs(both.share - 4 / 9) <= both.error


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"x": "k_ua", "y": "k_ua"}, "two parameters"),
        ({"x": "k_uo", "y": "k_ru"}, "k_ua"),
        ({"x": "k_ua", "y": "k_ru", "resolution": 1}, "from 2 to 400"),
        ({"x": "k_ua", "y": "k_ru", "x_range": (F(1), F(0))}, "empty"),
        ({"x": "k_ua", "y": "k_ru", "concept": "qre"}, "positive odds everywhere"),
    ],
)
def test_refusals(asked: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        region_map(load("conditional-aid"), **asked)  # type: ignore[arg-type]  # that is the test


def test_a_parameter_without_a_range() -> None:
    with pytest.raises(UsageError, match="has no range"):
        region_map(loads(DETERRENCE), "p", "aSQ")


def test_the_same_twice() -> None:
    model = load("conditional-aid")
    first, second = (
        region_map(model, "k_ua", "ua_war", "both_believed", resolution=5) for _ in range(2)
    )
    assert first == second


MANY_TIES = "\n".join(
    [
        "title: Ties off the path",
        "players: [One, Two]",
        "parameters: {x: {value: 1, range: [0, 2]}, y: {value: 1, range: [0, 2]}}",
        "moves:",
        "  - {One: choice, options: [out, go]}",
        *(f"  - {{Two: t{k}, options: [l, r], when: choice == go}}" for k in range(4)),
        "payoffs:",
        "  One: 1 + x if choice == out else y - 3 + (0.5 if t3 == l else 0)",
        "  Two: 0",
    ]
)
"""Two decides 15 times if One goes, and never minds: 2^15 equilibria, and One stays out in all."""


def test_ties_that_play_does_not_come_to_are_no_answers_of_their_own() -> None:
    answer = region_map(loads(MANY_TIES), "x", "y", resolution=4)
    (region,) = answer.regions
    assert region.answers == 1
    assert region.share == pytest.approx(1)
    assert region.paths[0]["choice"] == ("out",)
