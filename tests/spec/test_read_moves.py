"""What a file of moves becomes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.spec.files import MOVES, changed

from negotiate.errors import Place
from negotiate.spec import read_text
from negotiate.spec.expression import (
    ONE,
    ZERO,
    Binary,
    Bool,
    Category,
    Compare,
    Expr,
    If,
    Is,
    Num,
    Ref,
    Unary,
)
from negotiate.spec.model import Moves, Player, Restriction, Sight, Spec
from negotiate.spec.scenario import apply


def moves_of(spec: Spec) -> Moves:
    assert isinstance(spec.body, Moves)
    return spec.body


def payoff(expression: str) -> Expr:
    """Return what Ukraine's payoff becomes."""
    text = changed(MOVES, "UA: level - (1 if war else 0)", f"UA: {expression}")
    return moves_of(read_text(text)).payoffs["UA"][0].value


def test_the_story() -> None:
    spec = read_text(MOVES, "talks.yaml")
    assert (spec.title, spec.file, len(spec.sha256)) == ("Talks", "talks.yaml", 64)
    assert spec.players == (Player("US", "United States"), Player("UA", "Ukraine"))
    cost = spec.parameters[0]
    assert [cost.value, cost.low, cost.high] == [Fraction(1, 2), Fraction(0), Fraction(2)]
    assert (cost.unit, cost.about, cost.source, cost.place) == (
        "points",
        "price of a broken word",
        "a guess",
        Place(4, 3),
    )
    assert not spec.warnings


def test_moves_and_their_conditions() -> None:
    talks, aid, front = moves_of(read_text(MOVES)).moves
    assert (talks.name, talks.owner, [o.name for o in talks.options]) == (
        "talks",
        "UA",
        ["accept", "refuse"],
    )
    assert [option.when for option in aid.options] == [None, None, Is("talks", "accept")]
    assert (front.owner, front.when) == (None, Is("talks", "refuse"))
    half = Binary("/", Ref("cost"), Num(Fraction(2)))
    assert front.odds == {"regain": half, "lose": Binary("-", ONE, half)}
    assert [option.name for option in front.options] == ["regain", "lose"]
    assert (talks.seen_by, talks.place) == (None, Place(6, 9))


def test_outcomes() -> None:
    spec = read_text(MOVES)
    level, timing = spec.quantities
    one, two = Num(Fraction(1)), Num(Fraction(2))
    assert level.value == If(Is("aid", "cut"), ZERO, If(Is("aid", "hold"), one, two))
    assert timing.value == If(Is("talks", "accept"), Category("now"), Category("later"))
    assert (level.categories, timing.categories) == ((), ("now", "later"))
    assert spec.criteria[0].when == Compare("==", Ref("timing"), Category("now"))
    assert spec.definitions[0].value == Is("talks", "refuse")


def test_payoffs_are_sums_of_named_terms_and_conditions_count_as_one_or_zero() -> None:
    body = moves_of(read_text(MOVES))
    assert [(t.name, t.place) for t in body.payoffs["US"]] == [
        ("peace", Place(21, 8)),
        ("aid", Place(21, 22)),
    ]
    assert body.payoffs["US"][0].value == If(Ref("early"), ONE, ZERO)
    assert body.payoffs["UA"][0].value == Binary(
        "-", Ref("level"), If(Ref("war"), Num(Fraction(1)), ZERO)
    )


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("aid == cut", If(Is("aid", "cut"), ONE, ZERO)),
        ("cut == aid", If(Is("aid", "cut"), ONE, ZERO)),
        ("aid != cut", If(Unary("not", Is("aid", "cut")), ONE, ZERO)),
        ("front == none", If(Is("front", "none"), ONE, ZERO)),
        (
            "1 if timing != now else 2",
            If(Compare("!=", Ref("timing"), Category("now")), ONE, Num(Fraction(2))),
        ),
        (
            "0 < cost < 1",
            If(
                Bool("and", (Compare("<", ZERO, Ref("cost")), Compare("<", Ref("cost"), ONE))),
                ONE,
                ZERO,
            ),
        ),
        ("early + 1", Binary("+", If(Ref("early"), ONE, ZERO), ONE)),
        (
            "(war if early else aid == cut) * 2",
            Binary(
                "*", If(If(Ref("early"), Ref("war"), Is("aid", "cut")), ONE, ZERO), Num(Fraction(2))
            ),
        ),
        ("war if early else 3", If(Ref("early"), If(Ref("war"), ONE, ZERO), Num(Fraction(3)))),
        (
            "{of: timing, now: 1, later: 0}",
            If(Compare("==", Ref("timing"), Category("now")), ONE, ZERO),
        ),
        (
            "{of: front, regain: 1, lose: 0, none: 3}",
            If(Is("front", "regain"), ONE, If(Is("front", "lose"), ZERO, Num(Fraction(3)))),
        ),
        (
            "{first: [{when: war, then: 1}, {then: early}]}",
            If(Ref("war"), ONE, If(Ref("early"), ONE, ZERO)),
        ),
        ("{value: cost, about: x}", Ref("cost")),
        ("1e-2", Num(Fraction(1, 100))),
    ],
)
def test_what_an_expression_becomes(expression: str, value: Expr) -> None:
    assert payoff(expression) == value


def test_options_may_look_like_numbers_and_sums() -> None:
    text = changed(MOVES, "[accept, refuse]", "[accept, refuse, 50-50, 007, cut-now, 1e5]")
    for word in ("50-50", "007", "cut-now", "1e5"):
        body = moves_of(read_text(changed(text, "level - (1 if war else 0)", f"talks == {word}")))
        assert body.payoffs["UA"][0].value == If(Is("talks", word), ONE, ZERO)


def test_a_condition_may_be_named_and_is_written_out() -> None:
    text = changed(
        MOVES, "    when: talks == refuse\n    odds", "    when: war and not calm\n    odds"
    )
    text = changed(text, "define:\n", "define:\n  calm: aid == hold if war else talks == accept\n")
    war, hold = Is("talks", "refuse"), Is("aid", "hold")
    written = Bool("and", (war, Unary("not", If(war, hold, Is("talks", "accept")))))
    assert moves_of(read_text(text)).moves[2].when == written


def test_scenarios() -> None:
    calm, threat = read_text(MOVES).scenarios
    assert (calm.name, calm.about, calm.extends) == ("calm", "Nobody says anything.", None)
    assert threat.extends == "calm"
    assert threat.settings == {"cost": Fraction(1)}
    said = threat.announcements[0]
    assert (said.player, said.move, said.will) == ("US", "aid", ("cut",))
    assert (said.when, said.breaking_costs) == (Is("talks", "refuse"), Ref("cost"))


def test_every_kind_of_variation() -> None:
    text = changed(
        MOVES,
        "  calm:\n",
        "  other:\n"
        "    commit: [{US: aid, to: [cut, hold], when: war}]\n"
        "    forbid: [{UA: talks, option: refuse}]\n"
        "    order: [talks, front, aid]\n"
        "    hide: [{move: talks, from: US}]\n"
        "    reveal: [{move: aid, to: [UA, US]}]\n"
        "  calm:\n",
    )
    other = read_text(text).scenarios[0]
    commit, forbid = other.restrictions
    war = Is("talks", "refuse")
    assert commit == Restriction("US", "aid", ("cut", "hold"), war, True, commit.place)
    assert forbid == Restriction("UA", "talks", ("refuse",), None, False, forbid.place)
    assert other.order == ("talks", "front", "aid")
    assert other.sights == (
        Sight("talks", ("US",), False, other.sights[0].place),
        Sight("aid", ("UA", "US"), True, other.sights[1].place),
    )


def test_what_sentences_say() -> None:
    text = changed(MOVES, "cut: {}", "cut: {phrase: cuts off  the arms, about: none}")
    text = changed(
        text,
        "    odds: {regain",
        "    options: {regain: {phrase: it gains}, lose: {}}\n    odds: {regain",
    )
    text = changed(text, "  threat:\n", "  threat:\n    phrase: under the threat\n")
    text = changed(
        text, "breaking_costs: cost", "breaking_costs: cost, name: stick, about: or else"
    )
    spec = read_text(text)
    talks, aid, front = moves_of(spec).moves
    assert [option.phrase for option in aid.options] == ["cuts off the arms", "", ""]
    assert [option.phrase for option in front.options] == ["it gains", ""]
    assert not any(option.phrase for option in talks.options)
    assert [scenario.phrase for scenario in spec.scenarios] == ["", "under the threat"]
    said = spec.scenarios[1].announcements[0]
    assert (said.name, said.about) == ("stick", "or else")
    threatened = apply(spec, "threat").body
    assert isinstance(threatened, Moves)
    assert threatened.payoffs["US"][-1].name == "broken_word_stick"


def test_a_move_may_be_hidden_for_a_while() -> None:
    text = changed(MOVES, "set: {cost: 1}", "hide: [{move: talks, from: US, until: front}]")
    (sight,) = read_text(text).scenarios[1].sights
    assert (sight.move, sight.players, sight.sees, sight.until) == (
        "talks",
        ("US",),
        False,
        "front",
    )


def test_expected_entries_are_plain_data() -> None:
    text = MOVES + (
        "  - claim: a mouthful\n"
        "    scenario: threat\n"
        "    set: {cost: 1/3}\n"
        "    concept: spe\n"
        "    path: {talks: {accept: 1/3, refuse: 2/3}, front: none}\n"
        "    quantities: {level: 1.5, timing: {now: 1/3, later: 2/3}}\n"
        "    criteria: {early: true}\n"
        "    plays: [{move: aid, after: {talks: accept}, option: surge}]\n"
        "    beliefs: [{move: aid, of: {talks: {accept: 1/3, refuse: 2/3}}}]\n"
        "    equilibria: 2\n"
        "    threshold: {move: aid, option: cut, parameter: cost, value: 0.5}\n"
        "    within: 1e-3\n"
        "    among: false\n"
        "  - {scenario: calm, quantities: {timing: later}}\n"
    )
    _, full, short = read_text(text).expected
    assert full.claims == {
        "claim": "a mouthful",
        "scenario": "threat",
        "set": {"cost": Fraction(1, 3)},
        "concept": "spe",
        "path": {"talks": {"accept": Fraction(1, 3), "refuse": Fraction(2, 3)}, "front": "none"},
        "quantities": {
            "level": Fraction(3, 2),
            "timing": {"now": Fraction(1, 3), "later": Fraction(2, 3)},
        },
        "criteria": {"early": 1},
        "plays": [{"move": "aid", "after": {"talks": "accept"}, "option": "surge"}],
        "beliefs": [
            {
                "move": "aid",
                "after": {},
                "of": {"talks": {"accept": Fraction(1, 3), "refuse": Fraction(2, 3)}},
            }
        ],
        "equilibria": 2,
        "threshold": {
            "move": "aid",
            "option": "cut",
            "parameter": "cost",
            "value": Fraction(1, 2),
        },
        "within": Fraction(1, 1000),
        "among": False,
    }
    assert short.claims["quantities"] == {"timing": "later"}


def test_results_are_names_with_dots() -> None:
    holds = "threat.payoff.US - calm.level >= 0 and calm.timing.now == 1 and calm.aid.cut < 1"
    text = MOVES + f"  - holds: {holds} and calm.early > 0 and calm.front.none == 1\n"
    found = read_text(text).expected[1].claims["holds"]
    assert isinstance(found, Bool)
    assert found.args[0] == Compare(
        ">=", Binary("-", Ref("threat.payoff.US"), Ref("calm.level")), ZERO
    )
    assert found.args[1] == Compare("==", Ref("calm.timing.now"), ONE)
    assert [arg.left for arg in found.args[2:] if isinstance(arg, Compare)] == [
        Ref("calm.aid.cut"),
        Ref("calm.early"),
        Ref("calm.front.none"),
    ]


def test_a_game_without_scenarios_is_called_game_in_its_results() -> None:
    text = MOVES[: MOVES.index("scenarios:")] + "expected:\n  - holds: game.payoff.UA < 1\n"
    assert read_text(text).expected[0].claims["holds"] == Compare("<", Ref("game.payoff.UA"), ONE)


def test_the_order_of_the_definitions_does_not_matter() -> None:
    text = changed(MOVES, "define:\n", "define:\n  a: b + 1\n  b: c * 2\n  c: level\n")
    assert [d.name for d in read_text(text).definitions] == ["a", "b", "c", "war"]
