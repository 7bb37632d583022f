"""Parametric backward induction against exact solves: on a grid, beside and at every cut."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.analysis.curves import Curves, InexpressibleError
from negotiate.analysis.induction import Induction
from negotiate.analysis.piecewise import Range, part_at
from negotiate.analysis.turning import Turning
from negotiate.api import loads
from negotiate.errors import GameFileError
from negotiate.forms.algebraic import between
from negotiate.solvers.protocol import Options
from negotiate.solvers.spe import backward_induction

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from negotiate.game.parametric import ParametricGame

F = Fraction
WHOLE = Range(F(-1), F(2))
PLAYERS = ["A", "B"]

numbers = st.integers(-3, 3).map(str)
affine = st.builds("({} * x + {})".format, numbers, numbers)
quadratic = st.builds("({} * x ** 2 + {} * x + {})".format, numbers, numbers, numbers)
rational = st.builds("({} / (x + 2) + {})".format, affine, numbers)
folded = st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), affine, quadratic)
jumping = st.builds("({} if {} > {} else {})".format, affine, affine, numbers, quadratic)
absolute = st.builds("abs({})".format, quadratic)
payoffs = st.one_of(numbers, affine, affine, quadratic, rational, folded, jumping, absolute)


@st.composite
def trees(draw: DrawFn, payoff: Any = payoffs) -> Any:
    """Draw a game of perfect information with payoffs in one parameter."""
    names = iter(range(100))

    def grow(depth: int) -> Any:
        if depth == 0 or draw(st.integers(0, 4)) == 0:
            return [draw(payoff) for _ in PLAYERS]
        options = [f"o{k}" for k in range(draw(st.integers(1, 3)))]
        below = {option: grow(depth - 1) for option in options}
        if len(options) == 2 and draw(st.integers(0, 3)) == 0:
            odds = dict(zip(options, ["(x + 1) / 3", "(2 - x) / 3"], strict=True))
            return {"chance": below, "odds": odds, "name": f"n{next(names)}"}
        return {draw(st.sampled_from(PLAYERS)): below, "name": f"n{next(names)}"}

    return grow(draw(st.integers(1, 3)))


def game_of(tree: Any) -> ParametricGame:
    text = {
        "title": "random",
        "players": PLAYERS,
        "parameters": {"x": {"value": 0, "range": [-1, 2]}},
        "tree": {"A": {"only": tree}, "name": "root"},
    }
    return loads(json.dumps(text)).parametric("")


def induced(game: ParametricGame) -> Induction:
    return Induction(game.tree, *Curves(game).over("x", WHOLE), WHOLE)


def check_at(game: ParametricGame, induction: Induction, cell: Any, x: Fraction) -> None:
    """Check that options, ties and values of a cell are those of an exact solve at a number."""
    exact = game.at({"x": x}, exact=True)
    (found,) = backward_induction.solve(exact, Options()).candidates
    tree = game.tree
    for node in induction.plan:
        h = int(tree.infoset[node])
        ranks = induction.best_at(node, cell)
        assert found.behaviour[tree.slot_start[h] + ranks[0]] == 1
        assert found.margin is not None
        assert (found.margin[h] == 0) == (len(ranks) > 1)
    values = part_at(induction.value[0], cell[0], cell[1], WHOLE)
    inside = [value.at(x) for value in values]
    assert inside == found.payoff.tolist()


@settings(max_examples=60, deadline=None)
@given(trees())
def test_every_cell_is_what_exact_solves_find(tree: Any) -> None:
    game = game_of(tree)
    induction = induced(game)
    for low, high in induction.cells:
        if low is not high:
            check_at(game, induction, (low, high), between(low, high))
            middle = between(low, high)
            for _ in range(12):  # towards the upper end, where the next cut is
                middle = between(middle, high)
            check_at(game, induction, (low, high), middle)
        elif isinstance(low, Fraction):
            check_at(game, induction, (low, high), low)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_no_change_between_two_cuts(tree: Any) -> None:
    """A grid finds nothing that the cuts do not tell."""
    game = game_of(tree)
    induction = induced(game)
    for k in range(1, 40):
        x = WHOLE.low + F(3 * k, 40)
        cell = next(
            (low, high)
            for low, high in induction.cells
            if (low is high and low == x) or (low is not high and low < x < high)
        )
        check_at(game, induction, cell, x)


@settings(max_examples=60, deadline=None)
@given(trees())
def test_thresholds_are_where_choices_differ(tree: Any) -> None:
    """What is told of a threshold is what exact solves beside it play."""
    game = game_of(tree)
    induction = induced(game)
    turning = Turning(game, induction)
    for k, threshold in turning.places:
        for turn in threshold.turns:
            assert not turn.before == turn.at == turn.after
        if 0 < k < len(induction.cells) - 1:
            sides = [induction.leaves(induction.cells[j]) for j in (k - 1, k, k + 1)]
            assert threshold.on_path == (len(set(sides)) > 1)
    for a, b in zip(turning.stretches, turning.stretches[1:], strict=False):
        assert a.high.value == b.low.value


@settings(max_examples=40, deadline=None)
@given(trees(payoff=st.one_of(numbers, affine, quadratic)))
def test_a_smooth_game_turns_where_somebody_is_indifferent(tree: Any) -> None:
    """Without jumps in payoffs, each inner threshold has a decision whose owner is indifferent."""
    turning = Turning(game_of(tree), induced(game_of(tree)))
    last = len(turning.induction.cells) - 1
    for k, threshold in turning.places:
        if 0 < k < last:
            assert any(turn.indifferent for turn in threshold.turns)


def test_odds_that_are_none_leave_no_game() -> None:
    tree = {"chance": {"a": ["1", "1"], "b": ["0", "0"]}, "odds": {"a": "x", "b": "1 - x"}}
    game = game_of({**tree, "name": "c"})
    induction = induced(game)
    sound = [induction.valid(cell) for cell in induction.cells]
    assert induction.cuts == (F(0), F(1))
    assert sound == [False, False, True, True, True, False, False]
    with pytest.raises(GameFileError):
        game.at({"x": F(3, 2)}, exact=True)


@pytest.mark.parametrize("payoff", ["exp(x)", "2 ** x", "x ** 0.5", "sqrt(2) + x", "x ** 65"])
def test_what_is_no_rational_function_is_refused(payoff: str) -> None:
    with pytest.raises(InexpressibleError):
        induced(game_of({"A": {"l": [payoff, "0"], "r": ["0", "0"]}, "name": "n"}))


@pytest.mark.parametrize(
    ("payoff", "cuts"),
    [
        ("x ** -1", ()),  # undefined at 0, as the whole game is
        ("1 if x > 0 and x < 1 else -1", (0, 1)),
        ("1 if x < 0 or x == 1 else -1", (0, 1)),
        ("1 if not x >= 1 else -1", (1,)),
        ("1 if x != 1 else -1", (1,)),
        ("1 if x <= 0.5 else -1", (F(1, 2),)),
        ("1 if x > 0 and 1 / x > 2 else -1", (F(0), F(1, 2))),
    ],
)
def test_conditions_cut(payoff: str, cuts: tuple[Fraction, ...]) -> None:
    game = game_of({"A": {"l": [payoff, "0"], "r": ["0", "0"]}, "name": "n"})
    induction = induced(game)
    if cuts:
        assert induction.cuts == cuts
    else:
        assert [induction.valid(cell) for cell in induction.cells] == [
            True, True, False, True, True,
        ]  # fmt: skip
