"""What is asked of answers: names, odds, arithmetic, and every refusal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.analysis_games import STICK

from negotiate.analysis.asked import Asked, ask, over_draws
from negotiate.analysis.claims import evaluate as one_answer
from negotiate.analysis.draws import evaluate
from negotiate.api import loads
from negotiate.errors import UsageError
from negotiate.spec.expression import Binary, Bool, Call, Compare, If, Num, Ref, Unary

MODEL = loads(STICK)


def value(text: str, scenario: str = "plain", against: str | None = None) -> float:
    asked = ask(MODEL, text, scenario, against)
    drawn = {}
    for name in asked.scenarios:
        game = MODEL.parametric(name)
        now = np.array([[float(p.value)] for p in game.parameters])
        drawn[name] = evaluate(game, now)
    return float(asked.values(drawn)[0])


@pytest.mark.parametrize(
    ("text", "scenario", "expected"),
    [
        # By hand, see STICK: unthreatened Ukraine refuses, and aid is held.
        ("talks == accept", "plain", 0),
        ("talks != accept", "plain", 1),
        ("talks == accept", "threat", 1),
        ("talks.refuse", "plain", 1),
        ("aid == none", "threat", 1),
        ("aid.cut", "threat", 0),
        ("front == loss", "plain", 0.25),
        ("ending == lost", "plain", 0.25),
        ("ending.talks_now", "threat", 1),
        ("payoff.UA", "plain", 1),
        ("payoff.UA", "threat", -0.5),
        ("threat.payoff.UA - plain.payoff.UA", "plain", -1.5),
        ("2 * aid_level + 1", "plain", 3),
        ("peace", "threat", 1),
        ("payoff.UA > 0 and not peace > 0", "plain", 1),
        ("max(payoff.UA, 3, 2)", "plain", 3),
        ("5 if payoff.UA == 1 else 6", "plain", 5),
        ("(front == loss) + (front == calm)", "plain", 1),
    ],
)
def test_results_by_name(text: str, scenario: str, expected: float) -> None:
    assert value(text, scenario) == pytest.approx(expected)


def test_against_another_scenario_is_a_difference() -> None:
    assert value("payoff.UA", "threat", "plain") == pytest.approx(-1.5)
    assert ask(MODEL, "payoff.UA", "threat", "plain").scenarios == ("plain", "threat")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("talks == accept", "odds"),
        ("talks != accept", "odds"),
        ("ending.lost", "odds"),
        ("peace", "odds"),
        ("payoff.UA > 0", "condition"),
        ("payoff.UA", "number"),
        ("(talks == accept) * 2", "number"),
    ],
)
def test_what_it_is(text: str, sort: str) -> None:
    assert ask(MODEL, text, "plain").sort == sort


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("talk == accept", "did you mean 'talks'"),
        ("talks == acept", "did you mean 'accept'"),
        ("talks", "write `talks == accept`"),
        ("ending", "write `ending == talks_now`"),
        ("ending < lost", "only == and !="),
        ("payoff.RU", "there are US, UA"),
        ("plan.payoff.UA", "did you mean 'plain'"),
        ("talks == accept and peace > 0", "compare it"),
        ("shame", "no such move, quantity or criterion"),
        ("1 + 1", "names no result"),
        ("payoff.UA +", ""),
        ("", ""),
        ("__import__('os')", ""),
        ("x" * 20_000, ""),
        ("((" * 200, ""),
    ],
)
def test_refusals_say_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(MODEL, text, "plain")
    assert said in str(caught.value)
    assert len(str(caught.value)) < 1000


X, Y = Ref("x"), Ref("y")


@pytest.mark.parametrize(
    "expr",
    [
        *(Binary(op, X, Y) for op in ("+", "-", "*", "/", "**")),
        *(Compare(op, X, Y) for op in ("==", "!=", "<", "<=", ">", ">=")),
        Unary("-", X),
        Unary("not", Compare(">", X, Y)),
        Bool("and", (Compare(">", X, Y), Compare("<", X, Y))),
        Bool("or", (Compare(">", X, Y), Compare("<", X, Y), Compare("==", X, Y))),
        If(Compare(">", X, Y), X, Num(7)),  # type: ignore[arg-type] # a whole number will do
        *(Call(f, (X,)) for f in ("abs", "exp", "sqrt", "log")),
        *(Call(f, (X, Y, Num(2))) for f in ("min", "max")),  # type: ignore[arg-type] # of str
    ],
    ids=str,
)
def test_over_draws_as_of_each_answer(expr: Any) -> None:
    x, y = np.array([1.0, 2.0, 3.0, 0.5]), np.array([2.0, 2.0, 1.0, 4.0])
    found = np.broadcast_to(over_draws(expr, {"x": x, "y": y}), x.shape)
    each = [
        one_answer(expr, {"x": float(a), "y": float(b)}, 0)  # type: ignore[arg-type] # no slack
        for a, b in zip(x, y, strict=True)
    ]
    assert found.tolist() == pytest.approx([float(one) for one in each])


def test_a_scenario_without_an_answer_has_no_value() -> None:
    game = MODEL.parametric("plain")
    now = np.array([[float(p.value)] * 2 for p in game.parameters])
    now[1, 1] = np.nan
    found = ask(MODEL, "payoff.UA", "plain").values({"plain": evaluate(game, now)})
    assert np.isnan(found).tolist() == [False, True]


def test_a_game_without_scenarios_needs_no_prefix() -> None:
    model = loads("{players: [A], tree: {A: {l: [1], r: [0]}}}")
    asked = ask(model, "payoff.A", "")
    assert isinstance(asked, Asked)
    assert asked.scenarios == ("",)
