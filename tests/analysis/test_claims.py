"""Claims against one equilibrium, and conditions over results, kind by kind."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.comparisons import four_players

from negotiate.analysis.claims import (
    dotted,
    evaluate,
    judge_beliefs,
    judge_criteria,
    judge_path,
    judge_plays,
    judge_quantities,
    shown,
)
from negotiate.spec.expression import (
    Binary,
    BinaryOperator,
    Bool,
    Call,
    Category,
    Compare,
    Comparison,
    Expr,
    Function,
    If,
    Num,
    Ref,
    Unary,
)

WITHIN = Fraction(1, 10**6)
X, Y = Ref("x"), Ref("y")
VALUES = {"x": Fraction(3, 2), "y": 2.5}
PLAY = four_players().scenarios[0].plays[0]


def value(expr: Expr) -> Any:
    return evaluate(expr, VALUES, WITHIN)


@pytest.mark.parametrize(
    ("op", "result"),
    [("+", 4.0), ("-", -1.0), ("*", 3.75), ("/", 0.6), ("**", 1.5**2.5)],
)
def test_arithmetic(op: BinaryOperator, result: float) -> None:
    assert value(Binary(op, X, Y)) == pytest.approx(result)


def test_fractions_stay_exact_and_nothing_is_divided_by_zero() -> None:
    assert value(Binary("/", X, Num(Fraction(9)))) == Fraction(1, 6)
    assert math.isnan(value(Binary("/", X, Num(Fraction(0)))))


@pytest.mark.parametrize(
    ("function", "args", "result"),
    [
        ("min", (X, Y), 1.5),
        ("max", (X, Y), 2.5),
        ("abs", (Unary("-", X),), 1.5),
        ("exp", (X,), math.exp(1.5)),
        ("log", (X,), math.log(1.5)),
        ("sqrt", (X,), math.sqrt(1.5)),
    ],
)
def test_functions(function: Function, args: tuple[Expr, ...], result: float) -> None:
    assert value(Call(function, args)) == pytest.approx(result)


GAPS = (-1.0, -1e-9, 0.0, 1e-9, 1.0)


@pytest.mark.parametrize(
    ("op", "holds"),
    [
        ("==", (False, True, True, True, False)),
        ("!=", (True, False, False, False, True)),
        ("<", (True, False, False, False, False)),
        ("<=", (True, True, True, True, False)),
        (">", (False, False, False, False, True)),
        (">=", (False, True, True, True, True)),
    ],
)
def test_nothing_holds_by_rounding_alone(op: Comparison, holds: tuple[bool, ...]) -> None:
    condition = Compare(op, X, Y)
    assert tuple(evaluate(condition, {"x": 2 + g, "y": 2}, WITHIN) for g in GAPS) == holds


def test_conditions_combine() -> None:
    yes, no = Compare("<", X, Y), Compare(">", X, Y)
    assert value(Bool("or", (no, yes)))
    assert not value(Bool("and", (no, yes)))
    assert value(Unary("not", no))
    assert value(If(yes, X, Y)) == 1.5
    assert value(If(no, X, Y)) == 2.5


def test_a_word_has_no_value() -> None:
    with pytest.raises(TypeError, match="Category"):
        value(Category("now"))


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("payoff.UA", 31.05),
        ("territory_ru", 0.2143),
        ("ceasefire.later", 0.75),
        ("ceasefire.sometime", 0),
        ("sovereignty", 0.55),
        ("front.regain", 0.2),
        ("front.none", 0),
        ("payoff.XX", None),
        ("territory_ru.now", None),
        ("ceasefire", None),
        ("sovereignty.yes", None),
        ("front", None),
        ("nonsense", None),
    ],
)
def test_results_by_their_dotted_names(name: str, result: float | None) -> None:
    assert dotted(name, PLAY) == result


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({"ceasefire": {"later": Fraction(3, 4), "never": Fraction(1, 4)}}, True),
        ({"ceasefire": {"later": Fraction(3, 4)}}, False),
        ({"ceasefire": "later"}, False),
        ({"ceasefire": Fraction(3, 4)}, False),
        ({"territory_ru": Fraction(2143, 10000)}, True),
        ({"territory_ru": "much"}, False),
        ({"nonsense": Fraction(0)}, False),
    ],
)
def test_quantities(wanted: dict[str, Any], kept: bool) -> None:  # noqa: FBT001
    assert judge_quantities(wanted, PLAY, WITHIN).ok is kept


def test_criteria_and_paths_name_what_was_found() -> None:
    claim = judge_criteria({"sovereignty": Fraction(1)}, PLAY, WITHIN)
    assert (claim.ok, claim.expectation, claim.found) == (
        False,
        "sovereignty is 1",
        "sovereignty is 0.55",
    )
    claim = judge_path({"front": "regain", "nonsense": "x"}, PLAY, WITHIN)
    assert claim.found == "front is regain 0.2 or stalemate 0.55 or loss 0.25, nonsense is missing"


def test_all_decisions_that_fit_must_agree() -> None:
    settle = {"move": "settle", "option": {"accept": Fraction(3, 4), "refuse": Fraction(1, 4)}}
    after = {"after": {"ua_talks": "refuse"}}
    assert judge_plays([settle | after], PLAY, WITHIN).ok
    assert not judge_plays([settle | {"option": "accept"}], PLAY, WITHIN).ok
    assert not judge_plays([settle, {"move": "aid", "option": "cut"}], PLAY, WITHIN).ok


GUESSING = replace(
    PLAY,
    decisions=tuple(
        replace(
            decision,
            beliefs={
                "us type hard, first move D": 0.25,
                "us type hard, first move C": 0.5,
                "us type soft spoken, first move C": 0.25,
            },
        )
        if decision.move == "aid"
        else decision
        for decision in PLAY.decisions
    ),
)


@pytest.mark.parametrize(
    ("of", "kept"),
    [
        ({"us_type": {"hard": 0.75, "soft_spoken": 0.25}}, True),
        ({"us_type": {"hard": 0.75}}, False),
        ({"us_type": "hard"}, False),
        ({"first_move": {"D": 0.25, "C": 0.75}}, True),
        ({"first_move": {"D": 0.25, "C": 0.7}}, False),
        ({"move": {"D": 0.25, "C": 0.75}}, False),
    ],
)
def test_beliefs_are_added_up_over_what_else_is_unknown(of: dict[str, Any], kept: bool) -> None:  # noqa: FBT001
    assert judge_beliefs([{"move": "aid", "of": of}], GUESSING, WITHIN).ok is kept


def test_beliefs_of_whoever_has_none_are_no_beliefs() -> None:
    wanted = {"move": "settle", "of": {"first_move": {"D": 0.25, "C": 0.75}}}
    claim = judge_beliefs([wanted], GUESSING, WITHIN)
    assert not claim.ok
    assert claim.found.endswith("not guessed")


def test_values_are_shown_as_one_would_write_them() -> None:
    given: list[Any] = [Fraction(51, 100), Fraction(1, 3), 0.25, {"a": 1.0, "b": 0.0}, {}, None]
    written = ["0.51", "1/3", "0.25", "a", "nothing", "missing"]
    assert [shown(each) for each in given] == written
