"""Refinements: which equilibrium falls, and by which deviation."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.private_games import BEER_QUICHE, D2, HORSE

from negotiate import Game, loads
from negotiate.analysis.compare import solve_scenarios
from negotiate.analysis.refine import DOMINANCE, EXTENSIVE, NORMAL, refinements
from negotiate.analysis.refine.criteria import D1, DIVINITY, INTUITIVE
from negotiate.analysis.refine.dominance import dominated
from negotiate.analysis.refine.signal import sender_types
from negotiate.analysis.refine.trembles import best_along
from negotiate.concepts import nash
from negotiate.formats import read_any
from negotiate.game.model import Model
from negotiate.results import Trembles
from negotiate.solvers.protocol import Options
from negotiate.spec.library import find_game

if TYPE_CHECKING:
    from negotiate.analysis.outcome import Outcome
    from negotiate.results import Refinement

F = Fraction


def told(text: str, concept: str = "sequential", **numbers: Any) -> list[Any]:
    """Return each equilibrium with its refinements by name."""
    (solved,) = solve_scenarios(
        loads(text),
        concept=concept,
        options=Options(all=True),
        settings=numbers or None,
        exact=True,
    )
    return [(outcome, {r.name: r for r in refinements(outcome)}) for outcome in solved.outcomes]


def plays(outcome: Outcome, move: str, option: str) -> list[Any]:
    """Return the odds of an option at each information set of a move."""
    return [d.plays[option] for d in outcome.decisions.values() if d.move == move]


@pytest.mark.parametrize("strong", [F(9, 10), F(3, 5)])
def test_quiche_falls_to_the_intuitive_criterion_and_beer_does_not(strong: Fraction) -> None:
    """Cho & Kreps 1987."""
    seen = set()
    for outcome, found in told(BEER_QUICHE, strong=strong):
        beer = plays(outcome, "meal", "beer") == [1, 1]
        seen.add(beer)
        for name in (INTUITIVE, D1, DIVINITY):
            assert found[name].survives == beer
        if not beer:
            sentence = found[INTUITIVE].sentence
            assert "type weak could only lose by beer" in sentence
            assert sentence.endswith("Sender with type strong would gain 1 at least")
    assert seen == {True, False}


RISING = st.lists(st.integers(1, 4), min_size=5, max_size=5).map(
    lambda steps: [sum(steps[: k + 1]) for k in range(5)]
)


@settings(max_examples=6)
@given(st.integers(1, 19), st.integers(1, 19), RISING, RISING)
def test_d1_removes_steadfast_deterrence(p: int, q: int, c: list[int], d: list[int]) -> None:
    """A hard challenger gains whenever a soft one does not lose; a soft defender then yields.

    It removes deterrence by doubt wherever a defender of this kind does not deter for certain.
    """
    names = ("cSoft", "cCD", "cHard", "cSQ", "cDC", "dSoft", "dDC", "dHard", "dCD", "dSQ")
    numbers: dict[str, Any] = dict(zip(names, [*c, *d], strict=True)) | {
        "p": F(p, 20),
        "q": F(q, 20),
    }
    c_high = F(c[4] - c[3], c[4] - c[2])
    assume(numbers["q"] not in (c_high, F(c[4] - c[3], c[4] - c[1])))
    assume(numbers["p"] != F(d[3] - d[1], d[3] - d[0]))
    for outcome, found in told(D2, **numbers):
        if plays(outcome, "first", "D") == [0, 0]:
            assert found[D1].survives == (numbers["q"] > c_high)
            assert found[INTUITIVE].survives or not found[D1].survives
        else:
            assert found[D1].survives


def test_only_games_of_signals_are_taken_for_one() -> None:
    assert len(sender_types(loads(BEER_QUICHE).game().tree)) == 2
    assert len(sender_types(loads(D2).game().tree)) == 2
    assert sender_types(loads(HORSE).game().tree) == ()
    for _, found in told(HORSE):
        assert set(found) <= {DOMINANCE, NORMAL, EXTENSIVE}
        assert found[EXTENSIVE].survives


WEAK = """
title: A threat that costs nothing to carry out
players: [A, B]
tree:
  A:
    out: [2, 2]
    in: {B: {harsh: [0, 1], mild: [3, 1]}, information: B}
    in_well: {B: {harsh: [0, 0], mild: [3, 1]}, information: B}
"""
"""After either entry B does not lose by `mild`, and gains by it after one of them."""


def test_a_weakly_dominated_plan_falls() -> None:
    """By hand: harsh is as good after `in` only; it is sequential and not perfect (Selten 1975)."""
    every = told(WEAK)
    outs = [found for outcome, found in every if plays(outcome, "A", "out") == [1]]
    assert outs
    for found in outs:
        for name in (DOMINANCE, NORMAL, EXTENSIVE):
            refinement: Refinement = found[name]
            assert not refinement.survives
            assert refinement.sentence.startswith(
                "B never loses by mild at B, whatever the others plan, and can gain up to "
            )
    others = [found for outcome, found in every if plays(outcome, "A", "out") == [0]]
    assert any(found[NORMAL].survives and found[EXTENSIVE].survives for found in others)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=12, max_size=12), st.integers(0, 2))
def test_dominance_is_what_its_definition_says(numbers: list[int], row: int) -> None:
    """3 × 2 tables: a pure row is dominated iff some mixture of rows is, tried on a grid."""
    cells = [numbers[4 * k : 4 * k + 4] for k in range(3)]
    tree = {
        "A": {
            f"r{k}": {"B": {"l": c[:2], "r": c[2:]}, "information": "B"}
            for k, c in enumerate(cells)
        }
    }
    game = Game.from_tree(["A", "B"], tree, exact=True)
    behaviour = game.chance.copy()
    slots = {h: game.tree.slots_of(h) for h in range(2)}
    mine = next(h for h in range(2) if game.tree.infoset_owner[h] == 0)
    behaviour[slots[mine].start + row] = F(1)
    behaviour[slots[1 - mine].start] = F(1)
    pays = np.array([[c[0], c[2]] for c in cells])
    grid = [(i, j, 12 - i - j) for i in range(13) for j in range(13 - i)]
    better = False
    for mix in grid:
        gain = np.array(mix) @ pays - 12 * pays[row]
        better |= bool(np.all(gain >= 0) and np.any(gain > 0))
    assert (dominated(game, behaviour, [mine]) is not None) == better


def test_along_other_trembles_a_choice_may_not_be_best() -> None:
    """The trembles decide: harsh is best against none that ever enters well."""
    game = loads(WEAK).game(exact=True)
    tree = game.tree
    behaviour = game.chance.copy()
    names = [tree.labels.action_of(s) for s in range(tree.n_slots)]
    for s, name in enumerate(names):
        behaviour[s] = F(name in {"out", "harsh"})
    assert nash.certify(game, behaviour).holds
    order = np.array([0 if name in {"out", "harsh"} else 1 for name in names])
    weight = np.array([F(1)] * len(names), dtype=object)
    assert not best_along(game, behaviour, Trembles(order, weight))
    for s, name in enumerate(names):
        behaviour[s] = F(name in {"in_well", "mild"})
    order = np.array([0 if name in {"in_well", "mild"} else 1 for name in names])
    assert best_along(game, behaviour, Trembles(order, weight))


def silent(found: dict[str, Refinement]) -> set[str]:
    """Return why criteria for unsent messages say nothing."""
    assert {found[name].survives for name in (INTUITIVE, D1, DIVINITY)} == {None}
    return {found[name].sentence for name in (INTUITIVE, D1, DIVINITY)}


def test_with_two_listeners_criteria_for_one_receiver_say_nothing() -> None:
    """Cho & Kreps 1987, section II: what the second would make of the message is left open."""
    model = Model(read_any(find_game("kellogg-private")))
    for solved in solve_scenarios(model, ["doubted", "cheap_talk"], concept="sequential"):
        for outcome in solved.outcomes:
            found = {r.name: r for r in refinements(outcome)}
            if solved.name == "doubted":
                (reason,) = silent(found)
                assert "each of Ukraine and Russia has to guess" in reason
            else:  # threats that nobody ever carries out leave nothing to guess
                assert found[D1].survives


AGAIN = """
title: A message, a reply, and one more guess
players: [S, R]
moves:
  - {chance: kind, odds: {strong: 1/2, weak: 1/2}, seen_by: [S]}
  - {S: message, options: [quiet, loud]}
  - {R: reply, options: [stay, leave], when: message == loud}
  - {S: more, options: [no, yes], when: reply == stay}
  - {R: last, options: [trust, doubt], when: more == yes}
payoffs:
  S: "0 if message == quiet else (2 if last == trust else -1)"
  R: "0 if last == none else (1 if (last == trust) == (kind == strong) else 0)"
"""


def test_a_second_guess_is_beyond_one_message_and_one_reply() -> None:
    for outcome, found in told(AGAIN):
        if plays(outcome, "message", "loud") == [0, 0]:
            (reason,) = silent(found)
            assert reason.endswith("here R has to guess once more after it has replied")


def test_messages_with_too_many_replies_are_not_said_to_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither does what falls to another message stand."""
    monkeypatch.setattr("negotiate.analysis.refine.signal.MAX_REPLIES", 2)
    reasons = set()
    for _, found in told(BEER_QUICHE, strong=F(9, 10)):
        reasons |= silent(found)
    assert reasons == {
        "there are too many replies to beer to go through all beliefs",
        "there are too many replies to quiche to go through all beliefs",
    }
