"""One sequential equilibrium of larger games, and of games in which nothing is hidden."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.game.strategies import nested_trees
from tests.private_games import BEER_QUICHE, D2, D3, HORSE, S4, reputation

from negotiate import Game, loads, solve
from negotiate.concepts import sequential, spe
from negotiate.errors import NoAnswerError
from negotiate.forms.assessment.cells import pieces
from negotiate.forms.assessment.question import question_of, supports
from negotiate.results import Coverage
from negotiate.solvers.protocol import Options
from negotiate.solvers.sequential import enumeration, logit

if TYPE_CHECKING:
    from negotiate.results import Equilibrium

F = Fraction


@pytest.mark.parametrize("text", [HORSE, BEER_QUICHE, D2, D3, S4], ids=lambda t: t.split("\n")[1])
def test_the_branch_leads_to_a_sequential_equilibrium_of_the_list(text: str) -> None:
    numbers = {"p": F(3, 4)} if text is D3 else None  # at 1/2 several regions of D3 meet
    every, one = (
        solve(loads(text), concept="sequential", method=name, settings=numbers, exact=True)
        for name in ("enumeration", "logit")
    )
    assert one.coverage is Coverage.SOME
    (e,) = one.equilibria
    assert e.certificate.holds
    assert e.certificate.tol == 0
    assert any(np.all(e.payoff == other.payoff) for other in every.equilibria)


@pytest.mark.parametrize("p", [F(1, 10), F(1, 5), F(1, 3)])
def test_reputation_with_three_entrants(p: Fraction) -> None:
    """Kreps & Wilson 1982: the equilibrium path and its beliefs, in closed form."""
    b, a = F(1, 2), 2
    model = loads(reputation(3))
    game = model.game(settings={"p": p, "b": b, "a": F(a)}, exact=True)
    assert enumeration.refusal(game) is not None
    solution = solve(game, concept="sequential")
    assert solution.method == "logit"
    assert any("was passed over" in note for note in solution.notes)
    (e,) = solution.equilibria
    assert e.certificate.tol == 0
    check_stages(game, e, {"b": b, "a": F(a)})


def check_stages(game: Game, e: Equilibrium, numbers: dict[str, Fraction]) -> None:
    """Check every stage after no entry and fights only, where beliefs follow the formula."""
    tree, b = game.tree, numbers["b"]
    assert e.beliefs is not None
    checked = 0
    for h in np.flatnonzero(tree.decision).tolist():
        nodes = tree.nodes_of(h).tolist()
        histories = [tree.history_of(n) for n in nodes]
        if any("yield" in history.values() for history in histories):
            continue
        move = tree.labels.move_of(h)
        left = 3 - int(move[-1]) + 1
        plays = dict(
            zip(
                (tree.labels.action_of(s) for s in range(*tree.slot_start[h : h + 2].tolist())),
                e.behaviour[tree.slots_of(h)],
                strict=True,
            )
        )
        if move.startswith("enter"):
            tough = sum(e.beliefs[n] for n in nodes if tree.history_of(n)["type"] == "tough")
            if tough != b**left:
                assert plays["in"] == (tough < b**left)
            elif left < 3:
                assert plays["out"] == F(1, numbers["a"])
            checked += 1
        elif histories[0]["type"] == "tough":
            assert plays["fight"] == 1
        elif left == 1:
            assert plays["yield"] == 1
    assert checked >= 7


def test_what_chance_never_does_is_refused_with_the_reason() -> None:
    game = loads(BEER_QUICHE).game(settings={"strong": F(1)}, exact=True)
    for method in (enumeration, logit):
        reason = method.refusal(game)
        assert reason is not None
        assert "chance never takes 'type: weak'" in reason
    with pytest.raises(NoAnswerError, match="chance never takes"):
        solve(game, concept="sequential")


@settings(max_examples=30)
@given(nested_trees(n_players=3))
def test_with_perfect_information_it_is_subgame_perfection(tree: Any) -> None:
    game = Game.from_tree(["P0", "P1", "P2"], tree, exact=True)
    never = np.any((game.chance == 0) & ~game.tree.decision[game.tree.slot_infoset])
    mine = solve(game, concept="sequential", all=True)
    theirs = solve(game, concept="spe", all=True)
    assert len(mine.equilibria) == len(theirs.equilibria)
    for e in mine.equilibria:
        assert spe.certify(game, e.behaviour).holds
        assert e.certificate.holds
        if not never and game.tree.decision.any():
            assert sequential.certify(game, e.behaviour).holds


@settings(max_examples=25)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12), st.integers(1, 4))
def test_a_list_of_all_holds_the_pure_profiles_that_the_concept_accepts(
    numbers: list[int], share: int
) -> None:
    """The list comes from equations, the concept looks for beliefs and certifies them."""
    a = [numbers[2 * k : 2 * k + 2] for k in range(6)]

    def receiver(one: Any, two: Any) -> Any:
        return {"B": {"l": one, "r": two}, "information": "B"}

    low = {"A": {"x": receiver(a[0], a[1]), "y": a[2]}, "information": "A_low"}
    high = {"A": {"x": receiver(a[3], a[4]), "y": a[5]}, "information": "A_high"}
    odds = {"low": F(share, 5), "high": 1 - F(share, 5)}
    game = Game.from_tree(
        ["A", "B"], {"chance": {"low": low, "high": high}, "odds": odds}, exact=True
    )
    question, allowed = question_of(game)
    listed = {support for support in supports(question, allowed) if pieces(question, support)[0]}
    assert listed
    for bits in range(8):
        behaviour = game.chance.copy()
        support = [tuple(range(*game.tree.slot_start[h : h + 2].tolist())) for h in range(4)]
        for k, h in enumerate(np.flatnonzero(game.tree.decision).tolist()):
            played = int(game.tree.slot_start[h]) + (bits >> k & 1)
            behaviour[played] = F(1)
            support[h] = (played,)
        assert sequential.certify(game, behaviour).holds == (tuple(support) in listed)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 6), min_size=24, max_size=24), st.integers(1, 4))
def test_whatever_is_listed_is_certified(numbers: list[int], share: int) -> None:
    """Two types, two messages, three replies: a game of signals that always has an equilibrium."""
    pays = iter(numbers)

    def reply(name: str) -> Any:
        options = {option: [next(pays), next(pays)] for option in "lrs"}
        return {"B": options, "information": name}

    kinds = {
        kind: {"A": {"x": reply("B_x"), "y": reply("B_y")}, "information": f"A_{kind}"}
        for kind in ("low", "high")
    }
    tree = {"chance": kinds, "odds": {"low": F(share, 5), "high": 1 - F(share, 5)}}
    game = Game.from_tree(["A", "B"], tree, exact=True)
    answer = enumeration.solve(game, Options())
    assert answer.candidates
    for c in answer.candidates:
        assert c.beliefs is not None
        judged = sequential.certify_assessment(game, c.behaviour, c.beliefs, c.trembles)
        assert judged.holds
