"""Numbers of a game: in floats, in fractions, in symbols and by draws, against slow evaluation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from tests.game import slow
from tests.game.strategies import CATEGORIES, PARAMETERS, moves_specs

from negotiate.errors import GameFileError, UsageError
from negotiate.game.model import Model
from negotiate.spec import read_text
from negotiate.spec.expression import Binary, Call, Is, Num, Ref
from negotiate.spec.model import Moves, Scenario, Spec, Term

if TYPE_CHECKING:
    from negotiate.game.parametric import ParametricGame

AID = """
players: {US: United States, UA: Ukraine}
parameters:
  cost: {value: 0.8, range: [0, 2]}
  p: 0.25
define:
  share: 1 / cost
moves:
  - US: aid
    options: [cut, hold]
  - chance: front
    when: aid == hold
    odds: {regain: p, lose: 1 - p}
payoffs:
  US: {burden: -cost * 2 if aid == hold else 0}
  UA: {land: "{of: front, regain: share, lose: -share, none: 0}", war: 0 - cost}
""".replace('"{of', "{of").replace('0}"', "0}")


def histories(game: ParametricGame) -> list[slow.History]:
    return [game.tree.history_of(leaf) for leaf in game.tree.leaf.tolist()]


def slow_payoffs(spec: Spec, game: ParametricGame) -> list[list[Fraction]] | None:
    """Return payoffs by leaf, or None where one is undefined."""
    try:
        return [slow.payoffs(history, spec) for history in histories(game)]
    except ZeroDivisionError:
        return None


@given(moves_specs())
def test_exact_payoffs_are_those_of_slow_evaluation(spec: Spec) -> None:
    game = Model(spec).parametric()
    expected = slow_payoffs(spec, game)
    if expected is None:
        with pytest.raises(GameFileError, match=r"is not a number after"):
            game.at(exact=True)
    else:
        found = game.at(exact=True)
        assert found.u.tolist() == expected
        assert found.exact


@given(moves_specs())
def test_floats_are_close_to_fractions(spec: Spec) -> None:
    game = Model(spec).parametric()
    expected = slow_payoffs(spec, game)
    assume(expected is not None)
    assert expected is not None
    assume(not decided_by_rounding(spec))
    found = game.at()
    exact = np.array(expected, dtype=object).astype(np.float64).reshape(found.u.shape)
    np.testing.assert_allclose(found.u, exact, rtol=1e-9, atol=1e-9)


def decided_by_rounding(spec: Spec) -> bool:
    """Return whether a third, which floats do not hold, might tip a comparison of numbers."""
    return "Compare" in repr(spec) and "Fraction(1, 3)" in repr(spec)


@given(moves_specs())
def test_outcomes_are_those_of_slow_evaluation(spec: Spec) -> None:
    game = Model(spec).parametric()
    found = game.outcomes(exact=True)
    assert isinstance(spec.body, Moves)
    for z, history in enumerate(histories(game)):
        for name, column in (*found.quantities.items(), *found.criteria.items()):
            try:
                expected = slow.value(Ref(name), history, spec)
            except ZeroDivisionError:
                continue
            code = CATEGORIES.index(expected) if name in found.categories else expected
            assert column[z] == code
        for player, terms in spec.body.payoffs.items():
            for term in terms:
                try:
                    expected = slow.value(term.value, history, spec)
                except ZeroDivisionError:
                    continue
                assert found.terms[player][term.name][z] == expected


@given(moves_specs())
def test_each_draw_is_the_game_at_its_parameters(spec: Spec) -> None:
    game = Model(spec).parametric()
    thetas = np.array([[2.0, 0.5, 1.0, 0.0], [-1.0, 3.0, 0.0, 1.5], [0.25, 0.5, 1.0, 1.25]])
    batches = list(game.draw(thetas, chunk=3))
    assert [batch.n_draws for batch in batches] == [3, 1]
    for b in range(4):
        batch, column = batches[b // 3], b % 3
        settings = dict(zip([p.name for p in PARAMETERS], thetas[:, b].tolist(), strict=True))
        try:
            one = game.at(settings)
        except GameFileError:
            assert not batch.valid[column]
        else:
            assert batch.valid[column]
            assert batch.u[:, :, column].tobytes() == one.u.tobytes()  # the sign of a zero, too
            assert batch.chance[:, column].tobytes() == one.chance.tobytes()


def test_batches_own_their_numbers() -> None:
    game = Model(read_text(AID)).parametric()
    first, second = game.draw(np.array([[1.0, 2.0], [0.5, 0.5]]), chunk=1)
    kept = second.payoffs.copy(), second.odds.copy()
    first.payoffs[...] = first.odds[...] = np.nan
    np.testing.assert_array_equal(second.payoffs, kept[0])
    np.testing.assert_array_equal(second.odds, kept[1])


def test_draws_whose_odds_or_payoffs_are_none_are_not_valid() -> None:
    text = """
players: [A]
parameters: {p: 0.5, q: 0.5, x: 1}
moves:
  - chance: toss
    odds: {heads: p, tails: q}
  - A: bet
    options: [low, high]
payoffs:
  A: exp(x) if bet == high and toss == heads else -exp(-x)
"""
    game = Model(read_text(text)).parametric()
    odds = [(0.5, 0.5), (0.5, 0.4), (1.5, -0.5), (np.nan, 0.5), (0.0, 1.0)]
    drawn = [(*pair, 1.0) for pair in odds] + [(0.5, 0.5, 1000.0), (0.5, 0.5, -1000.0)]
    (batch,) = game.draw(np.array(drawn).T)
    assert batch.valid.tolist() == [True, False, False, False, True, False, False]


def test_numbers_of_a_small_game() -> None:
    game = Model(read_text(AID)).game(exact=True)
    told = {
        tuple(game.tree.history_of(leaf).values()): row
        for leaf, row in zip(game.tree.leaf.tolist(), game.u.tolist(), strict=True)
    }
    assert told == {
        ("cut",): [0, Fraction(-4, 5)],
        ("hold", "regain"): [Fraction(-8, 5), Fraction(5, 4) - Fraction(4, 5)],
        ("hold", "lose"): [Fraction(-8, 5), Fraction(-5, 4) - Fraction(4, 5)],
    }
    assert sorted(game.chance.tolist()) == [0, 0, Fraction(1, 4), Fraction(3, 4)]


def test_symbols_give_the_same_numbers() -> None:
    model = Model(read_text(AID))
    u, chance, symbols = model.parametric().symbolic()
    at = {symbols["cost"]: Fraction(4, 5), symbols["p"]: Fraction(1, 4)}
    game = model.game()
    np.testing.assert_allclose([[float(x.subs(at)) for x in row] for row in u], game.u)
    np.testing.assert_allclose([float(x.subs(at)) for x in chance], game.chance)
    assert {s.name for x in u.ravel() for s in x.free_symbols} == {"cost"}


@pytest.mark.parametrize("exact", [False, True])
def test_odds_that_do_not_sum_to_one_are_refused_with_their_history(exact: bool) -> None:  # noqa: FBT001
    text = AID.replace("lose: 1 - p}", "lose: 0.95}")
    with pytest.raises(GameFileError) as error:
        Model(read_text(text, "g.yaml")).game(exact=exact)
    (problem,) = error.value.problems
    total = "6/5" if exact else "1.2"
    wanted = f"chance move 'front' has odds that sum to {total}, not 1, after aid: hold"
    assert problem.rule == wanted
    assert problem.place.line == text[: text.index("chance: front")].count("\n") + 1


@pytest.mark.parametrize("exact", [False, True])
def test_negative_odds_are_refused(exact: bool) -> None:  # noqa: FBT001
    model = Model(read_text(AID))
    with pytest.raises(
        GameFileError, match=r"'front' has negative odds after aid: hold: regain (1.5|3/2), lose"
    ):
        model.game(settings={"p": Fraction(3, 2)}, exact=exact)


def test_a_division_by_zero_names_the_innermost_expression_and_the_history() -> None:
    with pytest.raises(GameFileError) as error:
        Model(read_text(AID)).game(settings={"cost": 0})
    (problem,) = error.value.problems
    assert problem.rule == "'share' is not a number after aid: hold, front: regain"
    assert problem.place.line == AID[: AID.index("share: 1")].count("\n") + 1


def test_what_is_not_chosen_need_not_be_defined() -> None:
    text = AID.replace("-cost * 2 if aid == hold", "1 / (cost - cost) if aid == none")
    assert Model(read_text(text)).game().u[:, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    "undefined",
    [
        "1 / (cost / (cost - cost))",
        "0 * (1 / (cost - cost))",
        "min(3, 1 / (p - p))",
        "0 ** (-1)",
        "(1 / (p - p)) ** 2",
        "2 ** (1 / (p - p))",
        "(1 if 1 / (p - p) > 1 else 2)",
        "(1 if 1 < 1 / (p - p) else 2)",
    ],
)
def test_regrouping_does_not_lose_what_is_undefined(undefined: str) -> None:
    text = AID.replace("-cost * 2 if aid == hold else 0", f'"{undefined} if aid == hold else 0"')
    for exact in (False, True):
        with pytest.raises(GameFileError, match="'burden' of US is not a number after aid: hold"):
            Model(read_text(text)).game(exact=exact)


@pytest.mark.parametrize(
    "guarded",
    [
        "2 if cost == cost or 1 / (cost - cost) > 1 else 0",
        "0 if 1 / (cost - cost) > 1 and cost < 0 else 2",
        "1 / (cost - cost) if cost < 0 else 2",
    ],
)
def test_a_condition_may_guard_what_is_undefined(guarded: str) -> None:
    text = AID.replace("-cost * 2 if aid == hold else 0", guarded)
    for exact in (False, True):
        assert Model(read_text(text)).game(exact=exact).u[:, 0].tolist() == [2, 2, 2]


def test_an_infinite_payoff_is_refused() -> None:
    text = AID.replace("-cost * 2", "exp(cost * 1000)")
    with pytest.raises(GameFileError, match="payoff 'burden' of US is too large after aid: hold"):
        Model(read_text(text)).game()


def test_exact_mode_refuses_what_fractions_cannot_hold() -> None:
    text = AID.replace("-cost * 2", "log(cost)")
    model = Model(read_text(text))
    line = text[: text.index("burden")].count("\n") + 1
    with pytest.raises(UsageError, match=rf"payoff 'burden' of US \(line {line}\)"):
        model.game(exact=True)
    assert model.game().u.min() == pytest.approx(min(np.log(0.8), -1.25 - 0.8))


def test_exact_mode_refuses_roots_written_as_powers_and_monstrous_powers() -> None:
    for power, why in (
        ("cost ** 0.5", "not a whole number"),
        ("cost ** 999999999", "too large"),
        ("10 ** 99999", "too large"),
        ("(1 / 10) ** 99999", "too large"),
    ):
        with pytest.raises(UsageError, match=why):
            Model(read_text(AID.replace("-cost * 2", power))).game(exact=True)


def test_exact_mode_names_odds_that_are_roots() -> None:
    text = AID.replace("{regain: p, lose: 1 - p}", "{regain: sqrt(p), lose: 1 - sqrt(p)}")
    line = text[: text.index("chance: front")].count("\n") + 1
    with pytest.raises(UsageError, match=rf"the odds of 'front' \(line {line}\)"):
        Model(read_text(text)).game(exact=True)


def test_odds_that_are_wrong_wherever_they_stand_are_told_once() -> None:
    text = AID.replace("lose: 1 - p}", "lose: 0.95}").replace("    when: aid == hold\n", "")
    assert text.count("when:") == AID.count("when:") - 1
    with pytest.raises(GameFileError) as error:
        Model(read_text(text)).game()
    (problem,) = error.value.problems
    assert "'front' has odds that sum to 1.2" in problem.rule


def test_unknown_parameters_are_told() -> None:
    model = Model(read_text(AID))
    with pytest.raises(UsageError, match="did you mean 'cost'"):
        model.game(settings={"cots": 1})
    with pytest.raises(UsageError, match="did you mean 'cost'"):
        model.with_settings({"cots": 1})


def test_what_a_scenario_sets_is_not_overruled() -> None:
    fixed = Scenario("cheap", settings={"cost": Fraction(1, 2)})
    model = Model(replace(read_text(AID), scenarios=(fixed,)))
    game = model.parametric("cheap")
    expected = model.game(settings={"cost": Fraction(1, 2)}).u
    np.testing.assert_array_equal(game.at().u, expected)
    np.testing.assert_array_equal(game.at({"cost": 2}).u, expected)
    (batch,) = game.draw(np.array([[7.0], [0.25]]))
    np.testing.assert_array_equal(batch.u[:, :, 0], expected)
    changed = model.with_settings({"cost": 2})
    np.testing.assert_array_equal(changed.game("cheap").u, expected)
    np.testing.assert_array_equal(changed.game().u, model.game(settings={"cost": 2}).u)


def test_scenarios_with_the_same_moves_share_their_tree() -> None:
    plain = replace(read_text(AID), scenarios=(Scenario("one"), Scenario("two")))
    model = Model(plain)
    assert model.scenarios == ("one", "two")
    assert model.parametric("one").tree is model.parametric("two").tree
    assert model.with_settings({"p": 0.5}).parametric("one").tree is model.parametric("one").tree


@given(moves_specs())
def test_numbers_asked_for_before_are_no_part_of_the_answer(spec: Spec) -> None:
    used = Model(spec)
    for moved in ({}, {PARAMETERS[0].name: 2.0}, {PARAMETERS[1].name: 0.5}, {}):
        try:
            fresh = Model(spec).game(settings=moved)
        except GameFileError:
            with pytest.raises(GameFileError):
                used.game(settings=moved)
        else:
            np.testing.assert_array_equal(used.game(settings=moved).u, fresh.u)
            np.testing.assert_array_equal(used.game(settings=moved).chance, fresh.chance)


def test_terms_of_one_payoff_are_added() -> None:
    spec = read_text(AID)
    assert isinstance(spec.body, Moves)
    twice = Binary("*", Call("max", (Num(Fraction(2)), Ref("p"))), Ref("p"))
    bonus = Term("bonus", twice)
    payoffs = {**spec.body.payoffs, "US": (*spec.body.payoffs["US"], bonus)}
    more = Model(replace(spec, body=Moves(spec.body.moves, payoffs))).game(exact=True)
    less = Model(spec).game(exact=True)
    assert (more.u - less.u).tolist() == [[Fraction(1, 2), 0]] * 3


@settings(max_examples=25, deadline=None)
@given(moves_specs(max_players=2, max_moves=2))
def test_symbols_at_numbers_are_slow_evaluation(spec: Spec) -> None:
    game = Model(spec).parametric()
    expected = slow_payoffs(spec, game)
    assume(expected is not None)
    assert expected is not None
    u, _, symbols = game.symbolic()
    at = {symbols[p.name]: sympy.Rational(*p.value.as_integer_ratio()) for p in PARAMETERS}
    found = [[Fraction(str(x.subs(at))) for x in row] for row in u]
    assert found == expected


def test_symbols_hold_conditions_on_parameters() -> None:
    chosen = '"min(cost, 1) if cost > 0.5 and not p >= 1 and aid == hold else 0"'
    text = AID.replace("-cost * 2 if aid == hold else 0", chosen)
    u, _, symbols = Model(read_text(text)).parametric().symbolic()
    for cost, p, value in ((2, 0, 1), (0.75, 0, 0.75), (0.25, 0, 0), (2, 1, 0)):
        found = {float(x.subs({symbols["cost"]: cost, symbols["p"]: p})) for x in u[:, 0]}
        assert found == {0, value}


def test_a_condition_on_irrational_numbers_of_moves_is_settled() -> None:
    text = AID.replace("-cost * 2 if aid == hold", "2 if exp(share) + 2 ** 0.5 > 5")
    text = text.replace("1 / cost", "{of: aid, cut: 1, hold: 2}")
    parametric = Model(read_text(text)).parametric()
    assert parametric.at().u[:, 0].tolist() == [0, 2, 2]
    assert not any(step.op == "where" for step in parametric.tape.steps)


def test_outcomes_of_a_tree_are_its_payoffs_and_quantities() -> None:
    text = """
players: [A, B]
parameters: {c: 2}
tree: {A: {out: [0, c], in: {B: {l: [1, 1], r: [-c, 2]}}}}
quantities: {entry: {of: A, out: 0, in: c}}
criteria: {fight: B == r}
"""
    found = Model(read_text(text)).parametric().outcomes(exact=True)
    assert {k: v.tolist() for k, v in found.terms["A"].items()} == {"payoff": [0, 1, -2]}
    assert found.quantities["entry"].tolist() == [0, 2, 2]
    assert found.criteria["fight"].tolist() == [0, 0, 1]


def test_a_model_tells_its_scenarios_and_what_is_odd() -> None:
    spec = replace(read_text(AID, "f.yaml"), scenarios=(Scenario("one"),))
    assert repr(Model(spec)) == "<Model 'Untitled game': players US, UA; scenarios one>"
    assert isinstance(spec.body, Moves)
    aid, front = spec.body.moves
    never = replace(aid.options[1], when=Is("aid", "none"))
    odd = replace(front, when=Is("aid", "none"))
    stuck = replace(aid, name="more", options=(aid.options[0], never))
    model = Model(replace(spec, body=Moves((aid, odd, stuck), {"US": (), "UA": ()})))
    assert model.game().u.tolist() == [[0, 0]] * 2
    assert [w.rule for w in model.warnings] == [
        "this player never moves",
        "move 'front' is never reached",
        "option 'hold' of 'more' is never available",
    ]


def test_the_sign_of_a_zero_is_not_taken_from_the_numbers_before() -> None:
    text = "players: [A]\nparameters: {x: 1}\ntree:\n  A: {l: [3 * x], r: [1]}\n"
    game = Model(read_text(text)).parametric()
    signs = [np.signbit(game.at({"x": x}).u[0, 0]) for x in (-0.0, 0.0, -0.0)]
    assert signs == [True, False, True]
